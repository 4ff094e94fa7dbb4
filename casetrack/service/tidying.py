"""What was typed, made fit to be stored: line ends, lengths, addresses; nothing else is changed."""

from dataclasses import fields, replace
from typing import Any, Final

from casetrack.domain.codec import fact_fields
from casetrack.domain.errors import BadInput
from casetrack.domain.facts import Fact, Part
from casetrack.domain.words import email_problem, shows_something, tidied
from casetrack.service.typed_amounts import MOST_PENCE

_SHORT: Final = 200
"""letters of a field that is a word or a name, not an account of something"""
_SHORT_FIELDS: Final = frozenset(
    {
        *("channel", "resident", "resident_reference", "tenure", "category", "service_area"),
        *("handler", "owner", "person", "decided_by", "approved_by", "signed_off_by"),
        *("drafted_by", "reviewed_by", "cause", "name", "email", "phone", "household", "reason"),
        *("first_reached", "follows", "considered_in", "ombudsman", "ombudsman_reference"),
    }
)


def tidied_fact(fact: Fact) -> Fact:
    """Return a fact as it is stored. Raises BadInput that names the field and the cure."""
    changed: dict[str, Any] = {}
    for field in fact_fields(fact.kind):
        value = getattr(fact, field.name)
        tidy = _tidied(value, field.name)
        if tidy != value:
            changed[field.name] = tidy
    made = replace(fact, **changed) if changed else fact
    email = getattr(made, "email", "")
    handle = getattr(made, "handle", None)
    if handle is not None and not shows_something(handle):
        raise BadInput("A handle has to show who it is: give letters, such as initials.")
    if email and (problem := email_problem(email)):
        raise BadInput(problem)
    return made


def _tidied(value: Any, name: str) -> Any:
    called = name.replace("_", " ")
    if isinstance(value, str):
        if name in _SHORT_FIELDS:
            return tidied(value, called=called, longest=_SHORT).strip()
        return tidied(value, called=called)
    if name == "amount_pence" and isinstance(value, int) and abs(value) >= MOST_PENCE:
        raise BadInput(f'"amount" is {value} pence, which is no amount: check it.')
    if isinstance(value, tuple):
        return tuple(_tidied(each, name) for each in value)
    if isinstance(value, Part):
        own = {
            field.name: _tidied(getattr(value, field.name), field.name) for field in fields(value)
        }
        return replace(value, **own)
    if isinstance(value, Fact):
        return tidied_fact(value)
    return value
