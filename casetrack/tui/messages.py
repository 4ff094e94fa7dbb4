"""What screens and widgets tell the app: what was asked for and what happened, with its payload."""

from dataclasses import dataclass
from typing import Any

from textual.message import Message

from casetrack.domain.facts import RecordKind
from casetrack.tui.drafts import DraftName


@dataclass
class CaseWanted(Message):
    """Somebody wants to see a case."""

    reference: str
    takes_out: int | None = None
    """the entry that they were taking out"""


@dataclass
class WhyWanted(Message):
    """Somebody wants to know why a clock of a case has its date."""

    reference: str
    key: str = ""
    """the clock; "" for the one that is due next"""


@dataclass
class RecordingWanted(Message):
    """Somebody wants to record something: a fact, or what they choose from what may be done."""

    kind: RecordKind
    reference: str
    fact: str = ""
    """"" to choose"""
    stage: int | None = None
    happened: bool = False
    """it has happened: a breach is recorded as a finding"""
    corrects: int | None = None
    """the entry that is put right"""
    prefilled: dict[str, Any] | None = None
    """what is known already, as plain values"""
    draft: DraftName | None = None
    """the one to go on with"""


@dataclass
class NewComplaintWanted(Message):
    """Somebody wants to log a new complaint."""

    resident_reference: str = ""
    draft: DraftName | None = None
    """the one to go on with"""


@dataclass
class SomebodyRecorded(Message):
    """The history grew: by others, or by this person on another screen."""

    stamp: int


@dataclass
class AssignWanted(Message):
    """Somebody wants to give cases to another person: all of them in one go."""

    references: tuple[str, ...]
