"""Every history under tests/scenarios, put to casetrack: the clocks and findings it must give.

The files are for a complaints manager to read and add to. What a scenario leaves out must not be
there: a clock not named has not begun, a finding not named is one too many.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casetrack.calendars import load_calendar
from casetrack.domain.clock import Clock
from casetrack.domain.errors import CalendarHorizon
from casetrack.domain.facts import Source
from casetrack.domain.procedure.timescales import by_the_clocks
from casetrack.editions import load_editions
from casetrack.service import what_if

TESTS = Path(__file__).parent
FILES = sorted((TESTS / "scenarios").glob("*.toml"))
PUBLISHED = {
    row["id"]: row
    for row in json.loads((TESTS / "data" / "ombudsman_timelines.json").read_text("utf-8"))
}

Table = Mapping[str, Any]

SCENARIO = {
    # key: whether it has to be there
    "title": True,
    "why": True,
    "today": True,
    "facts": True,
    "edition": False,
    "recorded_by_hand": False,
    "findings": False,
    "assumptions": False,
    "left_out": False,
    "refused_because": False,
    "no_clocks": False,
    "published": False,
    "clocks": False,
}
CLOCK: Table = {
    # key: what it is when it is not named
    "from": None,
    "due": None,
    "stopped": None,
    "verdict": "not-started",
    "working_days": None,
    "earlier_due": [],
    "provisional": False,
    "convention_sensitive": False,
}
KEYS = [
    f"stage-{stage}-{kind}"
    for stage in (1, 2)
    for kind in ("acknowledgement", "response", "backstop")
]


def check_keys(scenario: Table, file: str) -> None:
    """Refuse a scenario with a key nobody reads: what it says would never be tested."""
    place = f"{file}, {scenario.get('title', '(no title)')!r}"
    unknown = scenario.keys() - SCENARIO.keys()
    missing = {key for key, wanted in SCENARIO.items() if wanted} - scenario.keys()
    unknown |= scenario.get("clocks", {}).keys() - set(KEYS)
    for clock in scenario.get("clocks", {}).values():
        unknown |= clock.keys() - CLOCK.keys() - {"provision"}
    for list_, known in (
        ("findings", {"fact", "code", "provision"}),
        ("left_out", {"fact", "code", "provision"}),
        ("assumptions", {"stage", "code"}),
    ):
        for row in scenario.get(list_, ()):
            unknown |= row.keys() ^ known
    unknown |= scenario.get("published", {}).keys() - {"id", "clock", "counted"}
    assert not unknown, f"{place}: not known or not complete: {sorted(unknown)}"
    assert not missing, f"{place}: missing: {sorted(missing)}"


def scenarios() -> Iterator[Any]:
    for file in FILES:
        for scenario in tomllib.loads(file.read_text("utf-8")).get("scenario", ()):
            name = f"{file.name}: {scenario.get('title', '(no title)')}"
            yield pytest.param(scenario, file.name, id=name)


def as_json(value: Any) -> Any:
    """Turn a TOML value into what the JSON of a history would hold."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: as_json(each) for key, each in value.items()}
    return [as_json(each) for each in value] if isinstance(value, list) else value


def timeline_of(scenario: Table) -> what_if.Timeline:
    history = what_if.read_facts(as_json(scenario["facts"]))
    if scenario.get("recorded_by_hand"):
        history = tuple(replace(entry, source=Source.PERSON) for entry in history)
    edition = what_if.edition_of(history, load_editions(), scenario.get("edition"))
    nation = edition.nation if edition else "england-and-wales"
    return what_if.timeline(history, edition, load_calendar(nation))


def expected(named: Table) -> dict[str, Any]:
    clock = {**CLOCK, **named}
    clock.pop("provision", None)
    clock["extended"] = bool(clock["earlier_due"])
    return clock


def found(clock: Clock, today: date) -> dict[str, Any]:
    return {
        "from": clock.started_on,
        "due": clock.due_on,
        "stopped": clock.stopped_on,
        "verdict": clock.verdict(today).value,
        "working_days": clock.working_days,
        "earlier_due": list(clock.earlier_due_on),
        "extended": clock.extended,
        "provisional": clock.provisional,
        "convention_sensitive": clock.convention_sensitive(today),
    }


def in_one_order(rows: Any) -> list[tuple[Any, ...]]:
    return sorted(tuple(sorted(row.items())) for row in rows)


