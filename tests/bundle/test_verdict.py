"""What a verdict says, to people and to programs, and what opens a file."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from forging import SMALL_WORDS, Case, Parts, flip, plain_zip, small_parts

from keepsafe.bundle import layout, texts
from keepsafe.bundle.sources import what_is_needed
from keepsafe.bundle.verifying import Secrets, Verdict, verify, worst
from keepsafe.errors import Cancelled, UsageError
from keepsafe.formats import age, words
from keepsafe.progress import Watch

SMALL = Secrets((SMALL_WORDS,))
IDENTITY = age.X25519Identity.generate()


@pytest.fixture
def small() -> Parts:
    return small_parts()


@pytest.fixture
def path(tmp_path: Path, small: Parts) -> Path:
    path = tmp_path / f"{small.bag}.zip"
    path.write_bytes(small.whole())
    return path


def for_a_key(parts: Parts) -> bytes:
    inner = plain_zip({f"{parts.bag}/{n}": c for n, c in parts.files.items()})
    locked = age.encrypt_bytes(inner, [IDENTITY.recipient()])
    return plain_zip({layout.START_HERE: parts.start, layout.EVIDENCE_AGE: locked})


def every_verdict(path: Path, parts: Parts) -> Iterator[Verdict]:
    """Yield a verdict of every kind."""
    code = parts.seal_code
    for given in (None, code, "0" * 64):
        yield verify(path, SMALL, given)
    yield verify(path, Secrets(("wrong-words",)), code)
    yield verify(path, Secrets())
    yield verify(path.parent / "absent", SMALL)
    yield verify(path.parent, SMALL)
    for number in (1, 3, 30):
        changed = parts.copy()
        for n in range(number):
            changed.files[f"data/viewing/{n:04d}.jpg"] = b"put there"
        path.write_bytes(changed.whole())
        for given in (None, code, "0" * 64):
            yield verify(path, SMALL, given)
    changed = parts.copy()
    del changed.files[layout.TAG_MANIFEST]
    path.write_bytes(changed.whole())
    for given in (None, code):
        yield verify(path, SMALL, given)
    path.write_bytes(parts.whole()[:-100])
    yield verify(path, SMALL, code)
    path.write_bytes(for_a_key(parts))
    for keys in (
        Secrets((), (IDENTITY,)),
        Secrets(),
        Secrets((), (age.X25519Identity.generate(),)),
    ):
        yield verify(path, keys)
    path.write_bytes(b"")
    yield verify(path, SMALL)


def test_every_verdict_says_both_halves_in_a_few_plain_sentences(path: Path, small: Parts) -> None:
    verdicts = list(every_verdict(path, small))
    assert {(v.bytes, v.seal) for v in verdicts} == {
        *(("matches", half) for half in ("not-compared", "same", "different")),
        *(("changed", half) for half in ("not-compared", "same", "different")),
        ("cannot-tell", "not-compared"),
    }
    assert {v.exit_code for v in verdicts} == {0, 1, 3, 4, 5}
    for verdict in verdicts:
        said = " ".join(verdict.sentences)
        assert 3 <= len(verdict.sentences) <= 6, verdict
        told = {"matches": "MATCHES", "changed": "CHANGED", "cannot-tell": "CANNOT TELL"}
        assert told[verdict.bytes] in said
        assert [b for b in told.values() if re.search(rf"\b{b}\b", said)] == [told[verdict.bytes]]
        assert f"SEAL CODE: {verdict.seal.replace('-', ' ').upper()}." in said
        assert said.count("SEAL CODE") == 1
        assert all(sentence.endswith(".") for sentence in verdict.sentences)
        assert max(len(sentence) for sentence in verdict.sentences) <= 200
        assert not re.search(
            r"!|genuine|authentic|original|guarantee|proof|proves|tamper|integrity|hash"
            r"|invalid|error|success|unchanged|  |None|\bbytes\b(?! as when)",
            said,
        ), said


def test_what_a_match_says(path: Path, small: Parts) -> None:
    code = layout.shown_seal_code(small.seal_code)
    assert verify(path, SMALL).sentences == (
        "MATCHES. The same bytes as when this was sealed.",
        "SEAL CODE: NOT COMPARED. Nothing inside contradicts the seal. Compare this code with the "
        f"sheet: {code}. Anyone who has the words could have made a new file.",
        "The clock of the computer that sealed it said 23 Nov 2026 21:14 (UTC-07:00).",
        "It holds 3 saved files; its log has 8 entries, without a break.",
        "This does not show that a picture tells the truth, when it was taken, or who wrote what "
        "is in it.",
    )
    assert verify(path, SMALL, code).sentences[1] == (
        "SEAL CODE: SAME. It is the one on the hand-over sheet."
    )


def test_a_file_sealed_before_there_was_a_hash_list_still_matches(path: Path, small: Parts) -> None:
    del small.files[layout.HASHES]
    path.write_bytes(small.list_again().sign().whole())
    assert verify(path, SMALL, small.seal_code).exit_code == 0


def test_a_hash_list_that_was_taken_out_is_missed(path: Path, small: Parts) -> None:
    del small.files[layout.HASHES]
    path.write_bytes(small.whole())
    assert verify(path, SMALL, small.seal_code).changed_files == (layout.HASHES,)


def test_another_seal_is_said_before_any_comforting_word(path: Path) -> None:
    verdict = verify(path, SMALL, "0" * 32)
    assert (verdict.bytes, verdict.seal, verdict.exit_code) == ("matches", "different", 1)
    assert verdict.sentences[0].startswith("SEAL CODE: DIFFERENT. This is not the file that the")
    assert verdict.sentences[1].startswith("MATCHES only itself.")


def test_a_change_names_the_first_few_and_counts_the_others(path: Path, small: Parts) -> None:
    for n in range(30):
        small.files[f"data/viewing/{n:04d}.jpg"] = b"put there"
    path.write_bytes(small.whole())
    verdict = verify(path, SMALL)
    assert len(verdict.problems) == 31  # the count in bag-info.txt is another too
    assert verdict.sentences[0].startswith("CHANGED. This is not what was sealed.")
    assert verdict.sentences[1] == "Every saved file is as the signed list says."
    assert verdict.sentences[2] == "data/viewing/0000.jpg is on no list, so it was put there."
    assert verdict.sentences[4] == "And 29 more."
    assert len(verdict.changed_files) == 30
    assert verdict.changed_exhibits == ()


def test_the_exhibits_that_changed_are_named_by_number_and_file(path: Path, small: Parts) -> None:
    small.files[f"{layout.EXHIBITS}/0002.png"] += b"more"
    path.write_bytes(small.whole())
    verdict = verify(path, SMALL)
    assert verdict.sentences[1:3] == (
        "Not as sealed: E2.",
        "Exhibit E2: data/exhibits/0002.png is not the file that was sealed.",
    )
    assert verdict.as_json()["changed_exhibits"] == ["E2"]
    del small.files[f"{layout.EXHIBITS}/0001.png"]
    small.files[f"{layout.EXHIBITS}/0009.png"] = b"put there"
    path.write_bytes(small.whole())
    verdict = verify(path, SMALL)
    assert verdict.sentences[1] == "Not as sealed: E1-E2, E9."
    assert verdict.changed_exhibits == ("E1", "E2", "E9")


def test_a_changed_or_unsigned_list_is_no_word_for_the_saved_files(
    path: Path, small: Parts
) -> None:
    for name in (layout.MANIFEST, layout.TAG_MANIFEST, layout.SIGNATURE, layout.CUSTODY_LOG):
        changed = small.copy()
        changed.files[name] = flip(changed.files[name], 3)
        path.write_bytes(changed.whole())
        verdict = verify(path, SMALL)
        assert verdict.bytes == "changed"
        assert "Every saved file" not in " ".join(verdict.sentences), name
    small.files["REPORT.pdf"] += b"x"
    path.write_bytes(small.whole())
    assert "Every saved file is as the signed list says." in verify(path, SMALL).sentences
    assert "Every saved file" not in " ".join(verify(path, SMALL, "0" * 32).sentences)


def test_very_many_changed_exhibits_are_told_in_one_line(path: Path) -> None:
    parts = small_parts(60)
    for number in range(1, 60, 2):
        parts.files[f"{layout.EXHIBITS}/{number:04d}.png"] += b"more"
    path.write_bytes(parts.whole())
    verdict = verify(path, SMALL)
    assert verdict.sentences[1].startswith("Not as sealed: E1, E3, E5,")
    assert verdict.sentences[1].endswith(" and others.")
    assert len(verdict.changed_exhibits) == 30


def test_the_json_has_one_shape_for_every_verdict(path: Path, small: Parts) -> None:
    shapes = set()
    for verdict in every_verdict(path, small):
        data = json.loads(json.dumps(verdict.as_json()))
        shapes.add(tuple((name, type(value).__name__) for name, value in data.items()))
        assert data["sentences"] == list(verdict.sentences)
        assert all(isinstance(passed, bool) for passed in data["checks"].values())
        for name in ("seal_code", "file_sha256", "signing_key_sha256"):
            assert re.fullmatch("[0-9a-f]{64}|", data[name])
    assert len(shapes) == 1
    assert {name for name, _type in shapes.pop()} == {
        *("file", "bytes", "seal", "exit_code", "sentences", "problems", "changed_files", "checks"),
        "changed_exhibits",
        *("bundle", "seal_code", "seal_code_short", "file_sha256", "signing_key_sha256"),
        *("sealed_at", "previous_seal_code", "exhibits", "log_entries", "lost_before_sealing"),
        *("left_out_of_account", "part", "parts", "plain_copies", "exhibits_not_here", "times"),
        *("differing_groups", "whole_file_typed", "check_outcomes"),
    }


def test_the_checks_name_what_failed(path: Path, small: Parts) -> None:
    assert set(verify(path, SMALL).checks) == {
        *("outer", "members", "readable", "manifests", "signature", "bag-info", "custody-log"),
        *("exhibits", "times"),
    }
    small.files[layout.SIGNATURE] = b"another"
    path.write_bytes(small.whole())
    assert [n for n, good in verify(path, SMALL).checks.items() if not good] == ["signature"]


def test_a_batch_ends_with_the_worst() -> None:
    assert worst([]) == worst([0, 0]) == 0
    assert worst([0, 3]) == 3
    assert worst([3, 4, 0]) == 4
    assert worst([4, 1, 3, 0]) == worst([1, 5]) == 1
    assert worst([5, 0]) == 5
    assert worst([4, 70, 0]) == 70
    assert worst([5, 4]) == 4


# What opens it.


def typed_forms(password: str) -> Iterator[str]:
    several = password.split("-")
    yield password
    yield " ".join(several)
    yield password.upper()
    yield " ".join(word[:4].capitalize() for word in several)
    yield ", ".join(several) + "."
    yield "\n".join(f"{number}. {word}" for number, word in enumerate(several, start=1))
    yield " – ".join(several)
    yield "  " + "\t".join(word[:5] for word in several) + "\r\n"


def test_words_are_forgiven_capitals_spaces_numbers_and_short_forms(case: Case) -> None:
    for typed in typed_forms(case.words):
        verdict = verify(case.path, Secrets(words.read(typed)), case.sealed.seal_code)
        assert (verdict.bytes, verdict.exit_code) == ("matches", 0), typed


@pytest.mark.parametrize("language", ["fr", "es"])
def test_accents_may_be_typed_or_left_out(
    path: Path, small: Parts, language: words.Language
) -> None:
    accented = [w for w in raw_words(language) if words.plain(w) != w.casefold()][:8]
    assert len(accented) == 8
    small.words = words.written([words.plain(w) for w in accented])
    assert small.words.isascii()
    path.write_bytes(small.whole())
    for typed in (" ".join(accented), " ".join(accented).upper(), small.words):
        assert verify(path, Secrets(words.read(typed))).exit_code == 0


def raw_words(language: words.Language) -> list[str]:
    from keepsafe.resources import resource

    return resource("words", f"{language}.txt").read_text("utf-8").split()


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_short_forms_that_fit_two_languages_open_the_file_of_either(
    path: Path, small: Parts, language: words.Language
) -> None:
    lists = {name: {w[:4]: w for w in words.word_list(name)} for name in ("en", "fr", "es")}
    shared = sorted(set.intersection(*(set(by_start) for by_start in lists.values())))
    both = [s for s in shared if len(s) == 4 and len({lists[n][s] for n in lists}) > 1][:8]
    assert len(both) == 8
    small.words = words.written([lists[language][start] for start in both])
    path.write_bytes(small.whole())
    meant = words.read(" ".join(both))
    assert len(meant) >= 2
    assert small.words in meant
    assert verify(path, Secrets(meant), small.seal_code).exit_code == 0
    others = tuple(password for password in meant if password != small.words)
    assert verify(path, Secrets(others)).exit_code == 3


def test_wrong_words_no_words_and_wrong_keys_are_told_apart(path: Path, small: Parts) -> None:
    wrong = SMALL_WORDS.replace("zebra", "zoo")
    assert verify(path, Secrets((wrong,))).exit_code == 3
    assert verify(path, Secrets((SMALL_WORDS.upper(),))).exit_code == 3  # reading is words.read's
    assert verify(path, Secrets((wrong, "other", SMALL_WORDS))).exit_code == 0
    no_words = verify(path, Secrets())
    assert (no_words.bytes, no_words.exit_code) == ("cannot-tell", 4)
    assert "locked with eight words" in no_words.sentences[1]
    assert verify(path, Secrets((), (IDENTITY,))).exit_code == 4
    path.write_bytes(for_a_key(small))
    assert verify(path, Secrets((), (IDENTITY,))).exit_code == 0
    stranger = age.X25519Identity.generate()
    assert verify(path, Secrets((), (stranger, IDENTITY))).exit_code == 0
    other = verify(path, Secrets((), (stranger,)))
    assert (other.bytes, other.exit_code) == ("cannot-tell", 3)
    no_key = verify(path, SMALL)
    assert (no_key.bytes, no_key.exit_code) == ("cannot-tell", 4)
    assert "unit's key" in no_key.sentences[1]


def test_nobody_reads_that_a_file_it_could_not_open_is_unchanged(path: Path, small: Parts) -> None:
    path.write_bytes(flip(small.whole(), 6000))
    for secrets in (Secrets(("wrong-words",)), Secrets()):
        assert "changed" not in " ".join(verify(path, secrets).sentences)


def test_what_is_needed_is_known_before_anything_is_asked(
    path: Path, small: Parts, tmp_path: Path
) -> None:
    assert what_is_needed(path) == "words"
    (tmp_path / "evidence.zip").write_bytes(small.inner())
    assert what_is_needed(tmp_path / "evidence.zip") == what_is_needed(tmp_path) == "words"
    path.write_bytes(for_a_key(small))
    assert what_is_needed(path) == "key"
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag" / layout.BAGIT).write_bytes(layout.BAGIT_CONTENT)
    assert what_is_needed(tmp_path / "bag") == "nothing"


# The seal code.


def test_the_seal_code_is_read_in_every_form_of_the_sheet(path: Path, small: Parts) -> None:
    whole, short = small.seal_code, small.seal_code[:32]
    shown = layout.shown_seal_code(whole)
    for typed in (whole, short, shown, shown.upper(), shown.replace(" ", "-"), f" {shown}\n"):
        assert verify(path, SMALL, typed).seal == "same"
    for typed in (flip_digit(short), flip_digit(whole), short[:-1] + "0" + short[-1] * 32):
        assert verify(path, SMALL, typed[:64]).seal == "different"


def flip_digit(code: str) -> str:
    return code[:-1] + ("0" if code[-1] != "0" else "1")


def test_a_slip_in_typing_is_said_first_and_names_every_group(path: Path, small: Parts) -> None:
    groups = layout.shown_seal_code(small.seal_code).split()
    groups[2], groups[6] = flip_digit(groups[2]), flip_digit(groups[6])
    verdict = verify(path, SMALL, " ".join(groups))
    assert (verdict.seal, verdict.differing_groups, verdict.exit_code) == ("different", (3, 7), 1)
    assert verdict.sentences[0].startswith("Check your typing. The groups that differ: 3, 7.")
    assert verdict.sentences[1].startswith("SEAL CODE: DIFFERENT.")
    assert verdict.sentences[2].startswith("MATCHES only itself.")


def test_the_files_own_sha_256_is_no_different_seal_code(path: Path) -> None:
    whole = hashlib.sha256(path.read_bytes()).hexdigest()
    verdict = verify(path, SMALL, whole.upper())
    assert (verdict.bytes, verdict.seal, verdict.exit_code) == ("matches", "not-compared", 0)
    assert verdict.whole_file_typed
    assert verdict.sentences[2].startswith("That is the SHA-256 of the whole file, and it is the")
    other = verify(path, SMALL, flip_digit(whole))
    assert (other.seal, other.whole_file_typed) == ("different", False)
    assert other.sentences[1].endswith("The long one is the SHA-256 of the whole file.")


@pytest.mark.parametrize("typed", ["", " ", "a", "0" * 31, "0" * 33, "g" * 32, "0" * 65])
def test_what_is_no_seal_code_is_never_compared(path: Path, typed: str) -> None:
    with pytest.raises(UsageError, match="eight groups of four"):
        verify(path, SMALL, typed)


# The rest.


def test_it_can_be_stopped_and_tells_how_far_it_is(path: Path) -> None:
    seen: list[tuple[int, int]] = []
    verify(path, SMALL, watch=Watch(progress=lambda done, total: seen.append((done, total))))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]
    with pytest.raises(Cancelled):
        verify(path, SMALL, watch=Watch(cancelled=lambda: len(seen) > 0))


def test_a_time_is_said_as_people_read_it() -> None:
    assert texts.told_minute("2026-03-07T09:05+05:30") == "7 Mar 2026 09:05 (UTC+05:30)"


def test_secrets_never_show_in_a_message() -> None:
    assert SMALL_WORDS not in repr(SMALL)
    assert "AGE-SECRET" not in repr(Secrets((), (IDENTITY,)))


def test_a_verdict_cannot_be_changed_afterwards(path: Path) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        verify(path, SMALL).exit_code = 0  # type: ignore[misc]
