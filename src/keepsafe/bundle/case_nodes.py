"""The nodes of `case.jsonld`: how each is named, and the small ones that many things share."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

CONTEXT = {
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "kb": "http://example.org/kb/",
    "uco-action": "https://ontology.unifiedcyberontology.org/uco/action/",
    "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "uco-role": "https://ontology.unifiedcyberontology.org/uco/role/",
    "uco-tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
    "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes. "kb" is a name space, as in CASE's own examples; nothing is ever fetched there."""

# Any fixed UUID would do; this one was drawn at random for Keepsafe.
_NAMESPACE = uuid.UUID("6f0c1f0e-9d3b-4c58-8a52-3b6f9f1d7a24")

Node = dict[str, Any]


class Nodes:
    """Makes the nodes of one case: the same case code, kind and key always give the same name."""

    def __init__(self, case_code: str) -> None:
        self._namespace = uuid.uuid5(_NAMESPACE, case_code)

    def iri(self, kind: str, key: str) -> str:
        """Return a node's name; it ends with a UUID, as the ontology's shapes ask."""
        return f"kb:{kind}-{uuid.uuid5(self._namespace, f'{kind}/{key}')}"

    def node(self, type_: str, key: str, kind: str = "") -> Node:
        """Return a new node; `kind` stands in its name where it is not the type's own."""
        return {"@id": self.iri(kind or type_.partition(":")[2], key), "@type": type_}

    def annotation(self, about: Node, key: str, told: Mapping[str, str]) -> Iterator[Node]:
        """Yield what was recorded of a thing, one statement a filled field, if there is any."""
        statements = [f"{name}: {text}" for name, text in told.items() if text]
        if statements:
            node = self.node("uco-core:Annotation", key)
            node["uco-core:object"] = {"@id": about["@id"]}
            yield node | {"uco-core:name": f"Recorded of {key}", "uco-core:statement": statements}

    def relation(self, source: Node, kind: str, target: str) -> Node:
        """Return "source kind target"; a source has at most one relation of a kind."""
        node = self.node("uco-core:Relationship", f"{source['@id']} {kind}")
        return node | {
            "uco-core:source": {"@id": source["@id"]},
            "uco-core:target": {"@id": target},
            "uco-core:kindOfRelationship": kind,
            "uco-core:isDirectional": True,
        }

    def part(
        self, owner: Node, relation: str, type_: str, key: str, facet: tuple[str, str, str]
    ) -> Iterator[Node]:
        """Yield a thing with one facet (its type, property and value), and its owner's relation."""
        facet_type, name, value = facet
        part = self.node(type_, key)
        yield part | {"uco-core:hasFacet": [self.node(facet_type, key) | {name: value}]}
        yield self.relation(owner, relation, part["@id"])

    def url(self, owner: Node, relation: str, key: str, url: str) -> Iterator[Node]:
        """Yield an address and its owner's relation to it, if there is an address."""
        if url:
            facet = ("uco-observable:URLFacet", "uco-observable:fullValue", url)
            yield from self.part(owner, relation, "uco-observable:URL", key, facet)


def links(iris: Iterable[str]) -> list[Node]:
    """Return references to nodes."""
    return [{"@id": iri} for iri in iris]


def instant(at: str) -> Node:
    """Return a time with its zone as a typed value."""
    return {"@type": "xsd:dateTime", "@value": at}
