"""What a case fills into the scripts to read out."""

from __future__ import annotations

import dataclasses

import pytest

from keepsafe.case.fields import PaymentFields
from keepsafe.guidance.loading import load
from keepsafe.report.filling import values_from
from keepsafe.report.source import Language
from sample import sample_record


def test_what_was_paid_is_never_told_as_what_they_want() -> None:
    record = sample_record()
    one = record.payments[0]
    asked = dataclasses.replace(
        one, fields=PaymentFields(status="asked", amount="500", currency="CAD")
    )
    paid = dataclasses.replace(
        one, id="P9", fields=PaymentFields(status="paid", amount="300", currency="CAD")
    )
    for payments, want in (
        ((asked,), ("500 CAD", "")),
        ((paid,), ("", "300 CAD")),
        ((paid, asked), ("500 CAD", "300 CAD")),
    ):
        values = values_from(dataclasses.replace(record, payments=payments), load(), "en")
        assert (values["amount"], values["paid"]) == want
    text = load().text("script-call-police", "adult", "en")
    assert text is not None
    script = text.filled(values)
    assert "They want 500 CAD." in script
    assert "I paid 300 CAD." in script


@pytest.mark.parametrize(
    ("language", "seen"),
    [("en", "7 Mar 2026, 21:14"), ("fr", "7 mars 2026, 21:14"), ("es", "7 mar 2026, 21:14")],
)
def test_a_day_is_read_out_as_people_say_it(language: Language, seen: str) -> None:
    record = sample_record()
    account = record.accounts[0]
    fields = dataclasses.replace(account.fields, seen="2026-03-07 21:14")
    told = dataclasses.replace(record, accounts=(dataclasses.replace(account, fields=fields),))
    assert values_from(told, load(), language)["seen"] == seen
