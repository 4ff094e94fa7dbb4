"""What one stage of one case counts as: told as a history, judged as flags."""

from dataclasses import fields
from datetime import date

import pytest
from histories import histories
from hypothesis import given

from casetrack.calendars import load_calendar
from casetrack.domain import facts as f
from casetrack.domain.case import Case
from casetrack.domain.clock import OneCalendar, VerdictSettings
from casetrack.domain.clocks import clocks_for
from casetrack.domain.facts import Entry, Fact, Source
from casetrack.domain.stage_figures import StageFigures, stage_figures
from casetrack.editions import load_editions

EDITIONS = load_editions()
CALENDAR = load_calendar("england-and-wales")
RECEIVED = f.ComplaintReceived(happened_on=date(2024, 6, 3))  # Mon
ACKNOWLEDGED = f.ComplaintAcknowledged(happened_on=date(2024, 6, 6), stage=1)  # Thu
FLAGS = tuple(
    each.name
    for each in fields(StageFigures)
    if each.name not in ("response_due_on", "working_days", "outcome")
)


def figures_of(
    entries: list[Entry], settings: VerdictSettings, number: int = 1
) -> StageFigures | None:
    case = Case.replay(entries)
    if case.received is None:
        return None
    edition = EDITIONS.in_force_on("housing-ombudsman", case.received.fact.happened_on)
    assert edition is not None
    stage = clocks_for(case, edition, OneCalendar(CALENDAR), settings).stage(number)
    return stage_figures(stage, 7) if stage else None


def figures(*facts: Fact, number: int = 1, **settings: bool) -> StageFigures:
    entries = [
        Entry(sequence=place, fact=fact, source=Source.IMPORT) for place, fact in enumerate(facts)
    ]
    found = figures_of(entries, VerdictSettings(**settings), number)  # type: ignore[arg-type]
    assert found is not None
    return found


def flags(found: StageFigures) -> set[str]:
    return {name for name in FLAGS if getattr(found, name)}


def answered(day: date, outcome: f.Outcome | None = f.Outcome.UPHELD) -> f.ResponseIssued:
    return f.ResponseIssued(happened_on=day, stage=1, outcome=outcome)


def extended(on: date, until: date, **more: object) -> f.ResponseExtended:
    facts = {"reasons": "A survey is awaited", "ombudsman_details_given": True, **more}
    return f.ResponseExtended(happened_on=on, stage=1, until=until, **facts)  # type: ignore[arg-type]


COUNTED = {"counted", "acknowledgement_counted", "strict_counted", "backstop_counted"}
ASSUMED = {"definition_assumed"}
ACKNOWLEDGED_IN_TIME = COUNTED | ASSUMED | {"acknowledged_in_time"}


def test_a_complaint_answered_in_time_counts_in_every_share_but_those_of_extensions() -> None:
    found = figures(RECEIVED, ACKNOWLEDGED, answered(date(2024, 6, 20)))  # Thu, day 10
    assert flags(found) == ACKNOWLEDGED_IN_TIME | {
        *("answered", "responded_in_time", "responded_without_extension"),
        *("responded_strict", "backstop_met", "ch02_in_time"),
    }
    assert (found.outcome, found.working_days) == ("upheld", 7)


def test_a_complaint_answered_a_day_late_is_in_no_numerator_of_responses() -> None:
    found = figures(RECEIVED, ACKNOWLEDGED, answered(date(2024, 6, 21)))  # Fri, day 11
    assert flags(found) == ACKNOWLEDGED_IN_TIME | {"answered", "backstop_met"}


def test_an_open_complaint_waits_for_its_response_or_else_for_its_backstop() -> None:
    assert figures(RECEIVED).response_due_on == date(2024, 6, 24)  # Mon: the backstop
    found = figures(RECEIVED, ACKNOWLEDGED)
    assert found.response_due_on == date(2024, 6, 20)  # Thu
    assert flags(found) == ACKNOWLEDGED_IN_TIME
    assert (found.working_days, found.outcome) == (None, "")


def test_a_refused_complaint_counts_as_refused_and_as_nothing_else() -> None:
    refused = f.ComplaintRefused(happened_on=date(2024, 6, 4), reason="over 12 months")  # Tue
    assert flags(figures(RECEIVED, refused)) == {"refused"}
    late = figures(RECEIVED, f.ComplaintRefused(happened_on=date(2024, 8, 1)))
    assert flags(late) == {"refused"}


@pytest.mark.parametrize(
    ("day", "late"),
    [(date(2024, 6, 10), False), (date(2024, 6, 11), True)],  # Mon, the due day, and Tue
)
def test_a_withdrawn_complaint_stays_in_the_shares_only_if_a_clock_was_late(
    day: date, late: bool
) -> None:
    found = flags(figures(RECEIVED, f.ComplaintWithdrawn(happened_on=day)))
    assert found == ({"withdrawn", "withdrawn_late", *COUNTED} if late else {"withdrawn"})


def test_withdrawn_late_keeps_its_acknowledgement_as_it_was_and_is_not_answered() -> None:
    found = figures(
        RECEIVED, ACKNOWLEDGED, f.ComplaintWithdrawn(happened_on=date(2024, 6, 21))  # Fri
    )  # fmt: skip
    assert flags(found) == ACKNOWLEDGED_IN_TIME | {"withdrawn", "withdrawn_late"}


