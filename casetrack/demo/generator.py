"""The demo's landlord: its complaint log as it keeps it, and the settings that go with it.

Knows how people fill in a spreadsheet: dates as text, N/A, a blank too many. Must never know the
real day: `today` is given, and nothing in the log is later but the dates extended to.
"""

import json
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Final

import xlsxwriter

from casetrack.calendars import load_calendar
from casetrack.demo import words
from casetrack.demo.lives import ARRANGED, Life, Lives, StageLife
from casetrack.domain.errors import BadInput
from casetrack.domain.working_days import WorkingCalendar
from casetrack.text import safe_text

_CALENDAR: Final = "england-and-wales"
_MONTHS: Final = 15
# How much of a Monday's post arrives on each day of the week, and on a bank holiday.
_BY_WEEKDAY: Final = (100, 88, 84, 80, 72, 9, 6)
_ON_BANK_HOLIDAY: Final = 22
_TYPED_DATES: Final = 0.12
_STRAY_BLANKS: Final = 0.03
_TWO_DAYS: Final = timedelta(days=2)
# What stands in a cell that nothing is to go into, and in one that is still to be filled.
_NOTHING: Final = (*[""] * 12, "N/A", "N/A", "-")
_NOT_YET: Final = (*[""] * 5, "TBC")
_TO_BE_FILLED: Final = ("_acknowledged", "_responded", "_outcome")

Cell = str | int | date | None


def write_demo_log(path: Path, today: date, *, complaints: int = 420, seed: int = 2024) -> None:
    """Write a made-up landlord's complaint log, an XLSX file, for the 15 months up to `today`.

    The same arguments give the same file. Raises BadInput for fewer complaints than the open
    states to be shown, CalendarHorizon where the calendar does not cover the days.
    """
    if complaints < len(ARRANGED):
        raise BadInput(
            f"A demo log of {complaints} complaints is too short to show every open state: "
            f"ask for {len(ARRANGED)} or more."
        )
    rng, calendar = Random(seed), load_calendar(_CALENDAR)  # noqa: S311 - a demo, no secret
    lives = Lives(rng, calendar, today)
    all_lives = list(lives.arranged())
    days = _received_days(rng, calendar, today, complaints - len(all_lives))
    all_lives += map(lives.by_chance, days)
    all_lives.sort(key=lambda life: life.received)
    _write(path, today, _Scribe(rng, calendar, today).rows(all_lives))


