"""What is done to put things right and to do better, also long after the answer."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from casetrack.domain.facts.base import PERSONAL, Fact, StageFact


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RemedyDelivered(Fact):
    """A remedy that was offered has been given."""

    kind: ClassVar[str] = "remedy-delivered"
    remedy: int
    """the number of the entry that offered it"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ActionAgreed(StageFact):
    """Something is to be done, also after the answer (6.6, 7.3)."""

    kind: ClassVar[str] = "action-agreed"
    what: str = field(default="", metadata=PERSONAL)
    owner: str = ""
    """who sees to it"""
    due_on: date | None = None
    agreed_with_resident: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ActionUpdated(Fact):
    """Where an action stands, as the resident was told (6.6)."""

    kind: ClassVar[str] = "action-updated"
    action: int
    """the number of the entry that agreed it"""
    state: str = field(default="", metadata=PERSONAL)
    resident_told_on: date | None = None
    due_on: date | None = None
    """the new day, where it has moved"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ActionCompleted(Fact):
    """An action is done."""

    kind: ClassVar[str] = "action-completed"
    action: int
    """the number of the entry that agreed it"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LearningRecorded(StageFact):
    """What the landlord learns from the complaint (9.1)."""

    kind: ClassVar[str] = "learning-recorded"
    change: str = ""
    """what will be done otherwise; no resident is named in it"""
    owner: str = ""
    due_on: date | None = None
    no_change_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LearningApplied(Fact):
    """What was learnt has been put into practice (9.2, 9.3)."""

    kind: ClassVar[str] = "learning-applied"
    learning: int
    """the number of the entry that recorded it"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SurveySent(Fact):
    """The resident was asked how the complaint was handled."""

    kind: ClassVar[str] = "survey-sent"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SatisfactionRecorded(Fact):
    """What the resident said of how the complaint was handled."""

    kind: ClassVar[str] = "satisfaction-recorded"
    score: int
    """1, very dissatisfied, to 5, very satisfied"""
    words: str = field(default="", metadata=PERSONAL)
