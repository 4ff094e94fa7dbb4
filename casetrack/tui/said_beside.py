"""Beside which field of a form an objection is said, and its words as they stand there."""

import re
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from casetrack.domain.objections import Objection
from casetrack.service.wording import AT_THE_SHELL, objection_in_words
from casetrack.tui.widgets.form_fields import BECAUSE, HAPPENED_ON, label_of

_OF_CODE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "recorded-late-without-reason": BECAUSE,
        "extension-not-later": "until",
        "extension-past-limit": "until",
        "extension-told-too-late": "resident_told_on",
        "extension-not-in-writing": "means",
        "extension-without-ombudsman-details": "ombudsman_details_given",
        "without-ombudsman-details": "ombudsman_details_given",
        "policy-link-missing": "policy_link_given",
        "means-missing": "means",
        "not-in-writing": "means",
        "outcome-missing": "outcome",
        "contents-missing": "states",
        "points-missing": "points",
        "responsibility-missing": "responsible_for",
        "outcomes-missing": "outcomes_sought",
        "points-unanswered": "answers",
        "point-without-reasons": "answers",
        "no-such-point": "answers",
        "authority-missing": "authority",
        "score-out-of-range": "score",
        "due-before-start": "due_on",
        "not-confirmed-in-writing": "confirmed_in_writing_on",
        "next-steps-missing": "next_steps",
        "route-missing": "route",
        "not-agreed": "agreed_with_resident",
        "no-interval": "every_working_days",
        "takes-up-nothing": "",
        "call-note-missing": "note",
        "dates-unknown": "issue_on",
        "discretion-not-considered": "discretion",
        "proceedings-not-filed": "claim_form_filed_on",
        "fairness-missing": "fair_because",
        "individual-reasons-missing": "explanation",
        "considered-where": "considered_in",
    }
)
"""Where the words of the cure name no field."""
_ALSO: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "dates-unknown": ("aware_on",),
        "proceedings-not-filed": ("particulars_filed_on",),
    }
)
"""Further fields that what they ask for is typed into."""
_NAMED: Final = re.compile(r" ?\(([a-z][a-z_]+)\)")


def by_field(
    objections: Iterable[Objection], fields: Collection[str]
) -> tuple[dict[str, list[str]], list[str]]:
    """Return the words of objections by the field they belong to, and those that belong to none."""
    beside: dict[str, list[str]] = {}
    rest: list[str] = []
    for objection in objections:
        key = _field_of(objection, fields)
        # Beside the field itself its name need not be said.
        words = objection_in_words(objection).replace(f" ({key})", "")
        words = AT_THE_SHELL.sub("", _with_labels(words, fields))
        (beside.setdefault(key, []) if key else rest).append(words)
    return beside, rest


def asked_by(objections: Iterable[Objection], fields: Collection[str]) -> set[str]:
    """Return the fields that are filled in to do what objections ask for."""
    asked: set[str] = set()
    for objection in objections:
        named = _NAMED.findall(objection.cure)
        asked.update((_field_of(objection, fields), *named, *_ALSO.get(objection.code, ())))
    return asked & set(fields)


def _field_of(objection: Objection, fields: Collection[str]) -> str:
    wanted: tuple[str, ...]
    if objection.code == "in-the-future":
        named = objection.reason.rpartition("(")[2].removesuffix(")").replace(" ", "_")
        wanted = (named, f"{named}_on", HAPPENED_ON)
    elif objection.code.startswith("states-no-"):
        wanted = ("states", "")
    elif objection.code in _OF_CODE:
        wanted = (_OF_CODE[objection.code], "answers" if objection.code == "points-missing" else "")
    else:
        missing = objection.code.removesuffix("-missing").replace("-", "_")
        wanted = (*_NAMED.findall(objection.cure), missing, f"{missing}_on")
    return next((name for name in wanted if name in fields), "")


def _with_labels(words: str, fields: Collection[str]) -> str:
    """Return words with what a form calls a field in the place of its name at the shell."""

    def shown(found: re.Match[str]) -> str:
        name = BECAUSE if found[1] == "because" else found[1]
        return f" (“{label_of(name)}”)" if name in fields else found[0]

    return _NAMED.sub(shown, words)


_CALLED: Final = re.compile(r'"([a-z][a-z_ ]*)"')


def labelled(words: str, labels: Mapping[str, str]) -> str:
    """Return the words of a refusal with what a form calls a field in the place of its name."""

    def shown(found: re.Match[str]) -> str:
        label = labels.get(found[1].replace(" ", "_"))
        return f"“{label}”" if label else found[0]

    return _CALLED.sub(shown, words)


def field_named(words: str, fields: Collection[str]) -> str:
    """Return the field that a refusal names first, "" where it names none."""
    found = _CALLED.match(words)
    name = found[1].replace(" ", "_") if found else ""
    return name if name in fields else ""
