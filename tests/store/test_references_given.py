"""Every new case gets a reference of its own, whatever an import brought along."""

import pytest
from store_samples import RECEIVED, writing

from casetrack.domain.errors import BadInput
from casetrack.store import RecordName, Store


def _opened(store: Store, year: int) -> str:
    with writing(store) as command:
        reference = command.new_reference(year)
        name = RecordName("case", reference)
        command.append(name, [RECEIVED], calendar_version="", expected_length=0)
    return reference


def _imported(store: Store, *references: str) -> None:
    with writing(store) as command:
        for reference in references:
            command.append(RecordName("case", reference), [RECEIVED], calendar_version="")


def test_references_count_up_within_each_year(store: Store) -> None:
    assert [_opened(store, year) for year in (2026, 2026, 2027, 2026)] == [
        "2026/0001",
        "2026/0002",
        "2027/0001",
        "2026/0003",
    ]


def test_a_year_goes_on_after_the_highest_number_an_import_brought(store: Store) -> None:
    _imported(store, "2026/0412", "2026/0007", "2026/A9", "2025/0999", "2026-0500", "20260/0800")
    assert _opened(store, 2026) == "2026/0413"
    _imported(store, "2026/0414", "2026/0600")
    assert _opened(store, 2026) == "2026/0601"


def test_past_9999_the_numbers_grow_longer(store: Store) -> None:
    _imported(store, "2026/9998")
    assert [_opened(store, 2026) for _ in range(3)] == ["2026/9999", "2026/10000", "2026/10001"]


def test_a_reference_of_a_command_that_failed_is_given_to_the_next(store: Store) -> None:
    def failing() -> None:
        with writing(store) as command:
            assert command.new_reference(2026) == "2026/0001"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert _opened(store, 2026) == "2026/0001"


def test_two_references_in_one_command_differ(store: Store) -> None:
    with writing(store) as command:
        assert command.new_reference(2026) == "2026/0001"
        assert command.new_reference(2026) == "2026/0002"


@pytest.mark.parametrize("year", [0, -1, 10_000])
def test_what_is_no_year_is_refused(store: Store, year: int) -> None:
    with pytest.raises(BadInput, match="is no year"), writing(store) as command:
        command.new_reference(year)


@pytest.mark.parametrize(
    ("kind", "reference", "says"),
    [
        ("cases", "2026/0001", 'Did you mean "case"?'),
        ("case", "", "is no reference"),
        ("case", " 2026/0001", "without spaces around it"),
    ],
)
def test_a_record_needs_a_kind_and_a_reference(kind: str, reference: str, says: str) -> None:
    with pytest.raises(BadInput) as told:
        RecordName(kind, reference)  # type: ignore[arg-type]
    assert says in str(told.value)
