"""What is worked out from a case: kept beside it, listed page by page, counted in groups."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Table
from store_samples import CASE, OTHER, RECEIVED, writing

from casetrack.domain.errors import BadInput
from casetrack.store import (
    CaseStage,
    CaseSummary,
    Clock,
    Derived,
    RecordName,
    Store,
)
from casetrack.store.derived_rows import CLOCK, SEARCH_TEXT, STAGE, SUMMARY, RowCodec
from casetrack.store.tables import case_stage, case_summary, clock, search_text

TUESDAY = date(2024, 12, 24)
FRIDAY = date(2025, 1, 3)

SUMMARY_OF_ALL = CaseSummary(
    reference="2024/0001",
    received_on=TUESDAY,
    resident="Żofia Próba",
    channel="phone",
    tenure="LCRA",
    category="Repairs",
    service_area="Heating",
    handler="JB",
    stage=2,
    state="open",
    edition="housing-ombudsman-2024",
    entries=4,
    findings=1,
    compensation_pence=12_345_678_901,
    responded=True,
    cause="Parts not in stock",
    keywords="Heating, Żółw",
    resident_reference="R0001",
    follows="2023/0009",
    recorded_late=2,
    missed=True,
)
CLOCK_OF_ALL = Clock(
    key="stage-1-response",
    started_by=2,
    stage=1,
    kind="response",
    due_on=FRIDAY,
    original_due_on=FRIDAY,
    started_on=TUESDAY,
    stopped_on=FRIDAY,
    settled="met",
    provision="6.3",
    edition="Code 2024",
    extended=True,
    earlier_due_on=(TUESDAY, FRIDAY),
    target_on=TUESDAY,
    provisional=True,
    rolled_due_on=FRIDAY,
    rolled_settled="missed",
    calendar_version="v1",
    listed=True,
    handler="JB",
)


def _stage_of_all() -> CaseStage:
    flags: dict[str, Any] = dict.fromkeys(STAGE.flags, True)
    return CaseStage(
        stage=2,
        cohort_on=TUESDAY,
        edition="housing-ombudsman-2024",
        handler="JB",
        tenure="LCHO",
        category="Repairs",
        service_area="Heating",
        channel="web",
        refused_reason="over 12 months",
        outcome="upheld",
        response_due_on=FRIDAY,
        working_days=7,
        compensation_pence=5000,
        **flags,
    )


@pytest.mark.parametrize(
    ("table", "codec"),
    [(case_summary, SUMMARY), (case_stage, STAGE), (clock, CLOCK), (search_text, SEARCH_TEXT)],
)
def test_every_field_of_a_derived_value_has_its_column(table: Table, codec: RowCodec[Any]) -> None:
    beside = {"record_kind", "reference", "resident"} if table is clock else set()
    assert set(table.columns.keys()) == {"record_id", *codec.columns, *beside}


@pytest.mark.parametrize(
    "derived",
    [
        Derived(
            summary=SUMMARY_OF_ALL,
            stages=(_stage_of_all(),),
            clocks=(CLOCK_OF_ALL,),
            words="zofia proba boiler 湿气",
        ),
        Derived(
            summary=CaseSummary(reference="2024/0001", received_on=None),
            stages=(CaseStage(stage=1, cohort_on=TUESDAY), CaseStage(stage=2, cohort_on=FRIDAY)),
            clocks=(
                Clock(
                    key="contact",
                    started_by=0,
                    stage=0,
                    kind="contact",
                    due_on=TUESDAY,
                    original_due_on=TUESDAY,
                ),
            ),
        ),
        Derived(),
    ],
)
def test_derived_values_come_back_whole_and_take_the_place_of_the_former(
    store: Store, derived: Derived
) -> None:
    with writing(store) as command:
        command.append(CASE, [RECEIVED], calendar_version="")
        command.append(OTHER, [RECEIVED], calendar_version="")
        command.replace_derived(CASE, _something(CASE))
        command.replace_derived(OTHER, _something(OTHER))
        command.replace_derived(CASE, derived)
    with store.read() as reading:
        assert repr(reading.derived(CASE)) == repr(derived)  # a flag is true, not 1
        assert dict(reading.all_derived()) == {CASE: derived, OTHER: _something(OTHER)}


def _something(name: RecordName) -> Derived:
    return Derived(
        summary=CaseSummary(reference=name.reference, received_on=TUESDAY),
        stages=(CaseStage(stage=1, cohort_on=TUESDAY),),
        clocks=(replace(CLOCK_OF_ALL, key="stage-1-acknowledgement", settled=None),),
        words=f"something {name.reference}",
    )


def test_what_is_worked_out_from_no_record_is_refused(store: Store) -> None:
    with (
        pytest.raises(BadInput, match="Nothing is recorded under 2024/0001"),
        writing(store) as command,
    ):
        command.replace_derived(CASE, _something(CASE))


def test_the_stamp_says_under_which_rules_and_is_gone_when_all_is_cleared(store: Store) -> None:
    with store.read() as reading:
        assert reading.derivation() is None
    with writing(store) as command:
        command.append(CASE, [RECEIVED], calendar_version="")
        command.replace_derived(CASE, _something(CASE))
        command.set_derivation("rules 1")
    with store.read() as reading:
        assert reading.derivation() == "rules 1"
    with writing(store) as command:
        assert command.derivation() == "rules 1"
        command.clear_derived()
        assert command.derivation() is None
        assert command.derived(CASE) == Derived()
        command.replace_derived_each([(CASE, _something(CASE))])
        command.set_derivation("rules 2")
    with store.read() as reading:
        assert reading.derivation() == "rules 2"
        assert reading.derived(CASE) == _something(CASE)
        assert reading.length(CASE) == 1


def test_records_with_an_open_clock_are_known(store: Store) -> None:
    with writing(store) as command:
        for name in (OTHER, CASE):
            command.append(name, [RECEIVED], calendar_version="")
        command.replace_derived(CASE, _something(CASE))
        command.replace_derived(OTHER, Derived(clocks=(CLOCK_OF_ALL,)))
    with store.read() as reading:
        assert reading.open_records() == (CASE,)


@pytest.mark.parametrize(
    ("clock", "findings", "wanted"),
    [
        (CLOCK_OF_ALL, 0, True),
        (replace(CLOCK_OF_ALL, due_on=date(2024, 12, 27)), 0, True),  # due on the day
        (replace(CLOCK_OF_ALL, due_on=date(2024, 12, 26)), 0, False),
        (replace(CLOCK_OF_ALL, due_on=date(2024, 12, 26)), 1, True),
        (replace(CLOCK_OF_ALL, due_on=date(2024, 12, 24)), 1, False),  # longer before it
        (replace(CLOCK_OF_ALL, started_on=date(2024, 12, 27)), 0, False),  # day 0
        (replace(CLOCK_OF_ALL, started_on=None), 0, False),
        (replace(CLOCK_OF_ALL, settled=None), 0, False),
        (replace(CLOCK_OF_ALL, calendar_version="another"), 0, False),
    ],
)
def test_records_with_a_settled_clock_that_ran_across_a_day_are_known(
    store: Store, clock: Clock, findings: int, wanted: bool
) -> None:
    summary = replace(SUMMARY_OF_ALL, reference=CASE.reference, findings=findings)
    derived = Derived(summary=summary, clocks=(clock,))
    with writing(store) as command:
        command.append(CASE, [RECEIVED], calendar_version="")
        command.replace_derived(CASE, derived)
        command.append(OTHER, [RECEIVED], calendar_version="")
    days = {date(2024, 12, 27): [CLOCK_OF_ALL.calendar_version]}  # Fri
    with store.read() as reading:
        found = list(reading.derived_across(days, timedelta(days=2)))
        assert found == ([(CASE, derived)] if wanted else [])
        assert list(reading.derived_across({}, timedelta(days=2))) == []
