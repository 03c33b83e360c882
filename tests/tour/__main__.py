"""A picture of every page: the real window, under Xvfb, in each role, language, look and size.

    python3 packaging/dev.py tour [-- --out DIR] [--quick] [--pages who,money] [--roles parent]
                                 [--looks fr-dark-200,en-contrast-150]]

Writes DIR/<role>-<page>-<language>-<look>-<size>.png, as many as a page has screens, and
DIR/sheet.html, which shows them and lists what the measurements found. Looks at nothing itself: a
person does.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "src")]


def main() -> int:
    """Take the tour."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("tour"))
    parser.add_argument("--quick", action="store_true", help="English, light, 100 % only")
    parser.add_argument("--looks", default="", help="only these, e.g. fr-dark-200,en-light-100")
    parser.add_argument("--pages", default="", help="only these, separated by commas")
    parser.add_argument("--roles", default="", help="only these, separated by commas")
    parser.add_argument("--size", default="1080x800", help="of the window")
    arguments = parser.parse_args()
    from screen import own_screen

    with own_screen():
        import guide  # it imports Qt, which looks for the display

        return guide.take(arguments)


if __name__ == "__main__":
    # A home of its own: nothing of the person's is read or written.
    with tempfile.TemporaryDirectory(prefix="keepsafe-tour-") as home:
        os.environ["XDG_DATA_HOME"] = home
        os.environ["HOME"] = home
        code = main()
    sys.exit(code)
