"""The names in a sealed file, and nothing but them: what is not here does not belong in one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Set

from keepsafe.errors import FormatError, UsageError
from keepsafe.i18n import _

START_HERE = "START-HERE.txt"
READER = "OPEN-ME.html"
EVIDENCE_ZIP = "evidence.zip"
EVIDENCE_AGE = "evidence.zip.age"

FORMS_ENDING = "-FORMS.pdf"
"""The forms lie beside a sealed file, are called after it, and are no part of it."""

BAGIT = "bagit.txt"
BAG_INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
VERIFY = "VERIFY.txt"
REPORT_PDF = "REPORT.pdf"
REPORT_HTML = "REPORT.html"
EXHIBITS = "data/exhibits"
VIEWING = "data/viewing"
EXHIBITS_CSV = "data/exhibits.csv"
ACCOUNTS_CSV = "data/accounts.csv"
PAYMENTS_CSV = "data/payments.csv"
CASE_JSONLD = "data/case.jsonld"
HASHES = "data/hashes.txt"
CUSTODY_LOG = "data/custody-log.jsonl"
CUSTODY_DATA = "data/custody-data.jsonl"
SIGNATURE = "seal/tagmanifest-sha256.sig"
SIGNING_KEY = "seal/signing-key.pem"

LISTS = (BAG_INFO, MANIFEST, TAG_MANIFEST, SIGNATURE, SIGNING_KEY)
COPIED = (*LISTS, REPORT_PDF)
COPIES_ENDING = "-copies"
MOST_TIMES = 9
"""How many of the time tokens in one sealed file are looked at."""

BAGIT_CONTENT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
REQUIRED = (
    *(BAGIT, BAG_INFO, MANIFEST, TAG_MANIFEST, VERIFY, REPORT_PDF, REPORT_HTML),
    *(EXHIBITS_CSV, ACCOUNTS_CSV, PAYMENTS_CSV, CASE_JSONLD, CUSTODY_LOG, CUSTODY_DATA),
    *(SIGNATURE, SIGNING_KEY),
)
OPTIONAL = (HASHES,)  # files sealed by the first version have none
_REPEATED = re.compile(
    r"EXHIBITS-[1-9][0-9]{0,3}\.pdf"
    r"|data/exhibits/[0-9]{4,8}\.[a-z0-9]{1,8}(?:\.txt)?"
    r"|data/viewing/[0-9]{4,8}\.jpg"
    r"|seal/time-[1-9][0-9]{0,2}(?:\.tsr|\.tsq|-chain\.pem)"
)
_EXHIBIT = re.compile(r"data/exhibits/([0-9]{4,8})\.[a-z0-9.]+")
_VIEWING = re.compile(r"data/viewing/([0-9]{4,8})\.jpg")
_EXHIBIT_ID = re.compile(r"E[1-9][0-9]{0,7}")
_BAG_NAME = re.compile(r"(KS-[0-9A-Z]{4}-[0-9A-Z]{4})-([1-9][0-9]{0,5})")
_MANIFEST_LINE = re.compile(r"([0-9a-f]{64})  ([^\x00-\x20\x7f]+)")


def is_known(name: str) -> bool:
    """Return whether a file of that name, inside the bag, has a place in a sealed file."""
    return name in REQUIRED or name in OPTIONAL or _REPEATED.fullmatch(name) is not None


def is_forms(name: str) -> bool:
    """Return whether a file of that name holds the forms of a seal, which nobody checks."""
    return name.endswith(FORMS_ENDING) and parse_bag_name(name[: -len(FORMS_ENDING)]) is not None


def exhibit_id(name: str) -> str:
    """Return the number of the exhibit that a file is, such as E3, and "" for any other file."""
    match = _EXHIBIT.fullmatch(name)
    return f"E{int(match[1])}" if match else ""


def is_exhibit_id(text: str) -> bool:
    """Return whether a text is the number of an exhibit, such as E3."""
    return _EXHIBIT_ID.fullmatch(text) is not None


def is_copied(name: str, exhibits: Set[str]) -> bool:
    """Return whether a file goes into plain copies of these exhibits."""
    viewing = _VIEWING.fullmatch(name)
    number = f"E{int(viewing[1])}" if viewing else exhibit_id(name)
    return name in COPIED or is_time_file(name) or number in exhibits


def parse_copies_name(name: str) -> str | None:
    """Return the bag's folder name in that of its plain copies, or None."""
    bag = name.removesuffix(COPIES_ENDING)
    return bag if bag != name and parse_bag_name(bag) else None


def is_time_file(name: str) -> bool:
    """Return whether a file of that name is a time token, or belongs beside one."""
    return name.startswith("seal/time-")


def tokens() -> tuple[str, ...]:
    """Return the names of the time tokens that are looked at."""
    return tuple(time_files(number)[0] for number in range(1, MOST_TIMES + 1))


def time_files(number: int) -> tuple[str, str, str]:
    """Return the names of a time token, of the query it answers, and of its certificates."""
    return time_files_of(f"seal/time-{number}")


def time_files_of(stem: str) -> tuple[str, str, str]:
    """Return the same names for a token that lies elsewhere, such as "KS-7F3K-9Q2M-1"."""
    return f"{stem}.tsr", f"{stem}.tsq", f"{stem}-chain.pem"


def is_outside_manifests(name: str) -> bool:
    """Return whether a file vouches for the manifests, so that none of them can list it."""
    return name == TAG_MANIFEST or name.startswith("seal/")


def parse_bag_name(name: str) -> tuple[str, int] | None:
    """Return (case code, seal number) of a bag's folder name, or None."""
    match = _BAG_NAME.fullmatch(name)
    return (match[1], int(match[2])) if match else None


def manifest(digests: Mapping[str, str]) -> bytes:
    """Return a manifest: a hash, two spaces and a name a line, sorted (RFC 8493, section 2.1.3)."""
    lines = (f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    return "".join(lines).encode()


def parse_manifest(content: bytes, called: str) -> dict[str, str]:
    """Return the hash of each name in a manifest.

    Raises:
        FormatError: for any line that is not in the form `manifest` writes, or a name twice.
    """
    digests: dict[str, str] = {}
    for line in content.decode("utf-8", "backslashreplace").split("\n")[:-1]:
        match = _MANIFEST_LINE.fullmatch(line)
        if match is None or match[2] in digests:
            raise FormatError(
                _("A line of {name} is not as Keepsafe writes it.").format(name=called)
            )
        digests[match[2]] = match[1]
    if manifest(digests) != content:
        raise FormatError(_("{name} is not as Keepsafe writes it.").format(name=called))
    return digests


def seal_code(tag_manifest: bytes) -> str:
    """Return the whole seal code: the SHA-256 of the tag manifest, which pins every byte."""
    return hashlib.sha256(tag_manifest).hexdigest()


def shown_seal_code(code: str) -> str:
    """Return the half of a seal code that people compare: 128 bits in eight groups of four."""
    return " ".join(code[i : i + 4] for i in range(0, 32, 4))


def read_seal_code(typed: str) -> str:
    """Return the 32 or 64 hex digits of a typed seal code.

    Raises:
        UsageError: when it is not that long, or holds other letters.
    """
    digits = re.sub(r"[\s:._–—-]", "", typed).lower()
    if not re.fullmatch(r"[0-9a-f]{32}|[0-9a-f]{64}", digits):
        raise UsageError(
            _(
                "A seal code is eight groups of four, with digits and the letters a to f only. "
                "Look at the sheet again."
            )
        )
    return digits
