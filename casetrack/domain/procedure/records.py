"""What is asked of the facts on a resident and on the landlord."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from casetrack.domain.facts.terms import Reviewed
from casetrack.domain.procedure.aftercare import missing
from casetrack.domain.procedure.standing import Findings, Judging


def _adjustment(at: Judging) -> Findings:
    yield from missing(at, "5.10", what="what was agreed", review_on="when it is reviewed")


def _adjustment_reviewed(at: Judging) -> Findings:
    yield from _reviewed(at, "5.10")


def _reviewed(at: Judging, number: str) -> Findings:
    fact: Any = at.fact
    if fact.result is not Reviewed.ENDED:
        yield from missing(at, number, review_on="when it is reviewed next")
    if fact.result is Reviewed.CHANGED:
        yield from missing(at, number, what="what holds from now on")


def _restriction(at: Judging) -> Findings:
    yield from missing(
        at,
        "5.14",
        what="what is restricted",
        evidence="which behaviour shows the need",
        review_on="when it is reviewed",
    )
    yield from missing(at, "5.15", proportionate_because="why it is proportionate")
    if not at.fact.equality_act_considered:
        yield at.breach(
            "equality-act-not-considered",
            "5.15",
            "it is not on record that the Equality Act was considered",
            "Consider it, and record that (equality_act_considered).",
        )


def _restriction_reviewed(at: Judging) -> Findings:
    yield from _reviewed(at, "5.14")


def _alert(at: Judging) -> Findings:
    yield from missing(at, "", what="what everybody should know")


def _disability(at: Judging) -> Findings:
    yield from missing(at, "5.10", what="what was disclosed")


def _registered(at: Judging) -> Findings:
    yield from missing(at, "5.12", name="who the resident is")


def _representative(at: Judging) -> Findings:
    yield from missing(at, "3.6", name="who may speak for the resident")
    if at.fact.authority is None:
        yield at.breach(
            "authority-missing",
            "1.3",
            "it is not on record how they may speak for the resident",
            'Say how: written, spoken, legal, or "awaited", which delays nothing.',
        )


def _report(at: Judging) -> Findings:
    yield from missing(at, "8.2", body="to whom it went", about="what it was about")


def _body_responded(at: Judging) -> Findings:
    yield from missing(
        at, "8.2", response="what the governing body said", published_on="when it was published"
    )


def _self_assessment(at: Judging) -> Findings:
    yield from missing(at, "8.1", year="for which year", published_on="when it was published")


def _submission(at: Judging) -> Findings:
    yield from missing(at, "8.2", to="to whom it went", year="for which year")


def _duty(at: Judging) -> Findings:
    yield from missing(at, "", what="what has to be done", due_on="by when")


def _non_compliance(at: Judging) -> Findings:
    yield from missing(
        at,
        "8.5",
        what="what cannot be kept to",
        ombudsman_told_on="when the Ombudsman was told",
        residents_told_on="when residents were told",
        published_on="when it was published",
        return_on="until when",
    )


def _improvement(at: Judging) -> Findings:
    yield from missing(
        at, "9.2", change="what is improved", owner="who sees to it", due_on="by when"
    )


def _improved(at: Judging) -> Findings:
    yield from missing(at, "9.3", residents_told_on="when residents were told")


def _sampled(at: Judging) -> Findings:
    yield from missing(
        at, "4.3", cases="which cases were looked at", found="what was found", taken_by="by whom"
    )


RULES: Final[Mapping[str, Callable[[Judging], Findings]]] = {
    "resident-registered": _registered,
    "representative-authorised": _representative,
    "disability-disclosed": _disability,
    "adjustment-agreed": _adjustment,
    "adjustment-reviewed": _adjustment_reviewed,
    "alert-raised": _alert,
    "restriction-imposed": _restriction,
    "restriction-reviewed": _restriction_reviewed,
    "report-presented": _report,
    "governing-body-responded": _body_responded,
    "self-assessment-made": _self_assessment,
    "submission-made": _submission,
    "duty-set": _duty,
    "non-compliance-declared": _non_compliance,
    "improvement-planned": _improvement,
    "improvement-made": _improved,
    "quality-sample-taken": _sampled,
}
"""What is asked of each kind of fact; of one not named, nothing."""
