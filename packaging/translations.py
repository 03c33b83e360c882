"""Take the sentences out of the code, into the translators' files, and make what Keepsafe reads.

    python packaging/translations.py

After a change of sentences: renews `resources/locale/*/LC_MESSAGES/keepsafe.po` from the code,
keeping what is translated, and makes each `.mo`. `keepsafe-familiar.po` beside it has only those
sentences that a young person is told otherwise, with tu or tú; one that the code no longer has is
dropped. For a new language, make its folder first. Needs Babel, which is in `.keepsafe-env/` after
`packaging/dev.py test`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "keepsafe"
LOCALE = ROOT / "resources" / "locale"
FAMILIAR = "keepsafe-familiar.po"
_KEYWORDS: Mapping[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2)}
# What a field is called is the first argument of what declares it.
_DECLARING = dict.fromkeys(("text", "choice", "moment", "zone", "reference"), (1,))


def extracted(source: Path = SOURCE) -> Catalog:
    """Return every sentence that is marked in the code, with the files it is in."""
    catalog = Catalog()
    for path in sorted(source.rglob("*.py")):
        name = path.relative_to(source.parent).as_posix()
        declaring = _DECLARING if name == "keepsafe/case/fields.py" else {}
        found = extract_from_file("python", path, keywords={**_KEYWORDS, **declaring})
        for _line, message, _comments, _context in found:
            catalog.add(message, locations=[(name, 0)])
    return catalog


def renewed(po: Path, sentences: Catalog) -> bytes:
    """Return a translators' file with all `sentences` and no others, translated as far as it was.

    A file of familiar forms has only those it had.
    No dates, versions or line numbers: the same sentences always give the same bytes.
    """
    catalog = _read(po) if po.exists() else Catalog(locale=_language(po))
    catalog.update(sentences, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    if po.name == FAMILIAR:
        for message in [m for m in catalog if m.id and not any(_forms(m.string))]:
            catalog.delete(message.id)
    target = BytesIO()
    write_po(target, catalog, width=99, omit_header=True, sort_output=True, include_lineno=False)
    return _header(po).encode() + b"\n" + target.getvalue()


def compiled(po: Path) -> bytes:
    """Return what Keepsafe reads instead of a translators' file."""
    catalog = _read(po)
    if _language(po) == "fr":
        for message in catalog:
            forms = [_kept_together(form) for form in _forms(message.string)]
            message.string = tuple(forms) if message.pluralizable else forms[0]
    catalog.__class__ = _Plain
    target = BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def main() -> None:
    """Renew every language's files."""
    sentences = extracted()
    for folder in sorted(LOCALE.glob("*")):
        po = folder / "LC_MESSAGES" / "keepsafe.po"
        po.parent.mkdir(exist_ok=True)
        po.write_bytes(renewed(po, sentences))
        po.with_suffix(".mo").write_bytes(compiled(po))
        missing = [str(m.id) for m in _read(po) if m.id and not all(_forms(m.string))]
        _tell(f"{folder.name}: {len(missing)} sentences without a translation", missing)
        familiar = po.with_name(FAMILIAR)
        familiar.write_bytes(renewed(familiar, sentences))
        familiar.with_suffix(".mo").write_bytes(compiled(familiar))
        same = needless(po, familiar)
        _tell(f"{folder.name}: {len(same)} familiar sentences that are as the polite ones", same)


def needless(po: Path, familiar: Path) -> list[str]:
    """Return the sentences of a file of familiar forms that are the same in the main one."""
    polite = {str(message.id): message.string for message in _read(po)}
    return [str(m.id) for m in _read(familiar) if m.id and m.string == polite.get(str(m.id))]


def _tell(heading: str, sentences: Sequence[str]) -> None:
    print(heading, *sentences, sep="\n  ")


def _kept_together(french: str) -> str:
    """Return French with spaces before its signs at which no line may break."""
    return re.sub(r" (?=[:;?»])|(?<=«) ", "\N{NO-BREAK SPACE}", french)


class _Plain(Catalog):
    """A catalogue whose description names no version of Babel."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Plural-Forms", self.plural_forms),
        ]


def _read(po: Path) -> Catalog:
    with po.open("rb") as file:
        return read_po(file, locale=_language(po), abort_invalid=True)


def _language(po: Path) -> str:
    return po.parent.parent.name


def _forms(string: str | Sequence[str] | None) -> list[str]:
    return [string or ""] if string is None or isinstance(string, str) else list(string)


def _header(po: Path) -> str:
    language = _language(po)
    plural = Catalog(locale=language).plural_forms
    said = ", as a young person is told them" if po.name == FAMILIAR else ""
    return (
        f"# Keepsafe's sentences in {language!r}{said}. How to: CONTRIBUTING.md, “Translations”.\n"
        'msgid ""\n'
        'msgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {plural}\\n"\n'
    )


if __name__ == "__main__":
    main()
