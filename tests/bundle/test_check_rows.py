"""What was checked, row by row: kinds of damage against the rows, for ours and the offline reader.

A row may never say yes when what it is about failed, or was not looked at.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from forging import SMALL_WORDS, Parts, flip, plain_zip, small_parts
from second_reader import insist_same

import tsa
from keepsafe.bundle import layout, outcomes, texts
from keepsafe.bundle.outcomes import Outcome
from keepsafe.bundle.saying import told_check
from keepsafe.bundle.verifying import Secrets, Verdict, verify
from keepsafe.formats.aeszip import ZipReader

SMALL = Secrets((SMALL_WORDS,))
PICTURE = "data/exhibits/0002.png"
TOKEN = layout.time_files(1)[0]
Damage = Callable[[Parts], bytes]
Rows = dict[str, Outcome | tuple[str, ...]]
"""The rows that do not simply say yes; names stand for a no that names them."""


def flipped(name: str) -> Damage:
    """One byte of a file inside the lock, which then cannot be read whole."""

    def damage(parts: Parts) -> bytes:
        inner = parts.inner()
        (member,) = (
            m for m in ZipReader(io.BytesIO(inner)).members if m.name.partition("/")[2] == name
        )
        return parts.whole(flip(inner, member.data_offset + 18))

    return damage


def dropped(name: str) -> Damage:
    def damage(parts: Parts) -> bytes:
        del parts.files[name]
        return parts.whole()

    return damage


def edited(name: str) -> Damage:
    def damage(parts: Parts) -> bytes:
        parts.files[name] += b"\n"
        return parts.whole()

    return damage


def added(name: str, content: bytes = b"put there") -> Damage:
    def damage(parts: Parts) -> bytes:
        parts.files[name] = content
        return parts.whole()

    return damage


def signed_again(damage: Damage) -> Damage:
    def again(parts: Parts) -> bytes:
        damage(parts)
        return parts.list_again().sign().whole()

    return again


def listed_again(damage: Damage) -> Damage:
    def again(parts: Parts) -> bytes:
        damage(parts)
        return parts.list_again().whole()

    return again


def another_reader(parts: Parts) -> bytes:
    parts.reader = b"<!doctype html>another"
    return parts.whole()


def cut_short(parts: Parts) -> bytes:
    return parts.whole()[:-100]


def untouched(parts: Parts) -> bytes:
    return parts.whole()


def timed(about: bytes | None) -> Damage:
    """A token about the sealed list, or about these bytes."""

    def damage(parts: Parts) -> bytes:
        digest = hashlib.sha256(about or parts.files[layout.TAG_MANIFEST]).digest()
        return added(TOKEN, tsa.chain().token(digest, nonce=5))(parts)

    return damage


def timed_and(damage: Damage) -> Damage:
    def both(parts: Parts) -> bytes:
        timed(None)(parts)
        return damage(parts)

    return both


UNREAD_SIGNATURE: Rows = {"signature": "not-checked", "bag-info": "not-checked"}
UNREAD_LOG: Rows = {"custody-log": "not-checked", "exhibits": "not-checked"}
NO_TIME: Rows = {"times": "none"}
STOPPED: Rows = {
    "outer": "failed",
    **dict.fromkeys(outcomes.CHECKS[1:], "not-checked"),
}


def lost(name: str) -> Rows:
    return {"manifests": (name,)}


def unread(name: str) -> Rows:
    return {"readable": (name,), **lost(name)}


TABLE: dict[str, tuple[Damage, Rows]] = {
    "nothing": (untouched, NO_TIME),
    "exhibit flipped": (flipped(PICTURE), {**unread("E2"), "exhibits": ("E2",), **NO_TIME}),
    "exhibit edited": (
        edited(PICTURE),
        {**lost("E2"), "bag-info": "failed", "exhibits": ("E2",), **NO_TIME},
    ),
    "exhibit missing": (
        dropped(PICTURE),
        {**lost("E2"), "bag-info": "failed", "exhibits": ("E2",), **NO_TIME},
    ),
    "exhibit more": (
        added("data/exhibits/0004.png"),
        {**lost("E4"), "bag-info": "failed", "exhibits": ("E4",), **NO_TIME},
    ),
    "exhibit edited, listed anew": (
        listed_again(edited(PICTURE)),
        {"signature": "failed", "exhibits": ("E2",), **NO_TIME},
    ),
    "exhibit edited, signed anew": (
        signed_again(edited(PICTURE)),
        {"exhibits": ("E2",), **NO_TIME},
    ),
    "report flipped": (flipped("REPORT.pdf"), {**unread("REPORT.pdf"), **NO_TIME}),
    "report edited": (edited("REPORT.pdf"), {**lost("REPORT.pdf"), **NO_TIME}),
    "report missing": (dropped("REPORT.pdf"), {**lost("REPORT.pdf"), **NO_TIME}),
    "stranger": (
        added("NOTES.txt"),
        {"members": "failed", "readable": "not-checked", "manifests": "failed", **NO_TIME},
    ),
    "log flipped": (
        flipped(layout.CUSTODY_LOG),
        {**unread(layout.CUSTODY_LOG), **UNREAD_LOG, **NO_TIME},
    ),
    "log missing": (
        dropped(layout.CUSTODY_LOG),
        {**lost(layout.CUSTODY_LOG), "bag-info": "failed", **UNREAD_LOG, **NO_TIME},
    ),
    "data flipped": (
        flipped(layout.CUSTODY_DATA),
        {**unread(layout.CUSTODY_DATA), **UNREAD_LOG, **NO_TIME},
    ),
    "log cut": (
        edited(layout.CUSTODY_LOG),
        {
            **lost(layout.CUSTODY_LOG),
            "bag-info": "failed",
            "custody-log": "failed",
            **NO_TIME,
        },
    ),
    "facts flipped": (
        flipped(layout.BAG_INFO),
        {
            **unread(layout.BAG_INFO),
            "bag-info": "not-checked",
            "exhibits": "not-checked",
            **NO_TIME,
        },
    ),
    "manifest flipped": (
        flipped(layout.MANIFEST),
        {"readable": (layout.MANIFEST,), "manifests": "not-checked", **NO_TIME},
    ),
    "manifest missing": (dropped(layout.MANIFEST), {"manifests": "not-checked", **NO_TIME}),
    "manifest edited": (edited(layout.MANIFEST), {**lost(layout.MANIFEST), **NO_TIME}),
    "tag manifest flipped": (
        flipped(layout.TAG_MANIFEST),
        {
            "readable": (layout.TAG_MANIFEST,),
            "manifests": "not-checked",
            **UNREAD_SIGNATURE,
            **NO_TIME,
        },
    ),
    "signature flipped": (
        flipped(layout.SIGNATURE),
        {**unread(layout.SIGNATURE), **UNREAD_SIGNATURE, **NO_TIME},
    ),
    "signature edited": (edited(layout.SIGNATURE), {"signature": "failed", **NO_TIME}),
    "key missing": (
        dropped(layout.SIGNING_KEY),
        {**lost(layout.SIGNING_KEY), **UNREAD_SIGNATURE, **NO_TIME},
    ),
    "reader outside": (another_reader, {"outer": "failed", **NO_TIME}),
    "cut short": (cut_short, STOPPED),
    "token about these": (timed(None), {}),
    "token about others": (timed(b"other"), {"times": (TOKEN,)}),
    "token that is none": (added(TOKEN, b"no token"), {"times": "not-checked"}),
    "token flipped": (
        timed_and(flipped(TOKEN)),
        {**unread(TOKEN), "times": "not-checked"},
    ),
    "token, and the list it is about flipped": (
        timed_and(flipped(layout.TAG_MANIFEST)),
        {
            "readable": (layout.TAG_MANIFEST,),
            "manifests": "not-checked",
            **UNREAD_SIGNATURE,
            "times": "not-checked",
        },
    ),
}


def rows_of(verdict: Verdict) -> Rows:
    return {
        done.check: done.names or done.outcome
        for done in verdict.outcomes
        if done.outcome != "passed"
    }


@pytest.mark.parametrize("damage", TABLE)
def test_every_row_says_what_holds(tmp_path: Path, damage: str) -> None:
    change, rows = TABLE[damage]
    parts = small_parts()
    path = tmp_path / f"{parts.bag}.zip"
    path.write_bytes(change(parts))
    verdict = verify(path, SMALL)
    assert rows_of(verdict) == rows
    assert [done.check for done in verdict.outcomes] == list(outcomes.CHECKS)
    assert verdict.checks == {
        check: rows.get(check, "passed") in ("passed", "none") for check in outcomes.CHECKS
    }
    insist_same(path, SMALL, verdict)  # its rows too


def test_what_has_nothing_around_it_says_so(tmp_path: Path) -> None:
    parts = small_parts()
    path = tmp_path / layout.EVIDENCE_ZIP
    path.write_bytes(parts.inner())
    verdict = verify(path, SMALL)
    assert rows_of(verdict) == {"outer": "none", "times": "none"}
    assert all(verdict.checks.values())
    plain = tmp_path / "plain.zip"
    plain.write_bytes(plain_zip({f"{parts.bag}/{n}": c for n, c in parts.files.items()}))
    assert verify(plain, Secrets()).outcomes[0].outcome == "none"


def test_a_row_in_words(tmp_path: Path) -> None:
    parts = small_parts()
    path = tmp_path / f"{parts.bag}.zip"
    path.write_bytes(flipped(PICTURE)(parts))
    rows = {done.check: told_check("It holds", done) for done in verify(path, SMALL).outcomes}
    assert rows["manifests"] == rows["exhibits"] == "It holds: no (E2)"
    assert rows["signature"] == "It holds: yes"
    assert rows["times"] == "It holds: there is none"
    path.write_bytes(flipped(layout.CUSTODY_LOG)(small_parts()))
    (log,) = (done for done in verify(path, SMALL).outcomes if done.check == "custody-log")
    assert told_check("It holds", log) == "It holds: could not be checked"


def whole_with_our_reader() -> bytes:
    parts = small_parts()
    parts.reader = texts.reader()
    return parts.whole()


def at_our_reader() -> int:
    member = ZipReader(io.BytesIO(whole_with_our_reader())).find(layout.READER)
    assert member is not None
    return member.data_offset + 3000


def test_what_is_wrong_around_the_lock_alone_says_that_what_is_inside_holds(
    tmp_path: Path,
) -> None:
    parts = small_parts()
    path = tmp_path / f"{parts.bag}.zip"
    path.write_bytes(another_reader(parts))
    verdict = verify(path, SMALL, parts.seal_code)
    assert verdict.inside_holds
    first, reader, seal = verdict.sentences
    assert first == (
        "CHANGED. What was sealed inside still matches. Only what is around it differs: ask for "
        "another copy."
    )
    assert reader.endswith("reader replaced. Use your own copy of the reader.")
    damaged = flip(whole_with_our_reader(), at_our_reader())
    path.write_bytes(damaged)
    verdict = verify(path, SMALL, parts.seal_code)
    assert verdict.sentences[0] == first
    assert verdict.sentences[1] == "OPEN-ME.html was changed. Use your own copy of the reader."
    insist_same(path, SMALL, verdict)
    assert seal.endswith("on the hand-over sheet, and what was sealed inside agrees with it.")
