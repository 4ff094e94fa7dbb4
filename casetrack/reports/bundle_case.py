"""What an evidence bundle tells of: one case with all that belongs to it, and its facts in words.

Values alone; knows no file and no page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from casetrack.domain.case import Case
from casetrack.domain.clock import Clock
from casetrack.domain.codec import fact_fields
from casetrack.domain.explain import Explanation
from casetrack.domain.facts import Entry, EntryCorrected, Fact, PointAnswer
from casetrack.domain.objections import Finding
from casetrack.domain.working_days import said
from casetrack.reports.metrics import pounds


class Told(Protocol):
    """One entry of the history as it was recorded, with what became of it."""

    @property
    def entry(self) -> Entry: ...
    @property
    def late(self) -> bool: ...
    @property
    def corrected_by(self) -> int | None: ...
    @property
    def was(self) -> Fact | None: ...
    @property
    def findings(self) -> Sequence[str]: ...
    @property
    def left_out(self) -> str: ...


class Proof(Protocol):
    """A clock with the proof of its date; None where it has no date to prove."""

    @property
    def clock(self) -> Clock: ...
    @property
    def explanation(self) -> Explanation | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document of the case."""

    number: int
    """of the entry it was filed with, or of the letter it is"""
    filed_on: date
    name: str = field(repr=False)
    title: str = field(repr=False)
    size: int
    sha256: str
    filed_by: str
    file: str
    """its copy, by the name we gave it; "" where there is none"""
    lacking: str = ""
    """why there is none"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Something that held for the resident while the case ran."""

    kind: str
    what: str = field(repr=False)
    since: date
    until: date | None
    review_on: date | None
    more: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """Everything a bundle tells of."""

    reference: str
    landlord: str
    state: str
    edition: str
    """the title of the Code it is judged by, "" where none is held"""
    today: date
    made_at: datetime
    version: str
    """of casetrack"""
    case: Case
    about: Mapping[str, object]
    told: Sequence[Told]
    proofs: Sequence[Proof]
    clocks: Sequence[Mapping[str, Any]]
    """the same as plain values"""
    findings: Sequence[Finding]
    taken_for_granted: Sequence[str]
    papers: Sequence[Paper]
    held: Sequence[Held]
    seal: tuple[int, str]
    """number and hash of the last seal"""
    head: str
    """the hash the case's own chain ends with"""

    @property
    def standing(self) -> tuple[Entry, ...]:
        """What stands of the history, in the order of what happened."""
        return tuple(e for e in self.case.entries if not isinstance(e.fact, EntryCorrected))


# --- facts in words


def in_one_line(fact: Fact) -> str:
    """Return what a fact holds beside its kind, day and stage."""
    return "; ".join(f"{name}: {words}" for name, words in fields_in_words(fact))


def fields_in_words(fact: Fact) -> Iterator[tuple[str, str]]:
    """Give each field of a fact that says something by its name in words, and what it says."""
    if isinstance(fact, EntryCorrected):
        new = fact.replacement
        yield "entry", str(fact.corrects)
        yield "now", on_its_day(new) if new else "taken out"
        if fact.because:
            yield "because", fact.because
        return
    for each in fact_fields(fact.kind):
        value = getattr(fact, each.name)
        if each.name == "amount_pence" and value:
            yield "amount", f"£{pounds(value)}"
        elif each.name != "stage" and (value != each.default or each.required):
            yield each.name.replace("_", " "), in_words(value)


def in_words(value: object) -> str:
    """Return the value of a field as people read it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case date():
            return said(value)
        case tuple():
            return "; ".join(map(in_words, value))
        case PointAnswer():
            by = f" (by {value.refers_to})" if value.refers_to else ""
            return f"point {value.point} {value.decision}: {value.reasons}{by}"
        case _:
            return str(value)


def on_its_day(fact: Fact) -> str:
    """Return a fact with its kind and day, in one line."""
    return f"{fact.kind} on {fact.happened_on.isoformat()}: {in_one_line(fact)}"
