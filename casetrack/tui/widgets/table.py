"""A table of any number of rows that holds only the window on the screen.

It asks for rows (`WindowWanted`) and is given them; it never knows where they come from. Memory
and the time to the first paint are the same for ten rows and a million.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from casetrack.tui.widgets.columns import MARK, Column, Line, Room, laid_out, shared
from casetrack.tui.widgets.window import Window, around


class WindowedTable(ScrollView, can_focus=True, inherit_bindings=False):
    """A table that scrolls through any number of lines."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"table--{name}"
        for name in ("heading", "line", "late", "today", "soon", "quiet", "cursor", "unfocused")
    }
    DEFAULT_CSS = """
    WindowedTable {
        height: 1fr; overflow-x: hidden; overflow-y: auto;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable;
        background: $surface; color: $foreground;
        & > .table--heading { color: $text-muted; text-style: bold; }
        & > .table--late { color: $text-error; text-style: bold; }
        & > .table--today { color: $text-warning; text-style: bold; }
        & > .table--soon { color: $text-warning; }
        & > .table--quiet { color: $text-muted; }
        & > .table--cursor { background: $block-cursor-background; color: $block-cursor-foreground; text-style: $block-cursor-text-style; }
        & > .table--unfocused { background: $boost; }
    }
    """  # noqa: E501  one declaration a line
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor(1)", "Next line", show=False, id="table.down"),
        Binding("up,k", "cursor(-1)", "Line before", show=False, id="table.up"),
        Binding("pagedown,ctrl+d", "page(1)", "Next page", show=False, id="table.page-down"),
        Binding("pageup,ctrl+u", "page(-1)", "Page before", show=False, id="table.page-up"),
        Binding("home,g", "first", "First line", show=False, id="table.first"),
        Binding("end,G", "last", "Last line", show=False, id="table.last"),
        Binding("space", "choose", "Choose", show=False, id="table.choose"),
        Binding("enter", "open", "Open", show=False, id="table.open"),
    ]

    @dataclass
    class _Happened(Message):
        table: "WindowedTable"

        @property
        def control(self) -> "WindowedTable":
            """The table it happened in."""
            return self.table

    @dataclass
    class WindowWanted(_Happened):
        """Lines came into sight that the table does not hold."""

        start: int
        size: int

    @dataclass
    class CursorMoved(_Happened):
        """The cursor went to another line, or another line came under it."""

        row: int
        line: Line | None

    @dataclass
    class Opened(_Happened):
        """A line was opened, by key or by a second click."""

        line: Line

    @dataclass
    class ChoiceChanged(_Happened):
        """Lines were chosen or let go, for something that is done to all of them."""

        chosen: frozenset[Hashable]

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        nothing: str = "Nothing to show.",
        can_choose: bool = False,
        id: str | None = None,  # noqa: A002  Textual's own name
        classes: str | None = None,
    ) -> None:
        """Take the columns, and what is said where there is no line."""
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._nothing = nothing
        self._can_choose = can_choose
        self._rooms: tuple[Room, ...] = ()
        self._total: int | None = None
        self._window = Window()
        self._cursor = 0
        self._chosen: set[Hashable] = set()
        self._strips: dict[tuple[int, bool], Strip] = {}
        self._styles: dict[str, Style] = {}
        self._wanted: tuple[int, int] | None = None

    # --- what it is given

    def show(
        self, total: int, start: int, lines: Iterable[Line], cursor: int | None = None
    ) -> None:
        """Take how many lines there are and those of a window, in place of what was held.

        With `cursor` the line under the cursor is now in that row: it stays where it is on the
        screen.
        """
        before = self._in_sight()
        self._wanted = None
        self._total, self._window = total, Window(start, tuple(lines))
        moved = 0 if cursor is None else cursor - self._cursor
        self._cursor = max(0, min(self._cursor + moved, total - 1))
        self.virtual_size = Size(self.size.width, total + 1)
        if moved:
            self._scroll_at_once(int(self.scroll_y) + moved)
            self._keep_in_sight()
        if self._in_sight() != before:
            self._strips.clear()
            self.refresh()
        else:  # fetched ahead of the cursor: what is on the screen stays
            top = int(self.scroll_y)
            sight = range(top, top + self.size.height)
            self._strips = {at: strip for at, strip in self._strips.items() if at[0] in sight}
        self._ask_if_needed()
        self._tell()

    def show_all(self, lines: Sequence[Line]) -> None:
        """Take every line there is, where they are few."""
        self.show(len(lines), 0, lines)

    def put_cursor(self, row: int) -> None:
        """Move the cursor to a row, and the window with it."""
        total = self._total or 0
        row = max(0, min(row, total - 1))
        if row != self._cursor:
            before, self._cursor = self._cursor, row
            self.refresh_row(before)
            self.refresh_row(row)
        self._keep_in_sight()
        self._ask_if_needed()
        self._tell()

    def let_go(self) -> None:
        """Choose nothing any more."""
        if self._chosen:
            self._chosen.clear()
            self._strips.clear()
            self.refresh()
            self.post_message(self.ChoiceChanged(self, frozenset()))

    # --- what it tells

    @property
    def cursor(self) -> int:
        """The row under the cursor, from 0."""
        return self._cursor

    @property
    def current(self) -> Line | None:
        """The line under the cursor, None where it is not there yet."""
        return self._window.line(self._cursor)

    @property
    def chosen(self) -> frozenset[Hashable]:
        """The keys of the lines that are chosen."""
        return frozenset(self._chosen)

    @property
    def total(self) -> int:
        """How many lines there are."""
        return self._total or 0

    @property
    def window(self) -> tuple[int, int]:
        """From which row it wants lines for what is in sight, and how many."""
        return around(int(self.scroll_y), self.size.height)

    def _in_sight(self) -> tuple[object, ...]:
        """Return all that the screen shows: which lines, from where, and the cursor."""
        top = int(self.scroll_y)
        held = [self._window.line(row) for row in range(top, top + self.size.height)]
        return self._total, top, self._cursor, held

    def _tell(self) -> None:
        self.post_message(self.CursorMoved(self, self._cursor, self.current))

    def _ask_if_needed(self) -> None:
        """Ask for the lines in sight and a page around them, before the cursor gets there."""
        if self._total is None or not self.size.height:
            return
        top = int(self.scroll_y)
        first, last = top, min(self._total, top + self.size.height)
        margin = self.size.height // 2
        inside = self._window.holds(max(0, first - margin), min(self._total, last + margin))
        if not inside and self._wanted != self.window:
            self._wanted = self.window
            self.post_message(self.WindowWanted(self, *self.window))

    # --- moving about

    def action_cursor(self, by: int) -> None:
        """Move the cursor by so many lines."""
        self.put_cursor(self._cursor + by)

    def action_page(self, by: int) -> None:
        """Move the cursor by pages."""
        self.put_cursor(self._cursor + by * max(1, self.size.height - 2))

    def action_first(self) -> None:
        """Go to the first line."""
        self.put_cursor(0)

    def action_last(self) -> None:
        """Go to the last line."""
        self.put_cursor(self.total - 1)

    def action_open(self) -> None:
        """Open the line under the cursor."""
        if (line := self.current) is not None:
            self.post_message(self.Opened(self, line))

    def action_choose(self) -> None:
        """Choose the line under the cursor, or let it go; then go on to the next."""
        if not self._can_choose or (line := self.current) is None:
            return
        self._chosen ^= {line.key}
        self._strips.clear()
        self.post_message(self.ChoiceChanged(self, self.chosen))
        self.put_cursor(self._cursor + 1)
        self.refresh()

    def _keep_in_sight(self) -> None:
        top, room = int(self.scroll_y), max(1, self.size.height - 1)
        if self._cursor < top:
            self._scroll_at_once(self._cursor)
        elif self._cursor >= top + room:
            self._scroll_at_once(self._cursor - room + 1)

    def _scroll_at_once(self, row: int) -> None:
        """Put a row at the top; Textual would paint what is there before it scrolls."""
        self.scroll_to(y=row, animate=False, force=True, immediate=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Paint what came into sight, and ask for what is not held."""
        super().watch_scroll_y(old_value, new_value)
        self._ask_if_needed()

    def on_resize(self, event: events.Resize) -> None:
        """Share the width among the columns anew."""
        self._share()
        if self._total is not None:
            self.virtual_size = Size(event.size.width, self._total + 1)
        self._keep_in_sight()
        self._ask_if_needed()

    def _share(self) -> None:
        room = self.size.width - self.styles.scrollbar_size_vertical
        self._rooms = shared(self._columns, room - MARK)
        self._strips.clear()

    def on_click(self, event: events.Click) -> None:
        """Go to the line that was clicked; a second click opens it."""
        row = event.y - 1 + int(self.scroll_y)
        if event.y < 1 or row >= self.total:
            return
        event.stop()
        self.put_cursor(row)
        if event.chain > 1:
            self.action_open()

    @on(events.Focus)
    @on(events.Blur)
    def _keys_come_or_go(self) -> None:
        """Show whether it is this cursor that keys move."""
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Paint everything anew in another theme."""
        super().notify_style_update()
        self._strips.clear()
        self._styles.clear()

    # --- painting

    def render_line(self, y: int) -> Strip:
        """Return one line of the screen: the heading, then the lines in sight."""
        wide = self.size.width
        if y == 0:
            cells = tuple(column.heading for column in self._columns)
            return self._strip(cells, "", self._style("heading"), wide)
        row = y - 1 + int(self.scroll_y)
        if self._total == 0 and y == 1:
            words = set_cell_size(f"  {self._nothing}", wide)
            return Strip([Segment(words, self._style("quiet"))], wide)
        if row >= self.total:
            return Strip.blank(wide, self.rich_style)
        key = (row, row == self._cursor)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._painted(row, wide)
            self._strips[key] = strip
        return strip

    def _painted(self, row: int, wide: int) -> Strip:
        line = self._window.line(row)
        if line is None:
            return Strip([Segment(set_cell_size("  …", wide), self._style("quiet"))], wide)
        style = self._style(line.tone or "line")
        if row == self._cursor:
            style += self._style("cursor" if self.has_focus else "unfocused")
        mark = "✓ " if line.key in self._chosen else ""
        return self._strip(line.cells, mark, style, wide)

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            own = self.get_component_rich_style(f"table--{name}", partial=True)
            self._styles[name] = self.rich_style + own
        return self._styles[name]

    def _strip(self, cells: Sequence[str], mark: str, style: Style, wide: int) -> Strip:
        words = laid_out(cells, self._rooms, mark)
        # The scroll bar cuts the line: between two segments, for what rich cuts it keeps for long.
        bar = self.styles.scrollbar_size_vertical
        ends = [Segment(set_cell_size(words, wide - bar), style), Segment(" " * bar, style)]
        return Strip(ends, wide)

    def refresh_row(self, row: int) -> None:
        """Paint one row anew, if it is in sight."""
        line = row + 1 - int(self.scroll_y)
        if 0 < line < self.size.height:
            self.refresh(Region(0, line, self.size.width, 1))
