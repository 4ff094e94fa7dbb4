"""Findings and assumptions: the words they say, and what the scenarios cannot say of them."""

from dataclasses import replace
from datetime import date

from histories import histories
from hypothesis import given

from casetrack.calendars import load_calendar
from casetrack.domain.case import Case
from casetrack.domain.clock import ImportedDefinition, OneCalendar, VerdictSettings
from casetrack.domain.clocks import CaseClocks, clocks_for
from casetrack.domain.duties import duties_for
from casetrack.domain.facts import Entry, Source
from casetrack.domain.objections import Finding
from casetrack.domain.procedure import (
    assumptions_for,
    edition_not_held,
    findings_for,
    objections_for,
)
from casetrack.editions import load_editions
from casetrack.service import what_if

CALENDARS = OneCalendar(load_calendar("england-and-wales"))

RECEIVED = {"on": "2025-02-03", "fact": "complaint-received"}  # Mon
ACKNOWLEDGED = {"on": "2025-02-07", "fact": "complaint-acknowledged", "stage": 1}  # Fri
LATE_ACKNOWLEDGED = {"on": "2025-02-11", "fact": "complaint-acknowledged", "stage": 1}  # Tue
ANSWERED_LATE = {"on": "2025-02-25", "fact": "response-issued", "stage": 1}  # Tue
EXTENDED = {"on": "2025-02-24", "fact": "response-extended", "stage": 1, "until": "2025-02-19"}


def looked_at(
    *facts: object, settings: VerdictSettings | None = None, source: Source = Source.IMPORT
) -> tuple[Case, CaseClocks]:
    history = [replace(each, source=source) for each in what_if.read_facts(list(facts))]
    case = Case.replay(history)
    edition = what_if.edition_of(tuple(history), load_editions(), None)
    assert edition is not None
    return case, clocks_for(case, edition, CALENDARS, settings or VerdictSettings())


def findings(*facts: object, source: Source = Source.IMPORT) -> tuple[Finding, ...]:
    return findings_for(*looked_at(*facts, source=source))


def said(*facts: object, source: Source = Source.IMPORT) -> list[str]:
    return [finding.says for finding in findings(*facts, source=source)]


def test_a_late_acknowledgement_is_told_with_both_days() -> None:
    assert said(RECEIVED, LATE_ACKNOWLEDGED) == [
        "Stage 1 was acknowledged on Tue 11 Feb 2025; it was due by Mon 10 Feb 2025."
    ]


def test_a_late_definition_is_told_apart_from_the_acknowledgement() -> None:
    defined = {"on": "2025-02-11", "fact": "complaint-defined", "stage": 1}
    assert said(RECEIVED, ACKNOWLEDGED, defined) == [
        (
            "Stage 1 was acknowledged on Fri 7 Feb 2025 but defined only on Tue 11 Feb 2025; "
            "it was due by Mon 10 Feb 2025."
        )
    ]


def test_a_definition_that_never_came_is_told() -> None:
    answered = {"on": "2025-02-20", "fact": "response-issued", "stage": 1}
    assert (
        "The complaint has not been defined: an acknowledgement without the definition starts the "
        "time to answer and does not meet the Code."
    ) in said(RECEIVED, ACKNOWLEDGED, answered, source=Source.PERSON)


def test_a_late_answer_is_told_with_its_due_day() -> None:
    assert said(RECEIVED, ACKNOWLEDGED, ANSWERED_LATE) == [
        "Stage 1 was answered on Tue 25 Feb 2025; it was due on Fri 21 Feb 2025."
    ]


def test_an_answer_before_its_acknowledgement_is_told_as_that() -> None:
    answered = {"on": "2025-02-12", "fact": "response-issued", "stage": 1}
    acknowledged = {"on": "2025-02-17", "fact": "complaint-acknowledged", "stage": 1}
    first, second = said(RECEIVED, acknowledged, answered)
    assert first == (
        "Stage 1 was answered on Wed 12 Feb 2025; "
        "it came before the acknowledgement that starts its time."
    )
    assert second.startswith("Stage 1 was acknowledged on Mon 17 Feb 2025")


