"""The texts that people read: complete, equal in every language, easy to read, and kind."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
import textstat

TEXTS = Path(__file__).parents[2] / "resources" / "guidance" / "texts"
LANGUAGES = ("en", "fr", "es")
ROLES = ("young-person", "parent", "adult", "counsellor")
STEPS = (
    "step-1-safe",
    "step-2-first-things",
    "step-3-who",
    "step-4-screenshots",
    "step-5-money",
    "step-6-pictures",
    "step-7-what-happened",
    "step-8-look-over",
    "step-9-file-for-police",
    "step-10-afterwards",
)
SCRIPTS = (
    "script-call-police",
    "script-call-crisis-line",
    "script-call-bank",
    "script-report-online",
)
CARDS = (
    "afterwards-removal",
    "block-now",
    "hand-over",
    "if-you-paid",
    "leave-quickly",
    "looking-after-the-phone",
    "private-pictures",
    "recovery-scams",
    "sadistic-demands",
    "screenshots-from-android",
    "screenshots-from-iphone",
    "security-words",
    "their-deadline-is-tonight",
    "what-happens-next",
    "you-can-stop-here",
)
SCHOOL = (
    "device-custody",
    "must-not",
    "report-duty",
    "seen-by-accident",
    "start",
    "write-down",
)
PLACEHOLDERS = {
    "username",
    "platform",
    "seen",
    "amount",
    "paid",
    "deadline",
    "case_code",
    "report_number",
    "country",
    "emergency",
    "crisis_name",
    "crisis_phone",
}

NAMES = [path.stem for path in sorted((TEXTS / "en").glob("*.md"))]
FAMILY = [name for name in NAMES if not name.endswith(".counsellor")]
EVERY = [
    (language, path.stem)
    for language in LANGUAGES
    for path in sorted((TEXTS / language).glob("*.md"))
]
FAMILY_IN_EVERY = [(language, name) for language, name in EVERY if name in FAMILY]


def read(language: str, name: str) -> str:
    return (TEXTS / language / f"{name}.md").read_text(encoding="utf-8")


def accepted_names() -> list[str]:
    lines = (Path(__file__).parent / "accepted_names.txt").read_text(encoding="utf-8").splitlines()
    names = [line.split("#")[0].strip() for line in lines]
    return sorted(filter(None, names), key=len, reverse=True)


def prose(text: str) -> str:
    """A text as it is heard: no marks, a line a sentence, and names as one easy word."""
    text = re.sub(r"\{\{\w+\}\}", "Tom", text).replace("\u00a0", " ")
    for name in accepted_names():
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "Tom", text)
    heard = []
    for written in text.splitlines():
        line = re.sub(r'^(#+|-)\s+|["«»]', "", written).strip().rstrip(":")
        if line:
            heard.append(line if line[-1] in ".?" else f"{line}.")
    return "\n".join(heard)


def sections(text: str) -> dict[str, str]:
    """The words under each heading."""
    found: dict[str, str] = {}
    heading = ""
    for line in text.replace("\u00a0", " ").splitlines():
        mark = re.match(r"#+ (.+)$", line)
        if mark:
            heading = mark[1]
            found[heading] = ""
        else:
            found[heading] += line + "\n"
    return found


# Complete and equal


def test_every_step_card_and_script_is_there_for_every_role() -> None:
    """A card without a role is for all roles; a role's own text comes before it."""
    for role in ("young-person", "parent", "adult"):
        for name in STEPS + SCRIPTS:
            assert f"{name}.{role}" in NAMES
        for name in CARDS:
            assert f"{name}.{role}" in NAMES or name in NAMES, f"{name} for {role}"
    assert "what-to-say-to-a-parent.young-person" in NAMES
    assert "what-to-say-to-your-child.parent" in NAMES
    for name in SCHOOL:
        assert f"{name}.counsellor" in NAMES


