"""The editions as values: which one holds on a day, and how a provision is cited under it."""

from dataclasses import replace
from datetime import date

import pytest

from casetrack.domain.code import Citation, CodeEdition, Editions, Timescale
from casetrack.domain.errors import BadInput
from casetrack.domain.facts import FACTS
from casetrack.editions import load_editions, load_provisions

HELD = load_editions()
CODE_2022 = HELD.named("housing-ombudsman-2022")
CODE_2024 = HELD.named("housing-ombudsman-2024")
LGSCO = HELD.named("lgsco-2026")

# (edition, stage, begun on) → each timescale: kind, working days, provision, what starts it.
TIMESCALES = [
    (
        CODE_2022, 1, date(2023, 2, 6),
        ["acknowledgement 5 4.1 complaint-received", "response 10 5.1 complaint-logged",
         "backstop 15 5.1 complaint-received"],
    ),
    (CODE_2022, 2, date(2024, 3, 31), ["response 20 5.13 escalation-requested"]),
    (
        CODE_2022, 2, date(2024, 4, 1),
        ["acknowledgement 5 6.11 escalation-requested", "response 20 5.13 escalation-requested",
         "backstop 25 6.14 escalation-requested"],
    ),
    (
        CODE_2024, 1, date(2025, 2, 3),
        ["acknowledgement 5 6.2 complaint-received", "response 10 6.3 complaint-acknowledged",
         "backstop 15 6.3 complaint-received"],
    ),
    (
        CODE_2024, 2, date(2025, 2, 3),
        ["acknowledgement 5 6.11 escalation-requested", "response 20 6.14 complaint-acknowledged",
         "backstop 25 6.14 escalation-requested"],
    ),
]  # fmt: skip


def in_short(timescale: Timescale) -> str:
    return f"{timescale.kind} {timescale.working_days} {timescale.provision} {timescale.starts}"


@pytest.mark.parametrize(
    ("edition", "stage", "begun_on", "timescales"),
    TIMESCALES,
    ids=[f"{e.short_title} stage {s} begun {d}" for e, s, d, _ in TIMESCALES],
)
def test_each_stage_has_the_timescales_of_its_code(
    edition: CodeEdition, stage: int, begun_on: date, timescales: list[str]
) -> None:
    rules = edition.stage(stage, begun_on)
    assert rules is not None
    assert [in_short(timescale) for timescale in rules.timescales] == timescales


@pytest.mark.parametrize(
    ("edition", "stage", "begun_on", "limit"),
    [
        (CODE_2022, 1, date(2023, 2, 6), (10, "5.1", "")),
        (CODE_2022, 2, date(2024, 3, 31), (10, "5.13", "")),
        (CODE_2022, 2, date(2024, 4, 1), (10, "5.13", "6.16")),
        (CODE_2024, 1, date(2025, 2, 3), (10, "6.4", "6.5")),
        (CODE_2024, 2, date(2025, 2, 3), (20, "6.15", "6.16")),
    ],
    ids=str,
)
def test_each_stage_has_the_extension_limit_of_its_code(
    edition: CodeEdition, stage: int, begun_on: date, limit: tuple[int, str, str]
) -> None:
    rules = edition.stage(stage, begun_on)
    assert rules is not None
    extension = rules.extension
    assert (extension.working_days, extension.provision, extension.ombudsman_details) == limit


@pytest.mark.parametrize(
    ("received", "edition"),
    [
        (date(2022, 3, 31), None),  # Thu
        (date(2022, 4, 1), CODE_2022),  # Fri
        (date(2024, 3, 31), CODE_2022),  # Sun
        (date(2024, 4, 1), CODE_2024),  # Mon
        (date(2026, 11, 22), CODE_2024),  # Sun
    ],
    ids=str,
)
def test_the_edition_is_the_one_in_force_on_the_day_of_receipt(
    received: date, edition: CodeEdition | None
) -> None:
    assert HELD.in_force_on("housing-ombudsman", received) is edition


@pytest.mark.parametrize(
    ("received", "edition"),
    [
        (date(2024, 4, 1), None),  # Mon
        (date(2026, 3, 31), None),  # Tue
        (date(2026, 4, 1), LGSCO),  # Wed
        (date(2026, 11, 22), LGSCO),  # Sun
    ],
    ids=str,
)
def test_a_complaint_under_the_lgscos_code_has_an_edition_from_april_2026(
    received: date, edition: CodeEdition | None
) -> None:
    assert HELD.in_force_on("lgsco", received) is edition


