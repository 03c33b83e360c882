"""The tables lose no character, and nothing in them runs, in a real spreadsheet program too."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import random
import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from keepsafe.bundle.tables import accounts_csv, exhibits_csv, guard, payments_csv, undo
from keepsafe.case.fields import AccountFields, ExhibitFields, PaymentFields
from sample import CODE, Ledger, sample_ledger, sample_record

SOFFICE = shutil.which("soffice")
needs_soffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not installed (apt-get install libreoffice-calc-nogui)"
)

RUNS = (
    "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1",
    "＝1", "＋1", "－1", "＠x", "\u22121", "=cmd|'/C calc'!A0", '=HYPERLINK("http://x","y")',
    "a;=1+1", 'a";"=1+1', "a; \u200b@x", "a\n=1+1", "a\r\n=1", "a\t=1+1", "'=1+1", "\n", "\x00=1",
)  # fmt: skip
MANGLED = (
    "123456789012345678", "00123", "007", "+1 604 555 0100", "1.10", "1E5", "4e200", "12/3", "2-3",
    "3 mar", "Mar 3", "jan1", "MARCH1", "DEC-25", "sept. 2, 2026", "3 févr.", "août 2026", "ene 5",
    "2026-11-02", "2026-11-02 21:14", "21:14", "-07:00", "9 pm", "50%", "$5", "C$ 5", "(5)", "1,5",
    "TRUE", "true", "Faux", "VERDADERO", "#N/A", "#n/a", "#ref!", "٣٤", "４５", "5 €", "0x10", ".5",
    "1" * 64, "1" * 20 + "e" + "1" * 43, "'quoted'", "'", "''", "\\5", "2026-11-24T05:14:03.123Z",
)  # fmt: skip
PLAIN = (
    "", "lily_example.01", "Instagram", "Mary2", "joe7", "he said; she said", "a, -b", "IMG_01.png",
    "C:\\new\\u0041", "ok ;)", "data/exhibits/0001.png", "https://example.com/?a=1&b=-2", "“x”",
    "你好", "\U0001f468\u200d\U0001f469", "\u202etxet", "image/png", "_x000D_", 'say "hi"', "May",
    "0123456789abcdef" * 4, "1e2d" * 8, "True story", "#general",
)  # fmt: skip


def rows(table: bytes) -> list[dict[str, str]]:
    """Read a table as a lab's script would."""
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline=""), strict=True))


@given(st.text() | st.text(alphabet="'\\;=+-@ \"\t\n\r\x00u0041nrt5,aJ\u200b\ud800"))
@example("\\n")
@example("'\\n")
@example("\\5")
def test_undo_is_the_inverse_of_guard_for_every_text(text: str) -> None:
    cell = guard(text)
    assert undo(cell) == text
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]", cell)
    assert cell.encode().decode() == cell


@pytest.mark.parametrize("text", RUNS + MANGLED)
def test_what_a_spreadsheet_would_run_or_change_gets_an_apostrophe(text: str) -> None:
    assert guard(text).startswith("'")
    assert undo(guard(text)) == text


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert guard(text) == text


@given(st.text())
def test_no_cell_starts_with_a_formula_sign_under_any_separator(text: str) -> None:
    for part in re.split("[;\t\n]", guard(text)):
        assert not re.match(r'[\s"]*[=+@\-＝＋－＠]', part)


@pytest.mark.parametrize(
    "long", [" " * 20_000, "_" * 20_000, ";" * 20_000, "\\" * 20_000, '; "' * 6000]
)
def test_the_longest_field_takes_no_time(long: str) -> None:
    started = time.process_time()
    assert undo(guard(long)) == long
    assert time.process_time() - started < 1


def test_exhibits_hold_all_that_is_known() -> None:
    record = sample_record()
    table = exhibits_csv(record)
    assert table.startswith(b"\xef\xbb\xbfexhibit,file,original_name,")
    assert table.count(b"\r\n") == table.count(b"\n") == 1 + len(record.exhibits)
    for row, exhibit in zip(rows(table), record.exhibits, strict=True):
        told = {name: undo(cell) for name, cell in row.items()}
        for field in dataclasses.fields(ExhibitFields):
            assert told[field.name] == getattr(exhibit.fields, field.name)
        assert told["exhibit"] == exhibit.id
        assert told["file"] == f"data/exhibits/{exhibit.neutral_name}"
        assert told["original_name"] == exhibit.file.name
        assert (row["sha256"], row["sha1"], row["md5"]) == (
            exhibit.file.sha256, exhibit.file.sha1, exhibit.file.md5,
        )  # fmt: skip
        assert row["size_bytes"] == str(exhibit.file.size)
        assert (row["pixel_width"], row["pixel_height"]) == ("1170", "2532")
        assert told["file_modified_utc"] == exhibit.file.modified
        assert told["added_at_utc"] == exhibit.added.at
        assert told["added_utc_offset"] == "-07:00"
    first = rows(table)[0]
    assert first["embedded_metadata"] == "EXIF, XMP"
    assert json.loads(undo(first["also_brought_as"])) == [
        {"name": "copy of it.png", "modified": "2026-11-03T08:00:00Z", "via": "email"}
    ]


