"""What a manager asks: who has how much, what runs out, what is to be looked at, who gets what."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from landlord import Landlord, landlord, row
from recording_samples import opened_case, order, record, registered, user

from casetrack.bootstrap import Casetrack
from casetrack.domain import facts as f
from casetrack.domain.errors import RebuildNeeded
from casetrack.domain.facts import Source
from casetrack.domain.facts.handling import ConflictDeclared
from casetrack.domain.facts.landlord import UserRegistered
from casetrack.domain.facts.terms import Role
from casetrack.service.assigning import Assigned, Assignment, Became
from casetrack.service.calendar_change import CalendarOrder
from casetrack.service.workload import Asked, Load, What

TUE = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SIGN_OFF = '[[sign_off]]\nstage = 1\nby = "manager"\n'
ROWS = (
    # acknowledged Mon 2 Nov → answer due Mon 16 Nov: late
    row("L1", "2026-10-28", stage1_acknowledged="2026-11-02", handler="JB"),
    row("L2", "2026-10-28", stage1_acknowledged="2026-11-02", handler="MO"),
    # received Tue 17 Nov → acknowledgement due today
    row("T1", "2026-11-17", handler="JB"),
    # acknowledged Thu 12 Nov → answer due Thu 26 Nov
    row("S1", "2026-11-05", stage1_acknowledged="2026-11-12", handler="JB"),
    # received Fri 20 Nov → acknowledgement due Fri 27 Nov; of nobody
    row("F1", "2026-11-20"),
    row("X1", "2026-10-20", stage1_acknowledged="2026-10-22", stage1_responded="2026-10-30"),
    row(
        *("E1", "2026-11-02"),
        stage1_acknowledged="2026-11-04",
        handler="MO",
        stage1_extended_on="2026-11-16",
        stage1_extended_to="2026-12-01",
        stage1_extension_reason="A survey",
        stage1_ombudsman_details="yes",
    ),
)


@pytest.fixture
def there(tmp_path: Path, database_url: str) -> Landlord:
    return landlord(tmp_path, database_url, SIGN_OFF).holds(*ROWS)


@pytest.fixture
def casetrack(there: Landlord) -> Iterator[Casetrack]:
    with there.opened() as opened:
        yield opened


@pytest.fixture
def empty(tmp_path: Path, database_url: str) -> Iterator[Casetrack]:
    with landlord(tmp_path, database_url, SIGN_OFF).opened() as opened:
        yield opened


def loads(casetrack: Casetrack) -> dict[str, tuple[int, int, int, int]]:
    return {load.handler: numbers(load) for load in casetrack.workload.people(TUE)}


def numbers(load: Load) -> tuple[int, int, int, int]:
    counts = load.counts
    return (counts.open, counts.late, counts.today, counts.soon)


def to_review(casetrack: Casetrack, today: date = TUE) -> dict[What, int]:
    return {each.what: each.cases for each in casetrack.workload.to_review(today)}


def assigned(
    casetrack: Casetrack, *references: str, to: str, batch: str = "1", account: str = "mm"
) -> list[Assigned]:
    wanted = Assignment(
        references=references, handler=to, account=account, at=NOON, batch=batch, because="leave"
    )
    return list(casetrack.assigning.assign(wanted))


# --- who has how much


def test_of_everybody_it_is_counted_what_is_open_late_due_today_and_due_soon(
    casetrack: Casetrack,
) -> None:
    assert loads(casetrack) == {"": (1, 0, 0, 1), "JB": (3, 1, 1, 2), "MO": (2, 1, 0, 1)}
    assert [load.handler for load in casetrack.workload.people(TUE)] == ["", "JB", "MO"]


def test_once_it_is_at_stage_2_a_case_is_nobodys_until_somebody_is_given_it(
    empty: Casetrack,
) -> None:
    reference = opened_case(empty)
    assigned(empty, reference, to="JB")
    answered = f.ResponseIssued(happened_on=date(2026, 11, 10), stage=1)
    record(empty, reference, answered, happened=True, because="so it was")
    asked = f.EscalationRequested(happened_on=date(2026, 11, 12))
    record(empty, reference, asked, happened=True, because="so it was")
    assert whose(empty, reference) == ("", {""})
    assigned(empty, reference, to="MO", batch="2")
    assert whose(empty, reference) == ("MO", {"MO"})


def test_where_stage_2_is_refused_the_case_stays_with_whoever_had_stage_1(
    empty: Casetrack,
) -> None:
    reference = opened_case(empty)
    assigned(empty, reference, to="JB")
    for fact in (
        f.ResponseIssued(happened_on=date(2026, 11, 10), stage=1),
        f.EscalationRequested(happened_on=date(2026, 11, 12)),
        f.EscalationRefused(happened_on=date(2026, 11, 13), reason="out of time"),
    ):
        record(empty, reference, fact, happened=True, because="so it was")
    assert whose(empty, reference)[0] == "JB"


def whose(casetrack: Casetrack, reference: str) -> tuple[str, set[str]]:
    """Return whose a case is as its file has it, and in whose workload it is."""
    people = {load.handler for load in casetrack.workload.people(TUE) if load.counts.open}
    return casetrack.casework.show(reference).judged.case.handler, people


@pytest.mark.parametrize("what", [What.OPEN, What.LATE, What.TODAY, What.SOON])
def test_the_list_behind_each_count_is_as_long_as_the_count(
    casetrack: Casetrack, what: What
) -> None:
    for load in casetrack.workload.people(TUE):
        asked = Asked(what=what, handler=load.handler)
        cases = casetrack.workload.cases(asked, TUE)
        assert len(cases) == len(set(cases)) == getattr(load.counts, what.value)


def test_who_has_none_yet_but_could_is_shown_with_their_capacity(empty: Casetrack) -> None:
    keen = UserRegistered(
        happened_on=TUE, handle="JB", role=Role.HANDLER, account="jb", capacity=25
    )
    registered(empty, user("MM", Role.MANAGER), keen, user("AU", Role.AUDITOR))
    people = {load.handler: load for load in empty.workload.people(TUE)}
    assert list(people) == ["JB", "MM"]  # an auditor handles none
    assert people["JB"].room == 25
    assert people["MM"].room is None


def test_before_anybody_is_registered_whoever_has_cases_can_be_given_more(
    casetrack: Casetrack,
) -> None:
    assert [load.handler for load in casetrack.workload.assignable(TUE)] == ["JB", "MO"]
    registered(casetrack, user("MM", Role.MANAGER), user("JB", Role.HANDLER))
    assert [load.handler for load in casetrack.workload.assignable(TUE)] == ["JB", "MM"]


# --- what runs out next


def test_what_runs_out_next_is_told_by_day(casetrack: Casetrack) -> None:
    days = casetrack.workload.next_to_run_out(TUE)
    assert [(each.day.isoformat(), each.working_days_left, each.cases) for each in days] == [
        ("2026-11-24", 0, 1),
        ("2026-11-26", 2, 1),
        ("2026-11-27", 3, 1),
        ("2026-12-01", 5, 1),
        ("2026-12-08", 10, 1),  # the backstop of T1
        ("2026-12-11", 13, 1),
    ]
    for each in days:
        asked = Asked(what=What.DUE_ON, day=each.day)
        assert len(casetrack.workload.cases(asked, TUE)) == each.cases


# --- what is to be looked at


def test_what_is_extended_and_unanswered_is_to_be_looked_at(casetrack: Casetrack) -> None:
    assert to_review(casetrack)[What.EXTENDED] == 1
    assert casetrack.workload.cases(Asked(what=What.EXTENDED), TUE) == ("E1",)


def test_what_was_refused_in_the_last_thirty_days_is_to_be_looked_at(empty: Casetrack) -> None:
    early, late, long_ago = (opened_case(empty) for _ in range(3))
    for reference, day in (
        (early, date(2026, 10, 25)),
        (late, date(2026, 11, 23)),
        (long_ago, date(2026, 10, 24)),
    ):
        refusal = f.ComplaintRefused(happened_on=day, explanation="It is older than a year.")
        record(empty, reference, refusal, happened=True, because="so it was")
    assert empty.workload.cases(Asked(what=What.REFUSED), TUE) == (early, late)
    assert to_review(empty)[What.REFUSED] == 2


def test_an_answer_without_the_sign_off_the_matrix_asks_for_is_to_be_looked_at(
    empty: Casetrack,
) -> None:
    unsigned, answer = opened_case(empty), f.ResponseIssued(happened_on=TUE, stage=1)
    record(empty, unsigned, answer, happened=True, because="nobody was there to sign")
    opened_case(empty)
    assert empty.workload.cases(Asked(what=What.UNSIGNED), TUE) == (unsigned,)
    assert empty.workload.cases(Asked(what=What.FINDINGS), TUE) == (unsigned,)
    assert to_review(empty, date(2026, 12, 25))[What.UNSIGNED] == 0  # 31 days on


def test_what_a_log_brought_is_no_finding_of_the_last_days(there: Landlord) -> None:
    there.holds(
        row("N1", "2026-10-01", stage1_acknowledged="2026-10-30", stage1_responded="2026-11-20")
    )
    with there.opened() as casetrack:
        record(casetrack, "N1", ConflictDeclared(happened_on=TUE, person="MO"))
        assert casetrack.casework.show("N1").judged.findings
        assert to_review(casetrack)[What.FINDINGS] == 0


def test_due_days_that_a_new_bank_holiday_moved_are_to_be_looked_at(casetrack: Casetrack) -> None:
    change = CalendarOrder(
        day=date(2026, 11, 30), command_id="c", recorded_by="mm", recorded_at=NOON, today=TUE
    )
    casetrack.calendar_change.add(change, "A day of rest")
    moved = casetrack.workload.cases(Asked(what=What.MOVED), TUE)
    assert moved == ("F1", "T1")  # the others are due before it, or on a day that was promised
    assert to_review(casetrack)[What.MOVED] == len(moved)


def test_what_today_s_calendar_would_settle_otherwise_is_to_be_looked_at(
    casetrack: Casetrack,
) -> None:
    change = CalendarOrder(
        day=date(2026, 10, 27), command_id="c", recorded_by="mm", recorded_at=NOON, today=TUE
    )
    casetrack.calendar_change.add(change, "A day of rest")
    assert "X1" in casetrack.workload.cases(Asked(what=What.CALENDAR), TUE)


def test_summaries_come_in_the_order_in_which_they_were_asked_for(casetrack: Casetrack) -> None:
    found = casetrack.workload.summaries(("T1", "nowhere", "F1", "E1"))
    assert [each.reference for each in found] == ["T1", "F1", "E1"]


# --- giving cases to somebody


def test_many_cases_are_given_in_one_go_and_a_second_time_nothing_is_added(
    casetrack: Casetrack,
) -> None:
    first = assigned(casetrack, "L1", "T1", "F1", to="MO")
    assert [each.became for each in first] == [Became.GIVEN] * 3
    entries = len(casetrack.casework.show("F1").history)
    again = assigned(casetrack, "L1", "T1", "F1", to="MO", batch="2")
    assert [each.became for each in again] == [Became.HAD_IT] * 3
    assert len(casetrack.casework.show("F1").history) == entries
    last = casetrack.casework.show("F1").history[-1]
    assert (last.because, last.recorded_by, last.source) == ("leave", "mm", Source.PERSON)


def test_whoever_declared_an_interest_is_not_given_that_case_and_gets_the_others(
    casetrack: Casetrack,
) -> None:
    record(casetrack, "T1", ConflictDeclared(happened_on=TUE, person="MO"))
    found = assigned(casetrack, "L1", "T1", "F1", to="MO")
    assert [each.became for each in found] == [Became.GIVEN, Became.REFUSED, Became.GIVEN]
    (says,) = found[1].says
    assert says == "MO has declared an interest in the matter (5.8). Let somebody else do it."
    assert casetrack.casework.show("T1").judged.case.stages[0].handler == "JB"


def test_a_case_there_is_not_is_told_and_the_others_are_given(casetrack: Casetrack) -> None:
    found = assigned(casetrack, "nowhere", "F1", to="MO")
    assert [each.became for each in found] == [Became.REFUSED, Became.GIVEN]
    assert 'There is no case "nowhere"' in found[0].says[0]


def test_at_stage_2_it_is_stage_2_that_is_given(empty: Casetrack) -> None:
    reference = opened_case(empty)
    answered = f.ResponseIssued(happened_on=date(2026, 11, 10), stage=1)
    asked = f.EscalationRequested(happened_on=date(2026, 11, 12))
    record(empty, reference, answered, happened=True, because="so it was")
    record(empty, reference, asked, happened=True, because="so it was")
    assert assigned(empty, reference, to="MO")[0].became is Became.GIVEN
    fact = empty.casework.show(reference).history[-1].fact
    assert isinstance(fact, f.HandlerAssigned)
    assert (fact.stage, fact.handler, fact.unfit) == (2, "MO", None)


def test_somebody_unknown_is_given_nothing_once_people_are_registered(
    casetrack: Casetrack,
) -> None:
    registered(casetrack, user("MM", Role.MANAGER))
    (found,) = assigned(casetrack, "F1", to="Nobody here")
    assert found.became is Became.REFUSED
    assert 'Nobody called "Nobody here" is registered' in found.says[0]


def test_where_nothing_can_be_recorded_it_stops_at_once(
    there: Landlord, settings_moved: Callable[[], None]
) -> None:
    settings_moved()
    with there.opened() as casetrack, pytest.raises(RebuildNeeded):
        assigned(casetrack, "L1", "T1", to="MO")


@pytest.fixture
def settings_moved(there: Landlord) -> Callable[[], None]:
    """Have the derived rows be of other settings than those that hold."""
    return lambda: there.settings("[targets]\nstage-1-response = 5")


def test_counts_and_lists_go_on_with_what_was_recorded_since(casetrack: Casetrack) -> None:
    command = order(
        "L1", f.ResponseIssued(happened_on=TUE, stage=1), happened=True, because="It was so."
    )
    assert casetrack.recording.record(command).saved
    assert loads(casetrack)["JB"] == (2, 0, 1, 2)
