"""Missing, renamed, cut, swapped and changed files: each is named, everything else can be used."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from vault_help import in_memory, make, read, stored_path, tree_hash

from keepsafe.bundle import sealing
from keepsafe.bundle.verifying import Secrets, verify
from keepsafe.case.entries import FIRST_PREV, Happening, next_line
from keepsafe.case.fields import filled
from keepsafe.errors import DamagedError, KeepsafeError, UsageError, WrongSecretError
from keepsafe.formats import age
from keepsafe.formats.canonical import canonical
from keepsafe.intake import adding
from keepsafe.report import pages
from keepsafe.vault import keys
from keepsafe.vault.ledger import Ledger
from keepsafe.vault.vault import Vault, local_now

pytestmark = pytest.mark.usefixtures("cheap_keys")

CONTENTS = (b"first threat", b"second threat " * 9000, b"third", b"fourth threat")


@pytest.fixture(autouse=True)
def _quick_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "report_pdf", lambda *_: b"%PDF-1.7 stand-in")
    monkeypatch.setattr(pages, "report_html", lambda *_: b"<!doctype html>stand-in")
    monkeypatch.setattr(pages, "exhibit_volumes", lambda *_: [])


@pytest.fixture
def base() -> Iterator[Path]:
    with in_memory() as folder:
        (folder / "out").mkdir()
        _case(folder / "case")
        yield folder


def _case(root: Path, word: str = "") -> None:
    """Make a case: entry 1 and 2 in the first commit, then seven commits more."""
    with make(root) as vault:
        vault.add_item("account", {"username": f"first{word}"}, "parent")
        vault.add_item("account", {"username": f"second{word}"}, "parent")
        for number, content in enumerate(CONTENTS):
            _add(vault, content + word.encode(), f"{number + 1}.txt")
        vault.describe("A1", {"note": "more"}, "parent")


def _add(vault: Vault, content: bytes, name: str) -> str:
    with in_memory() as folder:
        (folder / name).write_bytes(content)
        return adding.add(vault, [folder / name], adding.Choice(), "parent").kept[0].id


def _ledger(root: Path, number: int) -> Path:
    return root / "ledger" / f"{number:08d}.age"


def _flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def _swap(one: Path, other: Path) -> None:
    spare = one.with_name("spare")
    one.rename(spare)
    other.rename(one)
    spare.rename(other)


def _named(vault: Vault) -> str:
    return " ".join(f"{p.subject} {p.sentence}" for p in [*vault.problems, *vault.check()])


def _can_go_on(root: Path, folder: Path, intact: set[str], *, damaged: bool = False) -> None:
    """Assert that the rest is readable, and that the case can be added to, described and sealed."""
    with Vault.unlock(root, "pw") as vault:
        before = len(vault.problems)
        for item_id in intact:
            assert read(vault, item_id) == CONTENTS[int(item_id[1:]) - 1]
        numbers = {item.id for kind in ("exhibit", "account") for item in vault.record.items(kind)}
        added = _add(vault, b"after the damage", "after.txt")
        account = vault.add_item("account", {"username": "after"}, "parent")
        assert not {added, account} & numbers, "a number was used twice"
        vault.describe(account, {"note": "described"}, "parent")
    with Vault.unlock(root, "pw") as vault:
        assert len(vault.problems) <= before + 1
        assert read(vault, added) == b"after the damage"
        item = vault.record.find(account)
        assert item is not None
        assert filled(item.fields) == {"username": "after", "note": "described"}
        choice = sealing.SealChoice(without_damaged=True)
        sealed = sealing.seal(vault, folder, choice, "parent")
        verdict = verify(sealed.path, Secrets((sealed.words or "",)), sealed.seal_code)
        assert (verdict.bytes, verdict.seal) == ("matches", "same"), verdict.sentences


# The ledger.


def _missing(root: Path, number: int) -> None:
    _ledger(root, number).unlink()


def _renamed(root: Path, number: int) -> None:
    _ledger(root, number).rename(root / "ledger" / "renamed.age")


def _cut(root: Path, number: int) -> None:
    os.truncate(_ledger(root, number), 100)


def _emptied(root: Path, number: int) -> None:
    os.truncate(_ledger(root, number), 0)


def _last_byte_gone(root: Path, number: int) -> None:
    path = _ledger(root, number)
    os.truncate(path, path.stat().st_size - 1)


def _header_flipped(root: Path, number: int) -> None:
    _flip(_ledger(root, number), 60)


def _payload_flipped(root: Path, number: int) -> None:
    _flip(_ledger(root, number), -20)


def _a_folder(root: Path, number: int) -> None:
    _ledger(root, number).unlink()
    _ledger(root, number).mkdir()


def _an_exhibit_in_its_place(root: Path, number: int) -> None:
    shutil.copy(next((root / "exhibits").glob("*.age")), _ledger(root, number))


def _another_commit_in_its_place(root: Path, number: int) -> None:
    shutil.copy(_ledger(root, 6 if number != 6 else 5), _ledger(root, number))


LEDGER_DAMAGE = (
    _missing,
    _renamed,
    _cut,
    _emptied,
    _last_byte_gone,
    _header_flipped,
    _payload_flipped,
    _a_folder,
    _an_exhibit_in_its_place,
    _another_commit_in_its_place,
)


@pytest.mark.parametrize("number", [2, 5, 8])
@pytest.mark.parametrize("harm", LEDGER_DAMAGE)
def test_a_damaged_ledger_file(harm: Callable[[Path, int], None], number: int, base: Path) -> None:
    root = base / "case"
    harm(root, number)
    with Vault.unlock(root, "pw") as vault:
        assert vault.problems
        if number < 8:
            # A copy of another file leaves no file out, so it is the lost entry that is named.
            named = _named(vault)
            assert f"{number:08d}.age" in named or f"Entry {number + 1} is missing" in named
        else:
            assert "last saved step" in _named(vault)
        lost = {5: {"E2"}}.get(number, set())
        assert {e.id for e in vault.record.exhibits} == {"E1", "E2", "E3", "E4"} - lost
        assert len(vault.orphans()) == len(lost)
    intact = {"E1", "E2", "E3", "E4"} - lost
    _can_go_on(root, base / "out", intact)


@pytest.mark.parametrize("harm", [_missing, _payload_flipped, _cut])
def test_a_damaged_first_file(harm: Callable[[Path, int], None], base: Path) -> None:
    root = base / "case"
    with Vault.unlock(root, "pw") as vault:
        code, key = vault.record.code, vault.record.signing_key
    harm(root, 1)
    with Vault.unlock(root, "pw") as vault:
        assert "00000001.age" in _named(vault)
        # What entry 1 says is known without it.
        assert (vault.record.code, vault.record.signing_key) == (code, key)
        assert len(vault.record.exhibits) == 4
    _can_go_on(root, base / "out", {"E1", "E2", "E3", "E4"})


def test_files_that_changed_places_lose_nothing(base: Path) -> None:
    root = base / "case"
    with Vault.unlock(root, "pw") as vault:
        before = vault.record
    _swap(_ledger(root, 3), _ledger(root, 6))
    with Vault.unlock(root, "pw") as vault:
        assert "00000006.age" in _named(vault)
        assert vault.record == before
    _can_go_on(root, base / "out", {"E1", "E2", "E3", "E4"})


@pytest.mark.parametrize("dropped", [1, 2, 5])
def test_a_dropped_tail(dropped: int, base: Path) -> None:
    root = base / "case"
    for number in range(9 - dropped, 9):
        _missing(root, number)
    with Vault.unlock(root, "pw") as vault:
        assert "The last saved step is missing" in _named(vault)
        assert vault.gaps() == [(10 - dropped, 9)]
        # Sealing at once says so too, and the file still checks out.
        sealed = sealing.seal(
            vault, base / "out", sealing.SealChoice(without_damaged=True), "parent"
        )
        verdict = verify(sealed.path, Secrets((sealed.words or "",)))
        assert verdict.bytes == "matches", verdict.sentences
        told = [line.data for line in vault.lines if line.entry.what == "damage-found"]
        assert told == [{"exhibits": [], "missing_entries": [[10 - dropped, 9]]}]
    with Vault.unlock(root, "pw") as vault:
        assert f"Entr{'y' if dropped == 1 else 'ies'} {10 - dropped}" in _named(vault)


def test_what_a_dropped_tail_leaves_is_offered_and_taken_back(base: Path) -> None:
    root = base / "case"
    for number in (7, 8):
        _missing(root, number)
    with Vault.unlock(root, "pw") as vault:
        assert len(vault.orphans()) == 1
        batch = adding.adopt(vault, "parent")
        assert [read(vault, kept.id) for kept in batch.kept] == [CONTENTS[3]]
        assert vault.orphans() == []


def test_the_words_of_a_seal_that_the_log_lost_are_kept(base: Path) -> None:
    root = base / "case"
    with Vault.unlock(root, "pw") as vault:
        first = sealing.seal(vault, base / "out", sealing.SealChoice(), "parent")
    for number in (9, 10):
        _missing(root, number)
    with Vault.unlock(root, "pw") as vault:
        assert vault.record.seals == ()
        second = sealing.seal(
            vault, base / "out", sealing.SealChoice(without_damaged=True), "parent"
        )
        assert second.seal == 2
        assert vault.words.show(1) == first.words


# The head, the cache, the keys.


def _no_head(base: Path) -> str:
    (base / "case" / "head.age").unlink()
    return "head.age cannot be read"


def _garbled_head(base: Path) -> str:
    _flip(base / "case" / "head.age", -1)
    return "head.age cannot be read"


def _head_of_another_case(base: Path) -> str:
    _case(base / "other")
    shutil.copy(base / "other" / "head.age", base / "case" / "head.age")
    return "head.age cannot be read"


def _ledger_file_as_head(base: Path) -> str:
    shutil.copy(_ledger(base / "case", 3), base / "case" / "head.age")
    return "head.age cannot be read"


def _head_ahead(base: Path) -> str:
    shutil.copytree(base / "case", base / "later")
    with Vault.unlock(base / "later", "pw") as vault:
        vault.add_item("account", {"username": "later"}, "parent")
    shutil.copy(base / "later" / "head.age", base / "case" / "head.age")
    return "The last saved step is missing"


def _head_of_another_history(base: Path) -> str:
    shutil.copytree(base / "case", base / "later")
    with Vault.unlock(base / "later", "pw") as vault:
        vault.log([Happening("set", {"values": {"person": "J"}})])
    with Vault.unlock(base / "case", "pw") as vault:
        vault.log([Happening("set", {"values": {"person": "K"}})])
    shutil.copy(base / "later" / "head.age", base / "case" / "head.age")
    return "is not the one that was saved last"


@pytest.mark.parametrize(
    "harm",
    [
        _no_head,
        _garbled_head,
        _head_of_another_case,
        _ledger_file_as_head,
        _head_ahead,
        _head_of_another_history,
    ],
)
def test_a_damaged_head(harm: Callable[[Path], str], base: Path) -> None:
    expected = harm(base)
    with Vault.unlock(base / "case", "pw", read_only=True) as vault:
        assert expected in _named(vault)
    _can_go_on(base / "case", base / "out", {"E1", "E2", "E3", "E4"})


def test_a_head_that_a_crash_left_behind_is_no_problem(base: Path) -> None:
    old = (base / "case" / "head.age").read_bytes()
    with Vault.unlock(base / "case", "pw") as vault:
        vault.add_item("account", {"username": "z"}, "parent")
    (base / "case" / "head.age").write_bytes(old)
    with Vault.unlock(base / "case", "pw") as vault:
        assert vault.problems == []
    assert (base / "case" / "head.age").read_bytes() != old


@pytest.fixture
def cached(base: Path) -> Path:
    """Return a case with a cache of 9 commits, and one commit more."""
    root = base / "case"
    with Vault.unlock(root, "pw") as vault:
        vault.add_item("account", {"username": "in the cache"}, "parent")
        vault._ledger.write_cache()
        vault.add_item("account", {"username": "after the cache"}, "parent")
    return root


def _record_of(root: Path) -> object:
    with Vault.unlock(root, "pw") as vault:
        assert vault.problems == []
        return vault.record


def test_the_cache_is_used_and_never_needed(cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _record_of(cached)
    read_files: list[int] = []
    load = Ledger._load_commit

    def counted(ledger: Ledger, number: int) -> None:
        read_files.append(number)
        load(ledger, number)

    monkeypatch.setattr(Ledger, "_load_commit", counted)
    assert _record_of(cached) == whole
    assert read_files == [10]
    content = (cached / "cache.age").read_bytes()
    for at in (0, 50, 150, 200, len(content) // 2, len(content) - 1):
        _flip(cached / "cache.age", at)
        assert _record_of(cached) == whole
        (cached / "cache.age").write_bytes(content)
    for size in (0, 10, 200, len(content) - 1):
        os.truncate(cached / "cache.age", size)
        assert _record_of(cached) == whole
    (cached / "cache.age").unlink()
    assert _record_of(cached) == whole


def test_a_cache_of_another_case(cached: Path, base: Path) -> None:
    whole = _record_of(cached)
    _case(base / "other", " of the other")
    with Vault.unlock(base / "other", "pw") as vault:
        vault._ledger.write_cache()
    shutil.copy(base / "other" / "cache.age", cached / "cache.age")
    assert _record_of(cached) == whole


@pytest.mark.parametrize("name", ["head.age", "ledger/00000003.age", "an exhibit"])
def test_another_file_of_the_case_as_its_cache(cached: Path, name: str) -> None:
    whole = _record_of(cached)
    exhibit = next((cached / "exhibits").glob("*.age"))
    shutil.copy(exhibit if name == "an exhibit" else cached / name, cached / "cache.age")
    assert _record_of(cached) == whole


def test_an_exhibit_made_to_look_like_a_cache_is_not_believed(base: Path) -> None:
    """Whoever sends a picture chooses its bytes, and it is stored for the same key."""
    root = base / "case"
    with Vault.unlock(root, "pw") as vault:
        whole = vault.record
        sizes = [path.stat().st_size for path in sorted((root / "ledger").iterdir())]
        line = next_line(Happening("opened", {"forged": "yes"}), 1, FIRST_PREV, local_now())
        forged = {"sizes": sizes, "hash": line.entry.digest()}
        content = canonical(forged) + b"\n" + line.to_bytes()
        for prefix in (b"", bytes(32)):
            item_id = _add(vault, prefix + content, "trust me.png")
            shutil.copy(stored_path(vault, item_id), base / f"forged{len(prefix)}")
    for prefix in (0, 32):
        shutil.copy(base / f"forged{prefix}", root / "cache.age")
        with Vault.unlock(root, "pw") as vault:
            assert vault.record.accounts == whole.accounts
            assert vault.record.code == whole.code


def test_an_exhibit_made_to_look_like_a_step_of_the_log(base: Path) -> None:
    root = base / "case"
    with Vault.unlock(root, "pw") as vault:
        line = next_line(Happening("added", {"no": "kind"}), 10, FIRST_PREV, local_now())
        forged = _add(vault, line.to_bytes(), "trust me.png")
        shutil.copy(stored_path(vault, forged), _ledger(root, 10))
    with Vault.unlock(root, "pw") as vault:
        assert "entry 10" in _named(vault)
        assert len(vault.record.exhibits) >= 4
        vault.add_item("account", {"username": "z"}, "parent")
    with Vault.unlock(root, "pw") as vault:
        assert vault.record.accounts[-1].fields.username == "z"


def test_a_stale_cache_after_the_log_lost_a_file(cached: Path) -> None:
    _missing(cached, 5)
    with Vault.unlock(cached, "pw") as vault:
        assert "00000005.age" in _named(vault)


def test_a_full_check_reads_what_the_cache_hides(cached: Path) -> None:
    _flip(_ledger(cached, 5), -3)
    with Vault.unlock(cached, "pw") as vault:
        assert "00000005.age" in " ".join(p.subject for p in vault.check())


@pytest.mark.parametrize("at", [0, 30, 130, 170, -1])
def test_a_damaged_password_file_leaves_the_recovery_code(at: int) -> None:
    with in_memory() as base:
        vault, code = Vault.create(base / "case", "pw", {"role": "parent"})
        vault.close()
        _flip(base / "case" / "identity.age", at)
        with pytest.raises((DamagedError, WrongSecretError)):
            Vault.unlock(base / "case", "pw")
        with Vault.unlock(base / "case", code.upper(), door="recovery") as vault:
            vault.change_password("pw", "parent")
        Vault.unlock(base / "case", "pw").close()


def test_a_missing_password_file(base: Path) -> None:
    (base / "case" / "identity.age").unlink()
    with pytest.raises(DamagedError, match=r"identity\.age, is missing.*recovery code"):
        Vault.unlock(base / "case", "pw")


def test_one_persons_damaged_file_keeps_nobody_else_out(base: Path) -> None:
    with Vault.unlock(base / "case", "pw") as vault:
        vault.let_in("theirs", "parent")
    (base / "case" / "people" / "0.age").write_bytes(b"not an age file")
    (base / "case" / "people" / "zz.age").write_bytes(b"")
    Vault.unlock(base / "case", "theirs", door="person").close()
    with pytest.raises(WrongSecretError):
        Vault.unlock(base / "case", "nobody's", door="person")


@pytest.mark.parametrize("gone", ["keepsafe.json", "people", "seals", "cache.age", ".lock"])
def test_what_is_not_needed_may_be_missing(gone: str, base: Path) -> None:
    path = base / "case" / gone
    if path.is_dir():
        path.rmdir()
    elif path.exists():
        path.unlink()
    with Vault.unlock(base / "case", "pw") as vault:
        assert vault.problems == []
        vault.let_in("theirs", "parent")
    _can_go_on(base / "case", base / "out", {"E1", "E2", "E3", "E4"})


def test_damaged_words_of_a_seal(base: Path) -> None:
    with Vault.unlock(base / "case", "pw") as vault:
        sealing.seal(vault, base / "out", sealing.SealChoice(), "parent")
        _flip(base / "case" / "seals" / "1.age", -1)
        assert [p.subject for p in vault.check()] == ["seals/1.age"]
        with pytest.raises(DamagedError, match="words of seal 1"):
            vault.words.show(1)
    _can_go_on(base / "case", base / "out", {"E1"})


def test_words_that_changed_places_are_named(base: Path) -> None:
    with Vault.unlock(base / "case", "pw") as vault:
        for _ in range(2):
            sealing.seal(vault, base / "out", sealing.SealChoice(), "parent")
        seals = base / "case" / "seals"
        (seals / "1.age").rename(seals / "x")
        (seals / "2.age").rename(seals / "1.age")
        (seals / "x").rename(seals / "2.age")
        assert [p.subject for p in vault.check()] == ["seals/1.age", "seals/2.age"]
        with pytest.raises(DamagedError, match="words of seal 2"):
            vault.words.show(2)


@pytest.mark.parametrize("whole", [True, False])
def test_a_seal_for_a_key_is_finished_when_its_file_is_the_noted_one(
    base: Path, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    unit = age.X25519Identity.generate()
    choice = sealing.SealChoice(recipients=(unit.recipient(),))

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with Vault.unlock(base / "case", "pw") as vault, monkeypatch.context() as patch:
        patch.setattr(sealing, "_read_back", crash)
        with pytest.raises(KeyboardInterrupt):
            sealing.seal(vault, base / "out", choice, "parent")
    (file,) = (base / "out").iterdir()
    if not whole:
        _flip(file, -100)
    with Vault.unlock(base / "case", "pw") as vault:
        assert vault.words.show(1) is None
        assert vault.check() == []
        ended = sealing.finish_or_abandon(vault, base / "out", "parent")
        assert ended == ("finished" if whole else "abandoned")
        code = vault.record.seals[0].code
    if whole:
        verdict = verify(file, Secrets(identities=(unit,)), code)
        assert (verdict.bytes, verdict.seal) == ("matches", "same")


def test_a_begun_seal_with_damaged_words_can_be_abandoned(base: Path) -> None:
    with Vault.unlock(base / "case", "pw") as vault:
        vault.words.keep(1, "a-b-c")
        begun = {"seal": 1, "bundle": f"{vault.record.code}-1.zip", "previous_seal_code": ""}
        vault.log([Happening("seal-begun", begun, "parent")])
        _flip(base / "case" / "seals" / "1.age", -1)
        (base / "out" / f"{vault.record.code}-1.zip.partial").write_bytes(b"half")
        assert sealing.finish_or_abandon(vault, base / "out", "parent") == "abandoned"
    assert list((base / "out").iterdir()) == []


# The exhibits.


def _gone(path: Path) -> None:
    path.unlink()


def _short(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def _longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _changed_start(path: Path) -> None:
    _flip(path, 70)


def _changed_end(path: Path) -> None:
    _flip(path, -1)


def _replaced(path: Path) -> None:
    """Put another file of the same size there, encrypted with a key of one's own."""
    mine = [age.X25519Identity.generate().recipient()]
    size = path.stat().st_size - len(age.encrypt_bytes(b"", mine))
    path.write_bytes(age.encrypt_bytes(bytes(size % 65536), mine) + bytes(size // 65536 * 65552))


def _now_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("item_id", ["E1", "E2", "E4"])
@pytest.mark.parametrize(
    "harm",
    [_gone, _short, _longer, _empty, _changed_start, _changed_end, _replaced, _now_a_folder],
)
def test_a_damaged_exhibit(harm: Callable[[Path], None], item_id: str, base: Path) -> None:
    root = base / "case"
    with Vault.unlock(root, "pw") as vault:
        harm(stored_path(vault, item_id))
    with Vault.unlock(root, "pw") as vault:
        if harm is not _changed_end:  # which only reading every byte can find
            assert [p.subject for p in vault.problems] == [item_id]
        assert [p.subject for p in vault.check()] == [item_id]
        with pytest.raises(KeepsafeError):
            read(vault, item_id)
        with pytest.raises(DamagedError, match=item_id):
            sealing.seal(vault, base / "out", sealing.SealChoice(), "parent")
        assert list((base / "out").iterdir()) == []
    _can_go_on(root, base / "out", {"E1", "E2", "E3", "E4"} - {item_id}, damaged=True)


def test_exhibits_that_changed_places(base: Path) -> None:
    with Vault.unlock(base / "case", "pw") as vault:
        _swap(stored_path(vault, "E1"), stored_path(vault, "E3"))
    with Vault.unlock(base / "case", "pw") as vault:
        assert [p.subject for p in vault.problems] == ["E1", "E3"]
    _can_go_on(base / "case", base / "out", {"E2", "E4"}, damaged=True)


@pytest.mark.parametrize("harm", [_gone, _changed_end, _empty])
def test_adding_a_damaged_file_again_saves_it_again(
    harm: Callable[[Path], None], base: Path
) -> None:
    """The sentence about a damaged copy says to do that."""
    with Vault.unlock(base / "case", "pw") as vault:
        harm(stored_path(vault, "E2"))
        again = _add(vault, CONTENTS[1], "again.txt")
        assert again == "E5"
        assert read(vault, "E5") == CONTENTS[1]
        assert _add(vault, CONTENTS[1], "once more.txt") == "E5"
        assert vault.orphans() == []


def test_files_that_somebody_put_there(base: Path) -> None:
    root = base / "case"
    (root / "exhibits" / "extra.age").write_bytes(b"not an age file")
    (root / "exhibits" / "note.txt").write_bytes(b"hello")
    (root / "ledger" / "extra.age").write_bytes(b"not an age file")
    (root / "ledger" / "00000012.txt").write_bytes(b"")
    with Vault.unlock(root, "pw") as vault:
        assert vault.problems == []
        assert vault.orphans() == ["extra.age"]
        batch = adding.adopt(vault, "parent")
        assert batch.kept == ()
        assert len(batch.refused) == 1
        assert (root / "exhibits" / "extra.age").exists(), "what cannot be read is not destroyed"
    _can_go_on(root, base / "out", {"E1", "E2", "E3", "E4"})


@pytest.mark.parametrize("name", ["00000009.age", "00000042.age", "99999999.age"])
def test_a_ledger_file_that_somebody_put_there(name: str, base: Path) -> None:
    (base / "case" / "ledger" / name).write_bytes(b"not an age file")
    with Vault.unlock(base / "case", "pw") as vault:
        assert name in _named(vault)
    _can_go_on(base / "case", base / "out", {"E1", "E2", "E3", "E4"})


# Two cases.


def test_the_log_of_another_case(base: Path) -> None:
    _case(base / "other", " of the other")
    shutil.rmtree(base / "case" / "ledger")
    shutil.copytree(base / "other" / "ledger", base / "case" / "ledger")
    with Vault.unlock(base / "case", "pw") as vault:
        assert len(vault.problems) >= 8
        assert vault.record.accounts == ()


def test_single_files_of_another_case(base: Path) -> None:
    root, other = base / "case", base / "other"
    _case(other, " of the other")
    shutil.copy(_ledger(other, 5), _ledger(root, 5))
    shutil.copy(next((other / "exhibits").iterdir()), root / "exhibits" / "theirs.age")
    with Vault.unlock(root, "pw") as vault:
        assert "00000005.age" in _named(vault)
        assert "theirs.age" in vault.orphans()
    _can_go_on(root, base / "out", {"E1", "E3", "E4"})


def test_the_key_of_another_case_opens_nothing_of_this_one(base: Path) -> None:
    _case(base / "other", " of the other")
    shutil.copy(base / "other" / "identity.age", base / "case" / "identity.age")
    before = tree_hash(base / "case" / "exhibits")
    with Vault.unlock(base / "case", "pw", read_only=True) as vault:
        assert len(vault.problems) >= 8
        assert vault.record.exhibits == ()
    assert tree_hash(base / "case" / "exhibits") == before


def test_a_case_written_by_someone_who_knows_only_the_public_key(base: Path) -> None:
    """age does not tell who encrypted a file; the first entry commits to a key that only the
    identity gives."""
    root = base / "case"
    with Vault.unlock(root, "pw") as vault:
        recipient, code = vault._identity.recipient(), vault.record.code
    attacker = age.X25519Identity.generate()
    data = {
        "app": "x",
        "case": code,
        "signing_key": keys.fingerprint(keys.signing_key(attacker).public_key()),
        "values": {"role": "parent"},
    }
    line = next_line(Happening("opened", data), 1, FIRST_PREV, local_now())
    shutil.rmtree(root / "ledger")
    (root / "ledger").mkdir()
    _ledger(root, 1).write_bytes(age.encrypt_bytes(line.to_bytes() + b"\n", [recipient]))
    head = canonical({"seq": 1, "hash": line.entry.digest()})
    (root / "head.age").write_bytes(age.encrypt_bytes(head, [recipient]))
    before = tree_hash(root)
    with pytest.raises(DamagedError, match="different cases"):
        Vault.unlock(root, "pw")
    assert tree_hash(root) == before


def test_a_folder_that_holds_no_case(base: Path) -> None:
    with pytest.raises(UsageError, match="no Keepsafe case"):
        Vault.unlock(base / "out", "pw")
    with pytest.raises(UsageError, match="no Keepsafe case"):
        Vault.unlock(base / "nowhere", "pw")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(base: Path) -> None:
    root = base / "case"
    with Vault.unlock(root, "pw") as vault:
        exhibit = stored_path(vault, "E1")
    for path in (exhibit, _ledger(root, 5), root / "cache.age", root / "exhibits" / "more.age"):
        path.unlink(missing_ok=True)
        os.mkfifo(path)
    with Vault.unlock(root, "pw") as vault:
        assert {"E1", "ledger/00000005.age"} <= {p.subject for p in vault.problems}
        assert len(adding.adopt(vault, "parent").refused) == 1
        assert read(vault, "E3") == CONTENTS[2]
    for name in ("head.age", "identity.age"):
        (root / name).unlink()
        os.mkfifo(root / name)
    with pytest.raises(KeepsafeError):
        Vault.unlock(root, "pw")


@pytest.mark.parametrize("harm", [_gone, _empty, _now_a_folder])
def test_a_damaged_recovery_file_leaves_the_password(harm: Callable[[Path], None]) -> None:
    with in_memory() as base:
        vault, code = Vault.create(base / "case", "pw", {"role": "parent"})
        vault.close()
        harm(base / "case" / "recovery.age")
        with pytest.raises(DamagedError, match=r"recovery\.age.*password may still open"):
            Vault.unlock(base / "case", code, door="recovery")
        Vault.unlock(base / "case", "pw").close()
