"""Takes pasted links apart. Nothing is ever opened or looked up: a link is only read as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from keepsafe.guidance.hints import Hint, hint
from keepsafe.guidance.lookalikes import skeleton, without_hidden
from keepsafe.guidance.model import LinkPattern, Platform

_WITH_SCHEME = re.compile(
    r"(?:https?|hxxps?)://[^\s<>\"“”«»，。！？、（）【】《》]+", re.IGNORECASE
)
_WITHOUT_SCHEME = re.compile(
    r"(?:[\w-]{1,63}(?:\.|\[\.\])){1,8}[a-z]{2,24}\.?(?::\d{1,5})?(?=[/?#]|$)[^\s<>\"“”«»]*",
    re.IGNORECASE,
)
_APP_LINKS = tuple(
    (re.compile(pattern, re.IGNORECASE), address)
    for pattern, address in (
        (r"tg://resolve/?\?(?:[^#]*&)?domain=(\w+)", "t.me/{}"),
        (r"tg://resolve/?\?(?:[^#]*&)?phone=(\d+)", "t.me/+{}"),
        (r"instagram://user/?\?(?:[^#]*&)?username=([\w.]+)", "instagram.com/{}"),
        (r"snapchat://add/([\w.-]+)", "snapchat.com/add/{}"),
        (r"(?:twitter|x)://user/?\?(?:[^#]*&)?screen_name=(\w+)", "x.com/{}"),
        (r"fb://(?:profile|page)/(\d+)", "facebook.com/profile.php?id={}"),
        (r"whatsapp://send/?\?(?:[^#]*&)?phone=\+?(\d+)", "wa.me/{}"),
        (r"(?:sgnl|signal)://signal\.me/(\S+)", "signal.me/{}"),
        (r"kik://users/([\w.]+)(?:/profile)?", "kik.me/{}"),
        (r"steam://(?:url/SteamIDPage|friends/add)/(\d+)", "steamcommunity.com/profiles/{}"),
        (r"discord://(?:-/)?users/(\d+)", "discord.com/users/{}"),
    )
)
_TRAILING = ".,;:!?)]}>'\"’”»*…"
_PORTS = ("", "80", "443")
_MOST_LINKS, _MOST_WORDS = 20, 200
_LONGEST_REST = 2_000
_SHORT_NAME, _LONG_NAME = 5, 7
# Sites of the apps that no link to an account is on.
_THEIR_OWN = (
    "signal.org", "telegram.org", "discordapp.net", "tiktokv.com", "facebook.net", "whatsapp.net",
    "youtube-nocookie.com", "skype.net", "microsoft.com", "twitter.com", "instagr.am", "live.com",
    "discordapp.com", "telegram.me", "telegram.dog", "fb.com", "xboxlive.com",
)  # fmt: skip

_PAYMENT_LINKS = (
    LinkPattern(
        r"^(?:www\.)?cash\.(?:app|me)/(?P<cashtag>(?:\$|%24)[^/?#]+)", "https://cash.app/{cashtag}"
    ),
    LinkPattern(r"^(?:www\.)?paypal\.me/(?P<paypal_me>[^/?#]+)", "https://paypal.me/{paypal_me}"),
    LinkPattern(
        r"^(?:www\.)?paypal\.com/paypalme/(?P<paypal_me>[^/?#]+)", "https://paypal.me/{paypal_me}"
    ),
    LinkPattern(
        r"^(?:www\.|account\.)?venmo\.com/(?:u/)?(?!code|signup|legal|about)(?P<venmo>[^/?#]+)",
        "https://venmo.com/u/{venmo}",
    ),
)
_SHORTENERS = (
    "bit.ly", "tinyurl.com", "t.co", "goo.gl", "is.gd", "v.gd", "ow.ly", "buff.ly", "cutt.ly",
    "rebrand.ly", "rb.gy", "shorturl.at", "t.ly", "tiny.cc", "lnkd.in", "fb.me", "s.id",
    "shorte.st", "adf.ly", "bl.ink", "qrco.de",
)  # fmt: skip
_IDENTITIES = ("username", "user_id", "phone", "email", "cashtag")
_CONTENTS = (
    "short", "invite", "message", "comment", "post", "chat", "channel", "group", "paypal_me",
    "venmo",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """A link taken apart; `rest` is path, query and fragment as written."""

    host: str
    port: str
    before_at: str
    rest: str

    @property
    def canonical(self) -> str:
        """Return the link with its real host, and nothing before it."""
        port = "" if self.port in _PORTS else f":{self.port}"
        return f"https://{self.host}{port}{self.rest or '/'}"


@dataclass(frozen=True, slots=True)
class Found:
    """What a link says: whose it is, what kind of thing it leads to, and every part it names."""

    platform: str | None
    kind: str
    value: str
    link: str
    parts: tuple[tuple[str, str], ...]


def sites(platforms: Iterable[Platform]) -> Mapping[str, str]:
    """Return the sites of the apps, each with the app it belongs to."""
    found: dict[str, str] = {}
    for platform in platforms:
        for link in platform.links:
            host = link.canonical.removeprefix("https://").split("/", 1)[0].removeprefix("www.")
            if "{" not in host:
                found.setdefault(host, platform.id)
    return found


def addresses(text: str, known: Mapping[str, str]) -> tuple[Address, ...]:
    """Return the links in `text`, in order; without https:// only what is clearly a link."""
    spelled = [m[0] for m in _WITH_SCHEME.finditer(text)][:_MOST_LINKS]
    raw = spelled or list(_app_links(text))
    found = [a for link in raw if (a := _apart(link))]
    if not raw:
        words = (word.lstrip("(<[{'\"“‘«") for word in text.split()[:_MOST_WORDS])
        bare = (m[0] for word in words if (m := _WITHOUT_SCHEME.match(word)))
        found = [a for w in bare if (a := _apart(f"https://{w}")) and _is_clear(a, known)]
    return tuple(dict.fromkeys(found))[:_MOST_LINKS]


