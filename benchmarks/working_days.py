"""B1 to B4: adding and counting working days, against `holidays` and numpy.

The contestants get the same bank holidays and the same days, prepared as each likes them best
before the clock starts, and are first shown to give the same answers.
"""

import json
import os
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

import holidays
import numpy as np

from benchmarks.measure import Row, at_most, counted, medians, times_faster
from casetrack.calendars import load_calendar
from casetrack.domain.working_days import WorkingCalendar

_FIRST, _LAST = date(2017, 1, 1).toordinal(), date(2045, 12, 31).toordinal()
_CLOCKS = (5, 10, 20, 40)
_STAGE_1_ANSWER = 10
_SUBDIVISIONS = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}
_GOVUK = Path(__file__).parents[1] / "tests" / "data" / "bank-holidays.json"


class _Empty:
    """A call that does nothing: the floor below which no method can go."""

    def add(self, start: date, _: int) -> date:
        return start


def run() -> list[Row]:
    """Measure B1 to B4."""
    calendar = load_calendar("england-and-wales")
    cases = int(os.environ.get("BENCHMARK_CASES", "100000"))
    return [*_one_add(calendar), *_one_count(calendar), *_batches(calendar), *_agreement(cases)]


def _days(number: int, seed: int, *, first: int = _FIRST, last: int = _LAST) -> list[date]:
    """Random days, each an object of its own, as they come from a file."""
    random = Random(seed)
    return [date.fromordinal(random.randint(first, last)) for _ in range(number)]


def _days_of_a_year(seed: int) -> list[date]:
    """The days a landlord of a thousand complaints receives them on, over a reporting year."""
    first, last = date(2024, 4, 1).toordinal(), date(2025, 3, 31).toordinal()
    return _days(1_000, seed, first=first, last=last)


def _numpy_calendar(calendar: WorkingCalendar) -> np.busdaycalendar:
    days = [each.day for each in calendar.bank_holidays]
    return np.busdaycalendar(holidays=np.array(days, dtype="datetime64[D]"))


def _one_add(calendar: WorkingCalendar) -> list[Row]:
    starts = _days_of_a_year(seed=1)
    moments = [np.datetime64(start, "D") for start in starts]
    package = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2051))
    theirs = _numpy_calendar(calendar)
    add, empty, nth = calendar.add, _Empty().add, package.get_nth_working_day
    offset = np.busday_offset
    assert [add(start, _STAGE_1_ANSWER) for start in starts] == [
        nth(start, _STAGE_1_ANSWER) for start in starts
    ]

    def ours() -> None:
        for start in starts:
            add(start, _STAGE_1_ANSWER)

    def nothing() -> None:
        for start in starts:
            empty(start, _STAGE_1_ANSWER)

    def with_holidays() -> None:
        for start in starts:
            nth(start, _STAGE_1_ANSWER)

    def with_numpy() -> None:
        for moment in moments:
            offset(moment, _STAGE_1_ANSWER, roll="preceding", busdaycal=theirs)

    seconds = medians(
        {"casetrack": ours, "empty": nothing, "holidays": with_holidays, "numpy": with_numpy},
        rounds=25,
        calls=len(starts),
    )
    return [
        times_faster(
            "B1",
            "one add of 10, than holidays.get_nth_working_day",
            seconds,
            ours="casetrack",
            theirs="holidays",
            goal=120,
        ),
        times_faster(
            "B1",
            "one add of 10, than numpy busday_offset on one datetime64",
            seconds,
            ours="casetrack",
            theirs="numpy",
            goal=12,
        ),
        at_most(
            "B1",
            "one add of 10, of an empty call",
            seconds,
            ours="casetrack",
            theirs="empty",
            goal=5,
        ),
    ]


