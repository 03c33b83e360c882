"""The case code, such as KS-7F3K-9Q2M: neutral, easy to read out, no look-alike letters."""

from __future__ import annotations

import re
import secrets

# Without 0 O 1 I L (alike on paper), B S Z (8 5 2) and U (V).
ALPHABET = "2346789ACDEFGHJKMNPQRTVWXY"
_CODE = re.compile(rf"KS-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")


def new_case_code() -> str:
    """Return a fresh random case code (26**8, about 2**37 of them)."""
    first, second = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(2))
    return f"KS-{first}-{second}"


def is_case_code(text: str) -> bool:
    """Return whether `text` is spelled as a case code."""
    return _CODE.fullmatch(text) is not None
