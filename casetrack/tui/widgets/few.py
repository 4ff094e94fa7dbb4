"""A table of few lines, all of them held: the cursor stays on its line when they are shown anew."""

from collections.abc import Sequence

from casetrack.tui.widgets.columns import Line
from casetrack.tui.widgets.table import WindowedTable


class FewLines(WindowedTable):
    """A table whose every line is held."""

    _held: tuple[Line, ...] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Take every line, in place of what was shown."""
        before, row = self.current, self.cursor
        self._held = tuple(lines)
        self.show_all(self._held)
        if before is not None:
            keys = [line.key for line in lines]
            self.put_cursor(keys.index(before.key) if before.key in keys else row)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, as it was given."""
        return self._held
