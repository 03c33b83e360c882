"""`case.jsonld` is accepted by CASE's own validator, and says what the record says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keepsafe.bundle.case_uco import BundleFacts, case_jsonld, case_jsonld_chunks
from keepsafe.case.record import Record
from sample import CODE, PAYMENTS, SIGNING_KEY, Ledger, sample_ledger, sample_record

CASE_VALIDATE = Path(sys.executable).parent / "case_validate"
BUNDLE = BundleFacts(
    name=f"{CODE}-1",
    case_code=CODE,
    seal_number=1,
    sealed_at=datetime(2026, 11, 24, 2, 0, 0, 5000, timezone(timedelta(hours=-7))),
    app="Keepsafe 0.1.0",
    signing_key=SIGNING_KEY,
)
PREFIXES = """
PREFIX core: <https://ontology.unifiedcyberontology.org/uco/core/>
PREFIX observable: <https://ontology.unifiedcyberontology.org/uco/observable/>
PREFIX types: <https://ontology.unifiedcyberontology.org/uco/types/>
PREFIX action: <https://ontology.unifiedcyberontology.org/uco/action/>
PREFIX inv: <https://ontology.caseontology.org/case/investigation/>
"""

needs_case_validate = pytest.mark.skipif(
    not CASE_VALIDATE.exists(), reason="case-utils is not installed beside this Python"
)

# rdflib's own JSON-LD parser still uses its old class.
rdflib_deprecation = pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")


def full_ledger(exhibits: int) -> Ledger:
    """Return a ledger with everything the file can speak of, sealed once."""
    ledger = sample_ledger(exhibits, hidden=True)
    ledger.exhibit(
        exhibits + 3,
        {"account": "A4", "content_url": "http://example.com/a b?<c>", "continues": "E99"},
        "\U0001f600 \u202e.png",
    )
    ledger.add("account", "A5", {})
    ledger.add("account", "A6", {"id": "42", "email": "x@example.com"})
    ledger.add("payment", "P4", {})
    ledger.add("payment", "P5", {"status": "paid", "when": "2026-11-02", "account": "A4"})
    ledger.log("seal-begun", {"seal": 1, "bundle": BUNDLE.name}, "young-person")
    return ledger


def full_record(exhibits: int = 4) -> Record:
    return full_ledger(exhibits).fold.record().handed_over()


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every JSON object in a value, however deep."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)


def graph(record: Record) -> list[dict[str, Any]]:
    nodes = json.loads(case_jsonld(record, BUNDLE))["@graph"]
    assert isinstance(nodes, list)
    return nodes


def validated(data: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    file = folder / "case.jsonld"
    file.write_bytes(data)
    return subprocess.run(
        [CASE_VALIDATE, file], check=False, capture_output=True, text=True, timeout=900
    )


def assert_valid(data: bytes, folder: Path) -> None:
    run = validated(data, folder)
    assert run.returncode == 0, run.stdout[:3000] + run.stderr[-3000:]
    assert "Conforms: True" in run.stdout
    assert "Warning" not in run.stderr
    assert "Results" not in run.stdout


@needs_case_validate
def test_case_validate_accepts_a_rich_case(tmp_path: Path) -> None:
    assert_valid(case_jsonld(full_record(), BUNDLE), tmp_path)


@needs_case_validate
def test_case_validate_accepts_an_empty_case(tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.log("opened", {"case": CODE, "signing_key": SIGNING_KEY, "values": {}}, "keepsafe")
    assert_valid(case_jsonld(ledger.fold.record().handed_over(), BUNDLE), tmp_path)


@needs_case_validate
@pytest.mark.slow  # about two minutes, all of them the validator's
def test_case_validate_accepts_500_exhibits(tmp_path: Path) -> None:
    assert_valid(case_jsonld(full_record(500), BUNDLE), tmp_path)


@needs_case_validate
@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        (b'"uco-types:hashMethod":"MD5"', b'"uco-types:hashMethod":"MD55"'),  # not in vocabulary
        (b"case-investigation:exhibitNumber", b"case-investigation:exhibitNummer"),  # no concept
        (b'"uco-types:hashValue"', b'"uco-core:name"'),  # a hash without its value
    ],
)
def test_case_validate_can_refuse(sound: bytes, broken: bytes, tmp_path: Path) -> None:
    data = case_jsonld(sample_record(1), BUNDLE)
    assert sound in data
    assert validated(data.replace(sound, broken), tmp_path).returncode == 1


@rdflib_deprecation
def test_a_lab_finds_files_hashes_numbers_and_accounts() -> None:
    rdflib = pytest.importorskip("rdflib")
    record = full_record(20)
    loaded = rdflib.Graph()
    loaded.parse(data=case_jsonld(record, BUNDLE), format="json-ld")

    files = loaded.query(
        PREFIXES
        + """SELECT ?number ?root ?name ?original ?size ?method ?hash WHERE {
        ?p inv:exhibitNumber ?number ; inv:rootExhibitNumber ?root ; core:object ?f .
        ?f a observable:File ; core:name ?original ; core:hasFacet ?facet , ?content .
        ?facet observable:fileName ?name ; observable:sizeInBytes ?size ;
               observable:modifiedTime ?modified .
        ?content a observable:ContentDataFacet ; observable:hash ?h .
        ?h types:hashMethod ?method ; types:hashValue ?hash . }"""
    )
    found = {tuple(str(cell).lower() for cell in row) for row in files}
    assert found == {
        (e.id.lower(), BUNDLE.name.lower(), e.neutral_name, e.file.name.lower(), str(e.file.size),
         method, value)
        for e in record.exhibits
        for method, value in
        (("sha256", e.file.sha256), ("sha1", e.file.sha1), ("md5", e.file.md5))
    }  # fmt: skip

    count = loaded.query(PREFIXES + "SELECT (COUNT(?f) AS ?n) WHERE { ?f a observable:File }")
    assert [int(row.n) for row in count] == [len(record.exhibits)]

    accounts = loaded.query(
        PREFIXES
        + """SELECT ?number ?login ?platform WHERE {
        ?r core:kindOfRelationship "Shows" ; core:source ?f ; core:target ?a .
        ?p inv:exhibitNumber ?number ; inv:rootExhibitNumber ?root ; core:object ?f .
        ?a core:hasFacet ?d , ?e . ?d observable:accountLogin ?login .
        ?e observable:application/core:name ?platform . }"""
    )
    by_id = {a.id: a.fields for a in record.accounts}
    assert {tuple(map(str, row)) for row in accounts} == {
        (e.id, by_id[e.fields.account].username, by_id[e.fields.account].platform)
        for e in record.exhibits
        if e.fields.account in by_id and by_id[e.fields.account].username
    }

    added = loaded.query(
        PREFIXES
        + """SELECT ?number ?who ?when ?tool WHERE {
        ?a a inv:InvestigativeAction ; action:result ?p ; action:performer/core:name ?who ;
           action:instrument/core:name ?tool ; action:endTime ?when .
        ?p inv:exhibitNumber ?number . }"""
    )
    times = {str(row.number): (row.when.toPython(), str(row.who), str(row.tool)) for row in added}
    assert times.pop(BUNDLE.name) == (BUNDLE.sealed_at, "young-person", "Keepsafe")
    assert times == {
        e.id: (datetime.fromisoformat(e.added.at), "parent", "Keepsafe") for e in record.exhibits
    }
    assert all(when.tzinfo is not None for when, _, _ in times.values())


def test_payments_keep_every_field() -> None:
    nodes = graph(full_record())
    events = {n["uco-core:name"]: n for n in nodes if n["@type"] == "uco-core:Event"}
    for number, fields in enumerate(PAYMENTS, start=1):
        entries = events[f"P{number}"]["uco-core:eventAttribute"]["uco-types:entry"]
        told = {e["uco-types:key"]: e["uco-types:value"] for e in entries}
        assert told == {{"to": "paid_to"}.get(k, k): v for k, v in fields.items()}
    assert "uco-core:startTime" not in events["P1"]
    assert events["P2"]["uco-core:startTime"]["@value"] == "2026-11-02T21:40:00-07:00"
    assert "uco-core:startTime" not in events["P5"]  # only a day is known
    assert "P3" not in events  # withheld


def test_a_lab_sees_the_devices_and_what_is_not_here(tmp_path: Path) -> None:
    bundle = replace(BUNDLE, damaged=("E2", "E3"), kept_out=("N1",))
    data = case_jsonld(full_record(), bundle)
    if CASE_VALIDATE.exists():
        assert_valid(data, tmp_path)
    nodes = json.loads(data)["@graph"]
    facets = [o for o in objects(nodes) if o.get("@type") == "uco-observable:DeviceFacet"]
    assert [f["uco-observable:model"] for f in facets] == ["Phone, black case"]
    told = {
        o["uco-action:argumentName"]: o["uco-action:value"]
        for o in objects(nodes)
        if o.get("@type") == "uco-action:ActionArgumentFacet"
    }
    assert told["damaged_and_left_out"] == "E2, E3"
    assert told["kept_out_on_purpose"] == "N1"
    assert b"kept_out_on_purpose" not in case_jsonld(full_record(), BUNDLE)


def test_every_name_is_used_once_and_every_reference_leads_somewhere() -> None:
    nodes = graph(full_record())
    every = list(objects(nodes))
    made = [o["@id"] for o in every if "@type" in o and "@id" in o]
    assert len(set(made)) == len(made)
    assert {o["@id"] for o in every if "@id" in o} == set(made)
    assert all(re.search(r"-[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f-]{17}$", n) for n in made)


def test_nothing_withheld_removed_or_private_is_told() -> None:
    data = case_jsonld(full_record(), BUNDLE)
    assert b"SECRET" not in data
    assert b"Private title" not in data
    assert b"J. D." not in data
    for class_ in (b"Location", b"IPAddress", b"MACAddress", b"serialNumber"):
        assert class_ not in data


def test_the_same_record_and_seal_give_the_same_bytes() -> None:
    ledger = full_ledger(4)
    again = ledger.fold.record().handed_over()
    assert case_jsonld(ledger.fold.record().handed_over(), BUNDLE) == case_jsonld(again, BUNDLE)
    # Salts differ from run to run, and nothing in the file depends on them.
    assert case_jsonld(full_record(), BUNDLE) == case_jsonld(full_record(), BUNDLE)


def test_times_are_instants_with_their_zone() -> None:
    values = [
        o["@value"] for o in objects(graph(full_record())) if o.get("@type") == "xsd:dateTime"
    ]
    assert values
    assert all(datetime.fromisoformat(v).tzinfo is not None for v in values)
    assert "2026-11-24T09:00:00.005Z" in values
    assert all(datetime.fromisoformat(v).astimezone(UTC) for v in values)


@settings(max_examples=40)
@given(st.text(min_size=1), st.text(min_size=1))
def test_any_text_survives(name: str, shows: str) -> None:
    ledger = Ledger()
    ledger.log("opened", {"case": CODE, "signing_key": SIGNING_KEY, "values": {}})
    ledger.add("account", "A1", {"platform": name, "username": name, "url": shows})
    ledger.exhibit(1, {"account": "A1", "shows": shows}, name)
    data = case_jsonld(ledger.fold.record().handed_over(), BUNDLE)
    lines = data.decode().split("\n")
    first = lines.index('"@graph":[') + 1
    nodes = [json.loads(line.removesuffix(",")) for line in lines[first:-2]]  # one node a line
    assert nodes == json.loads(data)["@graph"]
    inner = list(objects(nodes))
    logins = {n.get("uco-observable:accountLogin", name) for n in inner}
    files = {n["uco-core:name"] for n in inner if n.get("@type") == "uco-observable:File"}
    assert logins == files == {name}
    assert f"shows: {shows}" in [s for n in inner for s in n.get("uco-core:statement", [])]


@rdflib_deprecation
def test_the_validators_reader_keeps_any_text() -> None:
    rdflib = pytest.importorskip("rdflib")
    names = [
        "\x00\x1b;=c",
        "a\r\nb\u2028c",
        "\U0001f468\u200d\U0001f469",
        "\ufeff\uffff",
        "@id",
        "_:b",
    ]
    ledger = Ledger()
    ledger.log("opened", {"case": CODE, "signing_key": SIGNING_KEY, "values": {}})
    for number, name in enumerate(names, start=1):
        ledger.exhibit(number, {}, name)
    loaded = rdflib.Graph()
    data = case_jsonld(ledger.fold.record().handed_over(), BUNDLE)
    loaded.parse(data=data, format="json-ld")
    found = loaded.query(PREFIXES + "SELECT ?n WHERE { ?f a observable:File ; core:name ?n }")
    assert sorted(str(row.n) for row in found) == sorted(names)


def test_a_large_case_takes_little_time_and_flat_memory() -> None:
    record = full_record(2_000)
    started = time.process_time()
    size = sum(len(chunk) for chunk in case_jsonld_chunks(record, BUNDLE))
    assert time.process_time() - started < 3  # 0.3 s measured; the rest is for slow machines
    assert size < 12_000_000
    tracemalloc.start()
    for _ in case_jsonld_chunks(record, BUNDLE):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
