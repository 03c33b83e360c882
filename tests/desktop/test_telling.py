"""What people tell is kept, can be corrected, and nothing of it must be filled in."""

from __future__ import annotations

import pytest
from pressing import field, key, press, said, type_into
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDateEdit,
    QStyle,
    QStyleOptionButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from keepsafe.case.record import Record
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.widgets import Button, Field, Words

PASSWORD = "night-lamp-river"


def record(shell: Shell) -> Record:
    assert shell.session.vault is not None
    return shell.session.vault.record


def click(qtbot: QtBot, shell: Shell, name: str) -> None:
    widget = shell.findChild(QWidget, name)
    assert isinstance(widget, QWidget), name
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_a_pasted_link_names_the_account_and_lookalikes_are_pointed_out(
    qtbot: QtBot, opened: Shell
) -> None:
    opened.go("who")
    click(qtbot, opened, "app-instagram")
    type_into(qtbot, opened, "username", "https://www.instagram.com/drawn.examp1e/?igsh=1")
    qtbot.keyClick(field(opened, "username").editor, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: "The link says: drawn.examp1e" in said(opened))
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: key(opened) == "screenshots", timeout=20_000)
    account = record(opened).accounts[0].fields
    assert (account.platform, account.username) == ("Instagram", "drawn.examp1e")
    assert account.link == "https://www.instagram.com/drawn.examp1e/?igsh=1"


def test_a_username_is_corrected_and_the_first_one_stays_in_the_log(
    qtbot: QtBot, opened: Shell
) -> None:
    assert opened.session.vault is not None
    opened.session.vault.add_item(
        "account", {"platform": "Snapchat", "username": "drawn_l1"}, "parent"
    )
    opened.go("who")
    press(qtbot, opened.page, "Change")
    assert field(opened, "username").value == "drawn_l1"
    field(opened, "username").editor.clear()
    type_into(qtbot, opened, "username", "drawn_II")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(
        lambda: record(opened).accounts[0].fields.username == "drawn_II", timeout=20_000
    )
    assert len(record(opened).accounts) == 1
    assert [e.what for e in record(opened).entries][-1] == "corrected"


def test_money_that_was_sent_says_whom_to_call(qtbot: QtBot, opened: Shell) -> None:
    opened.go("money")
    click(qtbot, opened, "sent-yes")
    qtbot.waitUntil(lambda: "Call the bank or the pay app now" in said(opened))
    type_into(qtbot, opened, "amount", "150 CAD")
    type_into(qtbot, opened, "to", "drawn.handle")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: len(record(opened).payments) == 1, timeout=20_000)
    payment = record(opened).payments[0].fields
    assert (payment.status, payment.amount, payment.to) == ("paid", "150 CAD", "drawn.handle")
    qtbot.waitUntil(lambda: "Kept.\nSent: 150 CAD, drawn.handle" in said(opened))
    assert not [f for f in opened.findChildren(Field) if f.name == "amount"]  # folded away
    assert "No money in this" not in [b.words for b in opened.page.findChildren(Button)]
    press(qtbot, opened.page, "Add another")
    assert field(opened, "amount").value == ""
    assert "Kept." not in said(opened)


def test_what_was_said_of_money_on_the_first_page_is_not_asked_again(
    qtbot: QtBot, opened: Shell
) -> None:
    opened.go("safe")
    click(qtbot, opened, "safe-3-yes")
    opened.go("money")
    assert "This was answered on" in said(opened)
    assert "To whom did it go?" in said(opened)
    assert "No money in this" not in [b.words for b in opened.page.findChildren(Button)]
    press(qtbot, opened.page, "Continue")
    qtbot.waitUntil(lambda: key(opened) == "pictures", timeout=20_000)
    assert [p.fields.status for p in record(opened).payments] == ["paid"]
    opened.go("money")
    assert "Money was sent" in said(opened)


def test_a_demand_is_told_apart_from_a_payment(qtbot: QtBot, opened: Shell) -> None:
    opened.go("money")
    type_into(qtbot, opened, "amount", "200 CAD")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: "Kept.\nAsked for: 200 CAD" in said(opened), timeout=20_000)
    focused = QApplication.focusWidget()
    assert isinstance(focused, Button)
    assert focused.words == "Continue"
    press(qtbot, opened.page, "Change")
    assert field(opened, "amount").value == "200 CAD"


def test_each_page_says_what_it_kept(qtbot: QtBot, opened: Shell) -> None:
    opened.go("pictures")
    type_into(qtbot, opened, "folder", "the phone, in Chatter")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: "Kept.\nthe phone, in Chatter" in said(opened), timeout=20_000)
    opened.go("story")
    editor = field(opened, "words").editor
    editor.setFocus()
    qtbot.keyClicks(editor, "It began in a game.")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: "Kept.\nIt began in a game." in said(opened), timeout=20_000)
    opened.go("facts")
    assert "Kept." not in said(opened)
    type_into(qtbot, opened, "safe_contact", "Call the parent")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: "Kept." in said(opened), timeout=20_000)


