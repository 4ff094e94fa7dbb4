"""The facts that a row of a complaint log tells, each with the column it stands in.

Knows what each column means. Never knows what is on record already: that is for the import.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from casetrack.domain import facts as f
from casetrack.domain.working_days import said
from casetrack.imports.rows import LogRow


class Told(NamedTuple):
    """A fact that a row tells, and the columns to name when there is something wrong with it."""

    fact: f.Fact
    column: str
    """where its day stands, or the fact itself where it has no day of its own"""
    columns: Mapping[str, str] = MappingProxyType({})
    """the columns of its other fields; a field that has none stands in the column of its name"""
    said: frozenset[str] = frozenset()
    """fields the row says although their value is the one for nothing said: no, nought"""

    def column_of(self, name: str) -> str:
        """Return the column that a field of the fact was read from."""
        if name == "happened_on":
            return self.column
        return self.columns.get(name, name)


@dataclass(frozen=True, slots=True)
class Taken:
    """Something the row leaves open, and what was taken instead."""

    code: str
    says: str


def facts_in(row: LogRow) -> list[Told]:
    """Return the facts of a row in the order of its columns."""
    told = [Told(_received(row), "received")]
    told.extend(_assigned(row.received, 1, row.handler, "handler"))
    if row.refused_reason:
        refused = f.ComplaintRefused(happened_on=row.received, reason=row.refused_reason)
        told.append(Told(refused, "refused_reason", {"reason": "refused_reason"}))
    told.extend(_at_stage_1(row))
    told.extend(_at_stage_2(row))
    if row.compensation is not None:
        columns = {"amount_pence": "compensation"}
        told.append(Told(_compensation(row), "compensation", columns, frozenset({"amount_pence"})))
    if row.withdrawn:
        told.append(Told(f.ComplaintWithdrawn(happened_on=row.withdrawn), "withdrawn"))
    if row.closed:
        told.append(Told(f.CaseClosed(happened_on=row.closed), "closed"))
    return told


def taken_in(row: LogRow) -> list[Taken]:
    """Return what was taken for granted where a row leaves something open."""
    taken = []
    if row.refused_reason:
        taken.append(
            Taken(
                "refusal-dated-as-received",
                f"The log has no day for the refusal: dated as received, {said(row.received)}.",
            )
        )
    for stage in (1, 2):
        on = getattr(row, f"stage{stage}_extended_on")
        to = getattr(row, f"stage{stage}_extended_to")
        outcome = getattr(row, f"stage{stage}_outcome")
        if to and not on:
            taken.append(
                Taken(
                    "extension-without-its-day",
                    f"Stage {stage}: the log does not say when the resident was told of the "
                    f"extension to {said(to)}; dated as received, it moves nothing.",
                )
            )
        if on and not to:
            taken.append(
                Taken(
                    "extension-without-new-date",
                    f"Stage {stage}: the extension of {said(on)} has no new date in the log, "
                    "so it moves nothing.",
                )
            )
        if outcome and not getattr(row, f"stage{stage}_responded"):
            taken.append(
                Taken(
                    "outcome-without-response",
                    f"Stage {stage}: the outcome {outcome} has no day of response beside it and "
                    "is not counted.",
                )
            )
    return taken


def _received(row: LogRow) -> f.ComplaintReceived:
    return f.ComplaintReceived(
        happened_on=row.received,
        channel=row.channel,
        resident=row.resident,
        address=row.address,
        tenure=row.tenure,
        category=row.category,
        service_area=row.service_area,
        summary=row.summary,
        outcome_sought=row.outcome_sought,
    )


def _at_stage_1(row: LogRow) -> Iterator[Told]:
    if row.stage1_logged:
        yield Told(f.ComplaintLogged(happened_on=row.stage1_logged, stage=1), "stage1_logged")
    yield from _acknowledged(row.stage1_acknowledged, row.stage1_defined, 1)
    yield from _due(row.received, row.stage1_due, 1)
    yield from _extended(
        row,
        1,
        (row.stage1_extended_on, row.stage1_extended_to),
        row.stage1_extension_reason,
        row.stage1_ombudsman_details,
    )
    yield from _answered(row.stage1_responded, row.stage1_outcome, 1)


def _at_stage_2(row: LogRow) -> Iterator[Told]:
    requested = row.stage2_requested
    if requested:
        yield Told(f.EscalationRequested(happened_on=requested), "stage2_requested")
        yield from _assigned(requested, 2, row.stage2_handler, "stage2_handler")
    yield from _acknowledged(row.stage2_acknowledged, row.stage2_defined, 2)
    yield from _due(requested or row.received, row.stage2_due, 2)
    yield from _extended(
        row,
        2,
        (row.stage2_extended_on, row.stage2_extended_to),
        row.stage2_extension_reason,
        row.stage2_ombudsman_details,
    )
    yield from _answered(row.stage2_responded, row.stage2_outcome, 2)


def _assigned(on: date, stage: int, handler: str, column: str) -> Iterator[Told]:
    if handler:
        fact = f.HandlerAssigned(happened_on=on, stage=stage, handler=handler)
        yield Told(fact, column, {"handler": column})


def _acknowledged(acknowledged: date | None, defined: date | None, stage: int) -> Iterator[Told]:
    if acknowledged:
        yield Told(
            f.ComplaintAcknowledged(happened_on=acknowledged, stage=stage),
            f"stage{stage}_acknowledged",
        )
    if defined:
        yield Told(f.ComplaintDefined(happened_on=defined, stage=stage), f"stage{stage}_defined")


def _due(on: date, due_on: date | None, stage: int) -> Iterator[Told]:
    if due_on:
        fact = f.DeadlineRecorded(happened_on=on, stage=stage, due_on=due_on)
        yield Told(fact, f"stage{stage}_due", {"due_on": f"stage{stage}_due"})


_EXTENSION_COLUMNS: Final = {
    stage: {
        "until": f"stage{stage}_extended_to",
        "day_not_recorded": f"stage{stage}_extended_on",
        "reasons": f"stage{stage}_extension_reason",
        "ombudsman_details_given": f"stage{stage}_ombudsman_details",
    }
    for stage in (1, 2)
}
_DETAILS_SAID: Final = frozenset({"ombudsman_details_given"})


def _extended(
    row: LogRow,
    stage: int,
    days: tuple[date | None, date | None],
    reasons: str,
    details: bool | None,
) -> Iterator[Told]:
    on, to = days
    until = to or on
    if until is None:
        return
    fact = f.ResponseExtended(
        happened_on=on or row.received,
        day_not_recorded=on is None,
        stage=stage,
        until=until,
        reasons=reasons,
        ombudsman_details_given=bool(details),
    )
    columns = _EXTENSION_COLUMNS[stage]
    column = columns["day_not_recorded" if on else "until"]
    yield Told(fact, column, columns, frozenset() if details is None else _DETAILS_SAID)


def _answered(on: date | None, outcome: str | None, stage: int) -> Iterator[Told]:
    if on:
        fact = f.ResponseIssued(
            happened_on=on, stage=stage, outcome=f.Outcome(outcome) if outcome else None
        )
        yield Told(fact, f"stage{stage}_responded", {"outcome": f"stage{stage}_outcome"})


def _compensation(row: LogRow) -> f.RemedyOffered:
    """The log names no stage for it: taken as offered with the last answer."""
    stage = 2 if row.stage2_responded else 1
    on = row.stage2_responded or row.stage1_responded or row.received
    return f.RemedyOffered(happened_on=on, stage=stage, amount_pence=row.compensation or 0)
