"""What every fact has: a name, the record it belongs to, and the day it happened."""

from dataclasses import dataclass, fields
from datetime import date
from types import MappingProxyType
from typing import ClassVar, Final, Literal

RecordKind = Literal["case", "resident", "landlord"]

PERSONAL: Final = MappingProxyType({"personal": True})
"""Marks a field whose words are kept apart, so that they alone can be disposed of."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Fact:
    """Something that happened on a day."""

    kind: ClassVar[str]
    """the name it is recorded, stored and printed under"""
    belongs_to: ClassVar[RecordKind] = "case"
    """the kind of record whose history it stands in"""

    happened_on: date
    """the day it happened, Europe/London: the one every clock counts with"""

    def __repr__(self) -> str:
        """Show every field but a resident's words, which belong in no log and no traceback."""
        shown = (
            f"{field.name}={'…' if field.metadata else repr(getattr(self, field.name))}"
            for field in fields(self)
        )
        return f"{type(self).__name__}({', '.join(shown)})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StageFact(Fact):
    """Something that happened at one stage of a complaint."""

    stage: int
    """1 or 2; a third is kept apart by the replay, for no edition casetrack holds has its clocks"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ResidentFact(Fact):
    """Something about a resident, shown on each of their cases."""

    belongs_to: ClassVar[RecordKind] = "resident"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LandlordFact(Fact):
    """Something about the landlord itself: how it is governed, and who works on complaints."""

    belongs_to: ClassVar[RecordKind] = "landlord"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A value inside a fact that has several of them: the answer to one point."""
