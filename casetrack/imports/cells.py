"""One cell of a complaint log: what was typed, read as what its column holds.

Knows kinds of columns, no sheet, row or heading. What cannot be read for certain raises
`BadInput` with the cure; nothing is guessed.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Final

from casetrack.domain.errors import BadInput, nearest
from casetrack.imports.days import check_year, parse_day
from casetrack.imports.limits import LARGEST_SUM, LONGEST_NAME, LONGEST_TEXT
from casetrack.text import fold

Cell = str | float | bool | date | datetime | time | timedelta
"""What a spreadsheet cell can hold; an empty one is the empty text."""

Value = str | int | bool | date | None
"""What a cell is read as; None (for text: the empty text) when nothing was given."""


class Kind(Enum):
    """What the cells of a column hold, and how a person may write it."""

    REFERENCE = "text, as the landlord writes it"
    TEXT = "text"
    NAME = "a short text"
    REASON = "text; empty when there was none"
    DAY = "a date"
    YES_NO = "yes or no"
    OUTCOME = "upheld, partly upheld or not upheld"
    TENURE = "LCRA, LCHO or leasehold"
    MONEY = "pounds"


NOTHING: Final = frozenset(
    {"", "-", "--", "–", "—", "n/a", "n.a.", "none", "nil", "tbc", "tba", "not applicable"}
)
"""What landlords write into a cell when there is nothing to say, whatever its column."""
NO_DAY: Final = NOTHING | {"na", "tbd", "null", "not yet", "pending"}
"""The same where the cell cannot be somebody's initials or words."""

_YES = frozenset({"yes", "y", "true", "1", "given", "included"})
_NO = frozenset({"no", "n", "false", "0", "notgiven", "notincluded"})

OUTCOMES: Final[Mapping[str, str]] = {
    "upheld": "upheld",
    "fullyupheld": "upheld",
    "upheldfully": "upheld",
    "upheldinfull": "upheld",
    "complaintupheld": "upheld",
    "partlyupheld": "partly-upheld",
    "partupheld": "partly-upheld",
    "partiallyupheld": "partly-upheld",
    "upheldinpart": "partly-upheld",
    "upheldpartly": "partly-upheld",
    "upheldpartially": "partly-upheld",
    "complaintpartlyupheld": "partly-upheld",
    "complaintpartiallyupheld": "partly-upheld",
    "notupheld": "not-upheld",
    "complaintnotupheld": "not-upheld",
}
"""Outcomes that need no mapping, folded, and the Code's word for each."""
THREE_OUTCOMES: Final = ("upheld", "partly-upheld", "not-upheld")

TENURES: Final[Mapping[str, str]] = {
    "lcra": "LCRA",
    "lowcostrental": "LCRA",
    "lowcostrentalaccommodation": "LCRA",
    "generalneeds": "LCRA",
    "socialrent": "LCRA",
    "affordablerent": "LCRA",
    "shelteredhousing": "LCRA",
    "supportedhousing": "LCRA",
    "housingforolderpeople": "LCRA",
    "lcho": "LCHO",
    "lowcosthomeownership": "LCHO",
    "sharedownership": "LCHO",
    "sharedowner": "LCHO",
    "leasehold": "leasehold",
    "leaseholder": "leasehold",
}
"""Tenures known by other names, folded; any other text is kept as it stands."""

_SUM = re.compile(r"(?:£ ?)?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{1,2}))?")


