"""What a person says of a whole batch at once, put down where each part of it belongs."""

from __future__ import annotations

from dataclasses import dataclass

from keepsafe.case.together import is_such, sentence
from keepsafe.i18n import _, language
from keepsafe.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Told:
    """Said of all `exhibits` together; days are 2026-11-23, everything may be empty.

    What is only true of some of them is not put down as true of each: several `categories` become
    a sentence about them together, and so do two different days. It says `first_said` and
    `last_said`: the days as people write them.
    """

    exhibits: tuple[str, ...]
    account: str = ""
    first: str = ""
    last: str = ""
    first_said: str = ""
    last_said: str = ""
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
        happenings = [vault.description(e, self._for(vault, e, said), actor) for e in self.exhibits]
        if found := [happening for happening in happenings if happening is not None]:
            vault.log(found)
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
        days = sorted({day for day in (self.first, self.last) if day})
        if len(days) == 1:
            said["seen"] = days[0]
        if len(self.categories) == 1:
            said["category"] = self.categories[0]
        kinds = self.categories if len(self.categories) > 1 else ()
        between = None
        if len(days) > 1:
            written = {self.first: self.first_said, self.last: self.last_said}
            between = (written[days[0]] or days[0], written[days[1]] or days[1])
        if kinds or between:
            said["shows"] = sentence(kinds, len(self.exhibits), between, language())
        return said

    @staticmethod
    def _for(vault: Vault, exhibit_id: str, said: dict[str, str]) -> dict[str, str]:
        """Return what is said of one of them: what somebody wrote of it alone stays."""
        item = vault.record.find(exhibit_id)
        own = item.fields.shows if item is not None else ""
        if own and not is_such(own):
            return {name: text for name, text in said.items() if name != "shows"}
        return said
