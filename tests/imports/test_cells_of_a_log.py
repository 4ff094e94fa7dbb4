"""One cell of a complaint log: what it is read as, and what is refused with its cure."""

from datetime import date, datetime, time, timedelta

import pytest

from casetrack.domain.errors import BadInput
from casetrack.imports.cells import Cell, Kind, Value, checked_outcomes, reader, typed

NO_WORDS: dict[str, str] = {}


def read(kind: Kind, cell: Cell) -> Value:
    return reader(kind, NO_WORDS)(cell)


def refusal(kind: Kind, cell: Cell) -> str:
    with pytest.raises(BadInput) as refused:
        read(kind, cell)
    return str(refused.value)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Kind.REFERENCE, "  2024/0001 ", "2024/0001"),
        (Kind.REFERENCE, 1042.0, "1042"),
        (Kind.REFERENCE, "n/a", ""),
        (Kind.TEXT, "  two  words\nand a line ", "two  words\nand a line"),
        (Kind.TEXT, "Dr =Sum", "Dr =Sum"),
        (Kind.TEXT, "NA", "NA"),  # somebody's initials
        (Kind.TEXT, "N/A", ""),
        (Kind.TEXT, "–", ""),
        (Kind.TEXT, "TBC", ""),
        (Kind.TEXT, 7.5, "7.5"),
        (Kind.TEXT, True, "TRUE"),
        (Kind.TEXT, date(2024, 12, 24), "2024-12-24"),
        (Kind.REASON, "over 12 months", "over 12 months"),
        (Kind.REASON, "None", ""),
        (Kind.DAY, date(2024, 12, 24), date(2024, 12, 24)),
        (Kind.DAY, datetime(2024, 12, 24, 17, 5), date(2024, 12, 24)),
        (Kind.DAY, "24/12/2024", date(2024, 12, 24)),
        (Kind.DAY, " tbc ", None),
        (Kind.DAY, "NA", None),
        (Kind.DAY, "-", None),
        (Kind.DAY, "", None),
        (Kind.YES_NO, "Yes", True),
        (Kind.YES_NO, "y", True),
        (Kind.YES_NO, 1.0, True),
        (Kind.YES_NO, True, True),
        (Kind.YES_NO, "No ", False),
        (Kind.YES_NO, False, False),
        (Kind.YES_NO, "not given", False),
        (Kind.YES_NO, "n/a", None),
        (Kind.OUTCOME, "Upheld", "upheld"),
        (Kind.OUTCOME, "Partially upheld ", "partly-upheld"),
        (Kind.OUTCOME, "part-upheld", "partly-upheld"),
        (Kind.OUTCOME, "Upheld in part", "partly-upheld"),
        (Kind.OUTCOME, "NOT UPHELD", "not-upheld"),
        (Kind.OUTCOME, "TBC", None),
        (Kind.TENURE, "lcra", "LCRA"),
        (Kind.TENURE, "General Needs", "LCRA"),
        (Kind.TENURE, "Shared ownership", "LCHO"),
        (Kind.TENURE, "Leaseholder", "leasehold"),
        (Kind.TENURE, " Garage ", "Garage"),
        (Kind.TENURE, "n/a", ""),
        (Kind.MONEY, 400.0, 40_000),
        (Kind.MONEY, 19.99, 1_999),
        (Kind.MONEY, 0.1 + 0.2, 30),
        (Kind.MONEY, "£1,250.50", 125_050),
        (Kind.MONEY, "250", 25_000),
        (Kind.MONEY, "£ 12.5", 1_250),
        (Kind.MONEY, "£0", 0),
        (Kind.MONEY, "Nil", 0),
        (Kind.MONEY, "n/a", None),
    ],
)
def test_a_cell_is_read_as_what_its_column_holds(kind: Kind, cell: Cell, value: Value) -> None:
    found = read(kind, cell)

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("kind", "cell", "told"),
    [
        (Kind.REFERENCE, date(2024, 3, 1), "has made a date of this reference"),
        (Kind.TEXT, "x" * 20_001, "holds 20,001 characters and at most 20,000 are read"),
        (Kind.TEXT, "a\0b", "a character that is no text"),
        (Kind.REASON, "No", '"No" is no reason'),
        (Kind.REASON, "Yes", '"Yes" is no reason'),
        (Kind.DAY, 45_000.0, "45000 is a bare number, not a date"),
        (Kind.DAY, True, "TRUE is not a date"),
        (Kind.DAY, time(3, 4), "03:04:00 is not a date"),
        (Kind.DAY, timedelta(hours=30), "1 day, 6:00:00 is not a date"),
        (Kind.DAY, date(1924, 12, 24), "1924-12-24 has the year 1924"),
        (Kind.DAY, datetime(2101, 1, 1), "2101-01-01 has the year 2101"),
        (Kind.DAY, "31/02/2025", "February 2025 has 28 days"),
        (Kind.YES_NO, "perhaps", '"perhaps" is neither yes nor no'),
        (Kind.YES_NO, 2.0, '"2" is neither yes nor no'),
        (Kind.OUTCOME, "Maybe", '"Maybe" is not one of the three outcomes'),
        (Kind.OUTCOME, "Unfounded", '"Unfounded" is not one of the three outcomes'),
        (Kind.OUTCOME, "?", '"?" is not one of the three outcomes'),
        (Kind.MONEY, "-50", '"-50" is not a sum of money'),
        (Kind.MONEY, -50.0, '"-50" is not a sum of money'),
        (Kind.MONEY, "£50 and a voucher", "is not a sum of money"),
        (Kind.MONEY, "1.234,50", "is not a sum of money"),
        (Kind.MONEY, "12.345", "is not a sum of money"),
        (Kind.MONEY, 100 / 3, "is not a sum of money"),
        (Kind.MONEY, float("nan"), "is not a sum of money"),
        (Kind.MONEY, float("inf"), "is not a sum of money"),
        (Kind.MONEY, True, '"TRUE" is not a sum of money'),
        (Kind.MONEY, date(2024, 12, 24), '"2024-12-24" is not a sum of money'),
        (Kind.MONEY, "10,000,000.01", "is more than £10,000,000"),
        (Kind.MONEY, 10_000_000.01, "is more than £10,000,000"),
        (Kind.MONEY, "9" * 5_000, "is not a sum of money"),
    ],
)
def test_what_cannot_be_read_for_certain_is_refused(kind: Kind, cell: Cell, told: str) -> None:
    message = refusal(kind, cell)

    assert told in message
    assert message.endswith(".")
    assert len(message) < 300


