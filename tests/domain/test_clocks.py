"""Clocks of any history: what always holds of them, and what the settings and calendars change."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

import pytest
from histories import histories, numbered
from hypothesis import given
from hypothesis import strategies as st

from casetrack.calendars import load_calendar
from casetrack.domain import facts as f
from casetrack.domain.case import Case
from casetrack.domain.clock import (
    CalendarVersions,
    Clock,
    ImportedDefinition,
    OneCalendar,
    Verdict,
    VerdictSettings,
)
from casetrack.domain.clocks import CaseClocks, clocks_for
from casetrack.domain.code import CodeEdition
from casetrack.domain.facts import Entry, Fact, Source, place_in_the_day
from casetrack.domain.facts.terms import Means
from casetrack.domain.procedure import assumptions_for, findings_for
from casetrack.domain.working_days import BankHoliday, WorkingCalendar
from casetrack.editions import load_editions

DEFAULTS = VerdictSettings()
CODE_2024 = load_editions().named("housing-ombudsman-2024")
RECEIVED = date(2025, 2, 3)  # Mon
ACKNOWLEDGED = date(2025, 2, 7)  # Fri; response due Fri 21 Feb, backstop Mon 24 Feb
LAST_STAGE_ONE_KEYS = ["stage-1-acknowledgement", "stage-1-response", "stage-1-backstop"]


@cache
def england_and_wales() -> WorkingCalendar:
    return load_calendar("england-and-wales")


def edition_for(case: Case) -> CodeEdition:
    """The edition of a history; Code 2024 where none is held, so that every history has one."""
    day = case.received.fact.happened_on if case.received else RECEIVED
    return load_editions().in_force_on("housing-ombudsman", day) or CODE_2024


def clocks_of(
    history: Sequence[Entry], settings: VerdictSettings = DEFAULTS
) -> tuple[Case, CaseClocks]:
    case = Case.replay(history)
    calendars = OneCalendar(england_and_wales())
    return case, clocks_for(case, edition_for(case), calendars, settings)


def stage_one(facts: Sequence[Fact], settings: VerdictSettings = DEFAULTS) -> dict[str, Clock]:
    """The clocks of a complaint received on Mon 3 Feb 2025 as a log gives it."""
    history = [
        Entry(sequence=number, fact=fact, source=Source.IMPORT)
        for number, fact in enumerate([f.ComplaintReceived(happened_on=RECEIVED), *facts])
    ]
    return {clock.key: clock for clock in clocks_of(history, settings)[1].clocks}


acknowledged = f.ComplaintAcknowledged(happened_on=ACKNOWLEDGED, stage=1)


# --- what always holds


@given(histories)
def test_any_history_has_clocks_findings_and_assumptions(history: list[Entry]) -> None:
    case, clocks = clocks_of(history)
    known = {entry.sequence for entry in history}
    assert {finding.sequence for finding in findings_for(case, clocks)} <= known
    assert {each.stage for each in assumptions_for(case, clocks)} <= {1, 2}


@given(histories)
def test_every_clock_of_the_edition_is_there_once(history: list[Entry]) -> None:
    keys = [clock.key for clock in clocks_of(history)[1].clocks]
    assert len(keys) == len(set(keys))
    assert set(LAST_STAGE_ONE_KEYS) | {"stage-2-response"} <= set(keys)


@given(histories)
def test_time_moves_a_verdict_only_from_running_to_overdue(history: list[Entry]) -> None:
    days = [date(2024, 2, 26) + timedelta(days=n) for n in range(0, 250, 3)]
    for clock in clocks_of(history)[1].clocks:
        verdicts = list(dict.fromkeys(clock.verdict(day) for day in days))
        assert len(verdicts) == 1 or verdicts == [Verdict.RUNNING, Verdict.OVERDUE]


@given(histories)
def test_an_open_clock_is_overdue_from_the_day_after_its_due_day(history: list[Entry]) -> None:
    for clock in clocks_of(history)[1].clocks:
        if clock.open and clock.due_on:
            assert clock.verdict(clock.due_on) is Verdict.RUNNING
            assert clock.verdict(clock.due_on + timedelta(days=1)) is Verdict.OVERDUE


@given(histories)
def test_met_is_stopped_from_the_start_to_the_due_day(history: list[Entry]) -> None:
    for clock in clocks_of(history)[1].clocks:
        if clock.settled is Verdict.MET:
            assert clock.due_on is not None
            assert clock.stopped_on is not None
            assert (clock.started_on or date.min) <= clock.stopped_on <= clock.due_on


@given(histories)
def test_the_backstop_is_never_before_the_response_of_a_timely_acknowledgement(
    history: list[Entry],
) -> None:
    for stage in clocks_of(history)[1].stages:
        acknowledgement, backstop, response = stage.acknowledgement, stage.backstop, stage.response
        if not acknowledgement or not backstop or not response.started_on:
            continue
        assert acknowledgement.due_on is not None
        assert backstop.due_on is not None
        first_due = (*response.earlier_due_on, response.due_on)[0]
        first_backstop = (*backstop.earlier_due_on, backstop.due_on)[0]
        assert first_due is not None
        if response.started_on <= acknowledgement.due_on:
            assert first_due <= first_backstop
        assert backstop.due_on >= first_backstop


@given(histories)
def test_extensions_only_ever_move_a_due_day_on_and_within_the_limit(
    history: list[Entry],
) -> None:
    for stage in clocks_of(history)[1].stages:
        if stage.response.started_on is None or stage.response.due_on is None:
            continue
        dues = [*stage.response.earlier_due_on, stage.response.due_on]
        assert dues == sorted(set(dues))
        assert dues[-1] <= england_and_wales().add(dues[0], stage.rules.extension.working_days)


@given(histories)
def test_working_days_are_told_of_a_clock_that_started_and_stopped(history: list[Entry]) -> None:
    for clock in clocks_of(history)[1].clocks:
        counted = None
        if clock.started_on and clock.stopped_on:
            counted = england_and_wales().count(clock.started_on, clock.stopped_on)
        assert clock.working_days == counted


@given(histories.flatmap(lambda h: st.tuples(st.just(h), st.permutations(h))))
def test_the_order_in_which_facts_are_given_never_matters(
    both: tuple[list[Entry], list[Entry]],
) -> None:
    # Two facts of one kind, stage and day stay as they are given, and a correction names a place.
    def apart(history: list[Entry]) -> list[Fact]:
        facts: list[Fact] = [
            each.fact for each in history if not isinstance(each.fact, f.EntryCorrected)
        ]
        seen = dict.fromkeys((fact.happened_on, place_in_the_day(fact)) for fact in facts)
        return facts if len(seen) == len(facts) else []

    def dates(facts: list[Fact]) -> list[tuple[object, ...]]:
        return [
            (c.key, c.started_on, c.due_on, c.stopped_on, c.settled, c.earlier_due_on)
            for c in clocks_of(numbered(facts))[1].clocks
        ]

    given_, shuffled = both
    assert dates(apart(given_)) == dates(apart(shuffled))


@given(histories)
def test_a_verdict_hangs_on_the_reading_only_where_a_start_is_no_working_day(
    history: list[Entry],
) -> None:
    calendar = england_and_wales()
    for stage in clocks_of(history)[1].stages:
        starts = [clock.started_on for clock in stage.clocks if clock.started_on]
        for clock in stage.clocks:
            if all(calendar.is_working_day(start) for start in starts):
                assert clock.rolled_due_on is None
            elif clock.due_on and clock.rolled_due_on and not clock.extended:
                assert clock.rolled_due_on >= clock.due_on


# --- settings


def test_with_the_setting_off_a_full_response_is_no_acknowledgement() -> None:
    off = VerdictSettings(response_is_acknowledgement=False)
    answered = f.ResponseIssued(happened_on=date(2025, 2, 6), stage=1)  # Thu

    clocks = stage_one([answered], off)

    assert clocks["stage-1-acknowledgement"].settled is Verdict.MISSED
    assert clocks["stage-1-response"].started_on is None
    assert clocks["stage-1-response"].due_on == date(2025, 2, 24)  # Mon, the backstop
    assert clocks["stage-1-response"].settled is Verdict.MET


def test_an_imported_definition_can_be_asked_to_be_evidenced() -> None:
    strict = VerdictSettings(imported_definition=ImportedDefinition.NOT_EVIDENCED)

    assumed = stage_one([acknowledged])["stage-1-acknowledgement"]
    evidenced = stage_one([acknowledged], strict)["stage-1-acknowledgement"]

    assert (assumed.settled, assumed.stopped_on) == (Verdict.MET, ACKNOWLEDGED)
    assert (evidenced.settled, evidenced.stopped_on) == (None, None)


@pytest.mark.parametrize(
    ("accepted", "good_reason", "due_on"),
    [
        (False, "The surveyor fell ill.", date(2025, 2, 21)),  # Fri
        (True, "The surveyor fell ill.", date(2025, 3, 14)),  # Fri, a week past the limit
        (True, "", date(2025, 2, 21)),
    ],
)
def test_past_the_limit_counts_only_with_a_good_reason_and_by_setting(
    accepted: bool, good_reason: str, due_on: date
) -> None:
    extended = f.ResponseExtended(
        happened_on=date(2025, 2, 20),  # Thu
        stage=1,
        until=date(2025, 3, 14),  # Fri
        reasons="A survey is awaited.",
        good_reason=good_reason,
        ombudsman_details_given=True,
    )

    clocks = stage_one([acknowledged, extended], VerdictSettings(accept_good_reason=accepted))

    assert clocks["stage-1-response"].due_on == due_on
    assert clocks["stage-1-response"].extended is (due_on != date(2025, 2, 21))


def test_a_shorter_target_stands_beside_the_due_day_and_moves_nothing() -> None:
    targets = VerdictSettings(targets=(("stage-1-acknowledgement", 2),))

    clock = stage_one([], targets)["stage-1-acknowledgement"]

    assert clock.target_on == date(2025, 2, 5)  # Wed
    assert clock.due_on == date(2025, 2, 10)  # Mon
    assert stage_one([])["stage-1-acknowledgement"].target_on is None


@pytest.mark.parametrize(
    ("reasons", "due_with_details"), [("A survey is awaited.", date(2025, 3, 7)), ("", None)]
)
def test_it_is_known_what_hangs_on_the_missing_ombudsman_details_alone(
    reasons: str, due_with_details: date | None
) -> None:
    extended = f.ResponseExtended(
        happened_on=date(2025, 2, 20),  # Thu
        stage=1,
        until=date(2025, 3, 7),  # Fri
        reasons=reasons,
        means=Means.LETTER,
    )
    history = numbered([f.ComplaintReceived(happened_on=RECEIVED), acknowledged, extended])

    (stage,) = clocks_of(history)[1].stages

    assert stage.response.due_on == date(2025, 2, 21)  # Fri
    assert stage.due_with_ombudsman_details == due_with_details


# --- a calendar that changes

EARLIER = WorkingCalendar(
    bank_holidays=[],
    covers=(date(2024, 1, 1), date(2026, 12, 31)),
    name="england-and-wales",
    version="earlier",
)
LATER = WorkingCalendar(
    bank_holidays=[BankHoliday(day=date(2025, 2, 10), title="A day announced late")],  # Mon
    covers=(date(2024, 1, 1), date(2026, 12, 31)),
    name="england-and-wales",
    version="later",
)


def acknowledgement_of(history: Sequence[Entry]) -> Clock:
    calendars = CalendarVersions((EARLIER, LATER))
    clocks = clocks_for(Case.replay(history), CODE_2024, calendars, DEFAULTS)
    return next(clock for clock in clocks.clocks if clock.key == "stage-1-acknowledgement")


def received_under(version: str) -> Entry:
    fact = f.ComplaintReceived(happened_on=RECEIVED)
    return Entry(sequence=0, fact=fact, calendar_version=version, source=Source.IMPORT)


def acknowledged_under(version: str) -> Entry:
    late = f.ComplaintAcknowledged(happened_on=date(2025, 2, 11), stage=1)  # Tue
    return Entry(sequence=1, fact=late, calendar_version=version, source=Source.IMPORT)


def test_an_open_clock_is_counted_with_the_newest_calendar() -> None:
    clock = acknowledgement_of([received_under("earlier")])
    assert (clock.due_on, clock.calendar_version) == (date(2025, 2, 11), "later")  # Tue


def test_a_stopped_clock_keeps_the_calendar_of_what_stopped_it() -> None:
    clock = acknowledgement_of([received_under("earlier"), acknowledged_under("earlier")])
    assert (clock.due_on, clock.settled) == (date(2025, 2, 10), Verdict.MISSED)  # Mon


def test_a_start_put_right_later_is_judged_anew_with_the_calendar_of_that_day() -> None:
    clock = acknowledgement_of([received_under("later"), acknowledged_under("earlier")])
    assert (clock.due_on, clock.settled) == (date(2025, 2, 11), Verdict.MET)  # Tue


def test_a_version_of_another_calendar_used_before_stands_for_the_first_of_this_one() -> None:
    # Taken as the newest, what was settled before the landlord changed its calendar would be judged
    # anew with every bank holiday that comes.
    calendars = CalendarVersions((EARLIER, LATER))
    assert calendars.latest_of(["earlier"]) is EARLIER
    assert calendars.latest_of(["earlier", "later"]) is LATER
    assert calendars.latest_of(["another"]) is EARLIER
    assert calendars.latest_of(["another", "later"]) is LATER
    assert calendars.latest_of([]) is LATER
    assert calendars.latest_of([""]) is LATER  # not told


def test_a_settled_clock_asks_its_own_calendar_whether_its_start_was_a_working_day() -> None:
    # Mon 3 Feb 2025, the day of receipt, is a bank holiday in a calendar that came afterwards.
    since = WorkingCalendar(
        bank_holidays=[*EARLIER.listed, BankHoliday(day=RECEIVED)],
        covers=EARLIER.covers,
        version="since",
    )
    calendars = CalendarVersions((EARLIER, since))
    for version, rolls in (("earlier", False), ("since", True)):
        answer = f.ResponseIssued(happened_on=date(2025, 2, 14), stage=1)  # Fri
        answered = Entry(sequence=2, fact=answer, calendar_version=version, source=Source.IMPORT)
        history = [received_under(version), acknowledged_under(version), answered]
        stage = clocks_for(Case.replay(history), CODE_2024, calendars, DEFAULTS).stages[0]
        assert {clock.rolled_due_on is not None for clock in stage.clocks} == {rolls}
