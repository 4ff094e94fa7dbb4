"""An order to record facts, what came of it, and what others recorded meanwhile.

Values: how an order is judged and carried out is for `weighing` and `recording`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casetrack.domain.clock import Clock
from casetrack.domain.errors import Conflict
from casetrack.domain.facts import Entry, Fact, RecordKind
from casetrack.domain.objections import Finding, Objection
from casetrack.domain.procedure.today import london_day
from casetrack.store import RecordName


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be recorded, on which record, by whom and when."""

    kind: RecordKind
    reference: str
    """"" opens a new record"""
    facts: tuple[Fact, ...]
    account: str
    """of the computer, of who records it"""
    at: datetime
    command_id: str
    """sent twice under one id it is recorded once"""
    happened: bool = False
    """it has happened: a breach is recorded as a finding"""
    because: str = ""
    """why it happened all the same, or why it is recorded so late"""
    based_on: int | None = None
    """how many entries the record had when this was made up; None: as it is now"""

    @property
    def today(self) -> date:
        """The day it is in London."""
        return london_day(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What came of a command, or would come of it."""

    name: RecordName
    entries: tuple[Entry, ...]
    """as recorded, or as they would be"""
    objections: tuple[Objection, ...]
    """what stands against it; with any that is not overridden nothing was saved"""
    findings: tuple[Finding, ...]
    """departures that it shows, and the record did not before"""
    before: tuple[Clock, ...]
    after: tuple[Clock, ...]
    saved: bool = False
    again: bool = False
    """the command had been carried out before: nothing was added"""

    @property
    def length(self) -> int:
        """How many entries the record has with these."""
        return max((entry.sequence + 1 for entry in self.entries), default=0)


class Stale(Conflict):
    """Somebody else recorded something while a command was being made up."""

    def __init__(self, name: RecordName, since: Sequence[Entry], yours: Sequence[Fact]) -> None:
        """Take what was recorded meanwhile, and what was to be recorded: nothing of it is lost."""
        by = ", ".join(dict.fromkeys(entry.recorded_by for entry in since)) or "somebody"
        kinds = ", ".join(entry.fact.kind.replace("-", " ") for entry in since)
        super().__init__(
            f"{name.reference}: {by} recorded {kinds} while this was being made up. Yours is kept "
            "below and was not recorded: compare, then record it again or discard it."
        )
        self.name = name
        self.since = tuple(since)
        self.yours = tuple(yours)