def test_accounts_and_payments_hold_all_that_is_known() -> None:
    record = sample_record()
    for table, items, kind, renamed in (
        (accounts_csv(record), record.accounts, AccountFields, {"id": "account_id"}),
        (payments_csv(record), record.payments, PaymentFields, {"to": "paid_to"}),
    ):
        for row, item in zip(rows(table), items, strict=True):
            told = {name: undo(cell) for name, cell in row.items()}
            for field in dataclasses.fields(kind):
                name = renamed.get(field.name, field.name)
                assert told.pop(name) == getattr(item.fields, field.name)
            assert told.pop("recorded_at_utc") == item.added.at
            assert told.pop("recorded_utc_offset") == item.added.utc_offset
            assert list(told.values()) == [item.id]


def test_column_names_are_stable_and_plain() -> None:
    for table in (exhibits_csv, accounts_csv, payments_csv):
        names = table(sample_record()).decode("utf-8-sig").splitlines()[0].split(",")
        assert len(set(names)) == len(names)
        assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in names)


def test_the_withheld_and_the_removed_are_not_there() -> None:
    record = sample_ledger(hidden=True).fold.record().handed_over()
    tables = exhibits_csv(record) + accounts_csv(record) + payments_csv(record)
    assert b"SECRET" not in tables
    assert len(rows(exhibits_csv(record))) == 3


def test_an_empty_case_has_tables_with_a_header_only() -> None:
    ledger = Ledger()
    ledger.log("opened", {"case": CODE, "signing_key": "00", "values": {}})
    for table in (exhibits_csv, accounts_csv, payments_csv):
        assert rows(table(ledger.fold.record())) == []


def convert(source: Path, kind: str, folder: Path, reading: str = "") -> Path:
    """Have LibreOffice convert a file; `reading` are its options for reading CSV."""
    assert SOFFICE is not None
    options = [f"--infilter=CSV:{reading}"] if reading else []
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", *options, "--convert-to", kind]
    command += ["--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{source.stem}.{kind.partition(':')[0]}"


def formulas(sheet: Path) -> list[str]:
    """Return every formula in an .ods or .xlsx file."""
    with zipfile.ZipFile(sheet) as parts:
        names = [n for n in parts.namelist() if n == "content.xml" or "worksheets/sheet" in n]
        xml = "".join(parts.read(n).decode() for n in names)
    assert names
    return re.findall(r"<f[ >].*?</f>|table:formula=\"[^\"]*\"", xml)


def nasty_tables(folder: Path) -> list[Path]:
    """Write the tables of a case that is all traps, and say where."""
    chance = random.Random(20261123)
    pieces = [*RUNS, *MANGLED, *PLAIN, ";", '"', ",", "'", "\\", " ", "\n", "=", "\U0001f600"]
    texts = [*RUNS, *MANGLED, *PLAIN]
    texts += ["".join(chance.choices(pieces, k=chance.randint(1, 4))) for _ in range(1500)]
    scalars = [*range(0xD800), *range(0xE000, 0x110000)]
    texts += ["".join(map(chr, chance.sample(scalars, 12))) for _ in range(600)]
    ledger = sample_ledger(8)
    names = [f.name for f in dataclasses.fields(AccountFields)]
    for number, start in enumerate(range(0, len(texts), len(names)), start=4):
        values = dict(zip(names, texts[start : start + len(names)], strict=False))
        ledger.add("account", f"A{number}", values)
    record = ledger.fold.record()
    tables = {"exhibits": exhibits_csv, "accounts": accounts_csv, "payments": payments_csv}
    for name, table in tables.items():
        (folder / f"{name}.csv").write_bytes(table(record))
    return [folder / f"{name}.csv" for name in tables]


@needs_soffice
@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_libreoffice_keeps_every_character_and_runs_nothing(kind: str, tmp_path: Path) -> None:
    for table in nasty_tables(tmp_path):
        sheet = convert(table, kind, tmp_path, reading="44,34,76,1")
        assert formulas(sheet) == []
        (tmp_path / "back").mkdir(exist_ok=True)
        back = convert(sheet, "csv:Text - txt - csv (StarCalc):44,34,76", tmp_path / "back")
        assert rows(back.read_bytes()) == rows(table.read_bytes())


@needs_soffice
@pytest.mark.parametrize("separator", ["59", "9", "59/9"])
def test_nothing_runs_where_another_separator_is_the_custom(separator: str, tmp_path: Path) -> None:
    for table in nasty_tables(tmp_path):
        sheet = convert(table, "ods", tmp_path, reading=f"{separator},34,76,1")
        assert formulas(sheet) == []


@needs_soffice
@pytest.mark.parametrize(("separator", "cell"), [("44", "=1+1"), ("59", "x;=1+1"), ("9", "x\t=1")])
def test_the_spreadsheet_check_can_fail(separator: str, cell: str, tmp_path: Path) -> None:
    trap = tmp_path / "trap.csv"
    trap.write_text(f'a,b\r\n{cell},123456789012345678\r\n"{cell}",2\r\n')
    sheet = convert(trap, "ods", tmp_path, reading=f"{separator},34,76,1")
    assert len(formulas(sheet)) >= 1
