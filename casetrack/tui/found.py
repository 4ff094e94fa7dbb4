"""Cases that a list shows, any window of them: by their references, or found page by page.

Knows how to ask for a window; never a widget. Memory stays small however many there are.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final, Protocol

from casetrack.service.casework import Casework
from casetrack.service.workload import Workload
from casetrack.store import CaseFilter, CasePlace, CaseSummary

_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class CaseWindow:
    """Some cases in a row, and how many there are."""

    start: int
    cases: tuple[CaseSummary, ...]
    total: int
    """how many rows a list has; while there is `more`, those read so far and one to come"""
    more: bool = False
    """nobody has looked yet how many there are"""


class Cases(Protocol):
    """Where a list of cases gets its lines."""

    def window(self, start: int, size: int) -> CaseWindow:
        """Return the cases from a row on; more than asked for, or fewer at the end."""

    def ask_again(self) -> None:
        """Forget what was read: somebody recorded something."""

    def place_of(self, reference: str) -> int | None:
        """Return the row of a case, None where that is not known."""

    def each(self) -> Iterator[CaseSummary]:
        """Give every case."""


class ReferencedCases:
    """The cases behind a figure, by their references."""

    def __init__(self, workload: Workload, ask: Callable[[], Sequence[str]]) -> None:
        """Take what gives the references, again whenever something was recorded."""
        self._workload = workload
        self._ask = ask
        self._references: tuple[str, ...] | None = None

    def window(self, start: int, size: int) -> CaseWindow:
        """Return the cases from a row on."""
        references = self._known()
        cases = self._workload.summaries(references[start : start + size])
        return CaseWindow(start, cases, len(references))

    def ask_again(self) -> None:
        """Ask for the references anew, next time."""
        self._references = None

    def place_of(self, reference: str) -> int | None:
        """Return the row of a case."""
        references = self._known()
        return references.index(reference) if reference in references else None

    def each(self) -> Iterator[CaseSummary]:
        """Give every case."""
        references = self._known()
        for first in range(0, len(references), _PAGE):
            yield from self._workload.summaries(references[first : first + _PAGE])

    def _known(self) -> tuple[str, ...]:
        if (known := self._references) is None:
            # A resident's record has clocks as well, and is no case: it has no line here.
            known = self._references = tuple(self._ask())
        return known


class FoundCases:
    """The cases that meet a filter, those received last first, read page by page."""

    def __init__(self, casework: Casework, wanted: CaseFilter) -> None:
        """Take what is looked for."""
        self._casework = casework
        self._wanted = wanted
        self._lock = Lock()
        self.ask_again()

    def ask_again(self) -> None:
        """Read from the start again, next time."""
        self._begins: list[CasePlace | None] = [None]
        self._total: int | None = None

    def window(self, start: int, size: int) -> CaseWindow:
        """Return the cases from a row on, reading as far ahead as it takes."""
        with self._lock:
            cases: list[CaseSummary] = []
            number = first = self._reached(start // _PAGE)
            while number < len(self._begins) and len(cases) < size + start - first * _PAGE:
                cases += self._page(number)
                number += 1
            more = self._total is None
            total = (len(self._begins) - 1) * _PAGE + 1 if self._total is None else self._total
            return CaseWindow(first * _PAGE, tuple(cases), total, more)

    def place_of(self, reference: str) -> int | None:  # noqa: ARG002  of the protocol
        """Return nothing: where a case stands among a million is not known."""
        return None

    def each(self) -> Iterator[CaseSummary]:
        """Give every case."""
        after = None
        while page := self._casework.find(self._wanted, after=after, size=_PAGE):
            yield from page
            after = page[-1].place

    def _reached(self, number: int) -> int:
        """Read on until a page can be read; return the last one there is instead, if it is none."""
        while number >= len(self._begins) and self._total is None:
            self._page(len(self._begins) - 1)
        return min(number, len(self._begins) - 1)

    def _page(self, number: int) -> tuple[CaseSummary, ...]:
        page = self._casework.find(self._wanted, after=self._begins[number], size=_PAGE)
        if number == len(self._begins) - 1:
            if len(page) == _PAGE:
                self._begins.append(page[-1].place)
            else:
                self._total = number * _PAGE + len(page)
        return page
