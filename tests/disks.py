"""Disks for tests: one that records what is written, one that fails, one that is full.

A recording is a list of operations. `outcomes` gives, for the moment after each of them, what a
power cut may leave: everything that was made durable before, and of the rest any part. A file's
bytes are durable after its sync, a name after its folder's.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from keepsafe.vault.durable import Disk

# ---------------------------------------------------------------------------------------------
# Recording


@dataclass(frozen=True)
class Op:
    """One system call: what it was, the path it named, the file it was for, and what it wrote."""

    kind: str
    path: str = ""
    file: int = 0
    data: bytes = b""
    offset: int = 0
    target: str = ""
    mark: Any = None


class RecordingDisk(Disk):
    """Does everything for real below `base`, and keeps a list of it."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.start = snapshot(base)
        self.ops: list[Op] = []
        self._files: dict[int, tuple[int, int]] = {}  # descriptor -> (file, end)
        self._next = 1

    def mark(self, mark: object) -> None:
        """Note that something was just acknowledged."""
        self.ops.append(Op("mark", mark=mark))

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self.base))

    def _open_new(self, path: Path) -> int:
        descriptor = super()._open_new(path)
        self._files[descriptor] = (self._next, 0)
        self.ops.append(Op("new", self._name(path), self._next))
        self._next += 1
        return descriptor

    def _write(self, descriptor: int, data: bytes | memoryview) -> int:
        written = super()._write(descriptor, data)
        file, end = self._files[descriptor]
        self.ops.append(Op("write", file=file, data=bytes(data[:written]), offset=end))
        self._files[descriptor] = (file, end + written)
        return written

    def _write_at(self, descriptor: int, offset: int, data: bytes) -> None:
        super()._write_at(descriptor, offset, data)
        file = self._files[descriptor][0]
        self.ops.append(Op("write", file=file, data=data, offset=offset))

    def _sync(self, descriptor: int) -> None:
        super()._sync(descriptor)
        if descriptor in self._files:  # not in the middle of `_overwrite_start`
            self.ops.append(Op("sync", file=self._files[descriptor][0]))

    def _close(self, descriptor: int) -> None:
        super()._close(descriptor)
        del self._files[descriptor]

    def _rename(self, source: Path, target: Path) -> None:
        super()._rename(source, target)
        self.ops.append(Op("rename", self._name(source), target=self._name(target)))

    def _rename_without_overwriting(self, source: Path, target: Path) -> None:
        super()._rename_without_overwriting(source, target)
        # As it is done: a second name, and then the first one goes.
        self.ops.append(Op("link", self._name(source), target=self._name(target)))
        self.ops.append(Op("unlink", self._name(source)))

    def _replace(self, source: Path, target: Path) -> None:
        super()._replace(source, target)
        self.ops.append(Op("rename", self._name(source), target=self._name(target)))

    def _unlink(self, path: Path) -> None:
        super()._unlink(path)
        self.ops.append(Op("unlink", self._name(path)))

    def _overwrite_start(self, path: Path, data: bytes) -> None:
        size = path.stat().st_size
        super()._overwrite_start(path, data)
        self.ops.append(Op("overwrite", self._name(path), data=data[:size]))
        self.ops.append(Op("sync-path", self._name(path)))

    def _make_folder(self, path: Path) -> None:
        super()._make_folder(path)
        self.ops.append(Op("folder", self._name(path)))

    def _remove_folder(self, path: Path) -> None:
        super()._remove_folder(path)
        self.ops.append(Op("unlink", self._name(path)))

    def _sync_folder(self, path: Path) -> None:
        super()._sync_folder(path)
        self.ops.append(Op("sync-folder", self._name(path)))


def snapshot(base: Path) -> dict[str, bytes | None]:
    """Return everything below `base`: a file's bytes, None for a folder."""
    return {
        str(path.relative_to(base)): None if path.is_dir() else path.read_bytes()
        for path in sorted(base.rglob("*"))
        if path.name != ".lock"
    }


def rebuild(tree: Mapping[str, bytes | None], base: Path) -> None:
    """Make the files and folders of a snapshot or an outcome below `base`."""
    for name in sorted(tree):
        content = tree[name]
        if content is None:
            (base / name).mkdir()
        else:
            (base / name).write_bytes(content)


# ---------------------------------------------------------------------------------------------
# What a power cut may leave


@dataclass(eq=False)
class _Node:
    """A file, with what of it is durable and what was written since; or a folder."""

    folder: bool
    names: dict[str, _Node] = field(default_factory=dict)  # what a running program sees
    durable: bytes = b""
    unsynced: list[tuple[int, bytes]] = field(default_factory=list)