def demo_settings(folder: Path, today: date) -> str:
    """Return the text of the `casetrack.toml` that goes with a log up to `today`.

    `folder` is where it will lie. Homes are given for every year, April to March, that the log
    touches.
    """
    first, last = (_financial_year(day) for day in (_first_day(today), today))
    people = {each.name: each.email for each in words.HANDLERS} | words.REVIEWERS
    file = safe_text((folder / "casetrack.toml").as_posix())
    lines = [
        f"# {words.LANDLORD} is made up: change anything here and see what happens.",
        f'# From another folder: casetrack --config "{file}"',
        "[landlord]",
        f"name = {_quoted(words.LANDLORD)}",
        f"calendar = {_quoted(_CALENDAR)}",
        "",
        "[database]",
        'url = "sqlite:///casetrack.db"',
        "",
        "# Homes owned at the end of each year, for the rates per 1,000.",
    ]
    for place, year in enumerate(range(first, last + 1)):
        lines.append(f'[homes."{year}-{(year + 1) % 100:02}"]')
        for tenure, homes in words.HOMES.items():
            lines.append(f"{tenure} = {homes + place * words.HOMES_MORE_EACH_YEAR[tenure]}")
    lines += [
        "",
        "# Shorter than the Code, in working days.",
        "[targets]",
        "stage-1-acknowledgement = 2",
        "",
        "# Nothing is sent: every email becomes a file in the outbox beside this one.",
        "[email]",
        'deliver = "folder"',
        'folder = "outbox"',
        f"from = {_quoted(words.SENDER)}",
        f"manager = {_quoted(words.MANAGER)}",
        "",
    ]
    lines += [f"[people.{_quoted(n)}]\nemail = {_quoted(email)}" for n, email in people.items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # A JSON string is a TOML string too.
    return json.dumps(text, ensure_ascii=False)


def _financial_year(day: date) -> int:
    """Return the year in whose April the financial year of `day` began."""
    return day.year - (day.month < 4)


def _first_day(today: date) -> date:
    """Return the first day of the log, 15 months before `today`."""
    year, month = divmod(today.year * 12 + today.month - 1 - _MONTHS, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _received_days(
    rng: Random, calendar: WorkingCalendar, today: date, complaints: int
) -> list[date]:
    """Return the days of receipt, more of them when more goes wrong in homes."""
    first = _first_day(today)
    days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
    monthly = [sum(each.by_month[month] for each in words.CATEGORIES) for month in range(12)]
    weights = []
    for day in days:
        holiday = day.weekday() < 5 and not calendar.is_working_day(day)
        of_the_day = _ON_BANK_HOLIDAY if holiday else _BY_WEEKDAY[day.weekday()]
        weights.append(of_the_day * monthly[day.month - 1])
    return sorted(rng.choices(days, weights, k=complaints))


class _Scribe:
    """Turns lives into rows as the landlord's people type them."""

    def __init__(self, rng: Random, calendar: WorkingCalendar, today: date) -> None:
        self._rng = rng
        self._calendar = calendar
        self._today = today
        self._people = [self._person() for _ in range(300)]
        # In turn, so that a log with three refusals has each.
        self._refusals = cycle(words.REFUSALS)
        self._groups = [
            (f"The Residents of {block}", f"{block}, {words.TOWN}", "LCRA")
            for block in words.BLOCKS
        ]

    def rows(self, lives: list[Life]) -> Iterator[Mapping[str, Cell]]:
        """Yield a row a life, column → cell in the sheet's order; lives come by receipt."""
        # The register of the first year was begun before this log.
        first = lives[0].received
        numbers = Counter({first.year: (first - date(first.year, 1, 1)).days * 9 // 10})
        for life in lives:
            year = life.received.year
            numbers[year] += 1
            row = {"reference": f"{year}/{numbers[year]:04}"} | self._row(life)
            yield {name: self._as_typed(life, name, row.get(name)) for name in words.HEADINGS}

    def _person(self) -> tuple[str, str, str]:
        """Return a name, an address and a tenure."""
        rng = self._rng
        surname, form = rng.choice(words.SURNAMES), rng.random()
        if form < 0.08:
            name = rng.choice(words.HOUSEHOLDS).format(surname)
        elif form < 0.35:
            name = f"{rng.choice(words.TITLES)} {surname}"
        else:
            name = f"{rng.choice(words.GIVEN_NAMES)} {surname}"
        flat = f"Flat {rng.randint(1, 24)}, " if rng.random() < 0.3 else ""
        address = f"{flat}{rng.randint(1, 140)} {rng.choice(words.STREETS)}, {words.TOWN}"
        tenure = rng.choices(("LCRA", "LCHO", "Shared ownership"), (91, 7, 2))[0]
        return name, address, tenure

    def _row(self, life: Life) -> dict[str, Cell]:
        rng, received = self._rng, life.received
        weights = [each.by_month[received.month - 1] for each in words.CATEGORIES]
        category = rng.choices(words.CATEGORIES, weights)[0]
        together = category.communal and rng.random() < 0.25
        resident, address, tenure = rng.choice(self._groups if together else self._people)
        tail = rng.choice(words.COMPLAINT_TAILS).format(n=rng.randint(3, 9))
        unread = life.open and not life.first.acknowledged and self._today - received < _TWO_DAYS
        return {
            "received": received,
            "channel": self._channel(received),
            "resident": resident,
            "address": address,
            "tenure": tenure,
            "category": category.name,
            "service_area": rng.choice(category.areas),
            "summary": rng.choice(category.summaries) + tail,
            "outcome_sought": rng.choice(words.WANTED),
            "handler": "TBC" if unread and rng.random() < 0.4 else life.handler.name,
            **self._stage("stage1", life.first),
            "stage2_requested": life.second.opened if life.second else None,
            "stage2_handler": life.reviewer or None,
            **(self._stage("stage2", life.second) if life.second else {}),
            "compensation": life.pounds,
            "refused_reason": next(self._refusals) if life.refused else None,
            "withdrawn": life.withdrawn,
            "closed": life.closed,
        }

    def _channel(self, received: date) -> str:
        if not self._calendar.is_working_day(received):
            return self._rng.choice(words.WEEKEND_CHANNELS)
        return self._rng.choices(tuple(words.CHANNELS), tuple(words.CHANNELS.values()))[0]

    def _stage(self, stage: str, life: StageLife) -> dict[str, Cell]:
        rng, extension = self._rng, life.extension
        cells: dict[str, Cell] = {f"{stage}_acknowledged": life.acknowledged}
        if extension:
            cells[f"{stage}_extended_on"] = extension.told_on
            cells[f"{stage}_extended_to"] = extension.until
            if extension.reasoned:
                cells[f"{stage}_extension_reason"] = rng.choice(words.EXTENSION_REASONS)
            cells[f"{stage}_ombudsman_details"] = "Yes" if extension.ombudsman_details else "No"
        cells[f"{stage}_responded"] = life.responded
        if life.outcome:
            cells[f"{stage}_outcome"] = rng.choice(words.OUTCOMES[life.outcome])
        return cells

    def _as_typed(self, life: Life, name: str, cell: Cell) -> Cell:
        """Return a cell as it got into the spreadsheet."""
        rng = self._rng
        if cell is None:
            if not life.open:
                return rng.choice(_NOTHING)
            asked_for = life.second or not name.startswith("stage2")
            return rng.choice(_NOT_YET) if asked_for and name.endswith(_TO_BE_FILLED) else None
        if isinstance(cell, date):
            if rng.random() >= _TYPED_DATES:
                return cell
            cell = life.handler.writes_dates.format(cell)
        elif name == "compensation" and rng.random() < 0.15:
            cell = f"£{cell:,}"
        if isinstance(cell, str) and cell and rng.random() < _STRAY_BLANKS:
            return cell + " " * rng.randint(1, 2)
        return cell


def _write(path: Path, today: date, rows: Iterator[Mapping[str, Cell]]) -> None:
    book = xlsxwriter.Workbook(path)
    # Else the file would say when it was really made, and no two would be the same.
    book.set_properties(
        {
            "title": words.TITLE_ROWS[0],
            "created": datetime(today.year, today.month, today.day, tzinfo=UTC),
        }
    )
    sheet = book.add_worksheet(words.SHEET)
    bold, day_format = (
        book.add_format({"bold": True}),
        book.add_format({"num_format": "dd/mm/yyyy"}),
    )
    for number, title in enumerate(words.TITLE_ROWS):
        sheet.write_string(number, 0, title, bold)
    header = len(words.TITLE_ROWS)
    for place, heading in enumerate(words.HEADINGS.values()):
        sheet.write_string(header, place, heading, bold)
        sheet.set_column(place, place, 44 if heading == words.HEADINGS["summary"] else 16)
    sheet.freeze_panes(header + 1, 1)
    for number, row in enumerate(rows, start=header + 1):
        for place, cell in enumerate(row.values()):
            if isinstance(cell, date):
                sheet.write_datetime(number, place, cell, day_format)
            elif isinstance(cell, str):
                # Told outright that it is text: "=> third time" is no formula.
                sheet.write_string(number, place, cell)
            elif cell is not None:
                sheet.write_number(number, place, cell)
    book.close()
