"""Forgeries by someone who has the file, its words and this program; and files that are only bad.

`small_parts()` is a whole sealed file of a few kilobytes. Each test changes it and asks for the
verdict, which must never be *matches* for bytes that were not sealed, and never an exception.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import shutil
import struct
import tempfile
import time
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pyzipper
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from forging import (
    SMALL_WORDS,
    Case,
    ForgingWriter,
    Parts,
    digest_signature,
    flip,
    plain_zip,
    small_parts,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from second_reader import insist_same

from keepsafe import __version__
from keepsafe.bundle import layout, texts
from keepsafe.bundle.sources import what_is_needed
from keepsafe.bundle.unpacking import unpack
from keepsafe.bundle.verifying import Secrets, Verdict, verify
from keepsafe.case.entries import commitment
from keepsafe.errors import CannotTellError, KeepsafeError
from keepsafe.formats import age
from keepsafe.formats.aeszip import ZipReader, ZipWriter
from keepsafe.formats.canonical import canonical

SMALL = Secrets((SMALL_WORDS,))
REPORT = layout.REPORT_HTML
PICTURE = "data/exhibits/0002.png"


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What anything writes to the temporary folder shows in the snapshots."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)


@pytest.fixture
def small() -> Parts:
    return small_parts()


def snapshot(folder: Path) -> dict[str, tuple[int, int, int]]:
    return {
        str(p): (s.st_mode, s.st_size, s.st_mtime_ns)
        for p in sorted(folder.rglob("*"))
        for s in [p.lstat()]
    }


def check(path: Path, secrets: Secrets = SMALL, code: str | None = None) -> Verdict:
    """Return the verdict; nothing may be written anywhere near, and the halves must agree.

    The offline reader must say the same of every file.
    """
    before = snapshot(path.parent)
    verdict = verify(path, secrets, code)
    assert snapshot(path.parent) == before
    told = {"matches": "MATCHES", "changed": "CHANGED", "cannot-tell": "CANNOT TELL"}
    said = " ".join(verdict.sentences)
    assert told[verdict.bytes] in said
    assert f"SEAL CODE: {verdict.seal.replace('-', ' ').upper()}" in said
    assert 3 <= len(verdict.sentences) <= 6
    if verdict.bytes == "matches":
        assert verdict.exit_code == (verdict.seal == "different")
        assert not verdict.problems
    else:
        assert verdict.exit_code in ({1} if verdict.bytes == "changed" else {3, 4, 5})
        assert verdict.problems
    insist_on_the_checks(verdict)
    assert json.loads(json.dumps(verdict.as_json()))["bytes"] == verdict.bytes
    insist_same(path, secrets, verdict)
    return verdict


def insist_on_the_checks(verdict: Verdict) -> None:
    """No check may say yes of what differs, and not all of them do when anything differs."""
    failed = {done.check: done.names for done in verdict.outcomes if done.outcome == "failed"}
    if verdict.bytes == "matches":
        assert not failed, verdict.outcomes
    elif verdict.bytes == "changed":
        assert not all(verdict.checks.values()), verdict.outcomes
    named = {name for names in failed.values() for name in names}
    assert set(verdict.changed_exhibits) <= named
    lists = {layout.MANIFEST, layout.TAG_MANIFEST}
    others = {name for name in verdict.changed_files if not layout.exhibit_id(name)}
    assert others - lists <= named
    if lists & set(verdict.changed_files):
        assert not verdict.checks["manifests"]
    if verdict.changed_exhibits and not verdict.copies:
        assert not verdict.checks["exhibits"]


def put(tmp_path: Path, content: bytes, name: str = f"{small_parts().bag}.zip") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def lay_out(parts: Parts, folder: Path) -> Path:
    """Write the bag as a folder, as another tool unpacks it."""
    for name, content in parts.files.items():
        path = folder / parts.bag / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder / parts.bag


def test_the_untouched_file_matches_in_every_form(tmp_path: Path, small: Parts) -> None:
    whole = put(tmp_path, small.whole())
    inner = put(tmp_path, small.inner(), "evidence.zip")
    folder = lay_out(small, tmp_path / "folder")
    for path in (whole, inner, folder, folder.parent):
        verdict = check(path, code=small.seal_code)
        assert (verdict.bytes, verdict.seal, verdict.exit_code) == ("matches", "same", 0), verdict
        assert (verdict.exhibits, verdict.entries, verdict.bundle) == (3, 8, small.bag)
        assert check(path).seal == "not-compared"
        assert check(path, code="0" * 32).exit_code == 1
        assert all(verdict.checks.values())
    assert check(whole).file_sha256 == hashlib.sha256(whole.read_bytes()).hexdigest()


def test_the_small_file_is_in_the_form_of_a_real_one(case: Case, small: Parts) -> None:
    real = Parts.of(case)
    facts = texts.parse_bag_info(real.files[layout.BAG_INFO])
    assert list(facts) == list(texts.parse_bag_info(small.files[layout.BAG_INFO]))
    assert set(layout.REQUIRED) < real.files.keys()
    assert verify(case.path, case.secrets, case.sealed.seal_code).exit_code == 0
    assert real.start == texts.start_here()


# Flipped bytes.


def regions(whole: bytes) -> Iterator[tuple[str, int]]:
    """Yield a name and a place in every kind of region of a sealed file."""
    outer = ZipReader(io.BytesIO(whole))
    evidence = outer.find(layout.EVIDENCE_ZIP)
    assert evidence
    for member in outer.members:
        for at in range(member.offset, member.data_offset):
            yield "outer header", at
    start = outer.members[0]
    for at in range(start.data_offset, start.end, 499):
        yield "START-HERE", at
    base = evidence.data_offset
    inner = ZipReader(io.BytesIO(whole[base : base + evidence.size]))
    for member in inner.members:
        at = base + member.offset
        yield from (("inner header", at + step) for step in range(0, 30, 3))
        data = base + member.data_offset
        yield from (("salt", data + step) for step in (0, 15))
        yield from (("check bytes", data + step) for step in (16, 17))
        if member.size:
            yield from (("ciphertext", data + 18 + step) for step in (0, member.size - 1))
        yield from (("MAC", base + member.end - step) for step in (10, 1))
    directory = inner.members[-1].end + base
    yield from (("inner directory", at) for at in range(directory, base + evidence.size, 7))
    yield from (("outer directory and end", at) for at in range(evidence.end, len(whole)))


def test_a_flipped_bit_anywhere_never_matches(tmp_path: Path, small: Parts) -> None:
    whole = small.whole()
    path = tmp_path / f"{small.bag}.zip"
    verdicts: dict[str, set[str]] = {}
    for region, at in regions(whole):
        path.write_bytes(flip(whole, at, at % 8))
        verdict = verify(path, SMALL)
        assert verdict.bytes != "matches", (region, at)
        assert verdict.exit_code in (1, 4), (region, at, verdict)
        verdicts.setdefault(region, set()).add(verdict.bytes)
    # Only bytes that say what kind of file this is can make it look like no file of ours.
    changed = {"START-HERE", "salt", "check bytes", "ciphertext", "MAC", "inner directory"}
    assert all(verdicts[region] == {"changed"} for region in changed), verdicts


def test_flipped_bytes_are_named(tmp_path: Path, small: Parts) -> None:
    inner = small.inner()
    for member in ZipReader(io.BytesIO(inner)).members:
        if not member.size:
            continue
        path = put(tmp_path, small.whole(flip(inner, member.data_offset + 18)))
        verdict = check(path)
        name = member.name.partition("/")[2]
        assert name in " ".join(verdict.sentences), verdict
        assert name in verdict.changed_files


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_mutation_of_the_file_never_matches_and_never_raises(
    tmp_path: Path, data: st.DataObject
) -> None:
    mutated(tmp_path, data)


@pytest.mark.slow
@settings(max_examples=20_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_mutation_of_the_file_at_length(tmp_path: Path, data: st.DataObject) -> None:
    mutated(tmp_path, data)


FUZZED = small_parts()
FUZZED_WHOLE = FUZZED.whole()


def mutated(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(FUZZED_WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        length = data.draw(st.integers(0, 40))
        kind = data.draw(st.sampled_from(("replace", "insert", "delete", "copy", "cut", "byte")))
        if kind == "replace":
            content[at : at + length] = data.draw(st.binary(min_size=length, max_size=length))
        elif kind == "insert":
            content[at:at] = data.draw(st.binary(max_size=40))
        elif kind == "delete":
            del content[at : at + length]
        elif kind == "copy":
            to = data.draw(st.integers(0, len(content)))
            content[to:to] = content[at : at + length]
        elif kind == "cut":
            del content[at:]
        elif content:
            content[at] = data.draw(st.sampled_from((0, 1, 0x50, 0x7F, 0x80, 0xFF)))
    path = put(tmp_path, bytes(content))
    verdict = verify(path, SMALL, FUZZED.seal_code)
    assert (verdict.bytes == "matches") is (bytes(content) == FUZZED_WHOLE)
    assert verdict.exit_code in (0, 1, 3, 4)


# Members. Each forgery is in the form that the writer gives; the change is what the row says.

Forge = Callable[[Parts], "bytes | Parts | None"]


def dropped(name: str) -> Forge:
    def forge(parts: Parts) -> None:
        del parts.files[name]

    return forge


def added(name: str, content: bytes = b"put there") -> Forge:
    def forge(parts: Parts) -> None:
        parts.files[name] = content

    return forge


def edited(name: str, content: bytes = b"something else") -> Forge:
    def forge(parts: Parts) -> None:
        parts.files[name] = content

    return forge


def renamed(name: str, to: str) -> Forge:
    def forge(parts: Parts) -> None:
        parts.files[to] = parts.files.pop(name)

    return forge


def swapped(one: str, other: str) -> Forge:
    def forge(parts: Parts) -> None:
        parts.files[one], parts.files[other] = parts.files[other], parts.files[one]

    return forge


def beside_in_the_clear(name: str, *, instead: bool = False) -> Forge:
    def forge(parts: Parts) -> None:
        parts.clear[name] = b"<p>a forged report"
        if instead:
            del parts.files[name]

    return forge


def all_in_the_clear(parts: Parts) -> None:
    parts.clear, parts.files = parts.files, {}


def twice(parts: Parts) -> bytes:
    out = io.BytesIO()
    writer = ForgingWriter(out, parts.words)
    for name, content in [*parts.files.items(), (REPORT, b"<p>a forged report")]:
        writer.add(f"{parts.bag}/{name}", content)
    writer.close()
    return parts.whole(out.getvalue())


def twice_in_capitals(parts: Parts) -> None:
    parts.files["report.html"] = b"<p>a forged report"


def twice_in_the_outer(parts: Parts) -> bytes:
    out = io.BytesIO()
    writer = ForgingWriter(out)
    for name, content in (
        (layout.START_HERE, parts.start),
        (layout.EVIDENCE_ZIP, b"a forged zip"),
        (layout.EVIDENCE_ZIP, parts.inner()),
    ):
        writer.add(name, content)
    writer.close()
    return out.getvalue()


def second_folder(parts: Parts) -> None:
    parts.outer["KS-0000-0000-1/REPORT.html"] = b"<p>a forged report"


def second_inner_folder(parts: Parts) -> bytes:
    out = io.BytesIO()
    writer = ZipWriter(out, parts.words)
    for name, content in parts.files.items():
        writer.add(f"{parts.bag}/{name}", content)
    writer.add("KS-0000-0000-1/REPORT.html", b"<p>a forged report")
    writer.close()
    return parts.whole(out.getvalue())


def by_pyzipper(parts: Parts, **how: int) -> bytes:
    """The same bag by another tool: right in every content, and not in Keepsafe's form."""
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", encryption=pyzipper.WZ_AES, **how) as archive:
        archive.setpassword(parts.words.encode())
        for name, content in parts.files.items():
            archive.writestr(f"{parts.bag}/{name}", content)
    return parts.whole(out.getvalue())


