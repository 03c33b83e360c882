"""Sort a batch by file facts, never by looking: screenshots are taken, the rest is left alone.

Both errors hurt. A screenshot that is left out can be picked by hand: it is on the list. A private
picture that is taken may be one that nobody may copy. So whatever is not plainly a screenshot is
left out, and a camera's mark outweighs everything that says "screenshot".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from keepsafe.i18n import N_, _, translated
from keepsafe.intake.embedded import Embedded
from keepsafe.intake.file_type import FileType
from keepsafe.intake.picture_names import NameKind, is_ios_roll_name, name_kind
from keepsafe.intake.screens import camera_shape, screen_shape

Kind = Literal["screenshot", "camera-photo", "video", "archive", "document", "other"]


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file without decoding it: its name, its type by content, what it carries.

    `name` is the last part of its path, with the extension it came with.
    """

    name: str
    file_type: FileType
    embedded: Embedded


@dataclass(frozen=True, slots=True)
class Sorted:
    """Where a file belongs, and why, in one sentence for people."""

    kind: Kind
    reason: str

    @property
    def taken(self) -> bool:
        """Whether a batch takes it without being asked: only screenshots."""
        return self.kind == "screenshot"


_NOT_PICTURES: Final[dict[str, Sorted]] = {
    "video": Sorted("video", N_("It is a video, and videos are added one by one.")),
    "archive": Sorted("archive", N_("It is an archive, and what is inside cannot be sorted.")),
    "document": Sorted("document", N_("It is a document, not a screenshot.")),
    "text": Sorted("document", N_("It is text, not a screenshot.")),
    "audio": Sorted("other", N_("It is a sound, not a screenshot.")),
    "other": Sorted("other", N_("It is not a picture.")),
}
# What phones and computers save screenshots as. Anything else (GIF, TIFF, raw, SVG, animated PNG)
# is left out, whatever it is called.
_SCREENSHOT_TYPES: Final = frozenset(
    {"image/png", "image/jpeg", "image/webp", "image/heic", "image/heif", "image/avif", "image/bmp"}
)
# Phones photograph in these. JPEG is not among them: everything is saved as JPEG.
_PHOTO_TYPES: Final = frozenset({"image/heic", "image/heif"})


def sort_file(facts: FileFacts) -> Sorted:
    """Decide from `facts` alone; the same facts always give the same answer."""
    if facts.file_type.family != "image":
        known = _NOT_PICTURES[facts.file_type.family]
        return Sorted(known.kind, translated(known.reason))
    kind = name_kind(facts.name)
    for rule in _RULES:
        decided = rule(facts, kind)
        if decided:
            return decided
    return Sorted("other", _("Nothing about it says that it is a screenshot."))


def _camera_mark(facts: FileFacts, kind: NameKind) -> Sorted | None:
    if not facts.embedded.camera:
        return None
    if kind == "screenshot" or facts.embedded.screenshot_hint:
        return Sorted("camera-photo", _("It is called a screenshot, but a camera's data is in it."))
    return Sorted("camera-photo", _("A camera's data is in it."))


def _odd_type(facts: FileFacts, _kind: NameKind) -> Sorted | None:
    if facts.file_type.media_type in _SCREENSHOT_TYPES:
        return None
    return Sorted("other", _("Screenshots are not saved as this type of picture."))


def _unreadable_size(facts: FileFacts, _kind: NameKind) -> Sorted | None:
    if facts.embedded.pixel_size:
        return None
    return Sorted("other", _("It may be damaged: its size in pixels cannot be read."))


def _says_so_itself(facts: FileFacts, _kind: NameKind) -> Sorted | None:
    if not facts.embedded.screenshot_hint:
        return None
    return Sorted(
        "screenshot",
        _("The file says so itself: {hint}.").format(hint=facts.embedded.screenshot_hint),
    )


def _named_by_the_system(facts: FileFacts, kind: NameKind) -> Sorted | None:
    """Take a system's name on any size but a photo's: windows and selections have every size."""
    if kind != "screenshot":
        return None
    if not _is_png(facts) and camera_shape(_size(facts), wide=False):
        return Sorted("camera-photo", _("It is called a screenshot, but has a photo's size."))
    return Sorted("screenshot", _("It has the name that systems give to screenshots."))


def _named_by_a_person(facts: FileFacts, kind: NameKind) -> Sorted | None:
    """Take a name somebody may have typed only on a picture shaped like a screen."""
    if kind != "mentions-screenshot" or not screen_shape(_size(facts)):
        return None
    return Sorted("screenshot", _("It is called a screenshot and has the size of a screen."))


def _named_by_another_program(facts: FileFacts, kind: NameKind) -> Sorted | None:
    if kind == "chat":
        return Sorted("other", _("It was saved from a chat app, and could be a private picture."))
    if kind == "camera" and not (_is_png(facts) and is_ios_roll_name(facts.name)):
        return Sorted("camera-photo", _("It has the name that cameras give to photos."))
    return None


def _shaped_like_a_screen(facts: FileFacts, _kind: NameKind) -> Sorted | None:
    """Take a PNG by its shape alone: systems save screens as PNG, cameras and chat apps do not."""
    shape = screen_shape(_size(facts))
    if not shape or not _is_png(facts):
        return None
    if shape == "scroll":
        return Sorted(
            "screenshot", _("It is a PNG as wide as a phone's screen: a long screenshot.")
        )
    return Sorted("screenshot", _("It is a PNG with the size of a screen."))


def _saved_like_a_photo(facts: FileFacts, _kind: NameKind) -> Sorted | None:
    if facts.file_type.media_type in _PHOTO_TYPES or camera_shape(
        _size(facts), wide=not _is_png(facts)
    ):
        return Sorted("camera-photo", _("It is saved the way cameras save photos."))
    return None


def _is_png(facts: FileFacts) -> bool:
    return facts.file_type.media_type == "image/png"


def _size(facts: FileFacts) -> tuple[int, int]:
    return facts.embedded.pixel_size or (0, 0)


# The order is the policy: a camera's mark first, then what the file and its system say of it,
# then who else may have named it, and its shape last.
_RULES: Final[tuple[Callable[[FileFacts, NameKind], Sorted | None], ...]] = (
    _camera_mark,
    _odd_type,
    _unreadable_size,
    _says_so_itself,
    _named_by_the_system,
    _named_by_a_person,
    _named_by_another_program,
    _shaped_like_a_screen,
    _saved_like_a_photo,
)
