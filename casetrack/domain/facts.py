"""One frozen value for each thing that can happen to a complaint, and what wraps it in a history.

Knows what a fact holds and where it stands among the facts of its day. Never knows what follows
from it: that is for `case`, `clocks` and `procedure`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, Final, get_args


class Outcome(StrEnum):
    """What a response decided; a landlord's own outcome names are mapped to these three."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly-upheld"
    NOT_UPHELD = "not-upheld"


class ReasonKind(StrEnum):
    """Why a response needed longer."""

    COMPLEXITY = "complexity"
    SURVEY_OR_REPORT = "survey-or-report"
    """a survey, inspection or report is awaited"""
    ACCESS = "access"
    CONTRACTOR = "contractor"
    OTHER_PARTY = "other-party"
    WORKLOAD = "workload"
    """flagged: having too much to do is hardly a reason a resident can be given"""


class Source(StrEnum):
    """How a fact came into the history."""

    PERSON = "person"
    IMPORT = "import"
    """from a complaint log; exempt from "recorded late" """
    CASETRACK = "casetrack"
    """by casetrack itself, as when a new bank holiday moves a due date"""


PERSONAL: Final = MappingProxyType({"personal": True})
"""Marks a field whose words are kept apart, so that they alone can be disposed of."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Fact:
    """Something that happened on a day."""

    kind: ClassVar[str]
    """the name it is recorded, stored and printed under"""

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
class ComplaintReceived(Fact):
    """The day the dissatisfaction first reached anyone at the landlord or its contractors (1.2)."""

    kind: ClassVar[str] = "complaint-received"
    channel: str = ""
    resident: str = field(default="", metadata=PERSONAL)
    address: str = field(default="", metadata=PERSONAL)
    tenure: str = ""
    category: str = ""
    service_area: str = ""
    summary: str = field(default="", metadata=PERSONAL)
    outcome_sought: str = field(default="", metadata=PERSONAL)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ComplaintLogged(StageFact):
    """Entered in the landlord's log; the 2022 Code counts its stage 1 response from here (5.1)."""

    kind: ClassVar[str] = "complaint-logged"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ComplaintDefined(StageFact):
    """The complaint definition was set out to the resident (5.6)."""

    kind: ClassVar[str] = "complaint-defined"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ComplaintAcknowledged(StageFact):
    """The landlord told the resident that it has the complaint (6.2) or the request (6.11)."""

    kind: ClassVar[str] = "complaint-acknowledged"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class HandlerAssigned(StageFact):
    """Somebody became responsible for a stage of the complaint."""

    kind: ClassVar[str] = "handler-assigned"
    handler: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ResponseExtended(StageFact):
    """The landlord took more time to answer (6.4, 6.15)."""

    kind: ClassVar[str] = "response-extended"
    until: date
    """the new date given"""
    resident_told_on: date | None = None
    """absent: told on the day it happened"""
    reasons: str = ""
    reason_kind: ReasonKind | None = None
    good_reason: str = ""
    """why the limit of the Code had to be passed"""
    ombudsman_details_given: bool = False
    day_not_recorded: bool = False
    """a log told of it without the day the resident was told: it is dated as the log's row"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ResponseIssued(StageFact):
    """The landlord answered the complaint at this stage (6.3, 6.14)."""

    kind: ClassVar[str] = "response-issued"
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EscalationRequested(Fact):
    """The resident asked for stage 2 (6.10)."""

    kind: ClassVar[str] = "escalation-requested"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ComplaintRefused(Fact):
    """The landlord decided not to take the complaint (2.1)."""

    kind: ClassVar[str] = "complaint-refused"
    reason: str = ""
    """in the landlord's own words"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EscalationRefused(Fact):
    """The landlord decided not to take the complaint to stage 2 (5.11)."""

    kind: ClassVar[str] = "escalation-refused"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RemedyOffered(StageFact):
    """Something was offered to put things right (7.1)."""

    kind: ClassVar[str] = "remedy-offered"
    amount_pence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ComplaintWithdrawn(Fact):
    """The resident no longer wants the complaint answered."""

    kind: ClassVar[str] = "complaint-withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CaseClosed(Fact):
    """Nothing is left to be done on the case."""

    kind: ClassVar[str] = "case-closed"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DeadlineRecorded(StageFact):
    """A due date that stands in the landlord's own log: kept to be compared, never counted with."""

    kind: ClassVar[str] = "deadline-recorded"
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DeadlineMoved(StageFact):
    """A bank holiday came or went, and with it the due date of an open clock."""

    kind: ClassVar[str] = "deadline-moved"
    clock: str
    """the clock's key"""
    was_due_on: date
    due_on: date
    because: str
    """which day came or went, in words"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EntryCorrected(Fact):
    """An earlier entry was wrong: it is replaced or taken out, and stays on record all the same."""

    kind: ClassVar[str] = "entry-corrected"
    corrects: int
    """the sequence of the entry that was wrong"""
    replacement: "AnyFact | None" = None
    """what should have been recorded; it keeps the entry's place. None takes the entry out"""
    because: str = ""


AnyFact = (
    ComplaintReceived
    | ComplaintRefused
    | ComplaintLogged
    | ComplaintDefined
    | ComplaintAcknowledged
    | HandlerAssigned
    | ResponseExtended
    | ResponseIssued
    | EscalationRequested
    | EscalationRefused
    | RemedyOffered
    | DeadlineRecorded
    | DeadlineMoved
    | ComplaintWithdrawn
    | CaseClosed
    | EntryCorrected
)
"""Every fact there is: the type checker finds the one a rule forgot."""

FACTS: Final[Mapping[str, type[AnyFact]]] = MappingProxyType(
    {fact.kind: fact for fact in get_args(AnyFact)}
)
"""Every fact by its name."""

_ENDS_THE_DAY: Final = 9

_PLACE_IN_THE_DAY: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        # kind: (stage, rank). Stage 0 stands for the fact's own stage.
        "complaint-received": (1, 0),
        "complaint-refused": (1, 1),
        "complaint-logged": (0, 2),
        "complaint-defined": (0, 3),
        "complaint-acknowledged": (0, 4),
        "handler-assigned": (0, 5),
        "response-extended": (0, 6),
        "response-issued": (0, 7),
        "escalation-requested": (2, 0),
        "escalation-refused": (2, 1),
        "complaint-withdrawn": (_ENDS_THE_DAY, 0),
        "case-closed": (_ENDS_THE_DAY, 1),
    }
)
"""Facts of one day are taken in the order in which a complaint runs; all else comes last."""


def place_in_the_day(fact: Fact) -> tuple[int, int]:
    """Return where a fact stands among those of its day: its stage, then the rank of its kind."""
    place = _PLACE_IN_THE_DAY.get(fact.kind)
    if place is None:
        return (_ENDS_THE_DAY, 2)
    stage, rank = place
    if stage == 0 and isinstance(fact, StageFact):
        return (fact.stage, rank)
    return place


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A fact in the history of one record, with who wrote it down and when."""

    sequence: int
    """its number in the record, from 0"""
    fact: AnyFact
    source: Source = Source.PERSON
    calendar_version: str = ""
    """the version of the calendar when it was recorded; "" in a what-if: the newest"""
    recorded_at: datetime | None = None
    """UTC, never edited; None in a what-if, which nobody records"""
    recorded_by: str = ""
    command_id: str = ""
    """a command sent twice under one id is recorded once"""
