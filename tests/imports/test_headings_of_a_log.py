"""Headings as landlords write them, and the canonical column each of them names."""

import re
from collections import Counter
from dataclasses import fields

import pytest

from casetrack.domain.errors import BadInput
from casetrack.imports.columns import COLUMNS, NAMES, column_of, column_without_stage
from casetrack.imports.headings import Header, checked_mapping, find_header, unused
from casetrack.imports.rows import LogRow
from casetrack.text import fold

# The columns other people's logs are promised (the two due dates are ours).
PROMISED = re.findall(
    r"\w+",
    """
    reference received channel resident address tenure category service_area summary
    outcome_sought handler stage1_logged stage1_acknowledged stage1_defined stage1_extended_on
    stage1_extended_to stage1_extension_reason stage1_ombudsman_details stage1_responded
    stage1_outcome stage2_requested stage2_acknowledged stage2_defined stage2_handler
    stage2_extended_on stage2_extended_to stage2_extension_reason stage2_ombudsman_details
    stage2_responded stage2_outcome compensation refused_reason withdrawn closed
    """,
)


def header(*texts: str, mapping: dict[str, str] | None = None) -> Header:
    found = find_header([(1, texts)], checked_mapping(mapping or {}))
    assert found is not None
    return found


def test_every_promised_column_and_the_two_due_dates_are_there_and_no_other() -> None:
    assert sorted(NAMES) == sorted([*PROMISED, "stage1_due", "stage2_due"])


def test_a_row_of_the_log_has_an_attribute_for_every_column_in_the_same_order() -> None:
    assert tuple(each.name for each in fields(LogRow)) == ("row", *NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_canonical_name_is_its_own_heading(name: str) -> None:
    assert column_of(fold(name)) == name
    assert column_of(fold(name.replace("_", " ").title())) == name


def test_no_heading_is_claimed_by_two_columns() -> None:
    plain = Counter(
        (fold(heading), column.name)
        for column in COLUMNS
        for heading in {fold(each) for each in (column.name, *column.headings)}
    )
    staged = Counter(
        (column.stage, heading)
        for column in COLUMNS
        for heading in {fold(each) for each in column.staged}
    )

    assert Counter(heading for heading, _ in plain).most_common(1)[0][1] == 1
    assert staged.most_common(1)[0][1] == 1


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Complaint Ref", "reference"),
        ("Case No.", "reference"),
        ("Date Received", "received"),
        ("Date of complaint", "received"),
        ("Rec'd date", "received"),
        ("How Received", "channel"),
        ("Tenant Name", "resident"),
        ("Complainant", "resident"),
        ("Property address", "address"),
        ("Tenure type", "tenure"),
        ("Nature of complaint", "category"),
        ("Service Area", "service_area"),
        ("Summary of complaint", "summary"),
        ("Desired outcome", "outcome_sought"),
        ("Stage 1 Officer", "handler"),
        ("Stage 1 logged", "stage1_logged"),
        ("S1 Ack'd", "stage1_acknowledged"),
        ("Stage 1 – Acknowledged", "stage1_acknowledged"),
        ("Date acknowledged at Stage 1", "stage1_acknowledged"),
        ("Date stage 1 acknowledged", "stage1_acknowledged"),
        ("Acknowledgement letter sent (S1)", "stage1_acknowledged"),
        ("1st stage acknowledgement date", "stage1_acknowledged"),
        ("Stage One Acknowledged", "stage1_acknowledged"),
        ("Stage 1 definition sent", "stage1_defined"),
        ("Stage 1 target date", "stage1_due"),
        ("S1 response due", "stage1_due"),
        ("S1 Extension letter sent", "stage1_extended_on"),
        ("S1 Extended to", "stage1_extended_to"),
        ("Stage 1 new due date", "stage1_extended_to"),
        ("S1 Extension reason", "stage1_extension_reason"),
        ("S1 Ombudsman details given?", "stage1_ombudsman_details"),
        ("Stage 1 Response sent", "stage1_responded"),
        ("Date of stage 1 response", "stage1_responded"),
        ("Stage 1 Outcome", "stage1_outcome"),
        ("Date escalated", "stage2_requested"),
        ("Stage 2 Requested", "stage2_requested"),
        ("Date escalated to Stage 2", "stage2_requested"),
        ("Escalation acknowledged", "stage2_acknowledged"),
        ("Second stage acknowledgement", "stage2_acknowledged"),
        ("Stage 2 Officer", "stage2_handler"),
        ("Stage 2 deadline", "stage2_due"),
        ("Stage 2 Response sent", "stage2_responded"),
        ("S2 decision", "stage2_outcome"),
        ("Compensation (£)", "compensation"),
        ("Reason refused", "refused_reason"),
        ("Date withdrawn", "withdrawn"),
        ("CLOSED DATE", "closed"),
    ],
)
def test_a_landlords_heading_names_its_column(heading: str, name: str) -> None:
    assert column_of(fold(heading)) == name


