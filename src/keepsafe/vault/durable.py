"""The only place that writes to the disk: a call returns when a power cut can no longer undo it.

A file gets its name only when it is whole and on the disk: it is written under a `.partial` name,
flushed, renamed without overwriting, and the folder is flushed. The small methods at the end are
the only system calls, so that a test can record them and rebuild the disk as any crash would have
left it.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from keepsafe.errors import SystemRefusedError
from keepsafe.i18n import N_, _, translated

PARTIAL = ".partial"
_HEADER_TO_SPOIL = 4096

_SENTENCES = {
    errno.ENOSPC: N_("The disk is full. Nothing saved is lost. Free some space and try again."),
    errno.EDQUOT: N_("Your share of the disk is full. Nothing saved is lost. Free some space."),
    errno.EROFS: N_(
        "This place can only be read, not written to. Nothing is lost. Choose another."
    ),
    errno.EACCES: N_(
        "The computer did not allow this. Nothing is lost. Choose a place that is yours."
    ),
    errno.EPERM: N_(
        "The computer did not allow this. Nothing is lost. Choose a place that is yours."
    ),
    errno.EEXIST: N_("There is already something with that name, and it was left as it is."),
    errno.ENOENT: N_("This place is not there, or no longer. Nothing saved elsewhere is lost."),
    errno.ENOTDIR: N_("This is not a folder. Nothing was changed. Choose a folder."),
    errno.EIO: N_("The disk has a fault, or was pulled out. Put it back and try again."),
    errno.EFBIG: N_("This disk cannot hold a file so large. Nothing is lost. Choose another disk."),
}


def refusal(error: OSError, path: Path | None = None) -> SystemRefusedError:
    """Return the sentence for a refusal by the system, with the file's name where it helps."""
    known = _SENTENCES.get(error.errno or 0)
    if known is not None:
        sentence = translated(known)
    else:
        told = _("The computer could not do this ({reason}). Nothing is lost.")
        sentence = told.format(reason=error.strerror)
    return SystemRefusedError(f"{sentence} ({path.name})" if path is not None else sentence)


@contextlib.contextmanager
def refusals(path: Path | None = None) -> Iterator[None]:
    """Turn the system's errors inside the block into `SystemRefusedError`."""
    try:
        yield
    except OSError as error:
        raise refusal(error, path) from error


def open_file(path: Path) -> io.FileIO:
    """Open a file of the vault to read, raw; what is no file is refused, and never waited for.

    Raises:
        OSError: when it cannot be opened, or is a folder, a pipe or a device.
    """
    flags = os.O_RDONLY | sum(
        getattr(os, name, 0) for name in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY", "O_NOINHERIT")
    )
    descriptor = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a file")
    return io.FileIO(descriptor, "rb")


def read_file(path: Path) -> bytes:
    """Return the content of a file of the vault; raises like `open_file`."""
    with open_file(path) as file:
        return file.readall()


