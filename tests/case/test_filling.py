"""What a case fills into the scripts to read out."""

from __future__ import annotations

import dataclasses

from keepsafe.case.fields import PaymentFields
from keepsafe.case.filling import values_from
from keepsafe.guidance.loading import load
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
