"""One landlord's rules, and what they make of a history: clocks, findings, what is taken for so.

Knows which edition, calendars and settings hold; reads nothing and saves nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from typing import Final

from casetrack.domain.case import Case
from casetrack.domain.clock import Calendars, CalendarVersions, Clock, VerdictSettings
from casetrack.domain.clocks import CaseClocks, clocks_for
from casetrack.domain.code import Citation, CodeEdition, Editions
from casetrack.domain.errors import RebuildNeeded
from casetrack.domain.facts import Entry, RecordKind
from casetrack.domain.ledger import Ledger
from casetrack.domain.objections import Finding, Objection
from casetrack.domain.procedure import (
    Assumption,
    assumptions_for,
    edition_not_held,
    findings_for,
    objections_for,
    record_findings,
)
from casetrack.store import Reading

VERSION: Final = 5
"""The version of the rules themselves: raised with a change that can move what is derived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A case's history, and everything the rules make of it."""

    case: Case
    edition: CodeEdition | None
    clocks: CaseClocks | None
    """None where no edition is held"""
    duties: tuple[Clock, ...]
    """every clock that is no timescale of the edition"""
    findings: tuple[Finding, ...]
    assumptions: tuple[Assumption, ...]

    @property
    def objections(self) -> tuple[Objection, ...]:
        """What contradicts the record, cited as the case's edition does."""
        return objections_for(self.case, self.edition)

    @property
    def all_clocks(self) -> tuple[Clock, ...]:
        """The clocks that have begun or been settled: of the stages, then the others."""
        counted = self.clocks.clocks if self.clocks else ()
        return (*(c for c in counted if c.due_on or c.settled), *self.duties)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLedger:
    """The history of a resident or of the landlord, and what the rules make of it."""

    ledger: Ledger
    duties: tuple[Clock, ...]
    findings: tuple[Finding, ...]

    @property
    def objections(self) -> tuple[Objection, ...]:
        """What contradicts the record."""
        return tuple(self.ledger.left_out)

    @property
    def all_clocks(self) -> tuple[Clock, ...]:
        """The clocks of the record."""
        return self.duties


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The Code's editions, the calendars and the settings that a verdict depends on."""

    code: str
    calendar: str
    editions: Editions
    editions_hash: str
    calendars: Calendars
    verdicts: VerdictSettings

    @property
    def stamp(self) -> str:
        """What derived rows are made under; where it differs they have to be rebuilt."""
        verdicts = "|".join(
            f"{field.name}={getattr(self.verdicts, field.name)!s}"
            for field in fields(self.verdicts)
        )
        text = f"{VERSION}|{self.editions_hash}|{self.code}|{self.calendar}|{verdicts}"
        return sha256(text.encode()).hexdigest()

    def as_held(self, reading: Reading) -> "Rules":
        """Return the rules with the calendar as the database holds it by now.

        A bank holiday may have been added since casetrack opened.
        """
        if reading.newest_calendar_version(self.calendar) == self.calendars.latest_of(()).version:
            return self
        versions = CalendarVersions(reading.calendar_versions(self.calendar))
        return replace(self, calendars=versions)

    def judge(self, history: Sequence[Entry]) -> Judged:
        """Return what the history of a case adds up to under these rules."""
        case = Case.replay(history)
        begun = case.received or case.request
        edition = None
        if begun is not None:
            code = case.complaint.ombudsman if case.complaint else ""
            edition = self.editions.in_force_on(code or self.code, begun.fact.happened_on)
        clocks = None
        if edition is not None:
            clocks = clocks_for(case, edition, self.calendars, self.verdicts)
        duties: tuple[Clock, ...] = ()
        if case.others or self.verdicts.targets:
            from casetrack.domain.duties import duties_for  # most of a log has none

            duties = duties_for(
                case, clocks, (edition or self.newest).cite, self.calendars, self.verdicts
            )
        return Judged(
            case=case,
            edition=edition,
            clocks=clocks,
            duties=duties,
            findings=findings_for(case, clocks, duties) if clocks else edition_not_held(case),
            assumptions=assumptions_for(case, clocks) if clocks else (),
        )

    def judge_ledger(self, of: RecordKind, history: Sequence[Entry]) -> JudgedLedger:
        """Return what the history of a resident or of the landlord adds up to."""
        from casetrack.domain.duties import dated_duties  # a command on a case needs it seldom

        ledger = Ledger.replay(of, history)
        duties = tuple(dated_duties(ledger.follow_ups, self._cite_newest, self.calendars))
        return JudgedLedger(
            ledger=ledger,
            duties=duties,
            findings=record_findings(ledger, self.newest, duties),
        )

    def judge_any(self, of: RecordKind, history: Sequence[Entry]) -> Judged | JudgedLedger:
        """Return what the history of any record adds up to."""
        return self.judge(history) if of == "case" else self.judge_ledger(of, history)

    @property
    def newest(self) -> CodeEdition:
        """The edition of the landlord's Code that came last: what its own record is cited by."""
        return [e for e in self.editions.editions if e.code == self.code][-1]

    def _cite_newest(self, number: str, stage: int) -> Citation:
        return self.newest.cite(number, stage)


def rebuild_needed() -> RebuildNeeded:
    """Return the refusal to go on beside derived rows that were made under other rules."""
    return RebuildNeeded(
        "The worklist and figures were made under other settings or rules than those that hold "
        "now. Run `casetrack rebuild`: it makes them anew and lists every verdict that changes. "
        "Nothing was saved."
    )
