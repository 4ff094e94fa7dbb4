"""What-if: every clock of a history given as plain facts, without a database or settings.

Nothing is recorded. Facts are taken as having happened, with bare days and no contents.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casetrack.domain.case import Case
from casetrack.domain.clock import Clock, OneCalendar, VerdictSettings
from casetrack.domain.clocks import CaseClocks, clocks_for
from casetrack.domain.code import CodeEdition, Editions
from casetrack.domain.codec import from_plain
from casetrack.domain.errors import BadInput
from casetrack.domain.facts import Entry, Fact, Source
from casetrack.domain.objections import Finding, Objection
from casetrack.domain.procedure import (
    Assumption,
    assumptions_for,
    edition_not_held,
    findings_for,
    objections_for,
)
from casetrack.domain.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Every clock of a history, and what the history shows against the Code."""

    edition: CodeEdition | None
    calendar: WorkingCalendar
    case: Case
    clocks: CaseClocks | None
    duties: tuple[Clock, ...]
    """every clock that is no timescale of the edition"""
    findings: tuple[Finding, ...]
    objections: tuple[Objection, ...]
    assumptions: tuple[Assumption, ...]

    @property
    def all_clocks(self) -> tuple[Clock, ...]:
        """Every clock of the edition, those not begun last; then the duties of the history."""
        return (*(self.clocks.clocks if self.clocks else ()), *self.duties)


_CODE = "housing-ombudsman"
"""the Code of a complaint that names none"""


def read_facts(given: object) -> tuple[Entry, ...]:
    """Return the history that a JSON value holds, a list of `{"on": day, "fact": name, …}`.

    Raises BadInput naming every entry that cannot be read.
    """
    if not isinstance(given, list):
        raise BadInput(
            'A history is a list of facts: [{"on": "2024-12-24", "fact": "complaint-received"}, …].'
        )
    entries: list[Entry] = []
    problems: list[str] = []
    for index, row in enumerate(given):
        try:
            fact = _fact(row)
        except BadInput as problem:
            problems.append(f"  - fact {index}: {problem}")
        else:
            # Facts of a what-if are bare days, so they are judged as an imported log is.
            entries.append(Entry(sequence=index, fact=fact, source=Source.IMPORT))
    if problems:
        raise BadInput("The history cannot be read:\n" + "\n".join(problems))
    return tuple(entries)


def _fact(row: object) -> Fact:
    if not isinstance(row, Mapping):
        raise BadInput(f'{row!r} is not a fact: write {{"on": "2024-12-24", "fact": "…"}}.')
    fields: dict[str, Any] = dict(row)
    kind = fields.pop("fact", None)
    on = fields.pop("on", None)
    if not isinstance(kind, str):
        raise BadInput('"fact" is missing: the name of what happened, such as complaint-received.')
    if not isinstance(on, str):
        raise BadInput('"on" is missing: the day it happened, such as 2024-12-24.')
    return from_plain(kind, iso_day(on), {k: _inside(v) for k, v in fields.items()})


def _inside(value: object) -> object:
    """Return a correction's replacement, a fact inside a fact, as it is stored."""
    if not isinstance(value, Mapping) or "fact" not in value:
        return value
    held = {key: _inside(each) for key, each in value.items()}
    return {"kind": held.pop("fact"), "happened_on": held.pop("on", None), **held}


def iso_day(text: str) -> date:
    """Return the day an ISO text names. Raises BadInput that says how to write it."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        reason = "" if "format" in str(error) else f" ({error})"
        raise BadInput(f'"{text}" is not a day{reason}: write it as 2024-12-24.') from error
    if day.isoformat() != text:
        raise BadInput(f'"{text}" is not a day: write it as 2024-12-24.')
    return day


def edition_of(
    history: tuple[Entry, ...], editions: Editions, name: str | None
) -> CodeEdition | None:
    """Return the edition of that name, else the one in force when the complaint was received."""
    if name:
        return editions.named(name)
    case = Case.replay(history)
    begun = case.received or case.request
    code = (case.complaint.ombudsman if case.complaint else "") or _CODE
    if begun is None:
        return [edition for edition in editions.editions if edition.code == code][-1]
    return editions.in_force_on(code, begun.fact.happened_on)


def timeline(
    history: tuple[Entry, ...], edition: CodeEdition | None, calendar: WorkingCalendar
) -> Timeline:
    """Return every clock of a history under an edition; none at all where no edition is held.

    Raises CalendarHorizon where a due date lies past the days the calendar knows.
    """
    case = Case.replay(history)
    clocks = None
    findings = edition_not_held(case) if edition is None else ()
    assumptions: tuple[Assumption, ...] = ()
    duties: tuple[Clock, ...] = ()
    if edition is not None:
        clocks = clocks_for(case, edition, OneCalendar(calendar), VerdictSettings())
        if case.others:
            from casetrack.domain.duties import duties_for  # bare days of the stages have none

            duties = duties_for(
                case, clocks, edition.cite, OneCalendar(calendar), VerdictSettings()
            )
        findings = findings_for(case, clocks, duties)
        assumptions = assumptions_for(case, clocks)
    return Timeline(
        edition=edition,
        calendar=calendar,
        case=case,
        clocks=clocks,
        duties=duties,
        findings=findings,
        objections=objections_for(case, edition),
        assumptions=assumptions,
    )


def clock_as_plain(clock: Clock, today: date) -> dict[str, Any]:
    """Return a clock as the JSON that stays stable (dates ISO)."""
    return {
        "key": clock.key,
        "provision": clock.timescale.provision,
        "started_on": _iso(clock.started_on),
        "due_on": _iso(clock.due_on),
        "stopped_on": _iso(clock.stopped_on),
        "verdict": clock.verdict(today).value,
        "working_days": clock.working_days,
        "extended": clock.extended,
        "earlier_due_on": [day.isoformat() for day in clock.earlier_due_on],
        "provisional": clock.provisional,
        "convention_sensitive": clock.convention_sensitive(today),
        "target_on": _iso(clock.target_on),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
