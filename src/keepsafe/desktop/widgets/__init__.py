"""The kit that pages are built of. Everything in it wraps, has a name, and works by keyboard."""

from keepsafe.desktop.widgets.asked_back import AskedBack
from keepsafe.desktop.widgets.buttons import Button, ChoiceCard
from keepsafe.desktop.widgets.columns import Columns
from keepsafe.desktop.widgets.contact import ContactCard, EmergencyCard, QrCode, SourceLine
from keepsafe.desktop.widgets.country import CountryField
from keepsafe.desktop.widgets.day import DateField
from keepsafe.desktop.widgets.fields import (
    Field,
    LineField,
    PickField,
    SecretField,
    TextField,
    TickField,
)
from keepsafe.desktop.widgets.flow import Flow
from keepsafe.desktop.widgets.list_card import ListCard
from keepsafe.desktop.widgets.lying_files import LyingFiles
from keepsafe.desktop.widgets.notes import ExpandingDetails, Icon, Note
from keepsafe.desktop.widgets.page import Page
from keepsafe.desktop.widgets.picture import CoveredPicture, Covers
from keepsafe.desktop.widgets.progress import ProgressPanel
from keepsafe.desktop.widgets.question import Question
from keepsafe.desktop.widgets.rows import ChecklistRow, NumberedRow, YesNoRow
from keepsafe.desktop.widgets.secret_words import WordsGrid
from keepsafe.desktop.widgets.text import Bullet, Words, prose, sections
from keepsafe.desktop.widgets.which_secret import (
    PASSWORD,
    RECOVERY_CODE,
    WORDS_FOR_POLICE,
    WhichSecret,
)

__all__ = [
    "PASSWORD",
    "RECOVERY_CODE",
    "WORDS_FOR_POLICE",
    "AskedBack",
    "Bullet",
    "Button",
    "ChecklistRow",
    "ChoiceCard",
    "Columns",
    "ContactCard",
    "CountryField",
    "CoveredPicture",
    "Covers",
    "DateField",
    "EmergencyCard",
    "ExpandingDetails",
    "Field",
    "Flow",
    "Icon",
    "LineField",
    "ListCard",
    "LyingFiles",
    "Note",
    "NumberedRow",
    "Page",
    "PickField",
    "ProgressPanel",
    "QrCode",
    "Question",
    "SecretField",
    "SourceLine",
    "TextField",
    "TickField",
    "WhichSecret",
    "Words",
    "WordsGrid",
    "YesNoRow",
    "prose",
    "sections",
]
