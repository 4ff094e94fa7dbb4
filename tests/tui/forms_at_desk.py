"""What a handler does with forms in the tests: open one, type into a field, save, read."""

from collections.abc import Mapping
from typing import Any

from pilots import screen_text, settled, stopped_typing
from textual.pilot import Pilot
from textual.screen import Screen

from casetrack.domain.facts import RecordKind
from casetrack.tui.app import CasetrackApp
from casetrack.tui.messages import RecordingWanted
from casetrack.tui.screens.form import FormScreen
from casetrack.tui.widgets.complaint_form import ComplaintForm
from casetrack.tui.widgets.form import FactForm


async def opened(
    pilot: "Pilot[None]",
    reference: str,
    fact: str = "",
    *,
    kind: RecordKind = "case",
    **more: Any,
) -> FactForm:
    """Open the form of a fact from wherever one is."""
    pilot.app.screen.post_message(RecordingWanted(kind, reference, fact, **more))
    await settled(pilot)
    return form_of(pilot)


def form_of(pilot: "Pilot[None]") -> FactForm:
    """Return the form that is on the screen."""
    screen = pilot.app.screen
    assert isinstance(screen, FormScreen), screen
    assert screen.opened is not None, screen_text(app_of(pilot))
    return screen.opened.form


def app_of(pilot: "Pilot[None]") -> CasetrackApp:
    """Return the app, by its own type."""
    assert isinstance(pilot.app, CasetrackApp)
    return pilot.app


async def typed(pilot: "Pilot[None]", values: Mapping[str, Any]) -> None:
    """Put values into fields, and wait until they have been weighed."""
    form = form_of(pilot)
    for key, value in values.items():
        form.fields[key].raw = value
    await weighed(pilot)


async def weighed(pilot: "Pilot[None]") -> None:
    """Wait until typing counts as stopped, and what came of it is shown."""
    await stopped_typing(pilot)


async def saved(pilot: "Pilot[None]") -> str:
    """Press ctrl+s; return what the screen shows then, and what was told in passing."""
    await pilot.press("ctrl+s")
    await settled(pilot)
    app = app_of(pilot)
    return "\n".join((screen_text(app), *(each.message for each in app._notifications)))


def beside(pilot: "Pilot[None]", key: str) -> str:
    """Return what is said beside a field."""
    return form_of(pilot).fields[key].said


def tidy(screen: str) -> str:
    """Return a screen's words with one space between."""
    return " ".join(screen.split())


def is_on(pilot: "Pilot[None]", *screens: type[Screen[Any]]) -> bool:
    """Say whether one of these screens is shown."""
    return isinstance(pilot.app.screen, screens)


def told_in_passing(app: CasetrackApp) -> str:
    """Return what is told at the edge of the screen."""
    return "\n".join(each.message for each in app._notifications)


async def complaint_told(pilot: "Pilot[None]") -> None:
    """Fill in what every new complaint is asked, on the form that is open."""
    told = {
        "resident": "Mary O'Neill-Żak",
        "words": "The lift has been out since Monday.",
        "impact": "I cannot get down the stairs.",
        "adjustments_asked": "yes",
        "choice": "complaint",
        **dict.fromkeys(("vulnerability", "risk", "urgent_action"), "none known"),
    }
    fields = pilot.app.screen.query_one(ComplaintForm).fields
    for key, raw in told.items():
        fields[key].raw = raw
    await stopped_typing(pilot)
