"""Reads the editions' files into values, and refuses a file that says something unknown.

Knows the shape of the files, not what a timescale is for.
"""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from casetrack.domain.code import (
    ClockKind,
    CodeEdition,
    Editions,
    ExtensionLimit,
    Provision,
    Stage,
    Timescale,
)
from casetrack.domain.errors import SettingsError, nearest
from casetrack.domain.facts import FACTS

# Each Code's oldest first; the Housing Ombudsman's newest last of all, because a what-if history
# that holds no receipt is shown under the last.
_NAMES: Final = ("lgsco-2026", "housing-ombudsman-2022", "housing-ombudsman-2024")
# The edition whose numbers the rules speak in: its short title and its name.
_FIRST_NUMBERED: Final = "Code 2024"
_FIRST_NUMBERED_NAME: Final = "housing-ombudsman-2024"
# The clocks that an edition sets. Other kinds are started by what was agreed, ordered or set by
# the landlord itself, and stand in no edition.
_CLOCKS: Final = (ClockKind.ACKNOWLEDGEMENT, ClockKind.RESPONSE, ClockKind.BACKSTOP)

_Table = Mapping[str, Any]


class _Problems:
    """Every problem of one file, so that all are told at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[str] = []

    def take(self, table: object, place: str, wanted: Mapping[str, type], optional: str) -> _Table:
        """Check a table's keys and types; return what of it is sound."""
        if not isinstance(table, dict):
            self.found.append(f"{place}{table!r} has to be a table.")
            return {}
        may_lack = optional.split()
        sound = {}
        for key, value in table.items():
            if key not in wanted:
                self.found.append(f'{place}"{key}" is not known.{nearest(key, wanted)}')
            elif type(value) is not wanted[key]:
                kind = _KIND_IN_WORDS[wanted[key]]
                self.found.append(f'{place}"{key}" is {value!r}; it has to be {kind}.')
            else:
                sound[key] = value
        self.found.extend(
            f'{place}"{key}" is missing.'
            for key in wanted
            if key not in table and key not in may_lack
        )
        return sound

    def take_texts(self, values: object, place: str, known: Iterable[str] | None = None) -> None:
        """Check a list of texts, each of them known."""
        if not isinstance(values, list) or not values:
            self.found.append(f"{place} is {values!r}; it has to be a list of texts.")
            return
        for value in values:
            if not isinstance(value, str):
                self.found.append(f"{place} holds {value!r}; it has to be a text.")
            elif known is not None and value not in known:
                self.found.append(f'{place}: there is no fact "{value}".{nearest(value, known)}')

    def raise_any(self) -> None:
        """Raise SettingsError with every problem found, if there is one."""
        if self.found:
            listed = "\n".join(f"  - {problem}" for problem in self.found)
            raise SettingsError(f"The edition file {self.file} has to be mended:\n{listed}")


_KIND_IN_WORDS: Final[Mapping[type, str]] = {
    str: "a text",
    int: "a whole number",
    date: "a date such as 2024-04-01",
    list: "a list",
    dict: "a table",
    bool: "true or false",
}
_EDITION: Final = {
    "name": str,
    "code": str,
    "title": str,
    "short_title": str,
    "in_force_from": date,
    "in_force_until": date,
    "nation": str,
    "stages": list,
    "counterparts": dict,
    "numbered_as": str,
}
_STAGE: Final = {
    "number": int,
    "begun_from": date,
    "acknowledgement": dict,
    "response": dict,
    "backstop": dict,
    "extension": dict,
}
_TIMESCALE: Final = {
    "working_days": int,
    "starts": str,
    "stops": list,
    "provision": str,
    "edition": str,
    "why": str,
}
_EXTENSION: Final = {
    "working_days": int,
    "provision": str,
    "ombudsman_details": str,
    "details_edition": str,
}


_PROVISION: Final = {"title": str, "says": str, "should": bool}


