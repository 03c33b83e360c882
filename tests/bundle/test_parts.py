"""A sealed file in parts: each is whole by itself, tells of all, and none can be slipped out."""

from __future__ import annotations

import dataclasses
import itertools
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from forging import Case, Parts, make_case, read_bag
from second_reader import insist_same, second_reader

from keepsafe.bundle import layout, parts, sealing_parts, verifying
from keepsafe.bundle.looking import look
from keepsafe.bundle.sealing import SealChoice, Sealed, finish_or_abandon, seal
from keepsafe.bundle.sealing_parts import seal_in_parts
from keepsafe.bundle.verifying import Secrets, Verdict, verify
from keepsafe.case.record import Exhibit
from keepsafe.errors import Cancelled, DamagedError, UsageError
from keepsafe.progress import Watch


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with make_case(tmp_path_factory.mktemp("parts")) as made:
        yield made


@pytest.fixture(scope="module")
def small() -> Iterator[None]:
    """Let a few drawn pictures be too large for one part."""
    patch = pytest.MonkeyPatch()
    patch.setattr(sealing_parts, "SMALLEST_SIZE", 1)
    yield
    patch.undo()


@pytest.fixture(scope="module")
def made(own: Case, small: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Sealed, ...]:
    return in_parts(own, tmp_path_factory.mktemp("out"))


def in_parts(case: Case, folder: Path, watch: Watch | None = None) -> tuple[Sealed, ...]:
    """Seal so that about a third of the exhibits fit into a part."""
    choice = SealChoice()
    kept = case.vault.record.handed_over().exhibits
    size = sealing_parts.room_for(kept) // 3 + 260_000 + sealing_parts.room_for_texts(choice)
    watch = watch or Watch()
    return seal_in_parts(case.vault, folder, choice, "parent", watch, part_size=size)


def check(sealed: Sealed) -> Verdict:
    """Return the verdict on a part; the offline reader must say the same."""
    secrets = Secrets((sealed.words or "",))
    verdict = verify(sealed.path, secrets, sealed.seal_code)
    insist_same(sealed.path, secrets, verdict)
    return verdict


def test_each_part_matches_and_together_they_hold_everything(
    own: Case, made: tuple[Sealed, ...]
) -> None:
    assert len(made) > 2
    assert len({sealed.words for sealed in made}) == 1
    kept = {e.id for e in own.vault.record.handed_over().exhibits}
    held: list[str] = []
    names = tuple(sealed.path.name for sealed in made)
    for place, sealed in enumerate(made, 1):
        verdict = check(sealed)
        assert (verdict.bytes, verdict.seal) == ("matches", "same"), verdict.sentences
        assert (verdict.part, verdict.parts) == (place, names)
        assert any(f"part {place} of {len(made)}" in s for s in verdict.sentences)
        bag = read_bag(sealed.path, sealed.words or "")
        held += [layout.exhibit_id(name) for name in bag if layout.exhibit_id(name)]
        assert f"Keepsafe-Part: {place}/{len(made)}" in bag["bag-info.txt"].decode()
        table = bag["data/exhibits.csv"].decode("utf-8-sig")
        assert table.count("data/exhibits/") == sum(n.startswith("data/exhibits/") for n in bag)
    assert sorted(held) == sorted(kept)
    for before, after in itertools.pairwise(made):
        assert check(after).previous_seal_code == before.seal_code
        assert after.seal == before.seal + 1


def test_stock_tools_accept_each_part(made: tuple[Sealed, ...], tmp_path: Path) -> None:
    for sealed in made:
        folder = tmp_path / sealed.path.stem
        run = ["7z", "x", "-bd", "-y", f"-o{folder}"]
        subprocess.run([*run, str(sealed.path)], check=True, capture_output=True)
        inner = [*run, f"-p{sealed.words}", str(folder / "evidence.zip")]
        subprocess.run(inner, check=True, capture_output=True)
        bag = folder / sealed.path.stem
        for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
            sums = ["sha256sum", "-c", "--quiet", "--strict", manifest]
            subprocess.run(sums, cwd=bag, check=True, capture_output=True)
        signed = ["openssl", "dgst", "-sha256", "-verify", "seal/signing-key.pem", "-signature"]
        signed += ["seal/tagmanifest-sha256.sig", "tagmanifest-sha256.txt"]
        subprocess.run(signed, cwd=bag, check=True, capture_output=True)
        bagit = ["bagit.py", "--validate", str(bag)]
        if shutil.which("bagit.py"):
            subprocess.run(bagit, check=True, capture_output=True)


