"""What a form is about: a fact of a record, read once when the form is opened.

Knows the services' values and makes the fields' surroundings and the command of them; no widget.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from casetrack.domain.codec import Plain, fact_fields, from_plain, to_plain
from casetrack.domain.facts import FACTS, Entry, EntryCorrected, Fact, RecordKind, StageFact
from casetrack.domain.landlord import Users
from casetrack.domain.record import FOLLOW_UPS, follows_up
from casetrack.domain.resident import Resident
from casetrack.domain.working_days import said, short_day
from casetrack.service.acts import ACTS, BESIDE
from casetrack.service.casework import CaseView, RecordView
from casetrack.service.derivation import About
from casetrack.service.rules import Judged
from casetrack.service.wording import fact_in_words, fields_in_words, objection_on_screen
from casetrack.tui.desk import Desk
from casetrack.tui.drafts import DraftName
from casetrack.tui.messages import RecordingWanted
from casetrack.tui.widgets.field_ticks import Option
from casetrack.tui.widgets.form_fields import Around, asked_fields

_NOT_YET_HASHED = "0" * 64
_MOST = 60
"""letters of an entry's own words on a list"""
_PEOPLE = (
    *("handler", "owner", "person", "decided_by", "approved_by", "signed_off_by"),
    *("drafted_by", "reviewed_by", "taken_by"),
)
"""fields in which one of those who work here stands, as a rule"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a form is about."""

    kind: RecordKind
    reference: str
    fact: str
    stage: int | None
    title: str
    whereabouts: str
    """the record, whose it is and when its answer is due, in few words"""
    around: Around
    entries: tuple[Entry, ...]
    """of the record, when the form was opened"""
    corrects: int | None = None
    standing: Fact | None = None
    """what the entry says that is put right"""
    resident: Resident | None = None
    """whose record it is"""
    about: About | None = None
    against: tuple[str, ...] = ()
    """what stands against it today, whatever will be typed, in words"""

    @property
    def length(self) -> int | None:
        """How many entries the record has; None for one that is not opened yet."""
        return len(self.entries) if self.reference or self.kind == "landlord" else None

    @property
    def draft(self) -> DraftName:
        """The name of its draft."""
        entry = -1 if self.corrects is None else self.corrects
        return DraftName(self.kind, self.reference, self.fact, self.stage or 0, entry)

    def known(self) -> dict[str, Plain]:
        """Return what the fields begin with: the stage, or what is put right."""
        if self.standing is not None:
            return {"happened_on": self.standing.happened_on.isoformat(), **to_plain(self.standing)}
        return {"stage": self.stage} if self.stage is not None else {}

    def fact_of(
        self, plain: Mapping[str, Plain], today: date, because: str, *, file: str = ""
    ) -> Fact:
        """Return the fact that the fields describe; `file` is the name of a document to be filed.

        Raises BadInput for what the fact does not take, KeyError where the day is missing.
        """
        fields = dict(plain)
        if file and self.standing is None:
            fields |= {"sha256": _NOT_YET_HASHED, "size": 0, "name": PurePath(file).name}
        day = date.fromisoformat(str(fields.pop("happened_on")))
        if self.standing is not None:
            fields = {**_not_asked(self.standing), **fields}
        made = from_plain(self.fact, day, fields)
        if self.corrects is None:
            return made
        return EntryCorrected(
            happened_on=today, corrects=self.corrects, replacement=made, because=because
        )


def subject_of(wanted: RecordingWanted, desk: Desk) -> Subject:
    """Read what a form is about. Raises NotFound, BadInput for an unknown fact, CouldNot."""
    casework = desk.casetrack.casework
    standing = None
    if wanted.corrects is not None:
        standing = casework.standing(wanted.kind, wanted.reference, wanted.corrects)
    fact = standing.kind if standing is not None else wanted.fact
    fact_fields(fact)  # an unknown one is named with the nearest
    users = casework.record("landlord", "landlord").users
    view: CaseView | RecordView | None = None
    if wanted.kind == "case" and wanted.reference:
        view = casework.show(wanted.reference)
    elif wanted.reference or wanted.kind == "landlord":
        view = casework.record(wanted.kind, wanted.reference)
    stage = _stage(wanted, fact, standing, view)
    due_on = _due_on(view, stage)
    around = Around(
        today=desk.today,
        calendar=view.calendar if view else casework.record("landlord", "landlord").calendar,
        points=view.judged.case.points(stage or 1) if isinstance(view, CaseView) else (),
        due_on=due_on,
        files=standing is None,
        entries=_entries(fact, view, standing),
        known={name: _handles(users) for name in _PEOPLE} | _own_words(desk),
    )
    return Subject(
        kind=wanted.kind,
        reference=view.reference if isinstance(view, CaseView) else wanted.reference,
        fact=fact,
        stage=stage,
        title=title_of(fact, stage, wanted.corrects),
        whereabouts=_whereabouts(wanted, view, due_on if stage else None, desk.today),
        around=around,
        entries=view.history if view else (),
        corrects=wanted.corrects,
        standing=standing,
        resident=_whose(view),
        about=view.about if isinstance(view, CaseView) else None,
        against=_against(view, fact, stage, desk) if standing is None else (),
    )


