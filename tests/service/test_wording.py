"""What the commands and the UI say in the same words, and what only helps at the shell."""

import pytest

from casetrack.domain.objections import Objection, ObjectionKind
from casetrack.service.wording import objection_in_words, objection_on_screen


def against(reason: str, cure: str, provision: str = "5.6") -> Objection:
    return Objection(
        kind=ObjectionKind.BREACH,
        code="some-code",
        sequence=0,
        provision=provision,
        stage=1,
        reason=reason,
        cure=cure,
    )


@pytest.mark.parametrize(
    ("cure", "on_screen"),
    [
        ("Record the definition (complaint-defined) first.", "Record the definition first."),
        ("Give a day (resident_told_on).", "Give a day."),
        (
            "Log it as a new complaint (`casetrack case open --follows REF`), with why.",
            "Log it as a new complaint, with why.",
        ),
        ("Ask a manager to register you (`casetrack user add`).", "Ask a manager to register you."),
        ("Take it to the Ombudsman (3.7, 6.19 g).", "Take it to the Ombudsman (3.7, 6.19 g)."),
        ("Agree when you will be in touch (5.9).", "Agree when you will be in touch (5.9)."),
    ],
)
def test_a_screen_says_neither_commands_nor_names_of_fields(cure: str, on_screen: str) -> None:
    objection = against("no definition is on record", cure)
    assert objection_in_words(objection) == f"No definition is on record (5.6). {cure}"
    assert objection_on_screen(objection) == f"No definition is on record (5.6). {on_screen}"
