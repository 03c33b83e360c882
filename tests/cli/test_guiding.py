"""The guidance commands: what a person would read, what is wrong in a pack, what a text is."""

from __future__ import annotations

import shutil
from pathlib import Path

from ran import Run

from keepsafe.resources import resource


def test_show_prints_what_a_young_person_would_read(run: Run) -> None:
    shown = run(
        *("guidance", "show", "--country", "CA", "--role", "young-person"),
        *("--platform", "snapchat"),
    )
    assert shown.code == 0
    for told in ("This is not your fault.", "911", "Kids Help Phone", "small grey text", "Source:"):
        assert told in shown.out, told
    french = run(
        *("guidance", "show", "--country", "CA", "--role", "young-person", "--lang", "fr"),
        *("--platform", "snapchat", "--json"),
    )
    assert any("Snapchat" in page["title"] for page in french.json["pages"])


def test_check_passes_on_ours_and_names_file_and_line_of_a_mistake(
    run: Run, tmp_path: Path
) -> None:
    assert run("guidance", "check").code == 0
    broken = tmp_path / "guidance"
    shutil.copytree(resource("guidance"), broken)
    pack = broken / "countries" / "CA.toml"
    pack.write_text(pack.read_text().replace("verified = true", "verified = maybe", 1))
    found = run("guidance", "check", "--folder", broken)
    assert found.code == 1
    assert "countries/CA.toml, line" in found.out


def test_identify_says_what_a_pasted_text_is_and_keeps_it_as_typed(run: Run) -> None:
    pasted = "https://www.instagram.com/some.name/?igsh=abc"
    found = run("guidance", "identify", pasted, "--json").json
    assert (found["platform"], found["kind"]) == ("instagram", "username")
    assert found["canonical"] == "some.name"
    assert found["typed"] == pasted


def test_account_link_fills_in_what_it_tells_and_keeps_what_was_typed(
    run: Run, case: Path, password_file: Path
) -> None:
    unlock = ("--password-file", password_file)
    pasted = "https://www.instagram.com/some.name/?igsh=abc"
    added = run("account", case, "--link", pasted, *unlock, "--json")
    assert added.json["item"] == "A1"
    fields = run("show", case, *unlock, "--json").json["accounts"][0]["fields"]
    assert (fields["platform"], fields["username"]) == ("Instagram", "some.name")
    assert fields["link"] == pasted
    odd = run("account", case, "--platform", "Instagram", "--username", "s\u043eme.name", *unlock)
    assert odd.code == 0
    assert len(odd.out.splitlines()) > 1  # a Cyrillic letter is pointed out, and nothing refused


def test_a_script_is_filled_in_from_the_case(run: Run, case: Path, password_file: Path) -> None:
    unlock = ("--password-file", password_file)
    empty = run("script", case, "call-police", *unlock)
    assert empty.code == 0
    assert "{{" not in empty.out
    run("account", case, "--platform", "Chatter", "--username", "ava_l1ght", *unlock)
    run("payment", case, "--amount", "200", "--currency", "CAD", *unlock)
    filled = run("script", case, "call-police", *unlock)
    assert "ava_l1ght" in filled.out
    french = run("script", case, "call-police", "--lang", "fr", *unlock, "--json")
    assert "ava_l1ght" in french.json["body"]