def test_with_a_valid_extension_it_is_in_time_by_the_new_date() -> None:
    longer = extended(date(2024, 6, 20), date(2024, 7, 4))  # Thu, ten working days on
    found = flags(figures(RECEIVED, ACKNOWLEDGED, longer, answered(date(2024, 7, 4))))
    assert found >= {"extended", "extended_in_time", "responded_with_extension", "ch02_in_time"}
    assert found >= {"responded_strict", "backstop_met"}  # the extension moved it as well
    assert "responded_without_extension" not in found
    early = flags(figures(RECEIVED, ACKNOWLEDGED, longer, answered(date(2024, 6, 20))))
    assert early >= {"extended", "extended_in_time", "responded_without_extension"}
    assert "responded_with_extension" not in early


@pytest.mark.parametrize(
    ("answered_on", "reasons", "hangs"),
    [
        (date(2024, 7, 4), "A survey is awaited", True),  # Thu, the new date
        (date(2024, 7, 5), "A survey is awaited", False),  # Fri: late all the same
        (date(2024, 6, 20), "A survey is awaited", False),  # Thu, the due day: in time all the same
        (date(2024, 7, 4), "", False),  # it lacks reasons as well
    ],
)
def test_an_answer_that_is_late_for_want_of_the_ombudsmans_details_alone_is_known(
    answered_on: date, reasons: str, hangs: bool
) -> None:
    lacking = extended(
        date(2024, 6, 20), date(2024, 7, 4), ombudsman_details_given=False, reasons=reasons
    )
    found = figures(RECEIVED, ACKNOWLEDGED, lacking, answered(answered_on))
    assert found.hangs_on_details is hangs


def test_past_the_limit_with_good_reason_is_its_own_cell_and_in_time_only_by_setting() -> None:
    past = extended(
        date(2024, 6, 20), date(2024, 7, 11), good_reason="The surveyor died"  # Thu
    )  # fmt: skip
    history = (RECEIVED, ACKNOWLEDGED, past, answered(date(2024, 7, 10)))  # Wed
    found = figures(*history)
    assert found.past_limit_with_good_reason
    assert not found.responded_in_time
    assert not found.extended
    accepted = figures(*history, accept_good_reason=True)
    assert accepted.past_limit_with_good_reason
    assert accepted.responded_in_time
    assert accepted.responded_with_extension
    within = figures(RECEIVED, ACKNOWLEDGED, past, answered(date(2024, 7, 4)))
    assert not within.past_limit_with_good_reason  # answered within the limit after all


def test_ch02_wants_the_acknowledgement_in_time_as_well() -> None:
    late = f.ComplaintAcknowledged(happened_on=date(2024, 6, 11), stage=1)  # Tue, due Mon
    found = figures(RECEIVED, late, answered(date(2024, 6, 20)))
    assert (found.responded_in_time, found.ch02_in_time) == (True, False)


def test_a_stage_2_under_the_2022_code_has_neither_acknowledgement_nor_backstop() -> None:
    found = figures(
        f.ComplaintReceived(happened_on=date(2023, 6, 5)),  # Mon
        f.EscalationRequested(happened_on=date(2023, 7, 3)),  # Mon
        f.ResponseIssued(happened_on=date(2023, 7, 31), stage=2),  # Mon, day 20
        number=2,
    )
    assert flags(found) == {
        *("counted", "strict_counted", "answered", "responded_in_time"),
        *("responded_without_extension", "responded_strict", "ch02_in_time"),
    }


def test_a_start_on_a_saturday_is_known_where_the_other_convention_would_differ() -> None:
    saturday = f.ComplaintReceived(happened_on=date(2024, 6, 1))
    friday = f.ComplaintAcknowledged(happened_on=date(2024, 6, 7), stage=1)
    monday = f.ComplaintAcknowledged(happened_on=date(2024, 6, 10), stage=1)
    assert not figures(saturday, friday).convention_sensitive
    assert figures(saturday, monday).convention_sensitive  # day 6, or day 5 if Monday were day 0


@given(histories)
def test_the_flags_of_any_history_never_contradict_each_other(history: list[Entry]) -> None:
    for number in (1, 2):
        found = figures_of(history, VerdictSettings(), number)
        if found is None:
            continue
        # A figure's numerator never holds a case that its denominator lacks.
        assert found.acknowledged_in_time <= found.acknowledgement_counted <= found.counted
        assert found.responded_in_time <= found.answered <= found.counted
        assert found.responded_strict <= found.strict_counted
        assert found.responded_strict <= found.responded_in_time
        assert found.ch02_in_time <= found.responded_in_time
        assert found.backstop_met <= found.backstop_counted <= found.counted
        assert found.extended_in_time <= found.extended <= found.counted
        assert found.past_limit_with_good_reason <= found.answered
        assert found.responded_in_time == (
            found.responded_without_extension + found.responded_with_extension
        )
        assert found.withdrawn_late <= found.withdrawn
        assert not (found.refused and (found.counted or found.withdrawn))
        assert found.counted == (
            not found.refused and (not found.withdrawn or found.withdrawn_late)
        )
        assert not (found.answered and found.withdrawn)
        assert (found.working_days is not None) == found.answered
        assert bool(found.outcome) <= found.answered
