"""The fields of a new complaint, and which of them are asked for as things stand.

Knows what a handler is asked on the phone and in which order; never what a rule says of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from textual import on
from textual.widgets import Input

from casetrack.domain.facts.terms import Authority, Choice, Complexity, Maker, RefusalGround, Route
from casetrack.domain.working_days import WorkingCalendar
from casetrack.service.opening import REFUSE
from casetrack.settings import TENURES
from casetrack.tui.widgets.field import Field
from casetrack.tui.widgets.field_figures import DayField
from casetrack.tui.widgets.field_words import AccountField, WordsField
from casetrack.tui.widgets.form_fields import shown
from casetrack.tui.widgets.one_of import OneOfField
from casetrack.tui.widgets.resident_finder import ResidentField

CHANNELS: Final = (
    *("phone", "email", "web", "letter", "in person", "councillor or MP", "social media"),
    "contractor",
)
YES_OR_NO: Final = ("adjustments_asked", "keep", "ombudsman_details_given", "happened")
"""fields that are stored as yes and no"""
NONE_KNOWN: Final = "none known"
ALWAYS_ASKED: Final = frozenset(
    {
        *("resident", "made_by", "received_on", "channel", "first_reached", "words", "impact"),
        *("outcome_sought", "adjustments_asked", "category", "service_area", "choice", "route"),
        *("complexity", "vulnerability", "risk", "urgent_action", "handler"),
    }
)
"""what every complaint is asked; a form opens sooner without the rest"""

_ROUTES: Final = (
    (Route.INVESTIGATION.value, "investigate"),
    (Route.EARLY_RESPONSE.value, "early answer"),
    (Route.SERVICE_REQUEST.value, "service request"),
    (REFUSE, "refuse"),
)

_CHOICES: Final = (
    (Choice.COMPLAINT.value, "complaint"),
    (Choice.SERVICE_REQUEST.value, "service request"),
    (Choice.NEITHER.value, "neither"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the fields begin with."""

    today: date
    calendar: WorkingCalendar
    me: str
    handlers: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    """the landlord's own reasons for refusing → the ground of each"""
    areas: tuple[str, ...] = ()
    """service areas that are known"""


class PresetField(WordsField):
    """A line of words in which something stands at first; typing puts other words in its place."""

    def __init__(
        self, key: str, label: str, starts: str, *, hint: str, known: Sequence[str]
    ) -> None:
        """Take what stands in it."""
        super().__init__(key, label, hint=hint, known=known)
        self._starts = starts
        self._input.words = starts
        self._input.select_on_focus = True

    @property
    def touched(self) -> bool:
        """Whether something else was typed."""
        return self.raw != self._starts


class WeighedField(WordsField):
    """What is known of something; Enter in an empty one says that it was weighed and is nothing."""

    def __init__(self, key: str, label: str, *, hint: str) -> None:
        """Take what it is called."""
        super().__init__(key, label, hint=hint)
        self._nothing = NONE_KNOWN
        self.suggest(NONE_KNOWN)

    def suggest(self, words: str) -> None:
        """Take what Enter writes into an empty line."""
        self._nothing = words
        self._input.placeholder = f"Enter: {words}"

    @on(Input.Submitted)
    def _weighed(self) -> None:
        if not self._input.value.strip():
            self._input.words = self._nothing


def _one(kind: type[StrEnum]) -> tuple[tuple[str, str], ...]:
    return tuple((each.value, shown(each.value)) for each in kind)


def complaint_fields(at: Surroundings) -> tuple[Field, ...]:
    """Return the fields in the order in which a call goes."""
    return (
        *_whose(at),
        *_what(at),
        *_handled(at),
        *_request(at),
        *_refused(at),
        # Asked for once the record has been looked through: last, so that no field moves under
        # whoever types on.
        AccountField("separate_because", "Apart because", hint=_SEPARATE),
        AccountField(
            "because", "Why so late", hint="Why it is recorded only now, or all the same."
        ),
        OneOfField(
            "happened",
            "It has happened",
            (("no", "no"), ("yes", "yes: record it, with what stands against it as a finding")),
            chosen="no",
        ),
    )


