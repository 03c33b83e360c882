"""What kind of place a folder is: the default one, one copied to the internet, a phone, a stick."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Literal

from keepsafe.i18n import _

_SYNCED = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "mobile documents": "iCloud",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "icloud photos": "iCloud",
    "nextcloud": "Nextcloud",
    "syncthing": "Syncthing",
    "box sync": "Box",
    "pcloud": "pCloud",
    "mega": "MEGA",
}
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "sshfs"}
_PLAIN = {"vfat", "msdos", "exfat"}
# What phones and cameras are mounted by, each a part of the kind of file system or of the path.
_PHONE_SYSTEMS = ("gvfs", "mtp", "ifuse", "gphoto", "kio-fuse", "android-file-transfer", "afc")
_PHONE_FOLDERS = re.compile(r"\.?gvfs|kio-fuse.*|(?:mtp|gphoto2?|afc|usb):.*", re.IGNORECASE)
_ON_A_PHONE_OR_CARD = ("DCIM", "Android")
"""Folders at the root of a phone's storage, or of the card out of one (DCF, JEITA CP-3461)."""


def default_folder() -> Path:
    """Return the system's place for an app's local data; not Documents or Desktop, often synced."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "Keepsafe"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Keepsafe"
    return Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share")) / "keepsafe"


def warnings_about(folder: Path) -> list[str]:
    """Return what a person should know about keeping a case in `folder`; usually nothing."""
    folder = folder.absolute()
    found = []
    if name := synced_by(folder):
        found.append(
            _(
                "This folder seems to be copied to the internet by {name}. What Keepsafe saves "
                "is locked, but a folder that stays on this computer is better."
            ).format(name=name)
        )
    kind = file_system(folder)
    if kind in _NETWORK or kind.startswith("fuse."):
        found.append(
            _(
                "This folder is on another computer or an unusual disk, so Keepsafe cannot promise "
                "that what it saves survives a power cut. A folder on this computer is better."
            )
        )
    elif kind in _PLAIN:
        found.append(
            _(
                "This disk has no protection against being pulled out too early. Use “eject” "
                "before you take it out; a folder on this computer is better."
            )
        )
    return found


def synced_by(folder: Path) -> str | None:
    """Return who seems to copy a folder to the internet, and so to other devices, or None."""
    for part in folder.absolute().parts:
        for key, name in _SYNCED.items():
            rest = part.casefold().removeprefix(key)
            # "Dropbox (Personal)" and "OneDrive - School", but not a person called Megan.
            if rest != part.casefold() and not rest[:1].isalpha():
                return name
    return None


def disk_of(folder: Path) -> Literal["stick", "another", "own"]:
    """Return whether a folder is on a stick or card, on another disk, or where the home folder is.

    A disk that the system shows as built in is "another", although it may be one that is pulled.
    """
    folder = folder.absolute()
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # windll is only there

        removable = 2  # DRIVE_REMOVABLE of GetDriveTypeW
        if ctypes.windll.kernel32.GetDriveTypeW(f"{folder.drive}\\") == removable:
            return "stick"
    mount = _mount_of(folder)
    if mount == _mount_of(Path.home()):
        return "own"
    # Where Linux desktops mount what is plugged in (udisks), and what such a thing mostly holds.
    plugged = any(mount.is_relative_to(place) for place in ("/run/media", "/media"))
    return "stick" if plugged or file_system(folder) in _PLAIN else "another"


def is_on_a_phone(folder: Path) -> bool:
    """Return whether a folder seems to be on a phone or a camera, or on the card out of one."""
    folder = folder.absolute()
    if any(_PHONE_FOLDERS.fullmatch(part) for part in folder.parts):
        return True
    kind = file_system(folder)
    if kind.startswith("fuse") and any(name in kind for name in _PHONE_SYSTEMS):
        return True
    root = _mount_of(folder)
    return root != _mount_of(Path.home()) and any((root / n).is_dir() for n in _ON_A_PHONE_OR_CARD)


def same_stick(one: Path, other: Path) -> bool:
    """Return whether two places are on one stick or card."""
    one, other = one.absolute(), other.absolute()
    return disk_of(one) == "stick" and _mount_of(one) == _mount_of(other)


def _mount_of(folder: Path) -> Path:
    return next(p for p in (folder, *folder.parents) if os.path.ismount(p) or p == p.parent)


def everyday_folders() -> list[Path]:
    """Return the folders that exist of those where what came from a phone mostly lies."""
    home = Path.home()
    found = [home / name for name in ("Downloads", "Desktop", "Pictures", "Documents")]
    if sys.platform == "win32":
        found = _windows_folders() or found
    elif sys.platform != "darwin":
        # Their names in the person's language (xdg-user-dirs, user-dirs.dirs).
        file = Path(os.environ.get("XDG_CONFIG_HOME", home / ".config")) / "user-dirs.dirs"
        try:
            text = file.read_text("utf-8", "surrogateescape")
        except OSError:
            text = ""
        named = re.findall(r'^XDG_(?:DOWNLOAD|DESKTOP|PICTURES|DOCUMENTS)_DIR="(.*)"$', text, re.M)
        found += [Path(name.replace("$HOME", str(home))) for name in named]
    return [p for p in dict.fromkeys(found) if p.is_absolute() and p != home and p.is_dir()]


def _windows_folders() -> list[Path]:
    """Return the person's own folders as Windows knows them; they may be moved, or in OneDrive."""
    found: list[Path] = []
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415  # only there

        where = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
        downloads = "{374DE290-123F-4565-9164-39C4925E467B}"  # FOLDERID_Downloads
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, where) as key:
            for name in (downloads, "Desktop", "My Pictures", "Personal"):
                try:
                    value, _kind = winreg.QueryValueEx(key, name)
                except OSError:
                    continue
                found.append(Path(os.path.expandvars(str(value))))
    return found


def file_system(folder: Path) -> str:
    """Return the kind of file system a folder is on, "" where the system does not say."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # windll is only there

        remote = 4  # DRIVE_REMOTE of GetDriveTypeW
        root = f"{folder.absolute().drive}\\"
        if root.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(root) == remote:
            return "smb3"
        name = ctypes.create_unicode_buffer(32)
        ctypes.windll.kernel32.GetVolumeInformationW(root, *[None] * 5, name, len(name))
        return {"FAT": "vfat", "FAT32": "vfat", "exFAT": "exfat"}.get(name.value, "")
    folder = folder.resolve()
    best, kind = "", ""
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape")
    except OSError:
        return ""
    for line in mounts.splitlines():
        _device, where, file_system, *_rest = line.split(" ")
        place = where.replace("\\040", " ")
        if folder.is_relative_to(place) and len(place) >= len(best):
            best, kind = place, file_system
    return kind