@pytest.mark.parametrize(
    "heading",
    ["", "Status", "Stage", "Extension date", "Address 1", "Postcode", "Stage 3 outcome", "Days"],
)
def test_a_heading_that_may_mean_anything_names_no_column(heading: str) -> None:
    assert column_of(fold(heading)) is None
    assert column_without_stage(fold(heading)) is None


def test_the_header_is_the_first_row_with_three_known_columns_and_titles_are_passed_over() -> None:
    rows = [
        (1, ["Housing complaints 2024-25", "", "", ""]),
        (2, ["", "", "", ""]),
        (3, ["Tenure", "Category", "(see key)", ""]),
        (4, ["Ref", "Notes", "Received", "Tenure"]),
        (5, ["Reference", "Received", "Tenure", "Category"]),
    ]

    found = find_header(rows, {})

    assert found is not None
    assert found.row == 4
    assert found.places == {"reference": 0, "received": 2, "tenure": 3}
    assert found.headings == {"reference": "Ref", "received": "Received", "tenure": "Tenure"}
    assert found.unknown == ("Notes",)


def test_a_header_below_the_first_two_hundred_rows_is_not_looked_for() -> None:
    titles: list[tuple[int, list[str]]] = [(number, ["x"]) for number in range(1, 201)]

    assert find_header([*titles, (201, ["Ref", "Received", "Tenure"])], {}) is None
    assert find_header([*titles[:199], (200, ["Ref", "Received", "Tenure"])], {}) is not None


def test_headings_without_a_stage_are_stage_1s_in_a_log_without_stage_2() -> None:
    found = header("Ref", "Received", "Officer", "Target date", "Response sent", "Outcome")

    assert list(found.places) == [
        *("reference", "received", "handler"),
        *("stage1_due", "stage1_responded", "stage1_outcome"),
    ]


def test_an_outcome_without_a_stage_is_stage_1s_beside_one_of_stage_2() -> None:
    found = header("Ref", "Received", "Outcome", "Stage 2 Outcome")

    assert found.places["stage1_outcome"] == 2
    assert found.places["stage2_outcome"] == 3


def test_an_outcome_without_a_stage_may_be_the_last_one_and_is_left_to_the_person() -> None:
    found = header("Ref", "Received", "Outcome", "Stage 2 requested")

    assert "stage1_outcome" not in found.places
    assert found.unknown == ("Outcome",)


def test_a_heading_that_names_its_stage_comes_before_one_that_does_not() -> None:
    found = header("Ref", "Received", "Officer", "Outcome", "Stage 1 officer", "Stage 1 outcome")

    assert found.headings["handler"] == "Stage 1 officer"
    assert found.headings["stage1_outcome"] == "Stage 1 outcome"
    assert found.unknown == ("Officer", "Outcome")
    assert found.doubles == ()


def test_two_headings_of_one_column_are_both_named() -> None:
    found = header("Ref", "Received", "Case No", "Tenure")

    assert found.doubles == (("reference", "Ref", "Case No"),)
    assert found.places["reference"] == 0


def test_the_mapping_wins_over_what_a_heading_seems_to_say() -> None:
    found = header(
        *("Ref", "Received", "Case No", "Tenure"), mapping={"case NO": "reference", "Tenure": ""}
    )

    assert found.places == {"reference": 2, "received": 1}
    assert found.unknown == ("Ref", "Tenure")
    assert found.doubles == ()


def test_a_mapped_heading_helps_to_find_the_header() -> None:
    mapping = {"Vorgang": "reference", "Eingang": "received", "Text": "summary"}

    assert list(header("Vorgang", "Eingang", "Text", mapping=mapping).places) == [
        *("reference", "received", "summary"),
    ]


def test_a_mapping_to_an_unknown_column_names_the_nearest_and_all_of_them_at_once() -> None:
    with pytest.raises(BadInput) as refused:
        checked_mapping({"A": "recieved", "B": "stage1_reply", "C": "closed"})

    message = str(refused.value)
    assert '"A" is mapped to "recieved", which is not a column. Did you mean "received"?' in message
    assert '"B" is mapped to "stage1_reply", which is not a column.' in message
    assert '"C"' not in message
    assert message.endswith(f"The columns are: {', '.join(NAMES)}.")


def test_one_heading_mapped_to_two_columns_is_refused() -> None:
    with pytest.raises(BadInput, match="two columns for the heading"):
        checked_mapping({"Date": "received", "DATE ": "closed"})


def test_a_mapped_heading_that_the_log_lacks_is_told_with_the_nearest() -> None:
    mapping = {"Complaints ref": "reference", "Ref": "reference", "Gone": "closed"}
    found = header("Complaint ref", "Ref", "Received", "Tenure", mapping=mapping)

    assert unused(mapping, found) == (
        (
            'The mapping file names the heading "Complaints ref", which this log does not have. '
            'Did you mean "Complaint ref"?'
        ),
        'The mapping file names the heading "Gone", which this log does not have.',
    )
