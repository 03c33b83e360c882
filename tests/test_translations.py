"""Every sentence people can meet is in each language, and the code says none that cannot be."""

from __future__ import annotations

import ast
import contextlib
import io
import plistlib
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from contextvars import copy_context
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

import pytest

import registers
from catalogues import forms, load
from keepsafe import errors, i18n
from keepsafe.cli.console import Console
from keepsafe.cli.main import main
from keepsafe.errors import KeepsafeError
from keepsafe.progress import Watch
from keepsafe.relay import WriteBehind, read_ahead
from keepsafe.vault.vault import Vault

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "keepsafe"
LOCALE = ROOT / "resources" / "locale"
TRANSLATED = i18n.LANGUAGES[1:]
# Signs that only come in pairs there: the first opens, the second closes.
PAIRS = {"es": ("¿?", "«»"), "fr": ("«»",)}

# What is called otherwise everywhere else, and so is a slip here; French has one apostrophe.
ELSEWHERE = {
    "fr": r"\bsceau|\bjournal\b|récupération|images? privées?|effacer (?:le|un) dossier"
    r"|\N{RIGHT SINGLE QUOTATION MARK}",
    "es": r"\bordenador|im[aá]gen(?:es)? privadas?|[Dd]esbloque|bloquead|[Rr]ellen",
}

# These have their words as data, in each language; a lab's data is English.
OWN_DATA = ("guidance/", "report/")
ENGLISH_DATA = ("bundle/case_",)
# Not wrapped yet.
# It says everything in three languages itself, as the packs that it speaks of do.
NOT_DONE = ("case/checklist.py",)
# No young person is addressed there.
ALWAYS_POLITE = (
    *("keepsafe/cli/", "keepsafe/desktop/pages/received/", "keepsafe/desktop/received.py"),
    "keepsafe/report/",
)
SHARED_COMMANDS = {"keepsafe/cli/mistakes.py"}
# Literals where people's sentences stand, that are none: a form that is the same in every language,
# names, or what only a programmer can cause.
SAME_EVERYWHERE = {
    ("cli/main.py", "Keepsafe {}"),
    ("cli/vaults.py", "2026-11-02 21:14"),
    ("intake/reading.py", "{}: {}"),
    ("intake/walking.py", "{}: {}"),
    ("vault/durable.py", "{} ({})"),
    ("vault/places.py", "Application Support"),
}


translations = load("translations")


def gaps(sentence: str) -> set[tuple[str, str, str]]:
    """Return the gaps of a sentence: name, form, conversion."""
    parsed = string.Formatter().parse(sentence)
    return {(name, spec or "", conv or "") for _t, name, spec, conv in parsed if name is not None}


# --- The languages --------------------------------------------------------------------------------


