"""Ways out: data on stdout, words about it on stderr, exit codes.

Everything printed for people passes through `safe_text`.
"""

import json
import os
import shlex
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any

from casetrack.domain.errors import BadInput, CasetrackError, Conflict, NotAllowed
from casetrack.text import safe_text, width


class ExitCode(IntEnum):
    """What a command's exit code says."""

    DONE = 0
    FOUND = 1
    """objections, a conflict, or a check that found something"""
    BAD_INPUT = 2
    """what was typed or given has to be changed"""
    COULD_NOT = 3
    """the database, the mail or the disk failed"""


def exit_code_of(error: CasetrackError) -> ExitCode:
    """Return the exit code for an error, by what the person has to do about it."""
    match error:
        case BadInput():
            return ExitCode.BAD_INPUT
        case Conflict() | NotAllowed():
            return ExitCode.FOUND
        case _:
            return ExitCode.COULD_NOT


def print_json(value: Any) -> None:
    """Print one JSON value on stdout; every control character is escaped in it."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    _write(_escaped(text) + "\n")


def _escaped(text: str) -> str:
    """Escape what JSON lets through and a terminal would obey: DEL, C1, reordering, surrogates."""
    if text.isascii():
        return text.replace("\x7f", "\\u007f")
    return "".join(
        letter if letter == "\n" or letter.isprintable() else json.dumps(letter)[1:-1]
        for letter in text
    )


def say(words: str = "") -> None:
    """Print words for people on stdout."""
    _write(safe_text(words, lines=True) + "\n")


def _write(text: str) -> None:
    """Write on stdout, and go on where nobody reads it: the exit code tells what came of it."""
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  to the end


def narrate(words: str) -> None:
    """Print words about the data on stderr."""
    sys.stderr.write(safe_text(words, lines=True) + "\n")


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    indent: int = 0,
    gives_way: Sequence[int] = (),
) -> str:
    """Return rows as columns of even width, figures right-aligned; without any heading, rows only.

    A heading is a fixed word, a cell anything a person typed: it is made safe here. On a terminal
    that is too narrow the columns in `gives_way` are shortened, the widest first; what is cut ends
    in an ellipsis.
    """
    cells = [[safe_text(cell) for cell in row] for row in rows]
    lines = [list(headings), *cells] if any(headings) else cells
    widths = [max(width(line[column]) for line in lines) for column in range(len(headings))]
    over = indent + sum(widths) + 2 * (len(widths) - 1) - _room()
    while over > 0 and (widest := max((widths[c] for c in gives_way), default=0)) > _SHORTEST:
        widths[next(c for c in gives_way if widths[c] == widest)] -= 1
        over -= 1
    for line in lines:
        for column in gives_way:
            line[column] = _cut(line[column], widths[column])
    figures = [
        bool(cells) and all(_figure(row[column]) for row in cells)
        for column in range(len(headings))
    ]
    return "\n".join(
        " " * indent
        + "  ".join(
            _padded(cell, room, right=right)
            for cell, room, right in zip(line, widths, figures, strict=True)
        ).rstrip()
        for line in lines
    )


_SHORTEST = 6
_ENDLESS = 10_000
_READABLE = 100


def _room() -> int:
    """How many columns the terminal has; a file or a pipe takes any."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else _ENDLESS


def _cut(cell: str, room: int) -> str:
    if width(cell) <= room:
        return cell
    kept = taken = 0
    for letter in cell:
        taken += width(letter)
        if taken >= room:  # one column is the ellipsis's
            break
        kept += 1
    return cell[:kept].rstrip() + "…"


def wrapped(words: str, *, hanging: int = 0) -> str:
    """Return words broken into lines that the terminal holds; a file or a pipe gets one line."""
    room = min(_room(), _READABLE) if sys.stdout.isatty() else _ENDLESS
    return textwrap.fill(
        safe_text(words), room, subsequent_indent=" " * hanging, break_on_hyphens=False
    )


def program() -> str:
    """Return casetrack as it was called, so that a command printed for copying works."""
    called = sys.argv[0]
    if called.endswith("__main__.py"):
        return f"{shlex.quote(sys.executable)} -m casetrack"
    return shlex.quote(called)


def _figure(cell: str) -> bool:
    return cell in ("", "n/a", "–") or cell.replace(",", "").replace(".", "").strip("£%").isdigit()


def _padded(cell: str, room: int, *, right: bool) -> str:
    space = " " * (room - width(cell))
    return space + cell if right else cell + space
