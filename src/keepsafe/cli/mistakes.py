"""The sentence and the exit code for whatever ended a command; a mistake of ours tells no data."""

from __future__ import annotations

from keepsafe.errors import Cancelled, KeepsafeError
from keepsafe.i18n import _
from keepsafe.vault.durable import refusal

_OUR_FAULT = 70
_STOPPED = 130


def explain(error: Exception | KeyboardInterrupt) -> tuple[str, int]:
    """Return the sentence for whatever ended a command, and the exit code."""
    match error:
        case Cancelled():
            return str(error), _STOPPED
        case KeyboardInterrupt():
            return _("Stopped. What was saved before is safe."), _STOPPED
        case KeepsafeError():
            return str(error), error.exit_code
        case OSError():
            return str(refusal(error)), 5
    kind, place = type(error).__name__, _where(error)
    sentence = _(
        "Keepsafe made a mistake ({kind} in {place}). What was saved is safe. Please tell us "
        "these words."
    ).format(kind=kind, place=place)
    return sentence, _OUR_FAULT


def _where(error: BaseException) -> str:
    """Return the place in our code, without any of the data."""
    trace, place = error.__traceback__, _("an unknown place")
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if str(module).startswith("keepsafe."):
            place = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
