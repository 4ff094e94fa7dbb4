"""What one stage of one case counts as in the figures: a flag for each share.

Nothing here depends on the day it is asked; open and overdue are counted when a report is made.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from casetrack.domain.clock import Clock, Verdict
from casetrack.domain.clocks import StageClocks
from casetrack.domain.facts import ResponseIssued


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFigures:
    """What one stage of one case counts as. Nothing here depends on the day it is asked."""

    refused: bool
    withdrawn: bool
    withdrawn_late: bool
    """a clock was late by the day of withdrawal: it stays in the shares"""
    counted: bool
    """in the cohort that the shares of this stage have as their denominator"""
    answered: bool
    acknowledgement_counted: bool
    acknowledged_in_time: bool
    responded_in_time: bool
    responded_without_extension: bool
    """answered by the original due date"""
    responded_with_extension: bool
    """answered later, by a validly extended one"""
    strict_counted: bool
    responded_strict: bool
    """by the earlier of the clock's due day and the backstop"""
    past_limit_with_good_reason: bool
    extended: bool
    extended_in_time: bool
    backstop_counted: bool
    backstop_met: bool
    ch02_in_time: bool
    hangs_on_details: bool
    """late only because an extension lacked the Ombudsman's details"""
    definition_assumed: bool
    response_as_acknowledgement: bool
    convention_sensitive: bool
    response_due_on: date | None
    """the day after which an unanswered stage is overdue"""
    working_days: int | None
    """from receipt or request to the response"""
    outcome: str


def stage_figures(stage: StageClocks, working_days: int | None) -> StageFigures:
    """Return what a stage counts as; `working_days` run from its beginning to its answer."""
    history, response, backstop = stage.history, stage.response, stage.backstop
    withdrawn, refused = history.withdrawn, history.refused
    late = withdrawn and any(clock.settled is Verdict.MISSED for clock in stage.clocks)
    counted = not refused and (not withdrawn or late)
    answered_on = stage.answered_on if counted else None
    in_time = answered_on is not None and response.settled is Verdict.MET
    original = response.earlier_due_on[0] if response.extended else response.due_on
    without = (
        in_time and answered_on is not None and original is not None and answered_on <= original
    )
    acknowledgement = stage.acknowledgement
    acknowledged = _met(acknowledgement)
    strict = in_time and (backstop is None or backstop.settled is Verdict.MET)
    fact = history.answered.fact if history.answered else None
    outcome = fact.outcome if isinstance(fact, ResponseIssued) and fact.outcome else None
    return StageFigures(
        refused=refused,
        withdrawn=withdrawn,
        withdrawn_late=late,
        counted=counted,
        answered=answered_on is not None,
        acknowledgement_counted=counted and acknowledgement is not None,
        acknowledged_in_time=counted and acknowledged,
        responded_in_time=in_time,
        responded_without_extension=without,
        responded_with_extension=in_time and not without,
        strict_counted=counted,
        responded_strict=strict,
        past_limit_with_good_reason=answered_on is not None
        and _past_limit_with_good_reason(stage, answered_on),
        extended=counted and response.extended,
        extended_in_time=response.extended and in_time,
        backstop_counted=counted and backstop is not None,
        backstop_met=counted and _met(backstop),
        ch02_in_time=in_time and (acknowledgement is None or acknowledged),
        hangs_on_details=answered_on is not None
        and not in_time
        and stage.due_with_ombudsman_details is not None
        and answered_on <= stage.due_with_ombudsman_details,
        definition_assumed=counted and stage.definition_assumed,
        response_as_acknowledgement=counted and stage.response_as_acknowledgement,
        convention_sensitive=any(_sensitive(clock) for clock in stage.clocks),
        response_due_on=_overdue_after(stage),
        working_days=working_days if answered_on is not None else None,
        outcome=outcome.value if outcome and counted else "",
    )


def _overdue_after(stage: StageClocks) -> date | None:
    """The day after which it is late for good: at the latest when stage 2 was answered instead."""
    due_on = stage.response.due_on or (stage.backstop.due_on if stage.backstop else None)
    overtaken = stage.history.overtaken
    if due_on is None or overtaken is None:
        return due_on
    return min(due_on, overtaken.fact.happened_on - timedelta(days=1))


def _met(clock: Clock | None) -> bool:
    return clock is not None and clock.settled is Verdict.MET


def _sensitive(clock: Clock) -> bool:
    return clock.rolled_due_on is not None and clock.rolled_settled is not clock.settled


def _past_limit_with_good_reason(stage: StageClocks, answered_on: date) -> bool:
    return any(
        extension.good_reason
        and extension.limit_on is not None
        and extension.until > extension.limit_on
        and (extension.valid or extension.past_limit_with_good_reason)
        and extension.limit_on < answered_on <= extension.until
        for extension in stage.extensions
    )
