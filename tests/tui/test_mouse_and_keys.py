"""The mouse does what the keys do, keys can be a person's own, and what is wrong there is said."""

import asyncio
import importlib
import inspect
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from landlord import Landlord, on_sqlite, row
from pilots import at_work, screen_text, settled
from terminal import Terminal
from textual import events
from textual.binding import Binding
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.widget import Widget

import casetrack.tui
from casetrack.domain.errors import SettingsError
from casetrack.tui.app import CasetrackApp
from casetrack.tui.keys import binding_ids, clashes, key_problem
from casetrack.tui.preferences import Preferences, load_preferences, preferences_file
from casetrack.tui.screens.case_file import CaseScreen
from casetrack.tui.themes import THEMES
from casetrack.tui.widgets.columns import Line
from casetrack.tui.widgets.day_strip import DayStrip
from casetrack.tui.widgets.filter_bar import Chips
from casetrack.tui.widgets.table import WindowedTable
from casetrack.tui.widgets.view_bar import ViewBar

# Tue 24 Nov 2026 is today: L1 is late, T1 is due today, S1 on Thu 26 Nov, F1 later.
ROWS = (
    row("L1", "2026-10-28", stage1_acknowledged="2026-11-02", resident="Ms A Example"),
    row("T1", "2026-11-17", resident="Mr B O'Neill-Żak"),
    row("S1", "2026-11-05", stage1_acknowledged="2026-11-12", resident="Żofia Próba"),
    row("F1", "2026-11-20", resident="Residents, Block 4"),
)


@pytest.fixture
def there(tmp_path: Path) -> Landlord:
    return on_sqlite(tmp_path).holds(*ROWS)


def cases(app: CasetrackApp) -> list[str]:
    """Return the references in the order in which they come first on the screen."""
    words = [word for line in screen_text(app).splitlines() for word in line.split()]
    return list(dict.fromkeys(word for word in words if word in {"L1", "T1", "S1", "F1"}))


async def clicked(pilot: "Pilot[None]", on: type[Widget], words: str, *, times: int = 1) -> None:
    """Click where words stand on a widget."""
    widget = pilot.app.screen.query_one(on)
    app = pilot.app
    assert isinstance(app, CasetrackApp)
    x, y, wide, high = widget.region
    lines = screen_text(app).splitlines()[y : y + high]
    place = next((i for i, line in enumerate(lines) if words in line[x : x + wide]), None)
    assert place is not None, f"{words} is not there: {lines}"
    await pilot.click(widget, offset=(lines[place][x:].index(words) + 1, place), times=times)
    await settled(pilot)


# --- the mouse


