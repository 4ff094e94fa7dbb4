"""A complaint log comes in: all of it, or nothing and every cell at fault.

Read, judged and hashed before anybody has to wait; then written as one transaction under one
seal. Rows that break a rule of the Code enter, as history, with their findings.
"""

import contextlib
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from casetrack.domain.errors import BadInput, Conflict
from casetrack.domain.facts import Entry, EntryCorrected, Fact, Source
from casetrack.domain.objections import Objection
from casetrack.domain.working_days import said
from casetrack.imports.facts import Told, facts_in, taken_in
from casetrack.imports.log import CellError, LogReading, LogRow, read_log
from casetrack.service.derivation import derive
from casetrack.service.log_changes import Clash, changes, first_told
from casetrack.service.people import check_may_write
from casetrack.service.rules import Judged, Rules, rebuild_needed
from casetrack.store import Envelope, Head, PreparedRecord, RecordName, Spool, Store, prepare

Progress = Callable[[str, int, int], None]
"""told the phase, how much of it is done and how much there is"""

_ATTEMPTS = 3
_EVERY = 500
"""rows between two calls of the progress"""


@dataclass(frozen=True, slots=True)
class ImportFinding:
    """A departure from the Code that an imported case shows."""

    reference: str
    code: str
    provision: str
    finding: str


@dataclass(frozen=True, slots=True)
class ImportAssumption:
    """Something the log leaves open, and what was taken instead."""

    reference: str
    code: str
    assumption: str


@dataclass(slots=True, kw_only=True)
class ImportResult:
    """What an import did, or would have done."""

    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[CellError] = field(default_factory=list)
    """with any of them nothing was saved"""
    findings: list[ImportFinding] = field(default_factory=list)
    assumptions: list[ImportAssumption] = field(default_factory=list)
    recorded_due: list[ImportAssumption] = field(default_factory=list)
    """due dates of the log that differ from the Code's"""
    notes: tuple[str, ...] = ()
    unknown_headings: tuple[str, ...] = ()
    saved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOrder:
    """What is to be imported, by whom and when."""

    path: Path
    recorded_by: str
    recorded_at: datetime
    today: date
    """London; a day after it is refused"""
    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    correct: bool = False
    """the log is right where it contradicts the record"""
    dry_run: bool = False


class Importing:
    """Brings complaint logs into one database under one landlord's rules."""

    def __init__(self, store: Store, rules: Rules, outcomes: Mapping[str, str]) -> None:
        self._store = store
        self._rules = rules
        self._outcomes = outcomes

    def import_log(
        self, order: ImportOrder, progress: Progress = lambda _phase, _done, _total: None
    ) -> ImportResult:
        """Import a log, or only tell what would come of it. All or nothing; twice adds nothing.

        Raises BadInput for a file that cannot be used, RebuildNeeded where derived rows are out
        of date, Conflict where somebody else changed a case meanwhile, CouldNot for the database.
        """
        for _ in range(_ATTEMPTS - 1):
            # Somebody else may record meanwhile, perhaps this very log: then it is judged anew.
            with contextlib.suppress(Conflict):
                return self._attempt(order, progress)
        return self._attempt(order, progress)

    def _attempt(self, order: ImportOrder, progress: Progress) -> ImportResult:
        log = read_log(
            order.path,
            sheet=order.sheet,
            mapping=order.mapping,
            outcomes=self._outcomes,
            progress=lambda done, total: progress("reading", done, total),
        )
        with Spool() as spool:
            with self._store.read() as reading:
                rules = self._rules.as_held(reading)
            run = _Run(rules, order, log, spool)
            run.judge(log.rows, self._store, progress)
            del log  # its rows are not needed while the records are saved
            if not run.result.errors and not order.dry_run and len(spool):
                self._save(run, spool, progress)
        return run.result

    def _save(self, run: "_Run", spool: Spool, progress: Progress) -> None:
        total = len(spool)

        def records() -> Iterator[PreparedRecord]:
            for done, record in enumerate(spool):
                if done % _EVERY == 0:
                    progress("saving", done, total)
                yield record

        with self._store.write(
            command_id=run.envelope.command_id,
            recorded_by=run.envelope.recorded_by,
            recorded_at=run.envelope.recorded_at,
            source=run.envelope.source,
        ) as writing:
            if writing.derivation() != self._rules.stamp:
                raise rebuild_needed()
            if writing.newest_calendar_version(self._rules.calendar) != run.calendar_version:
                raise Conflict(
                    "A bank holiday came or went while the import was being prepared. Nothing was "
                    "saved: start the import again."
                )
            writing.append_prepared(records())
        progress("saving", total, total)
        run.result.saved = True


