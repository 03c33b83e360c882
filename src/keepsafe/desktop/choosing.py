"""The system's dialogs for files: they begin with the pictures, and leave no trace of the choice.

Qt writes the last folder and a history of folders into a settings file of its own, in the clear;
what was there before is put back.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from keepsafe.i18n import _

_ENDINGS = ("png", "jpg", "jpeg", "heic", "heif", "webp", "gif", "bmp", "tif", "tiff", "avif")
_REMEMBERED = ("FileDialog/lastVisited", "FileDialog/history")


def pick_pictures(parent: QWidget, title: str) -> list[Path]:
    """Ask for pictures; "All files" is one choice away."""
    with _leaving_no_trace():
        chosen, _kind = QFileDialog.getOpenFileNames(parent, title, _start(), _kinds())
    return [Path(name) for name in chosen]


def pick_picture(parent: QWidget, title: str) -> list[Path]:
    """Ask for one picture; none is chosen where the list is empty."""
    with _leaving_no_trace():
        chosen, _kind = QFileDialog.getOpenFileName(parent, title, _start(), _kinds())
    return [Path(chosen)] if chosen else []


def pick_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder."""
    with _leaving_no_trace():
        chosen = QFileDialog.getExistingDirectory(parent, title, _start())
    return Path(chosen) if chosen else None


def pick_received(parent: QWidget, title: str) -> Path | None:
    """Ask for a sealed file that somebody brought; "All files" is one choice away."""
    sealed, all_files = _("Sealed files"), _("All files")
    kinds = f"{sealed} (*.zip *.age *.ZIP *.AGE);;{all_files} (*)"
    with _leaving_no_trace():
        chosen, _kind = QFileDialog.getOpenFileName(parent, title, _start_of_officer(), kinds)
    return Path(chosen) if chosen else None


def pick_key(parent: QWidget, title: str) -> Path | None:
    """Ask for the file with a unit's key."""
    with _leaving_no_trace():
        chosen, _kind = QFileDialog.getOpenFileName(parent, title, _start_of_officer())
    return Path(chosen) if chosen else None


def pick_received_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder that was unpacked, or to save into."""
    with _leaving_no_trace():
        chosen = QFileDialog.getExistingDirectory(parent, title, _start_of_officer())
    return Path(chosen) if chosen else None


def _start_of_officer() -> str:
    """Return the folder on the stick that the app was started from, else the home folder."""
    from keepsafe.vault.places import disk_of  # noqa: PLC0415  # late, for the start

    own = Path(sys.argv[0]).absolute().parent
    return str(own if own.is_dir() and disk_of(own) == "stick" else Path.home())


def _start() -> str:
    """Return the folder of pictures, else the home folder."""
    for place in (
        QStandardPaths.StandardLocation.PicturesLocation,
        QStandardPaths.StandardLocation.HomeLocation,
    ):
        folder = QStandardPaths.writableLocation(place)
        if folder and Path(folder).is_dir():
            return folder
    return str(Path.home())


def _kinds() -> str:
    # Some systems tell capital letters apart, and phones write IMG_4127.PNG.
    patterns = " ".join(f"*.{e} *.{e.upper()}" for e in _ENDINGS)
    pictures, everything = _("Pictures"), _("All files")
    return f"{pictures} ({patterns});;{everything} (*)"


@contextmanager
def _leaving_no_trace() -> Iterator[None]:
    before = {name: _settings().value(name) for name in _REMEMBERED}
    try:
        yield
    finally:
        settings = _settings()
        for name, value in before.items():
            if value is None:
                settings.remove(name)
            else:
                settings.setValue(name, value)
        settings.sync()


def _settings() -> QSettings:
    return QSettings(QSettings.Scope.UserScope, "QtProject")
