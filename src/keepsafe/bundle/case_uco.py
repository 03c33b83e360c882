"""`case.jsonld`: the case in CASE/UCO 1.5, which forensic tools load without retyping.

Sources: https://ontology.caseontology.org (Investigation, InvestigativeAction, ProvenanceRecord),
https://ontology.unifiedcyberontology.org (the rest). Only classes and properties defined there are
used, and hash names as its vocabulary spells them, so `case_validate` accepts the file offline.

How the case maps: an exhibit is a File whose FileFacet holds its name and path in the bag and whose
`core:name` is the name it arrived with; its ProvenanceRecord carries the exhibit number, under the
sealed file's name as root exhibit; the InvestigativeAction of its log entry says who added it and
when. An account is an ApplicationAccount (its `accountIdentifier` is the permanent ID, or the
username where no ID is known). A payment is an Event. What a person said of a file, account or
device is an Annotation, one statement a field, "column: text", columns named as in the CSV tables.

The action of the sealing names what was damaged or kept out, by number alone.

Notes, pointers, consents and the person it happened to stay out: the report holds them, and this
file travels further. Identifiers derive from the case code and the item's number, times and order
from the record, so the same record and seal always give the same bytes. One node a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from keepsafe.bundle.case_items import (
    account_nodes,
    application_nodes,
    device_nodes,
    is_instant,
    named,
    payment_node,
)
from keepsafe.bundle.case_nodes import CONTEXT, Node, Nodes, instant, links
from keepsafe.bundle.tables import also_brought_as
from keepsafe.case.entries import clock_reading
from keepsafe.case.record import Exhibit, Record


@dataclass(frozen=True, slots=True)
class BundleFacts:
    """The sealed file that carries the case.

    `name` is like "KS-7F3K-9Q2M-1", `app` like "Keepsafe 0.1.0", `sealed_at` an aware time, and
    `signing_key` the fingerprint of the key that signs: SHA-256, in hex. `damaged` are the exhibits
    found damaged and left out, `kept_out` the numbers of what the person kept out on purpose.
    """

    name: str
    case_code: str
    seal_number: int
    sealed_at: datetime
    app: str
    signing_key: str
    damaged: tuple[str, ...] = ()
    kept_out: tuple[str, ...] = ()


def case_jsonld(record: Record, bundle: BundleFacts) -> bytes:
    """Return the whole of `case.jsonld` for a record that is `handed_over()`."""
    return b"".join(case_jsonld_chunks(record, bundle))


def case_jsonld_chunks(record: Record, bundle: BundleFacts) -> Iterator[bytes]:
    """Yield `case.jsonld` piece by piece, so that memory stays flat however large the case."""
    context = json.dumps(CONTEXT, indent=1)
    yield f'{{"@context":{context},\n"@graph":[\n'.encode()
    separator = ""
    for node in _Graph(record, bundle).nodes():
        yield (separator + json.dumps(node, ensure_ascii=False, separators=(",", ":"))).encode()
        separator = ",\n"
    yield b"\n]}\n"


class _Graph:
    """Turns a record into nodes; each mentions only items that are in the record."""

    def __init__(self, record: Record, bundle: BundleFacts) -> None:
        self._record = record
        self._bundle = bundle
        self._make = Nodes(bundle.case_code)
        self._tool = self._make.iri("Tool", bundle.app)
        self._known = {e.id for e in record.exhibits}
        self._known |= {a.id for a in record.accounts} | {d.id for d in record.devices}

    def nodes(self) -> Iterator[Node]:
        yield self._investigation()
        yield self._tool_node()
        yield from self._roles()
        yield from application_nodes(self._make, self._record.accounts)
        for account in self._record.accounts:
            yield from account_nodes(self._make, account)
        for device in self._record.devices:
            yield from device_nodes(self._make, device)
        for exhibit in self._record.exhibits:
            yield from self._exhibit(exhibit)
        for payment in self._record.payments:
            yield payment_node(self._make, payment, self._known)
        yield from self._sealing()

    # ---- the case as a whole

    def _investigation(self) -> Node:
        record = self._record
        held = [self._make.iri("ProvenanceRecord", e.id) for e in record.exhibits]
        held += [self._make.iri("InvestigativeAction", e.id) for e in record.exhibits]
        held += [self._make.iri("Account", a.id) for a in record.accounts]
        held += [self._make.iri("Device", d.id) for d in record.devices]
        held += [self._make.iri("Event", p.id) for p in record.payments]
        held += [self._make.iri("InvestigativeAction", self._bundle.name)]
        node = self._make.node("case-investigation:Investigation", "case")
        node |= {
            "uco-core:name": self._bundle.case_code,
            "case-investigation:investigationForm": "case",
            "uco-core:object": links(held),
        }
        if record.entries:
            node["uco-core:startTime"] = instant(record.entries[0].at)
        references = list(self._references())
        if references:
            node["uco-core:externalReference"] = references
        return node

    def _references(self) -> Iterator[Node]:
        numbers = [("case", "Police file number", self._record.case.police_file_number)]
        for report in self._record.reports:
            to = report.fields.to
            numbers.append((report.id, f"Report to {to}" if to else "Report", report.fields.number))
        for key, context, number in numbers:
            if number:
                node = self._make.node("uco-core:ExternalReference", key)
                node["uco-core:definingContext"] = context
                node["uco-core:externalIdentifier"] = number
                yield node

    def _tool_node(self) -> Node:
        name, _, version = self._bundle.app.rpartition(" ")
        node: Node = {"@id": self._tool, "@type": "uco-tool:Tool"}
        return node | {"uco-core:name": name or version, "uco-tool:version": version}

    def _roles(self) -> Iterator[Node]:
        actors = {e.added.actor for e in self._record.exhibits} | {self._sealing_actor()}
        for actor in sorted(actors - {"keepsafe", ""}):
            yield self._make.node("uco-role:Role", actor) | {"uco-core:name": actor}

    def _action(self, key: str, name: str, actor: str, at: str) -> Node:
        node = self._make.node("case-investigation:InvestigativeAction", key)
        node["uco-core:name"] = name
        if actor not in ("keepsafe", ""):  # else the program did it by itself
            node["uco-action:performer"] = {"@id": self._make.iri("Role", actor)}
        node["uco-action:instrument"] = {"@id": self._tool}
        node["uco-action:endTime"] = instant(at)
        return node

    def _sealing_actor(self) -> str:
        begun = (s.begun.actor for s in self._record.seals if s.number == self._bundle.seal_number)
        return next(begun, self._record.case.role)

    def _sealing(self) -> Iterator[Node]:
        bundle, exhibits = self._bundle, self._record.exhibits
        at, _ = clock_reading(bundle.sealed_at)
        action = self._action(bundle.name, f"Sealed as {bundle.name}", self._sealing_actor(), at)
        action["uco-core:hasFacet"] = [
            self._make.node("uco-action:ActionArgumentFacet", f"{bundle.name}/{name}")
            | {"uco-action:argumentName": name, "uco-action:value": value}
            for name, value in (
                ("seal_number", str(bundle.seal_number)),
                ("signing_key_sha256", bundle.signing_key),
                ("damaged_and_left_out", ", ".join(bundle.damaged)),
                ("kept_out_on_purpose", ", ".join(bundle.kept_out)),
            )
            if value
        ]
        root = self._make.node("case-investigation:ProvenanceRecord", bundle.name)
        root["case-investigation:exhibitNumber"] = bundle.name
        if exhibits:
            records = [self._make.iri("ProvenanceRecord", e.id) for e in exhibits]
            action["uco-action:object"] = links(records)
            root["uco-core:object"] = links([self._make.iri("File", e.id) for e in exhibits])
        action["uco-action:result"] = {"@id": root["@id"]}
        yield root
        yield action

    # ---- files

    def _exhibit(self, exhibit: Exhibit) -> Iterator[Node]:
        fields, added = exhibit.fields, exhibit.added
        file = self._make.node("uco-observable:File", exhibit.id)
        file["uco-core:name"] = exhibit.file.name
        file["uco-core:objectCreatedTime"] = instant(added.at)
        file["uco-core:hasFacet"] = list(self._file_facets(exhibit))
        yield file
        record = self._make.node("case-investigation:ProvenanceRecord", exhibit.id)
        record["case-investigation:exhibitNumber"] = exhibit.id
        record["case-investigation:rootExhibitNumber"] = self._bundle.name
        record["uco-core:object"] = {"@id": file["@id"]}
        yield record
        name = f"Log entry {added.seq}: {exhibit.id} added"
        action = self._action(exhibit.id, name, added.actor, added.at)
        action["uco-action:result"] = links([record["@id"], file["@id"]])
        yield action
        remarks = named("exhibit", fields) | {
            "also_brought_as": also_brought_as(exhibit),
            "added_utc_offset": added.utc_offset,
            "embedded_metadata": ", ".join(exhibit.file.embedded),
            "sorted_as": exhibit.file.sorted_as,
        }
        yield from self._make.annotation(file, exhibit.id, remarks)
        for relation, kind, other in (
            ("Shows", "Account", fields.account),
            ("Copied_From", "Device", fields.device),
            ("Continues", "File", fields.continues),
        ):
            if other in self._known:
                yield self._make.relation(file, relation, self._make.iri(kind, other))
        yield from self._make.url(file, "Shows_Content_Of", exhibit.id, fields.content_url)

    def _file_facets(self, exhibit: Exhibit) -> Iterator[Node]:
        seen = exhibit.file
        facet = self._make.node("uco-observable:FileFacet", exhibit.id) | {
            "uco-observable:fileName": exhibit.neutral_name,
            "uco-observable:filePath": f"data/exhibits/{exhibit.neutral_name}",
            "uco-observable:extension": seen.extension,
            "uco-observable:sizeInBytes": seen.size,
        }
        if is_instant(seen.modified):
            facet["uco-observable:modifiedTime"] = instant(seen.modified)
        yield facet
        hashes = (("SHA256", seen.sha256), ("SHA1", seen.sha1), ("MD5", seen.md5))
        yield self._make.node("uco-observable:ContentDataFacet", exhibit.id) | {
            "uco-observable:mimeType": seen.media_type,
            "uco-observable:sizeInBytes": seen.size,
            "uco-observable:hash": [
                self._make.node("uco-types:Hash", f"{exhibit.id}/{method}")
                | {
                    "uco-types:hashMethod": method,
                    "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": value},
                }
                for method, value in hashes
            ],
        }
        if seen.pixels and seen.media_type.startswith("image/"):
            yield self._make.node("uco-observable:RasterPictureFacet", exhibit.id) | {
                "uco-observable:pictureWidth": seen.pixels[0],
                "uco-observable:pictureHeight": seen.pixels[1],
            }