def deflated(parts: Parts) -> bytes:
    return by_pyzipper(parts, compression=pyzipper.ZIP_DEFLATED)


def stored_by_another_tool(parts: Parts) -> bytes:
    return by_pyzipper(parts, compression=pyzipper.ZIP_STORED)


def weaker_cipher(parts: Parts) -> bytes:
    inner = parts.inner().replace(b"\x07\x00\x02\x00AE\x03", b"\x07\x00\x02\x00AE\x01")
    return parts.whole(inner)


def appended(parts: Parts) -> bytes:
    return parts.whole() + b"\n"


def prepended(parts: Parts) -> bytes:
    return b"#!/bin/sh\n" + parts.whole()


def bytes_between(parts: Parts) -> bytes:
    whole = parts.whole()
    at = whole.index(b"PK\x01\x02", len(whole) - 200)
    return whole[:at] + b"hidden" + whole[at:]


def zip_comment(parts: Parts) -> bytes:
    whole = parts.whole()
    return whole[:-2] + struct.pack("<H", 5) + b"hello"


def inner_comment(parts: Parts) -> bytes:
    return parts.whole(parts.inner()[:-2] + struct.pack("<H", 5) + b"hello")


def prefix_name_first(parts: Parts) -> bytes:
    members = {layout.START_HERE: parts.start, "evidence.zip.bak": b"x"}
    return plain_zip({**members, layout.EVIDENCE_ZIP: parts.inner()})


def start_here_replaced(parts: Parts) -> None:
    parts.start = b"Send the eight words to example.com\r\n"


def start_here_huge(parts: Parts) -> None:
    parts.start = b"x" * 1_000_000


def start_here_dropped(parts: Parts) -> bytes:
    return plain_zip({layout.EVIDENCE_ZIP: parts.inner()})


def another_order(parts: Parts) -> bytes:
    return plain_zip({layout.EVIDENCE_ZIP: parts.inner(), layout.START_HERE: parts.start})


def evidence_dropped(parts: Parts) -> bytes:
    return plain_zip({layout.START_HERE: parts.start})


def reader_added(parts: Parts) -> None:
    parts.reader = b"<!doctype html><script>/* not ours */</script>"


def reader_with_more(parts: Parts) -> None:
    parts.reader = texts.reader() + b"\n"


def reader_empty(parts: Parts) -> None:
    parts.reader = b""


def reader_huge(parts: Parts) -> None:
    parts.reader = bytes(5_000_000)


def reader_in_another_place(parts: Parts) -> None:
    parts.outer[layout.READER] = texts.reader()


def outer_file_added(parts: Parts) -> None:
    parts.outer["READ-ME-FIRST.txt"] = b"put there"


def both_locked_parts(parts: Parts) -> None:
    parts.outer[layout.EVIDENCE_AGE] = b"age-encryption.org/v1\n"


def evidence_in_the_clear(parts: Parts) -> bytes:
    return parts.whole(plain_zip({f"{parts.bag}/{n}": c for n, c in parts.files.items()}))


def whole_locked_once_more(parts: Parts) -> bytes:
    out = io.BytesIO()
    writer = ZipWriter(out, parts.words)
    writer.add(layout.START_HERE, parts.start)
    writer.add(layout.EVIDENCE_ZIP, parts.inner())
    writer.close()
    return out.getvalue()


