"""A sheet of complaints with its header found: what every kind of file is opened as."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from casetrack.domain.errors import BadInput
from casetrack.imports.cells import Cell, typed
from casetrack.imports.columns import NAMES, REQUIRED
from casetrack.imports.headings import Header
from casetrack.imports.limits import HEADER_WITHIN

NumberedRows = Iterator[tuple[int, Sequence[Cell]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet with its header found."""

    name: str
    header: Header
    total: int
    """Rows, blank ones included; for CSV lines, of which one row may have several."""
    rows: Callable[[], NumberedRows]
    """Every row from the first; raises `BadInput` where the file cannot be read on."""
    whole: bool = True
    """False when the text ends without the end of a line, as a cut file does."""
    notes: tuple[str, ...] = ()
    left: int = 0
    """Empty columns at the left that the rows leave out."""
    unread: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """(row, place) → what a cell shows whose content could not be had: a failed formula."""


def check_header(path: Path, header: Header | None, rows: Iterable[Sequence[Cell]]) -> Header:
    """Return `header`, or say what is missing from it and which headings were seen in `rows`."""
    if header is None:
        seen = max(rows, key=lambda cells: sum(1 for cell in cells if cell != ""), default=())
        texts = (
            ", ".join(f'"{typed(cell)[:40]}"' for cell in seen if cell != "") or "no text at all"
        )
        raise BadInput(
            f"No header was found in the first {HEADER_WITHIN} rows of {path}: it is the first row "
            f"with at least three known headings. The fullest row has {texts}. Known columns: "
            f"{', '.join(NAMES)}. Name the others in a file given with --mapping."
        )
    missing = [name for name in REQUIRED if name not in header.places]
    if missing:
        unread = ", ".join(f'"{text}"' for text in header.unknown) or "none"
        raise BadInput(
            f"{path}, row {header.row}: no column is headed {' or '.join(missing)}, and every "
            f"complaint needs it. Headings that were not recognised: {unread}. Name the right one "
            "in a file given with --mapping."
        )
    return header
