"""One writer at a time; what a password costs; what a session logs."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from vault_help import in_memory, make, read, tree_hash

import keepsafe
from keepsafe.bundle import sealing
from keepsafe.case.fields import filled
from keepsafe.errors import SystemRefusedError, UsageError, WrongSecretError
from keepsafe.formats import age, age_keys
from keepsafe.intake import adding
from keepsafe.vault import keys
from keepsafe.vault.doors import Door
from keepsafe.vault.vault import Vault

HOLD = """
import sys
from pathlib import Path
from keepsafe.vault.vault import Vault
vault = Vault.unlock(Path(sys.argv[1]), "pw")
print("read only" if vault.read_only else "writing", flush=True)
sys.stdin.readline()
vault.close()
"""


@pytest.fixture
def base() -> Iterator[Path]:
    with in_memory() as folder:
        yield folder


@pytest.mark.usefixtures("cheap_keys")
class TestOneWriter:
    def test_whoever_comes_second_can_only_read_and_is_told_so(self, base: Path) -> None:
        root = base / "case"
        (base / "a.txt").write_bytes(b"threat")
        with make(root) as vault:
            adding.add(vault, [base / "a.txt"], adding.Choice(), "parent")
        source = str(Path(keepsafe.__file__).parents[1])
        first = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"PYTHONPATH": source},
            text=True,
        )
        assert first.stdout is not None
        assert first.stdout.readline() == "writing\n"
        before = tree_hash(root)
        with Vault.unlock(root, "pw") as second:
            assert second.read_only
            assert read(second, "E1") == b"threat"
            attempts: tuple[Any, ...] = (
                lambda: second.add_item("note", {"words": "x"}, "parent"),
                lambda: second.describe("E1", {"shows": "x"}, "parent"),
                lambda: second.remove("E1", "mistake", "parent"),
                lambda: second.change_password("other", "parent"),
                lambda: second.new_recovery_code("en", "parent"),
                lambda: second.let_in("theirs", "parent"),
                lambda: adding.add(second, [base / "a.txt"], adding.Choice(), "parent"),
                lambda: adding.adopt(second, "parent"),
                lambda: sealing.seal(second, base, sealing.SealChoice(), "parent"),
            )
            for attempt in attempts:
                with pytest.raises(SystemRefusedError, match=r"open in another window.*Nothing"):
                    attempt()
        assert tree_hash(root) == before
        first.communicate("go\n")
        with Vault.unlock(root, "pw") as third:
            assert not third.read_only
            third.add_item("note", {"words": "x"}, "parent")

    def test_reading_on_purpose_leaves_no_trace(self, base: Path) -> None:
        make(base / "case").close()
        before = tree_hash(base)
        with Vault.unlock(base / "case", "pw", read_only=True) as vault:
            assert vault.check() == []
            with pytest.raises(SystemRefusedError, match="only to be read"):
                vault.add_item("note", {"words": "x"}, "parent")
        with Vault.unlock(base / "case", "pw") as vault:
            assert vault.problems == []
        assert tree_hash(base) == before

    def test_a_reader_beside_a_writer_sees_no_damage(self, base: Path) -> None:
        root = base / "case"
        with make(root) as writer:

            def write() -> None:
                for _ in range(60):
                    writer.add_item("note", {"words": "x"}, "parent")

            thread = threading.Thread(target=write)
            thread.start()
            problems = []
            while thread.is_alive():
                with Vault.unlock(root, "pw") as reader:
                    problems += reader.problems
            thread.join()
            assert problems == []

    def test_another_thread_may_close_it(self, base: Path) -> None:
        vault = make(base / "case")
        thread = threading.Thread(target=vault.close)
        thread.start()
        thread.join()
        with Vault.unlock(base / "case", "pw") as again:
            assert not again.read_only
        with pytest.raises(SystemRefusedError, match="locked again"):
            vault.add_item("note", {"words": "x"}, "parent")


class Derivations:
    """Counts how often a password is turned into a key."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.count = 0
        derive = age_keys._scrypt

        def counted(*args: Any) -> bytes:
            self.count += 1
            return derive(*args)

        patch.setattr(age_keys, "_scrypt", counted)


