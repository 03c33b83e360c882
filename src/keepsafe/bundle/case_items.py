"""Accounts, devices and payments as nodes of `case.jsonld` (how they map: `case_uco`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from typing import Any

from keepsafe.bundle.case_nodes import Node, Nodes, instant, links
from keepsafe.bundle.tables import column
from keepsafe.case.fields import AccountFields, DeviceFields, Kind, PaymentFields, filled
from keepsafe.case.record import Item

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})")


def is_instant(text: str) -> bool:
    """Return whether a text is a date and time with its zone."""
    return _INSTANT.fullmatch(text) is not None


def named(kind: Kind, fields: Any) -> dict[str, str]:
    """Return the filled fields under the names their columns have in the tables."""
    return {column(kind, name): text for name, text in filled(fields).items()}


def application_nodes(make: Nodes, accounts: Iterable[Item[AccountFields]]) -> Iterator[Node]:
    """Yield each app or site once."""
    for platform in dict.fromkeys(a.fields.platform for a in accounts):
        if platform:
            node = make.node("uco-observable:Application", platform)
            facet = make.node("uco-observable:ApplicationFacet", platform)
            facet["uco-observable:applicationIdentifier"] = platform
            yield node | {"uco-core:name": platform, "uco-core:hasFacet": [facet]}


def account_nodes(make: Nodes, account: Item[AccountFields]) -> Iterator[Node]:
    """Yield an account, what was recorded of it, its profile page, phone number and e-mail."""
    key, fields = account.id, account.fields
    kind = "ApplicationAccount" if fields.platform else "DigitalAccount"
    node = make.node(f"uco-observable:{kind}", key, "Account")
    node["uco-core:name"] = fields.username or fields.display_name or fields.id or key
    node["uco-core:objectCreatedTime"] = instant(account.added.at)
    facets = list(_account_facets(make, key, fields))
    if facets:
        node["uco-core:hasFacet"] = facets
    yield node
    yield from make.annotation(node, key, named("account", fields))
    yield from make.url(node, "Has_Profile_Page", key, fields.url)
    if fields.phone:
        phone = ("uco-observable:PhoneAccountFacet", "uco-observable:phoneNumber", fields.phone)
        yield from make.part(node, "Has_Phone", "uco-observable:PhoneAccount", key, phone)
    if fields.email:
        email = ("uco-observable:EmailAddressFacet", "uco-observable:addressValue", fields.email)
        yield from make.part(node, "Has_Email", "uco-observable:EmailAddress", key, email)


def _account_facets(make: Nodes, key: str, fields: AccountFields) -> Iterator[Node]:
    if fields.id or fields.username:
        facet = make.node("uco-observable:AccountFacet", key)
        yield facet | {"uco-observable:accountIdentifier": fields.id or fields.username}
    if fields.username or fields.display_name:
        facet = make.node("uco-observable:DigitalAccountFacet", key)
        if fields.username:
            facet["uco-observable:accountLogin"] = fields.username
        if fields.display_name:
            facet["uco-observable:displayName"] = fields.display_name
        yield facet
    if fields.platform:
        facet = make.node("uco-observable:ApplicationAccountFacet", key)
        application = {"@id": make.iri("Application", fields.platform)}
        yield facet | {"uco-observable:application": application}


def device_nodes(make: Nodes, device: Item[DeviceFields]) -> Iterator[Node]:
    """Yield a device that holds originals, and what was recorded of it."""
    node = make.node("uco-observable:Device", device.id)
    node["uco-core:name"] = device.fields.what or device.id
    node["uco-core:objectCreatedTime"] = instant(device.added.at)
    if device.fields.what:
        # "Make and model" is one field; where the one ends and the other begins is not known.
        facet = make.node("uco-observable:DeviceFacet", device.id)
        node["uco-core:hasFacet"] = [facet | {"uco-observable:model": device.fields.what}]
    yield node
    yield from make.annotation(node, device.id, named("device", device.fields))


def payment_node(make: Nodes, payment: Item[PaymentFields], known: Set[str]) -> Node:
    """Return a payment with every filled field; it mentions only the items that are `known`."""
    key, fields = payment.id, payment.fields
    node = make.node("uco-core:Event", key)
    node["uco-core:name"] = key
    node["uco-core:objectCreatedTime"] = instant(payment.added.at)
    node["uco-core:eventType"] = f"payment {fields.status}".rstrip()
    context = [("Account", fields.account), ("File", fields.receipt)]
    about = [make.iri(kind, item) for kind, item in context if item in known]
    if about:
        node["uco-core:eventContext"] = links(about)
    # Only a time of day with its zone is an instant; a day stays with the other fields.
    day, _, time = fields.when.partition(" ")
    when = f"{day}T{time if time.count(':') == 2 else time + ':00'}{fields.zone}"
    if is_instant(when):
        node["uco-core:startTime"] = instant(when)
    entries = [
        make.node("uco-types:DictionaryEntry", f"{key}/{name}")
        | {"uco-types:key": name, "uco-types:value": value}
        for name, value in named("payment", fields).items()
    ]
    if entries:
        dictionary = make.node("uco-types:Dictionary", key)
        node["uco-core:eventAttribute"] = dictionary | {"uco-types:entry": entries}
    return node