def po(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "keepsafe.po"


def familiar_po(language: str) -> Path:
    return po(language).with_name(translations.FAMILIAR)


def edges(sentence: str) -> tuple[int, int]:
    """Return how many spaces a sentence begins and ends with."""
    return len(sentence) - len(sentence.lstrip(" ")), len(sentence) - len(sentence.rstrip(" "))


def test_the_languages_offered_are_those_with_a_catalogue() -> None:
    assert {folder.name for folder in LOCALE.iterdir()} == set(TRANSLATED)


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_files_are_what_the_program_makes_of_the_code(language: str) -> None:
    sentences = translations.extracted()
    for file in (po(language), familiar_po(language)):
        made = translations.renewed(file, sentences)
        assert file.read_bytes() == made, "Run: python packaging/translations.py"
        compiled = translations.compiled(file)
        assert file.with_suffix(".mo").read_bytes() == compiled, (
            "Run: python packaging/translations.py"
        )


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_with_the_same_gaps(language: str) -> None:
    messages = [message for message in translations._read(po(language)) if message.id]
    assert len(messages) > 400
    for message in [*messages, *translations._read(familiar_po(language))]:
        if not message.id:
            continue
        english, theirs = forms(message.id), forms(message.string)
        assert all(theirs), f"no {language}: {english[0]}"
        assert not message.fuzzy, english[0]
        for said in theirs:
            assert gaps(said) == gaps(english[-1]), english[0]
            assert "!" not in said.replace("{name!a}", ""), said
            assert edges(said) == edges(english[-1]), said
            for opening, closing in PAIRS[language]:
                assert said.count(opening) == said.count(closing), said
        for said in english:
            assert all(name and not name.isdigit() for name, _spec, _conv in gaps(said)), said


def addressed(po: Path) -> list[tuple[str, str, bool]]:
    """Return (English, theirs, whether no young person is told it) of a translators' file."""
    return [
        (forms(message.id)[0], " ".join(forms(message.string)), _to_others(message.locations))
        for message in translations._read(po)
        if message.id
    ]


def _to_others(places: list[tuple[str, int]]) -> bool:
    """Whether these words are always polite: the commands' own, and those to an officer."""
    names = {name for name, _line in places}
    return not names & SHARED_COMMANDS and all(name.startswith(ALWAYS_POLITE) for name in names)


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_main_files_are_polite_and_the_familiar_ones_are_not(language: str) -> None:
    for english, theirs, _others in addressed(po(language)):
        assert not registers.familiar(language, theirs), (english, theirs)
    for english, theirs, _others in addressed(familiar_po(language)):
        assert not registers.polite(language, theirs), (english, theirs)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_that_addresses_the_reader_has_a_familiar_twin(language: str) -> None:
    assert not translations.needless(po(language), familiar_po(language))
    twins = {english for english, _theirs, _others in addressed(familiar_po(language))}
    for english, theirs, others in addressed(po(language)):
        if registers.polite(language, theirs) and not others:
            assert english in twins, f"{english}\n{theirs}\ninto {translations.FAMILIAR}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_one_thing_has_one_name(language: str) -> None:
    for file in (po(language), familiar_po(language)):
        for english, theirs, _others in addressed(file):
            assert not re.search(ELSEWHERE[language], theirs), (english, theirs)


def test_what_tells_the_two_forms_apart_does() -> None:
    for language, sentence in (
        ("fr", "Copie-la, et garde ton papier."),
        ("fr", "C'est là. Choisis-en une."),
        ("fr", "Si t'as le temps."),
        ("es", "Mira otra vez la hoja."),
        ("es", "Esto está entero; cópialo otra vez."),
        ("es", "Es lo que guardaste."),
    ):
        assert registers.familiar(language, sentence), sentence
        assert not registers.polite(language, sentence), sentence
    for language, sentence in (
        ("fr", "Regardez le papier."),
        ("fr", "Faites-en un autre."),
        ("fr", "C'est votre papier."),
        ("es", "Mire otra vez la hoja."),
        ("es", "Esto está entero; cópielo otra vez."),
        ("es", "Es lo que usted guardó."),
    ):
        assert registers.polite(language, sentence), sentence
        assert not registers.familiar(language, sentence), sentence
    for language, sentence in (
        ("fr", "Il y en a assez chez eux : les copies faites."),
        ("es", "Existe una copia guardada de la prueba."),
    ):
        assert not registers.polite(language, sentence), sentence
        assert not registers.familiar(language, sentence), sentence


def test_a_young_person_is_told_the_familiar_form_and_else_what_everyone_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (po("es").name, translations.FAMILIAR):
        file = tmp_path / "es" / "LC_MESSAGES" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(po("es").read_bytes().split(b"\n#:")[0])
        catalog = translations._read(file)
        catalog.add("Look.", "Mira." if name == translations.FAMILIAR else "Mire.")
        catalog.add(("{n} is yours.", "{n} are yours."), ("{n} tuyo", "{n} tuyos"))
        if name == po("es").name:
            catalog.add("Saved", "Guardado")
            catalog.add(("{n} file", "{n} files"), ("{n} archivo", "{n} archivos"))
            catalog.delete("{n} is yours.")
        with file.with_suffix(".mo").open("wb") as target:
            translations.write_mo(target, catalog)
    monkeypatch.setattr(i18n, "resource", lambda _locale, *parts: tmp_path.joinpath(*parts))
    i18n._catalogue.cache_clear()

    def said(*, familiar: bool) -> list[str]:
        i18n.use("es", familiar=familiar)
        return [
            i18n.translated("Look."),
            i18n.translated("Saved"),
            i18n.translated("Other"),
            i18n.ngettext("{n} is yours.", "{n} are yours.", 2),
            i18n.ngettext("{n} file", "{n} files", 2),
        ]

    try:
        polite = copy_context().run(said, familiar=False)
        familiar = copy_context().run(said, familiar=True)
    finally:
        i18n._catalogue.cache_clear()
    assert polite == ["Mire.", "Guardado", "Other", "{n} are yours.", "{n} archivos"]
    assert familiar == ["Mira.", "Guardado", "Other", "{n} tuyos", "{n} archivos"]


def test_a_familiar_sentence_goes_when_the_code_no_longer_has_it(tmp_path: Path) -> None:
    main, familiar = tmp_path / "es/m/keepsafe.po", tmp_path / "es/m" / translations.FAMILIAR
    main.parent.mkdir(parents=True)
    sentences = translations.Catalog()
    for sentence in ("Look.", "Wait.", "Other"):
        sentences.add(sentence)
    for file, wait in ((main, "Espere."), (familiar, "Espera.")):
        catalog = translations.Catalog(locale="es")
        catalog.add("Look.", "Mira.")
        catalog.add("Wait.", wait)
        catalog.add("Gone.", "Fuera.")
        with file.open("wb") as target:
            translations.write_po(target, catalog, omit_header=True)
        file.write_bytes(translations.renewed(file, sentences))
    kept = [message.id for message in translations._read(familiar) if message.id]
    assert kept == ["Look.", "Wait."]
    assert translations.needless(main, familiar) == ["Look."]


def test_english_needs_no_catalogue_and_a_broken_one_is_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = po("fr").with_suffix(".mo").read_bytes()
    place = tmp_path / "keepsafe.mo"
    monkeypatch.setattr(i18n, "resource", lambda *_parts: place)
    read = i18n._catalogue.__wrapped__
    assert type(read("fr")) is NullTranslations  # it is missing
    for broken in (b"", b"text", whole[:1000], whole[:-1], bytes(100), whole[:28] + bytes(9999)):
        place.write_bytes(broken)
        assert isinstance(read("fr"), NullTranslations)
        read("fr").gettext("Your password")
        i18n._catalogue.cache_clear()
        assert read("fr", familiar=True).gettext("Your password")
    i18n._catalogue.cache_clear()
    place.write_bytes(whole)
    assert isinstance(read("fr"), GNUTranslations)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_CA.UTF-8"}, "fr"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LANG": "es_419.UTF-8"}, "es"),
        ({"LANG": "pt_BR.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "fr_CA.UTF-8"}, "en"),
        ({"LC_MESSAGES": "fr_FR@euro", "LANG": "en_US.UTF-8"}, "fr"),
        ({"LANGUAGE": "de:fr_CA:en", "LANG": "en_US.UTF-8"}, "fr"),
        ({"LANGUAGE": "pt:es:fr", "LANG": "fr_CA.UTF-8"}, "es"),
        ({"LANGUAGE": "en_CA:fr", "LANG": "fr_CA.UTF-8"}, "en"),
        ({"LANG": "\udcff:.._"}, "en"),
    ],
)
def test_the_systems_language(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert i18n.system_language() == language


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        (plistlib.dumps({"AppleLanguages": ["es-419", "en"]}, fmt=plistlib.FMT_BINARY), "es"),
        (plistlib.dumps({"AppleLanguages": ["pt-BR", "fr-CA"]}, fmt=plistlib.FMT_XML), "fr"),
        (plistlib.dumps({"AppleLanguages": 1}), "en"),
        (plistlib.dumps({}), "en"),
        (b"bplist00 broken", "en"),
        (None, "en"),
    ],
)
def test_the_language_of_a_macos_window(
    settings: bytes | None, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(i18n.sys, "platform", "darwin")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    if settings is not None:
        preferences = tmp_path / "Library" / "Preferences"
        preferences.mkdir(parents=True)
        (preferences / ".GlobalPreferences.plist").write_bytes(settings)
    assert i18n.system_language() == language


def in_french(work: object, *arguments: object) -> object:
    def run() -> object:
        i18n.use("fr")
        return work(*arguments)  # type: ignore[operator]

    return copy_context().run(run)


def test_threads_speak_the_language_of_who_started_them() -> None:
    def heard() -> list[str]:
        said: list[str] = []

        def blocks() -> Iterator[bytes]:
            said.append(i18n.language())
            yield b"x"

        with read_ahead(blocks()) as read:
            assert list(read) == [b"x"]
        with WriteBehind(lambda _data: said.append(i18n.language())) as behind:
            behind.write(b"x")
            behind.write(b"y")
        return said

    assert heard() == ["en"] * 3
    assert in_french(heard) == ["fr"] * 3
    assert i18n.language() == "en"


def test_an_unknown_language_is_english() -> None:
    def spoken() -> str:
        i18n.use("xx")
        return i18n.translated("Your password")

    assert copy_context().run(spoken) == "Your password"
    assert i18n.translated("") == in_french(i18n.translated, "") == ""


# --- The code -------------------------------------------------------------------------------------


def files() -> list[tuple[str, ast.Module]]:
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if not name.startswith(OWN_DATA):
            found.append((name, ast.parse(path.read_text("utf-8"))))
    return found


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def wrong_calls(tree: ast.Module) -> list[int]:
    """Return the lines where `_`, `N_` or `ngettext` gets anything but literals."""
    lines = []
    for node in ast.walk(tree):
        count = {"_": 1, "N_": 1, "ngettext": 2}.get(called(node), 0)
        if count and isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            sentences = node.args[:count]
            literal = all(isinstance(s, ast.Constant) and s.value for s in sentences)
            if not literal or len(sentences) < count or node.keywords:
                lines.append(node.lineno)
    return lines


def test_only_whole_literals_are_translated() -> None:
    assert [(name, line) for name, tree in files() for line in wrong_calls(tree)] == []


def test_every_marked_sentence_is_extracted() -> None:
    """Inside an f-string it would not be, before Python 3.12."""
    known = {form for message in translations.extracted() for form in forms(message.id)}
    for name, tree in files():
        for node in ast.walk(tree):
            if called(node) in ("_", "N_", "ngettext") and isinstance(node, ast.Call):
                marked = {a.value for a in node.args if isinstance(a, ast.Constant)}
                assert marked <= known, (name, node.lineno)


@pytest.mark.parametrize(
    "code",
    [
        '_(f"{x} is missing.")',
        '_("half " + x)',
        "_(x)",
        '_("")',
        'N_(f"{x}")',
        'ngettext("a", x, 1)',
    ],
)
def test_what_is_not_a_literal_is_found(code: str) -> None:
    assert wrong_calls(ast.parse(code)) == [1]


ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type)} | {
    "ZipError",
    "AgeError",
    "HeaderError",
    "NoMatchError",
    "HmacError",
    "PayloadError",
}
ERRORS |= {"ArmorError"}
SAYING = {"say", "note", "secret", "watch", "getpass", "_note", "_problem", "append"}
SAID_ARGUMENTS = {"help", "title", "description", "sentence", "reason"}
SAID_CLASSES = {"Problem", "Refused", "Sorted", "LeftAlone", "Table", "Break"}


