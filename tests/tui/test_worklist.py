"""The worklist as a handler uses it: what is due, narrowed, sorted, kept up with."""

import csv
import json
from pathlib import Path

import pytest
from landlord import DONE, Landlord, landlord, on_sqlite, row
from pilots import at_work, harmless, screen_text, settled
from textual.pilot import Pilot

from casetrack.tui.app import CasetrackApp
from casetrack.tui.themes import NO_COLOUR
from casetrack.tui.widgets.day_strip import DayStrip
from casetrack.tui.widgets.table import WindowedTable

HOSTILE = json.loads((Path(__file__).parents[1] / "data" / "hostile_texts.json").read_text("utf-8"))

# Tue 24 Nov 2026 is today: acknowledged Mon 2 Nov → answer due Mon 16 Nov, 6 wd late; and so on.
ROWS = (
    row(
        "L1", "2026-10-28", stage1_acknowledged="2026-11-02", resident="Ms A Example", handler="JB"
    ),
    row("T1", "2026-11-17", resident="Mr B O'Neill-Żak", handler="MO"),
    row("S1", "2026-11-05", stage1_acknowledged="2026-11-12", resident="Żofia Próba", handler="JB"),
    row("F1", "2026-11-20", resident="Residents, Block 4"),
)


@pytest.fixture
def there(tmp_path: Path) -> Landlord:
    return on_sqlite(tmp_path).holds(*ROWS)


def cases(app: CasetrackApp) -> list[str]:
    """Return the references in the order in which they come first on the screen."""
    words = [word for line in screen_text(app).splitlines() for word in line.split()]
    return list(dict.fromkeys(word for word in words if word in {"L1", "T1", "S1", "F1"}))


def test_what_is_late_is_first_and_every_line_says_how_it_stands_in_words(there: Landlord) -> None:
    async def job(_: "Pilot[None]", app: CasetrackApp) -> None:
        shown = screen_text(app)
        assert cases(app) == ["L1", "T1", "S1", "F1"]
        assert "‼ 6 wd late L1" in shown
        assert "! today     T1" in shown
        assert "· in 2 wd   S1" in shown
        assert "1 late · 1 today" in shown.splitlines()[0]
        assert "Stage 1 answer was due Mon 16 Nov: 10 working days (6.3) from Mon 2 Nov." in shown

    at_work(there, job)


def test_a_missed_target_of_the_landlords_own_is_seen_in_80_columns_too(tmp_path: Path) -> None:
    # Received Tue 17 Nov: by Thu 19 Nov as the landlord wants it, by Tue 24 Nov as the Code does.
    there = on_sqlite(tmp_path, "[targets]\nstage-1-acknowledgement = 2\n").holds(*ROWS)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        marked = [line for line in screen_text(app).splitlines() if "◇" in line]
        assert [line.split()[2:4] for line in marked] == [["T1", "stage"]]
        assert "acknowledge Tue 24 Nov ◇" in marked[0]
        await pilot.press("down")
        await settled(pilot)
        assert "Own target was Thu 19 Nov. Stage 1 acknowledge" in screen_text(app)

    at_work(there, job, size=(80, 24))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("1", ["T1"]),
        ("2", ["L1"]),
        ("3", ["T1", "S1"]),
        ("4", ["L1", "S1"]),
        ("5", ["T1", "F1"]),
        ("6", ["L1", "T1", "S1", "F1"]),
        ("7", []),
        ("8", []),
        ("9", []),
    ],
)
def test_a_number_shows_a_saved_view(there: Landlord, key: str, expected: list[str]) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press(key)
        await settled(pilot)
        assert cases(app) == expected
        if not expected:
            assert "Nothing is due here." in screen_text(app)

    at_work(there, job, account="JB")


@pytest.mark.parametrize(
    ("typed", "found"),
    [("zak", ["T1"]), ("oneill", ["T1"]), ("zof", ["S1"]), ("block 4", ["F1"])],
)
def test_words_after_a_slash_narrow_it_while_they_are_typed(
    there: Landlord, typed: str, found: list[str]
) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("slash", *("space" if each == " " else each for each in typed))
        await settled(pilot)
        assert cases(app) == found
        await pilot.press("enter")
        await settled(pilot)
        assert cases(app) == found
        for word in typed.split():
            assert f"{word} ×" in screen_text(app), "what was typed is a chip now"
        for _ in typed.split():
            await pilot.press("escape")
        await settled(pilot)
        assert len(cases(app)) == len(ROWS), "a chip taken off widens the list again"

    at_work(there, job)