@pytest.mark.usefixtures("cheap_keys")
class TestPasswords:
    def test_a_wrong_one_costs_one_derivation_and_changes_nothing(
        self, base: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make(base / "case").close()
        before, derivations = tree_hash(base), Derivations(monkeypatch)
        with pytest.raises(WrongSecretError, match=r"does not open this.*try again"):
            Vault.unlock(base / "case", "PW")
        assert derivations.count == 1
        assert tree_hash(base) == before

    def test_the_right_one_costs_one_derivation(
        self, base: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make(base / "case").close()
        derivations = Derivations(monkeypatch)
        Vault.unlock(base / "case", "pw").close()
        assert derivations.count == 1

    @pytest.mark.parametrize(
        "typed",
        [
            "citizen below doll thumb",
            "Citizen-Below-Doll-Thumb",
            "CITI BELO DOLL THUM",
            "1. citizen 2. below 3. doll 4. thumb",
        ],
    )
    @pytest.mark.parametrize("door", ["password", "person"])
    def test_four_words_may_be_typed_as_people_write_words(
        self, typed: str, door: Door, base: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        secret = "citizen-below-doll-thumb"
        with make(base / "case", password=secret if door == "password" else "pw") as vault:
            if door == "person":
                vault.let_in(secret, "parent")
        derivations = Derivations(monkeypatch)
        Vault.unlock(base / "case", typed, door=door).close()
        assert derivations.count == 2

    @pytest.mark.parametrize("typed", ["citizen below doll thing", "citizen below doll", "bell"])
    def test_other_words_are_wrong_however_they_are_typed(self, typed: str, base: Path) -> None:
        make(base / "case", password="citizen-below-doll-thumb").close()
        with pytest.raises(WrongSecretError, match="does not open this"):
            Vault.unlock(base / "case", typed)

    def test_words_of_ones_own_open_as_they_were_chosen(
        self, base: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make(base / "case", password="Citizen Below Doll Thumb").close()
        derivations = Derivations(monkeypatch)
        Vault.unlock(base / "case", "Citizen Below Doll Thumb").close()
        assert derivations.count == 1

    def test_an_empty_one_is_refused(self, base: Path) -> None:
        with pytest.raises(UsageError, match="empty"):
            make(base / "case", password="")
        assert list(base.iterdir()) == []
        with make(base / "case") as vault:
            for change in (vault.change_password, vault.let_in):
                with pytest.raises(UsageError, match="empty"):
                    change("", "parent")

    @pytest.mark.parametrize("password", ["p\u00e4ss \u00f1", "密码", " spaces ", "a" * 500, "\n"])
    def test_any_text_can_be_one(self, password: str, base: Path) -> None:
        make(base / "case", password=password).close()
        Vault.unlock(base / "case", password).close()

    def test_keyboards_that_compose_letters_differently(self, base: Path) -> None:
        make(base / "case", password="caf\u00e9").close()
        Vault.unlock(base / "case", "cafe\u0301").close()

    def test_a_new_one_and_the_other_doors(self, base: Path) -> None:
        vault, code = Vault.create(base / "case", "pw", {"role": "counsellor"})
        with vault:
            vault.let_in("theirs", "counsellor")
            vault.change_password("new", "counsellor")
            fresh = vault.new_recovery_code("fr", "counsellor")
        with pytest.raises(WrongSecretError):
            Vault.unlock(base / "case", "pw")
        with pytest.raises(WrongSecretError):
            Vault.unlock(base / "case", code, door="recovery")
        for secret, door in (("new", "password"), ("theirs", "person"), (fresh, "recovery")):
            Vault.unlock(base / "case", secret, door=door).close()  # type: ignore[arg-type]
        with Vault.unlock(base / "case", "new") as vault:
            what = [line.entry.what for line in vault.lines]
        assert what == ["opened", "person-let-in", "password-changed", "recovery-code-changed"]

    def test_a_recovery_code_that_is_no_code(self, base: Path) -> None:
        make(base / "case").close()
        with pytest.raises(UsageError, match="8"):
            Vault.unlock(base / "case", "two words", door="recovery")


def test_a_password_file_is_locked_as_hard_as_promised() -> None:
    locked = keys.lock_identity(age.X25519Identity.generate(), "pw")
    assert b"\n-> scrypt " in locked
    assert locked.split(b"\n")[1].endswith(b" 17")
    assert keys.unlock_identity(locked, "pw")


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 21, 14, tzinfo=timezone(timedelta(hours=-7)))

    def __call__(self) -> datetime:
        return self.time


@pytest.mark.usefixtures("cheap_keys")
class TestSessions:
    def _what(self, vault: Vault) -> list[str]:
        return [line.entry.what for line in vault.lines]

    def test_unlocked_is_logged_once_a_session_with_its_first_change(self, base: Path) -> None:
        with make(base / "case") as vault:
            vault.add_item("note", {"words": "x"}, "parent")
            assert self._what(vault) == ["opened", "set", "added"]
        Vault.unlock(base / "case", "pw").close()
        with Vault.unlock(base / "case", "pw") as vault:
            assert self._what(vault) == ["opened", "set", "added"]
            vault.add_item("note", {"words": "y"}, "parent")
            vault.add_item("note", {"words": "z"}, "parent")
            assert self._what(vault)[3:] == ["unlocked", "added", "added"]

    def test_a_clock_that_goes_back_is_noted_once(self, base: Path) -> None:
        clock = Clock()
        with make(base / "case", clock=clock) as vault:
            clock.time -= timedelta(days=2)
            vault.add_item("note", {"words": "x"}, "parent")
            vault.add_item("note", {"words": "y"}, "parent")
            assert self._what(vault)[2:] == ["clock-jumped", "added", "added"]
            jump = vault.lines[2]
            assert jump.data == {
                "last": "2026-11-24T04:14:00.000Z",
                "now": "2026-11-22T04:14:00.000Z",
            }

    def test_the_offset_of_the_clock_is_kept(self, base: Path) -> None:
        clock = Clock()
        with make(base / "case", clock=clock) as vault:
            clock.time = clock.time.astimezone(timezone(timedelta(hours=5, minutes=45)))
            vault.add_item("note", {"words": "x"}, "parent")
            offsets = [line.entry.utc_offset for line in vault.lines]
            assert offsets == ["-07:00", "-07:00", "+05:45"]
            assert vault.lines[-1].entry.at == "2026-11-24T04:14:00.000Z"

    def test_who_did_it_is_kept(self, base: Path) -> None:
        with make(base / "case") as vault:
            vault.add_item("note", {"words": "x"}, "young-person")
            assert [line.entry.actor for line in vault.lines] == [
                *("parent", "parent", "young-person"),
            ]


@pytest.mark.usefixtures("cheap_keys")
class TestItems:
    def test_describing_and_correcting(self, base: Path) -> None:
        with make(base / "case") as vault:
            item_id = vault.add_item("account", {"username": "x"}, "parent")
            vault.describe(item_id, {"platform": "Snapchat"}, "parent")
            vault.describe(item_id, {"username": "y"}, "parent")
            vault.describe(item_id, {"username": "y"}, "parent")  # which changes nothing
            vault.describe(item_id, {"platform": ""}, "parent")
            what = [line.entry.what for line in vault.lines][3:]
            assert what == ["described", "corrected", "corrected"]
            item = vault.record.find(item_id)
            assert item is not None
            assert filled(item.fields) == {"username": "y"}

    def test_what_cannot_be_leaves_no_trace(self, base: Path) -> None:
        with make(base / "case") as vault:
            before = vault.lines
            for kind, values in (
                ("note", {}),
                ("note", {"words": ""}),
                ("note", {"no such field": "x"}),
                ("account", {"seen": "yesterday"}),
            ):
                with pytest.raises(UsageError):
                    vault.add_item(kind, values, "parent")  # type: ignore[arg-type]
            with pytest.raises(UsageError, match="no E9"):
                vault.describe("E9", {"shows": "x"}, "parent")
            with pytest.raises(UsageError, match="no saved file A1"):
                vault.remove("A1", "mistake", "parent")
            assert vault.lines == before

    def test_many_commits_are_cached_when_the_case_is_locked(self, base: Path) -> None:
        with make(base / "case") as vault:
            for number in range(105):
                vault.add_item("note", {"words": f"note {number}"}, "parent")
            record = vault.record
        assert (base / "case" / "cache.age").exists()
        with Vault.unlock(base / "case", "pw") as vault:
            assert vault.record == record

    def test_a_folder_named_by_a_case_code_is_that_case(self, base: Path) -> None:
        with make(base / "KS-7F3K-9Q2M") as vault:
            assert vault.record.code == "KS-7F3K-9Q2M"
        with make(base / "other") as vault:
            code = vault.record.code
            assert code not in {"", "KS-7F3K-9Q2M"}
        with Vault.unlock(base / "other", "pw") as vault:
            assert vault.record.code == code

    def test_a_taken_name(self, base: Path) -> None:
        (base / "case").mkdir()
        with pytest.raises(SystemRefusedError, match="already something with that name"):
            make(base / "case")
        (base / "case").rmdir()
        (base / "case").write_bytes(b"a file")
        with pytest.raises(SystemRefusedError, match="already something with that name"):
            make(base / "case")
        assert [path.name for path in base.iterdir()] == ["case"]
