"""The file opens, and its checks pass and fail as they should, with tools that are not ours."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import itertools
import json
import random
import re
import shutil
import subprocess
import sys
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pypdf
import pytest
from forging import PASSWORD, SECRETS, WITHHELD_NOTE, Case, Parts, read_outer

import tsa
from keepsafe.bundle import layout, tables, texts
from keepsafe.bundle.sealing import SealChoice, seal
from keepsafe.bundle.verifying import Secrets, verify
from keepsafe.formats import age, tsp
from keepsafe.intake.adding import Choice, add
from keepsafe.resources import resource
from keepsafe.vault.vault import Vault

BIN = Path(sys.executable).parent
SHELLS = [shell for shell in ("sh", "dash", "bash", "zsh") if shutil.which(shell)]
CLEAN = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
NEEDED = ("7z", "bsdtar", "unzip", "sha256sum", "shasum", "openssl", "age")
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not all(map(shutil.which, NEEDED)),
    reason=f"these tools are not all here: {', '.join(NEEDED)}",
)


def run(*command: str | Path, cwd: Path, ok: bool = True) -> str:
    """Run a tool; return what it said. `ok` is whether it must be content."""
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, errors="replace", check=False, timeout=300
    )
    said = done.stdout + done.stderr
    assert (done.returncode == 0) is ok, f"{command}: {done.returncode}\n{said[-2000:]}"
    return said


def unpack_with_7z(path: Path, words: str, folder: Path) -> Path:
    """Open a sealed file as an officer does with 7-Zip: twice. Return the bag's folder."""
    run("7z", "x", f"-o{folder}", path, cwd=path.parent)
    run("7z", "x", f"-p{words}", "evidence.zip", cwd=folder)
    return folder / path.stem


