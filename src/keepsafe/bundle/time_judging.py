"""What each time token says of a sealed file, those inside it and those that came beside it."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography import x509

from keepsafe.bundle import layout, texts, time_authorities, time_chains, timestamp
from keepsafe.bundle.checking import TokenInside
from keepsafe.errors import FormatError, SystemRefusedError, UsageError
from keepsafe.formats import tsp
from keepsafe.i18n import _
from keepsafe.intake.walking import open_regular

_MOST_HELPING = 40
_WORTH_TELLING = 1.0  # seconds of doubt that an authority leaves about its own clock


@dataclass(frozen=True, slots=True)
class TimeSources:
    """What the person who checks brings: roots they trust, and tokens apart from the file."""

    roots: tuple[x509.Certificate, ...] = ()
    tokens: tuple[Path, ...] = ()


_FACTS = ("time", "serial", "signer", "policy", "imprint", "imprint_function", "root_sha256")
NOTHING_BROUGHT = TimeSources()


@dataclass(frozen=True, slots=True)
class TimeFinding:
    """What one token says. `reason` is one word why it proves nothing, or "".

    `asked` is whether the person named this token, so that it must hold.
    """

    token: str
    inside: bool
    asked: bool
    sentence: str
    reason: timestamp.Reason | str = ""
    token_sha256: str = ""
    stamp: timestamp.Stamp | None = None
    authority: str = ""

    @property
    def trusted(self) -> bool:
        """Whether it proves a time."""
        return self.stamp is not None

    @property
    def exit_code(self) -> int:
        """What it adds to the verdict: 1 for other bytes, 4 when a token asked for proves nothing.

        A token that nobody asked about changes nothing: it is told.
        """
        if self.trusted or not self.asked:
            return 0
        return 1 if self.reason == "other-bytes" else 4

    def as_json(self) -> dict[str, Any]:
        """Return the finding as plain data."""
        return {
            "token": self.token,
            "inside": self.inside,
            "trusted": self.trusted,
            "reason": self.reason,
            "sentence": self.sentence,
            "authority": self.authority,
            "token_sha256": self.token_sha256,
            **(dict.fromkeys(_FACTS) if self.stamp is None else facts_of(self.stamp)),
        }


def facts_of(stamp: timestamp.Stamp) -> dict[str, str]:
    """Return what a good token says as plain data, for the log and for programs."""
    return {
        "time": written(stamp.time),
        "serial": f"{stamp.serial:#x}",
        "signer": stamp.signer,
        "policy": stamp.policy,
        "imprint": stamp.imprint.digest.hex(),
        "imprint_function": stamp.imprint.function,
        "root_sha256": stamp.root_sha256,
    }


def written(moment: datetime) -> str:
    """Return a time as "2026-11-24T05:14:03Z"; parts of a second are kept."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def judge_inside(
    tokens: Sequence[TokenInside],
    tag_manifest: bytes,
    roots: Sequence[x509.Certificate],
    *,
    matches: bool,
) -> tuple[TimeFinding, ...]:
    """Return what the tokens in a bag say, its bytes otherwise `matches` or not.

    One about other bytes is left out: the check of the bag has named it.
    """
    found = []
    for token in tokens:
        finding = _judge(
            _Judged(token.name, token.response, token.query, token.chain, inside=True),
            roots,
            message=tag_manifest,
            matches=matches,
        )
        if finding.reason != "other-bytes":
            found.append(finding)
    return tuple(found)


def judge_beside(
    path: Path,
    bundle: str,
    seal_code: str,
    sources: TimeSources,
    roots: Sequence[x509.Certificate],
    *,
    matches: bool = True,
) -> tuple[TimeFinding, ...]:
    """Return what tokens apart from a file say of it: those asked about, and one beside it."""
    found = []
    beside = path.resolve().parent / f"{bundle}.tsr"
    asked = {token.resolve() for token in sources.tokens}
    tokens = [(token, True) for token in sources.tokens]
    if layout.parse_bag_name(bundle) and beside not in asked and beside.is_file():
        tokens.append((beside, False))
    for token, named in tokens:
        try:
            judged = _read(token, asked=named)
        except (SystemRefusedError, UsageError, FormatError, OSError) as error:
            found.append(_unread(token, asked=named, sentence=str(error)))
            continue
        digest = _whole(seal_code, judged.response)
        found.append(_judge(judged, roots, digest=digest, matches=matches))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Judged:
    name: str
    response: bytes
    query: bytes | None
    chain: bytes | None
    inside: bool
    asked: bool = False


