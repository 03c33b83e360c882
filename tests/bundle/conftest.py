"""One sealed case for all these tests: sealing takes a second or two, because of the reports."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from forging import Case, Parts, make_case  # it needs the line above


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A case with one seal; nobody changes its file."""
    with make_case(tmp_path_factory.mktemp("sealed")) as made:
        yield made


@pytest.fixture
def parts(case: Case) -> Parts:
    """The sealed file of the case, taken apart, to be changed and put together again."""
    return Parts.of(case)
