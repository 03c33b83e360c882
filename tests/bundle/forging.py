"""What an attacker has who holds the file, its words and this program: take apart, rebuild."""

from __future__ import annotations

import contextlib
import copy
import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

import sample
from keepsafe.bundle import custody, layout, signing, tables, texts
from keepsafe.bundle.sealing import SealChoice, Sealed, seal
from keepsafe.bundle.verifying import Secrets
from keepsafe.case.entries import FIRST_PREV, Happening, commitment
from keepsafe.demo.drawing import draw_chat_screenshots
from keepsafe.formats.aeszip import Member, ZipReader, ZipWriter
from keepsafe.formats.canonical import canonical
from keepsafe.intake.adding import Choice, add
from keepsafe.vault.keys import fingerprint, public_pem
from keepsafe.vault.vault import Vault
from sample import CODE, Ledger

PASSWORD = "a password of the tests"
WITHHELD_NOTE = "Withheld-Note-Zebrafish-Quartet"
REMOVED_BYTES = b"Removed-Bytes-Marzipan-Lighthouse " * 40
REMOVED_NAME = "Removed-Name-Pomegranate.png"
CORRECTED = "Corrected-Data-Thimble-Walrus"
TITLE = "Private-Title-Umbrella-Cactus"
SECRETS = (WITHHELD_NOTE, REMOVED_BYTES[:33].decode(), REMOVED_NAME, CORRECTED, TITLE)

# Names that a phone, a chat or an attacker can give a file; all can exist on Linux.
AWKWARD: Mapping[str, bytes] = {
    "empty.txt": b"",
    "one byte.bin": b"\x00",
    "スクリーンショット 2026-11-02.png": b"\x89PNG\r\n\x1a\n not really",
    "لقطة شاشة.txt": "مرحبا".encode(),
    "e\u0301 and \u00e9.txt": b"two spellings of one letter\r\n",
    "line\nbreak\x1b[31m.txt": b"terminal commands in a name",
    "\u202etxt.exe": b"MZ turned around",
    "-rf --help.txt": b"a name like an option",
    "page.html": b"<script>alert(1)</script>",
    "=cmd|calc.csv": b"=1+1\n",
    "CON.txt": b"a device on Windows",
    "x" * 200 + ".dat": bytes(range(256)) * 17,
    "block.bin": b"k" * (1024 * 1024 + 1),
}


@dataclass(frozen=True)
class Case:
    """A sealed case: the vault, which stays open, its first seal, and what went in."""

    vault: Vault
    root: Path
    sealed: Sealed
    exhibits: Mapping[str, bytes]

    @property
    def path(self) -> Path:
        return self.sealed.path

    @property
    def words(self) -> str:
        assert self.sealed.words is not None
        return self.sealed.words

    @property
    def secrets(self) -> Secrets:
        return Secrets((self.words,))

    @property
    def bag(self) -> str:
        return self.path.stem


@contextlib.contextmanager
def make_case(folder: Path) -> Iterator[Case]:
    """Make a case with everything in it, and seal it."""
    vault, _recovery = Vault.create(
        folder / "case", PASSWORD, {"role": "parent", "country": "CA", "title": TITLE}
    )
    with vault:
        fields = {"platform": "Instagram", "username": "lily_example.01", "note": CORRECTED}
        vault.add_item("account", fields, "parent")
        vault.describe("A1", {"note": "the right word"}, "parent")
        vault.add_item("payment", {"status": "paid", "amount": "500.00"}, "parent")
        vault.add_item("note", {"words": "It began in a game.\nThen he asked for money."}, "parent")
        vault.add_item("note", {"words": WITHHELD_NOTE}, "parent")
        vault.log([Happening("withheld", {"id": "N2", "why": "private"}, "parent")])
        given = folder / "given"
        given.mkdir()
        files = {**AWKWARD, REMOVED_NAME: REMOVED_BYTES, **dict(draw_chat_screenshots(3))}
        for name, content in files.items():
            (given / name).write_bytes(content)
        batch = add(vault, [given / name for name in files], Choice({"account": "A1"}), "parent")
        assert not batch.refused
        removed = next(kept.id for kept in batch.kept if kept.name == REMOVED_NAME)
        vault.describe(removed, {"shows": REMOVED_NAME}, "parent")
        vault.remove(removed, "added by mistake", "parent")
        target = folder / "out"
        target.mkdir()
        sealed = seal(vault, target, SealChoice(), "parent")
        exhibits = {
            e.neutral_name: files[e.file.name]
            for e in vault.record.exhibits
            if e.removed is None and e.file.name in files
        }
        yield Case(vault, folder, sealed, exhibits)