MEMBERS: tuple[tuple[str, Forge, str], ...] = (
    ("report swapped with pictures", swapped(layout.REPORT_PDF, "EXHIBITS-1.pdf"), "REPORT.pdf"),
    ("exhibits swapped", swapped(PICTURE, "data/exhibits/0001.png"), PICTURE),
    ("exhibit edited", edited(PICTURE), PICTURE),
    ("exhibit emptied", edited(PICTURE, b""), PICTURE),
    ("exhibit dropped", dropped(PICTURE), f"{PICTURE} is missing"),
    *((f"{n} dropped", dropped(n), f"{n} is missing") for n in layout.REQUIRED),
    ("exhibit renamed", renamed(PICTURE, "data/exhibits/0009.png"), "0009.png is on no list"),
    ("report renamed", renamed(REPORT, "OLD-REPORT.html"), "OLD-REPORT.html"),
    ("exhibit of the same number", added("data/exhibits/0002.jpg"), "0002.jpg is on no list"),
    ("exhibit of the same value", added("data/exhibits/00002.png"), "00002.png is on no list"),
    ("file in the bag's root", added("NOTES.txt"), "does not belong: .*NOTES.txt"),
    ("file in data", added("data/notes.csv"), "does not belong: .*data/notes.csv"),
    ("file in exhibits", added("data/exhibits/0004.png"), "0004.png is on no list"),
    ("file in viewing", added("data/viewing/0001.jpg"), "viewing/0001.jpg is on no list"),
    ("file in seal", added("seal/notes.txt"), "does not belong: .*seal/notes.txt"),
    ("a volume of pictures", added("EXHIBITS-2.pdf"), "EXHIBITS-2.pdf is on no list"),
    ("clear report beside", beside_in_the_clear("REPORT.htm"), "REPORT.htm"),
    ("clear file beside", beside_in_the_clear("data/exhibits/0004.png"), "not encrypted"),
    ("clear report instead", beside_in_the_clear(REPORT, instead=True), "not encrypted"),
    ("every member in the clear", all_in_the_clear, "not locked with words"),
    ("evidence.zip in the clear", evidence_in_the_clear, "not locked with words"),
    ("a name twice", twice, "two files called"),
    ("a name in capitals too", twice_in_capitals, "two files called"),
    ("a name twice outside", twice_in_the_outer, "two files called"),
    ("a folder outside", second_folder, "KS-0000-0000-1/REPORT.html"),
    ("a second folder inside", second_inner_folder, "KS-0000-0000-1/REPORT.html"),
    ("compressed", deflated, "."),
    ("by another tool", stored_by_another_tool, "."),
    ("another cipher", weaker_cipher, "was changed"),
    ("bytes appended", appended, "after it"),
    ("bytes between", bytes_between, "."),
    ("zip comment", zip_comment, "after it"),
    ("zip comment inside", inner_comment, "after it"),
    ("a name that begins alike", prefix_name_first, "evidence.zip.bak"),
    ("START-HERE replaced", start_here_replaced, "START-HERE.txt was replaced"),
    ("START-HERE huge", start_here_huge, "START-HERE.txt was replaced"),
    ("START-HERE dropped", start_here_dropped, "START-HERE.txt is missing"),
    ("another order outside", another_order, "not in the order"),
    ("evidence dropped", evidence_dropped, "evidence.zip, is missing"),
    ("reader added", reader_added, "reader replaced"),
    ("reader with more", reader_with_more, "reader replaced"),
    ("reader empty", reader_empty, "reader replaced"),
    ("reader huge", reader_huge, "reader replaced"),
    ("reader in another place", reader_in_another_place, "not in the order"),
    ("file added outside", outer_file_added, "READ-ME-FIRST.txt"),
    ("two locked parts", both_locked_parts, "two locked parts"),
    ("locked once more", whole_locked_once_more, "locked once more|."),
)


def forged(parts: Parts, forge: Forge) -> bytes:
    result = forge(parts)
    if isinstance(result, bytes):
        return result
    return (result or parts).whole()


@pytest.mark.parametrize(
    ("forge", "named"), [row[1:] for row in MEMBERS], ids=[r[0] for r in MEMBERS]
)
def test_a_change_without_new_lists_is_changed_and_named(
    tmp_path: Path, small: Parts, forge: Forge, named: str
) -> None:
    code = small.seal_code
    path = put(tmp_path, forged(small, forge))
    verdict = check(path, code=code)
    assert (verdict.bytes, verdict.exit_code) == ("changed", 1), verdict
    assert re.search(named, " ".join(verdict.sentences)), verdict
    with pytest.raises(KeepsafeError):
        unpack(path, SMALL, tmp_path / "unpacked")
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name, "tmp"]


def test_bytes_before_it_make_it_no_file_of_ours(tmp_path: Path, small: Parts) -> None:
    verdict = check(put(tmp_path, prepended(small)))
    assert (verdict.bytes, verdict.exit_code) == ("cannot-tell", 4)
    assert "is no sealed file, or it is not whole" in verdict.sentences[1]


def test_another_order_inside_holds_the_same_and_so_matches(tmp_path: Path, small: Parts) -> None:
    # Whoever has the words can encrypt anew; what counts is that every content is the sealed one.
    code = small.seal_code
    small.files = dict(reversed(small.files.items()))
    verdict = check(put(tmp_path, small.whole()), code=code)
    assert (verdict.bytes, verdict.seal) == ("matches", "same")


# Lists made anew, not signed: the signature and the seal code tell.

RELISTED: tuple[tuple[str, Forge], ...] = (
    ("exhibit edited", edited(PICTURE)),
    ("report edited", edited(REPORT)),
    ("exhibit dropped", dropped(PICTURE)),
    ("exhibit added", added("data/exhibits/0004.png")),
    ("volume added", added("EXHIBITS-2.pdf")),
    ("facts edited", lambda parts: parts.fact("Keepsafe-Sealed-At", "2020-01-01T00:00+00:00")),
    ("log cut", lambda parts: parts.log(lambda lines: lines.pop(3))),
)


@pytest.mark.parametrize("forge", [r[1] for r in RELISTED], ids=[r[0] for r in RELISTED])
def test_lists_made_anew_do_not_fit_the_signature(
    tmp_path: Path, small: Parts, forge: Forge
) -> None:
    code = small.seal_code
    forge(small)
    verdict = check(put(tmp_path, small.list_again().whole()), code=code)
    assert (verdict.bytes, verdict.seal, verdict.exit_code) == ("changed", "different", 1)
    assert "The signature does not fit what was sealed." in verdict.problems
    assert not verdict.checks["signature"]


# Signed anew with a new key: only the seal code can tell, and the rest must still fit together.


def test_everything_rebuilt_matches_without_the_code_and_differs_with_it(
    tmp_path: Path, small: Parts
) -> None:
    code = small.seal_code
    small.key = ec.generate_private_key(ec.SECP256R1())
    small.files[PICTURE] = b"a forged picture"
    forged_hash = hashlib.sha256(b"a forged picture").hexdigest()

    def tell(lines: list[dict[str, Any]]) -> None:
        file = next(x for x in lines if x.get("data", {}).get("id") == "E2")["data"]["file"]
        file |= {"sha256": forged_hash, "size": 16}

    path = put(tmp_path, small.log(tell).new_key().whole())
    verdict = check(path)
    assert (verdict.bytes, verdict.seal, verdict.exit_code) == ("matches", "not-compared", 0)
    assert "Anyone who has the words could have made a new file." in " ".join(verdict.sentences)
    verdict = check(path, code=code)
    assert (verdict.bytes, verdict.seal, verdict.exit_code) == ("matches", "different", 1)
    assert verdict.sentences[0].startswith("SEAL CODE: DIFFERENT")


def relog(edit: Callable[[list[dict[str, Any]]], object]) -> Forge:
    def forge(parts: Parts) -> None:
        parts.log(lambda lines: void(edit(lines)))

    return forge


def void(_result: object) -> None:
    return


def last(change: dict[str, Any]) -> Forge:
    return relog(lambda lines: lines[-1]["data"].update(change))