class Disk:
    """Durable changes to files and folders."""

    def write_new(self, path: Path, data: bytes) -> None:
        """Write a file that must not exist yet.

        Raises:
            SystemRefusedError: when it exists, or the system does not allow it; nothing is changed.
        """
        with self.stage(path) as staged:
            staged.write(data)
            staged.commit()

    def replace(self, path: Path, data: bytes) -> None:
        """Write a file in the place of another: afterwards it is wholly the old or the new."""
        with self.stage(path, replace=True) as staged:
            staged.write(data)
            staged.commit()

    def stage(self, path: Path, *, replace: bool = False) -> StagedFile:
        """Return a file that gets the name `path` on `commit`, and vanishes when left without."""
        return StagedFile(self, path, replace=replace)

    def make_folder(self, path: Path) -> None:
        """Make a folder that only its owner can enter; it must not exist yet."""
        with refusals(path):
            self._make_folder(path)
            self._sync_folder(path.parent)

    def publish_folder(self, source: Path, target: Path) -> None:
        """Give a finished folder its name, which must be free."""
        with refusals(target):
            if target.exists():
                raise FileExistsError(errno.EEXIST, "exists")
            self._rename(source, target)
            self._sync_folder(target.parent)

    def discard_folder(self, path: Path) -> None:
        """Remove a folder of files and of folders of files, as far as the system allows it."""
        with contextlib.suppress(OSError):
            for inside in path.iterdir():
                if inside.is_dir() and not inside.is_symlink():
                    self.discard_folder(inside)
                else:
                    self._unlink(inside)
            self._remove_folder(path)

    def sync_folder(self, path: Path) -> None:
        """Make the names in a folder durable."""
        with refusals(path):
            self._sync_folder(path)

    def remove(self, path: Path) -> None:
        """Remove a file; it may already be gone."""
        with refusals(path), contextlib.suppress(FileNotFoundError):
            self._unlink(path)
            self._sync_folder(path.parent)

    def remove_all(self, paths: Iterable[Path]) -> None:
        """Remove files; those that are already gone are passed over."""
        folders = set()
        for path in paths:
            with refusals(path), contextlib.suppress(FileNotFoundError):
                self._unlink(path)
                folders.add(path.parent)
        for folder in folders:
            self.sync_folder(folder)

    def remove_folder(self, path: Path) -> None:
        """Remove a folder, which must be empty."""
        with refusals(path):
            self._remove_folder(path)
            self._sync_folder(path.parent)

    def destroy(self, path: Path) -> None:
        """Spoil the start of a file, where its key is, and remove it; it may already be gone.

        On a flash disk the old bytes may live on in cells the system no longer shows; without the
        start of the file they cannot be decrypted from what the system still shows. The file loses
        its name first, so that a crash leaves nothing spoiled under a name that says it is whole.
        """
        with refusals(path), contextlib.suppress(FileNotFoundError):
            doomed = self._without_its_name(path)
            # A full disk that copies before it writes refuses this; gone is better than there.
            with contextlib.suppress(OSError):
                self._overwrite_start(doomed, os.urandom(_HEADER_TO_SPOIL))
            self._unlink(doomed)
            self._sync_folder(path.parent)

    def _without_its_name(self, path: Path) -> Path:
        if path.name.endswith(PARTIAL):
            return path
        doomed = path.with_name(path.name + PARTIAL)
        try:
            self._replace(path, doomed)
        except FileNotFoundError:
            raise
        except OSError:
            return path
        with contextlib.suppress(OSError):
            self._sync_folder(path.parent)
        return doomed

    # The system calls.

    def _open_new(self, path: Path) -> int:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
        return os.open(path, flags | getattr(os, "O_BINARY", 0), 0o600)

    def _write(self, descriptor: int, data: bytes | memoryview) -> int:
        return os.write(descriptor, data)

    def _write_at(self, descriptor: int, offset: int, data: bytes) -> None:
        os.lseek(descriptor, offset, os.SEEK_SET)
        os.write(descriptor, data)
        os.lseek(descriptor, 0, os.SEEK_END)

    def _sync(self, descriptor: int) -> None:
        if sys.platform == "darwin":
            import fcntl  # noqa: PLC0415  # not on Windows

            # fsync on macOS leaves the data in the drive's cache (man 2 fsync).
            try:
                fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            except OSError:  # a file system without it, such as a network drive
                os.fsync(descriptor)
        else:
            os.fsync(descriptor)

    def _close(self, descriptor: int) -> None:
        os.close(descriptor)

    def _rename(self, source: Path, target: Path) -> None:
        """Rename; on every system this fails when the target is a folder that holds something."""
        source.rename(target)

    def _rename_without_overwriting(self, source: Path, target: Path) -> None:
        if os.name == "nt":  # where renaming never overwrites
            source.rename(target)
            return
        try:
            os.link(source, target)
        except FileExistsError:
            raise
        except OSError:  # no hard links here (FAT, exFAT, some network drives)
            if target.exists():
                raise FileExistsError(errno.EEXIST, "exists") from None
            source.rename(target)
            return
        source.unlink()

    def _replace(self, source: Path, target: Path) -> None:
        source.replace(target)

    def _unlink(self, path: Path) -> None:
        path.unlink()

    def _overwrite_start(self, path: Path, data: bytes) -> None:
        descriptor = os.open(path, os.O_WRONLY | getattr(os, "O_BINARY", 0))
        try:
            size = os.fstat(descriptor).st_size
            os.write(descriptor, data[:size])
            self._sync(descriptor)
        finally:
            os.close(descriptor)

    def _make_folder(self, path: Path) -> None:
        path.mkdir(mode=0o700)

    def _remove_folder(self, path: Path) -> None:
        path.rmdir()

    def _sync_folder(self, path: Path) -> None:
        if os.name == "nt":  # Windows has no such call; its file systems journal the names
            return
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            # Some network and FUSE file systems have no such call either.
            if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
                raise
        finally:
            os.close(descriptor)