class ForgingWriter(ZipWriter):
    """The same writer, for someone who does not mind a name twice."""

    def _begin(self, member: Member) -> None:
        getattr(self, "_names", set()).clear()
        super()._begin(member)


@dataclass
class Parts:
    """A sealed file taken apart: the bag's files by name, and what is around them.

    `key` signs when `sign` is called; an attacker's is a new one, never the case's.
    """

    bag: str
    words: str
    files: dict[str, bytes]
    start: bytes = field(default_factory=texts.start_here)
    reader: bytes | None = None
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    clear: dict[str, bytes] = field(default_factory=dict)
    outer: dict[str, bytes] = field(default_factory=dict)

    @property
    def seal_code(self) -> str:
        return layout.seal_code(self.files[layout.TAG_MANIFEST])

    @classmethod
    def of(cls, case: Case) -> Parts:
        reader = read_outer(case.path).get(layout.READER)
        return cls(case.bag, case.words, read_bag(case.path, case.words), reader=reader)

    def copy(self) -> Parts:
        made = copy.copy(self)
        made.files, made.clear, made.outer = dict(self.files), dict(self.clear), dict(self.outer)
        return made

    def inner(self) -> bytes:
        """Return evidence.zip, by the same writer; `clear` members are not encrypted."""
        out = io.BytesIO()
        writer = ForgingWriter(out, self.words)
        for name, content in self.files.items():
            writer.add(f"{self.bag}/{name}", content)
        writer._password = None
        for name, content in self.clear.items():
            writer.add(f"{self.bag}/{name}", content)
        writer.close()
        return out.getvalue()

    def whole(self, inner: bytes | None = None) -> bytes:
        """Return the outer file."""
        members = {layout.START_HERE: self.start}
        if self.reader is not None:
            members[layout.READER] = self.reader
        members[layout.EVIDENCE_ZIP] = inner or self.inner()
        return plain_zip({**members, **self.outer})

    def list_again(self) -> Parts:
        """Make both manifests and the counts in bag-info.txt anew; the signature stays."""
        payload = {n: c for n, c in self.files.items() if n.startswith("data/")}
        size = sum(len(content) for content in payload.values())
        self.fact("Payload-Oxum", f"{size}.{len(payload)}")
        self.files[layout.MANIFEST] = layout.manifest(_digests(payload))
        tags = {
            name: content
            for name, content in self.files.items()
            if name not in payload and not layout.is_outside_manifests(name)
        }
        self.files[layout.TAG_MANIFEST] = layout.manifest(_digests(tags))
        return self

    def sign(self) -> Parts:
        """Sign with `key` what the tag manifest says now."""
        manifest = self.files[layout.TAG_MANIFEST]
        self.files[layout.SIGNATURE] = signing.sign(self.key, manifest)
        self.files[layout.SIGNING_KEY] = public_pem(self.key)
        return self

    def fact(self, label: str, value: str) -> Parts:
        """Change a fact in bag-info.txt."""
        lines = self.files[layout.BAG_INFO].decode().splitlines()
        kept = [f"{label}: {value}" if line.startswith(f"{label}: ") else line for line in lines]
        self.files[layout.BAG_INFO] = "".join(f"{line}\n" for line in kept).encode()
        return self

    def log(self, edit: Callable[[list[dict[str, Any]]], None]) -> Parts:
        """Change the log and link it anew: `edit` gets lines of {"entry", and told "salt", "data"}.

        Numbers, commitments and links are made again, so that the chain holds.
        """
        told = {
            line["seq"]: line
            for line in map(json.loads, self.files[layout.CUSTODY_DATA].splitlines())
        }
        lines = [
            {"entry": entry, **told.get(entry["seq"], {})}
            for entry in map(json.loads, self.files[layout.CUSTODY_LOG].splitlines())
        ]
        edit(lines)
        log, data, prev = b"", b"", FIRST_PREV
        for seq, line in enumerate(lines, start=1):
            entry = line["entry"]
            entry |= {"seq": seq, "prev": prev}
            if "data" in line:
                entry["commit"] = commitment(line["salt"], line["data"])
                told_line = {"seq": seq, "salt": line["salt"], "data": line["data"]}
                data += canonical(told_line) + b"\n"
            prev = hashlib.sha256(canonical(entry)).hexdigest()
            log += canonical(entry) + b"\n"
        self.files[layout.CUSTODY_LOG], self.files[layout.CUSTODY_DATA] = log, data
        return self

    def new_key(self) -> Parts:
        """Name the attacker's key everywhere, list and sign everything anew."""
        name = fingerprint(self.key.public_key())

        def claim(lines: list[dict[str, Any]]) -> None:
            lines[0]["data"]["signing_key"] = name

        return self.log(claim).fact("Keepsafe-Signing-Key-SHA256", name).list_again().sign()


