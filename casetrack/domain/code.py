"""An edition of the Complaint Handling Code as data: what each timescale is, and where it says so.

Knows numbers and provisions, never a case. The values are read from `casetrack/editions`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casetrack.domain.errors import BadInput, nearest


class ClockKind(StrEnum):
    """What a clock waits for."""

    ACKNOWLEDGEMENT = "acknowledgement"
    RESPONSE = "response"
    BACKSTOP = "backstop"
    """the last day for the response had the acknowledgement been on its own last day"""
    # No part of an edition: started by what was agreed, ordered or set by the landlord itself.
    CONTACT = "contact"
    """the landlord's own: the first try to speak to the resident"""
    DRAFT = "draft"
    """the landlord's own: a draft of the response"""
    UPDATE = "update"
    """what the resident was promised to hear, and how often (5.9)"""
    ACTION = "action"
    REMEDY = "remedy"
    LEARNING = "learning"
    SERVICE_REQUEST_CONTACT = "service-request-contact"
    SERVICE_REQUEST_CLOSE = "service-request-close"
    SURVEY = "survey"
    OMBUDSMAN_ENQUIRY = "ombudsman-enquiry"
    OMBUDSMAN_ORDER = "ombudsman-order"
    ADJUSTMENT_REVIEW = "adjustment-review"
    ALERT_REVIEW = "alert-review"
    RESTRICTION_REVIEW = "restriction-review"
    GOVERNING_BODY_RESPONSE = "governing-body-response"
    COMPLIANCE_RETURN = "compliance-return"
    DUTY = "duty"
    IMPROVEMENT = "improvement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timescale:
    """A number of working days that the Code allows, and what starts and stops the count."""

    key: str
    kind: ClockKind
    stage: int
    """0 where it belongs to none"""
    working_days: int
    """0 where none are counted: the day itself was agreed or given"""
    starts: str
    """the kind of fact that starts it"""
    stops: tuple[str, ...]
    """the kinds of fact that stop it: all of them, the latest counts"""
    provision: str
    edition: str
    """the short title of the edition the provision stands in: "Code 2024" """
    why: str = ""
    """what a reader would ask about this row, answered"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionLimit:
    """How far a response may be extended in all, and what an extension must give."""

    working_days: int
    provision: str
    ombudsman_details: str
    """the provision that wants the Ombudsman's details in it; "" where they are no condition"""
    edition: str
    details_edition: str
    """the edition that provision stands in"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of the procedure."""

    number: int
    response: Timescale
    extension: ExtensionLimit
    acknowledgement: Timescale | None = None
    backstop: Timescale | None = None
    begun_from: date | None = None
    """these rules hold for a stage begun on or after this day; None: from the start"""

    @property
    def timescales(self) -> tuple[Timescale, ...]:
        """The timescales the stage has, in the order in which they fall due."""
        return tuple(t for t in (self.acknowledgement, self.response, self.backstop) if t)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One numbered rule of the Code, in our own plain words."""

    number: str
    title: str
    says: str
    should: bool = False
    """a "should" of the 2022 Code; everything else is a must"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A provision as it is cited on a case: the number, and the edition it stands in."""

    number: str
    edition: str
    no_number_held: bool = False
    """the case's own edition has no number for it that casetrack holds"""

    def __str__(self) -> str:
        return f"{self.edition}, {self.number}" if self.number else self.edition

    @property
    def shown(self) -> str:
        """The number alone, as lists of findings hold it; with its edition where that differs."""
        if self.no_number_held:
            return f"{self.edition} {self.number}, no 2022 number held"
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEdition:
    """One edition of a Code: the cases it holds for and every timescale it sets."""

    name: str
    code: str
    """the family: "housing-ombudsman" """
    title: str
    short_title: str
    in_force_from: date
    in_force_until: date | None
    nation: str
    """the calendar its working days are counted on"""
    stages: tuple[Stage, ...]
    counterparts: Mapping[str, tuple[str, ...]]
    """provisions of the 2024 Code → the numbers this edition has for them, one a stage"""
    first_numbered: str
    """the short title of the edition whose numbers `counterparts` translates from; this one's own
    where its numbers are the same"""
    numbered_as: str = ""
    """the name of the edition whose numbers and provisions it has; "" where it has its own"""

    def stage(self, number: int, begun_on: date | None = None) -> Stage | None:
        """Return the rules for a stage begun on a day, or None where the edition lacks it."""
        found = None
        for stage in self.stages:
            if stage.number != number:
                continue
            if stage.begun_from is None or (begun_on is not None and begun_on >= stage.begun_from):
                found = stage
        return found

    @property
    def last_stage(self) -> int:
        """The number of the last stage that has timescales."""
        return max(stage.number for stage in self.stages)

    def cite(self, number: str, stage: int = 1) -> Citation:
        """Return how a provision of the 2024 Code is cited on a case of this edition.

        A number with two counterparts has one a stage: 5.6 is 4.2 and 5.10.
        """
        if self.short_title == self.first_numbered:
            return Citation(number=number, edition=self.short_title)
        held = self.counterparts.get(number, ())
        if not held:
            return Citation(number=number, edition=self.first_numbered, no_number_held=True)
        return Citation(number=held[min(stage, len(held)) - 1], edition=self.short_title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Editions:
    """All editions casetrack holds."""

    editions: tuple[CodeEdition, ...]

    def named(self, name: str) -> CodeEdition:
        """Return the edition of that name. Raises BadInput with the nearest name."""
        for edition in self.editions:
            if edition.name == name:
                return edition
        names = [edition.name for edition in self.editions]
        raise BadInput(
            f'There is no edition "{name}".{nearest(name, names)} '
            f"The editions held are: {', '.join(names)}."
        )

    def in_force_on(self, code: str, day: date) -> CodeEdition | None:
        """Return a Code's edition in force on the day a complaint was received, None if not held.

        Raises BadInput for a Code casetrack does not know.
        """
        known = {edition.code for edition in self.editions}
        if code not in known:
            raise BadInput(
                f'There is no Code "{code}".{nearest(code, known)} '
                f"The Codes held are: {', '.join(sorted(known))}."
            )
        for edition in self.editions:
            until = edition.in_force_until
            if (
                edition.code == code
                and edition.in_force_from <= day
                and (until is None or day <= until)
            ):
                return edition
        return None
