"""What every screen has: the desk it asks, and a way to look again when others recorded."""

from typing import TYPE_CHECKING, cast

from textual.screen import Screen

from casetrack.tui.desk import Desk

if TYPE_CHECKING:
    from casetrack.tui.app import CasetrackApp


class DeskScreen(Screen[None]):
    """A screen that shows what is on record."""

    title_for_help = ""
    """what `?` calls it"""

    @property
    def casetrack_app(self) -> "CasetrackApp":
        """The app, by its own type."""
        return cast("CasetrackApp", self.app)

    @property
    def desk(self) -> Desk:
        """What this person asks casetrack with."""
        return self.casetrack_app.desk

    def look_again(self) -> None:
        """Show what is on record by now; cursor and typed words stay."""

    def export(self) -> None:
        """Write what is shown to a file."""
        self.notify("There is nothing here to export.")
