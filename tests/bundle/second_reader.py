"""The offline reader's checking half beside ours: on every forgery the two must say the same.

It runs in Node, the same source that the page is built of, one process for all files.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from keepsafe.bundle.verifying import Secrets, Verdict

READER = Path(__file__).resolve().parents[2] / "resources" / "reader"
BUILT = READER.parent / "bundle" / "OPEN-ME.html"


class SecondReader:
    """The reader in its own process: a file in, its verdict out."""

    def __init__(self, node: str) -> None:
        self._process = subprocess.Popen(
            [node, str(READER / "test" / "verdict.mjs"), "--serve", "--reader", str(BUILT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self.close)

    def close(self) -> None:
        """End the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait(10)

    def verdict(self, path: Path, words: str | None = None, key: str | None = None) -> Any:
        """Return its verdict, with the names of `keepsafe verify --json`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"file": str(path), "words": words, "key": key}
        given = {name: value for name, value in asked.items() if value is not None}
        self._process.stdin.write(json.dumps(given) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@functools.cache
def second_reader() -> SecondReader | None:
    """Return the reader, started once; None where there is no Node, which CI does not accept."""
    node = shutil.which("node")
    if node is not None and (READER / "node_modules").is_dir():
        return SecondReader(node)
    if os.environ.get("CI"):
        pytest.fail("node or the reader's tools are not installed: packaging/dev.py reader")
    return None


# Where ours says which rule of a small form was broken, the reader says it in fewer sentences.
_IN_DETAIL = re.compile(
    r"JSON|valid Unicode|canonical form|float|fraction|nested|age file|signing key in this file"
)


def insist_same(path: Path, secrets: Secrets, verdict: Verdict) -> None:
    """Compare the reader's verdict with ours: every fact, and the sentences of what is wrong.

    A browser can pick no folder, and follows a link; of an age file that was made to text it
    cannot tell.
    """
    reader = second_reader()
    if reader is None or not path.is_file() or path.is_symlink() or len(secrets.words) > 1:
        return
    identities = [str(identity.encode()) for identity in secrets.identities]  # type: ignore[attr-defined]
    words = secrets.words[0] if secrets.words else None
    theirs = reader.verdict(path, words, "\n".join(identities) if identities else None)
    ours = verdict.as_json()
    if b"BEGIN AGE ENCRYPTED" in path.read_bytes()[:64]:
        assert theirs["bytes"] == "cannot-tell"
        return
    if verdict.seal != "different":  # the reader was told no code
        assert theirs["exit_code"] == ours["exit_code"], (theirs, ours)
    for name in (
        *("bytes", "changed_files", "changed_exhibits", "checks", "seal_code", "exhibits"),
        *("signing_key_sha256", "sealed_at", "previous_seal_code", "log_entries"),
        *("lost_before_sealing", "check_outcomes"),
    ):
        assert theirs[name] == ours[name], (name, theirs, ours)
    named = {done.check: list(done.names) for done in verdict.outcomes}
    assert theirs["check_names"] in ({}, named), (theirs, ours)
    if theirs["bytes"] == "cannot-tell":  # a browser reads the typed words, we their password
        return
    assert len(theirs["problems"]) == len(ours["problems"]), (theirs, ours)
    for their, our in zip(theirs["problems"], ours["problems"], strict=True):
        assert their == our or _IN_DETAIL.search(our), (their, our)
