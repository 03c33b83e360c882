"""The errors people can meet: each message is one human sentence, each class one exit code.

An error says what happened, that nothing was lost, and what to do next. `exit_code` is what the
command line ends with (design: 0 done, 1 changed, 2 usage, 3 wrong secret, 4 cannot tell, 5 the
system refused, 70 our fault).
"""

from __future__ import annotations


class KeepsafeError(Exception):
    """Anything Keepsafe can say in one sentence; the base of every error it raises itself."""

    exit_code = 70


class UsageError(KeepsafeError):
    """What was asked for does not make sense as asked."""

    exit_code = 2


class WrongSecretError(KeepsafeError):
    """The password, the eight words or the key does not open this."""

    exit_code = 3


class CannotTellError(KeepsafeError):
    """It could not be checked, so nothing is said about it."""

    exit_code = 4


class SystemRefusedError(KeepsafeError):
    """The disk, a permission or another program stood in the way."""

    exit_code = 5


class FormatError(KeepsafeError):
    """Bytes that do not follow the format they should; the message names the first thing wrong."""

    exit_code = 1


class DamagedError(KeepsafeError):
    """Something that was saved is missing or is no longer what was saved."""

    exit_code = 1


class Cancelled(KeepsafeError):
    """The person stopped it; nothing half-made was left behind."""

    exit_code = 5
