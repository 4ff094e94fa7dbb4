"""Making the three nations' calendar files from the `holidays` package.

Knows which subdivision is which nation, and what GOV.UK calls each day. What a file already says
by hand (announced, withdrawn, a title, a day the package lacks) is kept: `holidays` fills gaps
and works out the years that nobody has published.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from casetrack.calendars.files import CalendarFile, read_calendar_file
from casetrack.calendars.shelf import calendar_names, calendar_path
from casetrack.domain.errors import CouldNot
from casetrack.domain.working_days import BankHoliday

COVERS = (date(2012, 1, 1), date(2050, 12, 31))
PUBLISHED_UNTIL = date(2028, 12, 31)

_SATURDAY = 5
_OBSERVED = " (observed)"

# England and Wales share one list; both are asked for, so that a parting of the two is noticed.
_NATIONS = {
    "england-and-wales": ("England and Wales", ("ENG", "WLS")),
    "scotland": ("Scotland", ("SCT",)),
    "northern-ireland": ("Northern Ireland", ("NIR",)),
}

# What the package calls a day, and what GOV.UK calls it.
_TITLES = {
    "Battle of the Boyne": "Battle of the Boyne (Orangemen's Day)",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "May Day": "Early May bank holiday",
    "New Year Holiday": "2nd January",
    "Saint Andrew's Day": "St Andrew's Day",
    "Saint Patrick's Day": "St Patrick's Day",
    "Spring Bank Holiday": "Spring bank holiday",
    "Summer Bank Holiday": "Summer bank holiday",
}

_PREFACE = """\
# The bank holidays of {title}, one day a line.
#
# A day is written            2026-12-25 = "Christmas Day"
# one announced late          2022-09-19 = {{ title = "…", announced_on = 2022-09-09 }}
# one taken off the list      2020-05-04 = {{ title = "…", withdrawn_on = 2019-06-10 }}
# (the days on which GOV.UK's list first showed it, or first showed it no more).
#
# Days under status = "published" stand on GOV.UK's list. Days under status = "computed" are worked
# out by rule: every date after published_until is marked provisional.
#
# A landlord adds a newly announced day in a file of its own, which this file's days are merged
# into:  extends = "{name}"  and then  [announced]  with the day on a line below.
# Closure days of an office do not belong here: the Code counts them as working days.
#
# `casetrack calendar make` fills this file from the `holidays` package and keeps these lines,
# every published day, its title, announced_on and withdrawn_on. `casetrack calendar check` compares
# it with GOV.UK's list.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFile:
    """One calendar file after making it, and the days that came or went."""

    path: Path
    changed: bool
    added: tuple[BankHoliday, ...]
    dropped: tuple[BankHoliday, ...]


def make_calendars(folder: Path, *, published_until: date | None = None) -> tuple[MadeFile, ...]:
    """Write the three calendar files into `folder`; run twice, the second run changes nothing.

    `published_until`: the last day of the last year GOV.UK has published; None keeps what each
    file says. Raises SettingsError for a file to mend, CouldNot if one cannot be written.
    """
    return tuple(_make(name, folder, published_until) for name in _NATIONS)


def _make(name: str, folder: Path, published_until: date | None) -> MadeFile:
    path = folder / f"{name}.toml"
    prior = _prior(name, folder)
    until = published_until or (prior.published_until if prior else None) or PUBLISHED_UNTIL
    before = prior.days if prior else ()
    days = _combined(before, _from_holidays(name, until))
    title = _NATIONS[name][0]
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    preface = _preface(old) or _PREFACE.format(title=title, name=name)
    new = preface + "\n" + _rendered(title, until, days)
    if new != old:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(new, encoding="utf-8", newline="\n")
        except OSError as error:
            raise CouldNot(f"{path} could not be written: {error.strerror}.") from error
    had, has = ({each.day for each in each_side} for each_side in (before, days))
    return MadeFile(
        path=path,
        changed=new != old,
        added=tuple(each for each in days if each.day not in had),
        dropped=tuple(each for each in before if each.day not in has),
    )


def _prior(name: str, folder: Path) -> CalendarFile | None:
    """What is known by hand: the file to be made anew, else the one that came with casetrack."""
    if name not in calendar_names(folder):
        return None
    return read_calendar_file(calendar_path(name, folder))


def _from_holidays(name: str, published_until: date) -> list[BankHoliday]:
    import holidays  # slow, and only wanted here

    years = range(COVERS[0].year, COVERS[1].year + 1)
    subdivisions = _NATIONS[name][1]
    lists = [
        dict(holidays.country_holidays("GB", subdiv=subdivision, years=years))
        for subdivision in subdivisions
    ]
    if any(each != lists[0] for each in lists):
        raise CouldNot(
            f"`holidays` gives different days to {' and '.join(subdivisions)}, which share one "
            f"calendar: nothing was written. Compare with GOV.UK's list and use another version."
        )
    return [
        BankHoliday(
            day=day,
            title=_title(title),
            computed=day > published_until,
            source="holidays" if day > published_until else "GOV.UK",
        )
        for day, title in lists[0].items()
        if day.weekday() < _SATURDAY
    ]


def _title(theirs: str) -> str:
    """GOV.UK's words for a day; where two fall together in Scotland, the substitute comes last."""
    last = theirs.split("; ")[-1]
    plain = last.removesuffix(_OBSERVED)
    substitute = " (substitute day)" if last != plain else ""
    return _TITLES.get(plain, plain) + substitute


def _combined(before: Iterable[BankHoliday], found: Iterable[BankHoliday]) -> list[BankHoliday]:
    """Keep what was published or written by hand, and add what the package has beyond that.

    A day withdrawn by hand stays withdrawn, whatever the package still lists.
    """
    kept = [each for each in before if not each.computed or each.announced_on or each.withdrawn_on]
    known = {each.day for each in kept}
    days = [*kept, *(each for each in found if each.day not in known)]
    return sorted(days, key=lambda each: (each.day, each.withdrawn_on is None))


def _preface(text: str) -> str:
    lines = text.splitlines(keepends=True)
    end = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(lines[:end])


def _rendered(title: str, published_until: date, days: list[BankHoliday]) -> str:
    first, last = COVERS
    lines = [
        f"title = {_quoted(title)}",
        f"covers = [{first}, {last}]",
        f"published_until = {published_until}",
    ]
    names: dict[str, int] = {}
    by_group = sorted(days, key=_group)  # stable: within a group the days stay in order
    for (computed, source), members in groupby(by_group, key=_group):
        status = "computed" if computed else "published"
        names[status] = names.get(status, 0) + 1
        group = status if names[status] == 1 else f"{status}-{names[status]}"
        lines += ["", f"[{group}]", f'status = "{status}"']
        lines += [f"source = {_quoted(source)}"] if source else []
        lines += [_line(each) for each in members]
    return "\n".join(lines) + "\n"


def _group(each: BankHoliday) -> tuple[bool, str]:
    return each.computed, each.source


def _line(each: BankHoliday) -> str:
    told = [f"title = {_quoted(each.title)}"]
    if each.announced_on is not None:
        told.append(f"announced_on = {each.announced_on}")
    if each.withdrawn_on is not None:
        told.append(f"withdrawn_on = {each.withdrawn_on}")
    words = _quoted(each.title) if len(told) == 1 else f"{{ {', '.join(told)} }}"
    return f"{each.day} = {words}"


def _quoted(text: str) -> str:
    """A TOML string: JSON's, but for the one character that TOML forbids and JSON does not."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