def _app_links(text: str) -> Iterator[str]:
    for pattern, address in _APP_LINKS:
        if opened := pattern.match(text):
            yield f"https://{address.format(opened[1])}"
            return


def _apart(raw: str) -> Address | None:
    bare = raw.rstrip(_TRAILING).split("://", 1)[1].replace("[.]", ".").replace("\\", "/")
    authority = re.split(r"[/?#]", bare, maxsplit=1)[0]
    before_at, _, site = authority.rpartition("@")  # the last @ counts, as in a browser
    host, colon, port = site.partition(":") if not site.startswith("[") else (site, "", "")
    host = host.rstrip(".").lower()
    if not host or (colon and port and not port.isdecimal()):
        return None
    return Address(host, port, before_at, bare[len(authority) :])


def find(address: Address, platforms: Iterable[Platform]) -> Found | None:
    """Return what a link says by the patterns of the apps and of the ways to pay."""
    if address.port not in _PORTS or not address.host.isascii():
        return None
    text = address.host + address.rest[:_LONGEST_REST]
    for platform in platforms:
        for pattern in platform.links:
            if found := _match(platform.id, pattern, text):
                return found
    for pattern in _PAYMENT_LINKS:
        if found := _match(None, pattern, text):
            return found
    return None


def _match(platform: str | None, pattern: LinkPattern, text: str) -> Found | None:
    match = re.match(pattern.pattern, text)
    named = {k: v for k, v in match.groupdict().items() if v} if match else {}
    if not named:
        return None
    link = pattern.canonical
    for name, value in named.items():
        link = link.replace(f"{{{name}}}", value)
    parts = tuple((k.replace("_", "-"), _spelled_out(v)) for k, v in named.items())
    content = next((name for name in _CONTENTS if name in named), None)
    if content:
        kinds = {"short": "short-link", "comment": "post"}
        return Found(platform, kinds.get(content, content.replace("_", "-")), link, link, parts)
    identity = next((name for name in _IDENTITIES if name in named), next(iter(named)))
    value = _spelled_out(named[identity])
    return Found(platform, identity.replace("_", "-"), value, link, parts)


def _spelled_out(value: str) -> str:
    return without_hidden(unquote(value)).strip() or value


def owner(address: Address, known: Mapping[str, str]) -> str | None:
    """Return the app whose site a link is on, though its pattern is not known."""
    if address.port not in _PORTS:
        return None
    return next((app for site, app in known.items() if _within(address.host, site)), None)


def _is_clear(address: Address, known: Mapping[str, str]) -> bool:
    if address.rest or address.host.startswith("www."):
        return True
    return owner(address, known) is not None


def is_short(address: Address) -> bool:
    """Return whether a link only leads on to another."""
    return address.host.removeprefix("www.") in _SHORTENERS


def _within(host: str, site: str) -> bool:
    return host == site or host.endswith("." + site)


def warnings(address: Address, known: Mapping[str, str]) -> tuple[Hint, ...]:
    """Return what is odd about where a link leads."""
    hints = []
    if address.before_at:
        hints.append(hint("hidden-site", host=address.host))
    if address.port not in _PORTS:
        hints.append(hint("odd-port"))
    real = _decoded(address.host)
    if not real.isascii():
        hints.append(hint("other-letters-site"))
    if site := _imitated(address.host, real, known):
        hints.append(hint("lookalike-site", known=site))
    return tuple(hints)


def _decoded(host: str) -> str:
    if "xn--" not in host:
        return host
    labels = []
    for label in host.split("."):
        try:
            labels.append(label[4:].encode().decode("punycode") if label[:4] == "xn--" else label)
        except UnicodeError:
            labels.append(label)
    return ".".join(labels)


def _imitated(host: str, real: str, known: Iterable[str]) -> str | None:
    """Return the site that a host pretends to be, if it does."""
    homes = dict.fromkeys(".".join(site.split(".")[-2:]) for site in known)
    if any(_within(host, site) for site in (*homes, *_THEIR_OWN, *_SHORTENERS)):
        return None
    reads = skeleton(real)
    labels = re.split(r"[.-]", reads)[:_MOST_LINKS]
    for site in homes:
        name = skeleton(site.split(".")[0])
        if len(name) < _SHORT_NAME:
            if _within(reads, skeleton(site)):
                return site
        elif name in labels or any(_one_off(label, name) for label in labels):
            return site
    return None


def _one_off(word: str, name: str) -> bool:
    """Return whether one letter was changed, added, left out, or two swapped."""
    if len(name) < _LONG_NAME or word == name or abs(len(word) - len(name)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), None)
    if start is None:
        return True
    a, b = word[start:], name[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