def test_a_name_ends_in_a_role_or_in_none() -> None:
    for name in NAMES:
        card, _, role = name.partition(".")
        assert role in ("", *ROLES)
        assert card in (
            *STEPS,
            *SCRIPTS,
            *CARDS,
            *SCHOOL,
            "what-to-say-to-a-parent",
            "what-to-say-to-your-child",
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts(language: str) -> None:
    assert [name for spoken, name in EVERY if spoken == language] == NAMES


def test_there_is_nothing_else_in_the_folder() -> None:
    assert {path.name for path in TEXTS.iterdir()} == {*LANGUAGES, "points.toml"}
    for language in LANGUAGES:
        assert {path.suffix for path in (TEXTS / language).iterdir()} == {".md"}


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_a_text_has_the_shape_of_the_english_one(language: str, name: str) -> None:
    """The same kind of line in the same place, with the same gaps to fill in."""

    def shape(text: str) -> list[tuple[str, list[str]]]:
        return [
            (
                "" if not line else re.match(r"(#+|-)? ?", line)[0].strip() or "words",
                sorted(re.findall(r"\{\{(\w+)\}\}", line)),
            )
            for line in text.splitlines()
        ]

    assert shape(read(language, name)) == shape(read("en", name))


# Form


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_a_text_is_simple_markdown(language: str, name: str) -> None:
    text = read(language, name)
    lines = text.splitlines()
    assert re.fullmatch(r"# \S.*", lines[0])
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\n\n\n" not in text
    assert len(re.findall(r"^# ", text, flags=re.M)) == 1
    for line in lines:
        assert line == line.rstrip()
        assert len(line) <= 420, "a paragraph is one line, and short"
        assert re.match(r"(|#{1,2} \S.*|- \S.*|[^-#*>\d\s|`].*|\d+ ans .*)$", line), line
    assert not re.search(r"[<>|`*_\\]", re.sub(r"\{\{\w+\}\}", "", text)), (
        "no HTML, no links, no emphasis"
    )
    assert "](" not in text
    assert "http" not in text
    for before, after in pairwise(lines):
        if after.startswith("#") or before.startswith("#"):
            assert "" in (before, after), "a heading stands by itself"
        if after.startswith("-") and not before.startswith("-"):
            assert before == "", "a list begins after an empty line"


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_a_line_with_a_gap_can_be_left_out(language: str, name: str) -> None:
    """Each is a whole list item of whole sentences, so nothing around it breaks without it."""
    for line in read(language, name).splitlines():
        names = re.findall(r"\{\{(.*?)\}\}", line)
        assert set(names) <= PLACEHOLDERS
        assert line.count("{{") == line.count("}}") == len(names)
        if names:
            assert line.startswith("- ")
            assert line[-1] in ".?"


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_a_text_still_says_something_when_nothing_is_known(language: str, name: str) -> None:
    kept = "\n".join(line for line in read(language, name).splitlines() if "{{" not in line)
    assert len(kept.split()) >= 45
    for heading, words in sections(kept).items():
        assert words.strip(), f"nothing is left under {heading}"


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_there_is_no_phone_number(language: str, name: str) -> None:
    """Numbers come from the packs of the countries. The age of 18 is the only figure."""
    assert set(re.findall(r"\d+", read(language, name))) <= {"18"}


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_a_text_is_short(language: str, name: str) -> None:
    words = len(read(language, name).split())
    assert 60 <= words <= (235 if language != "en" else 200)


# Easy to read


@pytest.mark.parametrize("name", NAMES)
def test_the_english_reads_at_grade_6_or_lower(name: str) -> None:
    """Flesch-Kincaid grade; a list item and a heading count as a sentence."""
    textstat.set_lang("en")
    grade = textstat.flesch_kincaid_grade(prose(read("en", name)))
    assert grade <= (6 if name in FAMILY else 8)


@pytest.mark.parametrize("name", NAMES)
def test_the_french_is_easy(name: str) -> None:
    """Kandel and Moles's reading ease for French: 80 and more is "easy", the 6th school year."""
    textstat.set_lang("fr")
    try:
        ease = textstat.flesch_reading_ease(prose(read("fr", name)))
    finally:
        textstat.set_lang("en")
    assert ease >= 80


@pytest.mark.parametrize("name", NAMES)
def test_the_spanish_is_easy(name: str) -> None:
    """Fernandez Huerta's reading ease for Spanish: 80 and more is "easy", the 5th school year."""
    textstat.set_lang("es")
    try:
        ease = textstat.fernandez_huerta(prose(read("es", name)))
    finally:
        textstat.set_lang("en")
    assert ease >= 80


@pytest.mark.parametrize(("language", "name"), FAMILY_IN_EVERY)
def test_no_sentence_is_long(language: str, name: str) -> None:
    """An average hides one hard sentence; this does not."""
    for sentence in re.split(r"(?<=[.?])\s+|:\s", prose(read(language, name))):
        assert len(sentence.split()) <= (24 if language == "en" else 28), sentence


def test_a_parent_reads_little_before_the_first_saved() -> None:
    """The app's own labels have to fit in the rest of the 800 words."""
    names = [f"{step}.parent" for step in STEPS[:4]] + ["security-words"]
    assert sum(len(read("en", name).split()) for name in names) <= 600


@pytest.mark.parametrize(
    ("language", "name"), [pair for pair in EVERY if pair[1].startswith("script-")]
)
def test_a_script_takes_about_a_minute(language: str, name: str) -> None:
    """What is said, without what is read: 150 words a minute, and pauses for the answers."""
    said = list(sections(read(language, name)).items())[1:]
    words = sum(len(block.replace("- ", "").split()) for _, block in said)
    assert 45 <= words <= 175


# Kind


FORBIDDEN = {
    "en": r"predators?|sextort\w*|child porn\w*|porn\w*|nudes?|explicit|why did you|you should have"
    r"|your fault|stupid|foolish|naive|silly|asham\w*|shame|sin|guilty|offenders?|perpetrators?"
    r"|suspects?|evidence|forensic|immediately|urgent\w*|warning|hurry|panic|score|incomplete"
    r"|failed|must|obviously|simply|worry",
    "fr": r"prédateurs?|sextorsion|porno\w*|pédoporno\w*|nudes?|pourquoi as-tu|pourquoi avez-vous"
    r"|tu aurais dû|vous auriez dû|ta faute|votre faute|bête|stupide|naïf|naïve|honte"
    r"|coupables?|délinquants?|suspects?|immédiatement|urgent|urgente|avertissement|panique"
    r"|score|incomplet|échec|dois|devez|évidemment",
    "es": r"depredador\w*|sextorsión|porno\w*|por qué hiciste|deberías haber|debería haber|tu culpa"
    r"|su culpa|tonto|tonta|ingenu\w*|vergüenza|culpables?|delincuentes?|sospechos\w*"
    r"|inmediatamente|urgente|advertencia|pánico|puntuación|incompleto|debes|obviamente",
}
VICTIM = {"en": r"victims?", "fr": r"victimes?", "es": r"víctimas?"}
NOT_YOUR_FAULT = {
    "en": "not your fault",
    "fr": "pas (?:ta|votre) faute",
    "es": "No es (?:tu|su) culpa",
}


@pytest.mark.parametrize(("language", "name"), FAMILY_IN_EVERY)
def test_no_word_blames_or_frightens(language: str, name: str) -> None:
    text = re.sub(NOT_YOUR_FAULT[language], "", read(language, name))
    for words in (FORBIDDEN, VICTIM):
        found = re.search(rf"(?<!\w)(?:{words[language]})(?!\w)", text, flags=re.IGNORECASE)
        assert not found, found


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_words_that_are_said_stand_in_the_marks_of_the_language(language: str, name: str) -> None:
    assert '"' not in read(language, name)


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_there_is_no_exclamation_mark_and_no_word_in_capitals(language: str, name: str) -> None:
    text = read(language, name)
    assert not re.search("[!¡]", text)
    shouted = set(re.findall(r"\b[^\W\d_]{2,}\b", text))
    assert {word for word in shouted if word.isupper()} <= {"OK", "USB", "DCIM", "PIN"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_not_your_fault_is_said_once_and_early(language: str) -> None:
    said = [
        name for name in FAMILY for _ in re.findall(NOT_YOUR_FAULT[language], read(language, name))
    ]
    assert said == ["step-1-safe.adult", "step-1-safe.young-person"]


NEVER = {
    "en": r"won't be shared|will not be shared|look (?:at it|at the picture|it up|them up)"
    r"|keep talking|play along|add them|reply to",
    "fr": r"ne seront pas partagées|(?:la|les) regarder|cherche-l\w+|cherchez-l\w+|réponds-\w+"
    r"|répondez-\w+",
    "es": r"no se van a compartir|(?:mirarla|mirarlas)|búscal\w+|búsquel\w+|respóndel\w+",
}
NOT = {
    "en": r"\b(?:nobody|don't|do not|not|no need)\b[^.?]*$",
    "fr": r"(?:\bn'|\bne\b|\bpas\b)[^.?]*$",
    "es": r"\b(?:nadie|no)\b[^.?]*$",
}


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_no_promise_and_nobody_is_told_to_look_again_or_to_answer(language: str, name: str) -> None:
    """Where such words are, the same sentence says no before them."""
    text = read(language, name).replace("\u00a0", " ")
    for found in re.finditer(NEVER[language], text, flags=re.IGNORECASE):
        start = max(text.rfind(mark, 0, found.start()) for mark in (". ", "? ", "\n"))
        before = text[start + 1 : found.start()]
        assert re.search(NOT[language], before, flags=re.IGNORECASE), text[start + 1 : found.end()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_can_promise_is_said_where_it_matters(language: str) -> None:
    nobody = {
        "en": "Nobody can promise",
        "fr": "Personne ne peut promettre",
        "es": "Nadie puede prometer",
    }
    for name in ("their-deadline-is-tonight", "what-happens-next"):
        for role in ("", ".young-person"):
            assert nobody[language] in read(language, name + role)


@pytest.mark.parametrize("name", FAMILY)
def test_the_french_says_tu_to_the_young_and_vous_to_the_others(name: str) -> None:
    """But for what is said aloud to somebody else, which stands in guillemets or in a script."""
    text = re.sub("«.*?»", "", read("fr", name))
    if name.startswith("script-"):
        text = "\n".join(line for line in text.splitlines() if not line.startswith("- "))
    young = name.endswith(".young-person")
    wrong = r"vous|votre|vos|\w{2,}ez" if young else r"tu|te|toi|ton|tes|t'\w+"
    found = re.search(rf"(?<![\w-])(?:{wrong})(?!\w)", text, flags=re.IGNORECASE)
    assert not found or found[0].lower() in ("chez", "assez"), found


@pytest.mark.parametrize("name", NAMES)
def test_french_double_marks_have_a_space_that_does_not_break(name: str) -> None:
    text = read("fr", name)
    assert not re.search(r"[^\u00a0](?:[?;»]|:(?!/))", text)
    assert not re.search(r"«(?!\u00a0)", text)


# The seven points of the joint warning


def points() -> list[dict]:
    return tomllib.loads((TEXTS / "points.toml").read_text(encoding="utf-8"))["point"]


def test_the_seven_points_are_the_joint_warning_s() -> None:
    assert [point["id"] for point in points()] == [
        "to-blame",
        "stop-contact",
        "do-not-delete",
        "save-copies",
        "get-help-first",
        "be-careful",
        "tell-and-report",
    ]


@pytest.mark.parametrize("point", points(), ids=lambda point: point["id"])
def test_every_place_of_a_point_exists_and_says_it(point: dict) -> None:
    assert set(point["says"]) == set(LANGUAGES)
    for place in point["place"]:
        assert set(place["heading"]) == set(place["words"]) == set(LANGUAGES)
        for language in LANGUAGES:
            under = sections(read(language, place["text"]))[place["heading"][language]]
            assert place["words"][language] in under


@pytest.mark.parametrize("point", points(), ids=lambda point: point["id"])
def test_every_role_meets_every_point_in_a_step(point: dict) -> None:
    """And before anything has to be saved, but for the points on what to save."""
    steps = {place["text"] for place in point["place"] if place["text"].startswith("step-")}
    for role in ("young-person", "parent", "adult"):
        first = STEPS[:4] if point["id"] == "save-copies" else STEPS[:2]
        assert steps & {f"{step}.{role}" for step in first}, f"{point['id']} for {role}"
