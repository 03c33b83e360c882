"""Tests read the English sentences, whatever the language of the computer they run on."""

from __future__ import annotations

import os

os.environ.pop("LANGUAGE", None)
os.environ["LC_ALL"] = "C.UTF-8"
