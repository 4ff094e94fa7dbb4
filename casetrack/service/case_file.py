"""A case file as it is opened: the case, its clocks drawn, and what is kept with it.

Values for a screen, gathered at one moment; knows no rule and no layout.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from casetrack.domain.clock import Clock
from casetrack.domain.errors import NotFound
from casetrack.domain.facts import Entry
from casetrack.domain.landlord import Users
from casetrack.domain.reminders import Urgency, urgency_of
from casetrack.domain.working_days import short_day
from casetrack.service.case_sections import sections_of
from casetrack.service.casework import CaseView, Casework, RecordView, Told
from casetrack.service.clock_days import ClockPicture, pictures_of, standing_in_words
from casetrack.service.documents import Document, documents_in

_UNDERTAKEN: Final = {
    "action-agreed": "action",
    "remedy-offered": "remedy",
    "learning-recorded": "learning",
    "ombudsman-enquiry": "evidence for the Ombudsman",
    "order-made": "order of the Ombudsman",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """Something that was promised, offered or ordered, and what has come of it."""

    number: int
    """of the entry that began it"""
    kind: str
    what: str
    owner: str
    due: str
    """the day it is due, as people say it"""
    words: str
    """how it stands"""
    urgency: Urgency | None
    """None where nothing is waited for any more"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter of the case: begun, sent or discarded."""

    number: int
    day: date
    letter: str
    stage: int
    words: str
    """what became of it"""
    promised_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who has to do with the case."""

    role: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case as a screen shows it, at one moment."""

    view: CaseView
    told: tuple[Told, ...]
    """newest happening first"""
    clocks: tuple[ClockPicture, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    """points, outcomes, promises, what is taken for granted: a heading, and lines"""
    undertakings: tuple[Undertaking, ...]
    letters: tuple[Letter, ...]
    documents: tuple[Document, ...]
    people: tuple[Person, ...]
    users: Users

    @property
    def handler(self) -> str:
        """Who is responsible for it now, "" where nobody is."""
        return self.view.judged.case.handler

    @property
    def stage(self) -> str:
        """The stage it is at, in words."""
        stages = self.view.judged.case.stages
        return f"stage {len(stages)}" if stages else "service request"

    @property
    def words(self) -> str:
        """What it is about, in few words or in the resident's own."""
        case = self.view.judged.case
        begun: Any = case.complaint or (case.request.fact if case.request else None)
        return getattr(begun, "summary", "") or getattr(begun, "words", "")


def opened(casework: Casework, reference: str, today: date) -> CaseFile:
    """Return a case file. Raises NotFound, and CalendarHorizon past the days covered."""
    view = casework.show(reference)
    resident = _record_of(casework, view.about.resident_reference)
    users = casework.record("landlord", "").users
    told = casework.told(view)
    return CaseFile(
        view=view,
        told=tuple(sorted(told, key=_happened, reverse=True)),
        clocks=pictures_of(view, today),
        sections=tuple((heading, tuple(lines)) for heading, lines in sections_of(view)),
        undertakings=tuple(_undertakings(view, today)),
        letters=tuple(_letters(view, today)),
        documents=documents_in(view.history),
        people=tuple(_people(view, resident, users)),
        users=users,
    )


def _record_of(casework: Casework, reference: str) -> RecordView | None:
    try:
        return casework.record("resident", reference) if reference else None
    except NotFound:  # a case can name a record that was never begun
        return None


def _happened(told: Told) -> tuple[date, int]:
    return told.entry.fact.happened_on, told.entry.sequence


# --- what was promised


def _undertakings(view: CaseView, today: date) -> Iterator[Undertaking]:
    """Give what is open by its day, then what is done."""
    case = view.judged.case
    clocks = {clock.started_by: clock for clock in view.judged.duties}
    found = [
        _undertaking(entry, clocks.get(number), case.follow_ups.ended.get(number), view, today)
        for number, entry in case.follow_ups.begun.items()
        if entry.fact.kind in _UNDERTAKEN
    ]
    yield from sorted(found, key=lambda each: (each.urgency is None, each.number))


def _undertaking(
    entry: Entry, clock: Clock | None, ended: Entry | None, view: CaseView, today: date
) -> Undertaking:
    fact: Any = entry.fact
    urgency = None
    words = f"done {short_day(ended.fact.happened_on, today)}" if ended else "no day given"
    if clock is not None:
        words = standing_in_words(clock, view.calendar, today)
        if clock.open and clock.due_on:
            urgency = urgency_of(clock.due_on, today, view.calendar)
    elif fact.kind == "remedy-offered" and not ended:
        words = "given with the offer"
    elif fact.kind == "learning-recorded" and fact.no_change_because:
        words = "no change"
    return Undertaking(
        number=entry.sequence,
        kind=_UNDERTAKEN[fact.kind],
        what=_what(fact),
        owner=getattr(fact, "owner", ""),
        due=short_day(clock.due_on, today) if clock else "–",
        words=words,
        urgency=urgency,
    )


def _what(fact: Any) -> str:
    money = getattr(fact, "amount_pence", 0)
    parts = [
        f"£{money / 100:,.2f}" if money else "",
        getattr(fact, "what", "") or getattr(fact, "change", ""),
        getattr(fact, "no_change_because", ""),
    ]
    if not any(parts):
        parts = [str(getattr(fact, "remedy", None) or getattr(fact, "ombudsman_reference", ""))]
    return ": ".join(part for part in parts if part)


# --- letters


def _letters(view: CaseView, today: date) -> Iterator[Letter]:
    case = view.judged.case
    for entry in case.of_kind("letter-drafted", "letter-issued"):
        fact: Any = entry.fact
        words = "draft"
        if fact.kind == "letter-issued":
            words = f"sent{f' by {fact.means.value}' if fact.means else ''}"
        elif (ended := case.follow_ups.ended.get(entry.sequence)) is not None:
            sent = ended.fact.kind == "letter-issued"
            became = "sent" if sent else "discarded"
            words = f"{became} {short_day(ended.fact.happened_on, today)}"
        yield Letter(
            number=entry.sequence,
            day=fact.happened_on,
            letter=fact.letter.value.replace("-", " "),
            stage=fact.stage,
            words=words,
            promised_on=getattr(fact, "promised_on", None),
        )


# --- people


def _people(view: CaseView, record: RecordView | None, users: Users) -> Iterator[Person]:
    case = view.judged.case
    begun: Any = case.complaint or (case.request.fact if case.request else None)
    if begun is not None:
        yield from _whose(begun, view)
    if record is not None:
        yield from _known_of(record)
    for stage in case.stages:
        if stage.handler:
            yield _colleague(f"stage {stage.number} handler", stage.handler, users)
    yield from _deciders(case.stages, users)
    for entry in case.of_kind("response-signed-off", "response-drafted", "conflict-declared"):
        yield from _took_part(entry.fact, users)


def _whose(begun: Any, view: CaseView) -> Iterator[Person]:
    reference = f"{view.about.resident_reference}  " if view.about.resident_reference else ""
    yield Person(
        role="resident",
        name=view.about.resident or "not named",
        note=f"{reference}{begun.address}".strip(),
    )
    if representative := getattr(begun, "representative", ""):
        authority = begun.authority.value if begun.authority else "not known"
        yield Person(role="representative", name=representative, note=f"authority {authority}")


def _known_of(record: RecordView) -> Iterator[Person]:
    if (registered := record.resident.registered) is not None:
        ways = (registered.phone, registered.email, registered.address)
        prefers = registered.preferred_contact
        note = " · ".join(part for part in (*ways, prefers and f"prefers {prefers}") if part)
        yield Person(role="resident's record", name=registered.name, note=note)
    for each in record.resident.representatives:
        yield Person(role="representative", name=each.what, note=f"since {each.since:%-d %b %Y}")
    for reference in record.household:
        yield Person(role="household", name=reference)


def _deciders(stages: Iterable[Any], users: Users) -> Iterator[Person]:
    for stage in stages:
        answer: Any = stage.answered.fact if stage.answered else None
        if answer is None:
            continue
        if answer.decided_by:
            yield _colleague(f"stage {stage.number} decided by", answer.decided_by, users)
        if answer.reviewed_by:
            yield _colleague(f"stage {stage.number} reviewed by", answer.reviewed_by, users)
        for each in answer.staff_involved:
            yield _colleague(f"stage {stage.number} took part", each, users)


def _took_part(fact: Any, users: Users) -> Iterator[Person]:
    match fact.kind:
        case "response-signed-off":
            yield _colleague(f"stage {fact.stage} signed off by", fact.signed_off_by, users)
        case "response-drafted" if fact.drafted_by:
            drafter = _colleague(f"stage {fact.stage} drafted by", fact.drafted_by, users)
            note = "contractor" if fact.contractor else drafter.note
            yield Person(role=drafter.role, name=drafter.name, note=note)
        case "conflict-declared":
            yield Person(role="interest declared", name=fact.person, note=fact.nature)
        case _:
            pass


def _colleague(role: str, handle: str, users: Users) -> Person:
    user = users.called(handle)
    if user is None:
        return Person(role=role, name=handle)
    return Person(
        role=role,
        name=handle,
        note=", ".join(part for part in (user.name, user.role.value) if part),
    )