def _one_count(calendar: WorkingCalendar) -> list[Row]:
    pairs = [
        (start, start + timedelta(days=Random(start.toordinal()).randint(20, 60)))
        for start in _days_of_a_year(seed=2)
    ]
    moments = [tuple(np.datetime64(day + timedelta(days=1), "D") for day in pair) for pair in pairs]
    package = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2051))
    theirs = _numpy_calendar(calendar)
    count, between, busday_count = calendar.count, package.get_working_days_count, np.busday_count
    after = [(start + timedelta(days=1), end) for start, end in pairs]
    assert [count(*pair) for pair in pairs] == [between(*pair) for pair in after]

    def ours() -> None:
        for start, end in pairs:
            count(start, end)

    def with_holidays() -> None:
        for start, end in after:
            between(start, end)

    def with_numpy() -> None:
        for start, end in moments:
            busday_count(start, end, busdaycal=theirs)

    seconds = medians(
        {"casetrack": ours, "holidays": with_holidays, "numpy": with_numpy},
        rounds=25,
        calls=len(pairs),
    )
    return [
        times_faster(
            "B2",
            "one count, than holidays.get_working_days_count",
            seconds,
            ours="casetrack",
            theirs="holidays",
            goal=200,
        ),
        times_faster(
            "B2",
            "one count, than numpy busday_count",
            seconds,
            ours="casetrack",
            theirs="numpy",
            goal=10,
        ),
    ]


def _batches(calendar: WorkingCalendar) -> list[Row]:
    ten_years = date(2017, 1, 1).toordinal(), date(2026, 12, 31).toordinal()
    received = _days(1_000_000, seed=3, first=ten_years[0], last=ten_years[1])
    moments = np.array(received, dtype="datetime64[D]")
    theirs = _numpy_calendar(calendar)

    def ours() -> list[tuple[date, ...]]:
        return calendar.add_each(received, _CLOCKS)

    def with_numpy() -> list[object]:
        return [
            np.busday_offset(moments, clock, roll="preceding", busdaycal=theirs)
            for clock in _CLOCKS
        ]

    dues = [np.asarray(due, dtype="datetime64[D]").tolist() for due in with_numpy()]
    assert ours() == list(zip(*dues, strict=True))
    seconds = medians({"casetrack": ours, "numpy": with_numpy}, rounds=7)
    return [
        at_most(
            "B3",
            "four clocks of 1,000,000 received days, of four numpy batches",
            seconds,
            ours="casetrack",
            theirs="numpy",
            goal=0.25,
        )
    ]


def _agreement(cases: int) -> list[Row]:
    calendars = {name: load_calendar(name) for name in _SUBDIVISIONS}
    share = -(-cases // len(calendars))
    differing = sum(_differing_from_numpy(calendar, share) for calendar in calendars.values())
    published = json.loads(_GOVUK.read_text(encoding="utf-8"))
    unlike = sum(_unlike_govuk(published[name], _SUBDIVISIONS[name]) for name in calendars)
    return [
        counted("B4", f"{share * len(calendars):,} random cases unlike numpy", differing),
        counted("B4", "days 2012–2028 on which holidays is unlike GOV.UK", unlike),
    ]


def _differing_from_numpy(calendar: WorkingCalendar, cases: int) -> int:
    starts, ends = _days(cases, seed=4), _days(cases, seed=5)
    random = Random(6)
    steps = [random.choice((-1, 1)) * random.randint(1, 600) for _ in range(cases)]
    theirs = _numpy_calendar(calendar)
    begin, finish = (np.array(days, dtype="datetime64[D]") for days in (starts, ends))
    step = np.array(steps)
    # numpy first rolls a start that is not worked: against the direction, it is not counted.
    due = np.where(
        step > 0,
        np.busday_offset(begin, step, roll="preceding", busdaycal=theirs),
        np.busday_offset(begin, step, roll="following", busdaycal=theirs),
    )
    # numpy counts the start and not the end, we count the end and not the start.
    count = np.where(
        begin <= finish,
        np.busday_count(begin + 1, finish + 1, busdaycal=theirs),
        -np.busday_count(finish + 1, begin + 1, busdaycal=theirs),
    )
    return _differences(calendar.add, starts, steps, due.tolist()) + _differences(
        calendar.count, starts, ends, count.tolist()
    )


def _differences(
    ask: Callable[..., object],
    first: Sequence[object],
    second: Sequence[object],
    expected: Sequence[object],
) -> int:
    answers = map(ask, first, second)
    return sum(mine != other for mine, other in zip(answers, expected, strict=True))


def _unlike_govuk(published: dict[str, list[dict[str, str]]], subdivision: str) -> int:
    package = holidays.country_holidays("GB", subdiv=subdivision, years=range(2012, 2029))
    listed = {event["date"] for event in published["events"]}
    days = [date(2012, 1, 1) + timedelta(days=number) for number in range(6210)]
    return sum((day in package) != (day.isoformat() in listed) for day in days if day.weekday() < 5)