@pytest.fixture(scope="module")
def unpacked(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bag as 7-Zip unpacked it; only to be read."""
    return unpack_with_7z(case.path, case.words, tmp_path_factory.mktemp("seven") / "x")


@pytest.fixture
def bag(unpacked: Path, tmp_path: Path) -> Path:
    """A copy of the unpacked bag, to be changed."""
    return shutil.copytree(unpacked, tmp_path / unpacked.name)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def write_bag(parts: Parts, folder: Path) -> Path:
    """Write the bag's files into a folder, as if a tool had unpacked them."""
    for name, content in parts.files.items():
        path = folder / parts.bag / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder / parts.bag


# Opening it.


def test_7z_gives_back_every_byte_and_leaves_nothing_beside(case: Case, unpacked: Path) -> None:
    exhibits = tree(unpacked / "data/exhibits")
    assert exhibits == case.exhibits
    assert len(exhibits) == 16
    assert {layout.is_known(name) for name in tree(unpacked)} == {True}
    assert sorted(p.name for p in unpacked.parent.iterdir()) == sorted(
        [case.bag, "OPEN-ME.html", "START-HERE.txt", "evidence.zip"]
    )
    assert verify(unpacked, Secrets(), case.sealed.seal_code).exit_code == 0
    assert verify(unpacked.parent, case.secrets, case.sealed.seal_code).exit_code == 0


def test_7z_calls_both_archives_sound_and_refuses_other_words(case: Case, unpacked: Path) -> None:
    assert "Everything is Ok" in run("7z", "t", case.path, cwd=unpacked)
    inner = unpacked.parent / "evidence.zip"
    assert "Everything is Ok" in run("7z", "t", f"-p{case.words}", inner, cwd=unpacked)
    assert "Wrong password" in run("7z", "t", f"-p{case.words}x", inner, cwd=unpacked, ok=False)
    listing = run("7z", "l", "-slt", inner, cwd=unpacked)
    assert set(re.findall(r"^Method = (.+)$", listing, re.MULTILINE)) == {"AES-256 Store"}
    assert set(re.findall(r"^Encrypted = (.+)$", listing, re.MULTILINE)) == {"+"}


def test_bsdtar_opens_it_too_and_unzip_the_outer_file(
    case: Case, unpacked: Path, tmp_path: Path
) -> None:
    run("unzip", "-q", case.path, cwd=tmp_path)
    run("bsdtar", "-xf", "evidence.zip", "--passphrase", case.words, cwd=tmp_path)
    assert tree(tmp_path / case.bag) == tree(unpacked)
    (tmp_path / "outer").mkdir()
    run("bsdtar", "-xf", case.path, cwd=tmp_path / "outer")
    outer = tree(tmp_path / "outer")
    assert sorted(outer) == ["OPEN-ME.html", "START-HERE.txt", "evidence.zip"]
    assert outer["OPEN-ME.html"] == texts.reader()


def test_a_file_for_a_unit_s_key_opens_with_age_and_then_7z(case: Case, tmp_path: Path) -> None:
    ours, theirs = age.X25519Identity.generate(), tmp_path / "key.txt"
    run("age-keygen", "-o", theirs, cwd=tmp_path)
    public = re.search(r"age1\w+", theirs.read_text())
    assert public
    recipients = (ours.recipient(), age.X25519Recipient.parse(public[0]))
    sealed = seal(case.vault, tmp_path, SealChoice(recipients=recipients), "parent")
    assert sealed.words is None
    run("7z", "x", "-ox", sealed.path, cwd=tmp_path)
    folder = tmp_path / "x"
    run("age", "-d", "-i", theirs, "-o", "evidence.zip", "evidence.zip.age", cwd=folder)
    run("7z", "x", "evidence.zip", cwd=folder)
    bag = folder / sealed.path.stem
    assert tree(bag / "data/exhibits") == case.exhibits
    code = sealed.seal_code
    assert verify(bag, Secrets(), code).exit_code == 0
    for path in (sealed.path, folder / "evidence.zip.age"):
        assert verify(path, Secrets(identities=(ours,)), code).sentences[0].startswith("MATCHES")
    assert verify(folder / "evidence.zip", Secrets(), code).exit_code == 0
    assert verify(sealed.path, Secrets(identities=(age.X25519Identity.generate(),))).exit_code == 3
    assert verify(sealed.path, case.secrets).exit_code == 4
    both = verify(folder, Secrets(identities=(ours,)))
    assert (both.bytes, both.exit_code) == ("cannot-tell", 4)
    assert "one of them at a time" in both.sentences[1]


# Checking it.


def test_sha256sum_passes_on_both_manifests_and_fails_on_a_changed_copy(bag: Path) -> None:
    for manifest in (layout.MANIFEST, layout.TAG_MANIFEST):
        run("sha256sum", "-c", "--strict", manifest, cwd=bag)
    spoil(bag / "data/exhibits.csv")
    assert "data/exhibits.csv: FAILED" in run("sha256sum", "-c", layout.MANIFEST, cwd=bag, ok=False)
    spoil(bag / "REPORT.pdf")
    assert "REPORT.pdf: FAILED" in run("sha256sum", "-c", layout.TAG_MANIFEST, cwd=bag, ok=False)


def test_openssl_passes_and_fails_on_a_changed_list(bag: Path) -> None:
    command = (
        *("openssl", "dgst", "-sha256", "-verify", layout.SIGNING_KEY),
        *("-signature", layout.SIGNATURE, layout.TAG_MANIFEST),
    )
    assert run(*command, cwd=bag) == "Verified OK\n"
    spoil(bag / layout.TAG_MANIFEST)
    assert "Verified OK" not in run(*command, cwd=bag, ok=False)


@pytest.mark.parametrize("change", ["nothing", "a byte", "a file more", "a file less", "the count"])
def test_bagit_validates_and_fails_on_a_changed_copy(bag: Path, change: str) -> None:
    match change:
        case "a byte":
            spoil(bag / "data/exhibits/0003.png")
            spoil(bag / "REPORT.html")
        case "a file more":
            (bag / "data/more.txt").write_bytes(b"")
        case "a file less":
            (bag / "data/case.jsonld").unlink()
        case "the count":
            info = bag / layout.BAG_INFO
            info.write_bytes(info.read_bytes().replace(b"Payload-Oxum: ", b"Payload-Oxum: 1"))
    said = run(BIN / "bagit.py", "--validate", ".", cwd=bag, ok=change == "nothing")
    assert ("is valid" in said) is (change == "nothing")


def test_case_validate_passes(unpacked: Path) -> None:
    graph = unpacked / layout.CASE_JSONLD
    assert "Conforms: True" in run(BIN / "case_validate", graph, cwd=unpacked)


def test_the_hash_list_finds_every_exhibit_and_nothing_else(
    case: Case, unpacked: Path, tmp_path: Path
) -> None:
    hashes = (unpacked / layout.HASHES).read_text("ascii")
    sums = run("md5sum", *sorted((unpacked / "data/exhibits").iterdir()), cwd=unpacked)
    assert hashes.splitlines() == [line.lstrip("\\")[:32] for line in sums.splitlines()]
    if shutil.which("hfind") is None:
        pytest.skip("The Sleuth Kit is not installed (apt-get install sleuthkit)")
    shutil.copy(unpacked / layout.HASHES, tmp_path)
    run("hfind", "-i", "md5sum", "hashes.txt", cwd=tmp_path)
    for content in case.exhibits.values():
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        assert digest.upper() in run("hfind", "hashes.txt", digest, cwd=tmp_path)
    assert "Not Found" in run("hfind", "hashes.txt", "0" * 32, cwd=tmp_path)


@pytest.mark.slow  # seconds, all of them the validator's
def test_case_validate_fails_on_a_changed_copy(bag: Path) -> None:
    graph = bag / layout.CASE_JSONLD
    text = graph.read_text("utf-8")
    changed = text.replace('"uco-types:hashValue"', '"uco-types:hashValeu"')
    assert changed != text
    graph.write_text(changed, "utf-8")
    assert "Conforms: False" in run(BIN / "case_validate", graph, cwd=bag, ok=False)


def spoil(path: Path) -> None:
    """Change one byte in the middle of a file, or add one to an empty file."""
    content = bytearray(path.read_bytes() or b" ")
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


# VERIFY.txt, as printed.

ANSWERS = {
    ("1", 0): "All listed files match.",
    ("2", 0): "No other files.",
    ("4", 0): "Verified OK",
    ("4", 1): "The key is the one that bag-info.txt names.",
    ("5", 0): "{entries} entries, unbroken.",
}
NO_TOKEN = "No time token here."
TIME_STEP = "6"


def printed_commands(text: str, system: str) -> list[tuple[str, str]]:
    """Return (section, command) for every command that VERIFY.txt prints for a system."""
    found, section, systems = [], "", ""
    for line in text.splitlines():
        if heading := re.match(r"(\d)\. \S", line):
            section = heading[1]
        elif re.match(r"(Linux|macOS|Windows)\b", line):
            systems = line
        elif line.startswith("    ") and section and system in systems:
            found.append((section, line.strip()))
        elif line and not line.startswith(" "):
            systems = systems if system in systems and "Windows" in systems else ""
    return found


def answers(bag: Path, shell: str, system: str = "Linux") -> dict[tuple[str, int], str]:
    """Run every printed command in a clean shell; return the answers by section and place."""
    text = (bag / "VERIFY.txt").read_text("utf-8")
    said: dict[tuple[str, int], str] = {}
    for section, command in printed_commands(text, system):
        place = sum(key[0] == section for key in said)
        done = subprocess.run(
            [shell, "-c", command], cwd=bag, env=CLEAN, capture_output=True, text=True,
            errors="replace", check=False, timeout=120,
        )  # fmt: skip
        said[section, place] = (done.stdout + done.stderr).strip()
    return said


def good_answers(bag: Path, system: str = "Linux") -> dict[tuple[str, int], str]:
    """Return what a bag without time tokens should get."""
    entries = (bag / layout.CUSTODY_LOG).read_bytes().count(b"\n")
    code = hashlib.sha256((bag / layout.TAG_MANIFEST).read_bytes()).hexdigest()
    answer = {key: text.format(entries=entries) for key, text in ANSWERS.items()}
    if system == "Linux":
        answer |= dict.fromkeys(((TIME_STEP, place) for place in range(4)), NO_TOKEN)
    return answer | {("3", 0): layout.shown_seal_code(code)}


def test_the_text_in_the_bag_is_ours_and_fits_a_window(case: Case, unpacked: Path) -> None:
    text = (unpacked / "VERIFY.txt").read_bytes()
    assert text == texts.verify_txt(case.bag)
    assert f"Sealed file: {case.bag}\n".encode() in text
    assert b"{bundle}" not in text
    text.decode("ascii")
    prose = [line for line in text.decode().splitlines() if not line.startswith("    ")]
    assert max(map(len, prose)) <= 73
    assert "!" not in "".join(prose)
    assert {"certutil -hashfile tagmanifest-sha256.txt SHA256"} < {
        command for _section, command in printed_commands(text.decode(), "Windows")
    }


@pytest.mark.parametrize("system", ["Linux", "macOS"])
@pytest.mark.parametrize("shell", SHELLS)
def test_every_printed_command_gives_the_good_answer(
    unpacked: Path, shell: str, system: str
) -> None:
    before = tree(unpacked)
    assert answers(unpacked, shell, system) == good_answers(unpacked, system)
    assert tree(unpacked) == before


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_language_prints_the_same_commands(language: str) -> None:
    english = resource("bundle", "VERIFY.txt").read_text("utf-8")
    other = resource("bundle", f"VERIFY.{language}.txt").read_text("utf-8")
    for system in ("Linux", "macOS", "Windows"):
        assert printed_commands(other, system) == printed_commands(english, system)
    assert len(printed_commands(english, "Windows")) == 2
    prose = [line for line in other.splitlines() if not line.startswith("    ")]
    assert max(map(len, prose)) <= 73
    assert "!" not in "".join(prose)
    assert english.count("{bundle}") == other.count("{bundle}") > 1
    told = (*ANSWERS.values(), "NOT LISTED", "CANNOT TELL", "ANOTHER KEY", NO_TOKEN)
    for answer in (*told, "Verification: OK", "Verification: FAILED"):
        assert answer.rpartition(", ")[2].rstrip(".") in "\n".join(prose)


@pytest.mark.parametrize("gone", [layout.MANIFEST, layout.TAG_MANIFEST])
@pytest.mark.parametrize("system", ["Linux", "macOS"])
def test_without_a_list_of_files_it_cannot_tell(bag: Path, gone: str, system: str) -> None:
    (bag / gone).unlink()
    said = answers(bag, "sh", system)["1", 0]
    assert said.startswith("CANNOT TELL: ")
    assert "match" not in said


def flipped_byte(bag: Path) -> None:
    spoil(bag / "data/exhibits/0003.png")


def flipped_report(bag: Path) -> None:
    spoil(bag / "REPORT.pdf")


def missing_file(bag: Path) -> None:
    (bag / "data/exhibits/0003.png").unlink()


def unlisted_file(bag: Path) -> None:
    (bag / "data/exhibits/0099.png").write_bytes(b"put there")


def unlisted_report(bag: Path) -> None:
    (bag / "REPORT.docx").write_bytes(b"put there")


def name_with_a_line_end(bag: Path) -> None:
    (bag / "x\nREPORT.pdf\x1b[2J").write_bytes(b"put there")


def unlisted_in_seal(bag: Path) -> None:
    (bag / "seal/time-1.tsr.html").write_bytes(b"put there")


def link(bag: Path) -> None:
    (bag / "data/link").symlink_to("/etc/passwd")


def broken_chain(bag: Path) -> None:
    log = bag / layout.CUSTODY_LOG
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:3] + lines[4:]))
    relist(bag)


