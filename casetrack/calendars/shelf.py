"""The shelf of calendars: which there are, what one extends, and the WorkingCalendar they give.

A name is looked for in the landlord's folder first, then among the calendars that come with
casetrack. Files are merged and never replace one another: a landlord's file cannot lose a day
that the nation's file has, except by saying when it was withdrawn.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from casetrack.calendars.files import CalendarFile, read_calendar_file
from casetrack.domain.errors import SettingsError, nearest
from casetrack.domain.working_days import BankHoliday, WorkingCalendar

_PACKAGE = Path(__file__).resolve().parents[1]


def load_calendar(name: str, folder: Path | None = None) -> WorkingCalendar:
    """Return the calendar of this name, merged with the one it extends.

    `folder` is the landlord's own. Raises SettingsError for an unknown name or a file to mend.
    """
    files = _chain(name, folder)
    root = files[-1]
    if root.covers is None:
        raise SettingsError(
            f"{root.path}: say which calendar it adds to (extends = "
            f'"england-and-wales"), or which days it covers (covers = [2012-01-01, 2050-12-31]).'
        )
    _refuse_strays(files, root.covers)
    days: tuple[BankHoliday, ...] = ()
    for file in reversed(files):
        days = merged(days, file.days)
    published = [file.published_until for file in files if file.published_until is not None]
    published_until = max(published, default=None)
    return WorkingCalendar(
        bank_holidays=days,
        covers=root.covers,
        name=name,
        title=files[0].title,
        version=calendar_version(root.covers, published_until, days),
        published_until=published_until,
    )


def calendar_names(folder: Path | None = None) -> tuple[str, ...]:
    """Return the names of the calendars that can be loaded, in order of the alphabet."""
    return tuple(sorted({path.stem for home in _homes(folder) for path in home.glob("*.toml")}))


def calendar_path(name: str, folder: Path | None = None) -> Path:
    """Return the file that a name stands for; raises SettingsError for an unknown name."""
    names = calendar_names(folder)
    if name not in names:
        raise SettingsError(
            f'There is no calendar "{name}".{nearest(name.lower(), names)} '
            f"Known: {', '.join(names) or 'none'}."
        )
    return _found(name, folder)[0]


def nation_of(name: str, folder: Path | None = None) -> str:
    """Return the calendar at the root of what `name` extends; raises SettingsError as loading."""
    return _chain(name, folder)[-1].name


def merged(base: Iterable[BankHoliday], more: Iterable[BankHoliday]) -> tuple[BankHoliday, ...]:
    """Return the days of both, in order of days; nothing `base` lists is lost.

    A day withdrawn in `more` is withdrawn. A day withdrawn in `base` comes back only when `more`
    announces it later than that: an old copy of a list must not bring it back. A published day
    takes the place of the same day computed.
    """
    days = {_identity(each): each for each in base}
    for each in more:
        standing = days.get((each.day, True))
        withdrawn = days.get((each.day, False))
        if standing is not None and each.withdrawn_on is not None:
            del days[each.day, True]
            days[each.day, False] = replace(standing, withdrawn_on=each.withdrawn_on)
        elif standing is not None and not (standing.computed and not each.computed):
            continue
        elif withdrawn is None or standing is not None or _comes_back(each, withdrawn):
            days[_identity(each)] = each
    return tuple(sorted(days.values(), key=lambda each: (each.day, each.withdrawn_on is None)))


def calendar_version(
    covers: tuple[date, date], published_until: date | None, days: Iterable[BankHoliday]
) -> str:
    """Return a hash (128 bits of sha256) of what a calendar says, whatever its file looks like."""
    lines = [f"{covers[0]} {covers[1]} {published_until}"]
    for each in days:
        state = "computed" if each.computed else "published"
        dates = f"{each.day} {each.announced_on} {each.withdrawn_on}"
        lines.append(f"{dates} {state} {each.title!r} {each.source!r}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def _refuse_strays(files: Iterable[CalendarFile], covers: tuple[date, date]) -> None:
    strays = [
        f"{file.path}: {each.day} lies outside the days from {covers[0]} to {covers[1]} that the "
        f"calendar covers: check the year."
        for file in files
        for each in file.days
        if not covers[0] <= each.day <= covers[1]
    ]
    if strays:
        raise SettingsError("\n".join(strays))


def _identity(each: BankHoliday) -> tuple[date, bool]:
    return each.day, each.withdrawn_on is None


def _comes_back(each: BankHoliday, withdrawn: BankHoliday) -> bool:
    return (
        each.withdrawn_on is None
        and each.announced_on is not None
        and withdrawn.withdrawn_on is not None
        and each.announced_on >= withdrawn.withdrawn_on
    )


def _homes(folder: Path | None) -> tuple[Path, ...]:
    """The landlord's folder, then the wheel's copy or, in a checkout, the folder at its top."""
    packaged = _PACKAGE / "_data" / "calendars"
    ours = packaged if packaged.is_dir() else _PACKAGE.parent / "calendars"
    return (ours,) if folder is None else (folder, ours)


def _found(name: str, folder: Path | None) -> list[Path]:
    paths = (home / f"{name}.toml" for home in _homes(folder))
    return list(dict.fromkeys(path.resolve() for path in paths if path.is_file()))


def _chain(name: str, folder: Path | None) -> list[CalendarFile]:
    """The file of this name, the one it extends, and so on to the root.

    A landlord's file with a nation's name extends that nation's, whether it says so or not.
    """
    paths = [calendar_path(name, folder)]
    files = [read_calendar_file(paths[0])]
    while True:
        file = files[-1]
        parent = file.extends or file.name
        unread = [path for path in _found(parent, folder) if path not in paths]
        if unread:
            paths.append(unread[0])
            files.append(read_calendar_file(unread[0]))
        elif file.extends is None:
            return files
        else:
            known = calendar_names(folder)
            reason = (
                f'"{parent}" extends this file in turn: let one of them extend a nation'
                if parent in known
                else f'there is no calendar "{parent}".{nearest(parent.lower(), known)}'
            )
            raise SettingsError(f"{file.path}: extends: {reason}")