def read_edition(text: str, file: str) -> CodeEdition:
    """Return the edition that a TOML text describes. Raises SettingsError naming every problem."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The edition file {file} cannot be read as TOML: {error}.") from error
    _check(table, file)
    counterparts = {number: tuple(held) for number, held in table.get("counterparts", {}).items()}
    return CodeEdition(
        name=table["name"],
        code=table["code"],
        title=table["title"],
        short_title=table["short_title"],
        in_force_from=table["in_force_from"],
        in_force_until=table.get("in_force_until"),
        nation=table["nation"],
        stages=tuple(_stage(stage, table["short_title"]) for stage in table["stages"]),
        counterparts=MappingProxyType(counterparts),
        first_numbered=table["short_title"] if "numbered_as" in table else _FIRST_NUMBERED,
        numbered_as=table.get("numbered_as", ""),
    )


def _check(table: _Table, file: str) -> None:
    """Raise SettingsError naming every problem of an edition's table."""
    problems = _Problems(file)
    sound = problems.take(table, "", _EDITION, "in_force_until counterparts numbered_as")
    stages = sound.get("stages", ())
    if "stages" in sound and not stages:
        problems.found.append('"stages" is empty; an edition has at least one stage.')
    for number, stage in enumerate(stages, start=1):
        place = f"stages, table {number}: "
        parts = problems.take(stage, place, _STAGE, "begun_from acknowledgement backstop")
        for kind in _CLOCKS:
            if kind in parts:
                _check_timescale(problems, parts[kind], f"{place}{kind}: ")
        if "extension" in parts:
            problems.take(
                parts["extension"],
                f"{place}extension: ",
                _EXTENSION,
                "ombudsman_details details_edition",
            )
    for number, held in sound.get("counterparts", {}).items():
        problems.take_texts(held, f'counterparts: "{number}"')
    if "numbered_as" in sound:
        _check_numbers(problems, sound)
    problems.raise_any()


def _check_numbers(problems: _Problems, sound: _Table) -> None:
    """Only the numbers that the rules speak in can be shared, and then none is translated."""
    if sound["numbered_as"] != _FIRST_NUMBERED_NAME:
        problems.found.append(
            f'"numbered_as" is {sound["numbered_as"]!r}; it has to be "{_FIRST_NUMBERED_NAME}".'
        )
    if "counterparts" in sound:
        problems.found.append(
            '"counterparts" and "numbered_as" exclude each other: the same numbers have none.'
        )


def _check_timescale(problems: _Problems, table: object, place: str) -> None:
    sound = problems.take(table, place, _TIMESCALE, "edition why")
    if "stops" in sound:
        problems.take_texts(sound["stops"], f'{place}"stops"', FACTS)
    if "starts" in sound:
        problems.take_texts([sound["starts"]], f'{place}"starts"', FACTS)


def _stage(table: _Table, edition: str) -> Stage:
    number = table["number"]
    timescales = {
        str(kind): Timescale(
            key=f"stage-{number}-{kind}",
            kind=kind,
            stage=number,
            **{"edition": edition, **table[kind], "stops": tuple(table[kind]["stops"])},
        )
        for kind in _CLOCKS
        if kind in table
    }
    extension = ExtensionLimit(
        **{"ombudsman_details": "", "details_edition": edition, **table["extension"]},
        edition=edition,
    )
    return Stage(
        number=number, begun_from=table.get("begun_from"), extension=extension, **timescales
    )


def _file(name: str) -> str:
    return (Path(__file__).parent / name).read_text("utf-8")


@cache
def load_editions() -> Editions:
    """Return every edition casetrack holds, each Code's oldest first."""
    return Editions(
        editions=tuple(read_edition(_file(f"{name}.toml"), f"{name}.toml") for name in _NAMES)
    )


@cache
def load_provisions(edition: str) -> Mapping[str, Provision]:
    """Return an edition's numbered provisions, in the order of its self-assessment form.

    One that is numbered as another shares the other's. Raises BadInput for an edition casetrack
    does not hold.
    """
    held = load_editions().named(edition)
    if held.numbered_as:
        return load_provisions(held.numbered_as)
    file = f"{held.name}.provisions.toml"
    table, problems = tomllib.loads(_file(file)), _Problems(file)
    for number, row in table.items():
        problems.take(row, f'"{number}": ', _PROVISION, "should")
    problems.raise_any()
    return MappingProxyType(
        {number: Provision(number=number, **row) for number, row in table.items()}
    )


def editions_hash() -> str:
    """Return a hash over the files of every edition: it changes when a timescale does."""
    digest = sha256()
    for name in _NAMES:
        digest.update(_file(f"{name}.toml").encode())
    return digest.hexdigest()
