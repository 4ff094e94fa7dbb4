"""The figures on the screen: against the Code, by month, and the cases behind each of them."""

import csv
import json
import stat
from pathlib import Path

import pytest
from landlord import Landlord, landlord, on_sqlite, row
from pilots import TUE_24_NOV, at_work, screen_text, settled
from textual.pilot import Pilot

from casetrack.domain.periods import reporting_year
from casetrack.reports.spreadsheet import as_csv
from casetrack.text import safe_text
from casetrack.tui.app import CasetrackApp
from casetrack.tui.figure_lines import FigureLine, charts_of, lines_of
from casetrack.tui.screens.cases import CasesScreen
from casetrack.tui.screens.figures import FiguresScreen
from casetrack.tui.widgets.chart import Chart
from casetrack.tui.widgets.few import FewLines

HOSTILE = json.loads((Path(__file__).parents[1] / "data" / "hostile_texts.json").read_text("utf-8"))
TUE = TUE_24_NOV.date()
YEAR = reporting_year("2026-27")
HOMES = '[homes."2026-27"]\nLCRA = 1000\nLCHO = 100\n'
ROWS = (
    # received Mon 1 June 2026, answered in time; upheld, with compensation
    row(
        *("A", "2026-06-01"),
        stage1_acknowledged="2026-06-03",
        stage1_responded="2026-06-12",
        stage1_outcome="upheld",
        category="Damp and mould",
        tenure="LCRA",
        compensation="50",
    ),
    # answered a day late on Thu 18 June
    row(
        *("B", "2026-06-01"),
        stage1_acknowledged="2026-06-03",
        stage1_responded="2026-06-18",
        stage1_outcome="not upheld",
        category="Repairs. Heating",
        tenure="LCRA",
        channel="Phone",
    ),
    # went on to stage 2
    row(
        *("C", "2026-07-01"),
        stage1_acknowledged="2026-07-03",
        stage1_responded="2026-07-10",
        stage1_outcome="not upheld",
        stage2_requested="2026-07-20",
        stage2_acknowledged="2026-07-22",
        tenure="LCHO",
    ),
    row("D", "2026-07-06", refused_reason="over 12 months. Late"),
    row("E", "2026-11-20", category="Repairs. Heating"),
    row(
        *("F", "2025-06-02"),
        stage1_acknowledged="2025-06-04",
        stage1_responded="2025-06-10",
        stage1_outcome="upheld",
    ),
)


@pytest.fixture
def there(tmp_path: Path) -> Landlord:
    return on_sqlite(tmp_path, HOMES).holds(*ROWS)


async def pressed(pilot: "Pilot[None]", *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def told(app: CasetrackApp) -> list[str]:
    """Return what was said in passing."""
    return [each.message for each in app._notifications]


def words(app: CasetrackApp) -> list[str]:
    """Return the lines of the screen, each without its blanks."""
    return [" ".join(line.split()) for line in screen_text(app).splitlines()]


async def on_line(pilot: "Pilot[None]", app: CasetrackApp, what: str) -> None:
    """Go to a line by its words."""
    table = app.screen.query_one(FewLines)
    (place,) = (n for n, line in enumerate(table.lines) if line.cells[0].strip() == what)
    table.put_cursor(place)
    await settled(pilot)


# --- what it shows


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
def test_the_year_so_far_is_shown_against_the_code_with_a_chart_by_month(
    there: Landlord, size: tuple[int, int]
) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "f")
        assert isinstance(app.screen, FiguresScreen)
        lines = words(app)
        assert "2026-27 so far" in lines[0]
        assert "Stage 1: received by month" in lines[1]
        assert "Apr May Jun Jul Aug Sep Oct Nov Dec Jan Feb Mar" in "\n".join(lines)
        assert "acknowledged in time 75.0 % (3 of 4) 100.0 % (1 of 1)" in "\n".join(lines)
        assert "answered in time 50.0 % (2 of 4) 0.0 % (0 of 1)" in "\n".join(lines)
        assert "Stage 1: 3 of 4, 1 not." in " ".join(lines)

    at_work(there, job, size=size)


def test_a_chart_prints_its_values_and_stays_empty_for_months_to_come(there: Landlord) -> None:
    with there.opened() as casetrack:
        received, answered, *_ = charts_of(casetrack.reporting.metrics(YEAR, TUE))
    assert [bar.said for bar in received.bars] == ["0", "0", "2", "1", *["0"] * 3, "1", *[""] * 4]
    assert [bar.said for bar in answered.bars if bar.said] == ["50", "100", "0"]
    assert answered.top == 100.0

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "f")
        drawn = app.screen.query_one("#first", Chart).render().plain.splitlines()
        assert len({len(line) for line in drawn[1:-1]}) == 1
        # June has twice as many as July: its column is twice as high.
        june, july = (sum(line[place] == "█" for line in drawn) for place in (11, 16))
        assert (june, july) == (7, 3)
        await pressed(pilot, "c")
        assert "Stage 1: answered in time, %" in screen_text(app)

    at_work(there, job)


def test_the_years_before_are_a_key_away_and_no_year_to_come_is(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "f", "[")
        assert "2025-26" in words(app)[0]
        assert "so far" not in words(app)[0]
        assert "answered in time 100.0 % (1 of 1) n/a (0 of 0)" in "\n".join(words(app))
        await pressed(pilot, "]", "]")
        assert "2026-27 so far" in words(app)[0]

    at_work(there, job, size=(80, 24))