_SEPARATE: Final = "Why it is no further issue of the complaint that is open (6.8)."


def _whose(at: Surroundings) -> tuple[Field, ...]:
    return (
        ResidentField("resident", "Resident", hint="Name, reference or address; or a new name."),
        WordsField("address", "Address"),
        OneOfField("tenure", "Tenure", tuple((each, each) for each in TENURES)),
        WordsField("preferred_contact", "Reach them", hint="How and when they wish to be reached."),
        OneOfField("keep", "Their own record", (("yes", "open one"), ("no", "none")), chosen="yes"),
        OneOfField("made_by", "Made by", _one(Maker), chosen=Maker.RESIDENT),
        WordsField("representative", "Speaks for them"),
        OneOfField("authority", "Their authority", _one(Authority)),
        DayField(
            "received_on",
            "Received",
            at.today,
            at.calendar,
            hint="The day it first reached anybody: the clocks count from here (1.2).",
            required=True,
            starts="today",
            past=True,
        ),
        OneOfField("channel", "By", tuple((each, each) for each in CHANNELS), chosen="phone"),
        PresetField(
            "first_reached",
            "First reached",
            at.me,
            hint="Who of us, or which contractor, had it first (3.2).",
            known=at.handlers,
        ),
    )


def _what(at: Surroundings) -> tuple[Field, ...]:
    return (
        AccountField("words", "Their words", hint="As it was said (5.12). Tab goes on."),
        WordsField("impact", "What it means", hint="For the resident and the household (7.2)."),
        WordsField("outcome_sought", "What they want"),
        OneOfField(
            "adjustments_asked",
            "Adjustments",
            (("no", "not asked yet"), ("yes", "asked")),
            hint="Whether they were asked which adjustments they need (5.10): a or n.",
            chosen="no",
        ),
        WordsField("adjustment", "Agreed", hint="An adjustment agreed just now; empty for none."),
        DayField(
            "review_on",
            "Reviewed on",
            at.today,
            at.calendar,
            hint="When the adjustment is looked at again (5.10).",
        ),
        WordsField("category", "Category"),
        WordsField("service_area", "Service area", known=at.areas),
        OneOfField(
            "choice",
            "They chose",
            _CHOICES,
            hint="They were offered the choice to complain, and chose (1.3): c, s or n.",
        ),
    )


def _handled(at: Surroundings) -> tuple[Field, ...]:
    return (
        OneOfField(
            "route",
            "We",
            _ROUTES,
            hint="A service request is confirmed in writing (1.4); a refusal has reasons (2.1).",
            chosen=Route.INVESTIGATION,
        ),
        OneOfField("complexity", "Complexity", _one(Complexity), chosen=Complexity.STANDARD),
        WeighedField("vulnerability", "Vulnerability", hint="What is known of it (6.1)."),
        WeighedField("risk", "Risk meanwhile", hint="What may happen until it is answered (6.1)."),
        WeighedField("urgent_action", "Done at once", hint="What cannot wait (6.1)."),
        PresetField("handler", "Handler", at.me, hint="Who has stage 1.", known=at.handlers),
    )


def _request(at: Surroundings) -> tuple[Field, ...]:
    return (
        WordsField("next_steps", "Next steps", hint="What we will do by when (1.4)."),
        DayField(
            "confirmed_in_writing_on",
            "Confirmed on",
            at.today,
            at.calendar,
            hint="When they were told in writing, with how to complain instead (1.4).",
            past=True,
        ),
    )


