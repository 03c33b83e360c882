"""Qt's own dialog for files speaks the language of the app, whole."""

from __future__ import annotations

from contextvars import copy_context
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from keepsafe import i18n
from keepsafe.desktop.app import QtWords


class Speaking(QObject):
    """As much of a session as Qt's words look at."""

    retold = Signal()

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language


@pytest.mark.parametrize(
    ("language", "labels", "button"),
    [
        ("fr", {"Chercher dans\xa0:", "Nom du fichier\xa0:", "Types de fichiers\xa0:"}, "Annuler"),
        ("es", {"Buscar en:", "Nombre del archivo:", "Tipos de archivo:"}, "Cancelar"),
        ("en", {"Look in:", "File name:", "Files of type:"}, "Cancel"),
    ],
)
def test_the_dialog_for_files(
    qapp: QApplication, language: str, labels: set[str], button: str
) -> None:
    def said() -> tuple[set[str], set[str]]:
        i18n.use(language)
        session: Any = Speaking(language)
        words = QtWords(qapp, session)
        words.follow()
        try:
            dialog = QFileDialog()
            dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
            dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
            found = (
                {label.text().replace("&", "") for label in dialog.findChildren(QLabel)},
                {press.text().replace("&", "") for press in dialog.findChildren(QPushButton)},
            )
            dialog.deleteLater()
            return found
        finally:
            words.forget()
            QLocale.setDefault(QLocale("en"))

    told, presses = copy_context().run(said)
    assert told == labels
    assert button in presses
