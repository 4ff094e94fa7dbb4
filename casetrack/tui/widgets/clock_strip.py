"""The clocks of a case as a picture: the days of each count, and in words how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from casetrack.service.clock_days import ClockDay, ClockPicture
from casetrack.tui.widgets.clock_pieces import Chosen, Piece, laid_out


class ClockStrip(Widget, can_focus=True):
    """One line a clock. Left and right go along its days, up and down to another clock."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"clocks--{name}"
        for name in (
            *("day", "quiet", "marked", "late", "today", "soon", "missed"),
            *("name", "name-chosen", "picked"),
        )
    }
    DEFAULT_CSS = """
    ClockStrip {
        height: auto; padding: 0 1; background: $surface; color: $foreground;
        & > .clocks--quiet { color: $text-muted; }
        & > .clocks--marked { text-style: bold; }
        & > .clocks--late { color: $text-error; text-style: bold; }
        & > .clocks--missed { color: $text-error; }
        & > .clocks--today { color: $text-warning; text-style: bold; }
        & > .clocks--soon { color: $text-warning; }
        & > .clocks--name-chosen { text-style: bold; }
        & > .clocks--picked { text-style: bold reverse; }
        &:focus > .clocks--name-chosen { text-style: bold reverse; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "day(1)", "Next day", show=False, id="clocks.right"),
        Binding("left,h", "day(-1)", "Day before", show=False, id="clocks.left"),
        Binding("down,j", "clock(1)", "Next clock", show=False, id="clocks.down"),
        Binding("up,k", "clock(-1)", "Clock before", show=False, id="clocks.up"),
        Binding("home", "edge(0)", "The start", show=False, id="clocks.home"),
        Binding("end", "edge(-1)", "The last day", show=False, id="clocks.end"),
    ]

    @dataclass
    class DayPicked(Message):
        """The keys or the mouse went to a day of a clock, or to a clock without one."""

        picture: ClockPicture
        day: ClockDay | None

    _pictures: reactive[tuple[ClockPicture, ...]] = reactive((), layout=True)
    _chosen: reactive[Chosen] = reactive(Chosen())

    def show(self, pictures: Sequence[ClockPicture]) -> None:
        """Take the clocks; the keys stay at the clock they are at."""
        before, day = self.current, self._chosen.day
        self._pictures = tuple(pictures)
        for line, each in enumerate(self._pictures):
            if before and (each.key, each.started_by) == (before.key, before.started_by):
                self._chosen = Chosen(line, day)
                return
        self._chosen = Chosen()

    @property
    def current(self) -> ClockPicture | None:
        """The clock the keys are at."""
        at = self._chosen.line
        return self._pictures[at] if at < len(self._pictures) else None

    @property
    def current_day(self) -> ClockDay | None:
        """The day of it that is picked."""
        picture, day = self.current, self._chosen.day
        if picture is None or day is None or day >= len(picture.days):
            return None
        return picture.days[day]

    def action_clock(self, by: int) -> None:
        """Go to another clock."""
        line = max(0, min(self._chosen.line + by, len(self._pictures) - 1))
        self._pick(Chosen(line))

    def action_day(self, by: int) -> None:
        """Go along the days of the clock; at first to today, or where it came to its end."""
        picture = self.current
        if picture is None or not picture.days:
            return
        at = self._chosen.day
        place = _begin_at(picture) if at is None else at + by
        self._pick(Chosen(self._chosen.line, max(0, min(place, len(picture.days) - 1))))

    def action_edge(self, end: int) -> None:
        """Go to the first or the last day of the clock."""
        if (picture := self.current) is not None and picture.days:
            self._pick(Chosen(self._chosen.line, end % len(picture.days)))

    def on_click(self, event: events.Click) -> None:
        """Pick the day or the clock that was clicked."""
        line, along = event.y, 1  # the padding
        rows = laid_out(self._pictures, self.content_size.width, self._chosen)
        if not 0 <= line < len(rows):
            return
        for piece in rows[line]:
            along += cell_len(piece.text)
            if event.x < along:
                self._pick(Chosen(line, piece.place))
                return

    def _pick(self, chosen: Chosen) -> None:
        self._chosen = chosen
        if isinstance(self.parent, Widget):
            self.parent.scroll_to_region(Region(0, chosen.line, 1, 1), animate=False)
        if (picture := self.current) is not None:
            self.post_message(self.DayPicked(picture, self.current_day))

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002  Textual's own signature
        viewport: Size,  # noqa: ARG002
        width: int,  # noqa: ARG002
    ) -> int:
        """Return one line a clock."""
        return len(self._pictures)

    def render(self) -> RenderResult:
        """Return the lines."""
        lines = laid_out(self._pictures, self.content_size.width, self._chosen)
        return Text("\n", no_wrap=True).join(
            self._painted(number, line) for number, line in enumerate(lines)
        )

    def _painted(self, number: int, line: Sequence[Piece]) -> Text:
        painted = Text(no_wrap=True, overflow="crop")
        for piece in line:
            picked = piece.place is not None and Chosen(number, piece.place) == self._chosen
            tone = "picked" if picked else piece.tone
            style = self.get_component_rich_style(f"clocks--{tone}") if tone else ""
            painted.append(piece.text, style)
        return painted


def _begin_at(picture: ClockPicture) -> int:
    looked_for = ("today", "stopped", "due")
    for name in looked_for:
        for place, day in enumerate(picture.days):
            if getattr(day, name):
                return place
    return 0
