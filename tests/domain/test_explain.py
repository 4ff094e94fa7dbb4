"""The proof of a date, in words: a handler has to be able to read it out on the phone."""

from datetime import date, timedelta
from typing import Any

import pytest
from histories import histories
from hypothesis import given

from casetrack.calendars import load_calendar
from casetrack.domain.clock import Clock, name_of
from casetrack.domain.explain import RULE, Explanation, explain, left_in_words, long
from casetrack.domain.facts import Entry
from casetrack.domain.working_days import WorkingCalendar
from casetrack.editions import load_editions
from casetrack.service import what_if

CALENDAR = load_calendar("england-and-wales")


def clocks_of(history: tuple[Entry, ...]) -> dict[str, Clock]:
    edition = what_if.edition_of(history, load_editions(), None)
    return {c.key: c for c in what_if.timeline(history, edition, CALENDAR).all_clocks}


def clock_of(key: str, *facts: dict[str, Any]) -> Clock:
    return clocks_of(what_if.read_facts(list(facts)))[key]


def explained(clock: Clock, today: date) -> Explanation:
    explanation = explain(clock, CALENDAR, today)
    assert explanation is not None
    return explanation


ACKNOWLEDGEMENT = clock_of(
    "stage-1-acknowledgement", {"on": "2026-11-21", "fact": "complaint-received"}
)  # Sat; due Fri 27 Nov 2026
CHRISTMAS_EVE = {"on": "2024-12-24", "fact": "complaint-received"}  # Tue
ACKNOWLEDGED = {"on": "2025-01-03", "fact": "complaint-acknowledged", "stage": 1}  # Fri
EXTENDED = {
    "on": "2025-01-16",  # Thu
    "fact": "response-extended",
    "stage": 1,
    "until": "2025-01-31",  # Fri
    "reasons": "A survey is awaited.",
    "ombudsman_details_given": True,
}


def test_the_sentence_the_program_must_be_able_to_say() -> None:
    # The example that the style sheet ends with, on Wed 25 Nov 2026.
    assert explained(ACKNOWLEDGEMENT, date(2026, 11, 25)).sentence == (
        "Stage 1 acknowledgement due Friday 27 November 2026: five working days (Code 2024, 6.2) "
        "from receipt on Saturday 21 November; day one is Monday 23 November. "
        "England and Wales calendar; no bank holiday in between. Two working days left."
    )


def test_bank_holidays_in_between_are_named_with_their_days_and_the_year_where_it_differs() -> None:
    clock = clock_of("stage-1-acknowledgement", CHRISTMAS_EVE)
    sentence = explained(clock, date(2025, 1, 6)).sentence
    assert sentence.startswith(
        "Stage 1 acknowledgement due Friday 3 January 2025: five working days (Code 2024, 6.2) "
        "from receipt on Tuesday 24 December 2024; day one is Friday 27 December 2024."
    )
    for day in ("Wed 25 Dec 2024", "Thu 26 Dec 2024", "Wed 1 Jan 2025"):
        assert f"({day})" in sentence
    assert sentence.endswith("One working day late.")


def test_every_day_to_the_original_due_day_is_counted_or_skipped_with_its_reason() -> None:
    clock = clock_of("stage-1-acknowledgement", CHRISTMAS_EVE)
    days = explained(clock, date(2024, 12, 24)).days
    assert [day.date for day in days] == [date(2024, 12, 25) + timedelta(n) for n in range(10)]
    assert [day.number for day in days if day.counted] == [1, 2, 3, 4, 5]
    skipped = {day.date.day: day.reason for day in days if not day.counted}
    assert list(skipped) == [25, 26, 28, 29, 1]
    assert skipped[28] == skipped[29] == "weekend"
    assert "weekend" not in (skipped[25], skipped[26], skipped[1])


def test_the_rule_stands_with_every_explanation() -> None:
    assert explained(ACKNOWLEDGEMENT, date(2026, 11, 25)).rule == RULE
    assert "day 0" in RULE
    assert "the first working day after it is day 1" in RULE


def test_an_extension_is_told_with_its_former_due_day() -> None:
    clock = clock_of("stage-1-response", CHRISTMAS_EVE, ACKNOWLEDGED, EXTENDED)
    explanation = explained(clock, date(2025, 1, 20))
    assert explanation.sentence.startswith(
        "Stage 1 answer due Friday 31 January 2025 (extended; first due Friday 17 January 2025): "
        "ten working days (Code 2024, 6.3) from the acknowledgement on Friday 3 January;"
    )
    assert explanation.days[-1].date == date(2025, 1, 17)  # Fri, the original due day
    assert "Extended by ten working days: Fri 17 Jan 2025 → Fri 31 Jan 2025." in explanation.notes


def test_a_start_on_a_day_off_says_what_the_other_reading_would_give() -> None:
    (note,) = (n for n in explained(ACKNOWLEDGEMENT, date(2026, 11, 25)).notes if "starts on" in n)
    assert note.startswith("It starts on a Saturday.")
    assert "Mon 30 Nov 2026" in note
    good_friday = clock_of(
        "stage-1-acknowledgement", {"on": "2026-04-03", "fact": "complaint-received"}
    )
    assert any(
        "It starts on a Friday (Good Friday)" in n
        for n in explained(good_friday, date(2026, 4, 7)).notes
    )