def check_clocks(scenario: Table, timeline: what_if.Timeline) -> None:
    today, named = scenario["today"], scenario.get("clocks", {})
    clocks = {clock.key: clock for clock in timeline.all_clocks}
    if scenario.get("no_clocks"):
        assert clocks == {}
        return
    wanted = {key: expected(named.get(key, {})) for key in [*clocks, *named]}
    assert {key: found(clock, today) for key, clock in clocks.items()} == wanted
    provisions = {key: clock["provision"] for key, clock in named.items() if "provision" in clock}
    assert {key: clocks[key].timescale.provision for key in provisions} == provisions


@pytest.mark.parametrize(("scenario", "file"), list(scenarios()))
def test_a_history_gives_its_clocks_and_findings(scenario: Table, file: str) -> None:
    check_keys(scenario, file)
    if "refused_because" in scenario:
        with pytest.raises(CalendarHorizon, match=re.escape(scenario["refused_because"])):
            timeline_of(scenario)
        return
    timeline = timeline_of(scenario)

    check_clocks(scenario, timeline)
    shown = timeline.findings
    if scenario.get("recorded_by_hand") and timeline.clocks:
        # What such facts lack in contents has scenarios of its own (tests/procedure).
        by_days = {(e.sequence, e.code) for e in by_the_clocks(timeline.case, timeline.clocks)}
        shown = tuple(each for each in shown if (each.sequence, each.code) in by_days)
    assert in_one_order(
        {"fact": each.sequence, "code": each.code, "provision": each.cited.shown} for each in shown
    ) == in_one_order(scenario.get("findings", ()))
    assert in_one_order(
        {"stage": each.stage, "code": each.code} for each in timeline.assumptions
    ) == in_one_order(scenario.get("assumptions", ()))
    assert in_one_order(
        {"fact": each.sequence, "code": each.code, "provision": each.provision}
        for each in timeline.objections
    ) == in_one_order(scenario.get("left_out", ()))


@pytest.mark.parametrize(
    ("scenario", "file"), [each for each in scenarios() if "published" in each.values[0]]
)
def test_the_working_days_agree_with_those_of_the_ombudsman(scenario: Table, file: str) -> None:
    published = scenario["published"]
    row = PUBLISHED[published["id"]]
    timeline = timeline_of(scenario)
    (clock,) = (each for each in timeline.all_clocks if each.key == published["clock"])
    assert clock.stopped_on is not None
    assert clock.due_on is not None
    start, days = clock.started_on, clock.working_days
    if published.get("counted") == "late":
        start, days = clock.due_on, timeline.calendar.count(clock.due_on, clock.stopped_on)

    assert (str(start), str(clock.stopped_on), days) == (
        row["start"],
        row["end"],
        row["working_days"],
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_weekdays_beside_the_dates_of_a_scenario_are_right(file: Path) -> None:
    wrong = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        content, _, comment = line.partition("  # ")
        days = re.findall(r"= \[?(\d{4}-\d\d-\d\d)|, (\d{4}-\d\d-\d\d)", content)
        named = [f"{date.fromisoformat(one or other):%a}" for one, other in days]
        if not line.startswith("#") and named != [day for day in comment.split(", ") if day]:
            wrong.append(f"line {number}: {line}")
    assert wrong == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_two_scenarios_of_a_file_have_one_title(file: Path) -> None:
    titles = [each["title"] for each in tomllib.loads(file.read_text("utf-8"))["scenario"]]
    assert sorted(set(titles)) == sorted(titles)


@pytest.mark.parametrize(
    ("scenario", "complaint"),
    [
        ({"todey": date(2025, 2, 3)}, "todey"),
        ({"clocks": {"stage-3-response": {}}}, "stage-3-response"),
        ({"clocks": {"stage-1-response": {"dew": date(2025, 2, 3)}}}, "dew"),
        ({"findings": [{"fact": 1, "code": "answered-late"}]}, "provision"),
        ({"published": {"id": "HOS-1", "clok": ""}}, "clok"),
        ({"why": None}, "why"),
    ],
    ids=lambda value: value if isinstance(value, str) else "scenario",
)
def test_a_scenario_that_says_something_unknown_is_refused(
    scenario: dict[str, Any], complaint: str
) -> None:
    whole = {"title": "A title", "why": "6.2", "today": date(2025, 2, 3), "facts": []}
    changed = {key: value for key, value in (whole | scenario).items() if value is not None}

    with pytest.raises(AssertionError, match=complaint):
        check_keys(changed, "a file")