def edited_entry(bag: Path) -> None:
    log = bag / layout.CUSTODY_LOG
    log.write_bytes(log.read_bytes().replace(b'"actor":"parent"', b'"actor":"adult"', 1))
    relist(bag)


def no_log(bag: Path) -> None:
    (bag / layout.CUSTODY_LOG).write_bytes(b"")
    relist(bag)


def relisted(bag: Path) -> None:
    spoil(bag / "data/exhibits/0003.png")
    relist(bag)


def other_key(bag: Path) -> None:
    """Sign the changed bag with a new key, and leave bag-info.txt as it was."""
    spoil(bag / "REPORT.pdf")
    relist(bag)
    key = bag.parent / "key.pem"
    run("openssl", "ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", key, cwd=bag)
    run("openssl", "pkey", "-in", key, "-pubout", "-out", layout.SIGNING_KEY, cwd=bag)
    run(
        *("openssl", "dgst", "-sha256", "-sign", key, "-out", layout.SIGNATURE),
        layout.TAG_MANIFEST, cwd=bag,
    )  # fmt: skip


def wholly_rebuilt(bag: Path) -> None:
    """Name the new key in bag-info.txt too: only the seal code can tell."""
    other_key(bag)
    run("openssl", "pkey", "-pubin", "-in", layout.SIGNING_KEY, "-outform", "DER", "-out",
        bag.parent / "der", cwd=bag)  # fmt: skip
    digest = hashlib.sha256((bag.parent / "der").read_bytes()).hexdigest().encode()
    info = bag / layout.BAG_INFO
    info.write_bytes(re.sub(rb"(Key-SHA256: ).*", rb"\g<1>" + digest, info.read_bytes()))
    relist(bag)
    run(
        *("openssl", "dgst", "-sha256", "-sign", bag.parent / "key.pem", "-out", layout.SIGNATURE),
        layout.TAG_MANIFEST, cwd=bag,
    )  # fmt: skip