def data_of_another_entry(parts: Parts) -> None:
    lines = parts.files[layout.CUSTODY_DATA].splitlines()
    first, second = json.loads(lines[1]), json.loads(lines[2])
    first["data"], second["data"] = second["data"], first["data"]
    lines[1:3] = canonical(first), canonical(second)
    parts.files[layout.CUSTODY_DATA] = b"".join(line + b"\n" for line in lines)


def data_numbered_by_true(parts: Parts) -> None:
    lines = parts.files[layout.CUSTODY_DATA].splitlines()
    lines[0] = canonical({**json.loads(lines[0]), "seq": True})
    parts.files[layout.CUSTODY_DATA] = b"".join(line + b"\n" for line in lines)


def log_entry_dropped(at: int) -> Forge:
    def forge(parts: Parts) -> None:
        lines = parts.files[layout.CUSTODY_LOG].splitlines(keepends=True)
        del lines[at]
        parts.files[layout.CUSTODY_LOG] = b"".join(lines)

    return forge


def entry_edited(parts: Parts) -> None:
    log = parts.files[layout.CUSTODY_LOG]
    parts.files[layout.CUSTODY_LOG] = log.replace(b'"actor":"parent"', b'"actor":"adult"', 1)


def gap_declared_for_what_is_here(parts: Parts) -> None:
    """An entry that does not follow, excused as one that was lost before."""

    def declare(lines: list[dict[str, Any]]) -> None:
        entry = dict(lines[-1]["entry"], what="damage-found")
        data = {"exhibits": [], "missing_entries": [[3, 3]]}
        lines.insert(-1, {"entry": entry, "salt": "0" * 64, "data": data})

    parts.log(declare)
    log = parts.files[layout.CUSTODY_LOG].splitlines()
    log[1] = log[1].replace(b'"actor":"parent"', b'"actor":"adult"')
    parts.files[layout.CUSTODY_LOG] = b"".join(line + b"\n" for line in log)


def manifest_edit(name: str, edit: Callable[[bytes], bytes]) -> Forge:
    """Change a manifest's own form; the tag manifest is made to fit."""

    def forge(parts: Parts) -> Parts:
        parts.list_again()
        manifest = edit(parts.files[layout.MANIFEST])
        if name == layout.MANIFEST:
            old = hashlib.sha256(parts.files[layout.MANIFEST]).hexdigest().encode()
            new = hashlib.sha256(manifest).hexdigest().encode()
            parts.files[layout.MANIFEST] = manifest
            tags = parts.files[layout.TAG_MANIFEST].replace(old, new)
            parts.files[layout.TAG_MANIFEST] = tags
        else:
            parts.files[name] = edit(parts.files[name])
        return parts.sign()

    return forge