def test_an_answer_without_any_acknowledgement_is_told_twice() -> None:
    assert said(RECEIVED, ANSWERED_LATE) == [
        "Stage 1 was never acknowledged; it was due by Mon 10 Feb 2025.",
        "Stage 1 was answered on Tue 25 Feb 2025; it was due on Mon 24 Feb 2025.",
    ]


def test_each_thing_an_extension_lacks_is_told_with_the_day_that_matters() -> None:
    begins = "The extension of stage 1 to Wed 19 Feb 2025 does not move the due day: "
    assert said(RECEIVED, ACKNOWLEDGED, EXTENDED) == [
        begins + "it was decided or told after the due day, Fri 21 Feb 2025.",
        begins + "its new date is not after the due day, Fri 21 Feb 2025.",
        begins + "no reasons are recorded.",
        begins + "the Ombudsman's contact details were not given.",
    ]


def test_findings_come_in_the_order_of_what_happened() -> None:
    found = findings(ANSWERED_LATE, EXTENDED, LATE_ACKNOWLEDGED, RECEIVED)
    days = [finding.sequence for finding in found]
    assert days == sorted(days, reverse=True)
    assert set(days) == {1, 2}


def test_a_straddling_stage_2_cites_each_provision_with_its_own_code() -> None:
    # Received Mon 4 Mar 2024, stage 2 requested Mon 15 Apr, acknowledged late on Tue 23 Apr.
    found = findings(
        {"on": "2024-03-04", "fact": "complaint-received"},
        {"on": "2024-03-08", "fact": "complaint-acknowledged", "stage": 1},
        {"on": "2024-03-20", "fact": "response-issued", "stage": 1},
        {"on": "2024-04-15", "fact": "escalation-requested"},
        {"on": "2024-04-23", "fact": "complaint-acknowledged", "stage": 2},
        {"on": "2024-05-15", "fact": "response-issued", "stage": 2},
    )
    assert [str(finding.cited) for finding in found] == ["Code 2024, 6.11", "Code 2022, 5.13"]


def test_a_complaint_from_before_the_first_edition_is_told_to_be_outside_all_figures() -> None:
    (entry,) = what_if.read_facts([{"on": "2022-03-31", "fact": "complaint-received"}])  # Thu
    (finding,) = edition_not_held(Case.replay([entry]))
    assert finding.says.startswith("It was received on Thu 31 Mar 2022, before the first edition")
    assert "outside all figures" in finding.says
    assert edition_not_held(Case.replay([])) == ()


def test_nothing_is_assumed_of_a_definition_that_has_to_be_evidenced() -> None:
    strict = VerdictSettings(imported_definition=ImportedDefinition.NOT_EVIDENCED)
    assumed = assumptions_for(*looked_at(RECEIVED, ACKNOWLEDGED))
    evidenced = assumptions_for(*looked_at(RECEIVED, ACKNOWLEDGED, settings=strict))
    assert [each.says for each in assumed] == [
        (
            "Stage 1: no complaint definition is recorded; it is taken as set out with the "
            "acknowledgement."
        )
    ]
    assert evidenced == ()


def test_a_response_taken_as_the_acknowledgement_is_said_with_its_day() -> None:
    answered = {"on": "2025-02-06", "fact": "response-issued", "stage": 1}  # Thu
    (assumption,) = assumptions_for(*looked_at(RECEIVED, answered))
    assert assumption.code == "response-as-acknowledgement"
    assert "Thu 6 Feb 2025" in assumption.says


def test_both_stages_that_an_act_ends_unacknowledged_have_a_finding_of_their_own() -> None:
    unanswered: tuple[object, ...] = (
        RECEIVED,
        {"on": "2025-02-26", "fact": "escalation-requested"},
    )  # Wed
    for last in ("response-issued", "complaint-withdrawn"):
        act: dict[str, object] = {"on": "2025-03-10", "fact": last}  # Mon
        found = findings(*unanswered, {**act, "stage": 2} if last == "response-issued" else act)
        assert [(each.stage, str(each.cited)) for each in found if "acknowledged" in each.says] == [
            (1, "Code 2024, 6.2"),
            (2, "Code 2024, 6.11"),
        ]


