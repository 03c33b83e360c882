"""Canonical JSON, against another implementation of RFC 8785, and everything it must refuse."""

from __future__ import annotations

import enum
import json
import math
import sys
import types
from typing import Any

import pytest
import rfc8785
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from keepsafe.errors import FormatError
from keepsafe.formats.canonical import canonical, parse

LARGEST = 2**53 - 1
keys = st.text(st.characters(max_codepoint=127), max_size=8)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.one_of(st.integers(-LARGEST, LARGEST), st.sampled_from([0, 1, -1, LARGEST, -LARGEST]))
values = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(keys, inner, max_size=5)),
    max_leaves=12,
)
objects = st.dictionaries(keys, values, max_size=4)


@settings(max_examples=150)
@given(values)
def test_it_is_what_another_implementation_writes(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@settings(max_examples=150)
@given(objects)
def test_it_reads_back_as_the_same(value: dict[str, Any]) -> None:
    assert parse(canonical(value)) == value
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@given(objects)
def test_any_other_spelling_is_refused(value: dict[str, Any]) -> None:
    line = canonical(value)
    for other in (
        json.dumps(value).encode(),
        json.dumps(value, indent=1).encode(),
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(),
        line + b"\n",
        b" " + line,
        line + b" ",
        b"\xef\xbb\xbf" + line,
        line.decode().encode("utf-16"),
        line.decode().encode("utf-16-le"),
        line.decode().encode("utf-32"),
    ):
        if other != line:
            with pytest.raises(FormatError):
                parse(other)


@given(objects, st.integers(0, 10**6), st.binary(max_size=3))
def test_a_changed_line_is_refused_or_says_something_else(
    value: dict[str, Any], place: int, put: bytes
) -> None:
    line = canonical(value)
    place %= len(line)
    changed = line[:place] + put + line[place + 1 :]
    assume(changed != line)
    try:
        found = parse(changed)
    except FormatError:
        return
    assert canonical(found) == changed
    # 1 == True to Python, and not in JSON: so the spellings are compared.
    assert json.dumps(found, sort_keys=True) != json.dumps(value, sort_keys=True)


def test_characters_are_escaped_as_the_rfc_says() -> None:
    assert canonical('\x00\x07\b\t\n\x0b\f\r\x1f "\\/\x7fé\u2028\U0001f5dd') == (
        rb'"\u0000\u0007\b\t\n\u000b\f\r\u001f \"\\/' + '\x7fé\u2028\U0001f5dd"'.encode()
    )
    assert canonical({"b": 1, "a": 2, "B": 3, "": 4, "a b": 5, "aa": 6}) == (
        b'{"":4,"B":3,"a":2,"a b":5,"aa":6,"b":1}'
    )
    assert canonical([]) == b"[]"
    assert canonical({}) == b"{}"
    assert canonical((1, "x")) == b'[1,"x"]'


class Subclassed(enum.StrEnum):
    THREAT = "threat"


def test_a_named_string_is_written_as_its_text() -> None:
    assert canonical({"kind": Subclassed.THREAT}) == b'{"kind":"threat"}'


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        0.5,
        -0.0,
        math.nan,
        math.inf,
        LARGEST + 1,
        -LARGEST - 1,
        10**400,
        1j,
        b"bytes",
        {1, 2},
        object(),
        range(3),
        types.MappingProxyType({"a": 1}),
        "\ud800",
        "a\udfffb",
        {"é": 1},
        {"\ud800": 1},
        {1: 1},
        {None: 1},
        {b"a": 1},
        {("a",): 1},
    ],
)
def test_what_has_no_place_in_it_is_refused(value: object) -> None:
    for whole in (value, [value], {"a": value}, {"a": [1, {"b": value}]}):
        with pytest.raises(FormatError):
            canonical(whole)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"1",
        b"{",
        b"{}}",
        b"{}{}",
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"a":1,"\\u0061":2}',
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1,}',
        b"{'a':1}",
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":-0}',
        b'{"a":+1}',
        b'{"a":01}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":-Infinity}',
        b'{"a":9007199254740992}',
        b'{"a":-9007199254740992}',
        b'{"a":' + b"9" * 10_000 + b"}",
        b'{"a":1e999}',
        b'{"a":true ,"b":1}',
        b'{"a":True}',
        b'{"a":"\\u00e9"}',
        b'{"a":"\\/"}',
        b'{"a":"\\u001F"}',
        b'{"a":"\\u000a"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\\ud83d\\udddd"}',
        b'{"a":"\n"}',
        b'{"a":"\xff"}',
        b'{"a":"\xed\xa0\x80"}',
        b'{"a":"\xc0\x80"}',
        b'{"\xc3\xa9":1}',
        b'{"a":1}//',
        b"\x00",
        b'{"a":\x00}',
    ],
)
def test_lines_that_are_not_canonical_are_refused(line: bytes) -> None:
    with pytest.raises(FormatError):
        parse(line)


def nested(depth: int, opening: str, closing: str) -> bytes:
    return f'{{"a":{opening * depth}{closing * depth}}}'.encode()


@pytest.mark.parametrize("depth", [101, 200, 500, 900, 950, 980, 990, 1000, 5000, 100_000])
def test_deep_nesting_is_refused_and_not_the_end_of_the_stack(depth: int) -> None:
    for line in (nested(depth, "[", "]"), nested(depth, '{"a":', "}").replace(b":}", b":1}")):
        with pytest.raises(FormatError):
            parse(line)
    value: object = 1
    for _ in range(depth):
        value = [value]
    with pytest.raises(FormatError):
        canonical(value)


def test_deep_nesting_is_refused_also_near_the_end_of_the_stack() -> None:
    def deeper(levels: int) -> bytes:
        return deeper(levels - 1) if levels else canonical([[[[1]]]])

    left = sys.getrecursionlimit() - 200
    line = nested(400, "[", "]")

    def parse_deep(levels: int) -> None:
        if levels:
            parse_deep(levels - 1)
        else:
            parse(line)

    with pytest.raises(FormatError):
        parse_deep(left - 250)
    assert deeper(left - 250) == b"[[[[1]]]]"


def test_what_is_nested_as_far_as_allowed_is_read() -> None:
    line = nested(99, "[", "]")
    assert canonical(parse(line)) == line == rfc8785.dumps(json.loads(line))


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_in_a_sentence(line: bytes) -> None:
    try:
        found = parse(line)
    except FormatError:
        return
    assert canonical(found) == line