def test_a_provisional_date_says_up_to_when_bank_holidays_are_published() -> None:
    clock = clock_of("stage-1-backstop", {"on": "2028-12-18", "fact": "complaint-received"})
    notes = explained(clock, date(2028, 12, 18)).notes
    assert any(n.startswith("Provisional:") and "Sun 31 Dec 2028" in n for n in notes)


@pytest.mark.parametrize(
    ("key", "sentence_names", "note_names"),
    [
        ("stage-2-acknowledgement", "(Code 2024, 6.11)", "Code 2022"),
        ("stage-2-response", "(Code 2022, 5.13)", "Code 2024"),
    ],
)
def test_a_stage_2_under_both_codes_names_both(
    key: str, sentence_names: str, note_names: str
) -> None:
    clock = clock_of(
        key,
        {"on": "2024-03-04", "fact": "complaint-received"},  # Mon
        {"on": "2024-04-15", "fact": "escalation-requested"},  # Mon
    )
    explanation = explained(clock, date(2024, 4, 16))
    assert sentence_names in explanation.sentence
    assert "from the request for stage 2 on Monday 15 April" in explanation.sentence
    assert any(note_names in note for note in explanation.notes)


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 11, 21), "Five working days left."),  # Sat
        (date(2026, 11, 26), "One working day left."),  # Thu
        (date(2026, 11, 27), "Due today, until midnight."),  # Fri
        (date(2026, 11, 30), "One working day late."),  # Mon
        (date(2026, 12, 28), "Nineteen working days late."),  # Mon, for Boxing Day on a Saturday
        (date(2026, 12, 29), "Twenty working days late."),  # Tue
        (date(2026, 12, 30), "21 working days late."),  # Wed
    ],
    ids=str,
)
def test_the_time_that_is_left_in_words(today: date, words: str) -> None:
    assert left_in_words(ACKNOWLEDGEMENT, CALENDAR, today) == words


def test_a_due_day_on_a_sunday_has_no_working_day_left_before_it_on_the_saturday() -> None:
    to_a_sunday = EXTENDED | {"until": "2025-01-26"}
    clock = clock_of("stage-1-response", CHRISTMAS_EVE, ACKNOWLEDGED, to_a_sunday)
    assert left_in_words(clock, CALENDAR, date(2025, 1, 25)) == "No working day left before it."


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ([ACKNOWLEDGED], "Met on Fri 3 Jan 2025."),
        ([ACKNOWLEDGED | {"on": "2025-01-06"}], "Missed: done on Mon 6 Jan 2025."),
        ([{"on": "2025-01-06", "fact": "complaint-withdrawn"}], "Missed."),
        (
            [{"on": "2025-01-03", "fact": "complaint-withdrawn"}],
            "No longer applies: the stage ended before it was due.",
        ),
    ],
    ids=["met", "missed", "withdrawn late", "withdrawn in time"],
)
def test_a_clock_that_is_over_says_how_it_ended(facts: list[dict[str, Any]], words: str) -> None:
    clock = clock_of("stage-1-acknowledgement", CHRISTMAS_EVE, *facts)
    assert left_in_words(clock, CALENDAR, date(2025, 2, 3)) == words
    assert explained(clock, date(2025, 2, 3)).sentence.endswith(words)


def test_a_clock_that_has_not_started_has_nothing_to_prove() -> None:
    clock = clock_of("stage-1-response", CHRISTMAS_EVE)
    assert explain(clock, CALENDAR, date(2025, 1, 1)) is None
    assert left_in_words(clock, CALENDAR, date(2025, 1, 1)) is None


def test_every_clock_has_a_name_in_words() -> None:
    names = [name_of(c) for c in clocks_of(what_if.read_facts([CHRISTMAS_EVE])).values()]
    assert len(set(names)) == 6
    assert "stage 1 acknowledgement" in names
    assert "stage 2 backstop" in names


def test_a_day_in_full_drops_the_year_beside_a_day_of_the_same_year() -> None:
    day = date(2026, 11, 27)
    assert long(day) == "Friday 27 November 2026"
    assert long(day, beside=date(2026, 1, 1)) == "Friday 27 November"
    assert long(day, beside=date(2027, 1, 1)) == "Friday 27 November 2026"


def test_a_calendar_without_a_name_is_the_landlords_own() -> None:
    own = WorkingCalendar(bank_holidays=[], covers=(date(2026, 1, 1), date(2026, 12, 31)))
    explanation = explain(ACKNOWLEDGEMENT, own, date(2026, 11, 25))
    assert explanation is not None
    assert "Own calendar; no bank holiday in between." in explanation.sentence


@given(histories)
def test_the_last_day_counted_is_the_last_of_the_timescale(history: list[Entry]) -> None:
    for clock in clocks_of(tuple(history)).values():
        explanation = explain(clock, CALENDAR, date(2024, 4, 1))
        if explanation is None:
            continue
        assert "None" not in explanation.sentence + " ".join(explanation.notes)
        if clock.timescale.working_days == 0:
            assert explanation.days == ()  # the day itself was given
            continue
        assert explanation.days[-1].number == clock.timescale.working_days
        assert explanation.days[-1].date == (*clock.earlier_due_on, clock.due_on)[0]