def typed(cell: Cell) -> str:
    """Return a cell as a person sees it in the sheet; a whole number without its point."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def is_nothing(cell: Cell) -> bool:
    """Return whether a cell says nothing: blanks, or the 0 that an unused formula leaves."""
    return not cell.strip() if isinstance(cell, str) else cell in (0, False)


def reader(kind: Kind, outcomes: Mapping[str, str]) -> Callable[[Cell], Value]:
    """Return what reads a cell of a column of this kind; it raises `BadInput` with the cure.

    `outcomes` are the landlord's own words, folded, for the three outcomes of the Code.
    """
    match kind:
        case Kind.REFERENCE:
            return read_reference
        case Kind.TEXT:
            return read_text
        case Kind.NAME:
            return read_name
        case Kind.REASON:
            return read_reason
        case Kind.DAY:
            return read_day
        case Kind.YES_NO:
            return read_yes_no
        case Kind.TENURE:
            return read_tenure
        case Kind.MONEY:
            return read_money
        case Kind.OUTCOME:
            return lambda cell: read_outcome(cell, outcomes)


def read_text(cell: Cell) -> str:
    """Return the text of a cell without the blanks around it; what is inside stays verbatim."""
    text = typed(cell).strip()
    if len(text) > LONGEST_TEXT:
        raise BadInput(
            f"The cell holds {len(text):,} characters and at most {LONGEST_TEXT:,} are read: "
            "shorten it, and keep the whole text as a document of the case."
        )
    if "\0" in text:
        raise BadInput("The cell holds a character that is no text (NUL): type it again.")
    return "" if text.casefold() in NOTHING else text


def read_name(cell: Cell) -> str:
    """Return a short text that lists are sorted and searched by."""
    text = read_text(cell)
    if len(text) > LONGEST_NAME:
        raise BadInput(
            f"The cell holds {len(text):,} characters and at most {LONGEST_NAME} are read in this "
            "column: shorten it, and put the whole text into the summary."
        )
    return text


def read_reference(cell: Cell) -> str:
    """Return a reference; a date is refused, because the spreadsheet made it of something else."""
    if isinstance(cell, date | time | timedelta):
        raise BadInput(
            f"The spreadsheet has made a date of this reference and shows {typed(cell)}: "
            "give the column the format Text and type the reference again."
        )
    return read_name(cell)


def read_reason(cell: Cell) -> str:
    """Return a reason; a bare yes or no is refused, because it would count as a reason."""
    text = read_text(cell)
    if fold(text) in {"yes", "no", "y", "n", "true", "false", "notrefused"}:
        raise BadInput(
            f'"{text}" is no reason: write why the complaint was refused, '
            "and leave the cell empty where it was not."
        )
    return text


def read_day(cell: Cell) -> date | None:
    """Return the day of a date cell or a written date, None for words such as n/a or TBC."""
    if isinstance(cell, str):
        return None if cell.strip().casefold() in NO_DAY else parse_day(cell)
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        check_year(cell.isoformat(), cell.year)
        return cell
    if isinstance(cell, bool | time | timedelta):
        raise BadInput(f"{typed(cell)} is not a date: write one, as in 24/12/2024.")
    raise BadInput(
        f"{typed(cell)} is a bare number, not a date: give the column a date format in the "
        "spreadsheet and check that it shows the day you mean, or write 24/12/2024."
    )


def read_yes_no(cell: Cell) -> bool | None:
    """Return yes as True, no as False and nothing as None."""
    text = typed(cell).strip()
    if fold(text) in _YES:
        return True
    if fold(text) in _NO:
        return False
    if text.casefold() in NO_DAY:
        return None
    raise BadInput(f'"{_short(text)}" is neither yes nor no: write yes or no, or leave it empty.')


def read_outcome(cell: Cell, outcomes: Mapping[str, str]) -> str | None:
    """Return one of the three outcomes; the landlord's own words for them come first."""
    text = typed(cell).strip()
    word = fold(text)
    if word and (known := outcomes.get(word, OUTCOMES.get(word))) is not None:
        return known or None
    if text.casefold() in NO_DAY:
        return None
    raise BadInput(
        f'"{_short(text)}" is not one of the three outcomes: write upheld, partly upheld or not '
        "upheld, or say under [outcomes] in casetrack.toml which it means."
    )


def read_tenure(cell: Cell) -> str:
    """Return LCRA, LCHO or leasehold for their known names; other words stay as they are."""
    text = read_name(cell)
    return TENURES.get(fold(text), text)


def read_money(cell: Cell) -> int | None:
    """Return a sum in pence, given in pounds; nil is 0, nothing is None."""
    if isinstance(cell, float) and not isinstance(cell, bool):
        return _pence_of_number(cell)
    text = " ".join(typed(cell).split())
    if text.casefold() == "nil":
        return 0
    if text.casefold() in NO_DAY:
        return None
    found = _SUM.fullmatch(text) if len(text) < 40 and isinstance(cell, str) else None
    if found is None:
        raise BadInput(_not_money(text))
    pounds = found[1].replace(",", "")
    return _within(int(pounds) * 100 + int((found[2] or "0").ljust(2, "0")), text)


def _pence_of_number(pounds: float) -> int:
    # A sum such as 33.333… is a formula's and nobody's payment; 0.1 + 0.2 is a computer's 0.30.
    if not 0 <= pounds <= LARGEST_SUM or abs(pounds * 100 - round(pounds * 100)) > 0.001:
        raise BadInput(_not_money(typed(pounds)))
    return _within(round(pounds * 100), typed(pounds))


def _within(pence: int, text: str) -> int:
    if pence > LARGEST_SUM:
        raise BadInput(
            f"{text} is more than £{LARGEST_SUM // 100:,}, which is probably mistyped: "
            "write the sum in pounds again."
        )
    return pence


def _not_money(text: str) -> str:
    return (
        f'"{_short(text)}" is not a sum of money: write pounds, or pounds and pence, '
        "as in 250 or £1,250.50, and 0 for none."
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"


def checked_outcomes(outcomes: Mapping[str, str]) -> dict[str, str]:
    """Return a landlord's words for outcomes, folded.

    A word may stand for nothing (""). Raises `BadInput` naming each word whose meaning is none
    of the three outcomes.
    """
    wrong = [
        f'"{word}" is mapped to "{meaning}", which is not an outcome.'
        + nearest(meaning, THREE_OUTCOMES)
        for word, meaning in outcomes.items()
        if meaning not in (*THREE_OUTCOMES, "")
    ]
    if wrong:
        raise BadInput(
            "The outcomes in casetrack.toml need a change: "
            + " ".join(wrong)
            + f' Known: {", ".join(THREE_OUTCOMES)}, and "" for no outcome.'
        )
    return {fold(word): meaning for word, meaning in outcomes.items()}
