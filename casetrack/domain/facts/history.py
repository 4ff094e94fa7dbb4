"""A fact in the history of one record, with who wrote it down and when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from casetrack.domain.facts.base import Fact


class Source(StrEnum):
    """How a fact came into the history."""

    PERSON = "person"
    IMPORT = "import"
    """from a complaint log; exempt from "recorded late" """
    CASETRACK = "casetrack"
    """by casetrack itself, as when a new bank holiday moves a due date"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A fact in the history of one record, with who wrote it down and when."""

    sequence: int
    """its number in the record, from 0"""
    fact: Fact
    source: Source = Source.PERSON
    calendar_version: str = ""
    """the version of the calendar when it was recorded; "" in a what-if: the newest"""
    recorded_at: datetime | None = None
    """UTC, never edited; None in a what-if, which nobody records"""
    recorded_by: str = ""
    command_id: str = ""
    """a command sent twice under one id is recorded once"""
    because: str = ""
    """why it was recorded though the Code objects, or so late; personal"""
    disposed: bool = False
    """its personal words were disposed of: what they said is no longer judged"""