def relist(bag: Path) -> None:
    """Make both manifests anew with sha256sum, as an attacker can."""
    files = "find data -type f | sort | xargs -d '\\n' sha256sum > manifest-sha256.txt"
    tags = "sha256sum bag-info.txt bagit.txt manifest-sha256.txt *.pdf REPORT.html VERIFY.txt"
    run("sh", "-c", f"{files}; {tags} > tagmanifest-sha256.txt", cwd=bag)


CHANGES: tuple[tuple[Callable[[Path], None], Mapping[tuple[str, int], str]], ...] = (
    (flipped_byte, {("1", 0): "data/exhibits/0003.png: FAILED"}),
    (flipped_report, {("1", 0): "REPORT.pdf: FAILED"}),
    (missing_file, {("1", 0): "data/exhibits/0003.png: FAILED open or read"}),
    (unlisted_file, {("2", 0): "NOT LISTED: data/exhibits/0099.png"}),
    (unlisted_report, {("2", 0): "NOT LISTED: REPORT.docx"}),
    (unlisted_in_seal, {("2", 0): "NOT LISTED: seal/time-1.tsr.html"}),
    (name_with_a_line_end, {("2", 0): "NOT LISTED: x"}),
    (link, {("2", 0): "NOT LISTED: data/link"}),
    (relisted, {("3", 0): "", ("4", 0): "Verification failure"}),
    (broken_chain, {("3", 0): "", ("4", 0): "Verification failure", ("5", 0): "breaks at line 4"}),
    (edited_entry, {("3", 0): "", ("4", 0): "Verification failure", ("5", 0): "breaks at line "}),
    (no_log, {("3", 0): "", ("4", 0): "Verification failure", ("5", 0): ""}),
    (other_key, {("3", 0): "", ("4", 1): "ANOTHER KEY"}),
    (wholly_rebuilt, {("3", 0): ""}),
)


