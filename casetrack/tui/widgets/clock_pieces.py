"""What of a clock's days is painted where: worked out from values alone, within a width.

Knows days, signs and columns of the terminal, never a widget.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len, set_cell_size

from casetrack.domain.reminders import Urgency
from casetrack.domain.working_days import said
from casetrack.service.clock_days import ClockDay, ClockPicture
from casetrack.service.wording import SIGNS
from casetrack.text import safe_text

TODAY: Final = "▌"
DUE: Final = "┃"
WAS_DUE: Final = "╎"
DONE: Final = "✓"
WEEK: Final = "│"
OFF: Final = "xx"
WEEKEND: Final = "·"
_GAP: Final = "…"
_MOST: Final = 200
"""days that are looked at, more than any screen has room for"""
_WIDE: Final = 100
"""columns from which the day a clock began is printed, and nothing is abbreviated"""
_NAME: Final = 24
_NARROW_NAME: Final = 15
_ABOUT: Final = 60
_LEAST_STRIP: Final = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """What is painted side by side on one line."""

    text: str
    tone: str = ""
    """a component class of the strip, without its prefix"""
    place: int | None = None
    """of the day in the clock's days, where it is one"""


def day_pieces(
    days: Sequence[ClockDay], room: int, selected: int | None = None
) -> tuple[Piece, ...]:
    """Return the days of a count; where there is no room only those near what is looked for.

    The weekends go first: the line between two weeks still shows where they were.
    """
    pieces = _pieces(days, range(len(days)))
    if _wide(pieces) <= room:
        return pieces
    kept = {place for place, day in enumerate(days) if day.marked or place == selected}
    within = [n for n, day in enumerate(days) if not (day.weekend and n not in kept)]
    pieces = _pieces(days, within)
    if _wide(pieces) <= room:
        return pieces
    shown = set(kept)
    pieces = _pieces(days, sorted(shown))
    for place in _nearest(kept, within):
        more = _pieces(days, sorted(shown | {place}))
        if _wide(more) > room:
            break
        shown.add(place)
        pieces = more
    return pieces


def _nearest(kept: set[int], places: Sequence[int]) -> list[int]:
    """Return the other places, those nearest to what is kept first."""
    others = [place for place in places if place not in kept]
    return sorted(others, key=lambda place: min(abs(place - each) for each in kept))[:_MOST]


def _pieces(days: Sequence[ClockDay], places: Sequence[int]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    before = -1
    for place in places:
        left_out = any(not day.weekend for day in days[before + 1 : place])
        if left_out:
            pieces.append(Piece(_GAP, "quiet"))
        day = days[place]
        mark = TODAY if day.today else ""
        if not mark and pieces:
            mark = _parted(days[before], day, after_gap=left_out)
        pieces.append(Piece(f"{mark}{_said(day)}", _tone(day), place))
        before = place
    return tuple(pieces)


def _parted(before: ClockDay, day: ClockDay, *, after_gap: bool) -> str:
    """Return what stands before a day: the line between two weeks, or a blank between numbers."""
    if before.day.isocalendar()[:2] != day.day.isocalendar()[:2]:
        return WEEK
    return "" if after_gap or _said(day).startswith(WEEKEND) else " "


def _said(day: ClockDay) -> str:
    if day.number == 0:
        shown = "0"
    elif day.number is None:
        shown = WEEKEND if day.weekend else OFF
    else:
        shown = f"+{day.late}" if day.late else str(day.number)
    done = DONE if day.stopped else ""
    due = DUE if day.due else WAS_DUE if day.was_due else ""
    return f"{shown}{done}{due}"


def _tone(day: ClockDay) -> str:
    if day.today:
        return "today"
    if day.past_due:
        return "late"
    if day.due or day.was_due or day.stopped:
        return "marked"
    return "quiet" if day.reason else "day"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The clock the keys are at, and a day of it."""

    line: int = 0
    day: int | None = None


def laid_out(
    pictures: Sequence[ClockPicture], width: int, chosen: Chosen | None = None
) -> tuple[tuple[Piece, ...], ...]:
    """Return one line for each clock: sign, name, days and how it stands, within a width."""
    stages = {picture.stage for picture in pictures if picture.stage}
    names = [_named(picture, several=len(stages) > 1) for picture in pictures]
    wide = width >= _WIDE
    words = [_words(picture, wide=wide) for picture in pictures]
    name_room = min(_NAME if wide else _NARROW_NAME, max(map(cell_len, names), default=0))
    left = width - 2 - name_room - 2
    words_room = min(max(map(cell_len, words), default=0), max(0, left - _LEAST_STRIP))
    began = wide and any(picture.started_on for picture in pictures)
    strip_room = max(0, left - words_room - 2 - (_BEGAN if began else 0))
    # No wider than the longest count: words stand near what they are said of.
    rows = []
    for number, picture in enumerate(pictures):
        at = chosen if chosen and chosen.line == number else None
        days = day_pieces(picture.days, strip_room, at.day if at else None)
        about = (Piece(_cut(safe_text(picture.about), min(strip_room, _ABOUT)), "quiet"),)
        rows.append((picture, number, at, days or about))
    strip_width = min(strip_room, max((_wide(days) for *_, days in rows), default=0))
    return tuple(
        (
            Piece(f"{_sign(picture)} ", _urgency(picture)),
            Piece(_fit(names[number], name_room) + "  ", "name-chosen" if at else "name"),
            *([Piece(_fit(_start(picture), _BEGAN), "quiet")] if began else []),
            *_within(days, strip_width),
            Piece("  " if strip_width else ""),
            Piece(_cut(words[number], words_room), _urgency(picture)),
        )
        for picture, number, at, days in rows
    )


_BEGAN: Final = 12


def _named(picture: ClockPicture, *, several: bool) -> str:
    return f"{picture.stage} {picture.short}" if several and picture.stage else picture.short


def _words(picture: ClockPicture, *, wide: bool) -> str:
    words = safe_text(picture.words)
    return words if wide else words.replace("(extended)", "(ext.)")


def _start(picture: ClockPicture) -> str:
    return said(picture.started_on)[:-5] if picture.started_on else ""


def _sign(picture: ClockPicture) -> str:
    if picture.urgency is not None:
        return SIGNS[picture.urgency]
    return "✗" if picture.missed else DONE if picture.words.startswith("met") else " "


def _urgency(picture: ClockPicture) -> str:
    tones = {Urgency.LATE: "late", Urgency.TODAY: "today", Urgency.SOON: "soon"}
    if picture.urgency is None:
        return "missed" if picture.missed else "quiet"
    return tones.get(picture.urgency, "day")


def _wide(pieces: Sequence[Piece]) -> int:
    return sum(cell_len(piece.text) for piece in pieces)


def _within(pieces: Sequence[Piece], room: int) -> Iterator[Piece]:
    """Give pieces that take just so much room; what is left over is blank, too much is cut."""
    left = room
    for piece in pieces:
        if cell_len(piece.text) > left:
            break
        left -= cell_len(piece.text)
        yield piece
    if left:
        yield Piece(" " * left)


def _fit(words: str, room: int) -> str:
    return set_cell_size(_cut(words, room), room)


def _cut(words: str, room: int) -> str:
    if cell_len(words) <= room:
        return words
    return set_cell_size(words, max(0, room - 1)).rstrip() + _GAP
