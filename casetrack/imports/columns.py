"""The columns of a complaint log, and the headings under which landlords keep them.

Knows names, kinds and headings; no file and no cell. docs/import.md is made from here.
"""

import re
from dataclasses import dataclass
from typing import Final

from casetrack.imports.cells import Kind
from casetrack.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A canonical column, and the headings it is known by."""

    name: str
    kind: Kind
    holds: str
    """What a cell says, for the person with the spreadsheet."""
    headings: tuple[str, ...]
    """As landlords write them; compared folded, so case, spaces and punctuation do not matter."""
    stage: int | None = None
    """1 or 2 where `staged` names headings."""
    staged: tuple[str, ...] = ()
    """Headings known with "Stage 1", "S1", … before, in or behind them."""


REQUIRED: Final = ("reference", "received")

_STAGE: Final = re.compile(
    "(?:stage|stg|st|s)(?P<digit>[12])|stage(?P<word>one|two)|(?P<rank>first|1st|second|2nd)stage"
)
_STAGES: Final = {"1": 1, "one": 1, "first": 1, "1st": 1, "2": 2, "two": 2, "second": 2, "2nd": 2}

_LOGGED = ("logged", "recorded", "registered")
_ACKNOWLEDGED = (
    "acknowledged",
    "acknowledgement",
    "acknowledgment",
    "ack",
    "ack'd",
    "acked",
    "acknowledgement sent",
    "acknowledgement letter",
    "acknowledgement letter sent",
    "acknowledgment sent",
    "acknowledgment letter sent",
    "ack sent",
    "ack letter sent",
)
_DEFINED = ("defined", "definition", "complaint defined", "definition sent", "complaint definition")
_DUE = ("due", "target", "deadline", "response due", "response target", "response deadline")
_EXTENDED_ON = (
    "extended on",
    "extension sent",
    "extension letter",
    "extension letter sent",
    "extension agreed",
    "extension agreed on",
    "extension notified",
    "holding letter",
    "holding letter sent",
)
_EXTENDED_TO = (
    "extended to",
    "extended until",
    "extension to",
    "extension until",
    "extended due",
    "extension due",
    "extended target",
    "extended deadline",
    "new due",
    "new target",
    "new deadline",
    "revised due",
    "revised target",
    "revised deadline",
)
_EXTENSION_REASON = (
    "extension reason",
    "reason for extension",
    "reason extended",
    "reasons for extension",
)
_OMBUDSMAN_DETAILS = (
    "ombudsman details",
    "ombudsman details given",
    "ombudsman details included",
    "ombudsman details in extension letter",
    "extension ombudsman details",
    "HOS details",
    "HOS details given",
    "HOS details included",
)
_RESPONDED = (
    "responded",
    "response",
    "response sent",
    "response issued",
    "response letter",
    "response letter sent",
    "reply sent",
    "answered",
    "answer sent",
    "decision letter sent",
)
_OUTCOME = ("outcome", "decision", "result", "complaint outcome")
_HANDLER = (
    "handler",
    "officer",
    "case handler",
    "case officer",
    "case owner",
    "complaint handler",
    "complaints handler",
    "complaint officer",
    "complaints officer",
    "investigator",
    "investigating officer",
    "lead officer",
    "responsible officer",
    "assigned to",
    "allocated to",
    "owner",
)


def _dates(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return headings of a day also as "Date …", "… date" and the like."""
    forms = ("{}", "Date {}", "{} date", "Date of {}")
    return tuple(form.format(word) for word in words for form in forms)


def _text(name: str, holds: str, *headings: str, kind: Kind = Kind.TEXT) -> Column:
    return Column(name=name, kind=kind, holds=holds, headings=headings)


def _day(name: str, holds: str, *words: str, also: tuple[str, ...] = ()) -> Column:
    return Column(name=name, kind=Kind.DAY, holds=holds, headings=(*_dates(words), *also))


