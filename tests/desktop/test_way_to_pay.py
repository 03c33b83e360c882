"""A way to pay is written down in the person's language, and known again in every other."""

from __future__ import annotations

import pytest

from keepsafe.case.fields import PaymentFields
from keepsafe.desktop.pages.telling.money import payment_line
from keepsafe.guidance.loading import load

GUIDANCE = load()


@pytest.mark.parametrize("written", ["Gift card", "Carte-cadeau", "Tarjeta de regalo"])
@pytest.mark.parametrize(
    ("language", "told"), [("en", "Gift card"), ("fr", "Carte-cadeau"), ("es", "Tarjeta de regalo")]
)
def test_a_way_to_pay_is_shown_in_the_language_spoken(
    written: str, language: str, told: str
) -> None:
    fields = PaymentFields(status="paid", method=written)
    assert payment_line(fields, GUIDANCE, language, str) == f"Sent: {told}"
