"""The header of a log: which of its columns is which.

Knows headings and canonical columns; opens nothing and reads no cell below the header.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from casetrack.domain.errors import BadInput, nearest
from casetrack.imports.cells import Cell, typed
from casetrack.imports.columns import NAMES, column_of, column_without_stage
from casetrack.imports.limits import HEADER_WITHIN
from casetrack.text import fold

ENOUGH: Final = 3
"""Known columns that make a row the header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header row of a sheet."""

    row: int
    """Counted from 1, as the spreadsheet shows it."""
    texts: tuple[str, ...]
    """Every heading as typed; the empty text where there is none."""
    places: Mapping[str, int]
    """Canonical column → its place in a row, counted from 0."""
    headings: Mapping[str, str]
    """Canonical column → its heading as typed."""
    doubles: tuple[tuple[str, str, str], ...]
    """Canonical column, the heading that is read and another one for the same column."""
    unknown: tuple[str, ...]
    """Headings that are not read."""

    @property
    def width(self) -> int:
        """How many cells the header row has."""
        return len(self.texts)

    @property
    def nameless(self) -> tuple[int, ...]:
        """Places without a heading."""
        return tuple(place for place, text in enumerate(self.texts) if not text)


def checked_mapping(mapping: Mapping[str, str]) -> dict[str, str]:
    """Return heading → column with the headings folded; "" as a column leaves a heading unread.

    Raises `BadInput` naming every mapping to an unknown column.
    """
    wrong = [
        f'"{heading}" is mapped to "{name}", which is not a column.{nearest(name, NAMES)}'
        for heading, name in mapping.items()
        if name and name not in NAMES
    ]
    if wrong:
        raise BadInput(
            "The columns of the mapping file need a change: "
            + " ".join(wrong)
            + " The columns are: "
            + ", ".join(NAMES)
            + "."
        )
    folded: dict[str, str] = {}
    for heading, name in mapping.items():
        if folded.setdefault(fold(heading), name) != name:
            raise BadInput(
                f'The mapping file gives two columns for the heading "{heading}", '
                f"{folded[fold(heading)]} and {name}: keep one of them."
            )
    return folded


def unused(mapping: Mapping[str, str], header: Header) -> tuple[str, ...]:
    """Return a note for each heading of the mapping that the log does not have."""
    texts = header.texts
    known = {fold(text) for text in texts}
    return tuple(
        f'The mapping file names the heading "{heading}", which this log does not have.'
        + nearest(heading, texts)
        for heading in mapping
        if fold(heading) not in known
    )


def find_header(
    rows: Iterable[tuple[int, Sequence[Cell]]], mapping: Mapping[str, str]
) -> Header | None:
    """Return the first row with at least three known columns, or None.

    `mapping` comes from `checked_mapping`; `rows` are numbered from 1.
    """
    for number, cells in rows:
        if number > HEADER_WITHIN:
            return None
        if known_columns(cells, mapping) >= ENOUGH:
            return _header(number, [typed(cell).strip() for cell in cells], mapping)
    return None


def known_columns(cells: Sequence[Cell], mapping: Mapping[str, str]) -> int:
    """Return how many columns the texts in a row are headings of."""
    words = {fold(cell) for cell in cells if isinstance(cell, str) and cell and len(cell) < 100}
    found = {mapping.get(word) or column_of(word) or column_without_stage(word) for word in words}
    return len(found - {None})


def _header(row: int, texts: list[str], mapping: Mapping[str, str]) -> Header:
    read = _columns([fold(text) for text in texts], mapping)
    places: dict[str, int] = {}
    doubles = []
    for place, name in read.items():
        if name in places:
            doubles.append((name, texts[places[name]], texts[place]))
        places.setdefault(name, place)
    return Header(
        row=row,
        texts=tuple(texts),
        places=places,
        headings={name: texts[place] for name, place in places.items()},
        doubles=tuple(doubles),
        unknown=tuple(text for place, text in enumerate(texts) if text and place not in read),
    )


def _columns(words: list[str], mapping: Mapping[str, str]) -> dict[int, str]:
    """Return place → column. The mapping wins, then the headings that name their stage."""
    read: dict[int, str] = {}
    rest = {place: word for place, word in enumerate(words) if word and word not in mapping}
    for place, word in enumerate(words):
        if word and mapping.get(word):
            read[place] = mapping[word]
    mapped = set(read.values())
    for place, word in rest.items():
        name = column_of(word)
        if name and name not in mapped:
            read[place] = name
    certain = set(read.values())
    for place, word in rest.items():
        name = column_without_stage(word)
        if name and place not in read and _means_stage_1(name, certain):
            read[place] = name
    return dict(sorted(read.items()))


def _means_stage_1(name: str, taken: set[str]) -> bool:
    """Return whether a heading without a stage can only be stage 1's.

    "Outcome" beside "Stage 1 outcome" is something else; beside columns of stage 2 without an
    outcome it may be the last one, and is left for the person to map.
    """
    if name in taken:
        return False
    if name == "handler":
        return True  # whoever is named without a stage has the complaint from the start
    beyond = any(each.startswith("stage2") for each in taken)
    other = name.replace("stage1", "stage2")
    return not beyond or other in taken or other not in NAMES