def _staged(
    stage: int,
    name: str,
    kind: Kind,
    holds: str,
    words: tuple[str, ...],
    others: tuple[str, ...] = (),
) -> Column:
    """Return a column of one stage: `words` with the stage, `others` as they stand."""
    return Column(
        name=name,
        kind=kind,
        holds=holds,
        headings=_dates(others) if kind is Kind.DAY else others,
        stage=stage,
        staged=_dates(words) if kind is Kind.DAY else words,
    )


def _both_stages(stage: int) -> tuple[Column, ...]:
    """Return the columns that a log keeps of each stage alike, from its acknowledgement on."""
    day, text, at = Kind.DAY, Kind.TEXT, f"stage{stage}"
    told = "the day the resident was told of the extension"
    details = "whether the extension gave the Ombudsman's contact details"
    second = stage == 2
    review = ("escalation acknowledged", "review acknowledged") if second else ()
    handler = _staged(
        2, f"{at}_handler", Kind.NAME, "who answers at stage 2", _HANDLER, ("reviewer",)
    )
    return (
        _staged(
            stage, f"{at}_acknowledged", day, "the day it was acknowledged", _ACKNOWLEDGED, review
        ),
        _staged(stage, f"{at}_defined", day, "the day its definition was set out", _DEFINED),
        *((handler,) if second else ()),
        _staged(stage, f"{at}_due", day, "the due date the log gives, for comparison", _DUE),
        _staged(stage, f"{at}_extended_on", day, told, _EXTENDED_ON),
        _staged(stage, f"{at}_extended_to", day, "the due date it was extended to", _EXTENDED_TO),
        _staged(stage, f"{at}_extension_reason", text, "why it was extended", _EXTENSION_REASON),
        _staged(stage, f"{at}_ombudsman_details", Kind.YES_NO, details, _OMBUDSMAN_DETAILS),
        _staged(stage, f"{at}_responded", day, "the day the response went out", _RESPONDED),
        _staged(stage, f"{at}_outcome", Kind.OUTCOME, "the decision", _OUTCOME),
    )


