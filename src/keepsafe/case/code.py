"""The case code, such as KS-7F3K-9Q2M: neutral, easy to read out, no look-alike letters."""

from __future__ import annotations

import re

# Without 0 O 1 I L (alike on paper), B S Z (8 5 2) and U (V).
ALPHABET = "2346789ACDEFGHJKMNPQRTVWXY"
_CODE = re.compile(rf"KS-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")


def case_code(seed: bytes) -> str:
    """Return the case code that random bytes give (26**8, about 2**37 of them)."""
    number, letters = int.from_bytes(seed, "big"), ""
    for _ in range(8):
        number, index = divmod(number, len(ALPHABET))
        letters += ALPHABET[index]
    return f"KS-{letters[:4]}-{letters[4:]}"


def is_case_code(text: str) -> bool:
    """Return whether `text` is spelled as a case code."""
    return _CODE.fullmatch(text) is not None
