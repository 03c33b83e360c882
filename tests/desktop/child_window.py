"""The real window in a process of its own, for tests that kill or stop it.

    python child_window.py HOME CASE type WORDS | seal FOLDER

Prints "begun" when it types or seals, and "done" when the file is made.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from keepsafe.desktop.session import Session
from keepsafe.desktop.shell import Shell
from keepsafe.desktop.theme.style import ARGUMENTS, Theme
from keepsafe.desktop.widgets import Button, Field

PASSWORD = "night-lamp-river"


def main(home: str, case: str, action: str, argument: str) -> None:
    app = QApplication(["keepsafe", *ARGUMENTS])
    session = Session(Path(home))
    shell = Shell(session, Theme(app))
    shell.show()

    def act() -> None:
        shell.go("story" if action == "type" else "make-file")
        assert shell.page is not None
        if action == "type":
            found = next(f for f in shell.page.findChildren(Field) if f.name == "words")
            QTest.keyClicks(found.editor, argument)
        else:
            QFileDialog.getExistingDirectory = lambda *_a, **_k: argument
            main_button = shell.page.findChild(Button, "primary")
            assert isinstance(main_button, Button)
            main_button.click()
        print("begun", flush=True)

    def look() -> None:
        if shell.page is not None and shell.page.key == "file-made":
            print("done", flush=True)
            app.quit()

    session.unlocked.connect(lambda: QTimer.singleShot(0, act))
    watching = QTimer()
    watching.timeout.connect(look)
    watching.start(20)
    session.unlock(Path(case), PASSWORD)
    app.exec()
    session.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