def test_the_report_of_a_part_tells_of_all_exhibits_and_where_they_are(
    made: tuple[Sealed, ...],
) -> None:
    html = read_bag(made[1].path, made[1].words or "")["REPORT.html"].decode()
    assert f"part 2 of {len(made)}" in html
    elsewhere = 0
    for place, sealed in enumerate(made):
        held = [layout.exhibit_id(n) for n in read_bag(sealed.path, sealed.words or "")]
        count = html.count(f"In another part: {sealed.path.name}")
        assert count == (0 if place == 1 else len(list(filter(None, held))))
        elsewhere += count
    assert elsewhere > 2


def test_the_offline_reader_tells_of_the_other_parts(made: tuple[Sealed, ...]) -> None:
    reader = second_reader()
    if reader is None:
        pytest.skip("node or the reader's tools are not installed")
    for sealed in made:
        verdict = reader.verdict(sealed.path, sealed.words)
        assert verdict["bytes"] == "matches"
        told = next(s for s in check(sealed).sentences if "This is part" in s)
        assert verdict["part_sentence"] == told


def test_looking_into_a_part_tells_where_the_others_are(made: tuple[Sealed, ...]) -> None:
    looked = look(made[1].path, Secrets((made[1].words or "",)))
    assert looked.file is not None
    first = read_bag(made[0].path, made[0].words or "")
    for item in filter(None, map(layout.exhibit_id, first)):
        assert looked.file.elsewhere[item] == made[0].path.name
    assert {e.id for e in looked.file.exhibits}.isdisjoint(looked.file.elsewhere)
    assert "In another part" in repr(looked.file.told("en"))


def test_a_missing_part_is_told(made: tuple[Sealed, ...]) -> None:
    verdicts = [check(sealed) for sealed in made]
    assert verifying.missing_parts(verdicts) == ()
    assert verifying.unfitting_parts(verdicts) == ()
    (told,) = verifying.missing_parts([verdicts[0], *verdicts[2:]])
    assert made[1].path.name in told