def test_a_private_picture_is_only_pointed_to(qtbot: QtBot, opened: Shell) -> None:
    opened.go("pictures")
    assert "Leave the picture where it is: that is the saved copy." in said(opened)
    type_into(qtbot, opened, "folder", "the phone, in Chatter")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: len(record(opened).pointers) == 1, timeout=20_000)
    assert record(opened).pointers[0].fields.folder == "the phone, in Chatter"
    assert not opened.page.acceptDrops()


def test_the_story_is_kept_as_it_was_written(qtbot: QtBot, opened: Shell) -> None:
    opened.go("story")
    editor = field(opened, "words").editor
    editor.setFocus()
    qtbot.keyClicks(editor, "It began in a game. ")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "Then money.")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: len(record(opened).notes) == 1, timeout=20_000)
    assert record(opened).notes[0].fields.words == "It began in a game. \nThen money."


def test_facts_are_kept_one_by_one_and_only_what_changed(qtbot: QtBot, opened: Shell) -> None:
    opened.go("facts")
    type_into(qtbot, opened, "safe_contact", "Call the parent")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: record(opened).case.safe_contact == "Call the parent", timeout=20_000)
    count = len(record(opened).entries)
    qtbot.waitUntil(lambda: not opened.session.jobs.busy)
    qtbot.waitUntil(lambda: field(opened, "safe_contact").value == "Call the parent")
    type_into(qtbot, opened, "safe_times", "after five")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: record(opened).case.safe_times == "after five", timeout=20_000)
    assert len(record(opened).entries) == count + 1


@pytest.mark.parametrize("page", ["who", "money", "pictures", "story"])
def test_nothing_must_be_filled_in(qtbot: QtBot, opened: Shell, page: str) -> None:
    opened.go(page)
    words = {
        "who": "Skip this for now",
        "money": "No money in this",
        "pictures": "No private picture: go on",
        "story": "Skip this for now",
    }
    before = len(record(opened).entries)
    press(qtbot, opened.page, words[page])
    assert key(opened) != page
    assert len(record(opened).entries) == before


def test_what_is_typed_is_kept_when_the_person_just_goes_on(qtbot: QtBot, opened: Shell) -> None:
    opened.go("money")
    type_into(qtbot, opened, "to", "paytag drawn99")
    press(qtbot, opened.page, "Continue")
    qtbot.waitUntil(lambda: key(opened) == "pictures", timeout=20_000)
    assert [p.fields.to for p in record(opened).payments] == ["paytag drawn99"]


def test_a_day_is_seen_as_people_write_it_and_kept_as_the_case_does(
    qtbot: QtBot, opened: Shell
) -> None:
    opened.go("story")
    day = field(opened, "when")
    assert isinstance(day.editor, QDateEdit)
    assert (day.value, day.editor.text()) == ("", "")  # nothing that looks like an answer
    today = QDate.currentDate()
    pressed = next(b for b in opened.page.findChildren(Button) if b.words == "Yesterday")
    qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton)
    assert day.value == today.addDays(-1).toString("yyyy-MM-dd")
    tick = day.findChild(QCheckBox)
    assert isinstance(tick, QCheckBox)
    assert tick.isChecked()
    tick.click()
    assert (day.value, day.editor.text()) == ("", "")
    qtbot.keyClicks(day.editor, "1")  # to begin a day is to know it
    assert tick.isChecked()
    assert day.value
    day.fill("2026-03-07")
    assert day.editor.text() == "March 7, 2026"  # Canada, in English
    opened.session.draft("story", "when", "2026-03-07")
    opened.session.speak("fr")
    assert field(opened, "when").editor.text() == "7 mars 2026"
    opened.session.speak("en")
    type_into(qtbot, opened, "words", "A game.")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: "Kept.\nMarch 7, 2026: A game." in said(opened), timeout=20_000)
    assert record(opened).notes[0].fields.when == "2026-03-07"