class _Run:
    """One import under way: rows become prepared records, or errors."""

    def __init__(self, rules: Rules, order: ImportOrder, log: LogReading, spool: Spool) -> None:
        self._rules = rules
        self._order = order
        self._sheet = log.sheet
        self._headings = log.headings
        self._spool = spool
        self.calendar_version = rules.calendars.latest_of(()).version
        self.envelope = Envelope(
            command_id=str(uuid.uuid4()),
            recorded_by=order.recorded_by,
            recorded_at=order.recorded_at,
            source=Source.IMPORT,
        )
        self.result = ImportResult(
            errors=list(log.errors), notes=log.notes, unknown_headings=log.unknown_headings
        )

    def judge(self, rows: Sequence[LogRow], store: Store, progress: Progress) -> None:
        """Judge every row against what is on record."""
        with store.read() as reading:
            check_may_write(reading, self._order.recorded_by)
            if reading.derivation() != self._rules.stamp:
                raise rebuild_needed()
            heads = reading.heads(RecordName("case", row.reference) for row in rows)
            for done, row in enumerate(rows):
                if done % _EVERY == 0:
                    progress("judging", done, len(rows))
                name = RecordName("case", row.reference)
                head = heads.get(name)
                history = reading.history(name) if head else ()
                try:
                    self._row(row, name, head or Head(), history)
                except BadInput as problem:
                    self._object(row, "received", row.received, str(problem))
        progress("judging", len(rows), len(rows))
        self.result.errors.sort(key=lambda error: error.row)

    def _row(self, row: LogRow, name: RecordName, head: Head, history: tuple[Entry, ...]) -> None:
        told = facts_in(row)
        if any([self._in_the_future(row, each) for each in told]):  # noqa: C419  name them all
            return
        if history:
            found = changes(told, history, today=self._order.today, correct=self._order.correct)
            for clash in found.clashes:
                self._object_to(row, clash)
            if not found.facts or found.clashes:
                self.result.unchanged += not found.clashes
                return
            told = list(found.facts)
        else:
            told = first_told(told)
        entries = [
            Entry(
                sequence=head.length + place,
                fact=each.fact,
                source=Source.IMPORT,
                calendar_version=self.calendar_version,
            )
            for place, each in enumerate(told)
        ]
        judged = self._rules.judge((*history, *entries))
        if self._contradicts(row, judged, history, entries, told):
            return
        self._keep(row, name, head, judged, [each.fact for each in told])

    def _keep(
        self, row: LogRow, name: RecordName, head: Head, judged: Judged, facts: list[Fact]
    ) -> None:
        result = self.result
        if head.length:
            result.updated += 1
        else:
            result.imported += 1
        for finding in judged.findings:
            cited = finding.cited.shown
            result.findings.append(ImportFinding(row.reference, finding.code, cited, finding.says))
        result.assumptions.extend(
            ImportAssumption(row.reference, code, says)
            for code, says in (
                *((taken.code, taken.says) for taken in taken_in(row)),
                *((assumed.code, assumed.says) for assumed in judged.assumptions),
            )
        )
        result.recorded_due.extend(_differing_due(row, judged))
        if self._order.dry_run or result.errors:
            return
        derived = derive(name, judged, head.length + len(facts), self._rules.calendars)
        record = prepare(
            name,
            facts,
            envelope=self.envelope,
            calendar_version=self.calendar_version,
            head=head,
            derived=derived,
        )
        self._spool.add(record)

    # --- what stops an import

    def _in_the_future(self, row: LogRow, told: Told) -> bool:
        day = told.fact.happened_on
        if day <= self._order.today:
            return False
        self._object(
            row,
            told.column,
            day,
            f"{said(day)} is still to come: correct the day, or leave the cell empty until it "
            "has happened.",
        )
        return True

    def _contradicts(
        self,
        row: LogRow,
        judged: Judged,
        history: tuple[Entry, ...],
        entries: list[Entry],
        told: list[Told],
    ) -> bool:
        """Name each cell that contradicts the record: history cannot hold what cannot have been."""
        columns = {entry.sequence: each for entry, each in zip(entries, told, strict=True)}
        for each in told:
            if isinstance(each.fact, EntryCorrected):
                columns[each.fact.corrects] = each
        known = set()
        if history:
            known = {each.sequence for each in self._rules.judge(history).case.left_out}
        found = [o for o in judged.case.left_out if o.sequence not in known]
        for objection in found:
            self._object_to_impossible(row, columns.get(objection.sequence), objection)
        return bool(found)

    def _object_to_impossible(self, row: LogRow, told: Told | None, objection: Objection) -> None:
        column = told.column if told else "received"
        reason = f"{objection.reason[0].upper()}{objection.reason[1:]}"
        self._object(row, column, getattr(row, column), f"{reason}. {objection.cure}")

    def _object_to(self, row: LogRow, clash: Clash) -> None:
        recorded = clash.on_record
        if isinstance(recorded, date):
            recorded = said(recorded)
        elif isinstance(recorded, bool):
            recorded = "yes" if recorded else "no"
        elif clash.column == "compensation":
            recorded = f"£{int(str(recorded)) / 100:,.2f}"
        self._object(
            row,
            clash.column,
            getattr(row, clash.column),
            f"{recorded} is on record (entry {clash.recorded.sequence}). If the log is right, "
            "import it with --correct; if the record is, put it back into the log.",
        )

    def _object(self, row: LogRow, column: str, value: object, cure: str) -> None:
        self.result.errors.append(
            CellError(
                sheet=self._sheet,
                row=row.row,
                column=column,
                heading=self._headings.get(column, ""),
                value=_as_typed(column, value),
                cure=cure,
            )
        )


def _as_typed(column: str, value: object) -> str:
    """Return what a cell was read as, in the words it can have been typed in."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() if column == "compensation":
            return f"{value / 100:.2f}"
        case _:
            return str(value).replace("-", " ") if column.endswith("outcome") else str(value)


def _differing_due(row: LogRow, judged: Judged) -> list[ImportAssumption]:
    """Compare the due dates that stand in the log with the Code's."""
    found = []
    for stage in judged.clocks.stages if judged.clocks else ():
        number = stage.history.number
        recorded: date | None = getattr(row, f"stage{number}_due")
        due_on = stage.response.due_on
        if recorded and due_on and recorded not in (due_on, *stage.response.earlier_due_on):
            says = (
                f"Stage {number}: the log has {said(recorded)} as the due date; by the Code it is "
                f"{said(due_on)}."
            )
            found.append(ImportAssumption(row.reference, "recorded-due-differs", says))
    return found
