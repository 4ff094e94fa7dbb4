"""A landlord's own calendar file: merged with the one it extends, refused with all its errors."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from casetrack.calendars import (
    calendar_names,
    calendar_path,
    load_calendar,
    merged,
    nation_of,
    read_calendar_file,
    shelf,
)
from casetrack.domain.errors import CouldNot, SettingsError
from casetrack.domain.working_days import BankHoliday

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a landlord's calendar file into its folder."""

    def write_file(name: str, text: str) -> Path:
        path = tmp_path / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


def test_a_landlords_file_adds_a_day_and_loses_none(write: Write, tmp_path: Path) -> None:
    write(
        "north-homes",
        'extends = "england-and-wales"\n[announced]\n'
        '2027-06-14 = { title = "Extra bank holiday", announced_on = 2027-03-01 }\n'
        '2027-12-27 = "Our words for it"\n',
    )
    nation = load_calendar("england-and-wales")
    calendar = load_calendar("north-homes", tmp_path)
    assert (calendar.name, calendar.title) == ("north-homes", "north-homes")
    assert nation.title == "England and Wales"
    assert calendar.skipped_because(date(2027, 6, 14)) == "Extra bank holiday"
    assert calendar.as_known_on(date(2027, 2, 28)).is_working_day(date(2027, 6, 14))
    assert set(nation.listed) < set(calendar.listed)
    assert len(calendar.listed) == len(nation.listed) + 1
    assert calendar.version != nation.version
    assert (calendar.covers, calendar.published_until) == (nation.covers, nation.published_until)
    assert nation_of("north-homes", tmp_path) == "england-and-wales"
    assert calendar_names(tmp_path) == (
        "england-and-wales",
        "north-homes",
        "northern-ireland",
        "scotland",
    )


def test_a_day_far_outside_the_calendar_is_a_slip_of_the_keys(write: Write, tmp_path: Path) -> None:
    path = write("slip", 'extends = "scotland"\n[announced]\n2207-06-14 = "Extra"\n')
    with pytest.raises(SettingsError) as refusal:
        load_calendar("slip", tmp_path)
    assert f"{path.resolve()}: 2207-06-14 lies outside the days from 2012-01-01 to 2050-12-31" in (
        str(refusal.value)
    )


def test_the_wheels_copy_is_used_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = tmp_path / "casetrack" / "_data" / "calendars"
    packaged.mkdir(parents=True)
    (packaged / "packaged.toml").write_text("covers = [2026-01-01, 2026-12-31]\n")
    beside = tmp_path / "calendars"
    beside.mkdir()
    (beside / "beside.toml").write_text("covers = [2026-01-01, 2026-12-31]\n")
    monkeypatch.setattr(shelf, "_PACKAGE", tmp_path / "casetrack")
    assert calendar_names() == ("packaged",)
    assert load_calendar("packaged").name == "packaged"


def test_a_landlords_file_can_say_that_a_day_was_withdrawn(write: Write, tmp_path: Path) -> None:
    write(
        "moved",
        'extends = "scotland"\n[moved]\n'
        '2028-08-07 = { title = "Summer bank holiday", withdrawn_on = 2027-05-01 }\n',
    )
    calendar = load_calendar("moved", tmp_path)
    assert calendar.is_working_day(date(2028, 8, 7))
    assert not calendar.as_known_on(date(2027, 4, 30)).is_working_day(date(2028, 8, 7))


def test_a_landlords_file_with_a_nations_name_is_merged_with_the_nations(
    write: Write, tmp_path: Path
) -> None:
    write("scotland", '[announced]\n2027-06-14 = "Extra bank holiday"\n')
    calendar = load_calendar("scotland", tmp_path)
    assert len(calendar.listed) == len(load_calendar("scotland").listed) + 1
    assert calendar_path("scotland", tmp_path) == tmp_path.resolve() / "scotland.toml"