def first_line(edit: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        line, _end, rest = content.partition(b"\n")
        return edit(line) + b"\n" + rest

    return change


BOTH = (layout.MANIFEST, layout.TAG_MANIFEST)
LINES: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    ("Windows line ends", lambda c: c.replace(b"\n", b"\r\n")),
    ("one space", first_line(lambda line: line.replace(b"  ", b" "))),
    ("a star", first_line(lambda line: line.replace(b"  ", b" *"))),
    ("capital hash", first_line(lambda line: line[:64].upper() + line[64:])),
    ("a line twice", first_line(lambda line: line + b"\n" + line)),
    ("an absolute name", first_line(lambda line: line[:66] + b"/etc/passwd")),
    ("a name that climbs", first_line(lambda line: line[:66] + b"../" + line[66:])),
    ("a dot before", first_line(lambda line: line[:66] + b"./" + line[66:])),
    ("an encoded name", first_line(lambda line: line[:66] + line[66:].replace(b".", b"%2E"))),
    ("another order", lambda c: b"".join(sorted(c.splitlines(keepends=True), reverse=True))),
    ("no last line end", lambda c: c[:-1]),
    ("a blank line", lambda c: c + b"\n"),
    ("a mark before", lambda c: b"\xef\xbb\xbf" + c),
    ("no UTF-8", lambda c: c + b"0" * 64 + b"  data/\xff\n"),
    ("turned-around name", lambda c: c + b"0" * 64 + "  data/\u202egnp".encode() + b"\n"),
    ("empty", lambda c: b""),
)
ABSENT = "KS-7F3K-9Q2M-2"
RESIGNED: tuple[tuple[str, Forge, str], ...] = (
    ("exhibit swapped, log not", edited(PICTURE), f"{PICTURE} is not the file that the log"),
    ("exhibit added, log not", added("data/exhibits/0004.png"), "0004.png is not in the log"),
    ("second of a number", added("data/exhibits/0002.jpg"), "0002.jpg is not in the log"),
    ("second by value", added("data/exhibits/00002.png"), "00002.png is not in the log"),
    ("second as text", added("data/exhibits/0002.png.txt"), "0002.png.txt is not in the log"),
    ("exhibit dropped, log not", dropped(PICTURE), "Exhibit E2 is in the log and not in this"),
    ("log entry dropped", log_entry_dropped(3), "Entry 4 is missing"),
    ("first entry dropped", log_entry_dropped(0), "Entry 1 is missing"),
    ("log cut at the end", log_entry_dropped(-1), "does not end with the sealing"),
    ("log cut and linked", relog(lambda lines: lines.pop()), "does not end with the sealing"),
    ("log emptied", edited(layout.CUSTODY_LOG, b""), "does not end with the sealing"),
    ("data emptied", edited(layout.CUSTODY_DATA, b""), "does not end with the sealing"),
    ("entry edited", entry_edited, "does not follow from"),
    ("false excuse", gap_declared_for_what_is_here, "does not follow from"),
    ("data of another entry", data_of_another_entry, "not what the log promised"),
    ("data numbered by true", data_numbered_by_true, "a part that cannot be"),
    ("another seal's number in the log", last({"seal": 2}), "another Keepsafe-Seal-Number"),
    ("another file in the log", last({"bundle": f"{ABSENT}.zip"}), "sealing of another file"),
    ("another seal before", last({"previous_seal_code": "1" * 64}), "Previous-Seal-Code"),
    ("another case in the log", relog(lambda lines: lines[0]["data"].update(case="KS-AAAA-AAAA")),
     "another Keepsafe-Case"),
    ("another key in the log", relog(lambda lines: lines[0]["data"].update(signing_key="0" * 64)),
     "another Keepsafe-Signing-Key"),
    ("opening untold", relog(lambda lines: lines[0].pop("data")), "another Keepsafe-Case"),
    ("another case", lambda p: p.fact("Keepsafe-Case", "KS-AAAA-AAAA"), "Keepsafe-Case"),
    ("another number", lambda p: p.fact("Keepsafe-Seal-Number", "2"), "Keepsafe-Seal-Number"),
    ("another name", lambda p: p.fact("External-Identifier", ABSENT), f"it holds {ABSENT}"),
    ("another key in the facts", lambda p: p.fact("Keepsafe-Signing-Key-SHA256", "0" * 64),
     "Keepsafe-Signing-Key-SHA256"),
    ("a fact in two lines", lambda p: p.fact("Keepsafe-Sealed-At", "2026\nKeepsafe-Case: x"),
     "bag-info.txt is not|line of bag-info.txt"),
    ("a sentence as a time", lambda p: p.fact("Keepsafe-Sealed-At", "noon. SEAL CODE: SAME."),
     "line of bag-info.txt"),
    ("a day that is none", lambda p: p.fact("Keepsafe-Sealed-At", "2026-02-31T10:00+00:00"),
     "line of bag-info.txt"),
    ("terminal commands in a fact", lambda p: p.fact("Bag-Software-Agent", "\x1b[2J"),
     "line of bag-info.txt"),
    ("facts emptied", edited(layout.BAG_INFO, b""), "which sealed file"),
    ("bagit.txt of another version", edited(layout.BAGIT, b"BagIt-Version: 0.97\n"), "bagit.txt"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("forge", "named"), [r[1:] for r in RESIGNED], ids=[r[0] for r in RESIGNED]
)
def test_lists_made_anew_and_signed_by_the_case_s_own_key_must_still_tell_one_story(
    tmp_path: Path, small: Parts, forge: Forge, named: str
) -> None:
    forge(small)
    path = put(tmp_path, small.list_again().sign().whole())
    verdict = check(path)
    assert verdict.bytes == "changed", verdict
    assert re.search(named, " ".join(verdict.problems)), verdict.problems
    assert verdict.checks["signature"]
    assert "\x1b" not in json.dumps(verdict.as_json(), ensure_ascii=False)
    with pytest.raises(KeepsafeError):
        unpack(path, SMALL, tmp_path / "unpacked")


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("edit", [r[1] for r in LINES], ids=[r[0] for r in LINES])
def test_a_manifest_in_any_other_form_is_changed(
    tmp_path: Path, small: Parts, name: str, edit: Callable[[bytes], bytes]
) -> None:
    manifest_edit(name, edit)(small)
    verdict = check(put(tmp_path, small.whole()))
    assert verdict.bytes == "changed", verdict
    assert not verdict.checks["manifests"]
    assert "\u202e" not in json.dumps(verdict.as_json(), ensure_ascii=False)


@pytest.mark.parametrize("label", list(texts.parse_bag_info(small_parts().files[layout.BAG_INFO])))
def test_a_fact_that_is_left_out_is_missed(tmp_path: Path, small: Parts, label: str) -> None:
    info = small.files[layout.BAG_INFO]
    kept = [line for line in info.splitlines(keepends=True) if not line.startswith(label.encode())]
    small.files[layout.BAG_INFO] = b"".join(kept)
    if label == "Payload-Oxum":
        small.files[layout.TAG_MANIFEST] = b""
        payload = small.files[layout.MANIFEST]
        small.list_again()
        assert small.files[layout.MANIFEST] == payload
    verdict = check(put(tmp_path, small.list_again().sign().whole()))
    free = label in ("Bag-Software-Agent", "Bagging-Date")
    assert verdict.bytes == ("matches" if free else "changed"), verdict


def test_a_later_format_is_no_forgery_but_cannot_be_judged(tmp_path: Path, small: Parts) -> None:
    small.fact("Keepsafe-Format", "2").list_again().sign()
    verdict = check(put(tmp_path, small.whole()))
    assert (verdict.bytes, verdict.exit_code) == ("cannot-tell", 4)
    assert "later Keepsafe" in verdict.sentences[1]


def test_an_earlier_text_of_ours_is_not_a_replaced_one(
    tmp_path: Path, small: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = (Path(__file__).parents[2] / "resources/bundle/START-HERE.sha256").read_text()
    assert hashlib.sha256(texts.start_here()).hexdigest() in listed
    earlier = hashlib.sha256(b"an earlier text").hexdigest()
    monkeypatch.setattr(texts, "known_start_here", lambda: frozenset({earlier}))
    small.start = b"an earlier text"
    assert verify(put(tmp_path, small.whole()), SMALL).bytes == "matches"


def test_our_reader_is_no_stranger_and_neither_is_that_of_an_earlier_version(
    tmp_path: Path, small: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.reader = texts.reader()
    assert check(put(tmp_path, small.whole()), code=small.seal_code).exit_code == 0
    small.reader = b"<!doctype html>an earlier one"
    assert check(put(tmp_path, small.whole())).bytes == "changed"
    known = {**texts.known_readers(), hashlib.sha256(small.reader).hexdigest(): "0.0.1"}
    monkeypatch.setattr(texts, "known_readers", lambda: known)
    assert verify(put(tmp_path, small.whole()), SMALL).bytes == "matches"


def test_the_reader_of_this_version_is_listed_under_it() -> None:
    digest = hashlib.sha256(texts.reader()).hexdigest()
    assert texts.known_readers().get(digest) == __version__
    assert len(texts.reader()) < 600_000


# The signature and its key.


def garbage(parts: Parts) -> None:
    parts.files[layout.SIGNATURE] = b"\x30\x06\x02\x01\x01\x02\x01\x01"


def not_der(parts: Parts) -> None:
    parts.files[layout.SIGNATURE] = b"not DER at all" * 20


def der_with_more(parts: Parts) -> None:
    parts.files[layout.SIGNATURE] += b"\x00"


def other_curve(parts: Parts) -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    parts.files[layout.SIGNATURE] = digest_signature(key, parts.files[layout.TAG_MANIFEST])
    parts.files[layout.SIGNING_KEY] = pem(key)


def rsa_key(parts: Parts) -> None:
    parts.files[layout.SIGNING_KEY] = pem(rsa.generate_private_key(65537, 2048))


def pem(key: Any) -> bytes:
    public: bytes = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return public


def key_in_der(parts: Parts) -> None:
    public = parts.key.public_key()
    parts.files[layout.SIGNING_KEY] = public.public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )


def text_before_the_key(parts: Parts) -> None:
    parts.files[layout.SIGNING_KEY] = b"These pictures are false.\n" + pem(parts.key)


def text_after_the_key(parts: Parts) -> None:
    parts.files[layout.SIGNING_KEY] += b"These pictures are false.\n"


def much_after_the_key(parts: Parts) -> None:
    parts.files[layout.SIGNING_KEY] += b"\n" * 100_000


def no_key(parts: Parts) -> None:
    parts.files[layout.SIGNING_KEY] = b""


def point_at_infinity(parts: Parts) -> None:
    der = bytes.fromhex("301906072a8648ce3d020106082a8648ce3d030107030200") + b"\x00"
    text = base64.b64encode(der)
    parts.files[layout.SIGNING_KEY] = (
        b"-----BEGIN PUBLIC KEY-----\n" + text + b"\n-----END PUBLIC KEY-----\n"
    )


KEYS: tuple[Callable[[Parts], None], ...] = (
    *(garbage, not_der, der_with_more, other_curve, rsa_key, key_in_der, text_before_the_key),
    *(text_after_the_key, much_after_the_key, no_key, point_at_infinity),
)


@pytest.mark.parametrize("forge", KEYS, ids=[f.__name__ for f in KEYS])
def test_a_signature_or_key_of_any_other_form_is_changed(
    tmp_path: Path, small: Parts, forge: Callable[[Parts], None]
) -> None:
    forge(small)
    verdict = check(put(tmp_path, small.whole()), code=small.seal_code)
    assert (verdict.bytes, verdict.seal) == ("changed", "same")
    assert not verdict.checks["signature"]
    assert re.search("signature|signing key", " ".join(verdict.sentences))


# Hostile data in a log whose commitments all hold.


def with_data(parts: Parts, what: str, data: Any) -> Parts:
    """Give the first entry of a kind other data, with the commitment that goes with it."""

    def change(lines: list[dict[str, Any]]) -> None:
        next(x for x in lines if x["entry"]["what"] == what)["data"] = data

    return parts.log(change)


ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**53 - 1, "", "x" * 10_000, [], {}, [[]], {"a": {}}, "\u202e\x1b[2J"),
)


@pytest.mark.parametrize("what", ["opened", "added", "seal-begun", "damage-found"])
def test_wrong_types_everywhere_in_the_data_never_raise(tmp_path: Path, what: str) -> None:
    original = small_parts()
    if what == "damage-found":
        original = declared(original, {"exhibits": [], "missing_entries": []})
    lines = map(json.loads, original.files[layout.CUSTODY_DATA].splitlines())
    whats = {
        e["seq"]: e["what"]
        for e in map(json.loads, original.files[layout.CUSTODY_LOG].splitlines())
    }
    data = next(line["data"] for line in lines if whats[line["seq"]] == what)
    for changed in variations(data):
        parts = with_data(original.copy(), what, changed).list_again().sign()
        verdict = verify(put(tmp_path, parts.whole()), SMALL)
        if what != "damage-found" and changed != data:
            ignored = json.dumps(changed) != json.dumps(data) and verdict.bytes == "matches"
            assert not ignored or only_unread(what, changed, data), (changed, verdict)
        assert "\x1b" not in json.dumps(verdict.as_json(), ensure_ascii=False)