SMALL_WORDS = "zebra-yard-wolf-valve-uncle-table-salad-river"


def small_parts(exhibits: int = 3, seal: int = 1, previous: str = "") -> Parts:
    """Return a small sealed file, made by hand and complete, of a few kilobytes.

    It is signed with a key that is always the same, as the seals of one case are.
    """
    key = ec.derive_private_key(20261102, ec.SECP256R1())
    name, bag = fingerprint(key.public_key()), f"{CODE}-{seal}"
    ledger = Ledger()
    ledger.log("opened", {"case": CODE, "signing_key": name, "values": {"role": "parent"}})
    ledger.add("account", "A1", {"platform": "Instagram", "username": "lily_example.01"})
    for number in range(1, exhibits + 1):
        ledger.exhibit(number, {"account": "A1"})
    ledger.add("note", "N1", {"words": "kept back"})
    ledger.log("withheld", {"id": "N1", "why": "private"})
    begun = {"seal": seal, "bundle": f"{bag}.zip", "previous_seal_code": previous}
    ledger.log("seal-begun", begun)
    record = ledger.fold.record()
    files = {
        f"{layout.EXHIBITS}/{e.neutral_name}": sample.content(int(e.id[1:]))
        for e in record.exhibits
    }
    files[layout.EXHIBITS_CSV] = tables.exhibits_csv(record)
    files[layout.ACCOUNTS_CSV] = tables.accounts_csv(record)
    files[layout.PAYMENTS_CSV] = tables.payments_csv(record)
    files[layout.CASE_JSONLD] = b"{}"
    files[layout.HASHES] = tables.hashes_txt(record)
    files[layout.CUSTODY_LOG] = custody.write_log(ledger.lines)
    files[layout.CUSTODY_DATA] = custody.write_data(ledger.lines, record.undisclosed)
    files[layout.VERIFY] = texts.verify_txt(bag)
    files[layout.REPORT_PDF] = b"%PDF-1.7 a report"
    files[layout.REPORT_HTML] = b"<!doctype html><p>a report"
    files["EXHIBITS-1.pdf"] = b"%PDF-1.7 pictures"
    files[layout.BAGIT] = layout.BAGIT_CONTENT
    files[layout.BAG_INFO] = texts.bag_info(
        {
            "Bag-Software-Agent": "Keepsafe 0.1.0",
            "Bagging-Date": "2026-11-23",
            "External-Identifier": bag,
            "Payload-Oxum": "0.0",
            "Keepsafe-Format": "1",
            "Keepsafe-Case": CODE,
            "Keepsafe-Seal-Number": str(seal),
            "Keepsafe-Sealed-At": "2026-11-23T21:14-07:00",
            "Keepsafe-Signing-Key-SHA256": name,
            "Keepsafe-Previous-Seal-Code": previous or "none",
        }
    )
    return Parts(bag, SMALL_WORDS, files, key=key).list_again().sign()


def plain_zip(members: Mapping[str, bytes]) -> bytes:
    """Return a zip of clear members in Keepsafe's form."""
    out = io.BytesIO()
    writer = ZipWriter(out)
    for name, data in members.items():
        writer.add(name, data)
    writer.close()
    return out.getvalue()


def read_outer(path: Path) -> dict[str, bytes]:
    """Return the members of the outer file."""
    with path.open("rb") as file:
        reader = ZipReader(file)
        return {m.name: b"".join(map(bytes, reader.blocks(m))) for m in reader.members}


def read_bag(path: Path, words: str) -> dict[str, bytes]:
    """Return the files of the bag in a sealed file, by their names in the bag."""
    reader = ZipReader(io.BytesIO(read_outer(path)[layout.EVIDENCE_ZIP]))
    return {
        m.name.partition("/")[2]: b"".join(map(bytes, reader.blocks(m, words)))
        for m in reader.members
    }


def flip(content: bytes, at: int, bit: int = 0) -> bytes:
    """Return `content` with one bit turned."""
    changed = bytearray(content)
    changed[at] ^= 1 << bit
    return bytes(changed)


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def digest_signature(key: ec.EllipticCurvePrivateKey, content: bytes) -> bytes:
    """Return a signature by a key of any curve."""
    return key.sign(content, ec.ECDSA(hashes.SHA256()))
