"""One person at one desk: what every screen asks casetrack with.

Holds the open casetrack, whose account it is and how the time is told; never a widget.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from casetrack.bootstrap import Casetrack
from casetrack.domain.procedure.today import london_day
from casetrack.domain.working_days import WorkingCalendar
from casetrack.tui.drafts import Drafts
from casetrack.tui.state_folder import folder_of


@dataclass(frozen=True)
class Desk:
    """One person at one desk."""

    casetrack: Casetrack
    account: str
    """of the computer, of who sits here"""
    now: Callable[[], datetime]
    """the moment, UTC"""

    @property
    def today(self) -> date:
        """The day it is in London."""
        return london_day(self.now())

    @property
    def landlord(self) -> str:
        """The landlord's name."""
        return self.casetrack.settings.landlord.name

    @property
    def calendar(self) -> WorkingCalendar:
        """The calendar that cases are counted with by now: read from the database."""
        return self.casetrack.casework.record("landlord", "").calendar

    @cached_property
    def drafts(self) -> Drafts:
        """What this person typed and has not recorded yet."""
        return Drafts(folder_of(self.casetrack.settings.database.url, "drafts"))

    @cached_property
    def me(self) -> str:
        """What the person goes by on record: their handle, or their account without one."""
        user = self.casetrack.casework.record("landlord", "").users.with_account(self.account)
        return user.handle if user else self.account
