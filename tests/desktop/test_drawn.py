"""What is drawn stands where it should: in line, in the middle, and in whole squares."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from keepsafe.desktop.widgets import Button, ExpandingDetails, Flow, QrCode
from keepsafe.desktop.widgets.buttons import Fold
from keepsafe.desktop.widgets.rows import YesNoRow
from keepsafe.desktop.widgets.text import breakable, typeset
from keepsafe.i18n import use


def first_column(image: QImage) -> int:
    """Return the first column of pixels that differs from the corner."""
    ground = image.pixel(0, 0)
    rows = range(image.height())
    return next(x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in rows))


def test_a_line_that_wraps_begins_where_the_others_do(qtbot: QtBot) -> None:
    starts = set()
    for words in ("Payments", "Conversations disappearing"):
        fold = Fold(words, lambda: None)
        fold.setFlat(True)  # no frame, as the theme has it
        qtbot.addWidget(fold)
        wraps = " " in words
        width = fold.sizeHint().width() * (3 if wraps else 4) // 4  # two lines leave room beside
        fold.resize(width, fold.heightForWidth(width))
        starts.add(first_column(fold.grab().toImage()))
    assert len(starts) == 1


def test_what_is_folded_begins_where_its_title_does_at_every_size(qtbot: QtBot) -> None:
    for times in (1, 2):
        inside = QWidget()
        details = ExpandingDetails("What to take", [inside], opened=True)
        qtbot.addWidget(details)
        font = details.font()
        font.setPointSizeF(font.pointSizeF() * times)
        details.setFont(font)
        details.resize(400, 200)
        details.show()
        qtbot.waitExposed(details)
        fold = details.findChild(Fold)
        assert fold is not None
        assert inside.mapTo(details, QPoint(0, 0)).x() == fold.x() + fold.text_begins


def test_yes_and_no_are_as_wide_as_each_other(qtbot: QtBot) -> None:
    row = YesNoRow("money", "Was money sent?")
    qtbot.addWidget(row)
    row.resize(500, 80)
    row.show()
    qtbot.waitExposed(row)
    widths = {button.width() for button in row.findChildren(Button)}
    assert len(widths) == 1


def test_in_french_a_verb_and_its_pronoun_stay_in_one_line() -> None:
    use("fr")
    joined = "\N{NON-BREAKING HYPHEN}"
    assert typeset("Gardez-les et dites-le : en a-t-on un ?").count(joined) == 4
    assert joined not in typeset("une carte-cadeau, peut-être, KS-7F3K-1")
    use("en")
    assert joined not in typeset("clean-up")


def test_a_long_address_goes_on_after_an_underscore_and_not_in_a_word() -> None:
    shown = breakable("report_concerning_behaviour_of_someone")
    assert shown.split("\N{ZERO WIDTH SPACE}") == [
        "report_",
        "concerning_",
        "behaviour_",
        "of_",
        "someone",
    ]
    assert "\N{ZERO WIDTH SPACE}" in breakable("a" * 40)


def test_a_row_in_the_middle_has_as_much_room_on_either_side(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    row = Flow(place, centred=True)
    buttons = [Button("Pick files"), Button("Pick a folder"), Button("Paste")]
    for button in buttons:
        row.addWidget(button)
    place.resize(260, row.heightForWidth(260))
    place.show()
    qtbot.waitExposed(place)
    lines = {button.y() for button in buttons}
    assert len(lines) > 1
    for y in lines:
        line = [button.geometry() for button in buttons if button.y() == y]
        left, right = min(g.left() for g in line), max(g.right() for g in line)
        assert abs(left - (place.width() - 1 - right)) <= 1


def test_a_code_for_a_camera_is_drawn_in_whole_squares_and_grows_with_the_text(
    qtbot: QtBot,
) -> None:
    code = QrCode("https://needhelpnow.ca")
    qtbot.addWidget(code)
    modules = 33  # version 2, with its quiet edge of 4
    usual = code.sizeHint().width()
    assert usual % modules == 0
    assert usual >= 4 * modules
    font = code.font()
    font.setPointSizeF(font.pointSizeF() * 4)
    code.setFont(font)
    large = code.sizeHint().width()
    assert large % modules == 0
    assert large > usual
