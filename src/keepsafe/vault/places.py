"""Where a case is kept by default, and what to say about a place that cannot promise much."""

from __future__ import annotations

import os
import sys
from pathlib import Path

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
    "nextcloud": "Nextcloud",
    "syncthing": "Syncthing",
    "box sync": "Box",
    "pcloud": "pCloud",
    "mega": "MEGA",
}
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "sshfs"}
_PLAIN = {"vfat", "msdos", "exfat"}


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
    for part in folder.parts:
        name = next((n for key, n in _SYNCED.items() if part.casefold().startswith(key)), None)
        if name is not None:
            found.append(
                _(
                    "This folder seems to be copied to the internet by {name}. What Keepsafe saves "
                    "is locked, but a folder that stays on this computer is better."
                ).format(name=name)
            )
            break
    kind = _file_system(folder)
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


def _file_system(folder: Path) -> str:
    """Return the kind of file system a folder is on, "" where the system does not say."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # windll is only there

        remote = 4  # DRIVE_REMOTE of GetDriveTypeW
        kind = ctypes.windll.kernel32.GetDriveTypeW(f"{folder.drive}\\")
        return "smb3" if kind == remote or folder.drive.startswith("\\\\") else ""
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
