"""Reads anything a person pastes about an account: which app, what kind, and its canonical form.

A link is only read as text, never opened. Nothing is refused: what looks unusual gets a hint, and
`typed` is always exactly what was given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote

from keepsafe.guidance import forms, links
from keepsafe.guidance.hints import Hint, hint
from keepsafe.guidance.lookalikes import DIRECTION, hidden_marks, odd_letters, without_hidden
from keepsafe.guidance.model import OTHER, Guidance, Platform, UsernameHint
from keepsafe.guidance.phones import read_phone
from keepsafe.guidance.wallets import read_wallet

LONGEST = 10_000
"""Characters that are read; the rest is kept and not looked at."""

_ALSO_CALLED = {
    "twitter": "x", "insta": "instagram", "ig": "instagram", "snap": "snapchat", "fb": "facebook",
    "gmail": "google", "imessage": "sms", "text": "sms", "teams": "skype", "microsoft": "xbox",
    "psn": "playstation", "omegle": "random-chat",
}  # fmt: skip
_ONE_FAMILY = ({"facebook", "messenger"}, {"google", "google-chat", "youtube"}, {"xbox", "skype"})
_NAMES = ("username", "display-name", "unknown")
_FIELDS = {
    "username": "username", "display-name": "display_name", "user-id": "id", "phone": "phone",
    "email": "email",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What was pasted, as far as its text tells; `link` is the address of it, where it was one."""

    platform: str | None
    kind: str
    canonical: str
    typed: str
    hints: tuple[Hint, ...] = ()
    link: str = ""
    parts: tuple[tuple[str, str], ...] = ()

    def account_fields(self) -> dict[str, str]:
        """Return the fields of an account that this fills in, under their names in a case."""
        fields = {_FIELDS[kind]: value for kind, value in self.parts if kind in _FIELDS}
        if self.kind in _FIELDS:
            fields[_FIELDS[self.kind]] = self.canonical
        if self.platform:
            fields["platform"] = self.platform
        if self.link:
            fields["url"] = self.link
            fields["link"] = self.typed
        return fields


def read(
    pasted: str,
    guidance: Guidance | Mapping[str, Platform],
    *,
    platform: str | None = None,
    region: str | None = None,
) -> Reading:
    """Return what `pasted` is.

    With `platform` (an app's id or name) its rules decide; without, an app is only named where
    the text says so. `region` is the person's country, for phone numbers without a country code.
    """
    platforms = guidance.platforms if isinstance(guidance, Guidance) else guidance
    looked_at = pasted[:LONGEST]
    text = forms.without_label(without_hidden(looked_at).strip()).strip()
    chosen = _chosen(platform, platforms)
    found = _find(text, platforms, chosen, region)
    if found.kind in _NAMES and found.canonical != text and not found.link:
        found = _settled(found, text, platforms, region)
    hints = [*found.hints, *_second_looks(looked_at, found)]
    if len(pasted) > LONGEST:
        hints.insert(0, hint("very-long"))
    once = tuple({each.id: each for each in hints}.values())
    return replace(found, typed=pasted, hints=once)


def _find(
    text: str, platforms: Mapping[str, Platform], chosen: str | None, region: str | None
) -> Reading:
    link = _as_link(text, platforms, chosen)
    if link:
        return link
    return _by_app(text, platforms[chosen], region) if chosen else _by_form(text, region)


def _settled(
    found: Reading, text: str, platforms: Mapping[str, Platform], region: str | None
) -> Reading:
    """Return `found` with its @ where without it the name would read as something else."""
    for form in (found.canonical, f"@{found.canonical}"):
        again = _find(form, platforms, found.platform, region)
        if (again.kind, again.canonical) == (found.kind, found.canonical):
            return replace(found, canonical=form)
    return replace(found, canonical=text)


def _chosen(name: str | None, platforms: Mapping[str, Platform]) -> str | None:
    wanted = (name or "").strip().casefold()
    if not wanted:
        return None
    for known in (wanted, _ALSO_CALLED.get(wanted, "")):
        if known in platforms:
            return known
    called = (
        id
        for id, pack in platforms.items()
        if any(words.casefold() == wanted for _language, words in pack.name.pairs)
    )
    return next(called, OTHER if OTHER in platforms else None)


def _second_looks(looked_at: str, found: Reading) -> tuple[Hint, ...]:
    if found.kind == "phone":  # phones put direction marks around a number that is copied
        return hidden_marks(looked_at.strip("".join(DIRECTION) + " \u00a0\t\r\n"))
    letters = odd_letters(found.canonical) if found.kind in _NAMES else ()
    return (*hidden_marks(looked_at), *hidden_marks(unquote(found.link)), *letters)


