"""One window a person: a second start brings the first one forward, and ends."""

from __future__ import annotations

import zlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT = 300  # milliseconds


class Single(QObject):
    """A local socket, which no other person of this computer can use. No network is touched."""

    called = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = f"keepsafe-{zlib.crc32(str(folder.absolute()).encode()):08x}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def first(self) -> bool:
        """Return whether no other window is there; if one is, it comes forward."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(_WAIT):
            socket.disconnectFromServer()
            return False
        QLocalServer.removeServer(self._name)  # left by a crash
        self._server.listen(self._name)
        return True

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnectFromServer()
            self.called.emit()