def literal(node: ast.AST) -> str | None:
    """Return the words of a literal that people would read, with {} for its gaps; or None."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    elif isinstance(node, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else "{}" for p in node.values)
        text = "".join(str(part) for part in parts)
    else:
        return None
    return text


def is_sentence(text: str) -> bool:
    """Return whether a text has words for people: a space between them, or a capital and a stop."""
    words = text.replace("{}", "").split()
    return sum(word.strip(".,:;()").isalpha() for word in words) >= 2 and not text.startswith("-")


def unwrapped(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Give each literal sentence that reaches people without `_`."""
    for node in ast.walk(tree):
        for part in said(node):
            yield from plainly(part)


def plainly(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Give the sentences in an expression, but for what it calls with them."""
    text = literal(node)
    if text is not None and is_sentence(text):
        yield node.lineno, text  # type: ignore[attr-defined]
    elif not isinstance(node, ast.Call | ast.JoinedStr):
        for part in ast.iter_child_nodes(node):
            yield from plainly(part)


def said(node: ast.AST) -> Iterator[ast.AST]:
    """Give what a node says to people: the arguments of errors, of the console, of help."""
    if isinstance(node, ast.Call):
        name = called(node)
        if name in ERRORS or name in SAYING or name in SAID_CLASSES:
            yield from node.args
        for keyword in node.keywords:
            if keyword.arg in SAID_ARGUMENTS:
                yield keyword.value
    elif isinstance(node, ast.Assign):
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        if any(name in ("sentence", "sentences", "reason", "what") for name in names):
            yield node.value
    elif isinstance(node, ast.Return | ast.Yield) and node.value is not None:
        yield node.value


def test_no_sentence_reaches_people_untranslated() -> None:
    found = [
        (name, line, text)
        for name, tree in files()
        if name not in NOT_DONE and not name.startswith(ENGLISH_DATA)
        for line, text in unwrapped(tree)
        if (name, text) not in SAME_EVERYWHERE
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        'raise UsageError("There is no such thing.")',
        'raise FormatError(f"{x} is missing.")',
        'console.say("The file is ready.", x)',
        'console.note(f"Not added: {x}. Try again.")',
        'parser.add_argument("-o", help="the folder to make")',
        'problems.append(Problem("head.age", "It cannot be read."))',
        'wrong.append(f"{x} was changed.")',
        'def f():\n    return "It is a folder."',
        'sentence = "It cannot be read."',
    ],
)
def test_what_is_not_wrapped_is_found(code: str) -> None:
    assert len(set(unwrapped(ast.parse(code)))) == 1


# --- The command line -----------------------------------------------------------------------------


@pytest.fixture
def case(tmp_path: Path) -> Path:
    values = {"role": "parent", "country": "CA", "age": "under-18"}
    vault, _recovery = Vault.create(tmp_path / "case", "night-lamp-river", values)
    vault.close()
    (tmp_path / "password.txt").write_text("night-lamp-river\n")
    return tmp_path / "case"


def ran(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    with contextlib.suppress(SystemExit):
        code = main([str(argument) for argument in arguments])
        return code, *capsys.readouterr()
    return 0, *capsys.readouterr()


def test_the_command_line_in_french(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, right = tmp_path / "wrong.txt", tmp_path / "password.txt"
    wrong.write_text("not it\n")
    asked = ("show", case, "--password-file", wrong)
    assert ran(capsys, "--language", "fr", *asked) == (
        3,
        "",
        "Ce mot de passe n'ouvre pas ceci. Rien n'est perdu\xa0; on peut réessayer.\n",
    )
    assert ran(capsys, *asked) == (
        3,
        "",
        "That password does not open this. Nothing is lost; try again.\n",
    )
    police, words = tmp_path / "police", tmp_path / "words.txt"
    police.mkdir()
    unlock = ("--password-file", right, "--words-out", words)
    code, _out, error = ran(capsys, "--language=fr", "seal", case, "-o", police, *unlock)
    assert code == 0, error
    file = next(police.glob("*.zip"))
    check = ("verify", file, "--words-file", words)
    code, out, _error = ran(capsys, "--language", "fr", *check)
    assert code == 0
    assert "CORRESPOND. Les mêmes octets qu'au moment du scellé." in out
    assert "CODE DU SCELLÉ\xa0: PAS COMPARÉ." in out
    assert "L'horloge de l'ordinateur qui l'a scellé disait" in out
    assert "MATCHES" not in out
    assert "MATCHES. The same bytes as when this was sealed." in ran(capsys, *check)[1]
    # Its own words are French; what programs read is not.
    code, out, _error = ran(capsys, "--language", "fr", *check, "--json")
    assert '"bytes": "matches"' in out
    assert '"seal": "not-compared"' in out
    data = bytearray(file.read_bytes())
    name = b"-1/data/custody-log.jsonl"
    local = data.rindex(name, 0, data.rindex(name))  # before the directory: where the bytes are
    data[local + 100] ^= 1
    file.write_bytes(data)
    code, out, _error = ran(capsys, "--language", "fr", *check)
    assert code == 1
    assert "CHANGÉ. Ce n'est pas ce qui a été scellé." in out
    assert "changed" not in out


def test_the_command_line_in_spanish(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, right = tmp_path / "wrong.txt", tmp_path / "password.txt"
    wrong.write_text("not it\n")
    assert ran(capsys, "--language", "es", "show", case, "--password-file", wrong) == (
        3,
        "",
        "Esa contraseña no abre esto. No se perdió nada; se puede probar otra vez.\n",
    )
    police, words = tmp_path / "police", tmp_path / "words.txt"
    police.mkdir()
    unlock = ("--password-file", right, "--words-out", words)
    code, _out, error = ran(capsys, "--language=es", "seal", case, "-o", police, *unlock)
    assert code == 0, error
    check = ("verify", next(police.glob("*.zip")), "--words-file", words)
    code, out, _error = ran(capsys, "--language", "es", *check)
    assert code == 0
    assert "COINCIDE. Los mismos bytes que cuando se selló." in out
    assert "CÓDIGO DEL SELLO: NO COMPARADO." in out
    assert "MATCHES" not in out
    shown = ran(capsys, "--language", "es", "verify", "--help")[1]
    assert shown.startswith("uso: keepsafe verify ")
    assert "el código de la hoja de entrega" in shown


def test_help_in_french_and_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    french = ran(capsys, "--language", "fr", "verify", "--help")[1]
    assert french.startswith("usage\xa0: keepsafe verify ")
    assert "le code sur la feuille de remise" in french
    english = ran(capsys, "verify", "--help")[1]
    assert english.startswith("usage: keepsafe verify ")
    assert "positional arguments:" in english
    assert "the code on the hand-over sheet" in english
    labels = ran(capsys, "--language", "fr", "account", "--help")[1]
    assert "Nom d'utilisateur, exactement comme montré" in labels


@pytest.mark.parametrize(
    ("language", "typed", "agreed"),
    [
        ("en", "Yes\n", True),
        ("fr", "oui\n", True),
        ("es", "sí\n", True),
        ("es", "Si\n", True),
        ("es", "no\n", False),
        ("es", "\n", False),
        ("fr", "", False),
    ],
)
def test_a_question_is_answered_in_the_persons_language(
    language: str, typed: str, agreed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answered() -> bool:
        i18n.use(language)
        return Console(json_mode=False).confirm("?", yes=False)

    terminal = io.StringIO(typed)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    assert copy_context().run(answered) is agreed


@pytest.mark.parametrize(
    ("language", "now", "next_step", "page"),
    [
        (
            "fr",
            "On peut signaler maintenant",
            "Ce qui aiderait ensuite",
            "En danger maintenant",
        ),
        ("es", "Se puede denunciar ahora", "Lo que ayudaría ahora", "En peligro ahora"),
    ],
)
def test_advice_comes_in_the_language_that_is_spoken(
    language: str,
    now: str,
    next_step: str,
    page: str,
    case: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    unlock = ("--password-file", tmp_path / "password.txt")
    out = ran(capsys, "--language", language, "checklist", case, *unlock)[1]
    assert now in out
    assert next_step in out
    assert "You can report now" not in out
    told = ("guidance", "show", "--country", "CA", "--role", "parent")
    assert page in ran(capsys, "--language", language, *told)[1]


def test_a_language_lasts_for_one_command(capsys: pytest.CaptureFixture[str]) -> None:
    ran(capsys, "--language", "fr", "--help")
    assert i18n.language() == "en"
    with pytest.raises(KeepsafeError, match="Stopped, as you asked"):
        Watch(cancelled=lambda: True).step(0, 1)


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("fr_CA.UTF-8", "Il n'y a pas de répertoire nothing. Rien n'a été changé.\n"),
        ("es_MX.UTF-8", "No hay ninguna carpeta nothing. No se cambió nada.\n"),
    ],
)
def test_the_real_program_takes_the_systems_language(
    locale: str, sentence: str, tmp_path: Path
) -> None:
    environment = {"PYTHONPATH": str(ROOT / "src"), "LANG": locale, "PYTHONUTF8": "1"}
    told = subprocess.run(
        [sys.executable, "-m", "keepsafe", "show", tmp_path / "nothing"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=environment,
    )
    assert told.returncode == 2
    assert told.stderr == sentence