@pytest.mark.parametrize("name", ["mia.l4rsen_0O1lI" * 4, "\u05d0" * 64, "z\u0301" * 40])
def test_a_long_username_is_seen_whole(qtbot: QtBot, opened: Shell, name: str) -> None:
    assert opened.session.vault is not None
    opened.session.vault.add_item("account", {"platform": "Chatter", "username": name}, "parent")
    for page in ("who", "look-over"):
        opened.go(page)
        assert name in said(opened)
        assert opened.page is not None
        told = [w for w in opened.page.findChildren(Words) if name[:9] in w.text()]
        qtbot.waitUntil(lambda told=told: bool(told) and told[0].isVisible())
        for words in told:
            box = words.fontMetrics().boundingRect(
                0, 0, words.width(), 10_000, int(Qt.TextFlag.TextWordWrap), words.text()
            )
            assert box.width() <= words.width(), page
            assert box.height() <= words.height(), page
    opened.go("money")
    assert "Kept." not in said(opened)  # nothing was kept here
    opened.go("who")
    assert "Kept." not in said(opened)


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_a_box_to_tick_is_seen_in_every_set_of_colours(
    qtbot: QtBot, opened: Shell, theme: str
) -> None:
    opened.session.look(theme=theme)
    opened.go("story")
    tick = field(opened, "when").findChild(QCheckBox)
    assert isinstance(tick, QCheckBox)
    qtbot.waitUntil(tick.isVisible)
    option = QStyleOptionButton()
    tick.initStyleOption(option)
    part = QStyle.SubElement.SE_CheckBoxIndicator
    square = tick.style().subElementRect(part, option, tick).adjusted(-2, 0, 2, 0)
    square.translate(tick.mapTo(opened, QPoint(0, 0)))
    image = opened.grab(square).toImage()
    across = [image.pixelColor(x, image.height() // 2) for x in range(image.width())]
    lights = [luminance(colour) for colour in across]
    strongest = (max(lights) + 0.05) / (min(lights) + 0.05)
    assert strongest >= 3  # WCAG 2.1, 1.4.11


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_one_button_keeps_what_is_typed_in_every_section(qtbot: QtBot, opened: Shell) -> None:
    opened.go("facts")
    typed = {
        "danger": "They know the school",
        "safe_times": "after five",
        "device-what": "a grey phone",
        "report-to": "the town police",
        "report-number": "T-17",
        "consent-who": "the child",
        "police_file_number": "F-9",
    }
    for name, text in typed.items():
        type_into(qtbot, opened, name, text)
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: len(record(opened).consents) == 1, timeout=20_000)
    now = record(opened)
    assert (now.case.danger, now.case.safe_times) == ("They know the school", "after five")
    assert now.case.police_file_number == "F-9"
    assert now.devices[0].fields.what == "a grey phone"
    assert (now.reports[0].fields.to, now.reports[0].fields.number) == ("the town police", "T-17")
    assert now.consents[0].fields.who == "the child"
    qtbot.waitUntil(lambda: "Kept." in said(opened), timeout=20_000)
    told = opened.page.findChildren(Words)
    seen = "\n".join(words.text() for words in told if words.isVisibleTo(opened))
    for text in typed.values():
        assert text in seen.partition("Fill in what you know")[0], text  # each is named as kept
    assert field(opened, "device-what").value == ""  # ready for another one
    assert field(opened, "danger").value == "They know the school"


def test_what_was_agreed_to_is_said_in_words(qtbot: QtBot, opened: Shell) -> None:
    opened.session.draft("facts", "consent-who", "the child")
    opened.session.draft("facts", "consent-to", "collect-and-share")
    opened.go("facts")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: "Kept." in said(opened), timeout=20_000)
    assert record(opened).consents[0].fields.to == "collect-and-share"
    assert "the child, to collect this and to share it with the police" in said(opened)


def test_going_on_keeps_what_police_need_to_know(qtbot: QtBot, opened: Shell) -> None:
    opened.go("facts")
    type_into(qtbot, opened, "device-what", "a grey phone")
    type_into(qtbot, opened, "safe_contact", "a neighbour")
    press(qtbot, opened.page, "Continue")
    qtbot.waitUntil(lambda: key(opened) == "look-over", timeout=20_000)
    assert [d.fields.what for d in record(opened).devices] == ["a grey phone"]
    assert record(opened).case.safe_contact == "a neighbour"


def test_who_asked_for_a_picture_is_kept_with_where_it_is(qtbot: QtBot, opened: Shell) -> None:
    opened.go("pictures")
    type_into(qtbot, opened, "folder", "the phone, in Chatter")
    press(qtbot, opened.page, "A police officer asked for a copy")
    type_into(qtbot, opened, "imagery_request", "Officer Drawn, file 7")
    press(qtbot, opened.page, "Keep who asked")
    qtbot.waitUntil(lambda: len(record(opened).pointers) == 1, timeout=20_000)
    assert record(opened).pointers[0].fields.folder == "the phone, in Chatter"
    assert record(opened).case.imagery_request == "Officer Drawn, file 7"
    qtbot.waitUntil(lambda: "Kept.\nthe phone, in Chatter\nOfficer Drawn" in said(opened))


