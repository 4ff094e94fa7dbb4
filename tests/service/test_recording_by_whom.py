"""Who may record what, and what the landlord's own rules write into a fact on the day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from landlord import FOUND, log_file, on_sqlite, row
from recording_samples import (
    ACKNOWLEDGED,
    BARE_ACKNOWLEDGEMENT,
    CALLED,
    DEFINED,
    FRI,
    MON,
    RECEIVED,
    TUE,
    in_sound_order,
    opened_case,
    order,
    record,
    registered,
    user,
)

from casetrack.bootstrap import Casetrack
from casetrack.cli.options import recorded_by
from casetrack.domain.facts import DeadlineMoved, EntryCorrected, Fact, HandlerAssigned
from casetrack.domain.facts.handling import ResponseSignedOff
from casetrack.domain.facts.landlord import DutySet, UserLeft
from casetrack.domain.facts.terms import Role, Unfit
from casetrack.domain.landlord import Users

MANAGER, HANDLER = user("MM", Role.MANAGER), user("JB", Role.HANDLER)
AUDITOR = user("AU", Role.AUDITOR)


@pytest.fixture
def casetrack(tmp_path: Path) -> Iterator[Casetrack]:
    """Casetrack open on an empty database; nobody is registered."""
    with on_sqlite(tmp_path).opened() as found:
        yield found


def objections(casetrack: Casetrack, reference: str, *facts: Fact, **more: Any) -> list[str]:
    """Return what stands against recording facts, which then is nothing saved."""
    recorded = casetrack.recording.record(order(reference, *facts, **more))
    assert recorded.saved == (not recorded.objections)
    return [each.code for each in recorded.objections]


def users(casetrack: Casetrack) -> Users:
    return casetrack.casework.record("landlord", "landlord").users


# --- the first user


@pytest.mark.parametrize("first", [HANDLER, AUDITOR], ids=lambda user: user.role)
def test_the_first_to_be_registered_has_to_be_a_manager(casetrack: Casetrack, first: Fact) -> None:
    for more in ({}, {"happened": True, "because": "There is nobody else."}):
        refused = objections(casetrack, "landlord", first, kind="landlord", **more)
        assert refused == ["role-may-not"]
    assert users(casetrack).active == ()
    registered(casetrack, MANAGER)
    assert [each.handle for each in users(casetrack).active] == ["MM"]


@pytest.mark.parametrize("handle", ["jb", "Jb", " JB", "J\u200bB", "\uff2a\uff22"])
def test_nobody_is_registered_under_a_name_that_people_take_for_anothers(
    casetrack: Casetrack, handle: str
) -> None:
    registered(casetrack, MANAGER, HANDLER)
    for more in ({}, {"happened": True, "because": "They work here."}):
        alike = user(handle, Role.HANDLER)
        refused = objections(casetrack, "landlord", alike, kind="landlord", account="mm", **more)
        assert "handle-taken" in refused
    again = replace(HANDLER, capacity=20)
    assert objections(casetrack, "landlord", again, kind="landlord", account="mm") == []
    left = UserLeft(happened_on=HANDLER.happened_on, handle="JB")
    assert objections(casetrack, "landlord", left, kind="landlord", account="mm") == []
    other = user("jb", Role.HANDLER)
    assert objections(casetrack, "landlord", other, kind="landlord", account="mm") == []


def test_until_somebody_is_registered_everybody_may_record(casetrack: Casetrack) -> None:
    assert objections(casetrack, "", RECEIVED, account="anybody") == []


def test_from_then_on_an_account_nobody_has_may_not(casetrack: Casetrack) -> None:
    registered(casetrack, MANAGER)
    for more in ({}, {"happened": True, "because": "It is written on paper."}):
        assert objections(casetrack, "", RECEIVED, account="anybody", **more) == ["role-may-not"]


def test_a_command_is_recorded_by_the_handle_of_its_account(casetrack: Casetrack) -> None:
    registered(casetrack, MANAGER, HANDLER)
    recorded = record(casetrack, "", RECEIVED, account="jb")
    assert recorded.entries[0].recorded_by == "JB"
    assert casetrack.casework.show(recorded.name.reference).history[0].recorded_by == "JB"


# --- roles


def test_an_auditor_records_nothing_on_any_record(casetrack: Casetrack) -> None:
    registered(casetrack, MANAGER, AUDITOR)
    reference = record(casetrack, "", RECEIVED, account="mm").name.reference
    duty = DutySet(happened_on=MON, what="Submit.", due_on=FRI)
    for more in ({}, {"happened": True, "because": "It happened."}):
        assert objections(casetrack, reference, CALLED, account="au", **more) == ["role-may-not"]
        assert objections(casetrack, "", RECEIVED, account="au", **more) == ["role-may-not"]
        refused = objections(casetrack, "landlord", duty, kind="landlord", account="au", **more)
        assert refused == ["role-may-not"]


def test_a_handler_records_on_the_landlords_record_and_registers_nobody(
    casetrack: Casetrack,
) -> None:
    registered(casetrack, MANAGER, HANDLER)
    duty = DutySet(happened_on=MON, what="Submit.", due_on=FRI)
    assert objections(casetrack, "landlord", duty, kind="landlord", account="jb") == []
    for fact in (user("SK", Role.HANDLER), UserLeft(happened_on=MON, handle="MM")):
        refused = objections(casetrack, "landlord", fact, kind="landlord", account="jb")
        assert refused == ["role-may-not"]


@pytest.mark.parametrize(
    "instead", [replace(HANDLER, role=Role.MANAGER), None], ids=["as a manager", "not at all"]
)
def test_a_handler_changes_nobodys_registration_by_correcting_it(
    casetrack: Casetrack, instead: Fact | None
) -> None:
    registered(casetrack, MANAGER, HANDLER)
    for corrects in (0, 1):
        correction = EntryCorrected(happened_on=MON, corrects=corrects, replacement=instead)
        refused = objections(casetrack, "landlord", correction, kind="landlord", account="jb")
        assert refused == ["role-may-not"]
    assert {each.handle: each.role for each in users(casetrack).active} == {
        "JB": Role.HANDLER,
        "MM": Role.MANAGER,
    }


def test_a_handler_corrects_what_else_is_on_the_landlords_record(casetrack: Casetrack) -> None:
    registered(casetrack, MANAGER, HANDLER)
    duty = DutySet(happened_on=MON, what="Submit.", due_on=FRI)
    record(casetrack, "landlord", duty, kind="landlord", account="jb")
    put_right = EntryCorrected(happened_on=MON, corrects=2, replacement=replace(duty, owner="MM"))
    assert objections(casetrack, "landlord", put_right, kind="landlord", account="jb") == []


def test_a_manager_corrects_a_registration(casetrack: Casetrack) -> None:
    registered(casetrack, MANAGER, HANDLER)
    instead = replace(HANDLER, name="Jo Bell")
    put_right = EntryCorrected(happened_on=MON, corrects=1, replacement=instead)
    assert objections(casetrack, "landlord", put_right, kind="landlord", account="mm") == []
    assert in_sound_order(casetrack)


def test_who_has_left_records_nothing_any_more(casetrack: Casetrack) -> None:
    registered(casetrack, MANAGER, HANDLER)
    left = UserLeft(happened_on=TUE, handle="JB")
    record(casetrack, "landlord", left, kind="landlord", account="mm")
    assert objections(casetrack, "", RECEIVED, account="jb") == ["role-may-not"]


# --- a manager stays


def test_the_last_manager_stays_while_anybody_works_here(casetrack: Casetrack) -> None:
    registered(casetrack, MANAGER, HANDLER)
    left = UserLeft(happened_on=TUE, handle="MM")
    for more in ({}, {"happened": True, "because": "She has gone."}):
        refused = objections(casetrack, "landlord", left, kind="landlord", account="mm", **more)
        assert refused == ["no-manager-left"]
    record(casetrack, "landlord", user("M2", Role.MANAGER), kind="landlord", account="mm")
    record(casetrack, "landlord", left, kind="landlord", account="mm")
    assert [each.handle for each in users(casetrack).active] == ["JB", "M2"]
    left = UserLeft(happened_on=TUE, handle="M2")
    refused = objections(casetrack, "landlord", left, kind="landlord", account="m2")
    assert refused == ["no-manager-left"]


def test_whoever_goes_last_may_leave_and_then_everybody_may_record(casetrack: Casetrack) -> None:
    registered(casetrack, MANAGER, HANDLER)
    for handle in ("JB", "MM"):
        left = UserLeft(happened_on=TUE, handle=handle)
        assert objections(casetrack, "landlord", left, kind="landlord", account="mm") == []
    assert objections(casetrack, "", RECEIVED, account="anybody") == []


@pytest.mark.parametrize(
    "instead", [replace(MANAGER, role=Role.HANDLER), None], ids=["a handler", "nobody"]
)
def test_a_correction_does_not_make_the_last_manager(
    casetrack: Casetrack, instead: Fact | None
) -> None:
    registered(casetrack, MANAGER, HANDLER)
    correction = EntryCorrected(happened_on=MON, corrects=0, replacement=instead)
    refused = objections(casetrack, "landlord", correction, kind="landlord", account="mm")
    assert refused == ["no-manager-left"]
    record(casetrack, "landlord", user("M2", Role.MANAGER), kind="landlord", account="mm")
    assert objections(casetrack, "landlord", correction, kind="landlord", account="mm") == []


def test_the_first_manager_has_an_account(casetrack: Casetrack) -> None:
    nobodys = replace(MANAGER, account="")
    refused = objections(casetrack, "landlord", nobodys, kind="landlord", account="mm")
    assert refused == ["no-manager-left"]


def test_a_manager_who_swaps_two_people_in_one_command_leaves_one(casetrack: Casetrack) -> None:
    registered(casetrack, MANAGER, HANDLER)
    swap = (UserLeft(happened_on=MON, handle="MM"), replace(HANDLER, role=Role.MANAGER))
    assert objections(casetrack, "landlord", *swap, kind="landlord", account="mm") == []
    assert [each.handle for each in users(casetrack).managers] == ["JB"]


# --- what an auditor tries is logged


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    assert all(each.levelname == "WARNING" for each in caplog.records)
    return [each.getMessage() for each in caplog.records if each.name.startswith("casetrack")]


@pytest.mark.parametrize("more", [{}, {"happened": True, "because": "Ms Example cried."}])
def test_what_an_auditor_tries_to_record_is_logged_without_anybodys_words(
    casetrack: Casetrack, caplog: pytest.LogCaptureFixture, more: dict[str, Any]
) -> None:
    registered(casetrack, MANAGER, AUDITOR)
    reference = record(casetrack, "", RECEIVED, account="mm").name.reference
    left = UserLeft(happened_on=MON, handle="MM")
    objections(casetrack, reference, DEFINED, ACKNOWLEDGED, account="au", **more)
    objections(casetrack, "", RECEIVED, account="au", **more)
    objections(casetrack, "landlord", left, kind="landlord", account="au", **more)
    both = "complaint-defined, complaint-acknowledged"
    assert warnings(caplog) == [
        f"AU, an auditor, tried to record {both} on case {reference}",
        "AU, an auditor, tried to record complaint-received on case (new)",
        "AU, an auditor, tried to record user-left on landlord landlord",
    ]


def test_what_others_are_refused_and_what_an_auditor_looks_at_is_not_logged(
    casetrack: Casetrack, caplog: pytest.LogCaptureFixture
) -> None:
    registered(casetrack, MANAGER, HANDLER, AUDITOR)
    reference = opened_case(casetrack)
    objections(casetrack, reference, BARE_ACKNOWLEDGEMENT)
    objections(casetrack, "landlord", user("SK", Role.HANDLER), kind="landlord", account="jb")
    casetrack.recording.preview(order(reference, CALLED, account="au"))
    assert warnings(caplog) == []


def test_an_import_that_an_auditor_tries_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    there = on_sqlite(tmp_path)
    with there.opened() as casetrack:
        registered(casetrack, MANAGER, replace(AUDITOR, account=recorded_by()))
    assert there.run("import", log_file(tmp_path, row())).code == FOUND
    tried = "AU, an auditor, tried to record an import or a change of the calendar"
    assert warnings(caplog) == [tried]


# --- who can have a stage


@pytest.mark.parametrize("handler", ["AU", "ZZ"])
def test_a_stage_that_was_given_to_somebody_unfit_stays_a_finding(
    casetrack: Casetrack, handler: str
) -> None:
    registered(casetrack, MANAGER, HANDLER, AUDITOR)
    reference = opened_case(casetrack)
    assigned = HandlerAssigned(happened_on=TUE, stage=1, handler=handler)
    assert objections(casetrack, reference, assigned) == ["role-may-not"]
    record(casetrack, reference, assigned, happened=True, because="It lay on that desk.")
    # It is judged by who worked here then: registered later, or not an auditor any more, it stays.
    account = handler.lower()
    later = user(handler, Role.HANDLER, account=account)
    record(casetrack, "landlord", later, kind="landlord", account="mm")
    findings = casetrack.casework.show(reference).judged.findings
    assert [(each.code, each.cited.shown) for each in findings] == [("role-may-not", "")]
    assert in_sound_order(casetrack)


def test_until_anybody_is_registered_a_stage_is_given_to_anybody(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    claimed = HandlerAssigned(happened_on=TUE, stage=1, handler="ZZ", unfit=Unfit.AUDITOR)
    assert objections(casetrack, reference, claimed) == []


def test_a_stage_is_not_handed_to_somebody_unfit_by_a_correction(casetrack: Casetrack) -> None:
    registered(casetrack, MANAGER, HANDLER, AUDITOR)
    reference = opened_case(casetrack)
    assigned = HandlerAssigned(happened_on=TUE, stage=1, handler="JB")
    record(casetrack, reference, assigned)
    for handler in ("AU", "ZZ"):
        instead = replace(assigned, handler=handler)
        put_right = EntryCorrected(happened_on=TUE, corrects=1, replacement=instead)
        assert objections(casetrack, reference, put_right) == ["role-may-not"]


# --- what the landlord's rules ask for stands in the fact itself


def test_what_somebody_was_on_the_day_stands_in_the_sign_off(casetrack: Casetrack) -> None:
    registered(casetrack, MANAGER, HANDLER)
    reference = opened_case(casetrack)
    record(casetrack, reference, DEFINED, ACKNOWLEDGED)
    signed = ResponseSignedOff(happened_on=FRI, stage=1, signed_off_by="MM")
    recorded = record(casetrack, reference, signed)
    # What somebody claims to be is not believed.
    claimed = replace(signed, signed_off_by="JB", role=Role.MANAGER)
    lied = record(casetrack, reference, claimed)
    roles = [each.entries[0].fact.role for each in (recorded, lied)]  # type: ignore[attr-defined]
    assert roles == [Role.MANAGER, Role.HANDLER]


def test_a_sign_off_stays_a_managers_after_the_manager_has_left(tmp_path: Path) -> None:
    with on_sqlite(tmp_path).opened() as casetrack:
        registered(casetrack, MANAGER, user("M2", Role.MANAGER))
        reference = record(casetrack, "", RECEIVED, account="mm").name.reference
        signed = ResponseSignedOff(happened_on=FRI, stage=1, signed_off_by="M2")
        record(casetrack, reference, signed, account="mm")
        left = UserLeft(happened_on=FRI, handle="M2")
        record(casetrack, "landlord", left, kind="landlord", account="mm")
        fact = casetrack.casework.show(reference).history[-1].fact
    assert fact.role is Role.MANAGER  # type: ignore[attr-defined]


def test_a_rule_of_today_judges_nothing_that_was_done_under_yesterdays(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    with there.opened() as casetrack:
        reference = opened_case(casetrack)
        record(casetrack, reference, DEFINED, ACKNOWLEDGED)
    there.settings("[procedure]\ncontact_attempts = 2")
    with there.opened() as casetrack:
        assert casetrack.casework.show(reference).judged.findings == ()
        other = opened_case(casetrack)
        refused = objections(casetrack, other, DEFINED, ACKNOWLEDGED)
        assert refused == ["contact-attempts-missing"]
        assert in_sound_order(casetrack)


def test_an_acknowledgement_put_right_is_held_to_the_rules_of_the_day_it_is_put_right(
    tmp_path: Path,
) -> None:
    there = on_sqlite(tmp_path)
    with there.opened() as casetrack:
        reference = opened_case(casetrack)
        record(
            casetrack,
            reference,
            DEFINED,
            BARE_ACKNOWLEDGEMENT,
            happened=True,
            because="It went out like this.",
        )
    there.settings("[procedure]\ncontact_attempts = 2")
    with there.opened() as casetrack:
        put_right = EntryCorrected(happened_on=FRI, corrects=2, replacement=ACKNOWLEDGED)
        refused = objections(casetrack, reference, put_right)
        assert refused == ["contact-attempts-missing"]


# --- whoever signs, agrees, decides or reviews


def test_until_somebody_is_registered_anybody_signs_off(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    signed = ResponseSignedOff(happened_on=FRI, stage=1, signed_off_by="Somebody")
    record(casetrack, reference, signed)
    assert casetrack.casework.show(reference).judged.findings == ()


@pytest.mark.parametrize(
    ("signer", "unfit"), [("Somebody", Unfit.NOT_REGISTERED), ("AU", Unfit.AUDITOR)]
)
def test_a_sign_off_by_somebody_who_does_not_work_here_is_refused_and_once_given_a_finding(
    casetrack: Casetrack, signer: str, unfit: Unfit
) -> None:
    registered(casetrack, MANAGER, HANDLER, AUDITOR)
    reference = opened_case_of(casetrack, "jb")
    signed = ResponseSignedOff(happened_on=FRI, stage=1, signed_off_by=signer)
    assert objections(casetrack, reference, signed) == ["role-may-not"]
    given = record(casetrack, reference, signed, happened=True, because="It was signed on paper.")
    kept = given.entries[0].fact
    assert isinstance(kept, ResponseSignedOff)
    assert kept.signed_off_by_unfit is unfit
    assert [each.code for each in given.findings] == ["role-may-not"]
    come = user("Somebody", Role.MANAGER, account="so")
    registered(casetrack, replace(MANAGER), come)
    (finding,) = casetrack.casework.show(reference).judged.findings
    assert finding.code == "role-may-not"  # as it was on the day


def test_a_correction_keeps_what_somebody_was_who_has_left_since(casetrack: Casetrack) -> None:
    registered(casetrack, MANAGER, HANDLER, user("SK", Role.MANAGER))
    reference = opened_case_of(casetrack, "jb")
    signed = ResponseSignedOff(happened_on=FRI, stage=1, signed_off_by="SK")
    number = record(casetrack, reference, signed).entries[0].sequence
    left = UserLeft(happened_on=FRI, handle="SK")
    record(casetrack, "landlord", left, kind="landlord", account="mm")
    moved = EntryCorrected(
        happened_on=FRI,
        corrects=number,
        replacement=replace(signed, happened_on=TUE),
        because="He signed it on Tuesday.",
    )
    put_right = record(casetrack, reference, moved).entries[0].fact
    assert isinstance(put_right, EntryCorrected)
    assert put_right.replacement == replace(signed, happened_on=TUE, role=Role.MANAGER)
    other = replace(moved, replacement=replace(signed, signed_off_by="ZZ"))
    assert objections(casetrack, reference, other) == ["role-may-not"]


def test_nobody_records_that_a_due_day_moved_but_casetrack_itself(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    moved = DeadlineMoved(
        happened_on=FRI,
        stage=1,
        clock="stage-1-acknowledgement",
        was_due_on=FRI,
        due_on=date(2025, 12, 1),
        because="I wish.",
    )
    assert objections(casetrack, reference, moved) == ["not-yours-to-record"]
    told: dict[str, Any] = {"happened": True, "because": "I do wish it."}
    assert objections(casetrack, reference, moved, **told) == ["not-yours-to-record"]
    instead = EntryCorrected(happened_on=FRI, corrects=0, replacement=moved, because="I wish.")
    assert "not-yours-to-record" in objections(casetrack, reference, instead)


def opened_case_of(casetrack: Casetrack, account: str) -> str:
    return record(casetrack, "", RECEIVED, account=account).name.reference
