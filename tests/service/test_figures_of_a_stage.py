"""What a case counts as in the figures where its stages did not run as they should."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from landlord import Landlord, on_sqlite
from recording_samples import ACKNOWLEDGED, DEFINED, MON, RECEIVED, record

from casetrack.domain import facts as f
from casetrack.domain.facts.terms import Means, Outcome

ACCEPTED = date(2025, 2, 17)  # Mon
ANSWERED = date(2025, 2, 24)  # Mon
ESCALATED = date(2025, 2, 26)  # Wed, unanswered since Fri 21 Feb
LAST_WORD = date(2025, 3, 10)  # Mon
HAPPENED: dict[str, Any] = {"happened": True, "because": "As the story has it."}


@pytest.fixture
def there(tmp_path: Path) -> Landlord:
    """A landlord with an empty database; nobody is registered."""
    return on_sqlite(tmp_path)


def answer(on: date, stage: int) -> f.ResponseIssued:
    return f.ResponseIssued(happened_on=on, stage=stage, outcome=Outcome.UPHELD, means=Means.LETTER)


def of_stage_1(there: Landlord) -> dict[str, Any]:
    figures: dict[str, Any] = there.metrics("--today", "2025-05-12")["stages"]["1"]  # Mon
    return figures


def test_days_to_the_answer_count_from_the_receipt_though_the_stage_was_opened_anew(
    there: Landlord,
) -> None:
    with there.opened() as casetrack:
        facts = (
            RECEIVED,
            f.ComplaintRefused(happened_on=MON, reason="Out of time"),
            f.RefusalOverturned(happened_on=ACCEPTED, stage=1),
            answer(ACCEPTED, 1),
        )
        record(casetrack, "", *facts, **HAPPENED)
    assert of_stage_1(there)["average_working_days"] == 10


def test_a_stage_1_that_stage_2_overtook_is_on_no_list_and_never_in_time(there: Landlord) -> None:
    with there.opened() as casetrack:
        facts = (
            RECEIVED,
            DEFINED,
            ACKNOWLEDGED,
            f.EscalationRequested(happened_on=ESCALATED),
            answer(LAST_WORD, 2),
            f.CaseClosed(happened_on=LAST_WORD),
        )
        record(casetrack, "", *facts, **HAPPENED)
    assert there.run("due", "--today", "2025-05-12", "--json").done().json["due"] == []
    figures = of_stage_1(there)
    assert figures["responded_in_time"] == {**figures["responded_in_time"], "numerator": 0}
    assert (figures["open"], figures["open_overdue"]) == (1, 1)


def test_one_that_was_overtaken_before_its_day_is_late_from_then_on(there: Landlord) -> None:
    with there.opened() as casetrack:
        facts = (
            RECEIVED,
            DEFINED,
            ACKNOWLEDGED,
            f.EscalationRequested(happened_on=date(2025, 2, 10)),  # Mon
            answer(date(2025, 2, 14), 2),  # Fri
        )
        record(casetrack, "", *facts, **HAPPENED)
    figures = there.metrics("--today", "2025-02-14")["stages"]["1"]  # Fri
    assert (figures["open"], figures["open_overdue"]) == (1, 1)
