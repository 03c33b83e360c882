"""Runs in a child process: takes a document's files from standard input, writes the PDF back.

The file named "at" is the time of the document in seconds since 1970, "standards" what the PDF
keeps to; "main" and what it reads are the others. Should Typst refuse the texts in "data.json",
those in "plain.json" take their place, with every foreign letter as a code. Ends with 0 when there
is a PDF.
"""

from __future__ import annotations

import sys
from typing import Any, cast

import typst

from keepsafe.report import children, fonts

_MEMORY = 3 << 30


def compiled(files: dict[str, bytes], at: int, standards: list[str]) -> bytes:
    """Return the PDF of in-memory `files`, which keeps to `standards` such as PDF/UA-1.

    Raises:
        RuntimeError: what Typst has against it.
    """
    inputs: Any = files  # Typst takes a mapping too, though its type hints do not say so
    pdf: Any = typst.compile(
        inputs,
        format="pdf",
        font_paths=[str(fonts.folder())],
        ignore_system_fonts=True,
        pdf_standards=cast("Any", standards),
        timestamp=at,
    )
    return bytes(pdf)


def main() -> int:
    """Do the one job and return the exit code."""
    children.limit_this_process(_MEMORY)
    files = dict(children.receive_all(sys.stdin.buffer))
    at = int(files.pop("at"))
    plain, standards = files.pop("plain.json"), files.pop("standards").decode().split(",")
    try:
        pdf = compiled(files, at, standards)
    except RuntimeError:
        pdf = compiled({**files, "data.json": plain}, at, standards)
    children.send(sys.stdout.buffer, "pdf", pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