def test_moving_on_the_days_narrows_it_to_one(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("right", "right", "right")
        await settled(pilot)
        assert cases(app) == ["S1"]
        assert "due Thu 26 Nov ×" in screen_text(app)
        await pilot.press("escape")
        await settled(pilot)
        assert len(cases(app)) == len(ROWS)

    at_work(there, job)


def test_a_bank_holiday_among_the_days_is_marked(there: Landlord) -> None:
    async def job(_: "Pilot[None]", app: CasetrackApp) -> None:
        above, below = app.screen.query_one(DayStrip).render().plain.split("\n")
        place = above.index("Fr25")
        assert below[place : place + 4].strip() == "xx"

    from datetime import UTC, datetime

    # Mon 14 Dec 2026: Christmas Day, a Friday, is among the next twenty working days.
    at_work(there, job, now=datetime(2026, 12, 14, 9, tzinfo=UTC), size=(160, 30))


def test_the_order_is_another_after_s(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("s")
        await settled(pilot)
        assert cases(app) == ["F1", "L1", "S1", "T1"]
        assert "by reference ×" in screen_text(app)

    at_work(there, job)


def test_it_is_as_it_was_left_in_the_next_run(there: Landlord) -> None:
    async def leaves(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("5")
        await settled(pilot)
        app.theme = "casetrack-light"

    async def comes_back(_: "Pilot[None]", app: CasetrackApp) -> None:
        assert cases(app) == ["T1", "F1"]
        assert app.theme == "casetrack-light"

    at_work(there, leaves)
    at_work(there, comes_back)


def test_what_others_record_comes_in_and_the_cursor_stays_on_its_line(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        table = app.screen.query_one(WindowedTable)
        await pilot.press("down", "down")
        await settled(pilot)
        before = table.current
        assert before is not None
        assert before.cells[1] == "S1"
        there.holds(row("A1", "2026-10-01", resident="Late one"), row("A2", "2026-10-02"))
        app._see_whether_others_recorded()
        await settled(pilot)
        await settled(pilot)
        assert "A1" in screen_text(app)
        assert table.current is not None
        assert table.current.key == before.key
        assert table.cursor == 6

    at_work(there, job)


def test_any_line_of_many_can_be_reached(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(
        *(row(f"C{number:04}", "2026-11-17") for number in range(500))
    )

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        table = app.screen.query_one(WindowedTable)
        assert table.total == 1000, "an acknowledgement and a backstop each"
        seen: set[str] = set()
        for _ in range(60):
            await settled(pilot)
            seen |= {word for word in screen_text(app).split() if word.startswith("C0")}
            await pilot.press("pagedown")
        await settled(pilot)
        assert len(seen) == 500
        assert table.cursor == 999
        await pilot.press("g")
        await settled(pilot)
        assert table.cursor == 0
        await pilot.press("G")
        await settled(pilot)
        assert "C0499" in screen_text(app)
        assert "…" not in [line.strip() for line in screen_text(app).splitlines()]

    at_work(there, job)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
def test_every_size_shows_when_which_what_and_whose(there: Landlord, size: tuple[int, int]) -> None:
    async def job(_: "Pilot[None]", app: CasetrackApp) -> None:
        (late,) = (line for line in screen_text(app).splitlines() if " L1 " in line)
        for words in ("6 wd late", "stage 1 answer", "was Mon 16 Nov", "Ms A Example", "JB"):
            assert words in late
        for line in screen_text(app).splitlines():
            assert len(line) <= size[0]
        assert "Acknowledge" in screen_text(app).splitlines()[-1]

    at_work(there, job, size=size)


def test_hostile_words_are_painted_harmless(tmp_path: Path, database_url: str) -> None:
    texts = [each["value"] for each in HOSTILE if isinstance(each.get("value"), str)]
    # What no file in UTF-8 holds, half a character, is refused before it gets here.
    written = [text.encode("utf-8", "ignore").decode() for text in texts]
    kept = [t for t in written if t.strip() and "\0" not in t and not t.isprintable()]
    kept += ["[/]", "[red]x", "=1+1", "@click"]
    there = landlord(tmp_path, database_url)
    came_in = 0
    for number, text in enumerate(kept):
        cells = {"resident": text, "handler": text[:30], "summary": text}
        came_in += there.imports(row(f"H{number:03}", "2026-11-17", **cells)).code == DONE
    assert came_in > len(kept) // 2, "most of them can be on record"

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        shown = set()
        for _ in range(1 + 2 * came_in // 20):
            await settled(pilot)
            harmless(screen_text(app))
            shown |= {word for word in screen_text(app).split() if word.startswith("H0")}
            await pilot.press("pagedown")
        assert len(shown) == came_in, "each of them was on the screen"

    at_work(there, job)


def test_no_colour_is_respected(there: Landlord, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def job(_: "Pilot[None]", app: CasetrackApp) -> None:
        assert app.theme == NO_COLOUR
        assert "‼ 6 wd late" in screen_text(app)

    at_work(there, job)


def test_the_keys_of_the_screen_are_listed_and_the_palette_knows_them(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("question_mark")
        await settled(pilot)
        assert "worklist.sort" in " ".join(
            row[2]
            for row in app.screen._rows  # type: ignore[attr-defined]
        )
        await pilot.press("escape")
        await settled(pilot)
        said = {command.title for command in app.get_system_commands(app.screen)}
        assert {"Acknowledge", "Extend", "Why", "Sort by", "Quit"} <= said

    at_work(there, job)


def test_a_database_that_is_away_for_a_moment_is_said_and_stops_nothing(
    there: Landlord, monkeypatch: pytest.MonkeyPatch
) -> None:
    from casetrack.domain.errors import CouldNot
    from casetrack.service.views import Views

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        def away(*_: object, **__: object) -> None:
            raise CouldNot("The database is away.")

        with monkeypatch.context() as moment:
            moment.setattr(Views, "window", away)
            await pilot.press("2")
            await pilot.pause()
            await settled_after_failure(pilot)
        assert app.fault is None
        assert any("away" in note.message for note in app._notifications)
        await pilot.press("2")
        await settled(pilot)
        assert cases(app) == ["L1"]

    at_work(there, job)


async def settled_after_failure(pilot: "Pilot[None]") -> None:
    """Wait without asking the workers, one of which has failed."""
    for _ in range(5):
        await pilot.pause(0.1)


def test_the_reference_is_copied(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("y")
        await settled(pilot)
        assert app.clipboard == "L1"

    at_work(there, job)


def test_a_copied_reference_steers_no_terminal_it_is_put_into(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(row("C1\x1b]0;x\x07", "2026-11-17"))

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("y")
        await settled(pilot)
        assert app.clipboard.startswith("C1")
        harmless(app.clipboard)

    at_work(there, job)


def test_what_is_shown_is_exported_whole_and_harmless(
    there: Landlord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.holds(row("E1", "2026-11-16", resident="=cmd|' /C calc'!A0"))
    monkeypatch.chdir(tmp_path)

    async def job(pilot: "Pilot[None]", _: CasetrackApp) -> None:
        await pilot.press("5", "ctrl+e")
        await settled(pilot)

    at_work(there, job)
    (file,) = tmp_path.glob("casetrack-worklist-not-acknowledged-*.csv")
    rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    assert [line[1] for line in rows[1:]] == ["E1", "T1", "F1"]
    assert not any(cell.startswith("=") for line in rows for cell in line)
    assert file.stat().st_mode & 0o077 == 0


def test_several_lines_are_chosen_and_what_can_be_done_with_them_is_said(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pilot.press("space", "space")
        await settled(pilot)
        assert "2 cases chosen: A gives them to somebody" in screen_text(app)
        assert screen_text(app).count("✓") == 2
        await pilot.press("escape")
        await settled(pilot)
        assert "✓" not in screen_text(app)

    at_work(there, job)
