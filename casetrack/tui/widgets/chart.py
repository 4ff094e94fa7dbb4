"""A chart of columns drawn with blocks, its values printed above them: readable without colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from casetrack.text import safe_text

_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"
_LEAST: Final = 5
"""columns of the terminal a bar takes with its gap"""


@dataclass(frozen=True, slots=True)
class Bar:
    """One column of a chart."""

    label: str
    value: float | None
    """None: there is nothing to draw, as for a month that is still to come"""
    said: str
    """the value as it is printed"""


class Chart(Widget):
    """A title, columns with their values, and what each is of."""

    COMPONENT_CLASSES = {"chart--bar", "chart--label"}  # noqa: RUF012  Textual's own name and type
    DEFAULT_CSS = """
    Chart { height: 7; padding: 0 1; }
    Chart > .chart--bar { color: $primary; }
    Chart > .chart--label { color: $text-muted; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        """Start with nothing to draw."""
        super().__init__(id=id)
        self._title = ""
        self._bars: tuple[Bar, ...] = ()
        self._top: float | None = None

    def show(self, title: str, bars: Sequence[Bar], *, top: float | None = None) -> None:
        """Take what is drawn; `top` is what reaches the upper edge, else the highest value."""
        self._title, self._bars, self._top = title, tuple(bars), top
        self.refresh()

    def render(self) -> Text:
        """Return the lines of the chart."""
        title = Text(safe_text(self._title), style="bold", no_wrap=True, overflow="ellipsis")
        rows = self.size.height - 2
        if not self._bars or rows < 1:
            return title
        lines = [title, *self._columns(rows), self._labels()]
        return Text("\n", no_wrap=True, overflow="crop").join(lines)

    def _wide(self) -> int:
        widest = max(cell_len(bar.said) for bar in self._bars) + 1
        return min(max(_LEAST, widest), max(2, self.size.width // len(self._bars)))

    def _columns(self, rows: int) -> list[Text]:
        wide, style = self._wide(), self.get_component_rich_style("chart--bar")
        highest = max((bar.value or 0 for bar in self._bars), default=0)
        scale = self._top or highest or 1
        # The value stands on top of its column, so the highest one leaves a line for it.
        eighths = [round((bar.value or 0) / scale * (rows - 1) * 8) for bar in self._bars]
        lines = []
        for row in range(rows - 1, -1, -1):
            line = Text()
            for bar, height in zip(self._bars, eighths, strict=True):
                line.append_text(_piece(bar, height, row, wide, style))
            lines.append(line)
        return lines

    def _labels(self) -> Text:
        wide = self._wide()
        style = self.get_component_rich_style("chart--label")
        return Text(
            "".join(safe_text(bar.label)[: wide - 1].center(wide) for bar in self._bars), style
        )


def _piece(bar: Bar, height: int, row: int, wide: int, style: Style) -> Text:
    """Return what one line shows of one column: a part of it, its value above it, or nothing."""
    full = (height + 7) // 8
    if row == full and bar.said:
        return Text(safe_text(bar.said)[:wide].center(wide))
    filled = max(0, min(8, height - row * 8))
    block = _EIGHTHS[filled] * max(1, wide - 2)
    return Text(block.center(wide), style if filled else "")