def test_parts_of_two_sets_do_not_go_together(
    own: Case, made: tuple[Sealed, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = check(made[0]), check(made[1])
    other = dataclasses.replace(first, seal_code="0" * 64)
    assert verifying.unfitting_parts([first, second]) == ()
    assert "do not go together" in verifying.unfitting_parts([other, second])[0]


def _edit(parts: Parts, change: Callable[[dict[str, Any]], None]) -> Parts:
    """Change the data of the last entry, and sign everything anew, as an attacker would."""
    return parts.log(lambda lines: change(lines[-1]["data"]))


def _first_exhibit(parts: Parts) -> str:
    return next(name for name in parts.files if name.startswith("data/exhibits/"))


def _drop_from_list_and_file(parts: Parts) -> Parts:
    name = _first_exhibit(parts)
    del parts.files[name]

    def drop(data: dict[str, Any]) -> None:
        for part in data["parts"]:
            part["exhibits"] = [e for e in part["exhibits"] if e != layout.exhibit_id(name)]

    return _edit(parts, drop)


def _drop_file_only(parts: Parts) -> Parts:
    del parts.files[_first_exhibit(parts)]
    return parts


def _move_to_the_other(parts: Parts) -> Parts:
    item = layout.exhibit_id(_first_exhibit(parts))

    def move(data: dict[str, Any]) -> None:
        first, second, *_others = data["parts"]
        first["exhibits"].remove(item)
        second["exhibits"].append(item)

    return _edit(parts, move)


def _list_twice(parts: Parts) -> Parts:
    item = layout.exhibit_id(_first_exhibit(parts))
    return _edit(parts, lambda data: data["parts"][1]["exhibits"].append(item))


def _hide_a_part(parts: Parts) -> Parts:
    return _edit(parts, lambda data: data["parts"].pop())


def _no_list(parts: Parts) -> Parts:
    return _edit(parts, lambda data: data.pop("parts"))


def _other_label(parts: Parts) -> Parts:
    return parts.fact("Keepsafe-Part", "1/2")


def _no_label(parts: Parts) -> Parts:
    lines = parts.files[layout.BAG_INFO].splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(b"Keepsafe-Part")]
    parts.files[layout.BAG_INFO] = b"".join(kept)
    return parts


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        (_drop_from_list_and_file, "list of parts"),
        (_drop_file_only, "is in the log and not in this file"),
        (_move_to_the_other, "belongs in another part"),
        (_list_twice, "list of parts"),
        (_hide_a_part, "list of parts"),
        (_no_list, "is in the log and not in this file"),
        (_other_label, "another Keepsafe-Part"),
        (_no_label, "another Keepsafe-Part"),
    ],
)
def test_forged_parts_are_changed_even_when_signed_anew(
    made: tuple[Sealed, ...], tmp_path: Path, forge: Callable[[Parts], Parts], told: str
) -> None:
    sealed = made[0]
    words = sealed.words or ""
    parts = Parts(sealed.path.stem, words, read_bag(sealed.path, words))
    path = tmp_path / sealed.path.name
    path.write_bytes(parts.copy().new_key().whole())
    assert verify(path, Secrets((words,))).bytes == "matches"  # what no check can see
    path.write_bytes(forge(parts.copy()).new_key().whole())
    verdict = verify(path, Secrets((words,)))
    assert verdict.bytes == "changed"
    insist_same(path, Secrets((words,)), verdict)
    assert any(told in problem for problem in verdict.problems), verdict.problems


def test_a_part_that_is_cancelled_takes_the_others_with_it(
    own: Case, small: None, tmp_path: Path
) -> None:
    before = len(own.vault.record.seals)

    def stop_in_the_second(done: int, total: int) -> None:
        nonlocal stopped
        stopped = any(tmp_path.glob("*.zip"))

    stopped = False
    with pytest.raises(Cancelled):
        in_parts(own, tmp_path, Watch(stop_in_the_second, lambda: stopped))
    assert list(tmp_path.iterdir()) == []
    ended = own.vault.record.seals[before:]
    assert len(ended) == 2
    assert all(s.abandoned and not s.code for s in ended)
    assert own.vault.record.lacking_parts() == ()
    again = in_parts(own, tmp_path)
    assert [check(sealed).bytes for sealed in again] == ["matches"] * len(again)


def test_a_crash_between_two_parts_gives_up_the_set(own: Case, small: None, tmp_path: Path) -> None:
    from keepsafe.bundle import sealing_parts as module

    calls = 0
    really = module.seal

    def crash(*args: object, **more: object) -> Sealed:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return really(*args, **more)  # type: ignore[arg-type]

    patch = pytest.MonkeyPatch()
    patch.setattr(module, "seal", crash)
    with pytest.raises(KeyboardInterrupt):
        in_parts(own, tmp_path)
    patch.undo()
    (left,) = tmp_path.iterdir()
    other = tmp_path / "elsewhere"
    other.mkdir()
    assert len(own.vault.record.lacking_parts()) == 1
    assert finish_or_abandon(own.vault, tmp_path, "parent") == "abandoned"
    assert not left.exists()
    assert own.vault.record.lacking_parts() == ()
    assert finish_or_abandon(own.vault, tmp_path, "parent") == "nothing"
    whole = seal(own.vault, tmp_path, SealChoice(), "parent")
    assert check(whole).parts == ()
    assert check(whole).bytes == "matches"


