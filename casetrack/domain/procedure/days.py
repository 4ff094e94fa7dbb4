"""What is asked of the days that a fact names beside its own: none lies before what it belongs to.

Something promised, due or looked at again comes after the day it was agreed on; a letter or a word
to the resident comes after what it answers. What began the matter may lie as long ago as it does.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from casetrack.domain.case import Case
from casetrack.domain.codec import fact_fields
from casetrack.domain.contradictions import of_a_complaint
from casetrack.domain.facts import Entry
from casetrack.domain.procedure.standing import Findings, Judging, Standing
from casetrack.domain.record import FOLLOW_UPS, FollowUps
from casetrack.domain.working_days import said

_TO_COME: Final[Mapping[str, str]] = MappingProxyType(
    {
        "due_on": "it is due",
        "response_due_on": "the response is due",
        "evidence_due_on": "the evidence is due",
        "review_on": "it is looked at again",
        "promised_on": "the letter promises",
        "return_on": "the Code is kept to again",
        "until": "it ends",
    }
)
"""Fields that name a day on which something is to be done → what, as part of a sentence."""
_SINCE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "letter_sent_on": "the letter was sent",
        "confirmed_on": "it was confirmed",
        "confirmed_in_writing_on": "it was confirmed in writing",
        "resident_told_on": "the resident was told",
        "residents_told_on": "residents were told",
        "published_on": "it was published",
    }
)
"""Fields that name a day on which something was done about it."""
_JUDGED_ELSEWHERE: Final = frozenset(
    {"response-extended", "deadline-recorded", "deadline-moved", "entry-corrected"}
)
"""Facts whose day to come is judged by what moves a clock, or is no person's word."""


def in_order(at: Judging, follow_ups: FollowUps) -> Findings:
    """Judge the days a fact names beside its own."""
    for name, day in _named(at, _TO_COME):
        if day < at.day and at.fact.kind not in _JUDGED_ELSEWHERE:
            yield at.impossible(
                "due-before-start",
                "",
                f"{_TO_COME[name]} on {said(day)}, before its own day, {said(at.day)}",
                f"Correct one of the two days ({name}).",
            )
    since = _since(at, follow_ups)
    if since is None:
        return
    begun_on, what = since
    for name, day in _named(at, _SINCE):
        if day < begun_on:
            yield at.impossible(
                "done-before-start",
                "",
                f"{_SINCE[name]} on {said(day)}, before {what} on {said(begun_on)}",
                f"Correct the day ({name}).",
            )


def _named(at: Judging, names: Mapping[str, str]) -> Iterator[tuple[str, date]]:
    for field in fact_fields(at.fact.kind):
        day = getattr(at.fact, field.name)
        if field.name in names and isinstance(day, date):
            yield field.name, day


def _since(at: Judging, follow_ups: FollowUps) -> tuple[date, str] | None:
    """Return the day before which nothing can have been done about it, and what was on it."""
    follow_up = FOLLOW_UPS.get(at.fact.kind)
    if follow_up is not None:
        begun = follow_ups.begun.get(getattr(at.fact, follow_up.field) or 0)
        if begun is not None and begun.fact.kind == follow_up.of:
            return _told(begun)
    if not isinstance(at, Standing):
        return None
    if of_a_complaint(at.fact):
        opened = at.stage.opened if at.stage else None
    else:
        opened = _receipt(at.case)
    return _told(opened) if opened else None


def _receipt(case: Case) -> Entry | None:
    begun = [each for each in (case.request, case.received) if each is not None]
    return min(begun, key=lambda each: each.fact.happened_on, default=None)


def _told(entry: Entry) -> tuple[date, str]:
    kind = entry.fact.kind
    what = _BEGUN.get(kind) or f"what it takes up ({kind.replace('-', ' ')})"
    return entry.fact.happened_on, what


_BEGUN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "service-request-received": "the service request was received",
        "complaint-received": "the complaint was received",
        "escalation-requested": "stage 2 was requested",
    }
)
"""What a case or a stage begins with, as part of a sentence."""