def test_a_landlords_own_word_for_an_outcome_comes_before_the_common_meaning() -> None:
    words = checked_outcomes({"Upheld substantially": "upheld", "Upheld": "partly-upheld", "X": ""})
    outcome = reader(Kind.OUTCOME, words)

    assert outcome("UPHELD SUBSTANTIALLY") == "upheld"
    assert outcome("upheld") == "partly-upheld"
    assert outcome("x") is None
    assert outcome("not upheld") == "not-upheld"


def test_an_outcome_mapped_to_none_of_the_three_is_refused_with_the_nearest() -> None:
    with pytest.raises(BadInput) as refused:
        checked_outcomes({"Found": "uphold", "Lost": "no", "Won": "upheld"})

    assert str(refused.value) == (
        'The outcomes in casetrack.toml need a change: "Found" is mapped to "uphold", which is '
        'not an outcome. Did you mean "upheld"? "Lost" is mapped to "no", which is not an outcome. '
        'Known: upheld, partly-upheld, not-upheld, and "" for no outcome.'
    )


@pytest.mark.parametrize(
    ("cell", "shown"),
    [(1042.0, "1042"), (0.5, "0.5"), (False, "FALSE"), ("  x", "  x"), (time(3, 4), "03:04:00")],
)
def test_a_cell_is_told_as_the_sheet_shows_it(cell: Cell, shown: str) -> None:
    assert typed(cell) == shown
