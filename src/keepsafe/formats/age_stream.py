"""The payload of an age file: STREAM over 64 KiB chunks (C2SP age.md, "Payload").

Writing and reading work a run of chunks at a time with reused buffers. Reading is seekable when
the source is, and returns no byte whose chunk was not authenticated first.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from keepsafe.formats.age_errors import PayloadError
from keepsafe.i18n import _

CHUNK = 64 * 1024
TAG = 16
_SEALED = CHUNK + TAG
_RUN = 16
"""Chunks handled at once: enough to make system calls rare, little enough to stay in cache."""

_LAST = b"\x01"
_NOT_LAST = b"\x00"


def payload_size(plaintext: int) -> int:
    """Return the size in bytes of the chunks that hold `plaintext` bytes, without the nonce."""
    chunks = max(1, -(-plaintext // CHUNK))
    return plaintext + chunks * TAG


class Readable(Protocol):
    """What a payload is read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none only at the end."""


class Writable(Protocol):
    """What a payload is written to."""

    def write(self, data: bytes | memoryview, /) -> int | None:
        """Write all of `data`."""


def write_all(target: Writable, data: bytes | memoryview) -> None:
    """Write all of `data`, also to an unbuffered file, which may take only a part at a time."""
    left = memoryview(data)
    while (written := target.write(left)) is not None and written < len(left):
        left = left[written:]


def _no_seek(_offset: int, _whence: int) -> int:
    raise io.UnsupportedOperation("This stream cannot seek.")


def _nonce(chunk: int, last: bytes) -> bytes:
    return chunk.to_bytes(11, "big") + last


class EncryptingWriter(io.RawIOBase):
    """Encrypts what is written; `close` writes the last chunk and leaves the target open.

    Left by an exception, dropped unclosed, or refused by the target, it never writes the last
    chunk: what was written so far then cannot pass for the whole.
    """

    def __init__(self, target: Writable, key: bytes) -> None:
        self._target = target
        self._cipher = ChaCha20Poly1305(key)
        self._chunk = 0
        self._pending = bytearray(CHUNK)
        self._used = 0
        self._out = memoryview(bytearray(_RUN * _SEALED))

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: object, /) -> int:
        """Encrypt all of `data` (any bytes-like object) and return its length."""
        if self.closed:
            raise ValueError("This stream is closed.")
        view = memoryview(data).cast("B")  # type: ignore[arg-type]  # io leaves the buffer untyped
        position, size = 0, len(view)
        while position < size:
            if self._used == CHUNK:
                self._flush_chunk(_NOT_LAST)
            # The last full chunk is held back: it may turn out to be the final one.
            if self._used == 0 and size - position > CHUNK:
                position += self._encrypt_run(view[position:])
                continue
            taken = min(CHUNK - self._used, size - position)
            self._pending[self._used : self._used + taken] = view[position : position + taken]
            self._used += taken
            position += taken
        return size

    def _encrypt_run(self, view: memoryview) -> int:
        chunks = min((len(view) - 1) // CHUNK, _RUN)
        out = self._out
        for i in range(chunks):
            self._cipher.encrypt_into(
                _nonce(self._chunk, _NOT_LAST),
                view[i * CHUNK : (i + 1) * CHUNK],
                None,
                out[i * _SEALED : (i + 1) * _SEALED],
            )
            self._chunk += 1
        self._put(out[: chunks * _SEALED])
        return chunks * CHUNK

    def _flush_chunk(self, last: bytes) -> None:
        out = self._out[: self._used + TAG]
        plain = memoryview(self._pending)[: self._used]
        self._cipher.encrypt_into(_nonce(self._chunk, last), plain, None, out)
        self._put(out)
        self._chunk += 1
        self._used = 0

    def _put(self, sealed: memoryview) -> None:
        try:
            write_all(self._target, sealed)
        except BaseException:
            # Some of it may have arrived. Going on would leave a hole, or use a nonce again.
            self.abandon()
            raise

    def close(self) -> None:
        """Write the last chunk; the target stays open."""
        if not self.closed:
            self._flush_chunk(_LAST)
            super().close()

    def abandon(self) -> None:
        """End without the last chunk, so that what was written cannot be opened as whole."""
        super().close()

    def __exit__(self, kind: type[BaseException] | None, *details: object) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()

    def __del__(self) -> None:
        self.abandon()


class DecryptingReader(io.BufferedIOBase):
    """Reads the plaintext of a payload; seekable when the source is.

    Raises `PayloadError` for a payload that was cut, changed or added to; after that, always.
    """

    def __init__(
        self,
        source: Readable,
        key: bytes,
        start: int | None,
        on_close: Callable[[], None] | None = None,
    ) -> None:
        """Read `source`, which stands at the first chunk.

        `start` is that place in a seekable source, None when the source cannot seek.
        """
        self._on_close = on_close
        self._source = source
        self._seek_source: Callable[[int, int], int] = getattr(source, "seek", _no_seek)
        self._read_into: Callable[[memoryview], int | None] = getattr(
            source, "readinto", self._read_and_copy
        )
        self._cipher = ChaCha20Poly1305(key)
        self._start = start
        self._chunk = 0  # the number of the chunk that is read next from the source
        # The buffers are made once: fresh megabytes for each run cost more than the decryption.
        # One byte more than a run tells whether the run's last chunk is the file's last.
        self._sealed = memoryview(bytearray(_RUN * _SEALED + 1))
        self._room = memoryview(bytearray(_RUN * CHUNK))
        self._ahead = 0  # bytes at the start of `_sealed` that were read and not yet decrypted
        self._plain = self._room[:0]  # plaintext that was decrypted and not yet returned
        self._run_start = 0  # the position of the first byte in `_room`
        self._run_size = 0  # how much of `_room` is the plaintext before what is read next
        self._at_end = False
        self._failed = False
        self._skip = 0  # bytes at the start of the next run that a seek jumped over
        self._position = 0
        self._size: int | None = None

    def close(self) -> None:
        """End reading, and close the source if the stream was told to."""
        if not self.closed and self._on_close is not None:
            self._on_close()
        super().close()

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return whether the source can seek."""
        return self._start is not None

    def tell(self) -> int:
        """Return the position in the plaintext, in bytes."""
        return self._position

    def read(self, size: int | None = -1, /) -> bytes:
        """Return `size` bytes of plaintext, fewer only at the end; all of it when negative."""
        if size is None or size < 0:
            parts = []
            while part := self.read1(_RUN * CHUNK):
                parts.append(part)
            return b"".join(parts)
        if len(first := self.read1(size)) == size:
            return first
        whole = bytearray(first)
        while len(whole) < size and (part := self.read1(size - len(whole))):
            whole += part
        return bytes(whole)

    def read1(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes of plaintext, none only at the end."""
        self._check_open()
        if not self._plain and not self._at_end:
            self._fill()
        taken = self._plain[:size] if size >= 0 else self._plain
        self._plain = self._plain[len(taken) :]
        self._position += len(taken)
        return bytes(taken)

    def readinto(self, buffer: object, /) -> int:
        """Fill `buffer` (any writable bytes-like object) and return how much was filled."""
        self._check_open()
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # io leaves it untyped
        filled = 0
        while filled < len(view):
            if not self._plain:
                if self._at_end:
                    break
                if len(view) - filled >= _RUN * CHUNK and not self._skip:
                    self._run_size = 0
                    got = self._decrypt_run(view[filled:])
                    self._position += got
                    filled += got
                    continue
                self._fill()
            taken = min(len(self._plain), len(view) - filled)
            view[filled : filled + taken] = self._plain[:taken]
            self._plain = self._plain[taken:]
            self._position += taken
            filled += taken
        return filled

    def _fill(self) -> None:
        self._run_start = self._chunk * CHUNK
        self._run_size = self._decrypt_run(self._room)
        self._plain = self._room[self._skip : self._run_size]
        self._skip = 0

    def _decrypt_run(self, room: memoryview) -> int:
        """Decrypt up to a run of chunks into `room` and return how many bytes that gave."""
        self._check_usable()
        size = self._ahead + self._read_sealed(self._sealed[self._ahead :])
        final = size < len(self._sealed)
        filled = position = 0
        for _turn in range(_RUN):
            sealed = self._sealed[position : min(position + _SEALED, size)]
            last = final and position + len(sealed) == size
            try:
                filled += self._decrypt_chunk(sealed, room[filled:], last=last)
            except PayloadError:
                if not filled:
                    raise
                break  # the chunks before are authentic; the next read raises
            position += len(sealed)
            if self._failed:
                break
            if last:
                self._at_end = True
                return filled
        self._ahead = size - position
        self._sealed[: self._ahead] = self._sealed[position:size]
        return filled

    def _decrypt_chunk(self, sealed: memoryview, room: memoryview, *, last: bool) -> int:
        size = len(sealed) - TAG
        # An empty last chunk may only stand alone (C2SP age.md): else one plaintext had two forms.
        if size < 0 or (size == 0 and self._chunk > 0):
            raise self._failure()
        if not self._opens(sealed, room[:size], last=last):
            # A whole chunk that says it is the last and is not, or the other way round, is itself
            # authentic: it is returned, and the next read says that the content was cut or grew.
            if size < CHUNK or not self._opens(sealed, room[:size], last=not last):
                raise self._failure()
            self._failed = True
        self._chunk += 1
        return size

    def _opens(self, sealed: memoryview, room: memoryview, *, last: bool) -> bool:
        nonce = _nonce(self._chunk, _LAST if last else _NOT_LAST)
        try:
            self._cipher.decrypt_into(nonce, sealed, None, room)
        except InvalidTag:
            room[:] = bytes(len(room))  # what was decrypted before the tag was found wrong
            return False
        return True

    def _check_open(self) -> None:
        if self.closed:
            raise ValueError("This stream is closed.")

    def _check_usable(self) -> None:
        self._check_open()
        if self._failed:
            raise self._failure()

    def _failure(self) -> PayloadError:
        self._failed = True
        self._plain = self._room[:0]
        return PayloadError(_("The encrypted content was cut short or changed."))

    def _read_sealed(self, view: memoryview) -> int:
        filled = 0
        while filled < len(view) and (got := self._read_into(view[filled:])):
            filled += got
        return filled

    def _read_and_copy(self, view: memoryview) -> int:
        data = self._source.read(len(view))
        view[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move to a position in the plaintext; past the end, reads give nothing.

        The first seek authenticates the last chunk, so that the size is known and not just claimed.
        """
        if self._start is None:
            raise io.UnsupportedOperation("This stream cannot seek.")
        self._check_usable()
        if whence not in (io.SEEK_SET, io.SEEK_CUR, io.SEEK_END):
            raise ValueError("A position is counted from the start, from here, or from the end.")
        if self._size is None:
            self._size = self._measure(self._start)
            self._move(self._start, self._size, self._position)
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("A position before the start was asked for.")
        self._move(self._start, self._size, base + offset)
        return self._position

    def _move(self, start: int, size: int, position: int) -> None:
        self._position = position
        ahead = position - self._run_start
        if 0 <= ahead < self._run_size:  # still at hand: many small seeks cost no decryption
            self._plain = self._room[ahead : self._run_size]
            return
        last_chunk = max(0, (size - 1) // CHUNK)
        self._go_to(start, min(position // CHUNK, last_chunk))
        self._skip = min(position, size) - self._chunk * CHUNK

    def _go_to(self, start: int, chunk: int) -> None:
        self._seek_source(start + chunk * _SEALED, io.SEEK_SET)
        self._chunk = chunk
        self._ahead, self._plain, self._at_end = 0, self._room[:0], False
        self._run_size = 0

    def _measure(self, start: int) -> int:
        end = self._seek_source(0, io.SEEK_END)
        chunks = max(1, -(-(end - start) // _SEALED))
        self._go_to(start, chunks - 1)
        sealed = self._sealed[: self._read_sealed(self._sealed[:_SEALED])]
        size = (chunks - 1) * CHUNK + self._decrypt_chunk(sealed, self._room, last=True)
        self._check_usable()
        return size
