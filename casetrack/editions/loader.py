"""Reads the editions' files into values, and refuses a file that says something unknown.

Knows the shape of the files, not what a timescale is for.
"""

import tomllib
from collections.abc import Mapping
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

_NAMES: Final = ("housing-ombudsman-2022", "housing-ombudsman-2024")
_FIRST_NUMBERED: Final = "Code 2024"

_Table = Mapping[str, Any]


class _Problems:
    """Every problem of one file, so that all are told at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[str] = []

    def take(self, table: _Table, place: str, wanted: Mapping[str, type], optional: str) -> _Table:
        """Check a table's keys and types; return it with what is missing left out."""
        may_lack = optional.split()
        for key in table:
            if key not in wanted:
                self.found.append(f'{place}"{key}" is not known.{nearest(key, wanted)}')
        for key, kind in wanted.items():
            if key not in table:
                if key not in may_lack:
                    self.found.append(f'{place}"{key}" is missing.')
            elif type(table[key]) is not kind:
                self.found.append(
                    f'{place}"{key}" is {table[key]!r}; it has to be {_KIND_IN_WORDS[kind]}.'
                )
        return table

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


def read_edition(text: str, file: str) -> CodeEdition:
    """Return the edition that a TOML text describes. Raises SettingsError naming every problem."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The edition file {file} cannot be read as TOML: {error}.") from error
    problems = _Problems(file)
    problems.take(table, "", _EDITION, "in_force_until counterparts")
    for number, stage in enumerate(table.get("stages", ()), start=1):
        place = f"stages, table {number}: "
        problems.take(stage, place, _STAGE, "begun_from acknowledgement backstop")
        for kind in ClockKind:
            if kind in stage:
                problems.take(stage[kind], f"{place}{kind}: ", _TIMESCALE, "edition why")
        if "extension" in stage:
            problems.take(
                stage["extension"],
                f"{place}extension: ",
                _EXTENSION,
                "ombudsman_details details_edition",
            )
    problems.raise_any()
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
        first_numbered=_FIRST_NUMBERED,
    )


def _stage(table: _Table, edition: str) -> Stage:
    number = table["number"]
    timescales = {
        str(kind): Timescale(
            key=f"stage-{number}-{kind}",
            kind=kind,
            stage=number,
            **{"edition": edition, **table[kind], "stops": tuple(table[kind]["stops"])},
        )
        for kind in ClockKind
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
    """Return every edition casetrack holds, oldest first."""
    return Editions(
        editions=tuple(read_edition(_file(f"{name}.toml"), f"{name}.toml") for name in _NAMES)
    )


@cache
def load_provisions(edition: str) -> Mapping[str, Provision]:
    """Return an edition's numbered provisions, in the order of its self-assessment form.

    Raises BadInput for an edition casetrack does not hold.
    """
    table = tomllib.loads(_file(f"{load_editions().named(edition).name}.provisions.toml"))
    return MappingProxyType(
        {number: Provision(number=number, **row) for number, row in table.items()}
    )


def editions_hash() -> str:
    """Return a hash over the files of every edition: it changes when a timescale does."""
    digest = sha256()
    for name in _NAMES:
        digest.update(_file(f"{name}.toml").encode())
    return digest.hexdigest()
