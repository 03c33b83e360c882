"""A malformed pack is refused with its file, its line and what is wrong."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from keepsafe.guidance.checking import check
from keepsafe.guidance.loading import load, problems_of
from keepsafe.guidance.model import Text
from keepsafe.guidance.pages import GuidanceError
from keepsafe.resources import resource

PLATFORM = """id = "chat"
name = "Chat"
identifier = { en = "the username", fr = "le nom d'utilisateur", es = "el nombre de usuario" }
identifier_kinds = ["username", "user-id"]
date_needed = false
one_thing = { en = "The username.", fr = "Le nom d'utilisateur.", es = "El nombre de usuario." }
find.en = ["Open it.", "Look."]
find.fr = ["Ouvrez.", "Regardez."]
find.es = ["Abra.", "Mire."]
find_verified = false
alert = "no"
alert_note = { en = "It tells nobody.", fr = "Personne ne le sait.", es = "No avisa a nadie." }
disappears = { en = "Nothing.", fr = "Rien.", es = "Nada." }
source = "https://example.org/chat"
checked = 2026-11-23
verified = true

[[username]]
kind = "username"
pattern = '^[a-z0-9_]{3,20}$'
lower = true
says = { en = "Look again.", fr = "Regardez encore.", es = "Mire otra vez." }

[[link]]
pattern = '^chat\\.example/u/(?P<username>[^/?#]+)'
canonical = "https://chat.example/u/{username}"
"""

TEXT = """# What to do

Write to **{{username}}** no more.

