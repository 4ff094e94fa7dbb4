"""Where a key leads from anywhere: the manager's screen, the figures, one's drafts, finding
cases.

Each screen is loaded when somebody first goes there, so that the worklist opens at once.
"""

from typing import TYPE_CHECKING

from casetrack.tui.screens.base import DeskScreen

if TYPE_CHECKING:
    from casetrack.tui.app import CasetrackApp


def go(app: "CasetrackApp", where: str) -> None:
    """Go to a place; where one is already, nothing happens."""
    screen = _made(app, where)
    if type(app.screen) is not type(screen):
        app.push_screen(screen)


def _made(app: "CasetrackApp", where: str) -> DeskScreen:
    match where:
        case "manager":
            from casetrack.tui.screens.manager import ManagerScreen

            return ManagerScreen()
        case "figures":
            from casetrack.tui.screens.figures import FiguresScreen

            return FiguresScreen(app.desk.today)
        case "drafts":
            from casetrack.tui.screens.drafts import DraftsScreen

            return DraftsScreen()
        case _:
            from casetrack.tui.screens.find import FindScreen

            return FindScreen(app.desk.casetrack.casework)
