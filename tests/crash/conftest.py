"""Lets these tests import tests/disks.py and what the tests of vaults share."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "vault")]

from vault_help import cheap_keys  # noqa: E402, F401
