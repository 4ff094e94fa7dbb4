"""The fields of a fact that a person gives, and what is said of each: what a form is made from.

Knows types and docstrings, so that a new fact or field needs nothing here.
"""

import ast
import inspect
import itertools
import typing
from collections.abc import Sequence
from typing import Any, Final

from casetrack.domain.codec import FactField, fact_fields
from casetrack.domain.facts import FACTS, Fact

FILLED_IN: Final = frozenset(
    {
        *("role", "sign_off_needed", "contact_attempts_needed", "decided_by_role"),
        *("approved_by_role", "day_not_recorded", "could_join", "unfit"),
        *("signed_off_by_unfit", "approved_by_unfit", "decided_by_unfit", "reviewed_by_unfit"),
    }
)
"""Fields nobody types: the service fills them in from the landlord's settings and people."""
_KEEPS_ITS_ROLE: Final = "user-registered"


def typed_fields(kind: str) -> tuple[FactField, ...]:
    """Return the fields of a fact that a person gives. Raises BadInput for an unknown fact."""
    return tuple(
        field
        for field in fact_fields(kind)
        if (field.name not in FILLED_IN or (kind == _KEEPS_ITS_ROLE and field.name == "role"))
        and field.hint != (Fact | None)
    )


def plain_hint(hint: Any) -> tuple[Any, bool]:
    """Return the type of one value, and whether there can be several."""
    options = [each for each in typing.get_args(hint) if each is not type(None)]
    if typing.get_origin(hint) is tuple:
        return options[0], True
    return (options[0] if options else hint), False


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