def test_a_copy_of_a_nations_file_changes_nothing_and_cannot_undo_a_withdrawal(
    write: Write, tmp_path: Path
) -> None:
    shipped = calendar_path("scotland").read_text(encoding="utf-8")
    write("scotland", shipped)
    assert load_calendar("scotland", tmp_path).version == load_calendar("scotland").version

    stale = shipped.replace(", withdrawn_on = 2025-01-09", "")
    assert stale != shipped
    write("scotland", stale)
    assert load_calendar("scotland", tmp_path).is_working_day(date(2027, 8, 30))


def test_a_withdrawn_day_comes_back_when_it_is_announced_again() -> None:
    day = date(2030, 5, 6)
    withdrawn = BankHoliday(day=day, withdrawn_on=date(2029, 1, 10))
    again = BankHoliday(day=day, announced_on=date(2029, 6, 1))
    too_early = BankHoliday(day=day, announced_on=date(2029, 1, 9))
    assert merged([withdrawn], [too_early]) == (withdrawn,)
    assert merged([withdrawn], [again]) == (withdrawn, again)
    assert merged([withdrawn], [withdrawn]) == (withdrawn,)


def test_a_published_day_takes_the_place_of_the_same_day_computed() -> None:
    computed = BankHoliday(day=date(2029, 5, 7), title="Early May bank holiday", computed=True)
    published = BankHoliday(day=date(2029, 5, 7), title="Early May bank holiday")
    assert merged([computed], [published]) == (published,)
    assert merged([published], [computed]) == (published,)


def test_a_calendar_of_its_own_says_what_it_covers(write: Write, tmp_path: Path) -> None:
    write(
        "island",
        "covers = [2026-01-01, 2026-12-31]\npublished_until = 2026-12-31\n"
        '[all]\n2026-07-06 = "Tynwald Day"\n',
    )
    island = load_calendar("island", tmp_path)
    assert island.covers == (date(2026, 1, 1), date(2026, 12, 31))
    assert [each.day for each in island.bank_holidays] == [date(2026, 7, 6)]

    write("nowhere", '[all]\n2026-07-06 = "Tynwald Day"\n')
    with pytest.raises(SettingsError, match="say which calendar it adds to"):
        load_calendar("nowhere", tmp_path)