See [the page](https://example.org/).
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small folder of packs in which nothing is wrong."""
    for folder in ("countries", "payments"):
        shutil.copytree(resource("guidance", folder), tmp_path / folder)
    (tmp_path / "platforms").mkdir()
    (tmp_path / "platforms" / "chat.toml").write_text(PLATFORM, "utf-8")
    other = PLATFORM.replace('id = "chat"', 'id = "other"')
    (tmp_path / "platforms" / "other.toml").write_text(other, "utf-8")
    for language in ("en", "fr", "es"):
        (tmp_path / "texts" / language).mkdir(parents=True)
        (tmp_path / "texts" / language / "first.md").write_text(TEXT, "utf-8")
        (tmp_path / "texts" / language / "first.parent.md").write_text(TEXT, "utf-8")
    return tmp_path


def everything(root: Path) -> None:
    guidance = load(root)
    for packs in (guidance.countries, guidance.platforms, guidance.payments, guidance.texts):
        for name in packs:  # type: ignore[attr-defined]
            assert packs[name]


def test_nothing_is_wrong_with_the_folder_the_tests_break(root: Path) -> None:
    assert check(root) == []
    everything(root)


def test_nothing_is_wrong_with_keepsafes_own_countries_and_payments() -> None:
    ours = ("countries/", "payments/")
    assert [str(p) for p in check() if p.file.startswith(ours)] == []


CA, CHAT, GIFT, CARD = (
    "countries/CA.toml", "platforms/chat.toml", "payments/gift-card.toml", "texts/fr/first.md",
)  # fmt: skip

# File, what is there, what it becomes, a mark on the line that is named, what is said.
BROKEN = {
    "unknown key": (CA, 'paper = "us', 'papre = 1\npaper = "us', "papre", '"papre" is not known'),
    "unknown key deep": (CA, "youth = true", "youths = 1\nyouth = true", "youths", "not known"),
    "missing key": (GIFT, 'id = "gift-card"\n', "", "", '"id" is missing'),
    "missing deep": (CA, 'id = "cybertip"\n', "", "[[reporting]]#2", '"id" is missing'),
    "missing table": (CA, "[school.duty]", "[school.dut]", "[school]", '"duty" is missing'),
    "wrong type": (CA, "officer_request = true", "officer_request = 1", "officer_r", "true or fal"),
    "wrong type list": (CHAT, '["username", "user-id"]', '"username"', "identifier_kinds", "list"),
    "wrong list item": (CHAT, '"user-id"]', "7]", "identifier_kinds", "a list of words"),
    "twice in a list": (CHAT, '"user-id"]', '"username"]', "identifier_kinds", "twice"),
    "table not list": (CHAT, "[[link]]", "[link]", "[link]", "a list of tables"),
    "text not table": (CA, "[imagery.note]", 'note = "x"\n[imagery.x]', "note =", "a table"),
    "empty": (GIFT, 'source = "https', 'source = " "\n#', "source", '"source" is empty'),
    "missing French": (GIFT, "act.fr", "act.it", "act.en", "no French"),
    "missing Spanish": (CHAT, ', es = "Nada."', "", "disappears", "no Spanish"),
    "odd language": (GIFT, "act.es", 'act.Esp = "x"\nact.es', "act.en", '"Esp", which is not'),
    "no words": (GIFT, 'act.fr = "', 'act.fr = ""\n#', "act.fr", "in French should be text"),
    "shorter list": (CHAT, '["Ouvrez.", "Regardez."]', '["Ouvrez."]', "find.en", "as long in each"),
    "list of numbers": (CHAT, '["Ouvrez.", "Regardez."]', "[1, 2]", "find.fr", "in French should"),
    "missing source": (GIFT, "source = ", "# ", "", '"source" is missing'),
    "missing date": (GIFT, "checked = ", "# ", "", '"checked" is missing'),
    "date as text": (GIFT, "= 2026-11-23", '= "2026-11-23"', "checked", "a day such as"),
    "date and time": (GIFT, "= 2026-11-23", "= 2026-11-23T10:00:00", "checked", "a day such"),
    "missing verified": (GIFT, "verified = ", "# ", "", '"verified" is missing'),
    "id of another": (GIFT, '"gift-card"', '"crypto"', "id =", 'the name of the file, "gift-card"'),
    "id twice": (CA, 'id = "stopncii"', 'id = "take-it-down"', 'take-it-down"#2', "there twice"),
    "bad choice": (CHAT, 'alert = "no"', 'alert = "never"', "alert =", "yes, no, sometimes"),
    "bad who": (CA, 'who = ["under-18"]', 'who = ["kids"]', '["kids"', "known are: under-18"),
    "http address": (CA, '"https://cybertip.ca"', '"http://cybertip.ca"', "http://", "https://"),
    "no address": (CA, '"https://tak', '"ftp://tak', "ftp://", "begins with https://"),
    "number address": (CA, '"https://tak', '7 # "', "address = 7", "begins with https://"),
    "bad phone": (CA, '"1-866-658-9022"', '"call us"', "call us", "should be digits"),
    "http source": (GIFT, "https://consumer", "http://consumer", "source", "https://"),
    "HTML": (GIFT, 'act.es = "', 'act.es = "<b>x</b>', "act.es", "HTML or a script"),
    "script": (CHAT, '"It tells', '"javascript:x It tells', "alert_note", "HTML or a script"),
    "plain link": (CHAT, '"Nothing."', '"http://a.b"', "disappears", "does not begin with https"),
    "hidden": (CHAT, '"Nothing."', '"No\\u200bthing."', "disappears", "hidden character"),
    "right to left": (CHAT, '"Nothing."', '"\\u202eNo."', "disappears", "U+202E"),
    "bad regex": (CHAT, "'^[a-z0-9_]{3,20}$'", "'^[a-z'", "pattern = '^[a-z'", "regular expr"),
    "bad link regex": (CHAT, "(?P<username>", "(?P<username", "pattern = '^chat", "regular expr"),
    "other group": (CHAT, "u/{username}", "u/{name}", "canonical", "{name}, which the pattern"),
    "plain canonical": (CHAT, '"https://chat', '"http://chat', "canonical", "https://"),
    "not TOML": (CHAT, "date_needed = false", "date_needed = maybe", "date_needed", "not TOML"),
    "key twice": (CHAT, "date_needed = false", "date_needed = false\nid = 1", "id = 1", "not TOML"),
    "HTML in a text": (CARD, "See", "<script>See", "<script>", "HTML or a script"),
    "image in a text": (CARD, "[the page](https", "![the page](http", "![", "https://"),
    "local link": (CARD, "(https://example.org/)", "(other.md)", "other.md", "https://"),
    "unknown name": (CARD, "{{username}}", "{{user}}", "{{user}}", "{{user}} is not one"),
    "open braces": (CARD, "{{username}}", "{{username", "{{username", "is not one of the names"),
    "no title": (CARD, "# What", "What", "What", "the title"),
    "empty title": (CARD, "# What to do", "# ", "#", "the title"),
}  # fmt: skip


def line_with(text: str, mark: str) -> int:
    """Return the line of a mark; `mark#2` is its second; no mark is the file as a whole."""
    if not mark:
        return 1
    which = 1
    if mark[-2:-1] == "#":
        mark, which = mark[:-2], int(mark[-1])
    return [n for n, line in enumerate(text.splitlines(), start=1) if mark in line][which - 1]


@pytest.mark.parametrize("name", BROKEN)
def test_a_malformed_pack_is_refused_with_file_line_and_what(root: Path, name: str) -> None:
    file, there, instead, mark, what = BROKEN[name]
    text = (root / file).read_text("utf-8")
    assert there in text
    broken = text.replace(there, instead, 1)
    (root / file).write_text(broken, "utf-8")
    with pytest.raises(GuidanceError) as refused:
        everything(root)
    problem = refused.value.problem
    assert problem.file == file
    assert what in problem.what
    assert problem.line == line_with(broken, mark)
    assert f"{file}, line {problem.line}: " in str(refused.value)
    assert refused.value.exit_code == 1
    assert problem in check(root)


def unverified(text: str) -> str:
    """Take the word of the first contact with a phone away."""
    before, after = text.split('phone = "1-866-658-9022"\n', 1)
    return before + 'phone = "1-866-658-9022"\n' + after.replace("= true", "= false", 1)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (unverified, '"phone" has a number (1-866-658-9022) but is not verified'),
        (
            lambda text: text.replace('how.fr = "À ch', 'how.fr = "Le 555 1234. À ch', 1),
            '"how" has a number (555 1234) but is not verified',
        ),
        (
            lambda text: text.replace('how.es = "Se b', 'how.es = "Llame al 741. Se b', 1),
            '"how" has a number (741) but is not verified',
        ),
        (
            lambda text: text.replace("verified = true", "verified = false", 1),
            '"number" has a number (911) but is not verified',
        ),
    ],
)
def test_a_number_that_is_not_verified_is_refused(
    root: Path, change: Callable[[str], str], what: str
) -> None:
    file = root / CA
    broken = change(file.read_text("utf-8"))
    file.write_text(broken, "utf-8")
    with pytest.raises(GuidanceError, match=r"countries/CA\.toml") as refused:
        load(root).country("CA")
    assert refused.value.problem.what == what
    number = what.split("(")[1].split(")", maxsplit=1)[0]
    assert number in broken.splitlines()[refused.value.problem.line - 1]


def test_a_contact_that_leads_nowhere_is_refused(root: Path) -> None:
    file = root / CA
    lines = file.read_text("utf-8").splitlines(keepends=True)
    start = next(n for n, line in enumerate(lines) if "hope-for-wellness" in line)
    kept = [line for n, line in enumerate(lines) if n < start or not line.startswith("how.")]
    file.write_text("".join(kept), "utf-8")
    with pytest.raises(GuidanceError, match='no address, no phone, no text and no "how"'):
        load(root).country("CA")


def test_one_mistake_says_one_thing(root: Path) -> None:
    file = root / CA
    text = file.read_text("utf-8").replace("[school]", "[schoool]", 1)
    file.write_text(text.replace("[school.duty]", "[schoool.duty]"), "utf-8")
    assert [problem.what for problem in check(root)] == [
        '"school" is missing',
        '"schoool" is not known here',
    ]


def test_every_problem_is_found_not_only_the_first(root: Path) -> None:
    for name in ("missing French", "missing source"):
        file, there, instead, _mark, _what = BROKEN[name]
        text = (root / file).read_text("utf-8")
        (root / file).write_text(text.replace(there, instead, 1), "utf-8")
    (root / "texts/es/first.md").write_text("no title", "utf-8")
    (root / "countries/NZ.toml").write_bytes(b'code = "NZ"\nname = "\xff"\n')
    found = [(p.file, p.what) for p in check(root)]
    assert found == [
        ("countries/NZ.toml", "it is not UTF-8"),
        (GIFT, '"source" is missing'),
        (GIFT, '"act" has no French'),
        ("texts/es/first.md", 'the first line should be "# " and the title'),
    ]


def test_bytes_that_are_no_text_are_refused_with_their_line(root: Path) -> None:
    (root / CA).write_bytes(b'code = "CA"\nname = "\xff"\n')
    with pytest.raises(GuidanceError, match="line 2: it is not UTF-8"):
        load(root).country("CA")


def test_toml_that_is_nested_too_deeply_is_refused(root: Path) -> None:
    (root / CA).write_text("x = " + "[" * 100_000, "utf-8")
    with pytest.raises(GuidanceError, match=r"countries/CA\.toml"):
        load(root).country("CA")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuidanceError, match="the folder is not there"):
        load(tmp_path / "nothing")
    assert [problem.what for problem in check(tmp_path / "nothing")] == ["the folder is not there"]


def test_a_text_with_a_name_nobody_could_ask_for_is_refused(root: Path) -> None:
    (root / "texts/en/First.Parents.md").write_text(TEXT, "utf-8")
    with pytest.raises(GuidanceError, match=r"card\.role\.md"):
        load(root)


def test_what_only_the_whole_folder_shows_is_found(root: Path) -> None:
    (root / "texts/fr/first.md").unlink()
    (root / "texts/es/first.parent.md").write_text(TEXT.replace("{{username}}", "X"), "utf-8")
    (root / "texts/en/staff.counsellor.md").write_text(TEXT, "utf-8")
    (root / "texts/en/call.md").write_text("# Call\n\n0800 376 633\n", "utf-8")
    (root / "platforms/other.toml").unlink()
    future = (root / GIFT).read_text("utf-8").replace("2026-11-23", "2036-01-01")
    (root / GIFT).write_text(future, "utf-8")
    found = {(p.file, p.what) for p in check(root, today=date(2026, 11, 24))}
    assert found == {
        (GIFT, "2036-01-01 has not come yet"),
        ("platforms/other.toml", "this file is missing"),
        ("texts/fr/first.md", "this file is missing"),
        ("texts/fr/staff.counsellor.md", "this file is missing"),
        ("texts/es/staff.counsellor.md", "this file is missing"),
        ("texts/fr/call.md", "this file is missing"),
        ("texts/es/call.md", "this file is missing"),
        ("texts/es/first.parent.md", "{{username}} is in the English text and not here"),
        (
            "texts/en/call.md",
            "a phone number (0800 376 633) belongs in a country's file, not in a text",
        ),
    }


def cut(text: str, kind: str) -> str:
    """Leave out every contact of a kind."""
    tables = text.replace("\n[", "\0[").split("\0")
    return "\n".join(table for table in tables if not table.startswith(f"[[{kind}]]"))


def test_a_country_without_a_place_to_report_or_a_crisis_line_is_found(root: Path) -> None:
    text = (root / CA).read_text("utf-8")
    for kind, what in (
        ("reporting", "no place to report is verified or has an address"),
        ("crisis", "there is no crisis line"),
    ):
        (root / CA).write_text(cut(text, kind), "utf-8")
        assert [problem.what for problem in check(root)] == [what]


def test_a_text_is_found_by_role_and_language(root: Path) -> None:
    (root / "texts/fr/first.parent.md").write_text("# Pour un parent\n\nx\n", "utf-8")
    (root / "texts/en/only.md").write_text("# Only in English\n\nx\n", "utf-8")
    guidance = load(root)

    def title(name: str, role: str, language: str) -> str:
        text = guidance.text(name, role, language)
        return text.title if text else ""

    assert title("first", "parent", "fr") == "Pour un parent"
    assert title("first", "adult", "fr") == "What to do"
    assert title("first", "parent", "de") == "What to do"
    assert title("only", "parent", "fr") == "Only in English"
    assert title("none", "parent", "fr") == ""


def test_a_line_with_a_name_that_is_not_known_is_left_out() -> None:
    text = Text("t", "", "en", "T", "To {{username}} on {{platform}}.\nStay.\n{{amount}} asked.")
    known = {"username": "a\\1{{amount}}", "platform": "Chat", "amount": ""}
    assert text.filled(known) == "To a\\1{{amount}} on Chat.\nStay."
    assert text.filled({}) == "Stay."


def test_a_hint_looks_at_the_whole_of_what_was_typed(root: Path) -> None:
    hint = load(root).platform("chat").usernames[0]
    assert hint.fits("Some_Name")
    assert not hint.fits("some name")
    assert not hint.fits("ab\n")
    assert hint.source == "https://example.org/chat"


def test_an_app_that_is_not_known_is_the_plain_one(root: Path) -> None:
    assert load(root).platform("myspace").id == "other"


def test_keepsafes_own_guidance_is_read_once() -> None:
    assert load() is load()
    assert load().country("CA") is load().country("CA")


def test_what_a_person_needs_is_loaded_in_50_ms() -> None:
    def seconds() -> float:
        start = time.perf_counter()
        guidance = load(resource("guidance"))
        guidance.country("CA")
        for name in list(guidance.platforms)[:3]:
            guidance.platform(name)
        for card in guidance.texts:
            if card[0] == "fr":
                assert guidance.texts[card]
        return time.perf_counter() - start

    assert min(seconds() for _try in range(5)) < 0.05


def test_no_damage_gets_past_as_anything_but_a_problem_with_its_line(root: Path) -> None:
    """Change, cut and double pieces of packs at random: they are read, or refused in a sentence."""
    chance = random.Random(7)
    junk = ["\0", "=", "[", "]]", "{", '"""', "'", "\n[x]\n", "9" * 400, "é", "{{", "1.0", "true"]
    refused = 0
    for file in (CA, CHAT, GIFT, CARD):
        text = (root / file).read_text("utf-8")
        for _try in range(80):
            at, width = chance.randrange(len(text)), chance.choice((0, 1, 5, 200))
            put = chance.choice([*junk, text[at : at + width] * 2])
            broken = text[:at] + put + text[at + width :]
            (root / file).write_text(broken, "utf-8")
            problems = problems_of(root, root / file)
            refused += bool(problems)
            for problem in problems:
                assert problem.file == file
                assert 1 <= problem.line <= len(broken.splitlines()) + 1
    assert refused > 100