COLUMNS: Final[tuple[Column, ...]] = (
    _text(
        "reference",
        "the landlord's own number of the complaint; one row each",
        *("reference", "ref", "ref no", "reference number", "complaint ref", "complaint ref no"),
        *("complaint reference", "complaint reference number", "complaint no", "complaint number"),
        *("complaint ID", "case ref", "case reference", "case no", "case number", "case ID"),
        *("our ref", "our reference", "unique reference", "unique ref"),
        kind=Kind.REFERENCE,
    ),
    _day(
        "received",
        "the day the complaint first reached anybody at the landlord",
        *("received", "received on", "rec'd", "complaint received", "complaint rec'd", "receipt"),
        *("complaint made", "stage 1 received", "s1 received", "stage 1 complaint received"),
        also=("complaint date", "date of complaint", "date complaint was received"),
    ),
    _text(
        "channel",
        "how it was made: phone, email, letter, …",
        *("channel", "how received", "how made", "how complaint received", "how complaint made"),
        *("method", "method received", "method of contact", "contact method", "contact channel"),
        *("method of complaint", "complaint channel", "received via", "source"),
        kind=Kind.NAME,
    ),
    _text(
        "resident",
        "who complains",
        *("resident", "resident name", "resident's name", "name of resident", "residents"),
        *("tenant", "tenant name", "tenant's name", "name of tenant", "complainant", "name"),
        *("complainant name", "complainant's name", "name of complainant"),
        *("customer", "customer name", "customer's name", "full name"),
    ),
    _text(
        "address",
        "the home concerned",
        *("address", "property", "property address", "resident address", "tenant address"),
        *("customer address", "home address", "full address", "complainant address"),
    ),
    _text(
        "tenure",
        "LCRA, LCHO or leasehold",
        *("tenure", "tenure type", "type of tenure", "tenancy type", "type of tenancy"),
        kind=Kind.TENURE,
    ),
    _text(
        "category",
        "what kind of complaint it is",
        *("category", "complaint category", "category of complaint", "complaint type"),
        *("type of complaint", "nature of complaint", "theme", "complaint theme", "subject"),
        kind=Kind.NAME,
    ),
    _text(
        "service_area",
        "the team, service or area it is about",
        *("service area", "area", "service", "department", "team", "directorate", "service team"),
        *("business area", "division"),
        kind=Kind.NAME,
    ),
    _text(
        "summary",
        "the complaint in a few words",
        *("summary", "summary of complaint", "complaint summary", "description", "details"),
        *("description of complaint", "complaint description", "complaint details"),
        *("details of complaint", "complaint", "issue", "issues", "complaint issue"),
    ),
    _text(
        "outcome_sought",
        "what the resident wants to come of it",
        *("outcome sought", "outcomes sought", "desired outcome", "outcome requested"),
        *("resolution sought", "remedy sought", "outcome wanted", "resident's desired outcome"),
    ),
    _staged(1, "handler", Kind.NAME, "who answers at stage 1", _HANDLER),
    _staged(1, "stage1_logged", Kind.DAY, "the day it was entered as a complaint", _LOGGED),
    *_both_stages(1),
    _staged(
        2,
        "stage2_requested",
        Kind.DAY,
        "the day the resident asked for stage 2",
        ("requested", "request", "request received", "received", "escalation", "escalated"),
        (
            *("escalated", "escalated on", "escalation", "escalation requested"),
            *("escalation request", "escalation received", "escalation request received"),
            *("escalated to stage 2", "escalation to stage 2", "request for stage 2"),
            *("review requested", "review request", "request for review"),
        ),
    ),
    *_both_stages(2),
    Column(
        name="compensation",
        kind=Kind.MONEY,
        holds="pounds offered or paid; 0 or nil when none was",
        headings=(
            *("compensation", "compensation paid", "compensation offered", "compensation awarded"),
            *("compensation amount", "amount of compensation", "total compensation", "redress"),
            *("financial redress", "compensation GBP", "compensation total"),
        ),
    ),
    Column(
        name="refused_reason",
        kind=Kind.REASON,
        holds="why it was not accepted as a complaint; empty when it was",
        headings=(
            *("refused reason", "reason refused", "reason for refusal", "refusal reason"),
            *("reason not accepted", "reason declined", "exclusion reason", "reason excluded"),
            *("reason for exclusion",),
        ),
    ),
    _day(
        "withdrawn", "the day the resident withdrew it", "withdrawn", "withdrawal", "withdrawn on"
    ),
    _day(
        "closed",
        "the day the case was closed",
        *("closed", "closed on", "case closed", "complaint closed", "closure"),
    ),
)
"""Every column, in the order of docs/import.md and of `LogRow`."""

NAMES: Final = tuple(column.name for column in COLUMNS)
BY_NAME: Final = {column.name: column for column in COLUMNS}


_AS_THEY_STAND: Final = {
    fold(heading): column.name for column in COLUMNS for heading in (column.name, *column.headings)
}
_OF_A_STAGE: Final = {
    (column.stage, fold(heading)): column.name for column in COLUMNS for heading in column.staged
}


def column_of(heading: str) -> str | None:
    """Return the column that a folded heading names for certain."""
    if heading in _AS_THEY_STAND:
        return _AS_THEY_STAND[heading]
    found = _STAGE.search(heading)
    if found is None:
        return None
    stage = _STAGES[found["digit"] or found["word"] or found["rank"]]
    rest = heading[: found.start()] + heading[found.end() :]
    return _OF_A_STAGE.get((stage, rest)) or _OF_A_STAGE.get((stage, rest.removesuffix("at")))


def column_without_stage(heading: str) -> str | None:
    """Return the stage 1 column that a folded heading may name, though it names no stage."""
    return _OF_A_STAGE.get((1, heading))
