"""The case code: easy to read out, no look-alike letters, spelled in one way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepsafe.case.code import ALPHABET, case_code, is_case_code


def test_no_two_letters_look_alike() -> None:
    for alike in ("0OQD", "1IL", "5S", "8B", "2Z", "UV"):
        assert len(set(alike) & set(ALPHABET)) <= (2 if alike == "0OQD" else 1)
    assert len(set(ALPHABET)) == len(ALPHABET) == 26
    assert not set("01OIL") & set(ALPHABET)


@given(st.binary(min_size=16, max_size=16))
def test_any_bytes_give_a_code(seed: bytes) -> None:
    code = case_code(seed)
    assert is_case_code(code)
    assert code == case_code(seed)


def test_codes_differ_and_use_every_letter() -> None:
    codes = {case_code(number.to_bytes(16, "big") * 2) for number in range(2000)}
    assert len(codes) == 2000
    assert set("".join(codes)) == set(ALPHABET) | set("KS-")


@pytest.mark.parametrize(
    "text",
    [
        *("", "KS-7F3K-9Q2", "KS-7F3K-9Q2MM", "ks-7f3k-9q2m", "KS-7F3K-9Q2M\n", "KS7F3K9Q2M"),
        *("KS-7F3K-9Q20", "KS-7F3K-9Q2O", "KS-7F3K-9Q2I", "KS-7F3K-9Q2M-1", "../KS-7F3K-9Q2M"),
    ],
)
def test_what_is_no_code(text: str) -> None:
    assert not is_case_code(text)
