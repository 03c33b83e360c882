"""The door of Keepsafe: with arguments the command line, without any the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn


def main(arguments: Sequence[str]) -> int:
    """Open the window, or run one command; return the exit code."""
    if not arguments:
        from keepsafe.desktop.starting import start, why_not  # noqa: PLC0415  # only where used

        why = why_not()
        if why is None:
            return start()
        print(why, file=sys.stderr)
    from keepsafe.cli.main import main as command_line  # noqa: PLC0415

    return command_line(arguments)


def entry_point() -> NoReturn:
    """Run as the program `keepsafe`."""
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    entry_point()
