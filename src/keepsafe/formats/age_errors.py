"""What can be wrong with an age file, in the classes the official test vectors use."""

from __future__ import annotations

from keepsafe.errors import FormatError, WrongSecretError


class AgeError(FormatError):
    """Anything wrong with an age file or with opening it."""


class HeaderError(AgeError):
    """The header does not follow the grammar of age-encryption.org/v1."""


class NoMatchError(AgeError, WrongSecretError):
    """None of the keys or passwords given opens this file."""

    exit_code = WrongSecretError.exit_code


class HmacError(AgeError):
    """The header was changed after it was written."""


class PayloadError(AgeError):
    """The encrypted content was cut, changed or added to."""


class ArmorError(AgeError):
    """The text form of the file (ASCII armor) is broken."""
