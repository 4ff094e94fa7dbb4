"""What a file somebody gave was called: as it is shown, and as we call our copy of it."""

import re
import unicodedata
from typing import Final

from casetrack.text import safe_text

LONGEST_NAME: Final = 120
"""in bytes of UTF-8"""
_NAMELESS: Final = "document"
_LONGEST_ENDING: Final = 16
# What opens in a viewer. Left out is what a double click could run or what carries a program:
# .exe and scripts, .html and .svg, .docm and .xlsm, and the old .doc and .xls.
_ENDINGS: Final = frozenset(
    {
        *("pdf", "docx", "odt", "xlsx", "ods", "txt", "csv", "eml", "msg"),
        *("jpg", "jpeg", "png", "gif", "webp", "tif", "tiff", "heic", "heif"),
        *("mp3", "m4a", "aac", "amr", "ogg", "opus", "wav", "mp4", "mov", "webm", "3gp"),
    }
)


def shown_name(name: str) -> str:
    """Return the last part of a file's name as it is kept for display: harmless and not long.

    Folders go, on either system's separators; control and reordering characters are shown as
    pictures. Where no name is left, it is "document". To be shown, never to be opened.
    """
    parts = [safe_text(part.strip()) for part in re.split(r"[/\\]", name)]
    shown = next(filter(None, reversed(parts)), "")
    stem, dot, ending = shown.rpartition(".")
    if not stem or len(ending.encode()) > _LONGEST_ENDING:
        stem, dot, ending = shown, "", ""
    room = LONGEST_NAME - len(f"{dot}{ending}".encode())
    if len(stem.encode()) > room:
        stem = stem.encode()[:room].decode(errors="ignore").rstrip()
    shown = f"{stem}{dot}{ending}"
    visible = (letter for letter in shown if letter.isprintable() and letter not in " .")
    return shown if any(visible) else _NAMELESS


def safe_name(name: str, number: int) -> str:
    """Return the file name we make for a document: `3` and "Damp report.PDF" → 03-Damp-report.pdf.

    ASCII letters, digits and hyphens; the number in front keeps it from being hidden, an option or
    a device of Windows. An ending that is not known to open in a viewer becomes `.bin`.
    """
    if not 0 < number < 10**9:
        raise ValueError(f"a document is numbered from 1, not {number}")
    letters = unicodedata.normalize("NFKD", shown_name(name))
    stem, _, ending = letters.rpartition(".")
    ending = ending.lower()
    if ending not in _ENDINGS:
        stem, ending = letters, "bin"
    # An accent stands after its letter now, and goes; whatever else is no letter parts two words.
    plain = "".join(letter for letter in stem if not unicodedata.combining(letter))
    words = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or _NAMELESS
    room = LONGEST_NAME - len(f"{number:02d}-.{ending}")
    return f"{number:02d}-{words[:room].rstrip('-')}.{ending}"
