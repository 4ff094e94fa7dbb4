"""Replay: any history, in any order, adds up, and what is left out of it is said."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from histories import histories, numbered, plain_facts, uncorrected
from hypothesis import given
from hypothesis import strategies as st

from casetrack.domain import facts as f
from casetrack.domain.case import Case
from casetrack.domain.facts import FACTS, Entry, Fact
from casetrack.domain.record import in_order

RECEIVED = date(2025, 2, 3)  # Mon
WITHDRAWN = date(2025, 2, 6)  # Thu
ACKNOWLEDGED = date(2025, 2, 7)  # Fri
ANSWERED = date(2025, 2, 21)  # Fri


def added_up(history: Sequence[Entry]) -> dict[str, Any]:
    """What a history adds up to, without the entries themselves and their numbers."""
    case = Case.replay(history)

    def fact_of(entry: Entry | None) -> Fact | None:
        return entry.fact if entry else None

    return {
        "stages": [
            {
                "opened": stage.opened.fact,
                "logged": fact_of(stage.logged),
                "acknowledged": fact_of(stage.acknowledged),
                "defined": fact_of(stage.defined),
                "assigned": fact_of(stage.assigned),
                "extensions": [entry.fact for entry in stage.extensions],
                "answered": fact_of(stage.answered),
                "ended": fact_of(stage.ended),
            }
            for stage in case.stages
        ],
        "remedies": case.remedies,
        "recorded_due": [entry.fact for entry in case.recorded_due],
        "withdrawn": fact_of(case.withdrawn),
        "closed": fact_of(case.closed),
    }


def test_every_fact_is_found_under_the_name_it_is_recorded_under() -> None:
    assert {kind: FACTS[kind].kind for kind in FACTS} == {kind: kind for kind in FACTS}


@given(histories)
def test_any_history_adds_up(history: list[Entry]) -> None:
    case = Case.replay(history)
    assert len(case.stages) <= 2
    assert {objection.sequence for objection in case.left_out} <= {e.sequence for e in history}


@given(histories.flatmap(lambda h: st.tuples(st.just(h), st.permutations(h))))
def test_the_order_in_which_entries_are_read_never_matters(
    both: tuple[list[Entry], list[Entry]],
) -> None:
    history, shuffled = both
    assert Case.replay(shuffled) == Case.replay(history)


@given(histories)
def test_no_entry_of_a_stage_is_before_the_stage_began(history: list[Entry]) -> None:
    for stage in Case.replay(history).stages:
        entries = [stage.logged, stage.acknowledged, stage.defined, stage.answered, stage.ended]
        for entry in [*entries, *stage.extensions]:
            assert entry is None or entry.fact.happened_on >= stage.opened_on


@given(uncorrected.filter(bool), plain_facts, st.data())
def test_a_correction_equals_having_recorded_it_rightly(
    history: list[Entry], right: Fact, data: st.DataObject
) -> None:
    wrong = data.draw(st.sampled_from(history))
    correction = f.EntryCorrected(
        happened_on=RECEIVED, corrects=wrong.sequence, replacement=right, because="A misprint."
    )
    corrected = [*history, Entry(sequence=len(history), fact=correction)]
    rightly = [replace(entry, fact=right) if entry is wrong else entry for entry in history]

    assert added_up(corrected) == added_up(rightly)


@given(uncorrected.filter(bool), st.data())
def test_a_correction_without_replacement_equals_never_having_recorded_it(
    history: list[Entry], data: st.DataObject
) -> None:
    wrong = data.draw(st.sampled_from(history))
    taken_out = f.EntryCorrected(happened_on=RECEIVED, corrects=wrong.sequence)

    assert added_up([*history, Entry(sequence=len(history), fact=taken_out)]) == added_up(
        [entry for entry in history if entry is not wrong]
    )


@given(histories.filter(bool), st.none() | plain_facts, st.data())
def test_taking_a_correction_back_restores_what_it_replaced(
    history: list[Entry], replacement: Fact | None, data: st.DataObject
) -> None:
    wrong = data.draw(st.sampled_from(history)).sequence
    number = len(history)
    correction = f.EntryCorrected(happened_on=RECEIVED, corrects=wrong, replacement=replacement)
    back = f.EntryCorrected(happened_on=RECEIVED, corrects=number)
    whole = [
        *history,
        Entry(sequence=number, fact=correction),
        Entry(sequence=number + 1, fact=back),
    ]

    assert added_up(whole) == added_up(history)


@given(uncorrected.filter(bool), plain_facts, plain_facts, st.data())
def test_of_two_corrections_the_latest_wins(
    history: list[Entry], first: Fact, second: Fact, data: st.DataObject
) -> None:
    wrong = data.draw(st.sampled_from(history))
    number = len(history)
    twice = [
        *history,
        *(
            Entry(
                sequence=number + place,
                fact=f.EntryCorrected(
                    happened_on=RECEIVED, corrects=wrong.sequence, replacement=fact
                ),
            )
            for place, fact in enumerate((first, second))
        ),
    ]
    rightly = [replace(entry, fact=second) if entry is wrong else entry for entry in history]

    assert added_up(twice) == added_up(rightly)


def test_a_corrected_entry_keeps_its_number_and_takes_the_calendar_of_its_correction() -> None:
    right = f.ComplaintReceived(happened_on=RECEIVED)
    history = [
        Entry(
            sequence=0,
            fact=f.ComplaintReceived(happened_on=ACKNOWLEDGED),
            calendar_version="older",
        ),
        Entry(
            sequence=1,
            fact=f.EntryCorrected(happened_on=ANSWERED, corrects=0, replacement=right),
            calendar_version="newer",
        ),
    ]

    received = Case.replay(history).received

    assert received == Entry(sequence=0, fact=right, calendar_version="newer")


def test_facts_of_one_day_stand_in_the_order_in_which_a_complaint_runs() -> None:
    # The table of ranks in the architecture, decision 1.
    at: dict[str, Any] = {"happened_on": RECEIVED}
    in_turn: list[Fact] = [
        f.ComplaintReceived(**at),
        f.ComplaintRefused(**at),
        f.ComplaintLogged(**at, stage=1),
        f.ComplaintDefined(**at, stage=1),
        f.ComplaintAcknowledged(**at, stage=1),
        f.HandlerAssigned(**at, stage=1, handler="JB"),
        f.ResponseExtended(**at, stage=1, until=ANSWERED),
        f.ResponseIssued(**at, stage=1),
        f.EscalationRequested(**at),
        f.ComplaintAcknowledged(**at, stage=2),
        f.ResponseIssued(**at, stage=2),
        f.ComplaintWithdrawn(**at),
        f.CaseClosed(**at),
        f.RemedyOffered(**at, stage=1),
    ]

    assert [entry.fact for entry in in_order(numbered(in_turn[::-1]))] == in_turn


@pytest.mark.parametrize(
    "late",
    [
        f.ResponseIssued(happened_on=ACKNOWLEDGED, stage=1),
        f.ComplaintAcknowledged(happened_on=ACKNOWLEDGED, stage=1),
        f.ResponseExtended(happened_on=ACKNOWLEDGED, stage=1, until=ANSWERED, reasons="Access."),
    ],
    ids=lambda fact: fact.kind,
)
def test_a_fact_after_a_withdrawal_stays_on_record_apart_from_the_clocks(late: Fact) -> None:
    history = numbered(
        [
            f.ComplaintReceived(happened_on=RECEIVED),
            f.ComplaintWithdrawn(happened_on=WITHDRAWN),
            late,
        ]
    )

    case = Case.replay(history)

    stage = case.stages[0]
    assert case.after_the_end == [history[2]]
    assert (stage.answered, stage.acknowledged, stage.extensions) == (None, None, [])
    assert case.left_out == []


@pytest.mark.parametrize("stage", [-1, 0, 3, 10**30])
def test_a_stage_that_no_edition_has_is_said_to_be_that(stage: int) -> None:
    history = numbered(
        [
            f.ComplaintReceived(happened_on=RECEIVED),
            f.ComplaintAcknowledged(happened_on=RECEIVED + timedelta(days=1), stage=stage),
        ]
    )

    (objection,) = Case.replay(history).left_out

    assert (objection.code, objection.provision, objection.kind) == (
        "no-such-stage",
        "5.3",
        "impossible",
    )
    assert str(stage) in objection.reason


@given(histories)
def test_every_objection_says_what_and_what_to_do_in_whole_words(history: list[Entry]) -> None:
    for objection in Case.replay(history).left_out:
        assert objection.reason
        assert objection.cure.endswith(".")
        assert objection.code == objection.code.lower()


def test_a_stage_tells_refused_from_withdrawn_and_names_its_handler() -> None:
    refused = Case.replay(
        numbered(
            [
                f.ComplaintReceived(happened_on=RECEIVED),
                f.HandlerAssigned(happened_on=RECEIVED, stage=1, handler="JB"),
                f.ComplaintRefused(happened_on=ACKNOWLEDGED),
            ]
        )
    ).stages[0]
    withdrawn = Case.replay(
        numbered(
            [
                f.ComplaintReceived(happened_on=RECEIVED),
                f.ComplaintWithdrawn(happened_on=ACKNOWLEDGED),
            ]
        )
    ).stages[0]

    assert (refused.refused, refused.withdrawn, refused.handler) == (True, False, "JB")
    assert (withdrawn.refused, withdrawn.withdrawn, withdrawn.handler) == (False, True, "")


def test_a_withdrawal_after_the_answer_stands_on_the_case_and_ends_no_stage() -> None:
    history = numbered(
        [
            f.ComplaintReceived(happened_on=RECEIVED),
            f.ResponseIssued(happened_on=ACKNOWLEDGED, stage=1),
            f.ComplaintWithdrawn(happened_on=ANSWERED),
        ]
    )

    case = Case.replay(history)

    assert case.withdrawn == history[2]
    assert case.stages[0].ended is None


def test_a_case_without_receipt_has_no_stage_and_no_complaint() -> None:
    case = Case.replay([])
    assert (case.stages, case.received, case.complaint) == ([], None, None)
    assert (case.stage(1), case.stage(0), case.stage(-1)) == (None, None, None)
