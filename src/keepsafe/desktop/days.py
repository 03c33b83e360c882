"""Days as the person's language and country write them; the case keeps 2026-11-23."""

from __future__ import annotations

import re

from PySide6.QtCore import QDate, QLocale

_TERRITORIES = {
    "CA": QLocale.Country.Canada,
    "US": QLocale.Country.UnitedStates,
    "UK": QLocale.Country.UnitedKingdom,
    "AU": QLocale.Country.Australia,
    "NZ": QLocale.Country.NewZealand,
}
_LANGUAGES = {
    "en": QLocale.Language.English,
    "fr": QLocale.Language.French,
    "es": QLocale.Language.Spanish,
}
_ANYWHERE = {
    "en": QLocale.Country.UnitedKingdom,
    "fr": QLocale.Country.France,
    "es": QLocale.Country.Spain,
}
"""Where nobody said which country: the day before the month, as most of the world writes it."""
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2})(?::\d{2})?)?", re.ASCII)
_WEEKDAY = re.compile(r"dddd[,.]?\s*|[,\s]*dddd")


def locale_of(language: str, country: str) -> QLocale:
    """Return how a language is written in a country, such as "en" and "CA"."""
    spoken = _LANGUAGES.get(language, QLocale.Language.English)
    territory = _TERRITORIES.get(country, _ANYWHERE.get(language, _ANYWHERE["en"]))
    return QLocale(spoken, territory)


def date_format(locale: QLocale) -> str:
    """Return Qt's pattern of a whole day with the month in letters, without the weekday."""
    return _WEEKDAY.sub("", locale.dateFormat(QLocale.FormatType.LongFormat)).strip()


def in_words(moment: str, locale: QLocale) -> str:
    """Return a moment of the case to be read: "2026-11-02 19:26" is "2 November 2026, 19:26".

    What is no moment is returned as it is.
    """
    found = _MOMENT.fullmatch(moment)
    day = QDate.fromString(found[1], "yyyy-MM-dd") if found else QDate()
    if found is None or not day.isValid():
        return moment
    words = locale.toString(day, date_format(locale))
    return f"{words}, {found[2]}" if found[2] else words
