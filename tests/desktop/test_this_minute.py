"""What cannot wait is found on the second page and on Report now, not after ten steps."""

from __future__ import annotations

from pressing import button, press, said
from pytestqt.qtbot import QtBot

from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import ContactCard, YesNoRow


def test_first_things_open_what_to_do_about_a_deadline_and_about_money_that_was_sent(
    qtbot: QtBot, shell: Shell, session: Session
) -> None:
    session.play("young-person")
    shell.go("first")
    assert "when the time comes" not in said(shell)
    press(qtbot, shell, "They set a deadline for tonight")
    assert "when the time comes" in said(shell)
    assert "Gift card?" not in said(shell)
    press(qtbot, shell, "Money was sent, or gift cards")
    assert "Gift card? Tell the card company now. Keep the card and the receipt." in said(shell)
    assert "Write here" not in said(shell)


def test_report_now_says_who_gets_a_picture_taken_down(
    qtbot: QtBot, shell: Shell, session: Session
) -> None:
    session.play("young-person")
    shell.go("report-now")
    assert "To get a picture taken down" in said(shell)
    names = [card.accessibleName() for card in shell.findChildren(ContactCard)]
    services = [c.name.in_language("en") for c in session.contacts.removal]
    assert names[-len(services) :] == services
    assert "Take It Down" in services


def test_a_yes_to_money_names_gift_cards(qtbot: QtBot, shell: Shell, session: Session) -> None:
    for role in ("parent", "young-person", "adult"):
        session.play(role)
        shell.go("safe")
        row = shell.findChildren(YesNoRow)[-1]
        button(row, "Yes").click()
        assert "Was money just sent?" in said(shell)
        assert "Call the bank, pay app or gift card company now" in said(shell)
        button(row, "Yes").click()
