"""Run Keepsafe as `python -m keepsafe`."""

from keepsafe.cli.main import entry_point

entry_point()