def test_what_cannot_be_split_is_said_before_anything_is_made(
    own: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(own.vault.lines)
    monkeypatch.setattr(sealing_parts, "SMALLEST_SIZE", 10_000_000)
    with pytest.raises(UsageError, match="at least 10 MB"):
        seal_in_parts(own.vault, tmp_path, SealChoice(), "parent", part_size=1000)
    monkeypatch.setattr(sealing_parts, "SMALLEST_SIZE", 1)
    with pytest.raises(UsageError, match="alone is larger"):
        seal_in_parts(own.vault, tmp_path, SealChoice(), "parent", part_size=2)
    assert list(tmp_path.iterdir()) == []
    assert len(own.vault.lines) == before
    (one,) = seal_in_parts(own.vault, tmp_path, SealChoice(), "parent")
    assert check(one).parts == ()


@pytest.mark.parametrize(
    "value",
    [
        "parts",
        [],
        [{"bundle": "KS-7F3K-9Q2M-1.zip", "exhibits": ["E1"]}],  # one part is none
        [
            {"bundle": "KS-7F3K-9Q2M-1.zip", "exhibits": ["E1"]},
            {"bundle": "KS-7F3K-9Q2M-3.zip", "exhibits": ["E2"]},
        ],
        [
            {"bundle": "KS-7F3K-9Q2M-1.zip", "exhibits": ["E1"]},
            {"bundle": "KS-0000-9Q2M-2.zip", "exhibits": ["E2"]},
        ],
        [
            {"bundle": "KS-7F3K-9Q2M-1.zip", "exhibits": ["E1"]},
            {"bundle": "KS-7F3K-9Q2M-2.zip", "exhibits": []},
        ],
        [
            {"bundle": "KS-7F3K-9Q2M-1.zip", "exhibits": ["E1"]},
            {"bundle": "KS-7F3K-9Q2M-2.zip", "exhibits": ["E2"], "more": 1},
        ],
        [
            {"bundle": "../../KS-7F3K-9Q2M-1", "exhibits": ["E1"]},
            {"bundle": "KS-7F3K-9Q2M-2.zip", "exhibits": ["E2"]},
        ],
        [{"bundle": f"KS-7F3K-9Q2M-{n}.zip", "exhibits": [7]} for n in (1, 2)],
    ],
)
def test_a_list_of_parts_in_another_form_is_none(value: object) -> None:
    assert parts.read(value) == ()


def test_a_list_covers_each_exhibit_once() -> None:
    told = parts.read(
        [
            {"bundle": "KS-7F3K-9Q2M-9.zip", "exhibits": ["E1", "E3"]},
            {"bundle": "KS-7F3K-9Q2M-10.zip", "exhibits": ["E4"]},
        ]
    )
    assert parts.place(told, "KS-7F3K-9Q2M-10.zip") == 2
    assert parts.cover(told, {"E1", "E3", "E4"}, set())
    assert parts.cover(told, {"E1", "E2", "E3", "E4"}, {"E2"})
    assert not parts.cover(told, {"E1", "E2", "E3", "E4"}, set())
    assert not parts.cover(told, {"E1", "E3"}, set())


def test_damage_is_declared_in_each_part(own: Case, small: None, tmp_path: Path) -> None:
    exhibit = own.vault.record.handed_over().exhibits[0]
    assert isinstance(exhibit, Exhibit)
    stored = own.vault.root / "exhibits" / exhibit.file.stored
    content = stored.read_bytes()
    stored.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    try:
        with pytest.raises(DamagedError, match=exhibit.id):
            in_parts(own, tmp_path)
        assert list(tmp_path.iterdir()) == []
        choice = SealChoice(without_damaged=True)
        room = sealing_parts.room_for_texts(choice)
        size = room + sealing_parts.room_for(own.vault.record.handed_over().exhibits) // 2 + 260_000
        made = seal_in_parts(own.vault, tmp_path, choice, "parent", part_size=size)
        assert len(made) > 1
        for sealed in made:
            verdict = check(sealed)
            assert verdict.bytes == "matches", verdict.sentences
            assert exhibit.id in " ".join(verdict.lost_before)
        log = read_bag(made[0].path, made[0].words or "")["data/custody-data.jsonl"]
        begun = [json.loads(line)["data"] for line in log.splitlines()][-1]
        assert exhibit.id not in {item for part in begun["parts"] for item in part["exhibits"]}
    finally:
        stored.write_bytes(content)