def test_the_lgscos_code_asks_what_the_2024_code_asks_under_its_own_name() -> None:
    for ours, theirs in zip(LGSCO.stages, CODE_2024.stages, strict=True):
        assert [replace(each, edition="Code 2024") for each in ours.timescales] == list(
            theirs.timescales
        )
        assert {each.edition for each in ours.timescales} == {"LGSCO Code 2026"}
        limits = replace(ours.extension, edition="Code 2024", details_edition="Code 2024")
        assert limits == theirs.extension
        assert (ours.extension.edition, ours.extension.details_edition) == (
            "LGSCO Code 2026",
            "LGSCO Code 2026",
        )
    assert LGSCO.nation == "england-and-wales"
    assert LGSCO.title != CODE_2024.title


@pytest.mark.parametrize("number", ["6.3", "2.3", "5.6", "9.8"])
def test_a_case_under_the_lgscos_code_cites_the_same_number_under_its_own_name(number: str) -> None:
    for stage in (1, 2):
        assert LGSCO.cite(number, stage) == Citation(number=number, edition="LGSCO Code 2026")
    assert LGSCO.cite(number).shown == number


def test_what_an_edition_cites_stands_among_the_provisions_of_the_edition_it_names() -> None:
    names = {edition.short_title: edition.name for edition in HELD.editions}
    for edition in HELD.editions:
        for stage in edition.stages:
            for timescale in stage.timescales:
                assert timescale.provision in load_provisions(names[timescale.edition])
            limit = stage.extension
            assert limit.provision in load_provisions(names[limit.edition])
            if limit.ombudsman_details:
                assert limit.ombudsman_details in load_provisions(names[limit.details_edition])


def test_no_edition_has_a_third_stage() -> None:
    for edition in HELD.editions:
        assert edition.last_stage == 2
        assert edition.stage(3, date(2025, 2, 3)) is None


def test_what_starts_and_stops_a_clock_is_a_fact_that_can_be_recorded() -> None:
    for edition in HELD.editions:
        for stage in edition.stages:
            for timescale in stage.timescales:
                assert {timescale.starts, *timescale.stops} <= set(FACTS)


@pytest.mark.parametrize(
    ("edition", "number", "stage", "cited"),
    [
        (CODE_2024, "6.3", 1, "Code 2024, 6.3"),
        (CODE_2022, "6.3", 1, "Code 2022, 5.1"),
        (CODE_2022, "5.6", 1, "Code 2022, 4.2"),
        (CODE_2022, "5.6", 2, "Code 2022, 5.10"),
        (CODE_2022, "5.3", 1, "Code 2022, 5.17"),
        (CODE_2022, "6.13", 2, "Code 2022, 5.12"),
        (CODE_2022, "2.3", 1, "Code 2024, 2.3"),
    ],
    ids=str,
)
def test_a_2022_case_cites_the_2022_number(
    edition: CodeEdition, number: str, stage: int, cited: str
) -> None:
    assert str(edition.cite(number, stage)) == cited


@pytest.mark.parametrize(
    "number", ["2.3", "2.5", "5.4", "5.5", "5.7", "5.13", "6.12", "6.20", "7.4", "1.2", "9.1"]
)
def test_a_number_without_counterpart_says_that_none_is_held(number: str) -> None:
    citation = CODE_2022.cite(number)
    assert citation.no_number_held
    assert citation.shown == f"Code 2024 {number}, no 2022 number held"


def test_a_number_with_a_counterpart_is_shown_alone() -> None:
    assert CODE_2022.cite("6.2").shown == "4.1"
    assert CODE_2024.cite("6.2").shown == "6.2"


def test_an_edition_nobody_holds_is_refused_with_the_nearest() -> None:
    with pytest.raises(BadInput) as refused:
        HELD.named("housing-ombudsman-2042")
    assert 'There is no edition "housing-ombudsman-2042". Did you mean "housing-ombudsman-20' in (
        str(refused.value)
    )
    assert "housing-ombudsman-2022, housing-ombudsman-2024" in str(refused.value)


def test_a_code_nobody_holds_is_refused_with_the_nearest() -> None:
    with pytest.raises(BadInput, match='Did you mean "housing-ombudsman"') as refused:
        HELD.in_force_on("housing-ombudsmen", date(2025, 2, 3))
    assert "The Codes held are: housing-ombudsman, lgsco." in str(refused.value)


def test_no_editions_at_all_hold_no_code() -> None:
    with pytest.raises(BadInput, match='There is no Code "housing-ombudsman"'):
        Editions(editions=()).in_force_on("housing-ombudsman", date(2025, 2, 3))