# --- the cases behind


def test_a_figure_leads_to_exactly_its_cases_by_stage_and_to_those_it_lacks(
    there: Landlord,
) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "f")
        for key, title, cases in (
            ("1", "Answered by the due day, as validly extended, stage 1, 2026-27", ["A", "C"]),
            (
                "x",
                "Not in: Answered by the due day, as validly extended, both stages, 2026-27",
                ["B", "C", "E"],
            ),
            ("2", "Answered by the due day, as validly extended, stage 2, 2026-27", []),
        ):
            await on_line(pilot, app, "answered in time")
            await pressed(pilot, key)
            assert isinstance(app.screen, CasesScreen)
            lines = words(app)
            assert title in lines[0]
            shown = [line.split()[0] for line in lines[2:-1] if line[:2].strip() in {*"ABCDEF"}]
            assert shown == cases
            await pressed(pilot, "escape")

    at_work(there, job)


@pytest.mark.parametrize("year", ["2026-27", "2025-26"])
def test_every_figure_shown_has_a_list_just_as_long(
    tmp_path: Path, database_url: str, year: str
) -> None:
    there, period = landlord(tmp_path, database_url, HOMES).holds(*ROWS), reporting_year(year)
    with there.opened() as casetrack:
        lines = list(lines_of(casetrack.reporting.metrics(period, TUE)))
        looked_at = 0
        for line in lines:
            for figure in filter(None, line.figures):
                cases = casetrack.reporting.cases(period, figure.name, TUE)
                if (number := counted(line, figure.shown)) is not None:
                    assert len(cases) == number, figure
                    looked_at += 1
                if figure.share is not None and figure.name != "escalation":
                    lacking = casetrack.reporting.cases(period, f"{figure.name}.missing", TUE)
                    assert len(lacking) == figure.share.denominator - figure.share.numerator
    assert looked_at > 40
    assert len({line.key for line in lines}) == len(lines)


def counted(line: FigureLine, shown: str) -> int | None:
    """Return how many cases a figure says there are, None where it is of something else."""
    if line.what.startswith(("working days", "entries")) or shown.startswith("£"):
        return None
    if " of " in shown and "in time" not in shown:
        return int(shown.partition("(")[2].partition(" of ")[0])
    if shown.endswith(")"):
        return int(shown.partition("(")[2].rstrip(")"))
    return int(shown.partition(",")[0])


def test_what_is_no_figure_leads_nowhere(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "f")
        await on_line(pilot, app, "In time")
        await pressed(pilot, "1")
        assert isinstance(app.screen, FiguresScreen)
        await on_line(pilot, app, "received")
        await pressed(pilot, "x")
        assert isinstance(app.screen, FiguresScreen)
        assert "This is no share that could lack a case." in told(app)

    at_work(there, job)


def test_the_cursor_stays_on_its_figure_when_others_record_something(there: Landlord) -> None:
    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "f")
        await on_line(pilot, app, "Damp and mould")
        there.holds(*(row(f"N{n}", "2026-11-23", category=f"Of kind {n}") for n in range(3)))
        app.action_look_again()
        await settled(pilot)
        current = app.screen.query_one(FewLines).current
        assert current is not None
        assert current.cells[0].strip() == "Damp and mould"

    at_work(there, job)


# --- files, and what people write


def test_the_figures_are_written_as_the_command_writes_them(
    there: Landlord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.chdir(folder)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "f", "ctrl+e")
        assert told(app)[0].startswith("Written to /")

    at_work(there, job)
    (path,) = folder.iterdir()
    assert path.name == "casetrack-figures-2026-27-2026-11-24.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with there.opened() as casetrack:
        expected = as_csv(casetrack.reporting.metrics(YEAR, TUE))
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert file.read() == expected
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {line["figure"]: line for line in csv.DictReader(file)}
    assert rows["stages.1.responded_in_time"]["numerator"] == "2"


def test_where_nothing_may_be_written_it_is_said(
    there: Landlord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    (tmp_path / "taken").write_text("")

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "f")
        gone.rmdir()
        await pressed(pilot, "ctrl+e")
        assert told(app)[0].startswith("Nothing was written")
        assert isinstance(app.screen, FiguresScreen)

    at_work(there, job)


def test_before_a_rebuild_the_screen_says_what_to_do(there: Landlord) -> None:
    there.settings("[targets]\nstage-1-response = 5")

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "f")
        assert "Run `casetrack rebuild`" in screen_text(app)

    at_work(there, job)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_what_people_write_is_shown_harmless(tmp_path: Path, size: tuple[int, int]) -> None:
    texts = [each["value"] for each in HOSTILE if isinstance(each["value"], str)]
    texts = [text for text in texts if text.strip() and not {"\0", "\ud800", "\uffff"} & {*text}]
    rows = [
        row(f"H{number}", "2026-11-20", category=text, service_area=text, channel=text)
        for number, text in enumerate(texts)
    ]
    there = on_sqlite(tmp_path).holds(*rows)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await pressed(pilot, "f", "end")
        seen = ""
        for _ in range(3 * len(rows) + 8):
            await pressed(pilot, "up")
            seen += screen_text(app)
        await pressed(pilot, "end", *["up"] * 4, "1")
        seen += screen_text(app)
        assert {each for each in seen if safe_text(each, lines=True) != each} == set()

    at_work(there, job, size=size)
