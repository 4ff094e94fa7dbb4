"""The worklist as a screen shows it: what each view holds, any row of it at once, who moved."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count, product
from pathlib import Path
from typing import Final

import pytest
from landlord import Landlord, landlord

from casetrack.calendars import load_calendar
from casetrack.calendars.amend import with_day
from casetrack.domain.facts import ComplaintReceived, Source
from casetrack.domain.reminders import Urgency
from casetrack.domain.working_days import BankHoliday
from casetrack.service.views import Sort, StripDay, View, Views, Wish
from casetrack.service.worklist import Due
from casetrack.store import (
    CaseSummary,
    Clock,
    Derived,
    Reading,
    RecordName,
    WorklistFilter,
    WorklistPlace,
    Writing,
    open_store,
)
from casetrack.text import words_for_search

TODAY = date(2024, 12, 24)  # Tue; the next working days are Fri 27, Mon 30, Tue 31 and Thu 2 Jan
DAY = timedelta(days=1)
ME = "JB"
KINDS = ("acknowledgement", "response", "backstop", "action", "remedy", "update", "ombudsman-order")
NAMES = ("Żofia Żak", "Mr O'Neill", "de Souza", "Ada Baker", "ada baker", "")
_COMMANDS = count(1)


@dataclass(frozen=True)
class Line:
    """A listed clock as the tests made it."""

    record_id: int
    clock: Clock
    resident: str
    words: str

    @property
    def reference(self) -> str:
        return reference(self.record_id)

    @property
    def place(self) -> WorklistPlace:
        return WorklistPlace(
            self.clock.due_on, self.record_id, self.clock.key, self.clock.started_by
        )


def reference(number: int) -> str:
    return f"2024/{10_000 - number * 7 % 89}"  # so that their order is not that of the records


def clock(due_on: date, key: str = "response", **more: object) -> Clock:
    given = {"stage": 1, "kind": key, "listed": True, "handler": ME, **more}
    return Clock(key=key, started_by=0, due_on=due_on, original_due_on=due_on, **given)  # type: ignore[arg-type]


@contextmanager
def writing(url: str) -> Iterator[Writing]:
    with (
        open_store(url) as store,
        store.write(
            command_id=f"command {next(_COMMANDS)}",
            recorded_by=ME,
            recorded_at=datetime(2024, 12, 24, 8, tzinfo=UTC),
            source=Source.PERSON,
        ) as command,
    ):
        yield command


def keep(url: str, number: int, *clocks: Clock, resident: str = "", words: str = "") -> None:
    """Put the clocks beside a case, instead of those it has."""
    with writing(url) as command:
        _keep(command, number, clocks, resident, words)


def _keep(
    command: Writing, number: int, clocks: tuple[Clock, ...], resident: str, words: str
) -> None:
    name = RecordName("case", reference(number))
    command.append(name, [ComplaintReceived(happened_on=TODAY)], calendar_version="")
    summary = CaseSummary(reference=name.reference, received_on=TODAY, resident=resident)
    found_by = words_for_search(f"{name.reference} {resident} {words}")
    command.replace_derived(name, Derived(summary=summary, clocks=clocks, words=found_by))


def some_cases(url: str) -> list[Line]:
    """Sixty cases with up to four clocks each; some days have many lines, some none."""
    chosen = random.Random(11)
    lines = []
    with writing(url) as command:
        for number in range(1, 61):
            resident, words = chosen.choice(NAMES), chosen.choice(("damp", "damp mould", "rent"))
            clocks = tuple(
                clock(
                    TODAY + chosen.choice((-9, -1, 0, 0, 0, 2, 3, 6, 7, 9, 30)) * DAY,
                    kind,
                    stage=chosen.choice((0, 1, 1, 2)),
                    extended=chosen.random() < 0.2,
                    listed=chosen.random() < 0.8,
                    handler=chosen.choice(("", ME, "MO", "mo")),
                )
                for kind in chosen.sample(KINDS, chosen.randrange(5))
            )
            _keep(command, number, clocks, resident, words)
            lines += [Line(number, each, resident, words) for each in clocks if each.listed]
    return lines


@pytest.fixture
def there(tmp_path: Path, database_url: str) -> Landlord:
    return landlord(tmp_path, database_url)


@pytest.fixture
def views(there: Landlord) -> Iterator[Views]:
    with there.opened() as casetrack:
        yield casetrack.views


# --- what each view holds

HOLDS: Final[dict[View, Callable[[Line], bool]]] = {
    View.DUE_TODAY: lambda line: line.clock.due_on == TODAY,
    View.OVERDUE: lambda line: line.clock.due_on < TODAY,
    View.SOON: lambda line: TODAY <= line.clock.due_on <= date(2024, 12, 30),
    View.MINE: lambda line: line.clock.handler == ME,
    View.NOT_ACKNOWLEDGED: lambda line: line.clock.kind == "acknowledgement",
    View.STAGE_1: lambda line: line.clock.stage == 1,
    View.STAGE_2: lambda line: line.clock.stage == 2,
    View.EXTENDED: lambda line: line.clock.extended,
    View.ACTIONS: lambda line: line.clock.kind in KINDS[3:],
    View.EVERYTHING: lambda _: True,
}
NARROWED: Final[tuple[tuple[Wish, Callable[[Line], bool]], ...]] = (
    (Wish(), lambda _: True),
    (Wish(handler="MO"), lambda line: line.clock.handler == "MO"),
    (Wish(handler=""), lambda line: line.clock.handler == ""),
    (Wish(due_on=TODAY), lambda line: line.clock.due_on == TODAY),
    (Wish(due_on=TODAY + 3 * DAY), lambda line: line.clock.due_on == TODAY + 3 * DAY),
    (Wish(words=("zak",)), lambda line: "Żak" in line.resident),
    (
        Wish(words=("mould", "oneill"), handler=ME),
        lambda line: "mould" in line.words and "O'N" in line.resident and line.clock.handler == ME,
    ),
    (Wish(words=("bak", "DAM")), lambda _: False),  # the last alone may be a beginning
    (
        Wish(words=("baker", "DAM")),
        lambda line: "damp" in line.words and "baker" in line.resident.lower(),
    ),
)
SORTED: Final[dict[Sort, Callable[[Line], object]]] = {
    Sort.DUE: lambda _: "",
    Sort.REFERENCE: lambda line: line.reference,
    Sort.RESIDENT: lambda line: line.resident.encode().lower(),
    Sort.HANDLER: lambda line: line.clock.handler.lower(),
    Sort.STAGE: lambda line: line.clock.stage,
}
WISHES = [
    *((view, narrowed, Sort.DUE) for view, narrowed in product(View, NARROWED)),
    *product((View.EVERYTHING, View.MINE, View.OVERDUE, View.ACTIONS), NARROWED[:2], Sort),
]


def places(found: tuple[Due, ...]) -> list[WorklistPlace]:
    return [line.row.place for line in found]


def test_every_view_narrowed_and_sorted_holds_what_it_says_and_every_row_of_it_is_reached(
    there: Landlord, views: Views
) -> None:
    lines = some_cases(there.url)
    for view, (narrowed, holds), sort in WISHES:
        wish = Wish(
            view=view, me=ME, sort=sort, words=narrowed.words,
            handler=narrowed.handler, due_on=narrowed.due_on,
        )  # fmt: skip
        shown = [line for line in lines if HOLDS[view](line) and holds(line)]
        shown.sort(
            key=lambda line: (
                SORTED[sort](line),
                line.clock.due_on,
                line.record_id,
                line.clock.key,
            )
        )
        wanted = [line.place for line in shown]
        assert places(tuple(views.rows_of(wish, TODAY))) == wanted, wish
        assert views.length(wish, TODAY) == len(wanted), wish
        assert places(views.window(wish, TODAY, start=0, size=1_000)) == wanted, wish
        for start in range(0, len(wanted) + 1, 5 if sort is Sort.DUE else 17):
            found = views.window(wish, TODAY, start=start, size=7)
            assert places(found) == wanted[start : start + 7], (wish, start)
            assert [line.row.resident for line in found] == [
                line.resident for line in shown[start : start + 7]
            ]
        for number in range(0, len(wanted), 9):
            assert views.place_of(wish, TODAY, wanted[number]) == number, wish


def test_each_row_of_the_whole_list_can_be_asked_for_alone(there: Landlord, views: Views) -> None:
    some_cases(there.url)
    whole = tuple(views.rows_of(Wish(), TODAY))
    assert len(whole) > 80
    alone = [views.window(Wish(), TODAY, start=row, size=1) for row in range(len(whole))]
    assert tuple(line for (line,) in alone) == whole
    assert [views.place_of(Wish(), TODAY, line.row.place) for line in whole] == list(
        range(len(whole))
    )


def test_there_is_nothing_before_the_first_row_or_after_the_last(
    there: Landlord, views: Views
) -> None:
    keep(there.url, 1, clock(TODAY), clock(TODAY, "action"), clock(TODAY + DAY, "remedy"))
    for sort in Sort:
        for start, size in ((-1, 5), (0, 0), (3, 5), (1_000_000, 5), (0, -1)):
            assert views.window(Wish(sort=sort), TODAY, start=start, size=size) == ()


def test_a_line_says_how_many_working_days_are_left(there: Landlord, views: Views) -> None:
    days = {-DAY: (-1, Urgency.LATE), 0 * DAY: (0, Urgency.TODAY), 3 * DAY: (1, Urgency.SOON),
            7 * DAY: (3, Urgency.LATER)}  # fmt: skip
    for number, ahead in enumerate(days, 1):
        keep(there.url, number, clock(TODAY + ahead))
    found = views.window(Wish(), TODAY, start=0, size=9)
    assert [(line.working_days_left, line.urgency) for line in found] == list(days.values())
    assert tuple(views.rows_of(Wish(), TODAY)) == found


def test_the_views_are_counted_as_they_are_listed(there: Landlord, views: Views) -> None:
    lines = some_cases(there.url)
    counted = views.counts(TODAY, ME)
    assert list(counted) == list(View)
    assert counted == {view: sum(map(holds, lines)) for view, holds in HOLDS.items()}
    for view in View:
        assert views.length(Wish(view=view, me=ME), TODAY) == counted[view]
    assert dict(views.counts(TODAY, "nobody"))[View.MINE] == 0


def test_nothing_is_with_nobody_who_asks_for_what_is_theirs(there: Landlord, views: Views) -> None:
    keep(there.url, 1, clock(TODAY, handler=""))
    assert views.length(Wish(handler=""), TODAY) == 1
    assert views.length(Wish(view=View.MINE), TODAY) == views.counts(TODAY, "")[View.MINE] == 0
    assert views.length(Wish(view=View.MINE, me="MO", handler=""), TODAY) == 0


def test_a_worklist_with_nothing_on_it_is_empty_in_every_view(views: Views) -> None:
    for view, sort in product(View, Sort):
        wish = Wish(view=view, sort=sort, me=ME)
        assert views.window(wish, TODAY, start=0, size=9) == tuple(views.rows_of(wish, TODAY)) == ()
    assert set(views.counts(TODAY, ME).values()) == {0}
    assert {day.due for day in views.strip(Wish(), TODAY)} == {0}
    assert views.place_of(Wish(), TODAY, WorklistPlace(TODAY, 1, "response", 0)) is None


# --- what may be typed or pasted

NO_WORD = ('"', "*", "(", "^", "%", "+", "'", "\0", "\ud800", "\\", "<->", "' ", "’", "💧", "_")
NOT_ON_RECORD = (
    *("'; drop table clock;--", "damp* OR rent", "NEAR(damp rent)", "words:damp", "damp NOT rent"),
    *("d%p", "../../etc", "%s", "%(words)s", ":words", "x" * 100_000, "damp AND", "{damp}x"),
)


def test_whatever_is_typed_is_looked_for_as_words_and_does_no_harm(
    there: Landlord, views: Views
) -> None:
    keep(there.url, 1, clock(TODAY), words="damp")
    place = views.window(Wish(), TODAY, start=0, size=1)[0].row.place
    for typed, sort in product((*NO_WORD, *NOT_ON_RECORD), (Sort.DUE, Sort.RESIDENT)):
        for words in ((typed,), (typed, typed)):
            wish = Wish(words=words, sort=sort)
            assert views.length(wish, TODAY) == 0, typed
            assert views.window(wish, TODAY, start=0, size=9) == (), typed
            assert tuple(views.rows_of(wish, TODAY)) == (), typed
            assert views.place_of(wish, TODAY, place) == 0, typed
            assert sum(day.due for day in views.strip(wish, TODAY)) == 0, typed
        for wish in (Wish(handler=typed, sort=sort), Wish(view=View.MINE, me=typed, sort=sort)):
            assert views.window(wish, TODAY, start=0, size=9) == (), typed
            assert tuple(views.rows_of(wish, TODAY)) == (), typed
        assert views.counts(TODAY, typed)[View.MINE] == 0, typed
    assert views.length(Wish(words=("damp",)), TODAY) == 1


def test_where_nothing_was_typed_everything_is_shown(there: Landlord, views: Views) -> None:
    keep(there.url, 1, clock(TODAY), words="damp")
    for words in ((), ("",), (" ", "\t")):
        assert views.length(Wish(words=words), TODAY) == 1


# --- where a line stands when others change things


def test_the_cursor_stays_on_its_line_when_others_record_before_and_after_it(
    there: Landlord, views: Views
) -> None:
    for number in range(10, 20):
        keep(there.url, number, clock(TODAY + number % 3 * DAY), resident=f"M {number}")
    lines = {sort: views.window(Wish(sort=sort), TODAY, start=4, size=1)[0].row for sort in Sort}
    rows: dict[Sort, int | None] = {}
    for number in (1, 2, 30, 31, 3, 32):
        due_on = TODAY + (number - 16) * DAY
        resident = f"{'a' if number < 16 else 'z'} {number}"
        keep(there.url, number, clock(due_on, handler=f"H{number}"), resident=resident)
        for sort, line in lines.items():
            rows[sort] = row = views.place_of(Wish(sort=sort), TODAY, line.place)
            assert row is not None
            shown = views.window(Wish(sort=sort), TODAY, start=row, size=1)
            assert [each.row for each in shown] == [line], sort
    assert rows[Sort.DUE] == rows[Sort.RESIDENT] == 4 + 3


def test_the_cursor_follows_a_line_whose_due_day_moved(there: Landlord, views: Views) -> None:
    for number in range(1, 6):
        keep(there.url, number, clock(TODAY + number * DAY))
    place = views.window(Wish(), TODAY, start=1, size=1)[0].row.place
    keep(there.url, 2, clock(TODAY + 4 * DAY, extended=True))
    assert views.place_of(Wish(), TODAY, place) == 2
    (line,) = views.window(Wish(), TODAY, start=2, size=1)
    assert (line.row.record_id, line.row.extended) == (place.record_id, True)


def test_a_line_that_is_done_with_has_no_place(there: Landlord, views: Views) -> None:
    keep(there.url, 1, clock(TODAY))
    place = views.window(Wish(), TODAY, start=0, size=1)[0].row.place
    keep(there.url, 1, clock(TODAY, settled="met", listed=False))
    for sort in Sort:
        assert views.place_of(Wish(sort=sort), TODAY, place) is None


def test_a_line_that_is_not_asked_for_has_the_place_it_would_have(
    there: Landlord, views: Views
) -> None:
    keep(there.url, 1, clock(TODAY - DAY))
    keep(there.url, 2, clock(TODAY, handler="MO"))
    keep(there.url, 3, clock(TODAY))
    keep(there.url, 4, clock(TODAY + DAY))
    whole = places(tuple(views.rows_of(Wish(), TODAY)))
    for wish, rows in (
        (Wish(handler=ME), [0, 1, 1, 2]),
        (Wish(handler="MO"), [0, 0, 1, 1]),
        (Wish(view=View.DUE_TODAY), [0, 0, 1, 2]),
        (Wish(view=View.OVERDUE), [0, 1, 1, 1]),
        (Wish(view=View.MINE, me="MO", sort=Sort.STAGE), [0, 0, 1, 1]),
        (Wish(due_on=TODAY + DAY, sort=Sort.REFERENCE), None),
        (Wish(view=View.OVERDUE, due_on=TODAY), [0, 0, 0, 0]),
    ):
        found = [views.place_of(wish, TODAY, place) for place in whole]
        if rows is None:
            by_reference = places(tuple(views.rows_of(Wish(sort=Sort.REFERENCE), TODAY)))
            last = by_reference.index(whole[3])
            rows = [int(by_reference.index(place) > last) for place in whole]
        assert found == rows, wish


def test_what_others_record_is_seen_at_once(there: Landlord, views: Views) -> None:
    keep(there.url, 1, clock(TODAY))
    stamp = views.stamp()
    assert views.length(Wish(), TODAY) == 1
    assert views.stamp() == stamp
    keep(there.url, 2, clock(TODAY - DAY))
    assert views.stamp() == stamp + 1
    assert views.length(Wish(), TODAY) == views.counts(TODAY, ME)[View.EVERYTHING] == 2
    assert [line.row.record_id for line in views.window(Wish(), TODAY, start=0, size=9)] == [2, 1]
    assert views.strip(Wish(), TODAY)[0].due == 1


def test_before_anything_is_recorded_there_is_no_seal(views: Views) -> None:
    assert views.stamp() == 0


def test_several_threads_ask_while_others_record(there: Landlord, views: Views) -> None:
    problems: list[object] = []
    done = threading.Event()

    def ask(wish: Wish) -> None:
        try:
            while not done.is_set():
                found = views.window(wish, TODAY, start=3, size=50)
                if [line.row.due_on for line in found] != sorted(line.row.due_on for line in found):
                    problems.append(found)
                views.place_of(wish, TODAY, WorklistPlace(TODAY, 1, "response", 0))
        except Exception as error:  # to be seen outside the thread
            problems.append(error)

    wishes = (Wish(), Wish(words=("damp",)), Wish(handler=ME))
    threads = [threading.Thread(target=ask, args=(wish,)) for wish in wishes]
    for thread in threads:
        thread.start()
    for number in range(1, 25):
        keep(there.url, number, clock(TODAY + number % 5 * DAY), words="damp")
    done.set()
    for thread in threads:
        thread.join()
    assert problems == []
    assert {views.length(wish, TODAY) for wish in wishes} == {24}


# --- the strip of days


def test_the_strip_shows_twenty_working_days_and_the_bank_holidays_between_them(
    there: Landlord, views: Views
) -> None:
    keep(there.url, 1, clock(TODAY), clock(date(2024, 12, 26), "action"))
    keep(there.url, 2, clock(date(2025, 1, 24), handler="MO"), clock(TODAY - DAY, "update"))
    keep(there.url, 3, clock(date(2025, 1, 27)), clock(date(2025, 1, 4), "remedy"))  # too far; Sat
    strip = views.strip(Wish(), TODAY)
    assert [day for day in strip if day.holiday] == [
        StripDay(date(2024, 12, 25), 0, "Christmas Day"),
        StripDay(date(2024, 12, 26), 1, "Boxing Day"),
        StripDay(date(2025, 1, 1), 0, "New Year's Day"),
    ]
    assert sum(not day.holiday for day in strip) == 21
    assert (strip[0], strip[-1]) == (StripDay(TODAY, 1, ""), StripDay(date(2025, 1, 24), 1, ""))
    assert [day.day for day in strip] == [
        TODAY + ahead * DAY for ahead in range(32) if (TODAY + ahead * DAY).weekday() < 5
    ]
    assert sum(day.due for day in strip) == 3


def test_the_strip_counts_what_is_asked_for_on_whichever_day(there: Landlord, views: Views) -> None:
    keep(there.url, 1, clock(TODAY), clock(TODAY + 3 * DAY, "action"), resident="Jan Żak")
    keep(there.url, 2, clock(TODAY + 3 * DAY, handler="MO"), clock(TODAY - DAY, "backstop"))
    for wish, due in (
        (Wish(), 3),
        (Wish(due_on=TODAY), 3),
        (Wish(handler="MO"), 1),
        (Wish(view=View.ACTIONS), 1),
        (Wish(view=View.DUE_TODAY), 1),
        (Wish(view=View.OVERDUE), 0),
        (Wish(words=("zak",)), 2),
        (Wish(view=View.MINE), 0),
    ):
        assert sum(day.due for day in views.strip(wish, TODAY)) == due, wish


def test_the_strip_begins_on_the_first_weekday(views: Views) -> None:
    for today, first in (
        (date(2024, 12, 28), StripDay(date(2024, 12, 30), 0, "")),  # Sat
        (date(2024, 12, 25), StripDay(date(2024, 12, 25), 0, "Christmas Day")),
    ):
        strip = views.strip(Wish(), today)
        assert strip[0] == first
        assert sum(not day.holiday for day in strip) == 20


def test_a_bank_holiday_added_since_casetrack_opened_counts(there: Landlord, views: Views) -> None:
    friday = date(2024, 12, 27)
    keep(there.url, 1, clock(date(2024, 12, 31)))
    assert views.window(Wish(), TODAY, start=0, size=1)[0].working_days_left == 3
    assert views.counts(TODAY, ME)[View.SOON] == 0
    with writing(there.url) as command:
        added = BankHoliday(day=friday, title="Day of rest")
        command.add_calendar(with_day(load_calendar("england-and-wales"), added))
    assert views.window(Wish(), TODAY, start=0, size=1)[0].working_days_left == 2
    assert views.counts(TODAY, ME)[View.SOON] == views.length(Wish(view=View.SOON), TODAY) == 1
    assert StripDay(friday, 0, "Day of rest") in views.strip(Wish(), TODAY)


# --- what it costs


def test_rows_are_counted_off_within_their_own_day_alone(
    there: Landlord, views: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = some_cases(there.url)
    passed_over = []
    place = Reading.worklist_place

    def listen(reading: Reading, wanted: WorklistFilter, row: int) -> WorklistPlace | None:
        found = place(reading, wanted, row)
        assert found is not None
        assert found.due_on == wanted.due_from
        passed_over.append(row)
        return found

    monkeypatch.setattr(Reading, "worklist_place", listen)
    for start in range(len(lines)):
        views.window(Wish(), TODAY, start=start, size=3)
    days = {line.clock.due_on for line in lines}
    assert len(passed_over) == len(lines) - len(days)
    assert max(passed_over) < max(sum(line.clock.due_on == day for line in lines) for day in days)


def test_the_days_are_counted_once_until_something_is_recorded(
    there: Landlord, views: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_cases(there.url)
    counted = []
    days = Reading.worklist_days

    def listen(reading: Reading, wanted: WorklistFilter) -> object:
        counted.append(wanted)
        return days(reading, wanted)

    monkeypatch.setattr(Reading, "worklist_days", listen)
    for view in (View.EVERYTHING, View.DUE_TODAY, View.OVERDUE, View.SOON):
        for sort in (Sort.DUE, Sort.HANDLER):
            views.window(Wish(view=view, sort=sort), TODAY, start=2, size=3)
            views.strip(Wish(view=view, due_on=TODAY), TODAY)
    assert len(counted) == 1
    keep(there.url, 99, clock(TODAY))
    views.length(Wish(), TODAY)
    assert len(counted) == 2
    for number in range(200):  # as somebody types on: what was counted is not kept for ever
        views.length(Wish(words=(f"w{number}",)), TODAY)
    assert len(views._held) <= 50