def test_a_click_puts_the_cursor_on_a_line_and_a_second_one_opens_its_case(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        table = app.screen.query_one(WindowedTable)
        await clicked(pilot, WindowedTable, "T1")
        assert table.current is not None
        assert table.current.cells[1] == "T1"
        assert app.screen.query_one(WindowedTable) is table, "one click opens nothing"
        await clicked(pilot, WindowedTable, "Who")
        assert table.current.cells[1] == "T1", "the heading is no line"
        await clicked(pilot, WindowedTable, "S1", times=2)
        assert isinstance(app.screen, CaseScreen)
        assert app.screen.reference == "S1"

    at_work(there, job)


def test_the_wheel_moves_the_list_and_lines_come_as_they_come_into_sight(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(*(row(f"C{n:04}", "2026-11-17") for n in range(400)))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        table = app.screen.query_one(WindowedTable)
        for _ in range(150):
            await pilot._post_mouse_events([events.MouseScrollDown], table, (5, 5), button=0)
        await settled(pilot)
        assert table.scroll_y > 100
        assert table.cursor == 0, "the cursor stays"
        shown = screen_text(app)
        assert "C0000" not in shown
        assert "C0" in shown
        assert "…" not in [line.strip() for line in shown.splitlines()]
        await pilot.press("down")
        await settled(pilot)
        assert "C0001" in screen_text(app), "a key goes on from the cursor"

    at_work(there, job)


def test_views_days_and_chips_are_clicked(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await clicked(pilot, ViewBar, "2 overdue")
        assert cases(app) == ["L1"]
        await clicked(pilot, ViewBar, "0 everything")
        assert len(cases(app)) == len(ROWS)
        await clicked(pilot, DayStrip, "Th26")
        assert cases(app) == ["S1"]
        await clicked(pilot, Chips, "due Thu 26 Nov ×")
        assert len(cases(app)) == len(ROWS)
        await clicked(pilot, DayStrip, "Th26")
        await clicked(pilot, DayStrip, "Th26")
        assert len(cases(app)) == len(ROWS), "the day that is shown is let go by a click"

    at_work(there, job, size=(160, 40))


def test_a_chip_among_others_is_taken_off_by_a_click(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("slash", *"żak", "space", *"neill", "enter")
        await settled(pilot)
        assert cases(app) == ["T1"]
        await clicked(pilot, Chips, "neill ×")
        assert "żak ×" in screen_text(app)
        assert "neill ×" not in screen_text(app)

    at_work(there, job)


def test_a_line_that_changed_out_of_sight_is_painted_as_it_is_by_now(there: Landlord) -> None:
    def lines(word: str) -> list[Line]:
        return [
            Line(n, ("", f"{word if n > 60 else 'same'}{n}", *[""] * 5), "late") for n in range(99)
        ]

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        table = app.screen.query_one(WindowedTable)
        table.show_all(lines("before"))
        await pilot.press("end")
        await pilot.pause()
        assert "before98" in screen_text(app)
        await pilot.press("home")
        await pilot.pause()
        table.show_all(lines("after"))
        await pilot.press("end")
        await pilot.pause()
        assert "after98" in screen_text(app)
        assert "before" not in screen_text(app)

    at_work(there, job)


def test_what_is_found_for_a_screen_that_is_being_left_is_let_go(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("enter")
        await settled(pilot)
        case = app.screen
        assert isinstance(case, CaseScreen)
        file = case.file
        assert file is not None
        for child in list(case.children):
            await child.remove()  # as Textual takes a screen away: its widgets first
        case._pruning = True
        await asyncio.to_thread(case.bring, case._show, file)
        case._show_offers((), ())
        case._pruning = False

    at_work(there, job)


# --- a person's own keys


def written(text: str) -> Path:
    file = preferences_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def loaded(text: str) -> Preferences:
    return load_preferences(
        written(text), [theme.name for theme in THEMES], binding_ids, key_problem
    )


def test_a_key_of_ones_own_takes_the_place_of_the_usual_one(there: Landlord) -> None:
    own = loaded('[keys]\n"view.2" = "f5,o"\n"table.down" = "n"\n"worklist.new" = "f6"')

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("2")
        await settled(pilot)
        assert len(cases(app)) == len(ROWS), "the usual key does nothing any more"
        await pilot.press("n")
        await settled(pilot)
        assert app.screen.query_one(WindowedTable).cursor == 1
        for key in ("o", "0", "f5"):
            await pilot.press(key)
            await settled(pilot)
            assert (cases(app) == ["L1"]) is (key != "0")
        assert not app._notifications

    at_work(there, job, preferences=own)


def test_a_theme_of_ones_own_is_there_from_the_start(there: Landlord) -> None:
    async def job(_: "Pilot[None]", app: CasetrackApp) -> None:
        assert app.theme == "casetrack-high-contrast"

    at_work(there, job, preferences=loaded('theme = "casetrack-high-contrast"'))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[keys]\n"worklist.whi" = "f2"', ("worklist.whi", "worklist.why", "`?`")),
        ('theme = "casetrack-lite"', ("casetrack-lite", "casetrack-light", "The themes are:")),
        ('themes = "x"', ("themes", '"theme"', "The settings are: theme, keys.")),
        ('[keys\n"worklist.why" = "f2"', ("cannot be read", "line 1")),
        ('keys = "f2"', ('"keys" has to be a table',)),
        ('[keys]\n"worklist.why" = 2', ('"keys.worklist.why" has to be a text',)),
        ('theme = "\x1b]0;x\x07"', ("cannot be read",)),
        ('[keys]\n"complaint.record" = "e"', ("complaint.record", '"e" is typed in words')),
        ('[keys]\n"form.record" = "f2,question_mark"', ('"question_mark" is typed in words',)),
        ('[keys]\n"worklist.why" = "nosuchkey"', ('"nosuchkey" is no key', "f2")),
        ('[keys]\n"worklist.why" = ""', ('"" is no key',)),
    ],
)
def test_what_is_wrong_with_ones_own_file_is_said_with_the_nearest_there_is(
    text: str, said: tuple[str, ...]
) -> None:
    with pytest.raises(SettingsError) as refused:
        loaded(text)
    for words in (*said, "ui.toml"):
        assert words in str(refused.value)


def test_a_file_that_cannot_be_used_is_said_and_keeps_nobody_from_work(
    there: Landlord, tmp_path: Path
) -> None:
    written('[keys]\n"worklist.whi" = "f2"')
    home = str(preferences_file().parents[1])
    environment = {
        "CASETRACK_CONFIG": str(there.config),
        "XDG_CONFIG_HOME": home,
        "XDG_STATE_HOME": str(tmp_path),
    }
    terminal = Terminal(environment=environment, size=(120, 40))
    try:
        terminal.until("worklist.why")
        terminal.press("\x11")
        assert terminal.ended() == 0
    finally:
        terminal.close()


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"worklist.why": "r"}, ('"r"', "Why (worklist.why)", "Answer (worklist.answer)")),
        ({"worklist.why": "j"}, ("Next line (table.down)", "Why (worklist.why)")),
        ({"app.manager": "w"}, ("Why (worklist.why)", "(app.manager)")),
        ({"app.manager": "f2", "worklist.why": "f2"}, ("(app.manager)", "(worklist.why)")),
    ],
)
def test_a_key_that_is_asked_to_do_two_things_is_said_once(
    there: Landlord, own: dict[str, str], said: tuple[str, ...]
) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("slash", "escape")
        await settled(pilot)
        messages = [note.message for note in app._notifications]
        assert len(messages) == 1, messages
        for words in said:
            assert words in messages[0]
        assert "ui.toml" in messages[0]

    at_work(there, job, preferences=Preferences(keys=own))