@pytest.mark.parametrize("shell", ["dash", "bash"])
@pytest.mark.parametrize(("change", "shown"), CHANGES, ids=[c.__name__ for c, _ in CHANGES])
def test_the_command_meant_for_it_shows_each_change_and_no_other_does(
    bag: Path,
    change: Callable[[Path], None],
    shown: Mapping[tuple[str, int], str],
    shell: str,
) -> None:
    if not shutil.which(shell):
        pytest.skip(f"no {shell} here")
    good = good_answers(bag)
    change(bag)
    said = answers(bag, shell)
    assert {key for key in good if said[key] != good[key]} == shown.keys()
    assert all(text in said[key] for key, text in shown.items())
    assert "\x1b" not in "".join(said.values())
    if ("1", 0) in shown:
        assert "CHANGED" in said["1", 0]
        assert "All listed files match" not in said["1", 0]
    if change is not wholly_rebuilt:  # whose log still names the key that it was
        assert verify(bag, Secrets()).exit_code == 1


# The time step, with a token in the bag, with one that came later, and years after.


@pytest.fixture(scope="module")
def expired() -> tsa.Chain:
    """An authority whose signer's certificate was good when it signed, and is no more."""
    return tsa.chain(
        key=tsa.ec_key, signer_start=tsa.NOW - 4 * tsa.YEAR, signer_end=tsa.NOW - tsa.YEAR
    )


