"""One command against the record as it is at that moment: what is saved, what comes back."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from landlord import landlord
from recording_samples import (
    ACKNOWLEDGED,
    BARE_ACKNOWLEDGEMENT,
    CALLED,
    DEFINED,
    FRI,
    MON,
    RECEIVED,
    TUE,
    WED,
    everything_in,
    in_sound_order,
    opened_case,
    order,
    record,
)

from casetrack.bootstrap import Casetrack
from casetrack.domain import facts as f
from casetrack.domain.errors import BadInput, NotFound, RebuildNeeded
from casetrack.domain.facts import EntryCorrected, Fact, Source
from casetrack.domain.facts.residents import ResidentRegistered
from casetrack.domain.facts.terms import RefusalGround
from casetrack.service.orders import Stale
from casetrack.service.recording import UsedBefore


@pytest.fixture
def casetrack(tmp_path: Path, database_url: str) -> Iterator[Casetrack]:
    """Casetrack open on an empty database of either engine; nobody is registered."""
    with landlord(tmp_path, database_url).opened() as found:
        yield found


# --- somebody else was quicker


def test_a_stale_command_is_refused_with_both_versions_and_saves_nothing(
    casetrack: Casetrack, database_url: str
) -> None:
    reference = opened_case(casetrack)
    theirs = replace(CALLED, note="She is at home on Fridays.")
    record(casetrack, reference, theirs, account="sk", based_on=1)
    before = everything_in(database_url)

    with pytest.raises(Stale) as raised:
        casetrack.recording.record(order(reference, CALLED, based_on=1))

    stale = raised.value
    assert [entry.fact for entry in stale.since] == [theirs]
    assert [entry.recorded_by for entry in stale.since] == ["sk"]
    assert stale.yours == (CALLED,)
    assert stale.name.reference == reference
    assert "sk recorded contact attempted" in str(stale)
    assert everything_in(database_url) == before


def test_a_stale_command_that_has_happened_is_refused_all_the_same(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    record(casetrack, reference, CALLED)
    with pytest.raises(Stale):
        casetrack.recording.record(
            order(reference, BARE_ACKNOWLEDGEMENT, based_on=1, happened=True, because="Sent.")
        )


def test_a_stale_command_can_be_sent_again_on_what_is_there_now(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    theirs = record(casetrack, reference, CALLED)
    stale = order(reference, replace(CALLED, channel="email"), based_on=1)
    with pytest.raises(Stale):
        casetrack.recording.record(stale)
    again = casetrack.recording.record(replace(stale, based_on=theirs.length))
    assert (again.saved, again.again, again.length) == (True, False, 3)


def test_a_preview_of_a_stale_command_says_so_too(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    record(casetrack, reference, CALLED)
    with pytest.raises(Stale):
        casetrack.recording.preview(order(reference, CALLED, based_on=1))


def test_of_many_commands_based_on_the_same_record_one_is_recorded(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    came_of_it: list[str] = []

    def send(number: int) -> None:
        try:
            mine = order(reference, replace(CALLED, channel=f"phone {number}"), based_on=1)
            casetrack.recording.record(mine)
            came_of_it.append("recorded")
        except Stale:
            came_of_it.append("stale")

    threads = [threading.Thread(target=send, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came_of_it) == ["recorded", *["stale"] * 5]
    assert len(casetrack.casework.show(reference).history) == 2
    assert in_sound_order(casetrack)


# --- a command sent twice


def test_a_command_sent_twice_adds_nothing_and_returns_what_it_recorded(
    casetrack: Casetrack, database_url: str
) -> None:
    reference = opened_case(casetrack)
    first = record(casetrack, reference, CALLED, command_id="once")
    before = everything_in(database_url)

    second = casetrack.recording.record(order(reference, CALLED, command_id="once"))

    assert (second.saved, second.again, second.objections) == (True, True, ())
    assert second.name == first.name
    assert second.entries == first.entries
    assert everything_in(database_url) == before


def test_a_command_that_opened_a_case_opens_no_second_one(casetrack: Casetrack) -> None:
    first = record(casetrack, "", RECEIVED, command_id="open")
    second = record(casetrack, "", RECEIVED, command_id="open")
    assert second.name == first.name
    assert second.again


def test_a_command_sent_twice_is_recognised_though_others_wrote_meanwhile(
    casetrack: Casetrack,
) -> None:
    reference = opened_case(casetrack)
    mine = order(reference, CALLED, command_id="mine", based_on=1)
    casetrack.recording.record(mine)
    record(casetrack, reference, CALLED)
    again = casetrack.recording.record(mine)
    assert (again.again, [entry.sequence for entry in again.entries]) == (True, [1])


@pytest.mark.parametrize(
    "other",
    [
        replace(CALLED, channel="email"),
        replace(CALLED, happened_on=WED),
        replace(CALLED, note="He rang off."),
        DEFINED,
    ],
    ids=["another channel", "another day", "other words", "another fact"],
)
def test_another_command_under_a_used_id_is_told_what_it_was_used_for_and_adds_nothing(
    casetrack: Casetrack, database_url: str, other: Fact
) -> None:
    reference = opened_case(casetrack)
    first = record(casetrack, reference, CALLED, command_id="once")
    before = everything_in(database_url)
    with pytest.raises(UsedBefore, match=r"contact attempted on .*\(entry 1, Tue 4 Feb") as used:
        casetrack.recording.record(order(reference, other, command_id="once"))
    assert used.value.recorded.entries == first.entries
    assert everything_in(database_url) == before


def test_the_same_act_on_another_case_under_a_used_id_is_another_command(
    casetrack: Casetrack,
) -> None:
    one, other = opened_case(casetrack), opened_case(casetrack)
    record(casetrack, one, CALLED, command_id="once")
    with pytest.raises(UsedBefore, match=one):
        casetrack.recording.record(order(other, CALLED, command_id="once"))
    with pytest.raises(UsedBefore, match=one):
        casetrack.recording.record(order("", RECEIVED, command_id="once"))
    assert len(casetrack.casework.show(other).history) == 1


def test_a_command_is_the_same_whatever_was_tidied_or_filled_in(casetrack: Casetrack) -> None:
    known = ResidentRegistered(happened_on=MON, name="Ms A Example", address="1 Elm House")
    resident = record(casetrack, "", known, kind="resident").name.reference
    receipt = replace(
        RECEIVED,
        resident="",
        resident_reference=resident,
        words="The roof\r\nleaks.",
        channel=" web",
    )
    first = record(casetrack, "", receipt, command_id="open")
    assert casetrack.recording.record(order("", receipt, command_id="open")).name == first.name
    refused = f.ComplaintRefused(happened_on=TUE, reason="Too old", ground=RefusalGround.OTHER)
    told: dict[str, Any] = {
        "command_id": "refuse",
        "happened": True,
        "because": "Told by phone.",
    }
    record(casetrack, first.name.reference, refused, **told)
    again = casetrack.recording.record(order(first.name.reference, refused, **told))
    assert again.again  # who decided it was filled in
    undone = EntryCorrected(happened_on=TUE, corrects=1, because="Not refused.")
    record(casetrack, first.name.reference, undone, command_id="undo")
    with pytest.raises(UsedBefore):
        casetrack.recording.record(
            order(first.name.reference, replace(undone, corrects=0), command_id="undo")
        )


def test_a_command_that_was_refused_can_be_sent_again_under_its_id(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    refused = order(reference, BARE_ACKNOWLEDGEMENT, command_id="one id")
    assert not casetrack.recording.record(refused).saved
    put_right = replace(refused, facts=(DEFINED, ACKNOWLEDGED))
    recorded = casetrack.recording.record(put_right)
    assert (recorded.saved, recorded.again, recorded.length) == (True, False, 3)


# --- all of a command or nothing of it


def test_of_two_facts_neither_is_recorded_where_one_breaches_the_code(
    casetrack: Casetrack, database_url: str
) -> None:
    reference = opened_case(casetrack)
    before = everything_in(database_url)
    called = replace(CALLED, happened_on=FRI)
    refused = casetrack.recording.record(order(reference, called, BARE_ACKNOWLEDGEMENT))
    assert not refused.saved
    assert [entry.fact for entry in refused.entries] == [called, BARE_ACKNOWLEDGEMENT]
    assert {each.sequence for each in refused.objections} == {2}
    assert everything_in(database_url) == before


def test_a_fact_can_rest_on_another_of_the_same_command(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    recorded = record(casetrack, reference, ACKNOWLEDGED, DEFINED)
    assert recorded.findings == ()
    assert [entry.sequence for entry in recorded.entries] == [1, 2]


def test_one_impossible_fact_keeps_a_breach_that_happened_from_being_recorded(
    casetrack: Casetrack, database_url: str
) -> None:
    reference = opened_case(casetrack)
    before = everything_in(database_url)
    undone = EntryCorrected(happened_on=FRI, corrects=99)
    refused = casetrack.recording.record(
        order(reference, BARE_ACKNOWLEDGEMENT, undone, happened=True, because="It was sent.")
    )
    assert not refused.saved
    assert everything_in(database_url) == before


# --- what is on record afterwards


def test_what_breached_the_code_stands_with_its_reason_its_writer_and_its_findings(
    casetrack: Casetrack,
) -> None:
    reference = opened_case(casetrack)
    record(
        casetrack,
        reference,
        BARE_ACKNOWLEDGEMENT,
        happened=True,
        because="  It went out before anybody looked. ",
        at=datetime(2025, 2, 7, 15, 30, tzinfo=UTC),
    )
    view = casetrack.casework.show(reference)
    entry = view.history[-1]
    assert entry.because == "It went out before anybody looked."
    assert (entry.recorded_by, entry.source) == ("jb", Source.PERSON)
    assert entry.recorded_at == datetime(2025, 2, 7, 15, 30, tzinfo=UTC)
    codes = {finding.code for finding in view.judged.findings if finding.sequence == 1}
    assert codes == {"not-defined", "means-missing", "policy-link-missing"}
    told = casetrack.casework.told(view)[-1]
    assert len(told.findings) == 3
    assert in_sound_order(casetrack)


def test_what_a_record_already_showed_stands_against_no_later_act(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    record(
        casetrack, reference, BARE_ACKNOWLEDGEMENT, happened=True, because="It went out like this."
    )
    later = record(casetrack, reference, replace(CALLED, happened_on=FRI))
    assert (later.objections, later.findings) == ((), ())


def test_the_clocks_before_and_after_come_back_with_the_record(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    recorded = record(casetrack, reference, DEFINED, ACKNOWLEDGED)
    before = {clock.key: clock.stopped_on for clock in recorded.before}
    after = {clock.key: clock.due_on for clock in recorded.after}
    assert before == {"stage-1-acknowledgement": None, "stage-1-backstop": None}
    assert after["stage-1-response"] == date(2025, 2, 21)  # Fri


def test_every_row_derived_is_what_a_replay_gives(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    record(casetrack, reference, CALLED)
    record(casetrack, reference, DEFINED, ACKNOWLEDGED)
    wrong = EntryCorrected(happened_on=FRI, corrects=3, replacement=replace(ACKNOWLEDGED, stage=1))
    record(casetrack, reference, wrong)
    assert in_sound_order(casetrack)


def test_nothing_is_recorded_beside_rows_made_under_other_rules(
    casetrack: Casetrack, tmp_path: Path, database_url: str
) -> None:
    opened_case(casetrack)
    others = landlord(tmp_path, database_url, "[reporting]\naccept_good_reason = true")
    before = everything_in(database_url)
    with others.opened() as changed, pytest.raises(RebuildNeeded, match="casetrack rebuild"):
        changed.recording.record(order("", RECEIVED))
    assert everything_in(database_url) == before


# --- what cannot be recorded at all


@pytest.mark.parametrize("because", ["", "  ", "\n"])
def test_what_happened_needs_a_reason(casetrack: Casetrack, because: str) -> None:
    reference = opened_case(casetrack)
    with pytest.raises(BadInput, match="--because"):
        casetrack.recording.record(order(reference, CALLED, happened=True, because=because))


def test_a_case_or_a_resident_there_is_not_is_named(casetrack: Casetrack) -> None:
    with pytest.raises(NotFound, match='There is no case "2025/9999"'):
        casetrack.recording.record(order("2025/9999", CALLED))
    with pytest.raises(NotFound, match='There is no resident "R9999"'):
        casetrack.recording.record(order("", replace(RECEIVED, resident_reference="R9999")))


def test_the_day_of_a_correction_is_looked_at_inside_and_out(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    far = replace(CALLED, happened_on=date(2055, 2, 4))
    with pytest.raises(BadInput, match="2055-02-04 lies outside the days"):
        casetrack.recording.record(
            order(reference, EntryCorrected(happened_on=WED, corrects=0, replacement=far))
        )


# --- a preview


def test_a_preview_tells_what_recording_would_and_saves_nothing(
    casetrack: Casetrack, database_url: str
) -> None:
    reference = opened_case(casetrack)
    asked = order(reference, BARE_ACKNOWLEDGEMENT)
    before = everything_in(database_url)
    seen = casetrack.recording.preview(asked)
    assert not seen.saved
    assert everything_in(database_url) == before
    refused = casetrack.recording.record(asked)
    assert seen.objections == refused.objections
    assert seen.findings == refused.findings
    assert seen.after == refused.after


def test_a_preview_may_look_ahead_and_recording_may_not(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    ahead = order(reference, DEFINED, ACKNOWLEDGED, today=TUE)
    assert casetrack.recording.preview(ahead).objections == ()
    refused = casetrack.recording.record(ahead)
    assert [each.code for each in refused.objections] == ["in-the-future"] * 2


# --- what a resident's own record says


def test_a_receipt_takes_name_and_address_from_the_residents_own_record(
    casetrack: Casetrack,
) -> None:
    known = ResidentRegistered(
        happened_on=MON, name="Ms A Example", address="1 Elm House", tenure="LCRA"
    )
    reference = record(casetrack, "", known, kind="resident").name.reference
    recorded = record(casetrack, "", replace(RECEIVED, resident="", resident_reference=reference))
    fact = recorded.entries[0].fact
    assert (fact.resident, fact.address, fact.tenure) == (  # type: ignore[attr-defined]
        "Ms A Example",
        "1 Elm House",
        "LCRA",
    )


def test_what_a_receipt_says_itself_goes_before_the_residents_record(casetrack: Casetrack) -> None:
    known = ResidentRegistered(happened_on=MON, name="Ms A Example", address="1 Elm House")
    reference = record(casetrack, "", known, kind="resident").name.reference
    said = replace(RECEIVED, resident="Mrs A Example", resident_reference=reference)
    fact = record(casetrack, "", said).entries[0].fact
    assert fact.resident == "Mrs A Example"  # type: ignore[attr-defined]


# --- taken out


def test_what_leans_on_an_entry_taken_out_is_named_once_the_newest_first(
    casetrack: Casetrack,
) -> None:
    reference = opened_case(casetrack)
    record(casetrack, reference, CALLED)
    record(casetrack, reference, DEFINED, ACKNOWLEDGED)
    undo = EntryCorrected(happened_on=FRI, corrects=0, because="It never came.")
    (objection,) = casetrack.recording.record(order(reference, undo)).objections
    assert objection.code == "leant-on"
    assert objection.reason.startswith("entries 1, 2 and 3 lean on entry 0")
    assert objection.cure.startswith("Take those out first, the newest first: 3, 2, 1.")
    for number in (3, 2, 1, 0):
        record(casetrack, reference, replace(undo, corrects=number))


@pytest.mark.parametrize("why", ["n/a", "x", "-", "none"])
def test_what_has_happened_needs_a_reason_that_says_something(
    casetrack: Casetrack, why: str
) -> None:
    reference = opened_case(casetrack)
    with pytest.raises(BadInput, match="--because"):
        casetrack.recording.record(
            order(reference, BARE_ACKNOWLEDGEMENT, happened=True, because=why)
        )


def test_a_case_was_not_considered_before_in_itself(casetrack: Casetrack) -> None:
    reference = opened_case(casetrack)
    refused = f.ComplaintRefused(
        happened_on=TUE, ground=RefusalGround.ALREADY_CONSIDERED, considered_in=reference
    )
    with pytest.raises(BadInput, match="considered before in itself"):
        casetrack.recording.record(order(reference, refused))
    other = replace(refused, considered_in="2019/0412")  # before casetrack
    assert casetrack.recording.record(order(reference, other)).objections
