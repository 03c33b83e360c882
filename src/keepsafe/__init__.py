"""Keepsafe: save what a sextorter sent, safely, and make one file the police can open and check."""

__version__ = "0.1.0"