def only_unread(what: str, changed: Any, data: Any) -> bool:
    """Return whether only what verify has nothing to compare with was changed."""
    read = {
        "opened": ("case", "signing_key"),
        "added": ("sha256", "extension", "kind"),
        "seal-begun": ("seal", "bundle", "previous_seal_code"),
    }[what]
    if not isinstance(changed, dict):
        return what == "added"
    if what == "added":  # the first is an account, which is only committed to
        return True
    return all(changed.get(name) == data[name] for name in read)


def variations(data: dict[str, Any]) -> Iterator[Any]:
    yield {}
    yield {"data": data}
    for name, value in data.items():
        for odd in ODD:
            yield {**data, name: odd}
        if isinstance(value, dict):
            yield from ({**data, name: inner} for inner in variations(value))


def declared(parts: Parts, data: Any) -> Parts:
    def declare(lines: list[dict[str, Any]]) -> None:
        entry = dict(lines[-1]["entry"], what="damage-found")
        lines.insert(-1, {"entry": entry, "salt": "1" * 64, "data": data})

    return parts.log(declare)


def test_what_was_lost_before_the_sealing_is_told_with_the_answer(
    tmp_path: Path, small: Parts
) -> None:
    del small.files[PICTURE]
    declared(small, {"exhibits": ["E2", 5, "E0", "../E1"], "missing_entries": [[3, 3], 7, [1]]})
    log = small.files[layout.CUSTODY_LOG].splitlines(keepends=True)
    data = small.files[layout.CUSTODY_DATA].splitlines(keepends=True)
    small.files[layout.CUSTODY_LOG] = b"".join(log[:2] + log[3:])
    small.files[layout.CUSTODY_DATA] = b"".join(d for d in data if json.loads(d)["seq"] != 3)
    # Entry 3 told of E1, which is then in no log.
    del small.files["data/exhibits/0001.png"]
    verdict = check(put(tmp_path, small.list_again().sign().whole()))
    assert verdict.bytes == "matches", verdict
    said = " ".join(verdict.sentences)
    assert "without a break" not in said
    assert "Found damaged before the sealing, and not in it: E2." in said
    assert "lost before the sealing: 3." in said
    assert len(verdict.lost_before) == 2


def log_with(line: bytes) -> Callable[[Parts], None]:
    def forge(parts: Parts) -> None:
        parts.files[layout.CUSTODY_DATA] += line + b"\n"

    return forge


DEEP = b'{"data":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b',"salt":"","seq":1}'
HOSTILE_LINES: tuple[tuple[str, bytes], ...] = (
    ("deep", DEEP),
    *((f"deep {n}", b'{"a":' * n + b"1" + b"}" * n) for n in (300, 900, 990, 995, 1000, 3000)),
    ("deep list", b"[" * 100_000 + b"]" * 100_000),
    ("deep in an object", b'{"data":{"a":' + b"[" * 980 + b"]" * 980 + b'},"salt":"","seq":1}'),
    ("long number", b'{"seq":' + b"9" * 100_000 + b"}"),
    ("fraction", b'{"seq":1.5}'),
    ("not a number", b'{"seq":NaN}'),
    ("surrogate", b'{"seq":"\\ud800"}'),
    ("UTF-16", '{"seq":1}'.encode("utf-16")),
    ("no UTF-8", b'{"\xff":1}'),
    ("a line too long", b'{"a":"' + b"x" * 5_000_000 + b'"}'),
    ("many objects", b'{"a":[' + b"{}," * 1_300_000 + b"{}]}"),
    ("empty", b""),
    ("millions of empty lines", b"\n" * 20_000_000),
    ("other ends", b'{"seq":1}\r'),
)


@pytest.mark.parametrize("line", [r[1] for r in HOSTILE_LINES], ids=[r[0] for r in HOSTILE_LINES])
@pytest.mark.parametrize("name", [layout.CUSTODY_DATA, layout.CUSTODY_LOG])
def test_hostile_json_is_changed_and_costs_little(
    tmp_path: Path, small: Parts, name: str, line: bytes
) -> None:
    small.files[name] += line + b"\n"
    path = put(tmp_path, small.list_again().sign().whole())
    started = time.process_time()
    verdict = check(path)
    assert time.process_time() - started < 10
    assert verdict.bytes == "changed"
    assert not verdict.checks["custody-log"]
    assert len(verdict.problems) < 300


# Files that only pretend.


def junk(small: Parts) -> dict[str, bytes]:
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("hello.txt", "hello")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{small.bag}/REPORT.pdf", bytes(50_000_000))
    return {
        "empty": b"",
        "one byte": b"P",
        "random": hashlib.shake_128(b"x").digest(50_000),
        "7z": bytes.fromhex("377abcaf271c0004") + bytes(100),
        "pdf": b"%PDF-1.7\n" + bytes(200),
        "text": b"KS-7F3K-9Q2M\n",
        "zip": plain.getvalue(),
        "empty zip": b"PK\x05\x06" + bytes(18),
        "end only": b"PK\x05\x06" + b"\xff" * 18,
        "zip64 end only": b"PK\x06\x06" + b"\xff" * 52 + b"PK\x06\x07" + b"\xff" * 16
        + b"PK\x05\x06" + b"\xff" * 16 + b"\0\0",
        "bomb": bomb.getvalue(),
        "age": b"age-encryption.org/v1\n-> X25519 ",
        "age armor": b"-----BEGIN AGE ENCRYPTED FILE-----\nAAAA\n",
    }  # fmt: skip


@pytest.mark.parametrize("kind", list(junk(small_parts())))
def test_what_is_no_sealed_file_cannot_be_told(tmp_path: Path, small: Parts, kind: str) -> None:
    path = put(tmp_path, junk(small)[kind], "from a stranger.zip")
    for secrets in (SMALL, Secrets(), Secrets((), (age.X25519Identity.generate(),))):
        verdict = check(path, secrets)
        # With the name of a sealed file's folder in it, it claims to be one; so it was changed.
        claims = kind == "bomb" or (kind.startswith("age") and secrets.identities)
        assert verdict.bytes == ("changed" if claims else "cannot-tell"), verdict
        assert verdict.exit_code == (1 if claims else 4)


def test_an_age_file_of_something_else_is_not_ours(tmp_path: Path) -> None:
    identity = age.X25519Identity.generate()
    for content in (b"", b"holiday plans", plain_zip({"holiday.txt": b"plans"})):
        path = put(tmp_path, age.encrypt_bytes(content, [identity.recipient()]), "plans.age")
        verdict = check(path, Secrets((), (identity,)))
        assert (verdict.bytes, verdict.exit_code) == ("cannot-tell", 4), verdict


