"""A complaint beside another of the resident: added to it, or a new one with the reason (6.8)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from landlord import on_sqlite
from recording_samples import (
    ACKNOWLEDGED,
    DEFINED,
    FRI,
    MON,
    RECEIVED,
    TUE,
    WED,
    in_sound_order,
    order,
    record,
)

from casetrack.bootstrap import Casetrack
from casetrack.domain import facts as f
from casetrack.domain.errors import BadInput, NotFound
from casetrack.domain.facts.handling import CaseClassified
from casetrack.domain.facts.residents import ResidentRegistered
from casetrack.domain.facts.terms import Means, Outcome

RESIDENT = ResidentRegistered(happened_on=MON, name="Ms A Example")
REASON = "It is about the neighbours and not the roof."
SECOND_MON = date(2025, 2, 10)
ANSWERED = f.ResponseIssued(
    happened_on=SECOND_MON, stage=1, outcome=Outcome.UPHELD, means=Means.LETTER
)
HAPPENED: dict[str, Any] = {"happened": True, "because": "It was opened by another team."}


@pytest.fixture
def casetrack(tmp_path: Path) -> Iterator[Casetrack]:
    """Casetrack open on an empty database; nobody is registered."""
    with on_sqlite(tmp_path).opened() as found:
        yield found


@pytest.fixture
def resident(casetrack: Casetrack) -> str:
    return record(casetrack, "", RESIDENT, kind="resident").name.reference


def opened(casetrack: Casetrack, resident: str, **about: Any) -> str:
    """Open a complaint of a resident on Mon 3 Feb; the reference of its case."""
    receipt = replace(RECEIVED, resident_reference=resident, **about)
    return record(casetrack, "", receipt).name.reference


def against(casetrack: Casetrack, resident: str, **about: Any) -> list[str]:
    """Return what stands against opening another on Wed 5 Feb, or another day."""
    about = {"happened_on": WED, **about}
    receipt = replace(RECEIVED, resident_reference=resident, **about)
    recorded = casetrack.recording.record(order("", receipt))
    assert recorded.saved == (not recorded.objections)
    return [each.code for each in recorded.objections]


def test_a_second_complaint_of_a_resident_says_why_it_is_separate(
    casetrack: Casetrack, resident: str
) -> None:
    first = opened(casetrack, resident)
    receipt = replace(RECEIVED, happened_on=WED, resident_reference=resident)
    (objection,) = casetrack.recording.record(order("", receipt)).objections
    assert (objection.code, objection.provision) == ("separate-without-reason", "6.8")
    assert first in objection.reason
    assert "issue-added" in objection.cure
    assert against(casetrack, resident, separate_because=REASON) == []


def test_one_that_was_opened_without_the_reason_keeps_the_finding(
    casetrack: Casetrack, resident: str
) -> None:
    first = opened(casetrack, resident)
    receipt = replace(RECEIVED, happened_on=WED, resident_reference=resident)
    second = record(casetrack, "", receipt, **HAPPENED).name.reference
    # What comes of the other case later changes nothing.
    record(casetrack, first, DEFINED, ACKNOWLEDGED)
    record(casetrack, first, ANSWERED, **HAPPENED)
    findings = casetrack.casework.show(second).judged.findings
    found = [(each.code, each.cited.shown) for each in findings]
    assert found == [("separate-without-reason", "6.8")]
    assert in_sound_order(casetrack)


@pytest.mark.parametrize(
    ("one", "other", "asked"),
    [
        ({"category": "Repairs"}, {"category": "Repairs"}, True),
        ({"category": "Repairs"}, {"category": "Noise"}, False),
        ({"category": "Repairs"}, {}, True),
        ({"category": "Damp", "service_area": "Repairs"}, {"category": "Roofs"}, False),
        (
            {"category": "Damp", "service_area": "Repairs"},
            {"category": "Roofs", "service_area": "Repairs"},
            True,
        ),
        ({"service_area": "Repairs"}, {"category": "Noise"}, True),
    ],
)
def test_only_complaints_classified_otherwise_are_taken_for_unrelated(
    casetrack: Casetrack, resident: str, one: Any, other: Any, asked: bool
) -> None:
    opened(casetrack, resident, **one)
    found = against(casetrack, resident, **other)
    assert found == (["separate-without-reason"] if asked else [])


def test_what_a_case_was_classified_as_since_is_what_it_is_about(
    casetrack: Casetrack, resident: str
) -> None:
    first = opened(casetrack, resident, category="Repairs")
    record(casetrack, first, CaseClassified(happened_on=TUE, category="Noise"))
    assert against(casetrack, resident, category="Repairs") == []
    assert against(casetrack, resident, category="Noise") == ["separate-without-reason"]


def test_a_complaint_of_somebody_else_or_of_nobody_on_record_is_asked_nothing(
    casetrack: Casetrack, resident: str
) -> None:
    opened(casetrack, resident)
    neighbour = record(casetrack, "", RESIDENT, kind="resident").name.reference
    assert against(casetrack, neighbour) == []
    assert against(casetrack, "") == []


def test_once_the_other_was_answered_no_reason_is_asked(
    casetrack: Casetrack, resident: str
) -> None:
    first = opened(casetrack, resident)
    record(casetrack, first, DEFINED, ACKNOWLEDGED)
    record(casetrack, first, ANSWERED, **HAPPENED)
    receipt = replace(RECEIVED, happened_on=FRI, resident_reference=resident)
    late = order("", receipt, today=SECOND_MON)
    # Of the day of its receipt: on the Friday the other was still unanswered.
    assert [o.code for o in casetrack.recording.record(late).objections] == [
        "separate-without-reason"
    ]
    assert against(casetrack, resident, happened_on=SECOND_MON) == []


def test_a_service_request_of_the_resident_is_no_complaint_it_could_have_joined(
    casetrack: Casetrack, resident: str
) -> None:
    request = f.ServiceRequestReceived(
        happened_on=MON, channel="phone", resident_reference=resident, words="A tile is loose."
    )
    reference = record(casetrack, "", request).name.reference
    assert against(casetrack, resident, follows=reference) == []


def test_a_receipt_put_right_is_not_held_against_itself(
    casetrack: Casetrack, resident: str
) -> None:
    reference = opened(casetrack, resident)
    instead = replace(RECEIVED, resident_reference=resident, impact="Damp and mould.")
    put_right = f.EntryCorrected(happened_on=MON, corrects=0, replacement=instead)
    assert casetrack.recording.record(order(reference, put_right)).objections == ()


def test_what_somebody_claims_it_could_have_joined_is_not_believed(casetrack: Casetrack) -> None:
    claimed = replace(RECEIVED, could_join="2025/0099")
    assert casetrack.recording.record(order("", claimed)).objections == ()


# --- the case it follows


def test_a_complaint_follows_no_case_there_is_not(casetrack: Casetrack) -> None:
    lost = replace(RECEIVED, follows="2025/0001", separate_because=REASON)
    tries: tuple[dict[str, Any], ...] = ({}, HAPPENED)
    for more in tries:
        with pytest.raises(NotFound, match='There is no case "2025/0001"'):
            casetrack.recording.record(order("", lost, **more))
    first = record(casetrack, "", RECEIVED).name.reference
    put_right = f.EntryCorrected(
        happened_on=MON, corrects=0, replacement=replace(RECEIVED, follows="2025/0099")
    )
    with pytest.raises(NotFound, match='There is no case "2025/0099"'):
        casetrack.recording.record(order(first, put_right))
    second = replace(RECEIVED, happened_on=WED, follows=first, separate_because=REASON)
    assert casetrack.recording.record(order("", second)).saved


def test_a_complaint_does_not_follow_itself(casetrack: Casetrack) -> None:
    request = f.ServiceRequestReceived(
        happened_on=MON, channel="phone", resident="Ms A Example", words="A tile is loose."
    )
    reference = record(casetrack, "", request).name.reference
    receipt = replace(RECEIVED, happened_on=WED, follows=reference)
    tries: tuple[dict[str, Any], ...] = ({}, HAPPENED)
    for more in tries:
        with pytest.raises(BadInput, match=f"{reference} cannot follow itself"):
            casetrack.recording.record(order(reference, receipt, **more))
    record(casetrack, reference, replace(receipt, follows=""))
    put_right = f.EntryCorrected(happened_on=WED, corrects=1, replacement=receipt)
    with pytest.raises(BadInput, match=f"{reference} cannot follow itself"):
        casetrack.recording.record(order(reference, put_right))


def test_a_stage_1_that_the_answer_of_stage_2_overtook_takes_no_issue_any_more(
    casetrack: Casetrack, resident: str
) -> None:
    first = opened(casetrack, resident)
    asked = f.EscalationRequested(happened_on=date(2025, 2, 26))  # Wed, stage 1 is late
    record(casetrack, first, asked, **HAPPENED)
    day = date(2025, 3, 7)  # Fri
    assert against(casetrack, resident, happened_on=day) == ["separate-without-reason"]
    record(casetrack, first, replace(ANSWERED, happened_on=day, stage=2), **HAPPENED)
    assert against(casetrack, resident, happened_on=day) == []
