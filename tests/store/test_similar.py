"""Likely duplicates of a complaint that is about to be recorded."""

from datetime import date, timedelta

import pytest
from store_samples import RECEIVED, writing

from casetrack.store import CaseSummary, Derived, Likeness, RecordName, Store
from casetrack.text import words_for_search

TUESDAY = date(2024, 12, 24)
WHO = ("Mrs Zofia O'Neill-Żak", "12 Acacia Road")
SAID = ("The boiler is out again, there is damp and mould in the bedroom",)


@pytest.fixture
def there(store: Store) -> Store:
    """Cases 1 to 7, received a day after the other."""
    cases = (
        ("ms zofia oneill zak, 12 acacia rd", "boiler out; mould in bedroom", "open", ""),
        (
            "Mrs Zofia O’Neill-Żak, 12 Acacia Road",
            "the lift is out again, seen from the bedroom",
            "open",
            "",
        ),
        ("Mr Tom Smith, 14 Acacia Road", SAID[0], "open", ""),
        ("Mrs Zofia O’Neill-Żak, 12 Acacia Road", SAID[0], "closed", ""),
        ("Mrs O'Neill-Zak, 12 Acacia Road", "rent letter", "closed", "R1"),
        ("Mrs O'Neill-Zak, 12 Acacia Road", "boiler, damp and mould", "closed", "R1"),
        ("", "", "open", "R2"),
    )
    with writing(store) as command:
        for number, (who, said, state, resident) in enumerate(cases, 1):
            name = RecordName("case", f"2024/{number:04}")
            command.append(name, [RECEIVED], calendar_version="")
            summary = CaseSummary(
                reference=name.reference,
                received_on=TUESDAY + timedelta(days=number),
                state=state,
                resident_reference=resident,
            )
            words = words_for_search(f"{who} {said}")
            command.replace_derived(name, Derived(summary=summary, words=words))
    return store


def _like(
    store: Store,
    said: tuple[str, ...] = SAID,
    who: tuple[str, ...] = WHO,
    resident: str = "",
    since: date | None = None,
    size: int = 5,
) -> list[tuple[int, str]]:
    with store.read() as reading:
        found = reading.similar(said, who=who, resident_reference=resident, since=since, size=size)
    return [(int(each.summary.reference[-4:]), each.why.value) for each in found]


def test_who_complains_and_what_about_have_to_be_alike_both(there: Store) -> None:
    words = Likeness.SAME_WORDS.value
    # 2 is another complaint of hers, 3 the same of a neighbour.
    assert _like(there) == [(4, words), (6, words), (1, words)]
    assert _like(there, size=1) == [(4, words)]
    assert _like(there, said=("a quite different matter",)) == []
    # Who complains says nothing of what about.
    assert _like(there, said=("Zofia from Acacia Road writes",)) == []


def test_the_same_resident_comes_first_whatever_it_is_about(there: Store) -> None:
    resident, words = Likeness.SAME_RESIDENT.value, Likeness.SAME_WORDS.value
    assert _like(there, resident="R1") == [(6, resident), (5, resident), (4, words), (1, words)]
    assert _like(there, resident="R1", said=("rent",))[0] == (5, resident)
    assert _like(there, said=(), who=(), resident="R2") == [(7, resident)]
    assert _like(there, said=(), who=()) == []


def test_a_case_that_is_over_and_long_ago_is_not_meant(there: Store) -> None:
    since = TUESDAY + timedelta(days=6)
    assert [number for number, _ in _like(there, since=since)] == [6, 1]
    assert [number for number, _ in _like(there, since=since, resident="R1")] == [6, 1]


def test_without_who_complains_half_of_what_is_said_has_to_be_there(there: Store) -> None:
    assert [number for number, _ in _like(there, who=())] == [4, 3, 6, 1]
    much = (*SAID, "and nobody came although three appointments were promised by letter")
    assert [number for number, _ in _like(there, said=much, who=())] == []


def test_the_words_that_are_shared_are_told(there: Store) -> None:
    with there.read() as reading:
        found = {each.summary.reference: each for each in reading.similar(SAID, who=WHO)}
    assert found["2024/0001"].shared == (
        *("zofia", "oneillzak", "12", "acacia"),
        *("boiler", "mould", "bedroom"),
    )
    assert found["2024/0001"].why is Likeness.SAME_WORDS