def put_token(bag: Path, made_by: tsa.Chain, where: str, **options: Any) -> None:
    """Put a token of this bag where Keepsafe puts it: "inside" or "beside", and its root."""
    digest = hashlib.sha256((bag / layout.TAG_MANIFEST).read_bytes()).digest()
    stem = bag / "seal/time-1" if where == "inside" else bag.parent / bag.name
    token, query, chain = layout.time_files_of(str(stem))
    Path(token).write_bytes(made_by.token(digest, **options))
    Path(query).write_bytes(tsp.Query(tsp.Imprint("sha256", digest)).encoded())
    Path(chain).write_bytes(tsa.pem(*made_by.all))
    (bag.parent / "root.pem").write_bytes(tsa.pem(made_by.root))


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("where", ["inside", "beside"])
@pytest.mark.parametrize("when", ["today", "signer expired since"])
def test_a_time_token_gets_the_good_answer_before_and_after_its_signer_expires(
    bag: Path, expired: tsa.Chain, shell: str, where: str, when: str
) -> None:
    made_by = tsa.chain(key=tsa.ec_key) if when == "today" else expired
    at = tsa.NOW - tsa.timedelta(hours=1) if when == "today" else tsa.NOW - 2 * tsa.YEAR
    put_token(bag, made_by, where, when=at)
    good = good_answers(bag)
    place = 0 if where == "inside" else 1
    good[TIME_STEP, place] = "Verification: OK"
    good[TIME_STEP, place + 2] = f"Time stamp: {at:%b} {at.day:2} {at:%H:%M:%S %Y} GMT"
    assert answers(bag, shell) == good
    if when != "today":  # a check at today's date would fail: that is why -attime is printed
        stem = "seal/time-1" if where == "inside" else f"../{bag.name}"
        said = run(
            *("openssl", "ts", "-verify", "-data", layout.TAG_MANIFEST, "-in", f"{stem}.tsr"),
            *("-CAfile", "../root.pem", "-untrusted", f"{stem}-chain.pem"), cwd=bag, ok=False,
        )  # fmt: skip
        assert "certificate has expired" in said


def test_what_openssl_signed_gets_the_good_answer(bag: Path, tmp_path: Path) -> None:
    made_by = tsa.chain(key=tsa.rsa_key, between=2)
    put_token(bag, made_by, "inside")
    query = (bag / "seal/time-1.tsq").read_bytes()
    authority = tsa.OpensslAuthority(made_by, tmp_path / "authority")
    (bag / "seal/time-1.tsr").write_bytes(authority(query))
    assert answers(bag, "sh")[TIME_STEP, 0] == "Verification: OK"


@pytest.mark.parametrize("wrong", ["bytes", "signature", "root", "no root", "no token"])
def test_a_time_token_that_proves_nothing_gets_the_bad_answer(
    bag: Path, expired: tsa.Chain, wrong: str
) -> None:
    put_token(bag, expired, "inside", when=tsa.NOW - 2 * tsa.YEAR, spoil=wrong == "signature")
    root = bag.parent / "root.pem"
    match wrong:
        case "bytes":
            spoil(bag / layout.TAG_MANIFEST)
        case "root":
            root.write_bytes(tsa.pem(tsa.chain(key=tsa.ec_key).root))
        case "no root":
            root.unlink()
        case "no token":
            (bag / "seal/time-1.tsr").write_bytes(b"no token")
    said = answers(bag, "sh")[TIME_STEP, 0]
    if wrong == "no root":
        assert said == "CANNOT TELL: root.pem is not in the folder above."
    else:
        assert said == "Verification: FAILED"


# A case that was damaged at home is sealed all the same, and says so.


