"""Making the calendar files from `holidays`, and comparing a calendar with GOV.UK's list."""

import copy
import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import holidays
import pytest

from casetrack.calendars import calendar_path, load_calendar, read_calendar_file
from casetrack.calendars.check import Side, check_against_govuk
from casetrack.calendars.make import make_calendars
from casetrack.domain.errors import BadInput, CouldNot
from casetrack.domain.working_days import WorkingCalendar, said

GOVUK = json.loads((Path(__file__).parent / "data/bank-holidays.json").read_text(encoding="utf-8"))
NATIONS = ("england-and-wales", "scotland", "northern-ireland")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a copy of the three calendar files."""
    for nation in NATIONS:
        shutil.copy(calendar_path(nation), tmp_path)
    return tmp_path


def edit(folder: Path, nation: str, old: str, new: str) -> None:
    path = folder / f"{nation}.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_making_the_files_again_changes_nothing(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    made = make_calendars(folder)
    assert [each.path.stem for each in made] == list(NATIONS)
    assert [(each.changed, each.added, each.dropped) for each in made] == [(False, (), ())] * 3
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_files_made_in_an_empty_folder_are_those_that_come_with_casetrack(tmp_path: Path) -> None:
    made = make_calendars(tmp_path / "new")
    assert [each.changed for each in made] == [True, True, True]
    for each in made:
        assert each.path.read_bytes() == calendar_path(each.path.stem).read_bytes()


def test_a_lost_day_is_found_again_and_a_stale_computed_one_goes(folder: Path) -> None:
    edit(folder, "scotland", '2026-11-30 = "St Andrew\'s Day"\n', "")
    edit(folder, "scotland", '2040-11-30 = "St Andrew\'s Day"\n', '2040-11-29 = "Wrong"\n')
    _, scotland, _ = make_calendars(folder)
    assert [each.day for each in scotland.added] == [date(2026, 11, 30), date(2040, 11, 30)]
    assert [each.day for each in scotland.dropped] == [date(2040, 11, 29)]
    assert scotland.path.read_bytes() == calendar_path("scotland").read_bytes()


def test_what_a_person_wrote_into_a_file_is_kept(folder: Path) -> None:
    name = "england-and-wales"
    edit(folder, name, "# The bank holidays of", "# Looked through by JB. The bank holidays of")
    edit(folder, name, '2028-12-25 = "Christmas Day"', '2028-12-25 = "Christmas"')
    edit(
        folder,
        name,
        '2028-08-28 = "Summer bank holiday"',
        '2028-08-28 = { title = "Summer bank holiday", withdrawn_on = 2027-01-05 }\n'
        '2028-08-30 = { title = "Its \\"new\\" day", announced_on = 2027-01-05 }',
    )
    before = read_calendar_file(folder / f"{name}.toml")
    make_calendars(folder)
    after = read_calendar_file(folder / f"{name}.toml")
    assert after == before
    assert (folder / f"{name}.toml").read_text(encoding="utf-8").startswith("# Looked through by")
    calendar = load_calendar("england-and-wales", folder)
    assert calendar.skipped_because(date(2028, 8, 30)) == 'Its "new" day'
    assert calendar.is_working_day(date(2028, 8, 28))


def test_another_published_year_moves_its_days_out_of_the_computed_ones(folder: Path) -> None:
    made = make_calendars(folder, published_until=date(2029, 12, 31))
    assert [(each.changed, each.added, each.dropped) for each in made] == [(True, (), ())] * 3
    calendar = load_calendar("northern-ireland", folder)
    assert calendar.published_until == date(2029, 12, 31)
    assert {each.computed for each in calendar.listed if each.day.year == 2029} == {False}
    assert {each.computed for each in calendar.listed if each.day.year == 2030} == {True}
    assert not calendar.is_provisional(date(2029, 12, 31))


def test_a_second_source_gets_a_group_of_its_own(folder: Path) -> None:
    path = folder / "scotland.toml"
    more = '\n[council]\nsource = "Council"\n2026-09-21 = "Autumn holiday"\n'
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    make_calendars(folder)
    made_once = path.read_bytes()
    make_calendars(folder)
    assert path.read_bytes() == made_once
    kept = [each for each in read_calendar_file(path).days if each.source == "Council"]
    assert [(each.day, each.title) for each in kept] == [(date(2026, 9, 21), "Autumn holiday")]


def test_a_day_withdrawn_by_hand_among_the_computed_ones_stays_withdrawn(folder: Path) -> None:
    line = '2030-05-06 = { title = "Early May bank holiday", withdrawn_on = 2026-10-01 }'
    edit(folder, "scotland", '2030-05-06 = "Early May bank holiday"', line)
    make_calendars(folder)
    assert line in (folder / "scotland.toml").read_text(encoding="utf-8")
    assert load_calendar("scotland", folder).is_working_day(date(2030, 5, 6))


def test_without_any_file_the_package_alone_gives_the_days_and_nearly_all_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casetrack.calendars.make._prior", lambda *_: None)
    differing = set()
    for each in make_calendars(tmp_path):
        ours = {day.day: day.title for day in read_calendar_file(each.path).days}
        theirs = {day.day: day.title for day in load_calendar(each.path.stem).bank_holidays}
        assert ours.keys() == theirs.keys()
        differing |= {said(day) for day in ours if ours[day] != theirs[day]}
    assert differing == {
        # New Year's Day on a Sunday: GOV.UK once gave Scotland's substitute to 3 January.
        "Mon 2 Jan 2012",
        "Tue 3 Jan 2012",
        "Mon 2 Jan 2017",
        "Tue 3 Jan 2017",
        "Mon 4 Jun 2012",  # spring bank holiday, moved for the jubilee
        "Tue 5 Jun 2012",  # the diamond jubilee
        "Fri 8 May 2020",  # early May bank holiday, moved to VE day
        "Fri 3 Jun 2022",  # the platinum jubilee
        "Mon 19 Sep 2022",  # the state funeral
        "Mon 8 May 2023",  # the coronation
        "Mon 15 Jun 2026",  # the World Cup
    }


def test_every_computed_day_has_govuks_words() -> None:
    for nation in NATIONS:
        listed = load_calendar(nation).listed
        published = {each.title for each in listed if not each.computed}
        assert {each.title for each in listed if each.computed} <= published


def test_england_and_wales_parting_in_the_package_is_noticed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = holidays.country_holidays

    def parted(country: str, *, subdiv: str, years: range) -> Mapping[date, str]:
        more = {date(2030, 3, 1): "Saint David's Day"} if subdiv == "WLS" else {}
        return {**ask(country, subdiv=subdiv, years=years), **more}

    monkeypatch.setattr(holidays, "country_holidays", parted)
    before = (folder / "england-and-wales.toml").read_bytes()
    with pytest.raises(CouldNot, match="ENG and WLS, which share one calendar: nothing was writ"):
        make_calendars(folder)
    assert (folder / "england-and-wales.toml").read_bytes() == before


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CouldNot, match=r"england-and-wales\.toml could not be written"):
        make_calendars(tmp_path / "file")


@pytest.mark.parametrize("nation", NATIONS)
def test_no_day_differs_from_govuks_list(nation: str) -> None:
    assert check_against_govuk(load_calendar(nation), GOVUK) == ()


def test_only_the_years_that_govuk_holds_are_compared() -> None:
    window = copy.deepcopy(GOVUK)
    events = window["england-and-wales"]["events"]
    events[:] = [event for event in events if "2020" <= event["date"][:4] <= "2027"]
    assert check_against_govuk(load_calendar("england-and-wales"), window) == ()


def test_a_day_that_one_side_lacks_is_told_with_what_to_do() -> None:
    earlier = load_calendar("scotland").as_known_on(date(2025, 1, 8))
    found = check_against_govuk(earlier, GOVUK)
    assert [(said(each.day), each.side) for each in found] == [
        ("Mon 15 Jun 2026", Side.GOVUK),
        ("Mon 2 Aug 2027", Side.GOVUK),
        ("Mon 30 Aug 2027", Side.CALENDAR),
    ]
    assert (
        "Mon 15 Jun 2026, World Cup bank holiday, stands on GOV.UK's list and is missing here"
        in (found[0].sentence)
    )
    assert "2026-06-15 = " in found[0].sentence
    assert "a bank holiday here (Scotland) and not on GOV.UK's list" in found[2].sentence
    assert "withdrawn_on" in found[2].sentence


def test_a_day_withdrawn_here_that_still_stands_on_govuk_says_so() -> None:
    listed = copy.deepcopy(GOVUK)
    listed["scotland"]["events"].append(
        {"title": "Summer bank holiday", "date": "2027-08-30", "notes": ""}
    )
    (only,) = check_against_govuk(load_calendar("scotland"), listed)
    assert "stands on GOV.UK's list and was withdrawn here" in only.sentence


def test_a_year_that_govuk_has_published_and_we_only_computed_is_told() -> None:
    listed = copy.deepcopy(GOVUK)
    calendar = load_calendar("england-and-wales")
    listed["england-and-wales"]["events"] += [
        {"title": each.title, "date": each.day.isoformat(), "notes": ""}
        for each in calendar.bank_holidays
        if each.day.year == 2029
    ]
    found = check_against_govuk(calendar, listed)
    assert {(each.day.year, each.side) for each in found} == {(2029, Side.COMPUTED)}
    assert len(found) == 8
    assert "casetrack calendar make --published-until 2029-12-31" in found[0].sentence


def test_a_landlords_calendar_is_compared_with_its_nations_list(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(
        'extends = "scotland"\n[own]\n2027-06-14 = "Extra bank holiday"\n', encoding="utf-8"
    )
    found = check_against_govuk(load_calendar("ours", tmp_path), GOVUK, "scotland")
    assert [each.title for each in found] == ["Extra bank holiday"]


def test_a_weekend_or_a_day_not_covered_moves_no_date_and_is_not_told() -> None:
    listed = copy.deepcopy(GOVUK)
    listed["scotland"]["events"] += [
        {"title": "A Sunday", "date": "2026-11-29", "notes": ""},
        {"title": "Before it begins", "date": "2011-12-30", "notes": ""},
    ]
    assert check_against_govuk(load_calendar("scotland"), listed) == ()


JUNK: list[Any] = [
    (None, "not GOV.UK's bank-holidays.json"),
    ([], "not GOV.UK's bank-holidays.json"),
    ({}, 'no nation "scotland"'),
    ({"Scotland": {}}, 'Did you mean "Scotland"'),
    ({"scotland": []}, 'no "events" for scotland'),
    ({"scotland": {"events": []}}, 'no "events" for scotland'),
    ({"scotland": {"events": {}}}, 'no "events" for scotland'),
    ({"scotland": {"events": [7]}}, "Event 1 of scotland in GOV.UK's list is not a day"),
    ({"scotland": {"events": [{"date": "2026-01-01"}]}}, 'no "date" or no "title"'),
    ({"scotland": {"events": [{"date": 1, "title": "T"}]}}, 'no "date" or no "title"'),
    (
        {"scotland": {"events": [{"date": "2026-02-29", "title": "T"}]}},
        "2026-02-29 is not a date: February 2026 has 28 days",
    ),
]


@pytest.mark.parametrize(("given", "words"), JUNK, ids=repr)
def test_what_is_no_govuk_list_is_refused(given: Any, words: str) -> None:
    calendar = WorkingCalendar(
        name="scotland", bank_holidays=[], covers=(date(2026, 1, 1), date(2026, 12, 31))
    )
    with pytest.raises(BadInput) as refusal:
        check_against_govuk(calendar, given)
    assert words in str(refusal.value)
