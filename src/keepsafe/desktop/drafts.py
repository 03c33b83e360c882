"""What was typed and not yet recorded, by page and by the name of the field."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Drafts:
    """Lies in memory; the session writes it to the desk."""

    pages: dict[str, dict[str, str]] = field(default_factory=dict)

    def get(self, page: str, name: str) -> str:
        """Return what was typed, "" where nothing was."""
        return self.pages.get(page, {}).get(name, "")

    def put(self, page: str, name: str, value: str) -> bool:
        """Keep what was typed; tell whether anything changed."""
        if value == self.get(page, name):
            return False
        if value:
            self.pages.setdefault(page, {})[name] = value
        else:
            self.pages.get(page, {}).pop(name, None)
        return True

    def clear(self, page: str) -> None:
        """Forget what was typed on a page, because it is recorded now."""
        self.pages.pop(page, None)

    def as_things(self) -> dict[str, dict[str, str]]:
        """Return a copy, as it lies on the desk."""
        return {page: dict(fields) for page, fields in self.pages.items()}

    def take_in(self, things: object) -> None:
        """Add what lay on the desk; what was typed a moment ago is newer, and stays."""
        if not isinstance(things, dict):
            return
        for page, fields in things.items():
            for name, value in fields.items() if isinstance(fields, dict) else ():
                if isinstance(value, str) and not self.get(page, name):
                    self.put(page, name, value)