@pytest.mark.parametrize("name", ["Scotlnd", "../scotland", "", "a\0b", "scotland.toml"])
def test_an_unknown_calendar_is_refused_with_the_known_ones(name: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refusal:
        load_calendar(name, tmp_path)
    assert "Known: england-and-wales, northern-ireland, scotland." in str(refusal.value)


def test_the_nearest_calendar_is_offered(tmp_path: Path, write: Write) -> None:
    with pytest.raises(SettingsError, match='Did you mean "scotland"'):
        load_calendar("Scotlnd")
    write("ours", 'extends = "scotlnd"\n')
    with pytest.raises(SettingsError, match=r'there is no calendar "scotlnd"\. Did you mean "scot'):
        load_calendar("ours", tmp_path)


def test_files_that_extend_one_another_in_a_circle_are_refused(
    write: Write, tmp_path: Path
) -> None:
    write("one", 'extends = "other"\n')
    write("other", 'extends = "one"\n')
    with pytest.raises(SettingsError, match='"one" extends this file in turn'):
        load_calendar("one", tmp_path)


def test_everything_that_is_wrong_with_a_file_is_said_at_once(write: Write) -> None:
    path = write(
        "wrong",
        'tittle = "Wrong"\n'
        'extends = "scotland"\n'
        "covers = [2012-01-01, 2050-12-31]\n"
        'published_until = "2028"\n'
        "[days]\n"
        'sorce = "us"\n'
        'status = "publishd"\n'
        '2026-02-30 = "A day too many"\n'
        '2026-13-01 = "A month too many"\n'
        '2026-6-1 = "Too short"\n'
        "2026-06-01 = 7\n"
        '2026-06-02 = { title = "T", anounced_on = 2026-01-01 }\n'
        '2026-06-03 = { title = "T", announced_on = 2026-02-01, withdrawn_on = 2026-01-01 }\n'
        '2026-06-04 = { title = "T", announced_on = "2026-02-01" }\n'
        '2051-01-01 = "Past the end"\n'
        '2026-06-05 = "Once"\n'
        "[more]\n"
        '2026-06-05 = "Twice"\n',
    )
    with pytest.raises(SettingsError) as refusal:
        read_calendar_file(path)
    said = str(refusal.value)
    assert said.startswith(f"{path}: 14 things to mend.")
    for words in (
        'tittle: is no key of a calendar file. Did you mean "title"?',
        "published_until: '2028' is not a day",
        'covers: belongs to the calendar this file extends ("scotland")',
        '[days] sorce: neither a day nor a key of a group. Did you mean "source"?',
        '[days] status: \'publishd\': "published" or "computed". Did you mean "published"?',
        "2026-02-30 is not a date: February 2026 has 28 days",
        "2026-13-01 is not a date: months run from 01 to 12",
        '"2026-6-1" is not a date: write year, month and day as 2024-12-24',
        "[days] 2026-06-01 title: 7 is not a text",
        '[days] 2026-06-02: "anounced_on" is no key of a day. Did you mean "announced_on"?',
        "[days] 2026-06-03: withdrawn before it was announced",
        "[days] 2026-06-04 announced_on: '2026-02-01' is not a day",
        "2051-01-01: lies outside what the file says it covers",
        "2026-06-05: stands in two groups",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("covers = 2012\n", "give the first and the last day"),
        ("covers = [2012-01-01, 2050]\n", "covers: 2050 is not a day"),
        ("covers = [2050-01-01, 2012-01-01]\n", "Sat 1 Jan 2050 comes after Sun 1 Jan 2012"),
        ("covers = [2012-01-01T00:00:00, 2050-01-01]\n", "is not a day"),
        ('[a]\n0000-01-01 = "T"\n', "there is no year 0"),
        ('[a]\n2026-12-32 = "T"\n', "December 2026 has 31 days"),
        ('[a]\n2026-06-01 = ""\n', "is not a text"),
        ("[a]\n2026-06-01 = {}\n", "is not a text"),
        ('2026-06-01 = "outside any group"\n', "2026-06-01: is no key of a calendar file"),
        ("days = [", "this is not a calendar file yet"),
        ('a = 1\n[a\n2026-06-01 = "T"\n', "The line reads: [a"),
        ("[a]\n2026-06-01 = { title = 'T', announced_on = 2026-02-30 }\n", "The line reads: 2026"),
    ],
)
def test_a_file_to_mend_says_where_and_how(write: Write, text: str, words: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        read_calendar_file(write("mend", text))
    assert words in str(refusal.value)
    assert "mend.toml" in str(refusal.value)


def test_a_file_that_is_no_text_or_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'title = "Jos\xe9"\n')
    with pytest.raises(SettingsError, match="byte 12 is not UTF-8 text"):
        read_calendar_file(tmp_path / "latin.toml")
    with pytest.raises(CouldNot, match=r"absent\.toml could not be read: No such file"):
        read_calendar_file(tmp_path / "absent.toml")


def test_the_version_is_of_what_a_file_says_and_not_of_how_it_looks(
    write: Write, tmp_path: Path
) -> None:
    def version(days: str) -> str:
        write("v", f"covers = [2026-01-01, 2026-12-31]\n{days}")
        return load_calendar("v", tmp_path).version

    plain = version('[a]\n2026-06-01 = "One"\n2026-06-02 = "Two"\n')
    assert len(plain) == 32
    assert version("# words\n[b]\n'2026-06-02' = 'Two'\n2026-06-01 = { title = 'One' }\n") == plain
    others = {
        version('[a]\n2026-06-01 = "One"\n'),
        version('[a]\n2026-06-01 = "One"\n2026-06-03 = "Two"\n'),
        version('[a]\n2026-06-01 = "One"\n2026-06-02 = "2"\n'),
        version('[a]\nstatus = "computed"\n2026-06-01 = "One"\n2026-06-02 = "Two"\n'),
        version('published_until = 2026-12-31\n[a]\n2026-06-01 = "One"\n2026-06-02 = "Two"\n'),
        version(
            '[a]\n2026-06-01 = { title = "One", announced_on = 2026-01-01 }\n2026-06-02 = "Two"\n'
        ),
    }
    assert len(others | {plain}) == 7
