"""Tables in an app without a terminal, and when what was asked of them is on the screen.

Textual paints sixty times a second; here it paints as soon as there is something to paint, so that
what is measured is work and not waiting.
"""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from typing import Final
from unittest import mock

import textual.screen
from textual.app import App
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import DataTable

from casetrack.service.views import Views, Wish
from casetrack.tui.widgets.columns import Line
from casetrack.tui.widgets.table import WindowedTable
from casetrack.tui.worklist_lines import COLUMNS, line_of

SIZE: Final = 120, 40
FIRST_PAGE: Final = 60
"""lines, as the screen asks for"""
_AT_ONCE: Final = 1e-5
_WISH: Final = Wish()
_PATIENCE: Final = 600
"""seconds"""


class Paper(Screen[None]):
    """A screen that says when it was painted."""

    painted_when: Callable[[], bool] | None = None
    painted: asyncio.Event | None = None

    def _compositor_refresh(self) -> None:
        super()._compositor_refresh()
        self.look()

    def look(self) -> None:
        """See whether what was waited for is there."""
        if self.painted and self.painted_when and self.painted_when():
            self.painted.set()

    async def once(self, done: Callable[[], bool], begin: Callable[[], object]) -> float:
        """Begin something; return the seconds until it was done and painted."""
        self.painted, self.painted_when = asyncio.Event(), done
        gc.disable()
        try:
            begun = time.perf_counter()
            begin()
            async with asyncio.timeout(_PATIENCE):
                await self.painted.wait()
            return time.perf_counter() - begun
        finally:
            gc.enable()
            self.painted = None


class Bare(App[None]):
    """An app with nothing in it but a table."""

    def get_default_screen(self) -> Paper:
        """Start with a screen that says when it was painted."""
        return Paper()

    @property
    def paper(self) -> Paper:
        """The screen."""
        assert isinstance(self.screen, Paper)
        return self.screen

    async def shows(self, table: "Ours | Theirs") -> float:
        """Mount a table; return the seconds until its first lines are on the screen."""
        gc.collect()
        return await self.paper.once(lambda: table.is_painted, lambda: self.mount(table))

    async def does(self, table: "Ours | Theirs", action: str, by: int) -> float:
        """Move a table's cursor; return the seconds until the line under it is on the screen."""
        table.on_paper = -1
        return await self.paper.once(lambda: table.is_painted, lambda: table.moves(action, by))


@contextmanager
def painting_at_once() -> Iterator[None]:
    """Let screens paint as soon as there is something to paint."""
    with mock.patch.object(textual.screen, "UPDATE_PERIOD", _AT_ONCE):
        yield


@asynccontextmanager
async def bare() -> AsyncIterator[Bare]:
    """Give a bare app that paints as soon as it can."""
    app = Bare()
    with painting_at_once():
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            yield app


class Ours(WindowedTable):
    """Our table, asking a database as the worklist does."""

    def __init__(self, views: Views, today: date, *, counted: bool = True) -> None:
        """Take what it asks; `counted` to be painted only when the lines are counted as well."""
        super().__init__(COLUMNS)
        self._views, self._today = views, today
        self._must_count = counted
        self._is_counted = False
        self.on_paper = -1

    @property
    def is_painted(self) -> bool:
        """Whether the line under the cursor is on the screen, and nothing is waited for."""
        counted = self._is_counted or not self._must_count
        return self.on_paper == self.cursor and counted and self._wanted is None

    def on_mount(self) -> None:
        """Ask for the first lines."""
        self.focus()
        self.asks(0, FIRST_PAGE)

    def on_windowed_table_window_wanted(self, event: WindowedTable.WindowWanted) -> None:
        """Ask for the lines that came into sight."""
        self.asks(event.start, event.size)

    def asks(self, start: int, size: int) -> None:
        """Ask in a thread."""
        self.run_worker(lambda: self._ask(start, size), thread=True, exclusive=True)

    def _ask(self, start: int, size: int) -> None:
        found = self._views.window(_WISH, self._today, start=start, size=size)
        lines = [line_of(due, self._today) for due in found]
        if not self._must_count and not self._is_counted:
            self.app.call_from_thread(self.show, start + len(lines), start, lines)
            return
        total = self._views.length(_WISH, self._today)
        self.app.call_from_thread(self._shown, total, start, lines)

    def _shown(self, total: int, start: int, lines: list[Line]) -> None:
        self._is_counted = True
        self.show(total, start, lines)
        assert isinstance(self.screen, Paper)
        self.screen.look()  # lines that are on the screen already are not painted again

    @property
    def row_under_cursor(self) -> int:
        """Where the cursor is."""
        return self.cursor

    def moves(self, action: str, by: int) -> None:
        """Move the cursor by lines or pages, or to a row."""
        if action == "to":
            self.put_cursor(by)
        else:
            getattr(self, f"action_{action}")(by)

    def render_line(self, y: int) -> Strip:
        """Paint, and note whether it is the line under the cursor."""
        strip = super().render_line(y)
        if y and y - 1 + int(self.scroll_y) == self.cursor and self.current is not None:
            self.on_paper = self.cursor
        return strip


class Theirs(DataTable[str]):
    """Textual's table with all of its lines."""

    def __init__(self, lines: list[Line]) -> None:
        """Take every line."""
        super().__init__(cursor_type="row")
        self._all = lines
        self.on_paper = -1

    @property
    def is_painted(self) -> bool:
        """Whether the line under the cursor is on the screen."""
        return self.on_paper == self.cursor_row

    def on_mount(self) -> None:
        """Put every line in."""
        self.focus()
        self.add_columns(*(column.heading for column in COLUMNS))
        self.add_rows(line.cells[: len(COLUMNS)] for line in self._all)

    @property
    def row_under_cursor(self) -> int:
        """Where the cursor is."""
        return self.cursor_row

    def moves(self, action: str, by: int) -> None:
        """Move the cursor by lines or pages."""
        way = "down" if by > 0 else "up"
        getattr(self, f"action_{action}_{way}")()

    def render_line(self, y: int) -> Strip:
        """Paint, and note whether it is the line under the cursor."""
        strip = super().render_line(y)
        if y and self.row_count and y - 1 + int(self.scroll_y) == self.cursor_row:
            self.on_paper = self.cursor_row
        return strip