# --- the usual keys

INNER_FIRST = {
    ("filter.leave", "worklist.widen"),
    ("strip.leave", "worklist.widen"),
    ("strip.right", "worklist.next-day"),
    ("strip.left", "worklist.day-before"),
    ("table.down", "find.list"),
    ("table.open", "cases.open"),
    ("table.open", "manager.open"),
    ("table.open", "figures.cases"),
    ("table.choose", "cases.choose"),
    ("clocks.right", "case.next-day"),
    ("clocks.left", "case.day-before"),
    ("resident.before", "form.previous"),
    ("resident.next", "form.next"),
    ("form.editor", "app.export"),
}
"""two on one key that are meant so: the first is of what has the keys, the other around it"""


def nodes() -> Iterator[type[DOMNode]]:
    """Give every class of the UI that can have keys, wherever it stands."""
    for found in pkgutil.walk_packages(casetrack.tui.__path__, "casetrack.tui."):
        module = importlib.import_module(found.name)
        for _, cls in inspect.getmembers(module, inspect.isclass):
            own = cls.__module__ == module.__name__ and "BINDINGS" in cls.__dict__
            if own and issubclass(cls, DOMNode):
                yield cls


def test_every_key_has_a_name_to_remap_it_by_and_words() -> None:
    names: Counter[str] = Counter()
    for cls in nodes():
        for each in cls.__dict__["BINDINGS"]:
            assert isinstance(each, Binding), (cls, each)
            assert each.id, (cls, each)
            assert "." in each.id
            assert each.description, (cls, each)
            names[each.id] += 1
    assert len(names) > 100
    assert set(names) == binding_ids(), "the file of one's own keys knows each of them"
    assert [name for name, times in names.items() if times > 1] == [], "a name means one thing"


def test_no_key_of_a_screen_or_widget_is_asked_to_do_two_things() -> None:
    clashes = []
    for cls in nodes():
        taken: dict[str, str] = {}
        for base in reversed(cls.mro()):
            for each in base.__dict__.get("BINDINGS", ()):
                if (
                    isinstance(each, Binding)
                    and each.id
                    and base.__module__.startswith("casetrack")
                ):
                    for key in each.key.split(","):
                        if key.strip() in taken:
                            clashes.append((cls.__name__, key, taken[key.strip()], each.id))
                        taken[key.strip()] = each.id
    assert clashes == []


def test_no_two_usual_keys_of_what_is_on_the_screen_clash(there: Landlord) -> None:
    usual = {each.id: each.key for cls in nodes() for each in cls.__dict__["BINDINGS"] if each.id}
    ways = (
        *("slash", "escape", "m", "f", "ctrl+f", "n", "p", "a", "w", "enter"),
        *(f"enter {key}" for key in "asxrpwc"),
    )

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        found, home, seen = set(), app.screen, set()
        for way in ways:
            for key in way.split():
                await pilot.press(key)
                await settled(pilot)
            for _ in range(8):
                seen.add(type(app.screen).__name__)
                for words in clashes(app.screen, usual):
                    first, *others = re.findall(r"\(([a-z.-]+)\)", words)
                    found |= {(first, other) for other in others}
                if way != "escape":
                    await pilot.press("tab")
            while app.screen is not home:
                app.pop_screen()
            await settled(pilot)
        assert found <= INNER_FIRST
        assert len(seen) > 8, seen

    at_work(there, job)
