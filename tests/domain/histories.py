"""Histories made up for property tests: any facts, in any order, under either Code and across both.

The days lie around Easter and 1 April 2024, where the Codes change and bank holidays are many.
"""

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from casetrack.domain import facts as f
from casetrack.domain.facts import AnyFact, Entry

days = st.dates(min_value=date(2024, 2, 26), max_value=date(2024, 5, 31))
stages = st.sampled_from([1, 1, 1, 2, 2, 3, 0])
plain_facts = st.one_of(
    st.builds(f.ComplaintReceived, happened_on=days),
    *(
        st.builds(kind, happened_on=days, stage=stages)
        for kind in (
            f.ComplaintLogged,
            f.ComplaintDefined,
            f.ComplaintAcknowledged,
            f.ResponseIssued,
            f.RemedyOffered,
        )
    ),
    st.builds(
        f.ResponseExtended,
        happened_on=days,
        stage=stages,
        until=days,
        resident_told_on=st.none() | days,
        reasons=st.sampled_from(["", "A survey is awaited."]),
        ombudsman_details_given=st.booleans(),
    ),
    st.builds(f.HandlerAssigned, happened_on=days, stage=stages, handler=st.sampled_from("AB")),
    st.builds(f.DeadlineRecorded, happened_on=days, stage=stages, due_on=days),
    st.builds(
        f.DeadlineMoved,
        happened_on=days,
        stage=stages,
        clock=st.just("stage-1-response"),
        was_due_on=days,
        due_on=days,
        because=st.just("A bank holiday was announced."),
    ),
    *(
        st.builds(kind, happened_on=days)
        for kind in (
            f.EscalationRequested,
            f.EscalationRefused,
            f.ComplaintRefused,
            f.ComplaintWithdrawn,
            f.CaseClosed,
        )
    ),
)
corrections = st.builds(
    f.EntryCorrected,
    happened_on=days,
    corrects=st.integers(-1, 14),
    replacement=st.none()
    | plain_facts
    | st.builds(
        f.EntryCorrected,
        happened_on=days,
        corrects=st.integers(0, 14),
        replacement=st.none() | plain_facts,
    ),
)


def numbered(history: Sequence[AnyFact]) -> list[Entry]:
    return [Entry(sequence=number, fact=fact) for number, fact in enumerate(history)]


received_early = st.builds(
    f.ComplaintReceived, happened_on=st.dates(date(2024, 2, 26), date(2024, 4, 8))
)
"""Most facts contradict a history without it."""


def _with_receipt(rest: st.SearchStrategy[list[AnyFact]]) -> st.SearchStrategy[list[Entry]]:
    begun = st.builds(lambda receipt, facts: [receipt, *facts], received_early, rest)
    return st.one_of(begun, begun, rest).map(numbered)


histories = _with_receipt(st.lists(plain_facts | corrections, max_size=14))
uncorrected = _with_receipt(st.lists(plain_facts, max_size=12))
