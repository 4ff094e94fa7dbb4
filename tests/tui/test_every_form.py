"""Whatever can be recorded has a form that opens at 80×24."""

from pathlib import Path

import pytest
from forms_at_desk import app_of, opened, tidy
from landlord import on_sqlite
from pilots import at_work, screen_text, settled
from recorded_cases import FRI_NOON, acknowledged, resident
from textual.pilot import Pilot

from casetrack.domain.facts import FACTS, RecordKind
from casetrack.text import width
from casetrack.tui.app import CasetrackApp
from casetrack.tui.widgets.form_fields import asked_fields


@pytest.mark.parametrize("kind", ["case", "resident", "landlord"])
def test_every_form_opens_with_all_its_fields(tmp_path: Path, kind: RecordKind) -> None:
    there = on_sqlite(tmp_path)
    reference = {"case": acknowledged, "resident": resident}.get(kind, lambda _: "landlord")(there)
    facts = [each for each in FACTS if FACTS[each].belongs_to == kind]
    assert facts

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        for fact in facts:
            form = await opened(pilot, reference, fact, kind=kind)
            assert {each.name for each in asked_fields(fact)} <= set(form.fields), fact
            for field in form.fields.values():
                assert width(field.label) <= 18, (fact, field.label)
            await pilot.press("ctrl+o")
            await settled(pilot)
            assert "Day it happened" in tidy(screen_text(app_of(pilot))), fact
            await pilot.press("escape")
            await settled(pilot)

    at_work(there, job, now=FRI_NOON, size=(80, 24))
    assert not list((tmp_path / "state").rglob("drafts/*/*")), "opening a form is no draft"
