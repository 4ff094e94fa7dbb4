"""Histories made up for property tests: any facts, in any order, under either Code and across both.

The days lie around Easter and 1 April 2024, where the Codes change and bank holidays are many.
"""

import typing
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any

from hypothesis import strategies as st

from casetrack.domain import facts as f
from casetrack.domain.codec import fact_fields
from casetrack.domain.facts import FACTS, Entry, Fact, Part

days = st.dates(min_value=date(2024, 2, 26), max_value=date(2024, 5, 31))
stages = st.sampled_from([1, 1, 1, 2, 2, 3, 0])


def any_value(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a field's type."""
    if isinstance(hint, UnionType):
        return st.one_of(*map(any_value, typing.get_args(hint)))
    if typing.get_origin(hint) is tuple:
        return st.lists(any_value(typing.get_args(hint)[0]), max_size=3).map(tuple)
    if hint is type(None):
        return st.none()
    if issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    if issubclass(hint, Part):
        hints = typing.get_type_hints(hint)
        return st.builds(hint, **{name: any_value(each) for name, each in hints.items()})
    return {
        str: st.sampled_from(["", "Damp in the back bedroom."]),
        int: st.integers(0, 14),
        bool: st.booleans(),
        date: days,
    }[hint]


def any_fact(kind: str) -> st.SearchStrategy[Fact]:
    """Facts of a kind, each of their fields anything it can be."""
    values = {each.name: any_value(each.hint) for each in fact_fields(kind)}
    if "stage" in values:
        values["stage"] = stages
    return st.builds(FACTS[kind], happened_on=days, **values)


_WRITTEN_OUT = {
    *("complaint-received", "complaint-logged", "complaint-defined", "complaint-acknowledged"),
    *("response-issued", "remedy-offered", "response-extended", "handler-assigned"),
    *("deadline-recorded", "deadline-moved", "escalation-requested", "escalation-refused"),
    *("complaint-refused", "complaint-withdrawn", "case-closed", "entry-corrected"),
}
other_facts = st.sampled_from(sorted(set(FACTS) - _WRITTEN_OUT)).flatmap(any_fact)
"""Facts that move no clock of a stage, or seldom do: a few among the others."""
plain_facts = st.one_of(
    other_facts,
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


def numbered(history: Sequence[Fact]) -> list[Entry]:
    return [Entry(sequence=number, fact=fact) for number, fact in enumerate(history)]


received_early = st.builds(
    f.ComplaintReceived, happened_on=st.dates(date(2024, 2, 26), date(2024, 4, 8))
)
"""Most facts contradict a history without it."""


def _with_receipt(rest: st.SearchStrategy[list[Fact]]) -> st.SearchStrategy[list[Entry]]:
    begun = st.builds(lambda receipt, facts: [receipt, *facts], received_early, rest)
    return st.one_of(begun, begun, rest).map(numbered)


histories = _with_receipt(st.lists(plain_facts | corrections, max_size=14))
uncorrected = _with_receipt(st.lists(plain_facts, max_size=12))
