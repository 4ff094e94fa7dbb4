"""The fields of a form, made from the fields of a fact: what each is called, which come first.

Knows types and names, so that a new fact or field needs nothing here; what stands in the tables
only says it better.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, get_args

from casetrack.domain.codec import FactField
from casetrack.domain.facts import PointAnswer
from casetrack.domain.working_days import WorkingCalendar
from casetrack.service.fact_forms import notes_on, plain_hint, typed_fields
from casetrack.tui.widgets.field import Field
from casetrack.tui.widgets.field_answers import AnswersField
from casetrack.tui.widgets.field_choice import ChoiceField, EntryField, YesNoField
from casetrack.tui.widgets.field_figures import DayField, NumberField, PoundsField
from casetrack.tui.widgets.field_ticks import Option, SeveralField, TickField
from casetrack.tui.widgets.field_words import AccountField, ListField, WordsField

HAPPENED_ON: Final = "happened_on"
FILE: Final = "path"
"""of a document that is filed: read, hashed and copied by casetrack"""
HAPPENED: Final = "it_has_happened"
"""the form's own field for what has happened though the Code objects"""
BECAUSE: Final = "recorded_because"
"""the form's own field for why it happened all the same, why so late, why it is put right"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the fields of a form have to know of the record they are on."""

    today: date
    calendar: WorkingCalendar
    points: tuple[str, ...] = ()
    """of the definition of the stage"""
    due_on: date | None = None
    """when the answer is due: +5wd counts from here"""
    entries: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    """field → the entries it can take up, what is due first before the rest"""
    known: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """field → words that are suggested"""
    files: bool = True
    """a document is filed; where an entry is put right, the document stays"""


_LABELS: Final = MappingProxyType(
    {
        HAPPENED: "Happened",
        BECAUSE: "Because",
        HAPPENED_ON: "Day it happened",
        "until": "New date",
        "issue_on": "Arose on",
        "aware_on": "Known since",
        "claim_form_filed_on": "Claim filed on",
        "particulars_filed_on": "Particulars filed",
        "confirmed_in_writing_on": "Confirmed on",
        "published_on": "Published on",
        "ombudsman_reference": "Ombudsman’s number",
        "effort_to_understand": "Effort made",
        "proportionate_because": "Proportionate as",
        "found": "What was found",
        "state": "Where it stands",
        "person": "Who",
        "whom": "For whom",
        "to": "To whom",
        "words": "In their words",
        "change": "What changes",
        "reflects": "Effect it reflects",
        "means": "Told by",
        "amount_pence": "Amount in pounds",
        "policy_link_given": "Policy",
        "ombudsman_details_given": "Ombudsman",
        "automatic": "Automatic reply",
        "states": "The letter states",
        "answers": "Point by point",
        "heard_resident": "Heard",
        "points": "Points",
        "outcomes_sought": "Outcomes sought",
        "responsible_for": "Responsible for",
        "not_responsible_for": "Not responsible",
        "agreed_with_resident": "Agreed",
        "reason_kind": "Kind of reason",
        "no_actions_outstanding": "Actions",
        "equality_act_considered": "Equality Act",
        "ombudsman": "Under another Code",
        "every_working_days": "Working days apart",
        "delays_response": "Delay",
        "related": "Related",
        "reached": "Reached",
        "contractor": "Contractor",
        "adjustments_asked": "Adjustments",
        "reasons_required": "Reasons demanded",
        "outcome_sought": "Outcome sought",
    }
)
_SAYS: Final = MappingProxyType(
    {
        # what is ticked, as a sentence
        HAPPENED: "all the same: record it as it was, as a finding",
        "policy_link_given": "the resident was told where the complaints policy is",
        "ombudsman_details_given": "the Ombudsman's contact details were given",
        "automatic": "a mailbox answered by itself",
        "heard_resident": "the resident could set out their position",
        "agreed_with_resident": "agreed with the resident",
        "no_actions_outstanding": "nothing is left to be done",
        "equality_act_considered": "the Equality Act was considered",
        "delays_response": "taking it in would delay the answer unreasonably",
        "related": "it belongs with what is already complained of",
        "reached": "the resident was reached",
        "contractor": "somebody outside the landlord drafted it",
        "adjustments_asked": "the resident was asked which adjustments they need",
        "reasons_required": "the resident was made to give reasons",
    }
)
_SHOWN: Final = MappingProxyType({"over-12-months": "over 12 months ago"})
_ACCOUNTS: Final = frozenset(
    {
        # what somebody said or did, in more than a line
        *("words", "summary", "impact", "outcome_sought", "explanation", "evidence", "reasons"),
        *("good_reason", "note", "about", "what", "state", "found", "answer", "asks", "nature"),
        *("discretion", "fair_because", "proportionate_because", "effort_to_understand", "change"),
        *("no_remedy_because", "no_change_because", "separate_because", "reflects", "response"),
        *("vulnerability", "risk", "urgent_action", "next_steps", "responsible_for", "unclear"),
        *("address", "point", "because"),
    }
)
_ALWAYS_MORE: Final = frozenset({"stage", "tenure", "ombudsman", "could_join"})
_MORE: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        # what nobody needs by default
        "complaint-acknowledged": frozenset({"automatic"}),
        "complaint-defined": frozenset({"note", "unclear"}),
        "response-extended": frozenset({"resident_told_on", "good_reason", "approved_by"}),
        "response-issued": frozenset(
            {"decided_by", "staff_involved", "reviewed_by", "cause", "no_remedy_because"}
        ),
        "escalation-requested": frozenset({"reasons_required"}),
        "complaint-refused": frozenset(
            {
                *("ground", "discretion", "claim_form_filed_on", "particulars_filed_on"),
                *("considered_in", "fair_because"),
            }
        ),
        "escalation-refused": frozenset(
            {
                *("ground", "discretion", "claim_form_filed_on", "particulars_filed_on"),
                *("considered_in", "fair_because"),
            }
        ),
        "complaint-received": frozenset(
            {
                *("reached_team_on", "representative", "authority", "keywords", "follows"),
                *("separate_because", "service_area"),
            }
        ),
        "remedy-offered": frozenset({"money_for", "owner", "due_on", "reflects"}),
        "triage-assessed": frozenset({"confirmed_in_writing_on", "next_steps"}),
        "letter-issued": frozenset({"document", "promised_on"}),
        "resident-registered": frozenset({"household"}),
    }
)
_NOT_ASKED: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    # what casetrack itself finds out
    {"document-filed": frozenset({"sha256", "size", "name"})}
)
_TO_COME: Final = frozenset({"until", "due_on", "review_on", "promised_on", "return_on"}) | {
    "evidence_due_on",
    "response_due_on",
}


