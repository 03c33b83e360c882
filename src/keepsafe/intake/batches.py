"""What a person says of a whole batch at once, put down where each part of it belongs."""

from __future__ import annotations

from dataclasses import dataclass

from keepsafe.i18n import N_, _, translated
from keepsafe.vault.vault import Vault

_SHOWN = {
    "profile": N_("the profile"),
    "threat": N_("threats"),
    "demand": N_("what they want"),
    "payment": N_("a payment"),
    "chat": N_("other parts of the chat"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """Said of all `exhibits` together; days are 2026-11-23, everything may be empty.

    What is only true of some of them is not put down as true of each: several `categories` become
    a sentence, and so do two different days.
    """

    exhibits: tuple[str, ...]
    account: str = ""
    first: str = ""
    last: str = ""
    categories: tuple[str, ...] = ()
    amount: str = ""
    picture: str = ""
    where: str = ""
    picture_is_part: bool = False

    def record(self, vault: Vault, actor: str) -> None:
        """Put it all down, in one commit for what is said of the files.

        Raises:
            UsageError: for a day that cannot be, or what is far too long; nothing is written then.
        """
        said = self._of_each()
        happenings = [vault.description(e, said, actor) for e in self.exhibits] if said else []
        if found := [happening for happening in happenings if happening is not None]:
            vault.log(found)
        if self.first and self.last and self.first != self.last and self.exhibits:
            words = _("{exhibits}: from about {first} to about {last}.").format(
                exhibits=self._named(), first=self.first, last=self.last
            )
            vault.add_item("note", {"words": words, "when": min(self.first, self.last)}, actor)
        if self.amount:
            asked = {"status": "asked", "amount": self.amount, "account": self.account}
            vault.add_item("payment", asked, actor)
        if self.picture_is_part:
            what = self.picture or _("A private picture in the chat, which was left out.")
            vault.add_item("pointer", {"what": what, "folder": self.where}, actor)

    def _of_each(self) -> dict[str, str]:
        said: dict[str, str] = {}
        if self.account:
            said["account"] = self.account
        days = {day for day in (self.first, self.last) if day}
        if len(days) == 1:
            said["seen"] = days.pop()
        if len(self.categories) == 1:
            said["category"] = self.categories[0]
        elif self.categories:
            kinds = ", ".join(translated(_SHOWN[name]) for name in self.categories)
            said["shows"] = _("In this batch: {kinds}").format(kinds=kinds)
        return said

    def _named(self) -> str:
        first, last = self.exhibits[0], self.exhibits[-1]
        return first if first == last else f"{first}-{last}"
