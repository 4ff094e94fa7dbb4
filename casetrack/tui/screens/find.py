"""Finding cases: words looked for as they are typed, narrowed by what is written as key:value."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Footer, Input, Static

from casetrack.service.casework import Casework
from casetrack.store import CaseFilter
from casetrack.tui.found import FoundCases
from casetrack.tui.screens.cases import CASE_COLUMNS, CasesScreen
from casetrack.tui.widgets.chips import Chips, Words
from casetrack.tui.widgets.table import WindowedTable
from casetrack.tui.widgets.top_line import TopLine

_WAITS: Final = 0.15
"""seconds after the last key, before it is looked for"""
_KEYS: Final = ("stage", "handler", "category", "cause", "state", "verdict")
_WHOLE: Final = re.compile(rf'(?<!\S)({"|".join(_KEYS)}):("[^"]*"|[^\s"]+)(?=\s|$)')
_BEGUN: Final = re.compile(rf'(?<!\S)(?:{"|".join(_KEYS)}):(?:"[^"]*|\S*)$')
"""what is being written as key:value and is not at its end"""
_HINT: Final = 'stage:2  handler:JB  category:"Damp …"  cause:…  state:open  verdict:late'
_SAME: Final = {"late": "overdue", "nobody": ""}
"""what people write → what it is called on record"""


class FindScreen(CasesScreen):
    """Cases with all the words typed, those received last first."""

    title_for_help = "Finding cases"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "type", "Words", key_display="/", id="find.words"),
        Binding("down", "to_list", "To the list", show=False, id="find.list"),
    ]
    AUTO_FOCUS = "Words"
    NOTHING = "No case is found so. Try fewer or shorter words."

    def __init__(self, casework: Casework) -> None:
        """Start with no words: the newest cases."""
        super().__init__("Find", FoundCases(casework, CaseFilter()))
        self._casework = casework
        self._chips: dict[str, str] = {}
        self._waiting: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(self._title)
        yield Words(placeholder="Words: names, references, what it is about", id="words")
        yield Chips(_HINT)
        yield WindowedTable(CASE_COLUMNS, nothing=self.NOTHING, can_choose=True)
        yield Static(id="explained", markup=False)
        yield Footer()

    # --- typing

    @on(Input.Changed)
    def _typed(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(_WAITS, self._look_for)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self._look_for(all_of_it=True)
        self.action_to_list()

    @on(Words.RubbedOut)
    def _rubbed_out(self) -> None:
        if self._chips:
            self._take_away(list(self._chips)[-1])

    @on(Chips.TakenAway)
    def _taken_away(self, event: Chips.TakenAway) -> None:
        self._take_away(event.name)

    def _take_away(self, name: str) -> None:
        del self._chips[name]
        self._look_for()

    def _look_for(self, *, all_of_it: bool = False) -> None:
        """Make chips of every key:value that is written to its end, and look for the words."""
        box = self.query_one(Words)
        whole = [m for m in _WHOLE.finditer(box.value) if all_of_it or m.end() < len(box.value)]
        chips = dict(self._chips)
        for match in whole:
            value = match[2].strip('"')
            chips[match[1]] = _SAME.get(value, value)
        left = box.value
        for match in reversed(whole):
            left = f"{left[: match.start()]}{left[match.end() :].lstrip()}"
        if left != box.value:
            with self.prevent(Input.Changed):
                box.value = left
                box.cursor_position = len(left)
        self._chips = chips
        self.query_one(Chips).show(chips)
        self._cases = FoundCases(self._casework, self._filter(_BEGUN.sub("", left), chips))
        table = self.query_one(WindowedTable)
        table.put_cursor(0)
        self._fetch(0, table.window[1])

    def _filter(self, words: str, chips: Mapping[str, str]) -> CaseFilter:
        wanted: dict[str, Any] = dict(chips)
        if "stage" in wanted:
            # A stage there is not finds nothing, as any other value that no case has.
            stage = str(wanted["stage"])
            wanted["stage"] = int(stage) if stage in ("1", "2") else 0
        return CaseFilter(words=words, today=self.desk.today, **wanted)

    def action_type(self) -> None:
        """Go to the words."""
        self.query_one(Words).focus()

    def action_to_list(self) -> None:
        """Give the keys to the list."""
        self.query_one(WindowedTable).focus()