def test_a_yes_to_money_sent_opens_the_form_and_the_steps_though_a_demand_is_kept(
    qtbot: QtBot, opened: Shell
) -> None:
    assert opened.session.vault is not None
    asked = {"status": "asked", "amount": "200 CAD", "deadline": "Friday"}
    opened.session.vault.add_item("payment", asked, "parent")
    opened.go("money")
    assert "Asked for: 200 CAD, deadline: Friday" in said(opened)
    assert not [f for f in opened.findChildren(Field) if f.name == "amount"]
    opened.go("safe")
    click(qtbot, opened, "safe-3-yes")
    opened.go("money")
    assert "Call the bank or the pay app now" in said(opened)
    assert "How was it sent?" in said(opened)
    type_into(qtbot, opened, "amount", "150 CAD")
    field(opened, "when").fill("2026-11-20")
    type_into(qtbot, opened, "time", "9:05")
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: len(record(opened).payments) == 2, timeout=20_000)
    assert record(opened).payments[1].fields.when == "2026-11-20 09:05"
    qtbot.waitUntil(lambda: "November 20, 2026, 09:05" in said(opened), timeout=20_000)
    assert not [f for f in opened.findChildren(Field) if f.name == "amount"]
    opened.go("facts")
    assert "Deadline: Friday. It is kept with “Money”." in said(opened)
    assert not [f for f in opened.findChildren(Field) if f.name == "deadline"]


def test_where_nothing_was_sent_there_is_no_refund_to_ask_for(qtbot: QtBot, opened: Shell) -> None:
    opened.go("money")
    order = "Ask for the money back"
    opened.session.draft("money", "way", "gift-card")
    for answer, told in (("no", False), ("yes", True)):
        opened.session.draft("money", "sent", answer)
        opened.retell()
        assert (order in said(opened)) == told
        assert ("How do they want the money?" in said(opened)) == (not told)


@pytest.mark.parametrize("app", ["whatsapp", "signal", "telegram", "sms"])
def test_an_app_that_goes_by_phone_numbers_asks_for_one_first(
    qtbot: QtBot, opened: Shell, app: str
) -> None:
    opened.go("who")
    opened.session.draft("who", "app", app)
    opened.retell()
    seen = [f.name for f in opened.page.findChildren(Field) if f.isVisible()]
    assert seen[0] == "phone"
    if "username" in seen:
        type_into(qtbot, opened, "username", "+1 604 555 0142")
        qtbot.keyClick(field(opened, "username").editor, Qt.Key.Key_Tab)
        press(qtbot, opened.page, "Use it as the phone number")
        assert field(opened, "username").value == ""
    else:
        type_into(qtbot, opened, "phone", "+1 604 555 0142")
    assert field(opened, "phone").value == "+1 604 555 0142"
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: len(record(opened).accounts) == 1, timeout=20_000)
    assert record(opened).accounts[0].fields.phone == "+1 604 555 0142"
    assert record(opened).accounts[0].fields.username == ""


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_an_answer_about_danger_is_offered_and_kept_only_by_the_person(
    qtbot: QtBot, opened: Shell, answer: str
) -> None:
    opened.go("safe")
    assert (
        "These answers stay out of the file for police, unless they are put there later."
        in said(opened)
    )
    click(qtbot, opened, f"safe-1-{answer}")
    opened.session.draft("safe", "safe-2", answer)
    opened.go("look-over")
    assert ("You said there is danger now." in said(opened)) == (answer == "yes")
    if answer == "yes":
        press(qtbot, opened.page, "Tell police about the danger")
    else:
        opened.go("facts")
    sentence = {
        "yes": "There are thoughts of dying or of self-harm. "
        "Somebody was told to hurt themselves, someone else or an animal.",
        "no": "Asked about thoughts of dying, and about being told to hurt someone: no.",
    }[answer]
    assert f"From “Safe tonight?”: {sentence}" in said(opened)
    assert field(opened, "danger").value == ""
    press(qtbot, opened.page, "Write it above")
    assert field(opened, "danger").value == sentence
    assert record(opened).case.danger == ""
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: record(opened).case.danger == sentence, timeout=20_000)
    opened.go("look-over")
    assert "You said there is danger now." not in said(opened)


@pytest.mark.parametrize("page", ["pictures", "story", "facts"])
def test_nothing_is_filled_in_is_not_said_while_one_types(
    qtbot: QtBot, opened: Shell, page: str
) -> None:
    opened.go(page)
    press(qtbot, opened.page, "Keep this")
    qtbot.waitUntil(lambda: "You can skip this." in said(opened))
    type_into(qtbot, opened, {"pictures": "what", "story": "words", "facts": "danger"}[page], "a")
    assert "You can skip this." not in said(opened)


def test_few_words_are_enough_for_a_private_picture(opened: Shell) -> None:
    for role, words in (("parent", "A picture my child sent"), ("adult", "A picture I sent")):
        opened.session.role = role
        opened.go("pictures")
        assert f"“{words}” is enough." in said(opened)