def _whole(seal_code: str, response: bytes) -> bytes:
    """Return the seal code as bytes; of a short one, what the token adds to its first half.

    Half a SHA-256 is what people compare, and 128 bits are enough to pin it.
    """
    with contextlib.suppress(timestamp.TokenRefused):
        about = timestamp.read(response).imprint
        if seal_code and about.function == "sha256" and about.digest.hex().startswith(seal_code):
            return about.digest
    return bytes.fromhex(seal_code)


def _judge(
    judged: _Judged,
    roots: Sequence[x509.Certificate],
    *,
    message: bytes | None = None,
    digest: bytes | None = None,
    matches: bool,
) -> TimeFinding:
    sha256 = hashlib.sha256(judged.response).hexdigest()
    try:
        stamp = timestamp.check(
            judged.response,
            roots,
            message=message,
            digest=digest,
            query=judged.query,
            extra_certificates=_helping(judged.chain),
        )
    except timestamp.TokenRefused as error:
        return TimeFinding(
            token=judged.name,
            inside=judged.inside,
            asked=judged.asked,
            sentence=_refused(judged.name, str(error), error.reason),
            reason=error.reason,
            token_sha256=sha256,
        )
    authority = time_authorities.vouching(stamp)
    return TimeFinding(
        token=judged.name,
        inside=judged.inside,
        asked=judged.asked,
        sentence=_told(stamp, authority, matches=matches),
        token_sha256=sha256,
        stamp=stamp,
        authority=authority,
    )


def _helping(chain: bytes | None) -> tuple[x509.Certificate, ...]:
    if chain is None:
        return ()
    with contextlib.suppress(FormatError):
        return time_chains.certificates(chain)[:_MOST_HELPING]
    return ()


def _told(stamp: timestamp.Stamp, authority: str, *, matches: bool) -> str:
    doubt = stamp.accuracy.total_seconds() if stamp.accuracy is not None else 0
    moment = texts.told_second(stamp.time)
    if doubt > _WORTH_TELLING:
        moment = _("{time} (within {count} seconds)").format(time=moment, count=round(doubt))
    if matches:
        sentence = _("These bytes existed by {time}, says {authority}.")
    else:
        sentence = _(
            "The list of files existed by {time}, says {authority}; what is named above does not "
            "agree with it."
        )
    return sentence.format(time=moment, authority=authority)


def _refused(name: str, why: str, reason: str) -> str:
    sentence = _("The time token {name} was not accepted. {reason}").format(name=name, reason=why)
    next_step = _("If you know the authority, give its root certificate with --tsa-ca.")
    return f"{sentence} {next_step}" if reason == "untrusted" else sentence


def _read(token: Path, *, asked: bool) -> _Judged:
    _token, query, chain = layout.time_files_of(token.stem)
    return _Judged(
        name=texts.shown(token.name),
        response=_content(token),
        query=_content_if_there(token.with_name(query)),
        chain=_content_if_there(token.with_name(chain)),
        inside=False,
        asked=asked,
    )


def _content(path: Path) -> bytes:
    with open_regular(path) as file:
        return file.read(tsp.LARGEST + 1)


def _content_if_there(path: Path) -> bytes | None:
    return _content(path) if path.is_file() else None


def _unread(token: Path, *, asked: bool, sentence: str) -> TimeFinding:
    name = texts.shown(token.name)
    return TimeFinding(
        token=name,
        inside=False,
        asked=asked,
        sentence=_refused(name, sentence, "unreadable"),
        reason="unreadable",
    )