def test_what_was_lost_before_is_said_by_verify_and_by_the_stock_loop(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    for number in range(3):
        (given / f"{number}.txt").write_bytes(b"%d" % number)
    root = tmp_path / "case"
    vault, _ = Vault.create(root, PASSWORD, {"role": "parent", "country": "CA"})
    with vault:
        vault.add_item("note", {"words": "lost"}, "parent")
        vault.add_item("note", {"words": "kept"}, "parent")
        add(vault, [given], Choice(everything=True), "parent")
        stored = root / "exhibits" / vault.record.exhibits[1].file.stored
    spoil(stored)
    (root / "ledger/00000002.age").unlink()
    with Vault.unlock(root, PASSWORD) as vault:
        (tmp_path / "out").mkdir()
        choice = SealChoice(without_damaged=True)
        sealed = seal(vault, tmp_path / "out", choice, "parent")
    assert sealed.words
    verdict = verify(sealed.path, Secrets((sealed.words,)), sealed.seal_code)
    assert (verdict.bytes, verdict.seal, verdict.exhibits) == ("matches", "same", 2)
    said = " ".join(verdict.sentences)
    assert "Found damaged before the sealing, and not in it: E2." in said
    assert "Entries of the log that were lost before the sealing: 2." in said
    assert "without a break" not in said
    bag = unpack_with_7z(sealed.path, sealed.words, tmp_path / "x")
    good, told = good_answers(bag), answers(bag, "sh")
    assert {key for key in good if told[key] != good[key]} == {("5", 0)}
    assert told["5", 0] == "The chain breaks at line 2."


# What must not be in it.


def every_text(name: str, content: bytes) -> Iterator[bytes]:
    """Yield a member as it is, and whatever of it is packed, as bytes to search."""
    yield content
    if name.endswith(".pdf"):
        reader = pypdf.PdfReader(io.BytesIO(content))
        text = "\n".join(page.extract_text() for page in reader.pages)
        yield text.encode()
        yield json.dumps(reader.metadata, default=str).encode()
        for match in re.finditer(rb"stream\r?\n", content):
            try:
                yield zlib.decompressobj().decompress(content[match.end() :])
            except zlib.error:
                continue
    for found in re.findall(rb"base64,([A-Za-z0-9+/=]+)", content):
        yield base64.b64decode(found)


def spellings(needle: str) -> list[bytes]:
    return [needle.encode(), needle.encode("utf-16-le"), needle.encode("utf-16-be")]


def test_nothing_that_is_kept_back_is_anywhere_in_it(case: Case, parts: Parts) -> None:
    words = case.words.split("-")
    pairs = [f"{a}{by}{b}" for a, b in itertools.pairwise(words) for by in "- "]
    removed = next(e for e in case.vault.record.exhibits if e.removed is not None)
    hashes = [removed.file.sha256, removed.file.sha1, removed.file.md5, removed.file.stored]
    kept_back = [*SECRETS, *pairs, "".join(words), PASSWORD, *hashes]
    members = {**parts.files, **read_outer(case.path), "the file": case.path.read_bytes()}
    found = set()
    for name, content in members.items():
        for text in every_text(name, content):
            squeezed = b"".join(text.split())
            for needle in kept_back:
                assert not any(s in text for s in spellings(needle)), f"{needle} in {name}"
                assert "".join(needle.split()).encode() not in squeezed, f"{needle} in {name}"
            found |= {name for s in spellings("lily_example.01") if s in text}
    # The search does find what is there.
    assert {"REPORT.pdf", "REPORT.html", layout.ACCOUNTS_CSV, layout.CASE_JSONLD} <= found
    assert layout.CUSTODY_DATA in found
    assert any(s in parts.files[layout.CUSTODY_DATA] for s in spellings("the right word"))


def test_the_log_tells_that_something_was_kept_back(parts: Parts) -> None:
    entries = [json.loads(line) for line in parts.files[layout.CUSTODY_LOG].splitlines()]
    told = {json.loads(line)["seq"] for line in parts.files[layout.CUSTODY_DATA].splitlines()}
    assert [e["seq"] for e in entries] == list(range(1, len(entries) + 1))
    silent = [e["what"] for e in entries if e["seq"] not in told]
    assert sorted(silent) == ["added", "added", "added", "described", "described", "set"]
    assert WITHHELD_NOTE not in json.dumps(entries)


# Many files, of any name.

SCRIPTS = (
    *("abcxyzABC019", "éàçñüßøłžőğ", "абвгжЯЮ", "αβγΩ", "你好世界截图", "スクリーン", "한국어화면"),
    *(
        "عربيلقطة",
        "עבריתמסך",
        "हिन्दीकख",
        "ไทยกขค",
        "ԱԲԳ",
        "ქართ",
        "🌸\u200d🔥",
        "𝕬𝖇𝖈",
        "\u0301\u200b",
    ),
)
HOSTILE = (
    *("...", " .png", ".hidden", "~", "$(reboot)", "`id`", "a;b", "a|b", "a&b", "%s%n", "*", "?"),
    *("\\", "C:\\x", "\"q'", "<x>", "a\tb", "a\rb", "\x7f", "\x1b]0;t\x07", "\u202egpj.exe", "="),
    *("NUL", "aux.h", "COM1.png", "-", "--", "#", "a ", "a.", "\u2028", "con.JPG", "@SUM(1)"),
    *("\ufeffx", "a\nb", "+1", "%2e%2e", "desktop.ini.png", "x" * 255),
)


def many_files(count: int) -> Iterator[tuple[str, bytes]]:
    """Yield files of every kind of name, size and content; each content once."""
    dice = random.Random(20261102)
    seen: set[str] = {"", ".", ".."}
    for number in range(count):
        if number < len(HOSTILE):
            name = HOSTILE[number]
        else:
            script = dice.choice(SCRIPTS)
            letters = "".join(dice.choice(script) for _ in range(dice.randint(1, 24)))
            name = letters + dice.choice((".png", ".jpg", ".TXT", "", ".html", ".x" * 9, ".svg"))
        while name in seen or len(name.encode()) > 255:
            name = f"{name[:20]}{number}"
        seen.add(name)
        head = dice.choice((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04", b"<svg", b""))
        size = dice.choice((0, 1, 15, 16, 17, 1000, 70_000))
        yield name, head + dice.randbytes(size) + str(number).encode()


@pytest.mark.parametrize(
    "count", [60, pytest.param(2000, marks=pytest.mark.slow)], ids=["60", "2000"]
)
def test_files_of_any_name_come_back_byte_for_byte(tmp_path: Path, count: int) -> None:
    given = tmp_path / "given"
    given.mkdir()
    files = dict(many_files(count))
    for name, content in files.items():
        (given / name).write_bytes(content)
    assert {unicodedata.category(c) for c in "".join(files)} > {"Lo", "Mn", "Cf", "Cc", "So", "Sm"}
    vault, _ = Vault.create(tmp_path / "case", PASSWORD, {"role": "parent", "country": "CA"})
    with vault:
        batch = add(vault, [given], Choice(everything=True), "parent")
        assert not batch.refused
        # What systems leave behind by themselves is passed over; nothing here is named so.
        assert len(batch.kept) == count
        (tmp_path / "out").mkdir()
        sealed = seal(vault, tmp_path / "out", SealChoice(), "parent")
    assert sealed.words
    bag = unpack_with_7z(sealed.path, sealed.words, tmp_path / "x")
    rows = csv.DictReader(
        io.StringIO((bag / layout.EXHIBITS_CSV).read_bytes().decode("utf-8-sig"), newline="")
    )
    names = rows.fieldnames or []
    path_column, name_column = names[1], names[2]
    back = {tables.undo(row[name_column]): (bag / row[path_column]).read_bytes() for row in rows}
    assert back == files
    assert all(p.name.isascii() for p in bag.rglob("*"))
    run("sha256sum", "-c", "--strict", "--quiet", layout.MANIFEST, layout.TAG_MANIFEST, cwd=bag)
    run(BIN / "bagit.py", "--validate", ".", cwd=bag)
    verdict = verify(sealed.path, Secrets((sealed.words,)), sealed.seal_code)
    assert (verdict.bytes, verdict.seal, verdict.exhibits) == ("matches", "same", count)
