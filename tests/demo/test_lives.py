"""The demo's landlord is alive on any day, and believable."""

from collections import Counter
from datetime import date

import pytest
from demo_logs import CALENDAR, SUNDAY, WHOLE, cases, log, on_each_day

from casetrack.demo import words
from casetrack.demo.lives import ARRANGED
from casetrack.domain.clock import Clock, Verdict

# ---- the live tail -------------------------------------------------------------------------------


def open_clocks(today: date) -> list[Clock]:
    """What a worklist holds: a backstop only while the response clock has not started.

    The log is the shortest there can be, so that nothing here is there by chance.
    """
    found = []
    for case in cases(today, len(ARRANGED)):
        clocks = {clock.key: clock for clock in case.all_clocks if clock.open}
        for key, clock in clocks.items():
            if "backstop" not in key or key.replace("backstop", "response") not in clocks:
                found.append(clock)
    return found


def tags(clock: Clock, today: date) -> set[str]:
    """What a person sees of an open clock on that day."""
    assert clock.due_on is not None
    seen = {clock.key, clock.verdict(today).value}
    if clock.extended:
        seen.add("extended")
    if clock.due_on == today:
        seen.add("due today")
    elif today < clock.due_on:
        soon = clock.due_on <= CALENDAR.add(today, 3)
        seen.add("due within three working days" if soon else "due later")
    return seen


@on_each_day
@pytest.mark.parametrize(
    ("state", "least"),
    [
        # Under Code 2022 one less: an extension needed no Ombudsman's details.
        (("overdue",), 5),
        (("overdue", "stage-1-acknowledgement"), 1),
        (("overdue", "stage-1-response"), 2),
        (("overdue", "stage-2-response"), 1),
        (("due today",), 2),
        (("due within three working days",), 3),
        (("due later",), 3),
        (("running", "stage-1-acknowledgement"), 4),
        (("running", "stage-1-response", "extended"), 2),
        (("running", "stage-2-response", "extended"), 2),
        (("running", "stage-2-response"), 4),
    ],
)
def test_the_worklist_of_that_day_has_something_in_every_state(
    today: date, state: tuple[str, ...], least: int
) -> None:
    found = [clock for clock in open_clocks(today) if tags(clock, today) >= set(state)]
    assert len(found) >= least


def test_on_a_working_day_counted_due_days_fall_on_it_too() -> None:
    tuesday = date(2026, 11, 24)
    due = [clock for clock in open_clocks(tuesday) if clock.due_on == tuesday]
    assert Counter((clock.key, clock.extended) for clock in due) == {
        ("stage-1-response", False): 1,
        ("stage-1-response", True): 1,
        ("stage-1-acknowledgement", False): 1,
        ("stage-2-response", True): 1,
    }


# ---- a believable landlord -----------------------------------------------------------------------


def share(part: int, whole: int) -> float:
    return part / whole


@on_each_day
def test_most_is_in_time_and_some_of_everything_goes_wrong(today: date) -> None:
    rows = log(today).rows
    acknowledged, answered, second = Counter[str](), Counter[str](), Counter[str]()
    for case in cases(today):
        for clock in case.all_clocks:
            verdicts = {
                "stage-1-acknowledgement": acknowledged,
                "stage-1-response": answered,
                "stage-2-response": second,
            }.get(clock.key, Counter[str]())
            verdicts[clock.verdict(today).value] += 1
    assert 0.80 < share(acknowledged["met"], acknowledged["met"] + acknowledged["missed"]) < 0.97
    assert 0.72 < share(answered["met"], answered["met"] + answered["missed"]) < 0.95
    assert second["met"] > second["missed"] > 0
    assert 0.09 < share(sum(row.stage2_requested is not None for row in rows), WHOLE) < 0.18
    assert {row.refused_reason for row in rows} == {"", *words.REFUSALS}
    assert 2 <= sum(row.withdrawn is not None for row in rows) <= 20
    assert 60 < sum(row.compensation is not None for row in rows) < 180


def test_extensions_are_mostly_valid_and_go_wrong_in_every_way() -> None:
    lacks = Counter[str]()
    for case in cases(SUNDAY):
        for number in (1, 2):
            stage = case.clocks.stage(number) if case.clocks else None
            for extension in stage.extensions if stage else ():
                lacks.update(extension.lacks or ["none"])
    assert lacks["none"] > 0.5 * lacks.total()
    assert set(lacks) >= {
        "told-too-late",
        "past-limit",
        "without-reasons",
        "without-ombudsman-details",
    }


def test_damp_and_cold_homes_are_winter_complaints_and_estates_are_summers() -> None:
    seasons: dict[str, Counter[str]] = {"winter": Counter(), "summer": Counter()}
    for row in log(SUNDAY).rows:
        if date(2025, 12, 1) <= row.received < date(2026, 3, 1):
            seasons["winter"][row.category] += 1
        elif date(2026, 6, 1) <= row.received < date(2026, 9, 1):
            seasons["summer"][row.category] += 1
    winter, summer = seasons["winter"], seasons["summer"]
    for category in ("Damp and mould", "Heating and hot water"):
        assert winter[category] > 3 * summer[category]
    assert summer["Estate services"] > 3 * winter["Estate services"]
    assert winter.total() > 1.15 * summer.total()


def test_a_few_complaints_arrive_at_weekends_and_on_bank_holidays() -> None:
    received = [row.received for row in log(SUNDAY).rows]
    weekend = sum(day.weekday() >= 5 for day in received)
    holiday = sum(day.weekday() < 5 and not CALENDAR.is_working_day(day) for day in received)
    assert 5 <= weekend <= 50
    assert 1 <= holiday <= 15


def test_one_of_six_handlers_has_the_most_complaints_and_the_most_late_answers() -> None:
    loads, late = Counter[str](), Counter[str]()
    for row, case in zip(log(SUNDAY).rows, cases(SUNDAY), strict=True):
        loads[row.handler] += 1
        response = case.clocks.stage(1) if case.clocks else None
        if response and response.response.verdict(SUNDAY) is Verdict.MISSED:
            late[row.handler] += 1
    handlers = {handler.name for handler in words.HANDLERS}
    assert len(handlers) == 6
    assert set(loads) - {""} == handlers  # a new complaint may have nobody yet
    assert loads.most_common(1)[0][0] == late.most_common(1)[0][0] == words.OVERLOADED
    others = handlers - {words.OVERLOADED}
    rates = {name: share(late[name], loads[name]) for name in handlers}
    assert rates[words.OVERLOADED] > 1.5 * max(rates[name] for name in others)


def test_residents_have_all_kinds_of_names_and_live_in_a_made_up_town() -> None:
    rows = log(SUNDAY).rows
    names = {row.resident for row in rows}
    for part in ("Żofia", "O'Testa", " household", "The Residents of ", "Mr & Mrs "):
        assert any(part in name for name in names), part
    assert all(row.address.endswith(", Exampleton") for row in rows)
    assert {row.tenure for row in rows} == {"LCRA", "LCHO"}
    assert {row.channel for row in rows} >= {"Councillor", "MP", "Phone", "Email"}
    assert len({row.summary for row in rows}) > 150
