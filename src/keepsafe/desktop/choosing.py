"""The system's dialogs for files: they begin with the pictures, and leave no trace of the choice.

Qt writes the last folder and a history of folders into a settings file of its own, in the clear;
what was there before is put back.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths, QStorageInfo
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
        chosen, _kind = QFileDialog.getOpenFileName(parent, title, _stick_or_home(), kinds)
    return Path(chosen) if chosen else None


def pick_key(parent: QWidget, title: str) -> Path | None:
    """Ask for the file with a unit's key."""
    with _leaving_no_trace():
        chosen, _kind = QFileDialog.getOpenFileName(parent, title, _stick_or_home())
    return Path(chosen) if chosen else None


def pick_sealed(parent: QWidget, title: str) -> list[Path]:
    """Ask for the sealed files that were made here."""
    with _leaving_no_trace():
        chosen, _kind = QFileDialog.getOpenFileNames(parent, title, _stick_or_home())
    return [Path(name) for name in chosen]


def pick_place(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder to write into, or one that was written: often on a stick."""
    with _leaving_no_trace():
        chosen = QFileDialog.getExistingDirectory(parent, title, _stick_or_home())
    return Path(chosen) if chosen else None


def name_new_file(parent: QWidget, title: str, name: str) -> Path | None:
    """Ask where a file that is not locked goes, and what it is called: in the home folder first."""
    with _leaving_no_trace():
        chosen, _kind = QFileDialog.getSaveFileName(parent, title, str(Path.home() / name))
    return Path(chosen) if chosen else None


def _stick_or_home() -> str:
    """Return the stick that the app runs from or that is plugged in, else the home folder."""
    from keepsafe.vault.places import disk_of  # noqa: PLC0415  # late, for the start

    own = Path(sys.argv[0]).absolute().parent
    plugged = (Path(volume.rootPath()) for volume in QStorageInfo.mountedVolumes())
    for folder in (own, *plugged):
        if folder.is_dir() and disk_of(folder) == "stick":
            return str(folder)
    return str(Path.home())


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
