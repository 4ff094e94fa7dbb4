"""One stage of a complaint, as its history tells it. Knows no day counted and no rule."""

from dataclasses import dataclass, field
from datetime import date
from typing import cast

from casetrack.domain import facts as f
from casetrack.domain.facts import Entry, Source
from casetrack.domain.words import shows_something


@dataclass(slots=True, kw_only=True)
class StageHistory:
    """What counts of one stage. Each entry is the first of its kind."""

    number: int
    opened: Entry
    """the receipt of the complaint, or the request for stage 2"""
    reopened: Entry | None = None
    """the Ombudsman had a refused stage taken on: its clocks run from here"""
    overturned: Entry | None = None
    """the same of one that the Ombudsman had opened anew: it ended here"""
    logged: Entry | None = None
    acknowledged: Entry | None = None
    defined: Entry | None = None
    definitions: list[Entry] = field(default_factory=list)
    """every definition, the first one too; the last one holds"""
    assigned: Entry | None = None
    """the latest one"""
    extensions: list[Entry] = field(default_factory=list)
    answered: Entry | None = None
    ended: Entry | None = None
    """refused or withdrawn before it was answered; nothing later counts"""
    overtaken: Entry | None = None
    """the answer of stage 2, where this one had none by then: what was owed here is missed"""

    @property
    def opened_on(self) -> date:
        """The day the stage began."""
        return self.opened.fact.happened_on

    @property
    def started(self) -> Entry:
        """What the stage's clocks start from: as it was opened, or opened anew."""
        return self.reopened or self.opened

    @property
    def over(self) -> Entry | None:
        """What left nothing more to be done at the stage."""
        return self.answered or self.ended or self.overtaken

    @property
    def handler(self) -> str:
        """Who is responsible for the stage, "" where nobody is."""
        fact = self.assigned.fact if self.assigned else None
        return fact.handler if isinstance(fact, f.HandlerAssigned) else ""

    @property
    def definition(self) -> f.ComplaintDefined | None:
        """The complaint definition that holds."""
        return cast("f.ComplaintDefined", self.definitions[-1].fact) if self.definitions else None

    @property
    def refused(self) -> bool:
        """Whether the landlord refused to take it."""
        return self.ended is not None and isinstance(self.ended.fact, f.Refusal)

    @property
    def withdrawn(self) -> bool:
        """Whether the resident withdrew it before it was answered."""
        return self.ended is not None and isinstance(self.ended.fact, f.ComplaintWithdrawn)


def set_out(entry: Entry, fact: f.ComplaintDefined) -> bool:
    """Whether a definition counts: how it was set out is on record, of a call what was said too.

    One that a log or a what-if tells of is believed, and so is a note that was disposed of.
    """
    if entry.source is not Source.PERSON or entry.disposed:
        return True
    return fact.means is not None and (fact.means.in_writing or shows_something(fact.note))
