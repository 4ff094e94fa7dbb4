"""What was allowed as it was first recorded is objected to once a correction takes that away."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from landlord import on_sqlite
from recording_samples import ACKNOWLEDGED, DEFINED, RECEIVED, order, record, registered, user

from casetrack.domain import facts as f
from casetrack.domain.facts.terms import Means, ReasonKind, Role

EXTENDED = f.ResponseExtended(
    happened_on=date(2025, 2, 20),  # Thu
    stage=1,
    until=date(2025, 3, 21),  # Fri, two weeks past the limit
    means=Means.LETTER,
    reasons="The loss adjuster is awaited.",
    reason_kind=ReasonKind.OTHER_PARTY,
    ombudsman_details_given=True,
    good_reason="The loss adjuster comes on Mon 17 Mar.",
    approved_by="MM",
)


def test_past_the_limit_with_a_manager_and_put_right_to_a_handler_it_is_refused(
    tmp_path: Path,
) -> None:
    with on_sqlite(tmp_path).opened() as casetrack:
        registered(casetrack, user("MM", Role.MANAGER), user("JB", Role.HANDLER))
        facts = (RECEIVED, DEFINED, ACKNOWLEDGED, EXTENDED)
        because = "It was in another file."
        saved = record(casetrack, "", *facts, happened=True, because=because)
        right = f.EntryCorrected(
            happened_on=EXTENDED.happened_on,
            corrects=3,
            replacement=replace(EXTENDED, approved_by="JB"),
            because="It was JB who agreed.",
        )
        recorded = casetrack.recording.record(order(saved.name.reference, right))
    assert [each.code for each in recorded.objections] == ["extension-past-limit"]
    assert not recorded.saved