def _whose(view: CaseView | RecordView | None) -> Resident | None:
    """Return the resident whom it concerns: of the case, or whose own record it is."""
    if view is None or (isinstance(view, RecordView) and view.name.kind != "resident"):
        return None
    return view.resident


def _against(
    view: CaseView | RecordView | None, fact: str, stage: int | None, desk: Desk
) -> tuple[str, ...]:
    if not isinstance(view, CaseView):
        return ()
    offers = desk.casetrack.offers
    objections = offers.against(view, fact, stage, account=desk.account, at=desk.now())
    words = [objection_on_screen(each) for each in objections]
    return tuple(f"Not possible now: {each[0].lower()}{each[1:]}" for each in words)


def _stage(
    wanted: RecordingWanted, fact: str, standing: Fact | None, view: CaseView | RecordView | None
) -> int | None:
    if standing is not None:
        return getattr(standing, "stage", None)
    if not issubclass(FACTS[fact], StageFact):
        return None
    if wanted.stage is not None:
        return wanted.stage
    return max(1, len(view.judged.case.stages)) if isinstance(view, CaseView) else 1


def _due_on(view: CaseView | RecordView | None, stage: int | None) -> date | None:
    if not isinstance(view, CaseView) or view.judged.clocks is None:
        return None
    counted = view.judged.clocks.stage(stage or max(1, len(view.judged.case.stages)))
    return counted.response.due_on if counted else None


def title_of(fact: str, stage: int | None, corrects: int | None) -> str:
    """Return what a form is called: what is done with it."""
    act = ACTS.get(fact) or BESIDE.get(fact)
    title = act.title.format(stage=stage or 1) if act else fact.replace("-", " ")
    if corrects is not None:
        title = f"put entry {corrects} right: {fact.replace('-', ' ')}"
    return f"{title[0].upper()}{title[1:]}"


def _whereabouts(
    wanted: RecordingWanted, view: CaseView | RecordView | None, due_on: date | None, today: date
) -> str:
    whose = ""
    if isinstance(view, CaseView):
        whose = view.about.resident
    elif view is not None and view.name.kind == "resident":
        whose = view.resident.name
    due = f"  answer due {short_day(due_on, today)}" if due_on else ""
    return " ".join(filter(None, (wanted.reference or "new", whose))) + due


def _not_asked(standing: Fact) -> dict[str, Plain]:
    """Return what an entry holds that no form asks for: it stays as it was."""
    asked = {each.name for each in asked_fields(standing.kind)}
    return {name: value for name, value in to_plain(standing).items() if name not in asked}


# --- what a field can be


def _entries(
    fact: str, view: CaseView | RecordView | None, standing: Fact | None
) -> dict[str, tuple[Option, ...]]:
    follow_up = FOLLOW_UPS.get(fact)
    if follow_up is None or view is None:
        return {}
    judged = view.judged
    of = judged.case.follow_ups if isinstance(judged, Judged) else judged.ledger.follow_ups
    due = {c.started_by: c.due_on for c in judged.duties if c.open and c.due_on}
    named = follows_up(standing) if standing is not None else None
    still_open = [
        entry
        for number, entry in of.begun.items()
        if entry.fact.kind == follow_up.of and (number not in of.ended or number == named)
    ]
    still_open.sort(key=lambda e: (due.get(e.sequence) or date.max, e.sequence))
    return {follow_up.field: tuple((str(e.sequence), _entry_in_words(e)) for e in still_open)}


def _entry_in_words(entry: Entry) -> str:
    told = fields_in_words(entry.fact)
    words = next((told[name] for name in ("what", "change", "letter", "name") if name in told), "")
    words = words if len(words) <= _MOST else f"{words[:_MOST]}…"
    day, number = said(entry.fact.happened_on), entry.sequence
    return f"{words or fact_in_words(entry.fact)} ({day}, entry {number})"


def _handles(users: Users) -> tuple[str, ...]:
    return tuple(user.handle for user in users.active)


def _own_words(desk: Desk) -> dict[str, tuple[str, ...]]:
    return {"reason": tuple(desk.casetrack.settings.refusals)}