class StagedFile:
    """A file on its way: write to it, then `commit`; leaving the block without removes it."""

    def __init__(self, disk: Disk, path: Path, *, replace: bool) -> None:
        self._disk = disk
        self._path = path
        self._replace = replace
        self._partial = path.with_name(path.name + PARTIAL)
        self._descriptor: int | None = None
        self.size = 0
        with refusals(path):
            with contextlib.suppress(FileNotFoundError):
                disk._unlink(self._partial)  # left by an earlier crash
            self._descriptor = disk._open_new(self._partial)

    @property
    def partial(self) -> Path:
        """Where it is until it has its name."""
        return self._partial

    def write(self, data: bytes | bytearray | memoryview, /) -> int:
        """Write all of `data`."""
        view = memoryview(data).cast("B")
        with refusals(self._path):
            written = 0
            while written < len(view):
                written += self._disk._write(self._open, view[written:])
        self.size += len(view)
        return len(view)

    def write_at(self, offset: int, data: bytes) -> None:
        """Write over bytes that were already written."""
        with refusals(self._path):
            self._disk._write_at(self._open, offset, data)

    def commit(self, *, sync_folder: bool = True) -> None:
        """Make it durable and give it its name; without `sync_folder` the caller does that part.

        Raises:
            SystemRefusedError: when the name is taken; what has it stays as it is.
        """
        with refusals(self._path):
            self._disk._sync(self._open)
            self._disk._close(self._open)
            self._descriptor = None
            if self._replace:
                self._disk._replace(self._partial, self._path)
            else:
                self._disk._rename_without_overwriting(self._partial, self._path)
            self._partial = self._path
            if sync_folder:
                try:
                    self._disk._sync_folder(self._path.parent)
                except OSError:
                    self._take_back()
                    raise

    def flush(self) -> None:
        """Make what was written durable, so that `commit` needs no more room."""
        with refusals(self._path):
            self._disk._sync(self._open)

    def discard(self) -> None:
        """Remove what was written, unless it was committed."""
        with contextlib.suppress(OSError):
            if self._descriptor is not None:
                self._disk._close(self._descriptor)
                self._descriptor = None
            if self._partial != self._path:
                self._disk._unlink(self._partial)
                self._partial = self._path

    def _take_back(self) -> None:
        """Remove a new name that may not last: who was told "refused" must not find it later."""
        if not self._replace:
            with contextlib.suppress(OSError):
                self._disk._unlink(self._path)

    @property
    def _open(self) -> int:
        if self._descriptor is None:
            raise ValueError("This file was already finished.")
        return self._descriptor

    def __enter__(self) -> StagedFile:
        return self

    def __exit__(self, *_details: object) -> None:
        self.discard()