def _as_link(text: str, platforms: Mapping[str, Platform], chosen: str | None) -> Reading | None:
    if "." not in text and "://" not in text:
        return None
    packs = tuple(platforms.values())
    known = links.sites(packs)
    pasted = links.addresses(text, known)
    if not pasted:
        return None
    told = [(address, links.find(address, packs)) for address in pasted]
    told.sort(key=lambda each: 2 if each[1] is None else 0 if each[1].value != each[1].link else 1)
    address, found = told[0]
    hints = [*links.warnings(address, known)]
    if len(pasted) > 1:
        hints.append(hint("several-links"))
    if found is None:
        owner = links.owner(address, known)
        if links.is_short(address):
            hints.append(hint("short-link"))
        elif owner:
            hints.append(hint("no-account-in-link"))
        whose = owner or (chosen if chosen and not platforms[chosen].links else None)
        reading = Reading(whose, "link", address.canonical, "", (), address.canonical)
    else:
        reading = _told(found, platforms)
    hints += [*reading.hints, *_of_another_app(reading, platforms, chosen)]
    return replace(reading, hints=tuple(hints))


def _told(found: links.Found, platforms: Mapping[str, Platform]) -> Reading:
    reading = Reading(found.platform, found.kind, found.value, "", (), found.link, found.parts)
    if found.kind in ("short-link", "invite"):
        return replace(reading, hints=(hint(f"{found.kind.removesuffix('-link')}-link"),))
    if found.kind == "phone":
        phone = read_phone("+" + found.value.lstrip("+"), None)
        if phone:
            parts = (("phone", phone.canonical),)
            return replace(reading, canonical=phone.canonical, hints=phone.hints, parts=parts)
    if found.kind == "username" and found.platform:
        rules = [rule for rule in platforms[found.platform].usernames if rule.kind == "username"]
        fits = _fitting(found.value, rules)
        canonical = found.value.lower() if fits and fits.lower else found.value
        unusual = (Hint("username-unusual", rules[0].says),) if rules and not fits else ()
        return replace(reading, canonical=canonical, hints=unusual)
    if found.value == found.link and found.platform:
        return replace(reading, hints=(hint("content-link"),))
    return reading


def _of_another_app(
    reading: Reading, platforms: Mapping[str, Platform], chosen: str | None
) -> tuple[Hint, ...]:
    if not chosen or chosen == OTHER or reading.platform in (None, chosen):
        money = chosen and reading.kind in ("cashtag", "paypal-me", "venmo")
        return (hint("money-not-account"),) if money else ()
    if any({reading.platform, chosen} <= family for family in _ONE_FAMILY):
        return ()
    return (hint("other-app", app=platforms[reading.platform or ""].name),)


def _by_form(text: str, region: str | None) -> Reading:
    form = forms.by_form(text, region)
    return Reading(form.platform, form.kind, form.canonical, "", form.hints)


def _fitting(name: str, rules: list[UsernameHint]) -> UsernameHint | None:
    return next((rule for rule in rules if rule.fits(name)), None)


def _by_app(text: str, pack: Platform, region: str | None) -> Reading:
    if not text:
        return Reading(pack.id, "unknown", "", "", (hint("nothing"),))
    wallet = read_wallet(text)
    if wallet and wallet.proved:
        hints = (*wallet.hints, hint("money-not-account"))
        return Reading(None, wallet.kind, wallet.canonical, "", hints)
    if address := forms.email(text):
        return Reading(pack.id, "email", address, "")
    own = forms.of_one_app(text)
    if own is None or own.platform != pack.id:
        return _by_rules(text, pack, region)
    if own.kind == "username":
        return _by_rules(own.canonical, pack, region)
    return Reading(pack.id, own.kind, own.canonical, "")


def _by_rules(text: str, pack: Platform, region: str | None) -> Reading:
    named = text.startswith("@") and text.strip("@ ") != ""
    name = text[1:].strip() if named else text
    rules = [r for r in pack.usernames if r.kind == "username" or not named]
    fits = _fitting(name, [rule for rule in rules if rule.kind != "phone"])
    if fits:
        canonical = name.lower() if fits.lower else name
        digits = fits.kind == "username" and name.isdecimal()
        return Reading(pack.id, fits.kind, canonical, "", (hint("only-digits"),) if digits else ())
    dialled = forms.without_prefix(name)
    reachable = dialled.startswith("+") or "phone" in pack.identifier_kinds
    if reachable and not named and (phone := read_phone(dialled, region)):
        return Reading(pack.id, "phone", phone.canonical, "", phone.hints)
    among_words = None if named else forms.named_in_words(text)
    if among_words and among_words != text:
        return _by_rules(among_words, pack, region)
    return _unusual(name, pack, rules, named)


def _unusual(name: str, pack: Platform, rules: list[UsernameHint], named: bool) -> Reading:
    by_phone = bool(pack.usernames) and pack.usernames[0].kind in ("phone", "email")
    if forms.is_display_name(name) or (by_phone and not named):
        kind, expected = "display-name", "display-name" in pack.identifier_kinds
    else:
        kind, expected = "username", False
    if expected:
        return Reading(pack.id, kind, name, "")
    hints = [hint("display-name")] if kind == "display-name" and not by_phone else []
    says = next((rule for rule in rules if rule.kind == kind), rules[0] if rules else None)
    if says and not hints:
        hints.append(Hint("username-unusual", says.says))
    return Reading(pack.id, kind, name, "", tuple(hints))
