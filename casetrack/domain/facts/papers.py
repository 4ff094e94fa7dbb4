"""Letters, documents and correspondence of a case (5.12)."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from casetrack.domain.facts.base import PERSONAL, Fact, StageFact
from casetrack.domain.facts.terms import Direction, LetterKind, Means


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CorrespondenceLogged(Fact):
    """A letter, message or call to or from somebody (5.12)."""

    kind: ClassVar[str] = "correspondence-logged"
    direction: Direction | None = None
    channel: str = ""
    correspondent: str = field(default="", metadata=PERSONAL)
    about: str = field(default="", metadata=PERSONAL)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DocumentFiled(Fact):
    """A report, survey, photograph or letter was put with the case (5.12)."""

    kind: ClassVar[str] = "document-filed"
    sha256: str
    """of the file as it was copied; it is kept under this name"""
    size: int
    """in bytes"""
    name: str = field(default="", metadata=PERSONAL)
    """the name it had, as it is shown; no file is ever called by it"""
    title: str = field(default="", metadata=PERSONAL)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LetterDrafted(StageFact):
    """A letter was begun; the case cannot be closed before it is sent or discarded."""

    kind: ClassVar[str] = "letter-drafted"
    letter: LetterKind


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LetterDiscarded(Fact):
    """A letter that was begun will not be sent."""

    kind: ClassVar[str] = "letter-discarded"
    draft: int
    """the number of the entry that began it"""
    because: str = field(default="", metadata=PERSONAL)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LetterIssued(StageFact):
    """A letter went to the resident."""

    kind: ClassVar[str] = "letter-issued"
    letter: LetterKind
    draft: int | None = None
    """the number of the entry that began it"""
    means: Means | None = None
    promised_on: date | None = None
    """the day the letter promises: it stays a promise, whatever moves later"""
    ombudsman_details_given: bool = False
    document: str = ""
    """the sha256 of the letter as it was filed"""
