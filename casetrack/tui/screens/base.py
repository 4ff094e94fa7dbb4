"""What every screen has: the desk it asks, and a way to look again when others recorded."""

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual._context import NoActiveAppError
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen

from casetrack.tui.desk import Desk
from casetrack.tui.keys import clashes

if TYPE_CHECKING:
    from casetrack.tui.app import CasetrackApp


class Leavable(MessagePump):
    """A screen that can be left while a thread still looks something up for it."""

    _pruning: bool

    @property
    def is_attached(self) -> bool:
        """Whether it is there: while Textual takes a screen away its widgets go first."""
        return super().is_attached and not self._pruning

    def bring(self, show: Callable[..., object], *found: object) -> None:
        """Show what a thread found for this screen, unless it has been left meanwhile."""

        async def arrive() -> None:
            shown = show(*found) if self.is_attached else None
            if inspect.isawaitable(shown):
                await shown

        # Textual's types know no awaitable that gives nothing.
        self.app.call_from_thread(arrive)  # type: ignore[arg-type]


class DeskScreen(Leavable, Screen[None]):
    """A screen that shows what is on record."""

    title_for_help = ""
    """what `?` calls it"""
    _mounted_in: App[object] | None = None

    def on_mount(self) -> None:
        """Keep the app at hand; a screen's own `on_mount` runs beside this one."""
        self._mounted_in = self.app

    def on_unmount(self) -> None:
        """Let keys go that were kept for it."""
        if self._mounted_in is not None:
            self.casetrack_app.let_keys_go(self)

    def on_descendant_focus(self) -> None:
        """Say where a person's own keys clash, once; Textual says nothing."""
        own, said = self.casetrack_app.own_keys, self.casetrack_app.said_of_keys
        for words in set(clashes(self, own)) - said if own else ():
            said.add(words)
            self.notify(words, severity="warning", markup=False, timeout=20)

    @property
    def app(self) -> App[object]:  # type: ignore[override]  # Textual's own is read-only too
        """The app, for a thread too that is still at work when its screen has been closed."""
        try:
            return super().app
        except NoActiveAppError:
            if self._mounted_in is None:
                raise
            return self._mounted_in

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
