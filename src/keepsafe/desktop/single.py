"""One window a person: a second start brings the first one forward, and ends."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QLockFile, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_WAIT = 300  # milliseconds


class Single(QObject):
    """A lock, and a local socket that no other person of this computer can use. No network."""

    called = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = f"keepsafe-{zlib.crc32(str(folder.absolute()).encode()):08x}"
        self._lock = QLockFile(QDir(QDir.tempPath()).filePath(f"{self._name}.lock"))
        self._lock.setStaleLockTime(0)  # only an ended process leaves a lock that does not count
        self._server: QLocalServer | None = None

    def first(self) -> bool:
        """Return whether no other window is there; if one is, it comes forward.

        A window that is there but does not answer is no reason not to open one: a case has a lock
        of its own.
        """
        return self._lock.tryLock(0) or not self._call()

    def _call(self) -> bool:
        from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415  # late, for the start

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        answers = socket.waitForConnected(_WAIT)
        socket.disconnectFromServer()
        return answers

    def listen(self) -> None:
        """Let a second start bring this window forward; once the window is there."""
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415  # late, for the start

        QLocalServer.removeServer(self._name)  # left by a crash
        self._server = server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._answer)
        server.listen(self._name)

    def _answer(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            self._server.nextPendingConnection().disconnectFromServer()
            self.called.emit()
