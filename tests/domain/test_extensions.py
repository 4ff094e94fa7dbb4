"""Extensions judged one by one: each thing that keeps one from moving the clock, at its edge."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetrack.calendars import load_calendar
from casetrack.domain.code import ExtensionLimit
from casetrack.domain.extensions import ExtensionSeries, Lack, ResponseCount, judge_extensions
from casetrack.domain.facts import Entry, ResponseExtended, ResponseIssued
from casetrack.domain.facts.terms import Means, Role

ACKNOWLEDGED = date(2025, 2, 7)  # Fri
DUE = date(2025, 2, 21)  # Fri
LIMIT = date(2025, 3, 7)  # Fri, ten working days on

COUNT = ResponseCount(
    started_on=ACKNOWLEDGED,
    due_on=DUE,
    answered=None,
    limit=ExtensionLimit(
        working_days=10,
        provision="6.4",
        ombudsman_details="6.5",
        edition="Code 2024",
        details_edition="Code 2024",
    ),
    add=load_calendar("england-and-wales").add,
    accept_good_reason=False,
)
GOOD: dict[str, Any] = {
    "happened_on": date(2025, 2, 19),  # Wed
    "stage": 1,
    "until": date(2025, 2, 28),  # Fri
    "reasons": "A survey is awaited.",
    "ombudsman_details_given": True,
    "means": Means.EMAIL,
}

PAST_LIMIT = {"until": date(2025, 3, 10), "approved_by_role": Role.MANAGER}  # Mon


def judged(*given_: dict[str, Any], count: ResponseCount = COUNT) -> ExtensionSeries:
    entries = [
        Entry(sequence=number, fact=ResponseExtended(**{**GOOD, **changes}))
        for number, changes in enumerate(given_)
    ]
    return judge_extensions(entries, count, details_needed=True)


def answered_on(day: date) -> ResponseCount:
    return replace(COUNT, answered=Entry(sequence=9, fact=ResponseIssued(happened_on=day, stage=1)))


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        ({}, []),
        ({"happened_on": ACKNOWLEDGED}, []),
        ({"happened_on": date(2025, 2, 6)}, [Lack.BEFORE_ACKNOWLEDGEMENT]),  # Thu
        ({"happened_on": DUE}, []),
        ({"happened_on": date(2025, 2, 22)}, [Lack.TOLD_TOO_LATE]),  # Sat
        ({"resident_told_on": DUE}, []),
        ({"resident_told_on": date(2025, 2, 22)}, [Lack.TOLD_TOO_LATE]),  # Sat
        ({"until": date(2025, 2, 22)}, []),  # Sat: later, if by no working day
        ({"until": DUE}, [Lack.NOT_LATER]),
        ({"until": date(2025, 2, 20)}, [Lack.NOT_LATER]),  # Thu
        ({"until": LIMIT}, []),
        ({"until": date(2025, 3, 8)}, [Lack.PAST_LIMIT]),  # Sat
        ({"until": date(2025, 3, 10), "good_reason": "Illness."}, [Lack.PAST_LIMIT]),  # Mon
        ({"reasons": ""}, [Lack.WITHOUT_REASONS]),
        ({"reasons": " \n"}, [Lack.WITHOUT_REASONS]),
        ({"ombudsman_details_given": False}, [Lack.WITHOUT_OMBUDSMAN_DETAILS]),
    ],
    ids=str,
)
def test_each_thing_an_extension_can_lack_at_its_edge(
    changes: dict[str, Any], lacks: list[Lack]
) -> None:
    series = judged(changes)

    (extension,) = series.extensions
    assert list(extension.lacks) == lacks
    assert series.due_on == (DUE if lacks else extension.until)
    assert series.earlier_due_on == (() if lacks else (DUE,))


def test_an_extension_on_the_day_of_the_response_is_valid_and_a_day_later_is_not() -> None:
    answered = answered_on(GOOD["happened_on"])
    before = answered_on(date(2025, 2, 18))  # Tue

    assert judged({}, count=answered).extensions[0].valid
    assert judged({}, count=before).extensions[0].lacks == (Lack.AFTER_RESPONSE,)


def test_without_an_acknowledgement_there_is_nothing_to_extend() -> None:
    nothing = replace(COUNT, started_on=None, due_on=None)

    series = judged({}, count=nothing)

    assert series.extensions[0].lacks == (Lack.BEFORE_ACKNOWLEDGEMENT,)
    assert (series.due_on, series.extensions[0].limit_on) == (None, None)


def test_one_limit_holds_for_all_extensions_together() -> None:
    within = judged({}, {"happened_on": date(2025, 2, 27), "until": LIMIT})  # Thu
    beyond = judged({}, {"happened_on": date(2025, 2, 27), "until": date(2025, 3, 10)})  # Mon

    assert within.due_on == LIMIT
    assert within.earlier_due_on == (DUE, date(2025, 2, 28))  # Fri
    assert beyond.due_on == date(2025, 2, 28)
    assert beyond.extensions[1].limit_on == LIMIT


@pytest.mark.parametrize(
    ("changes", "kept_apart"),
    [
        ({**PAST_LIMIT, "good_reason": "Illness."}, True),
        ({**PAST_LIMIT, "good_reason": "."}, False),
        ({**PAST_LIMIT, "good_reason": "Illness.", "approved_by_role": Role.HANDLER}, False),
        (PAST_LIMIT, False),
        ({"good_reason": "Illness."}, False),
        (
            {**PAST_LIMIT, "good_reason": "Illness.", "ombudsman_details_given": False},
            False,
        ),
    ],
    ids=str,
)
def test_past_the_limit_with_good_reason_is_kept_apart_only_when_it_lacks_nothing_else(
    changes: dict[str, Any], kept_apart: bool
) -> None:
    (extension,) = judged(changes).extensions
    assert extension.past_limit_with_good_reason is kept_apart


days = st.dates(date(2025, 1, 27), date(2025, 3, 31))
changes_made_up = st.fixed_dictionaries(
    {
        "happened_on": days,
        "until": days,
        "resident_told_on": st.none() | days,
        "reasons": st.sampled_from(["", "Access."]),
        "good_reason": st.sampled_from(["", "Illness."]),
        "ombudsman_details_given": st.booleans(),
    }
)


@given(st.lists(changes_made_up, max_size=5))
def test_the_due_day_is_moved_by_valid_extensions_alone(made_up: list[dict[str, Any]]) -> None:
    series = judged(*made_up)
    moved_to = [extension.until for extension in series.extensions if extension.valid]
    assert [*series.earlier_due_on, series.due_on] == [DUE, *moved_to]


@given(st.lists(changes_made_up, max_size=5))
def test_an_extension_that_lacks_something_changes_nothing_for_the_others(
    made_up: list[dict[str, Any]],
) -> None:
    series = judged(*made_up)
    valid = [
        changes for changes, each in zip(made_up, series.extensions, strict=True) if each.valid
    ]
    alone = judged(*valid)
    assert (alone.due_on, alone.earlier_due_on) == (series.due_on, series.earlier_due_on)