# A change of names, whole or not at all: (folder, name, what it now names).
_Change = list[tuple[_Node, str, "_Node | None"]]


@dataclass(frozen=True)
class Outcome:
    """What lies on the disk after a power cut, and what had been acknowledged before it."""

    after: int
    tree: Mapping[str, bytes | None]
    marks: tuple[Any, ...]

    def digest(self) -> bytes:
        """Return a hash that equal outcomes share."""
        digest = hashlib.sha256(repr(len(self.marks)).encode())
        for name in sorted(self.tree):
            content = self.tree[name]
            inner = b"-" if content is None else hashlib.sha256(content).digest()
            digest.update(repr(name).encode() + inner)
        return digest.digest()


class _Model:
    def __init__(self, start: Mapping[str, bytes | None]) -> None:
        self.root = _Node(folder=True)
        self.files: dict[int, _Node] = {}
        self.marks: list[Any] = []
        self.pending: list[tuple[_Node, _Change]] = []
        for name, content in sorted(start.items()):
            folder, last = self._place(name)
            folder.names[last] = _Node(folder=content is None, durable=content or b"")
        # The durable names of each folder, kept beside those a running program sees.
        self.kept: dict[_Node, dict[str, _Node]] = {}
        self._keep(self.root)

    def _keep(self, folder: _Node) -> None:
        self.kept[folder] = dict(folder.names)
        for node in folder.names.values():
            if node.folder:
                self._keep(node)

    def _place(self, name: str) -> tuple[_Node, str]:
        *folders, last = name.split("/")
        node = self.root
        for part in folders:
            node = node.names[part]
        return node, last

    def _node(self, name: str) -> _Node:
        if name == ".":
            return self.root
        folder, last = self._place(name)
        return folder.names[last]

    def apply(self, op: Op) -> None:
        match op.kind:
            case "mark":
                self.marks.append(op.mark)
            case "new":
                self.files[op.file] = _Node(folder=False)
                self._change(op.path, self.files[op.file])
            case "folder":
                node = _Node(folder=True)
                self.kept[node] = {}
                self._change(op.path, node)
            case "write":
                self.files[op.file].unsynced.append((op.offset, op.data))
            case "sync" | "sync-path":
                node = self.files[op.file] if op.file else self._node(op.path)
                node.durable, node.unsynced = _written(node.durable, node.unsynced), []
            case "overwrite":
                self._node(op.path).unsynced.append((0, op.data))
            case "link":
                self._change(op.target, self._node(op.path))
            case "unlink":
                self._change(op.path, None)
            case "rename":
                node = self._node(op.path)
                source, target = self._place(op.path), self._place(op.target)
                assert source[0] is target[0], "a rename stays in one folder"
                self._commit([(*source, None), (*target, node)])
            case "sync-folder":
                folder = self._node(op.path)
                for where, change in [p for p in self.pending if p[0] is folder]:
                    _apply(self.kept[where], change)
                self.pending = [p for p in self.pending if p[0] is not folder]

    def _change(self, name: str, node: _Node | None) -> None:
        self._commit([(*self._place(name), node)])

    def _commit(self, change: _Change) -> None:
        folder = change[0][0]
        _apply(folder.names, change)
        self.pending.append((folder, change))

    def trees(self, choose: random.Random, limit: int) -> Iterator[dict[str, bytes | None]]:
        """Give what may be left: the extremes first, then all others or a sample of `limit`."""
        unsynced = [node for node in self._every() if node.unsynced]
        switches = [(False, True)] * len(self.pending)
        parts = [("none", "half", "all")] * len(unsynced)
        count = 2 ** len(switches) * 3 ** len(parts)
        if count <= limit:
            for choice in itertools.product(*switches, *parts):
                yield self._tree(choice, unsynced)
            return
        yield self._tree((*(False for _ in switches), *("none" for _ in parts)), unsynced)
        yield self._tree((*(True for _ in switches), *("all" for _ in parts)), unsynced)
        for _ in range(limit - 2):
            names = [choose.random() < 0.5 for _ in switches]
            yield self._tree((*names, *(choose.choice(p) for p in parts)), unsynced)

    def _every(self) -> list[_Node]:
        seen: dict[int, _Node] = {}
        waiting = [self.root, *self.kept, *self.files.values()]
        while waiting:
            node = waiting.pop()
            if id(node) not in seen:
                seen[id(node)] = node
                waiting += node.names.values()
                waiting += self.kept.get(node, {}).values()
        return [node for node in seen.values() if not node.folder]

    def _tree(self, choice: tuple[Any, ...], unsynced: list[_Node]) -> dict[str, bytes | None]:
        names = {folder: dict(kept) for folder, kept in self.kept.items()}
        for (folder, change), happens in zip(self.pending, choice, strict=False):
            if happens:
                _apply(names[folder], change)
        parts = dict(zip(map(id, unsynced), choice[len(self.pending) :], strict=True))
        tree: dict[str, bytes | None] = {}

        def walk(folder: _Node, prefix: str) -> None:
            for name, node in names[folder].items():
                if node.folder:
                    tree[prefix + name] = None
                    walk(node, f"{prefix}{name}/")
                else:
                    tree[prefix + name] = _content(node, parts.get(id(node), "none"))

        walk(self.root, "")
        return tree


