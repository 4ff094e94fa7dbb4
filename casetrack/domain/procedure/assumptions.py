"""What was taken for granted in the clocks of a case, and what stands outside them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from casetrack.domain.case import Case
from casetrack.domain.clocks import CaseClocks, StageClocks
from casetrack.domain.code import Citation, CodeEdition
from casetrack.domain.facts import Entry, EscalationRefused, HandlerAssigned
from casetrack.domain.objections import Finding, Objection
from casetrack.domain.stage import StageHistory
from casetrack.domain.working_days import said

NO_EDITION: Final = Citation(number="", edition="no edition held")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """Something taken for granted in the clocks of a case."""

    code: str
    says: str
    stage: int


def edition_not_held(case: Case) -> tuple[Finding, ...]:
    """Return the findings on a complaint received before the first edition casetrack holds.

    Nothing of it is measured; to whom it is given matters all the same.
    """
    if case.received is None:
        return ()
    left_out = {objection.sequence for objection in case.left_out}
    assigned = [e for e in case.entries if isinstance(e.fact, HandlerAssigned) and e.fact.unfit]
    unfit: list[Finding] = []
    if assigned:
        from casetrack.domain.procedure.answering import given_to_nobody  # hardly ever

        unfit = [each for entry in assigned for each in given_to_nobody(entry)]
    return (
        *(each for each in unfit if each.sequence not in left_out),
        Finding(
            code="edition-not-held",
            sequence=case.received.sequence,
            cited=NO_EDITION,
            says=f"It was received on {said(case.received.fact.happened_on)}, before the first "
            "edition of the Code that casetrack holds: it has no clocks and is outside all "
            "figures.",
        ),
    )


def objections_for(case: Case, edition: CodeEdition | None) -> tuple[Objection, ...]:
    """Return the entries that contradict the record, cited as the case's edition does."""
    if edition is None:
        return tuple(case.left_out)
    third_allowed = _may_have_a_third_stage(case, edition)
    return tuple(
        _of_a_third_stage(cited) if third_allowed and o.code in _OF_A_THIRD_STAGE else cited
        for o in case.left_out
        for cited in (
            replace(o, provision=edition.cite(o.provision, o.stage).shown) if o.provision else o,
        )
    )


def _of_a_third_stage(objection: Objection) -> Objection:
    return replace(
        objection,
        reason="casetrack keeps no clocks of a third stage, which Code 2022 allows where the "
        "landlord has justified it (5.17 to 5.20)",
        cure="Where you have one, log the request (correspondence-logged) and put the answer that "
        "is owed on the list: an action of stage 2 (action-agreed), due 20 working days after the "
        "request (5.18). Else tell the resident how to go to the Ombudsman.",
    )


_OF_A_THIRD_STAGE: Final = frozenset({"third-stage", "no-such-stage"})


def _may_have_a_third_stage(case: Case, edition: CodeEdition) -> bool:
    """Whether all of a case is under the 2022 Code: since the next one nobody has a third stage."""
    second = case.stage(2)
    rules = edition.stage(2, second.opened_on) if second else None
    return edition.short_title != edition.first_numbered and (
        rules is None or rules.begun_from is None
    )


def assumptions_for(case: Case, clocks: CaseClocks) -> tuple[Assumption, ...]:
    """Return what was taken for granted in the clocks."""
    return (
        *(assumption for stage in clocks.stages for assumption in _assumed(stage)),
        *(_counts_for_nothing(case, entry) for entry in case.after_the_end),
        *_requested_after_the_end(case),
        *(each for stage in case.stages for each in _defined_by_word_of_mouth(stage)),
    )


def _defined_by_word_of_mouth(stage: StageHistory) -> Iterator[Assumption]:
    """A definition set out in a call counts, and is flagged until it is there in writing."""
    means = [entry.fact.means for entry in stage.definitions]  # type: ignore[attr-defined]
    if means and means[0] is not None and not any(m is None or m.in_writing for m in means):
        yield Assumption(
            code="definition-not-in-writing",
            stage=stage.number,
            says=f"Stage {stage.number}: the complaint was defined to the resident in words; it "
            "has not been confirmed in writing.",
        )


def _requested_after_the_end(case: Case) -> Iterator[Assumption]:
    first, second = case.stage(1), case.stage(2)
    if first is None or second is None or first.ended is None:
        return
    how, ended_on = first.ended.fact.kind.split("-")[-1], first.ended.fact.happened_on
    if ended_on <= second.opened_on and first.ended is not second.ended:
        yield Assumption(
            code="requested-after-the-end",
            stage=2,
            says=f"Stage 2 was requested on {said(second.opened_on)}, after stage 1 was {how} on "
            f"{said(ended_on)}; its clocks run all the same.",
        )


def _counts_for_nothing(case: Case, entry: Entry) -> Assumption:
    number = getattr(entry.fact, "stage", 2 if isinstance(entry.fact, EscalationRefused) else 1)
    stage = case.stage(number)
    ended = stage.ended if stage else None
    what = entry.fact.kind.replace("-", " ")
    how = ended.fact.kind.split("-")[-1] if ended else "ended"
    day = f" on {said(ended.fact.happened_on)}" if ended else ""
    return Assumption(
        code="after-the-end",
        stage=number,
        says=f"Stage {number}: {what} on {said(entry.fact.happened_on)} is dated after the stage "
        f"was {how}{day}; it stays on record and counts for no clock.",
    )


def _assumed(stage: StageClocks) -> Iterator[Assumption]:
    number = stage.history.number
    if stage.definition_assumed:
        yield Assumption(
            code="definition-with-acknowledgement",
            stage=number,
            says=f"Stage {number}: no complaint definition is recorded; it is taken as set out "
            "with the acknowledgement.",
        )
    if stage.response_as_acknowledgement and stage.answered_on:
        yield Assumption(
            code="response-as-acknowledgement",
            stage=number,
            says=f"Stage {number}: the full response of {said(stage.answered_on)} came within the "
            "time for the acknowledgement and counts as it.",
        )
