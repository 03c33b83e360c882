"""Decides, without touching Qt, whether the window can open here, and opens it."""

from __future__ import annotations

import importlib.util
import os
import sys

from keepsafe.i18n import _, system_language, use


def why_not() -> str | None:
    """Return why there can be no window here, in a sentence; None where there can."""
    use(system_language())
    if importlib.util.find_spec("PySide6") is None:
        return _("The window is not installed here; these are the commands.")
    has_display = (
        sys.platform in ("win32", "darwin")
        or os.environ.get("DISPLAY")
        or os.environ.get("WAYLAND_DISPLAY")
        or os.environ.get("QT_QPA_PLATFORM")
    )
    return None if has_display else _("There is no display here; these are the commands.")


def start() -> int:
    """Open the window and return the exit code when it is closed."""
    from keepsafe.desktop.app import main  # noqa: PLC0415  # Qt, only where it is there

    return main()
