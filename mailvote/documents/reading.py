"""Take the text out of a file without trusting it: what kind it is, and what it says, or why that cannot be told."""

import subprocess
import sys
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from mailvote.documents.worker import MAX_TEXT

Kind: TypeAlias = Literal["pdf", "docx", ""]
"""What a file is by its content; "" for every other."""

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

PATIENCE = 10
"""Seconds of waiting for a machine that is busy; the reading itself has two of computing."""

PDF_WITHIN = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The lines of a file. `fault` is "" or why there are none: "no-text", as of a scan, or "unreadable"."""

    lines: tuple[str, ...] = field(default=(), repr=False)
    fault: str = ""


def kind_of(content: bytes) -> Kind:
    """What the file is, whatever it is called. A Word file that carries a program is none that is read."""
    if b"%PDF-" in content[:PDF_WITHIN]:
        return "pdf"
    is_word = content.startswith(b"PK\x03\x04") and b"word/document.xml" in content and b"vbaProject.bin" not in content
    return "docx" if is_word else ""


def read_text(content: bytes) -> Reading:
    """The text of a PDF or Word file; a hostile one costs two seconds and 150 MB of another process, no more."""
    kind = kind_of(content)
    if not kind:
        return Reading(fault="unreadable")
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, and the kind is one of two words
            [sys.executable, "-P", "-m", "mailvote.documents.worker", kind],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return Reading(fault="unreadable")
    lines = tuple(done.stdout[:MAX_TEXT].decode("utf-8", "replace").splitlines())
    if done.returncode:
        return Reading(fault="unreadable")
    return Reading(lines=lines) if any(line.strip() for line in lines) else Reading(fault="no-text")
