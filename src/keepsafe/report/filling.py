"""What a case fills into the texts: the words of a script to read out when calling."""

from __future__ import annotations

from keepsafe.case.fields import PaymentFields
from keepsafe.case.record import Record
from keepsafe.guidance.contacts import contacts_for
from keepsafe.guidance.model import Guidance
from keepsafe.report import times
from keepsafe.report.source import Language
from keepsafe.report.words import phrases


def values_from(record: Record, guidance: Guidance, language: Language) -> dict[str, str]:
    """Return what each placeholder stands for in this case; what is not known is empty.

    Of several accounts, payments or reports the first counts: a script is short.
    """
    seen = record.handed_over()
    case = seen.case
    account = seen.accounts[0].fields if seen.accounts else None
    paid = next((p.fields for p in seen.payments if p.fields.status == "paid"), None)
    asked = next((p.fields for p in seen.payments if p.fields.status != "paid"), None)
    contacts = contacts_for(guidance, case.country, case.age, case.role)
    crisis = contacts.crisis[0] if contacts.crisis else None
    return {
        "username": (account.username or account.url or account.id) if account else "",
        "platform": account.platform if account else "",
        "seen": times.spoken(account.seen, phrases(language)) if account else "",
        "amount": _money(asked),
        "paid": _money(paid),
        "deadline": (asked.deadline if asked else "") or case.deadline,
        "case_code": record.code,
        "report_number": next((r.fields.number for r in seen.reports if r.fields.number), ""),
        "country": guidance.country(case.country).name.in_language(language),
        "emergency": contacts.emergency.number,
        "crisis_name": crisis.name_beside_number(language) if crisis else "",
        "crisis_phone": crisis.phone if crisis else "",
    }


def _money(payment: PaymentFields | None) -> str:
    return f"{payment.amount} {payment.currency}".strip() if payment else ""
