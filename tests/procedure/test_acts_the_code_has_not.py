"""Pausing a clock: casetrack has no such fact, and says what there is instead."""

from pathlib import Path

import pytest
from landlord import BAD_INPUT, FOUND, Landlord, on_sqlite

from casetrack.domain.facts import FACTS
from casetrack.domain.objections import ObjectionKind
from casetrack.domain.procedure.unheard_of import unheard_of


@pytest.mark.parametrize(
    "asked",
    ["clock-paused", "response-on-hold", "PAUSE", "clock-stopped", "suspended", "frozen-freeze"],
)
def test_pausing_a_clock_is_impossible_whatever_it_is_called(asked: str) -> None:
    objection = unheard_of(asked)
    assert objection is not None
    assert (objection.kind, objection.code, objection.provision) == (
        ObjectionKind.IMPOSSIBLE,
        "no-pausing",
        "6.4",
    )
    assert "response-extended" in objection.cure


def test_no_fact_there_is_and_no_slip_of_the_pen_is_taken_for_pausing() -> None:
    assert [kind for kind in FACTS if unheard_of(kind)] == []
    assert unheard_of("complaint-aknowledged") is None


@pytest.fixture
def there(tmp_path: Path) -> Landlord:
    landlord = on_sqlite(tmp_path)
    landlord.run("case", "open", "--channel", "phone", "--happened", "--because", "A test.").done()
    return landlord


def entries(there: Landlord) -> int:
    (reference,) = [each["reference"] for each in there.run("case", "find", "--json").done().json]
    return len(there.case(reference)["history"])


@pytest.mark.parametrize("happened", [(), ("--happened", "--because", "The resident was away.")])
def test_a_pause_is_refused_at_the_shell_even_as_something_that_happened(
    there: Landlord, happened: tuple[str, ...]
) -> None:
    ran = there.run("record", "2026/0001", "clock-paused", *happened)
    assert ran.code == FOUND
    assert "no pausing of a clock" in ran.out + ran.err


def test_a_fact_that_is_merely_misspelt_is_told_the_nearest_name(there: Landlord) -> None:
    ran = there.run("record", "2026/0001", "complaint-aknowledged")
    assert ran.code == BAD_INPUT
    assert "complaint-acknowledged" in ran.err
