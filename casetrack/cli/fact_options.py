"""A command's options made from the fields of a fact, so that a new field needs nothing here."""

import json
import sys
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import click

from casetrack.cli.options import AnyDay, UntilDay
from casetrack.domain.codec import FactField, from_plain
from casetrack.domain.errors import BadInput
from casetrack.domain.facts import Fact, PointAnswer
from casetrack.domain.facts.terms import Outcome
from casetrack.service.fact_forms import notes_on, plain_hint, typed_fields
from casetrack.service.typed_amounts import typed_amount

_ONE_OF: Final = {
    # field with several values: what one of them is called on the command line
    "points": "point",
    "outcomes_sought": "outcome",
    "answers": "answer",
    "keywords": "keyword",
    "cases": "case",
}
BECAUSE: Final = "because"
"""a field that has no option of its own: why it is recorded (--because) says it as well"""
_ALL: Final = "all"
_LONGEST_FILE: Final = 1_000_000
"""characters of a file with the fields of one fact"""
_NO: Final = "no-"
_ANSWER: Final = (
    "a point's number, its decision and the reasons: 1 upheld: The roof was not mended."
)


def options_for(kind: str, *, needed: bool = True) -> list[click.Parameter]:
    """Return an option for every field of a fact; without `needed` none has to be given."""
    notes = notes_on(kind)
    return [
        _option(field, notes.get(field.name, ""), needed)
        for field in typed_fields(kind)
        if field.name != BECAUSE
    ]


def _option(field: FactField, note: str, needed: bool) -> click.Option:
    hint, several = plain_hint(field.hint)
    name = _ONE_OF.get(field.name, field.name)
    flag = f"--{name.replace('_', '-')}"
    # None, not the field's default: only what was typed is changed.
    kept: dict[str, Any] = {
        "required": field.required and needed and field.name != "stage",
        "default": None,
        "help": note or None,
    }
    if field.name == "amount_pence":
        pounds = _Pounds()
        return click.Option(["amount_pence", "--amount"], type=pounds, metavar="POUNDS", **kept)
    if hint is bool:
        word = name.replace("_", "-")
        without = word.removeprefix(_NO) if word.startswith(_NO) else f"{_NO}{word}"
        return click.Option([field.name, f"{flag}/--{without}"], **kept)
    kept["type"], kept["metavar"] = _type_of(hint, several)
    if field.name == "until":
        kept["type"], kept["metavar"] = UntilDay(), "DAY|+5wd"
    return click.Option([field.name, flag], multiple=several, **kept)


def _type_of(hint: Any, several: bool) -> tuple[Any, str | None]:
    if hint is date:
        return AnyDay(), "DAY"
    if hint is int:
        return click.INT, "NUMBER"
    if hint is PointAnswer:
        return _Answer(), "'1 upheld: reasons'"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        values = [*hint, *([_ALL] if several else [])]
        return click.Choice(list(map(str, values))), None
    return click.STRING, "TEXT"


class _Pounds(click.ParamType[int]):
    """An amount in pounds, kept in pence."""

    name = "pounds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the pence."""
        if isinstance(value, int):
            return value
        try:
            return typed_amount(value)
        except BadInput as problem:
            self.fail(str(problem), param, ctx)


class _Answer(click.ParamType[PointAnswer]):
    """The answer to one point: its number, the decision and the reasons."""

    name = "answer"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> PointAnswer:
        """Return the answer."""
        if isinstance(value, PointAnswer):
            return value
        head, _, reasons = value.partition(":")
        number, _, decision = head.strip().partition(" ")
        if not number.isdecimal() or decision.strip() not in list(Outcome):
            self.fail(f'"{value}" is no answer to a point: write {_ANSWER}', param, ctx)
        return PointAnswer(
            point=int(number), decision=Outcome(decision.strip()), reasons=reasons.strip()
        )


def plain_values(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed as the plain values of a fact; what was not typed is left out."""
    plain: dict[str, Any] = {}
    for field in typed_fields(kind):
        value = given.get(field.name)
        if value is None or value == ():
            continue
        if isinstance(value, tuple) and _ALL in value:
            hint, _ = plain_hint(field.hint)
            value = tuple(hint)
        plain[field.name] = _as_plain(value)
    return plain


def _as_plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case tuple():
            return [_as_plain(each) for each in value]
        case PointAnswer():
            return {
                "point": value.point,
                "decision": value.decision.value,
                "reasons": value.reasons,
            }
        case StrEnum():
            return value.value
        case _:
            return value


def fact_of(kind: str, on: date, plain: Mapping[str, Any]) -> Fact:
    """Return the fact that plain values describe. Raises BadInput in words for people."""
    return from_plain(kind, on, plain)


def from_file(path: Path) -> dict[str, Any]:
    """Return the fields that a TOML or JSON file holds (- for JSON on stdin).

    Raises BadInput for a file that cannot be read.
    """
    try:
        text = _short_text(path)
        read: Callable[[str], Any] = tomllib.loads if path.suffix == ".toml" else _from_json
        held = read(text)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadInput(f"{path} cannot be read: {error}.") from error
    if not isinstance(held, dict):
        raise BadInput(f"{path} has to hold the fields of one fact by their names.")
    return {name: _days_as_text(value) for name, value in held.items()}


def _short_text(path: Path) -> str:
    """Return the text of a file, or of stdin for -. Raises ValueError for one without end."""
    if str(path) == "-":
        text = sys.stdin.read(_LONGEST_FILE + 1)
    else:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(_LONGEST_FILE + 1)
    if len(text) > _LONGEST_FILE:
        raise ValueError(f"it holds more than {_LONGEST_FILE:,} characters, too many for one fact")
    return text


def _from_json(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_each_once)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f'"{twice}" stands in it twice')
    return held


def _days_as_text(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_days_as_text(each) for each in value]
    if isinstance(value, dict):
        return {name: _days_as_text(each) for name, each in value.items()}
    return value