def asked_fields(kind: str) -> tuple[FactField, ...]:
    """Return the fields of a fact that its form asks for. Raises BadInput for an unknown fact."""
    not_asked = _NOT_ASKED.get(kind, frozenset())
    return tuple(each for each in typed_fields(kind) if each.name not in not_asked)


def label_of(name: str) -> str:
    """Return what a field is called on a form."""
    plain = name.replace("_", " ")
    return _LABELS.get(name) or f"{plain[0].upper()}{plain[1:]}"


def folded(kind: str) -> frozenset[str]:
    """Return the names of the fields that nobody needs by default."""
    return _MORE.get(kind, frozenset()) | _ALWAYS_MORE | {HAPPENED, BECAUSE}


def fields_for(kind: str, around: Around) -> tuple[Field, ...]:
    """Return the fields of a fact's form, its day first. Raises BadInput for an unknown fact."""
    notes = notes_on(kind)
    day = DayField(
        HAPPENED_ON,
        label_of(HAPPENED_ON),
        around.today,
        around.calendar,
        hint="The clocks count from this day.",
        required=True,
        starts="today",
        past=True,
    )
    own = (
        TickField(HAPPENED, label_of(HAPPENED), says=_SAYS[HAPPENED]),
        AccountField(BECAUSE, label_of(BECAUSE), hint="It stands on record with it."),
    )
    of_fact = [_field(each, notes.get(each.name, ""), around) for each in asked_fields(kind)]
    if kind == "document-filed" and around.files:
        file = WordsField(FILE, "File", hint="Where it lies; it is copied in.", required=True)
        return (day, file, *of_fact, *own)
    return (day, *of_fact, *own)


def _field(field: FactField, note: str, around: Around) -> Field:
    name, label = field.name, label_of(field.name)
    hint, several = plain_hint(field.hint)
    note = f"{note[:1].upper()}{note[1:]}." if note else ""
    if name in around.entries:
        options = around.entries[name]
        return EntryField(
            name,
            label,
            options,
            hint=note,
            required=field.required,
            nothing="none is open" if not options else "not said",
            chosen=options[0][0] if options and field.required else "",
        )
    if hint is PointAnswer:
        return AnswersField(name, label, around.points, hint=note)
    if hint is bool:
        if type(None) in get_args(field.hint):
            return YesNoField(name, label, hint=note)
        return TickField(name, label, hint=note, says=_SAYS.get(name, ""))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _of_words(field, label, hint, note, several=several)
    if hint is date:
        return DayField(
            name,
            label,
            around.today,
            around.calendar,
            hint=_day_note(name, note),
            required=field.required,
            anchor=around.due_on if name == "until" else None,
            past=name not in _TO_COME,
        )
    if hint is int:
        number = PoundsField if name == "amount_pence" else NumberField
        return number(name, label, hint=note, required=field.required)
    return _of_text(field, label, note, around, several=several)


def _day_note(name: str, note: str) -> str:
    if name != "until":
        return note
    return "As people type a day; +5wd is five working days after the day the answer is due."


def _of_words(
    field: FactField, label: str, hint: type[StrEnum], note: str, *, several: bool
) -> Field:
    options = [(each.value, shown(each.value)) for each in hint]
    if several:
        return SeveralField(field.name, label, options, hint=f"{note} a ticks all.".strip())
    default = field.default
    return ChoiceField(
        field.name,
        label,
        options,
        hint=note,
        required=field.required,
        chosen=default.value if isinstance(default, StrEnum) else "",
    )


def _of_text(field: FactField, label: str, note: str, around: Around, *, several: bool) -> Field:
    more: dict[str, Any] = {"hint": note, "required": field.required}
    if several:
        more["hint"] = f"{note} One in each line.".strip()
        return ListField(field.name, label, **more)
    if field.name in _ACCOUNTS:
        return AccountField(field.name, label, **more)
    return WordsField(field.name, label, known=around.known.get(field.name, ()), **more)


def shown(value: str) -> str:
    """Return a fixed word as people are shown it."""
    return _SHOWN.get(value, value.replace("-", " "))
