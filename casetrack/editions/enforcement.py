"""What casetrack does about each provision of a Code, as data: what refuses, what shows it.

Knows provisions, facts and clocks by their names, never a case. That every code named is still
raised by a rule is for a test to say, for the rules know nothing of this file.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from casetrack.domain.code import ClockKind
from casetrack.domain.errors import SettingsError, nearest
from casetrack.domain.facts import FACTS
from casetrack.editions.loader import load_editions, load_provisions

RECORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "case-history": "the history of the case (`casetrack case history`)",
        "findings": "the findings of the case (`casetrack case show`)",
        "proof": "the proof of each date (`casetrack case why`)",
        "resident-record": "the resident's own record (`casetrack resident show`)",
        "landlord-record": "the landlord's own record (`casetrack landlord show`)",
        "worklist": "the worklist (`casetrack due`)",
        "settings": "the landlord's settings (`casetrack.toml`)",
        "edition": "the edition of the Code as data (`casetrack/editions`)",
    }
)
"""What shows something without being one fact or one figure, and where it is looked at."""

_EDITION: Final = "housing-ombudsman-2024"
_CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FIGURE: Final = re.compile(r"[A-Za-z0-9_]+(\.[A-Za-z0-9_-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Enforcement:
    """What casetrack does about one provision, and what shows that it was kept."""

    number: str
    codes: tuple[str, ...] = ()
    """objections and findings, as `--json` names them"""
    clocks: tuple[str, ...] = ()
    """the keys of the clocks that run for it"""
    recorded: str = ""
    """a sentence: what is recorded, where nothing or not everything can be enforced"""
    facts: tuple[str, ...] = ()
    """the kinds of fact that show it was kept"""
    figures: tuple[str, ...] = ()
    """the figures that do, as the JSON of `report metrics` names them"""
    records: tuple[str, ...] = ()
    """what else does, by its name in RECORDS"""


_KEYS: Final = tuple(field.name for field in fields(Enforcement) if field.name != "number")


@cache
def load_enforcement() -> Mapping[str, Enforcement]:
    """Return what is done about each provision of the 2024 Code, in the order of its form."""
    file = f"{_EDITION}.enforcement.toml"
    return read_enforcement((Path(__file__).parent / file).read_text("utf-8"), file)


def read_enforcement(text: str, file: str) -> Mapping[str, Enforcement]:
    """Return what a TOML text says of each provision. Raises SettingsError with every problem."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The file {file} cannot be read as TOML: {error}.") from error
    wanted = load_provisions(_EDITION)
    problems = [
        f'"{number}" is no provision of the Code.{nearest(number, wanted)}'
        for number in table
        if number not in wanted
    ]
    problems += [f'"{number}" is missing.' for number in wanted if number not in table]
    for number, row in table.items():
        problems += [f'"{number}": {problem}' for problem in _problems(row)]
    if problems:
        listed = "\n".join(f"  - {problem}" for problem in problems)
        raise SettingsError(f"The file {file} has to be mended:\n{listed}")
    return MappingProxyType({number: _row(number, table[number]) for number in wanted})


def _row(number: str, row: Mapping[str, str | list[str]]) -> Enforcement:
    held = {key: value if isinstance(value, str) else tuple(value) for key, value in row.items()}
    return Enforcement(number=number, **held)  # type: ignore[arg-type]  # checked by _problems


def _problems(row: object) -> Iterator[str]:
    """Give what is wrong with one row."""
    if not isinstance(row, dict):
        yield f"{row!r} has to be a table."
        return
    for key, value in row.items():
        if key not in _KEYS:
            yield f'"{key}" is not known.{nearest(key, _KEYS)}'
        elif key == "recorded":
            if not isinstance(value, str) or not value.strip():
                yield f'"recorded" is {value!r}; it has to be a sentence.'
        elif not isinstance(value, list) or not value or not all(type(v) is str for v in value):
            yield f'"{key}" is {value!r}; it has to be a list of names, or left out.'
        else:
            yield from _unknown(key, value)
    if not any(row.get(key) for key in ("codes", "clocks", "recorded")):
        yield 'nothing enforces it: name "codes" or "clocks", or say in "recorded" what is kept.'
    if not any(row.get(key) for key in ("facts", "figures", "records")):
        yield 'nothing shows it: name "facts", "figures" or "records".'


def _unknown(key: str, names: list[str]) -> Iterator[str]:
    """Give each name that nothing goes by, and each that stands there twice."""
    known: Mapping[str, Iterable[str]] = {"facts": FACTS, "clocks": clocks(), "records": RECORDS}
    written = {"codes": _CODE, "figures": _FIGURE}
    for name in names:
        if key in known and name not in known[key]:
            yield f'{key}: there is no {key[:-1]} "{name}".{nearest(name, known[key])}'
        elif key in written and not written[key].fullmatch(name):
            yield f'{key}: "{name}" is not written as a {key[:-1]} is.'
    yield from (f'{key}: "{name}" stands there twice.' for name in _twice(names))


def _twice(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


@cache
def clocks() -> Mapping[str, tuple[ClockKind, int]]:
    """Return every clock that can run, by its key: its kind, and its stage, 0 for none."""
    edition = load_editions().named(_EDITION)
    timescales = [t for stage in edition.stages for t in stage.timescales]
    of_the_code = {each.kind for each in timescales}
    others = {kind.value: (kind, 0) for kind in ClockKind if kind not in of_the_code}
    return {**{each.key: (each.kind, each.stage) for each in timescales}, **others}