def test_a_stage_1_that_stage_2_overtook_is_told_with_its_due_day_and_the_last_answer() -> None:
    asked = {"on": "2025-02-26", "fact": "escalation-requested"}  # Wed
    answered = {"on": "2025-03-10", "fact": "response-issued", "stage": 2}  # Mon
    assert said(RECEIVED, ACKNOWLEDGED, asked, answered)[0] == (
        "Stage 1 was never answered, which was due by Fri 21 Feb 2025; stage 2 was, on Mon 10 Mar "
        "2025."
    )


def test_each_missed_update_has_an_entry_of_its_own() -> None:
    every: dict[str, object] = {
        "on": "2025-02-07",
        "fact": "update-interval-agreed",
        "every_working_days": 3,
    }  # Fri
    told: list[dict[str, object]] = [
        {"on": f"2025-02-{day}", "fact": "resident-updated"} for day in (13, 19)
    ]  # Thu, Wed
    updates = [{**each, "stage": 1} for each in (every, *told)]
    case, clocks = looked_at(RECEIVED, ACKNOWLEDGED, *updates, ANSWERED_LATE)
    duties = duties_for(case, clocks, clocks.edition.cite, CALENDARS, VerdictSettings())
    missed = [each for each in findings_for(case, clocks, duties) if each.code == "update-missed"]
    assert [each.sequence for each in missed] == [2, 3, 4]
    assert missed[2].says == (
        "The stage 1 update promised was due on Mon 24 Feb 2025 and not done."
    )


def test_of_a_request_that_comes_early_the_cure_is_what_the_edition_allows() -> None:
    early = [{"on": "2025-02-14", "fact": "escalation-requested"}]  # Fri
    (finding,) = findings(RECEIVED, ACKNOWLEDGED, *early)
    assert finding.cure.endswith("From the day after Fri 21 Feb 2025 it can go on unanswered.")
    of_2022 = (
        {"on": "2023-11-06", "fact": "complaint-received"},  # Mon
        {"on": "2023-11-10", "fact": "complaint-acknowledged", "stage": 1},  # Fri
    )
    (finding,) = findings(*of_2022, {"on": "2023-12-06", "fact": "escalation-requested"})  # Wed
    assert finding.reason == "stage 1 has not been answered; it was due by Fri 24 Nov 2023"
    assert finding.cure.endswith("Code 2022 has no stage 2 without it, however late the answer is.")


def test_a_third_stage_is_forbidden_only_where_the_code_forbids_it() -> None:
    of_2022 = (
        {"on": "2023-11-06", "fact": "complaint-received"},  # Mon
        {"on": "2023-11-23", "fact": "response-issued", "stage": 1},  # Thu
    )
    third = {"on": "2024-06-05", "fact": "escalation-requested"}  # Wed
    for requested, answered, allowed in (
        ("2023-12-06", "2024-01-05", True),  # Wed, Fri
        ("2024-04-03", "2024-05-01", False),  # Wed, Wed
    ):
        case, clocks = looked_at(
            *of_2022,
            {"on": requested, "fact": "escalation-requested"},
            {"on": answered, "fact": "response-issued", "stage": 2},
            third,
        )
        (objection,) = objections_for(case, clocks.edition)
        assert (objection.code, objection.provision) == ("third-stage", "5.17")
        assert ("Code 2022 allows" in objection.reason) is allowed
        assert ("there is no third stage" in objection.reason) is not allowed
        assert ("action-agreed" in objection.cure) is allowed


@given(histories)
def test_every_finding_names_a_code_a_provision_and_a_whole_sentence(
    history: list[Entry],
) -> None:
    case = Case.replay(history)
    day = case.received.fact.happened_on if case.received else date(2024, 4, 1)
    edition = load_editions().in_force_on("housing-ombudsman", day)
    assert edition is not None
    for finding in findings_for(case, clocks_for(case, edition, CALENDARS, VerdictSettings())):
        assert finding.code
        own_rule = finding.cited.edition == "our own rule"
        assert bool(finding.cited.number) is not own_rule
        assert own_rule or finding.cited.edition in ("Code 2022", "Code 2024")
        assert finding.says.endswith(".")
        assert "None" not in finding.says
