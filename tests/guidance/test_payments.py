"""What the packs say of each way to pay."""

from __future__ import annotations

import pytest

from keepsafe.guidance.loading import load

EXPECTED = {
    "cash-app": "Cashtag",
    "paypal": "transaction ID",
    "venmo": "@username",
    "zelle": "confirmation number",
    "interac": "reference number",
    "bank-transfer": "sort code",
    "gift-card": "receipt",
    "western-union-moneygram": "MTCN",
    "crypto": "hash",
    "demand-only": "deadline",
}
CALL_THE_BANK = ("zelle", "interac", "bank-transfer")


def test_every_way_to_pay_is_there() -> None:
    assert set(load().payments) == set(EXPECTED)


@pytest.mark.parametrize("payment_id", EXPECTED)
def test_a_way_to_pay_says_what_to_save_and_what_to_do(payment_id: str) -> None:
    payment = load().payments[payment_id]
    assert EXPECTED[payment_id] in " ".join(payment.save.in_language("en"))
    assert payment.source
    for language in ("en", "fr", "es"):
        assert len(payment.save.in_language(language)) == len(payment.save.in_language("en"))
        assert payment.act.in_language(language)
    assert payment.act.in_language("fr") != payment.act.in_language("en")


@pytest.mark.parametrize("payment_id", CALL_THE_BANK)
def test_the_bank_is_called_where_a_bank_can_stop_it(payment_id: str) -> None:
    assert "bank" in load().payments[payment_id].act.in_language("en")


@pytest.mark.parametrize("payment_id", ["paypal", "venmo", "zelle", "interac"])
def test_what_rests_on_memory_says_so(payment_id: str) -> None:
    assert not load().payments[payment_id].verified


def test_what_was_not_collected_can_be_cancelled() -> None:
    for payment_id in ("interac", "western-union-moneygram"):
        assert "cancel" in load().payments[payment_id].act.in_language("en")
