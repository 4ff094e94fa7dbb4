"""A command's options made from the fields of a fact, so that a new field needs nothing here."""

import ast
import inspect
import itertools
import json
import sys
import tomllib
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import click

from casetrack.cli.options import PastDay, UntilDay
from casetrack.domain.codec import FactField, fact_fields, from_plain
from casetrack.domain.errors import BadInput
from casetrack.domain.facts import FACTS, Fact, PointAnswer
from casetrack.domain.facts.terms import Outcome

FILLED_IN: Final = frozenset(
    {
        *("role", "sign_off_needed", "contact_attempts_needed", "decided_by_role"),
        *("approved_by_role", "day_not_recorded"),
    }
)
"""Fields nobody types: the service fills them in from the landlord's settings and people."""
_KEEPS_ITS_ROLE: Final = "user-registered"
_ONE_OF: Final = {
    # field with several values: what one of them is called on the command line
    "points": "point",
    "outcomes_sought": "outcome",
    "answers": "answer",
    "keywords": "keyword",
    "cases": "case",
}
_ALL: Final = "all"
_ANSWER: Final = (
    "a point's number, its decision and the reasons: 1 upheld: The roof was not mended."
)


def typed_fields(kind: str) -> tuple[FactField, ...]:
    """Return the fields of a fact that a person gives. Raises BadInput for an unknown fact."""
    return tuple(
        field
        for field in fact_fields(kind)
        if (field.name not in FILLED_IN or (kind == _KEEPS_ITS_ROLE and field.name == "role"))
        and field.hint is not (Fact | None)
    )


def options_for(kind: str, *, needed: bool = True) -> list[click.Parameter]:
    """Return an option for every field of a fact; without `needed` none has to be given."""
    notes = notes_on(kind)
    return [_option(field, notes.get(field.name, ""), needed) for field in typed_fields(kind)]


def _option(field: FactField, note: str, needed: bool) -> click.Option:
    hint, several = _plain_hint(field.hint)
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
        return click.Option([field.name, f"{flag}/--no-{name.replace('_', '-')}"], **kept)
    kept["type"], kept["metavar"] = _type_of(hint, several)
    if field.name == "until":
        kept["type"], kept["metavar"] = UntilDay(), "DAY|+5wd"
    return click.Option([field.name, flag], multiple=several, **kept)


def _plain_hint(hint: Any) -> tuple[Any, bool]:
    """Return the type of one value, and whether there can be several."""
    options = [each for each in typing.get_args(hint) if each is not type(None)]
    if typing.get_origin(hint) is tuple:
        return options[0], True
    return (options[0] if options else hint), False


def _type_of(hint: Any, several: bool) -> tuple[Any, str | None]:
    if hint is date:
        return PastDay(), "DAY"
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
        from decimal import Decimal, InvalidOperation  # only where money is typed

        try:
            pence = Decimal(value.strip().removeprefix("£").replace(",", "")) * 100
        except InvalidOperation:
            self.fail(f'"{value}" is no amount: write it as 250 or 250.00.', param, ctx)
        if pence != int(pence) or not 0 <= pence < 10**10:
            self.fail(f'"{value}" is no amount in pounds and pence.', param, ctx)
        return int(pence)


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
            hint, _ = _plain_hint(field.hint)
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
        text = sys.stdin.read() if str(path) == "-" else path.read_text("utf-8-sig")
        read: Callable[[str], Any] = tomllib.loads if path.suffix == ".toml" else json.loads
        held = read(text)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadInput(f"{path} cannot be read: {error}.") from error
    if not isinstance(held, dict):
        raise BadInput(f"{path} has to hold the fields of one fact by their names.")
    return {name: _days_as_text(value) for name, value in held.items()}


def _days_as_text(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_days_as_text(each) for each in value]
    if isinstance(value, dict):
        return {name: _days_as_text(each) for name, each in value.items()}
    return value


def notes_on(kind: str) -> dict[str, str]:
    """Return what stands beneath each field of a fact in its source: what it is for."""
    notes: dict[str, str] = {}
    for cls in reversed(FACTS[kind].__mro__):
        if issubclass(cls, Fact):
            notes |= _notes_in(cls)
    return notes


def _notes_in(cls: type[Fact]) -> dict[str, str]:
    tree = ast.parse(inspect.getsource(cls))
    (definition,) = tree.body
    body: Sequence[ast.stmt] = definition.body if isinstance(definition, ast.ClassDef) else ()
    notes = {}
    for field, note in itertools.pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(note, ast.Expr)
            and isinstance(note.value, ast.Constant)
            and isinstance(note.value.value, str)
        ):
            notes[field.target.id] = " ".join(note.value.value.split())
    return notes