def _refused(at: Surroundings) -> tuple[Field, ...]:
    def day(key: str, label: str, hint: str) -> DayField:
        return DayField(key, label, at.today, at.calendar, hint=hint, past=True)

    return (
        WordsField("reason", "Refused because", hint=_reasons(at), known=tuple(at.reasons)),
        OneOfField("ground", "Ground", _one(RefusalGround), hint="What the policy gives (2.2)."),
        day(
            "issue_on", "It arose on", "When the matter arose; of one that goes on: last did (2.2)."
        ),
        day("aware_on", "They knew on", "When the resident came to know of it (2.3)."),
        WordsField("discretion", "Not taken because", hint="Why not take it all the same (2.3)."),
        day("claim_form_filed_on", "Claim form on", "When it was filed at court (2.2)."),
        day("particulars_filed_on", "Particulars on", "When they were filed at court (2.2)."),
        WordsField("considered_in", "Considered in", hint="The case it was considered in (2.2)."),
        WordsField("fair_because", "Fair because", hint="Why it is fair to this resident (2.2)."),
        PresetField(
            "decided_by",
            "Decided by",
            at.me,
            hint="Another ground is a manager's decision (2.2).",
            known=at.handlers,
        ),
        WordsField("evidence", "Evidence", hint="What shows the reason to be true (2.1)."),
        AccountField("explanation", "Explained", hint="Why this complaint, by itself (2.4, 2.5)."),
        day("letter_sent_on", "Letter sent on", "The refusal in writing (2.4)."),
        OneOfField(
            "ombudsman_details_given",
            "Ombudsman",
            (("no", "not in the letter"), ("yes", "details given")),
            hint="The letter says that the Ombudsman can be asked, and how (2.4): d or n.",
            chosen="no",
        ),
    )


def _reasons(at: Surroundings) -> str:
    listed = ", ".join(at.reasons)
    return f"From the landlord's list: {listed}." if listed else "In a few words (2.1)."


# --- what is asked for as things stand

_Values = Mapping[str, Any]
_GROUND: Final[Mapping[str, str]] = {
    "issue_on": RefusalGround.OVER_TWELVE_MONTHS,
    "aware_on": RefusalGround.OVER_TWELVE_MONTHS,
    "discretion": RefusalGround.OVER_TWELVE_MONTHS,
    "claim_form_filed_on": RefusalGround.LEGAL_PROCEEDINGS,
    "particulars_filed_on": RefusalGround.LEGAL_PROCEEDINGS,
    "considered_in": RefusalGround.ALREADY_CONSIDERED,
    "fair_because": RefusalGround.OTHER,
    "decided_by": RefusalGround.OTHER,
}


def _complaint(values: _Values) -> bool:
    return values.get("route") != Route.SERVICE_REQUEST


def _new(values: _Values) -> bool:
    known = values.get("resident_reference") or values.get("undecided")
    return bool(values.get("resident")) and not known


def _triaged(values: _Values) -> bool:
    return _complaint(values) and values.get("route") != REFUSE


def _refusal(values: _Values) -> bool:
    return values.get("route") == REFUSE


def _speaks_for_them(values: _Values) -> bool:
    return _complaint(values) and values.get("made_by") == Maker.REPRESENTATIVE


_SHOWN_WHERE: Final[Mapping[str, Callable[[_Values], bool]]] = {
    **dict.fromkeys(("address", "tenure", "preferred_contact", "keep"), _new),
    **dict.fromkeys(("representative", "authority"), _speaks_for_them),
    **dict.fromkeys(
        ("made_by", "first_reached", "impact", "outcome_sought", "adjustments_asked"), _complaint
    ),
    "adjustment": lambda values: _complaint(values) and values.get("adjustments_asked") is True,
    "review_on": lambda values: bool(values.get("adjustment")),
    **dict.fromkeys(("complexity", "vulnerability", "risk", "urgent_action"), _triaged),
    "handler": _complaint,
    **dict.fromkeys(
        ("next_steps", "confirmed_in_writing_on"), lambda values: not _complaint(values)
    ),
    **dict.fromkeys(
        ("reason", "evidence", "explanation", "letter_sent_on", "ombudsman_details_given"), _refusal
    ),
}


def asked_for(key: str, values: _Values, reasons: Mapping[str, str], asked: frozenset[str]) -> bool:
    """Say whether a field is asked for: `asked` are those that the weighing asked for."""
    if key in ("separate_because", "because", "happened"):
        return key in asked
    of_the_list = reasons.get(str(values.get("reason") or ""))
    if key == "ground":
        return _refusal(values) and not of_the_list
    if key in _GROUND:
        return _refusal(values) and (values.get("ground") or of_the_list) == _GROUND[key]
    return _SHOWN_WHERE.get(key, _always)(values)


def _always(_values: _Values) -> bool:
    return True