def test_truncation_anywhere_is_never_a_match(tmp_path: Path, small: Parts) -> None:
    whole = small.whole()
    for twentieth in range(20):
        path = put(tmp_path, whole[: len(whole) * twentieth // 20])
        verdict = check(path)
        assert verdict.bytes == ("changed" if twentieth else "cannot-tell")


def test_hostile_sizes_and_counts_cost_neither_memory_nor_time(
    tmp_path: Path, small: Parts
) -> None:
    many = plain_zip({layout.START_HERE: small.start, **{f"a/{n}": b"" for n in range(5_000)}})
    more = io.BytesIO()
    writer = ZipWriter(more)
    writer.add(layout.START_HERE, small.start)
    writer.add(layout.EVIDENCE_ZIP, small.inner())
    for number in range(5_000):
        writer.add(f"a/{number}", b"")
    writer.close()
    tracemalloc.start()
    started = time.process_time()
    for content in (many, more.getvalue()):
        verdict = check(put(tmp_path, content))
        assert verdict.bytes == "changed"
        assert len(verdict.problems) < 200
    assert time.process_time() - started < 20
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000_000


def test_wrong_words_on_many_members_cost_little(tmp_path: Path, small: Parts) -> None:
    for number in range(10, 1_500):
        small.files[f"data/exhibits/{number:04d}.png"] = b""
    path = put(tmp_path, small.whole())
    started = time.process_time()
    assert check(path, Secrets(("wrong-words",))).exit_code == 3
    assert time.process_time() - started < 10


def test_most_check_bytes_spoiled_is_changed_and_not_wrong_words(
    tmp_path: Path, small: Parts
) -> None:
    inner = small.inner()
    members = sorted(ZipReader(io.BytesIO(inner)).members, key=lambda m: m.size)
    for member in members[:-1]:
        inner = flip(inner, member.data_offset + 16)
    verdict = check(put(tmp_path, small.whole(inner)))
    assert (verdict.bytes, verdict.exit_code) == ("changed", 1)
    verdict = check(put(tmp_path, small.whole(inner)), Secrets(("wrong-words",)))
    assert (verdict.bytes, verdict.exit_code) == ("cannot-tell", 3)


# Another file in the place of this one.


def test_an_older_seal_called_by_the_name_of_a_newer(tmp_path: Path, small: Parts) -> None:
    newer = small_parts(seal=2, previous=small.seal_code)
    assert check(put(tmp_path, newer.whole(), f"{newer.bag}.zip")).bytes == "matches"
    path = put(tmp_path, small.whole(), f"{newer.bag}.zip")
    verdict = check(path)
    assert (verdict.bytes, verdict.exit_code) == ("changed", 1)
    assert f"The file is called {newer.bag}.zip, and it holds {small.bag}." in verdict.sentences
    assert check(path, code=newer.seal_code).seal == "different"
    folder = lay_out(small, tmp_path / "f").rename(tmp_path / "f" / newer.bag)
    verdict = check(folder)
    assert verdict.bytes == "changed"
    assert f"The folder is called {newer.bag}, and it holds {small.bag}." in verdict.sentences


def test_a_file_or_folder_called_by_an_officer_s_own_name_matches(
    tmp_path: Path, small: Parts
) -> None:
    code = small.seal_code
    assert check(put(tmp_path, small.whole(), "26-1234 evidence.zip"), code=code).exit_code == 0
    folder = lay_out(small, tmp_path / "f").rename(tmp_path / "26-1234")
    verdict = check(folder, Secrets(), code)
    assert (verdict.exit_code, verdict.bundle) == (0, small.bag)
    assert check(put(tmp_path, small.whole(), f"{small.bag} (1).zip"), code=code).exit_code == 0


def test_the_locked_part_of_another_case(case: Case, tmp_path: Path, small: Parts) -> None:
    other = Parts.of(case)
    path = put(tmp_path, small.whole(other.inner()))
    assert check(path).exit_code == 3
    verdict = check(path, case.secrets, small.seal_code)
    assert (verdict.bytes, verdict.seal) == ("changed", "different")
    assert f"it holds {case.bag}" in " ".join(verdict.sentences)


def test_a_locked_part_for_a_key_put_in_the_place_of_another_case_s(
    tmp_path: Path, small: Parts
) -> None:
    identity = age.X25519Identity.generate()
    newer = small_parts(exhibits=5, seal=2)
    inner = plain_zip({f"{newer.bag}/{n}": c for n, c in newer.files.items()})
    locked = age.encrypt_bytes(inner, [identity.recipient()])
    outer = plain_zip({layout.START_HERE: small.start, layout.EVIDENCE_AGE: locked})
    keys = Secrets((), (identity,))
    assert check(put(tmp_path, outer, f"{newer.bag}.zip"), keys, newer.seal_code).exit_code == 0
    verdict = check(put(tmp_path, outer), keys, small.seal_code)
    assert (verdict.bytes, verdict.seal) == ("changed", "different")
    for at in range(0, len(locked), len(locked) // 60):
        broken = plain_zip({layout.START_HERE: small.start, layout.EVIDENCE_AGE: flip(locked, at)})
        verdict = verify(put(tmp_path, broken, f"{newer.bag}.zip"), keys)
        assert verdict.bytes != "matches"
        assert verdict.exit_code in (1, 3)


# Folders.


def plant(name: str, content: bytes = b"put there") -> Callable[[Path], None]:
    def change(bag: Path) -> None:
        path = bag / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    return change


def plant_link(name: str, to: str) -> Callable[[Path], None]:
    def change(bag: Path) -> None:
        (bag / name).unlink(missing_ok=True)
        (bag / name).symlink_to(to)

    return change


def plant_fifo(name: str) -> Callable[[Path], None]:
    def change(bag: Path) -> None:
        (bag / name).unlink(missing_ok=True)
        os.mkfifo(bag / name)

    return change


def link_the_same_bytes(bag: Path) -> None:
    (bag / PICTURE).rename(bag.parent / "kept.png")
    (bag / PICTURE).symlink_to(bag.parent / "kept.png")


def linked_folder(bag: Path) -> None:
    (bag / "data/exhibits").rename(bag.parent / "kept")
    (bag / "data/exhibits").symlink_to(bag.parent / "kept")


def planted_locked_part(bag: Path) -> None:
    """The real locked part, put in a bag with a forged report, must not vouch for it."""
    (bag / REPORT).write_bytes(b"<p>a forged report")
    (bag / layout.EVIDENCE_ZIP).write_bytes(small_parts().inner())


def other_spelling(bag: Path) -> None:
    name = unicodedata.normalize("NFD", "é.txt")
    (bag / name).write_bytes(b"")


FOLDERS: tuple[tuple[str, Callable[[Path], None], str], ...] = (
    ("file in the root", plant("NOTES.txt"), "NOTES.txt"),
    ("file in data", plant("data/notes.txt"), "data/notes.txt"),
    ("file in exhibits", plant("data/exhibits/0009.png"), "0009.png is on no list"),
    ("file in a new folder", plant("data/more/notes.txt"), "data/more/notes.txt"),
    ("file in seal", plant("seal/key.pem"), "seal/key.pem"),
    ("desktop.ini", plant("desktop.ini"), "desktop.ini"),
    ("Arabic digits", plant("data/exhibits/\u0660\u0660\u0660\u0661.png"), "does not belong"),
    ("other spelling", other_spelling, "does not belong"),
    ("a name with commands", plant("a\x1b[2J\nMATCHES. \u202e"), r"a\\x1b\[2J\\nMATCHES\. \\u202e"),
    ("a very long name", plant("x" * 250), "x{120} ...\\."),
    ("a name that is no text", plant(os.fsdecode(b"\xff\xfe")), r"\\udcff"),
    ("a link to a device", plant_link(PICTURE, "/dev/zero"), "no ordinary file"),
    ("a link to the same bytes", link_the_same_bytes, "no ordinary file"),
    ("a linked folder", linked_folder, "data/exhibits is no ordinary file"),
    ("a link that leads nowhere", plant_link("x", "nowhere"), "x is no ordinary file"),
    ("a link to itself", plant_link(REPORT, REPORT), "no ordinary file"),
    ("a pipe", plant_fifo(REPORT), "no ordinary file"),
    ("a pipe of a new name", plant_fifo("pipe"), "pipe is no ordinary file"),
    ("the real locked part, a forged report", planted_locked_part, "REPORT.html is not the file"),
    ("Windows line ends", lambda bag: crlf(bag / layout.MANIFEST), "manifest-sha256.txt"),
)


def crlf(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes or links like these")
@pytest.mark.parametrize(("change", "named"), [r[1:] for r in FOLDERS], ids=[r[0] for r in FOLDERS])
def test_a_changed_folder_is_changed_and_named(
    tmp_path: Path, small: Parts, change: Callable[[Path], None], named: str
) -> None:
    bag = lay_out(small, tmp_path / "folder")
    change(bag)
    verdict = check(bag, code=small.seal_code)
    assert (verdict.bytes, verdict.seal) == ("changed", "same")
    said = " ".join(verdict.sentences)
    assert re.search(named, said), verdict
    assert said.isprintable()


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root makes devices"
)
def test_a_device_in_a_folder_is_named_and_not_opened(tmp_path: Path, small: Parts) -> None:
    bag = lay_out(small, tmp_path / "folder")
    try:
        os.mknod(bag / "data/zero", 0o666 | 0o020000, os.makedev(1, 5))
    except OSError as error:
        pytest.skip(f"no devices here: {error}")
    verdict = check(bag)
    assert verdict.bytes == "changed"
    assert "data/zero is no ordinary file" in " ".join(verdict.sentences)


def test_what_computers_add_by_themselves_is_told_and_not_held_against_it(
    tmp_path: Path, small: Parts
) -> None:
    bag = lay_out(small, tmp_path / "folder")
    for name in (".DS_Store", "data/Thumbs.db", "._REPORT.pdf"):
        (bag / name).write_bytes(b"by the system")
    verdict = check(bag, Secrets(), small.seal_code)
    assert (verdict.bytes, verdict.exit_code) == ("matches", 0)
    assert ".DS_Store" in verdict.sentences[-1]
    assert "not checked" in verdict.sentences[-1]
    copy = unpack(bag, Secrets(), tmp_path / "copy")
    assert not list(copy.rglob(".DS_Store"))
    # In the sealed file itself nothing is added by a computer.
    small.files["Thumbs.db"] = b"put there"
    assert check(put(tmp_path, small.whole())).bytes == "changed"


def test_what_lies_beside_a_time_token_that_is_not_there_is_told(
    tmp_path: Path, small: Parts
) -> None:
    small.files["seal/time-1.tsq"] = b"a query"
    verdict = check(put(tmp_path, small.whole()), code=small.seal_code)
    assert verdict.bytes == "matches"
    assert verdict.left_out == ("seal/time-1.tsq",)
    assert "not checked: seal/time-1.tsq" in verdict.sentences[-1]


@pytest.mark.parametrize(
    ("name", "size", "bytes_"),
    [
        ("seal/time-1.tsr", 256 * 1024, "matches"),
        ("seal/time-1.tsr", 256 * 1024 + 1, "changed"),
        ("seal/time-9-chain.pem", 300_000, "changed"),
        ("seal/time-10.tsr", 300_000, "matches"),  # told as not checked
    ],
)
def test_a_time_file_has_its_room_and_no_more(
    tmp_path: Path, small: Parts, name: str, size: int, bytes_: str
) -> None:
    small.files[name] = b"x" * size
    assert check(put(tmp_path, small.whole())).bytes == bytes_


def test_an_extracted_outer_file_is_checked_with_what_lies_beside(
    tmp_path: Path, small: Parts
) -> None:
    folder = tmp_path / "extracted"
    folder.mkdir()
    (folder / layout.EVIDENCE_ZIP).write_bytes(small.inner())
    (folder / layout.START_HERE).write_bytes(small.start)
    (folder / ".DS_Store").write_bytes(b"by the system")
    assert check(folder, code=small.seal_code).exit_code == 0
    bag = lay_out(small, folder)
    assert check(folder, code=small.seal_code).exit_code == 0
    # The unpacked folder must hold the same as the locked part beside it.
    (bag / REPORT).write_bytes(b"<p>a forged report")
    verdict = check(folder)
    assert verdict.bytes == "changed"
    assert f"In the folder {small.bag}: REPORT.html" in " ".join(verdict.sentences)
    shutil.rmtree(bag)
    lay_out(small_parts(exhibits=4), folder)
    assert "is not what the locked part beside it holds" in " ".join(check(folder).sentences)
    shutil.rmtree(bag)
    (folder / layout.START_HERE).write_bytes(b"call this number")
    assert "START-HERE.txt was replaced" in " ".join(check(folder).sentences)
    (folder / layout.START_HERE).unlink()
    (folder / layout.READER).write_bytes(texts.reader())
    assert check(folder, code=small.seal_code).exit_code == 0
    for other in (b"<script>", b"", texts.reader() + b" ", bytes(5_000_000)):
        (folder / layout.READER).write_bytes(other)
        assert "reader replaced" in " ".join(check(folder).sentences)


def test_other_things_in_the_folder_are_not_taken_for_checked(tmp_path: Path, small: Parts) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    (folder / layout.EVIDENCE_ZIP).write_bytes(small.inner())
    (folder / "REPORT.html").write_bytes(b"<p>a forged report")
    verdict = check(folder)
    assert (verdict.bytes, verdict.exit_code) == ("cannot-tell", 4)
    assert "REPORT.html" in verdict.sentences[1]
    (folder / layout.EVIDENCE_ZIP).unlink()
    bag = lay_out(small, folder)
    verdict = check(folder)
    assert (verdict.bytes, verdict.exit_code) == ("cannot-tell", 4)
    assert f"Check {small.bag} by itself." in verdict.sentences[1]
    assert check(bag).bytes == "matches"
    (folder / "REPORT.html").unlink()
    assert check(folder).bytes == "matches"
    shutil.copytree(bag, folder / ABSENT)
    assert check(folder).bytes == "cannot-tell"


def test_a_folder_without_a_bag_and_nothing_at_all(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "absent", tmp_path / "a\0b"):
        verdict = verify(path, SMALL)
        assert (verdict.bytes, verdict.seal) == ("cannot-tell", "not-compared")
        assert verdict.exit_code in (4, 5)
    (tmp_path / small_parts().bag).mkdir()
    assert check(tmp_path / small_parts().bag).bytes == "changed"
    with pytest.raises(CannotTellError):
        what_is_needed(put(tmp_path, b"no zip", "x.zip"))


@pytest.mark.skipif(os.name == "nt", reason="links like these")
def test_links_and_pipes_in_the_place_of_the_file_are_refused(tmp_path: Path, small: Parts) -> None:
    real = put(tmp_path, small.whole())
    (tmp_path / "link.zip").symlink_to(real)
    (tmp_path / "zero.zip").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.zip")
    for name in ("link.zip", "zero.zip", "pipe.zip"):
        verdict = check(tmp_path / name)
        assert (verdict.bytes, verdict.exit_code) == ("cannot-tell", 5)
        assert name in verdict.sentences[1]


def test_a_disk_that_does_not_give_a_file_is_no_change(
    tmp_path: Path, small: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    bag = lay_out(small, tmp_path / "folder")
    real = os.open

    def refuse(path: Any, *args: Any, **kwargs: Any) -> int:
        if str(path).endswith("0002.png"):
            raise PermissionError(13, "refused")
        return real(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", refuse)
    verdict = verify(bag, SMALL)
    assert (verdict.bytes, verdict.exit_code) == ("cannot-tell", 5)
    assert "0002.png" in verdict.sentences[1]


def test_commitments_cannot_be_guessed_around(small: Parts) -> None:
    line = json.loads(small.files[layout.CUSTODY_DATA].splitlines()[1])
    assert commitment(line["salt"], line["data"]) != commitment("0" * 64, line["data"])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_mutation_inside_by_someone_who_has_the_words_never_matches(
    tmp_path: Path, data: st.DataObject
) -> None:
    changed = FUZZED.copy()
    name = data.draw(st.sampled_from(sorted(changed.files)))
    content = bytearray(changed.files[name])
    at = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, 20))
    content[at : at + length] = data.draw(st.binary(max_size=20))
    changed.files[name] = bytes(content)
    verdict = verify(put(tmp_path, changed.whole()), SMALL)
    assert (verdict.bytes == "matches") is (changed.files == FUZZED.files), name
    again = verify(put(tmp_path, changed.inner(), "evidence.zip"), SMALL)
    assert again.bytes == verdict.bytes
