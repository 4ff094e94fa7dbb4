"""One consistent state of the database, and every question that can be asked of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection

from casetrack.domain.facts import Entry, RecordKind
from casetrack.domain.working_days import WorkingCalendar
from casetrack.store import (
    calendars,
    checks,
    copies,
    derived_tables,
    figures,
    finding,
    history,
    similar,
    worklist,
)
from casetrack.store.checks import Checked
from casetrack.store.derived import (
    CaseFilter,
    CasePlace,
    CaseSummary,
    Condition,
    Derived,
    FigureRow,
    OccurrenceCount,
    OccurrenceFilter,
    Similar,
    WorklistFilter,
    WorklistOrder,
    WorklistPlace,
    WorklistRow,
)
from casetrack.store.names import Anchor, RecordName
from casetrack.store.prepared import NEW_RECORD, Head
from casetrack.store.workload import WorkloadReading

_EVERYTHING = WorklistFilter()


class Reading:
    """What `Store.read` gives. Not to be kept past its block."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection inside a transaction."""
        self.connection = connection
        """for `verify` and the tests; nobody else needs it"""

    def exists(self, name: RecordName) -> bool:
        """Say whether anything is recorded under a name."""
        return self.length(name) > 0

    def length(self, name: RecordName) -> int:
        """Return how many entries a record's history has; 0 for a record there is not."""
        record_id = history.record_id(self.connection, name)
        return 0 if record_id is None else history.head(self.connection, record_id).length

    def history(self, name: RecordName) -> tuple[Entry, ...]:
        """Return a record's entries as they were recorded; () for a record there is not.

        Personal words are put back; those disposed of are "". Raises CouldNot for a history that
        was tampered with so that it cannot be read.
        """
        record_id = history.record_id(self.connection, name)
        return () if record_id is None else history.entries(self.connection, record_id, name)

    def histories(
        self, after: RecordName | None = None, kinds: Collection[RecordKind] | None = None
    ) -> Iterator[tuple[RecordName, tuple[Entry, ...]]]:
        """Give every history, in the order in which the records were made; memory stays flat."""
        return history.histories(self.connection, after, kinds)

    def histories_of(
        self, names: Iterable[RecordName]
    ) -> Iterator[tuple[RecordName, tuple[Entry, ...]]]:
        """Give the histories of the records among `names` that exist, in the order of the names.

        For many of them much quicker than `history`. Memory stays flat.
        """
        for _, name, entries in history.entries_of_each(self.connection, names):
            yield name, entries

    def heads(self, names: Iterable[RecordName]) -> dict[RecordName, Head]:
        """Return where the chains of those records end that exist; quick for 100,000 names."""
        found = history.heads(self.connection, names)
        return {name: head for name, (_, head) in found.items() if head != NEW_RECORD}

    def known_references(self, kind: RecordKind) -> frozenset[str]:
        """Return the references of all records of a kind."""
        return history.known_references(self.connection, kind)

    def anchor(self) -> Anchor | None:
        """Return number and hash of the newest seal, None before the first."""
        return history.anchor(self.connection)

    def derivation(self) -> str | None:
        """Return under which rules the derived rows were made, None if they were not yet."""
        return derived_tables.stamp(self.connection)

    def last_check(self) -> Checked | None:
        """Return the last check of the whole record, None before the first."""
        return checks.last(self.connection)

    def derived(self, name: RecordName) -> Derived:
        """Return what was worked out from a record; an empty Derived for one there is not."""
        record_id = history.record_id(self.connection, name)
        if record_id is None:
            return Derived()
        return derived_tables.derived(self.connection, record_id)

    def all_derived(self) -> Iterator[tuple[RecordName, Derived]]:
        """Give what was worked out from every record, in the order of `histories`."""
        return derived_tables.all_derived(self.connection)

    def copies_that_differ(self) -> Iterator[str]:
        """Give the references of records that a list would show otherwise than they are."""
        return copies.that_differ(self.connection)

    def derived_across(
        self, days: Mapping[date, Collection[str]], beyond: timedelta
    ) -> Iterator[tuple[RecordName, Derived]]:
        """Give what was worked out from each record with a settled clock that ran across a day.

        `days`, with the calendar versions a clock has to be of. Where there are findings, one that
        was due before the day, but no longer before it than `beyond`, is enough.
        """
        return derived_tables.derived_across(self.connection, days, beyond)

    def open_records(self) -> tuple[RecordName, ...]:
        """Return the records that have a clock nothing has settled yet."""
        return derived_tables.open_records(self.connection)

    def calendar_versions(self, name: str) -> tuple[WorkingCalendar, ...]:
        """Return every version of a calendar the database holds, oldest first."""
        return calendars.versions(self.connection, name)

    def newest_calendar_version(self, name: str) -> str:
        """Return the version of a calendar that came last, "" where the database holds none."""
        return calendars.newest_version(self.connection, name)

    def worklist(
        self,
        wanted: WorklistFilter = _EVERYTHING,
        *,
        after: WorklistPlace | None = None,
        size: int = 50,
    ) -> tuple[WorklistRow, ...]:
        """Return the next `size` listed clocks after a place, in the order they fall due."""
        return worklist.page(self.connection, wanted, after, size)

    def worklist_length(self, wanted: WorklistFilter = _EVERYTHING) -> int:
        """Return how many clocks a worklist shows."""
        return worklist.length(self.connection, wanted)

    def worklist_days(self, wanted: WorklistFilter = _EVERYTHING) -> Mapping[date, int]:
        """Return how many listed clocks fall due on each day that has any, in order of days."""
        return worklist.days(self.connection, wanted)

    def worklist_days_of_each(
        self, wanted: Sequence[WorklistFilter]
    ) -> tuple[Mapping[date, int], ...]:
        """Return what `worklist_days` does, for several worklists at once: counted in one go.

        None of them may ask for words.
        """
        return worklist.days_of_each(self.connection, wanted)

    def worklist_place(self, wanted: WorklistFilter, row: int) -> WorklistPlace | None:
        """Return the place of a row, counted from 0 in the order in which clocks fall due.

        It takes as long as there are rows before it: ask with `due_from`.
        """
        return worklist.place(self.connection, wanted, row)

    def worklist_line(self, place: WorklistPlace) -> WorklistRow | None:
        """Return the clock that stood at a place, as it is now; None where it is not listed."""
        return worklist.line(self.connection, place)

    def worklist_before(
        self, wanted: WorklistFilter, row: WorklistRow, order: WorklistOrder = "due"
    ) -> int:
        """Return how many clocks of a worklist stand before one, which need not be on it."""
        return worklist.before(self.connection, wanted, row, order)

    def worklist_ordered(
        self, wanted: WorklistFilter, order: WorklistOrder, *, start: int, size: int
    ) -> tuple[WorklistRow, ...]:
        """Return `size` listed clocks from row `start` on, in an order of its own: sorts them all.

        Those that are alike stand in the order in which they fall due.
        """
        return worklist.ordered(self.connection, wanted, order, start, size)

    def worklist_whole(
        self, wanted: WorklistFilter, order: WorklistOrder = "due"
    ) -> Iterator[WorklistRow]:
        """Give every clock of a worklist as it comes; memory stays flat."""
        return worklist.whole(self.connection, wanted, order)

    @property
    def workload(self) -> WorkloadReading:
        """What a manager asks: who has how much, what runs out, what is to be looked at."""
        return WorkloadReading(self.connection)

    def find(
        self, wanted: CaseFilter, *, after: CasePlace | None = None, size: int = 50
    ) -> tuple[CaseSummary, ...]:
        """Return the next `size` cases after a place that meet all of a filter.

        Those received last come first, then by reference. Whatever was typed as words is safe;
        without any word in it (`searchable`) nothing is found. Raises BadInput for a verdict there
        is not, and for one that depends on the day where `today` is not given.
        """
        return finding.cases(self.connection, wanted, after, size)

    def find_residents(self, words: str, *, size: int = 20) -> tuple[str, ...]:
        """Return the references of residents with all these words, the last as a beginning."""
        return finding.residents(self.connection, words, size)

    def cases_of(self, resident_reference: str) -> tuple[CaseSummary, ...]:
        """Return every case of a resident on record, those received last first."""
        return finding.cases_of(self.connection, resident_reference)

    def similar(
        self,
        words: Sequence[str],
        *,
        who: Sequence[str] = (),
        resident_reference: str = "",
        since: date | None = None,
        size: int = 5,
    ) -> tuple[Similar, ...]:
        """Return cases that may be the complaint that is about to be recorded, likeliest first.

        `words` are texts that say what is complained about, `who` texts that say who complains:
        name, address. A case is likely the same complaint if it is of the same resident on
        record; or if it has three words of the complaint (all, if there are fewer), not counting
        those of less than four letters, and half of the words of `who`. Without `who` it has to
        have half of the complaint's words as well. Each word is compared in every way it is
        written, with and without marks, apostrophes and hyphens.

        Looked at are cases that are open or were received on `since` or later, without it those of
        any day; of each kind the newest 5,000. The same resident's come first; then whichever
        share more words; then the newer.
        """
        return similar.similar(self.connection, words, who, resident_reference, since, size)

    def case_summaries(
        self, where: Sequence[Condition] = (), *, after: str = "", size: int = 50
    ) -> tuple[CaseSummary, ...]:
        """Return the next cases after a reference that meet all conditions, by reference.

        Raises BadInput for a column or comparison there is not.
        """
        return figures.summaries(self.connection, where, after, size)

    def count_summaries(self, where: Sequence[Condition] = ()) -> int:
        """Return how many cases meet all conditions.

        Raises BadInput for a column or comparison there is not.
        """
        return figures.count_summaries(self.connection, where)

    def handlers(self) -> tuple[str, ...]:
        """Return everybody who has or had a case, in order."""
        return figures.handlers(self.connection)

    def figures(
        self,
        period_from: date,
        period_to: date,
        group_by: Sequence[str] = (),
        where: Sequence[Condition] = (),
    ) -> tuple[FigureRow, ...]:
        """Return the counts of case stages of a period, both days in it, by stage and columns.

        Raises BadInput for a column or comparison there is not.
        """
        return figures.figures(self.connection, (period_from, period_to), group_by, where)

    def occurrences(
        self, period_from: date, period_to: date, today: date
    ) -> tuple[OccurrenceCount, ...]:
        """Return what of each kind and detail happened in a period, both days in it."""
        return figures.occurrences(self.connection, (period_from, period_to), today)

    def occurrence_references(self, wanted: OccurrenceFilter) -> tuple[str, ...]:
        """Return the references of the cases with an occurrence that is asked for, in order."""
        return figures.occurrence_references(self.connection, wanted)

    def recorded_late(self, period_from: date, period_to: date) -> int:
        """Return how many entries of the cases received in a period were recorded late."""
        return figures.recorded_late(self.connection, (period_from, period_to))

    def working_days(
        self, period_from: date, period_to: date, where: Sequence[Condition] = ()
    ) -> Mapping[int, Mapping[int, int]]:
        """Return, by stage, how many case stages took each number of working days.

        Raises BadInput for a column or comparison there is not.
        """
        return figures.working_days(self.connection, (period_from, period_to), where)

    def stage_references(self, where: Sequence[Condition]) -> tuple[str, ...]:
        """Return the references of the case stages that meet all conditions, in order.

        Raises BadInput for a column or comparison there is not.
        """
        return figures.stage_references(self.connection, where)