def _apply(names: dict[str, _Node], change: _Change) -> None:
    for _folder, name, node in change:
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def _written(content: bytes, writes: list[tuple[int, bytes]]) -> bytes:
    buffer = bytearray(content)
    for offset, data in writes:
        buffer.extend(bytes(max(0, offset - len(buffer))))
        buffer[offset : offset + len(data)] = data
    return bytes(buffer)


def _content(node: _Node, part: str) -> bytes:
    if part == "none" or not node.unsynced:
        return node.durable
    if part == "all":
        return _written(node.durable, node.unsynced)
    total = sum(len(data) for _offset, data in node.unsynced)
    left, cut = (total + 1) // 2, []
    for offset, data in node.unsynced:
        cut.append((offset, data[:left]))
        left -= len(cut[-1][1])
    return _written(node.durable, [(offset, data) for offset, data in cut if data])


def outcomes(disk: RecordingDisk, *, limit: int = 64, seed: int = 1) -> list[Outcome]:
    """Return every different outcome of a power cut at any moment of a recording.

    Where one moment allows more than `limit`, a sample of that many.
    """
    choose, model = random.Random(seed), _Model(disk.start)
    found: dict[bytes, Outcome] = {}
    for after in range(len(disk.ops) + 1):
        if after:
            model.apply(disk.ops[after - 1])
        for tree in model.trees(choose, limit):
            outcome = Outcome(after, tree, tuple(model.marks))
            found.setdefault(outcome.digest(), outcome)
    return list(found.values())


# ---------------------------------------------------------------------------------------------
# Failing

# The calls that need room on the disk, or that a disk without room may refuse.
NEEDS_ROOM = frozenset(
    {"_open_new", "_write", "_write_at", "_sync", "_rename", "_rename_without_overwriting"}
    | {"_replace", "_make_folder", "_sync_folder"}
)
EVERY_CALL = NEEDS_ROOM | {"_unlink", "_overwrite_start", "_remove_folder"}


class FaultyDisk(Disk):
    """Refuses one system call, or every one from then on, with an error number.

    Calls are counted from 1 when `arm` is called; before that, and after `heal`, nothing fails.
    """

    def __init__(self) -> None:
        self._at: int | None = None
        self._count = 0
        self._error = errno.ENOSPC
        self._lasting = False
        self._calls: frozenset[str] = NEEDS_ROOM
        self.fired: str | None = None

    def arm(
        self,
        at: int,
        error: int = errno.ENOSPC,
        *,
        lasting: bool = False,
        calls: frozenset[str] = NEEDS_ROOM,
    ) -> None:
        """Refuse the call number `at`, counted from now; `lasting`, also all that follow it."""
        self._at, self._count, self._error = at, 0, error
        self._lasting, self._calls, self.fired = lasting, calls, None

    def heal(self) -> None:
        """Refuse nothing any more."""
        self._at = None

    def _pass(self, name: str) -> None:
        if self._at is None or name not in self._calls:
            return
        self._count += 1
        if self._count == self._at or (self._lasting and self._count > self._at):
            self.fired = self.fired or name
            raise OSError(self._error, os.strerror(self._error))


def _guarded(name: str) -> Callable[..., Any]:
    def call(self: FaultyDisk, *args: Any) -> Any:
        self._pass(name)
        return getattr(Disk, name)(self, *args)

    return call


for _name in EVERY_CALL:
    setattr(FaultyDisk, _name, _guarded(_name))


class FullDisk(Disk):
    """Takes so many bytes and no more: the write that does not fit is cut, then refused.

    What is removed gives no room back. `room` None is a disk without an end.
    """

    def __init__(self, room: int | None = None) -> None:
        self.room = room

    def _write(self, descriptor: int, data: bytes | memoryview) -> int:
        if self.room is None:
            return super()._write(descriptor, data)
        if not self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = super()._write(descriptor, data[: self.room])
        self.room -= written
        return written
