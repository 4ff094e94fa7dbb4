"""A calendar in use and newer calendar files: what the files bring, and what they never undo."""

from datetime import date

from casetrack.calendars.amend import with_day, with_files, without_day
from casetrack.domain.working_days import BankHoliday, WorkingCalendar

COVERS = (date(2026, 1, 1), date(2028, 12, 31))
UNTIL_2026, UNTIL_2027 = date(2026, 12, 31), date(2027, 12, 31)
CHRISTMAS = BankHoliday(day=date(2026, 12, 25), title="Christmas Day")  # Fri
BOXING = BankHoliday(day=date(2027, 12, 27), title="Boxing Day", computed=True)  # Mon
EXTRA = BankHoliday(day=date(2027, 6, 14), title="Extra", announced_on=date(2026, 11, 2))  # Mon


def calendar(
    *days: BankHoliday,
    until: date | None = UNTIL_2026,
    covers: tuple[date, date] = COVERS,
) -> WorkingCalendar:
    bare = WorkingCalendar(
        bank_holidays=days, covers=covers, name="england-and-wales", published_until=until
    )
    return with_files(bare, bare)  # with the version of its days


def test_a_year_published_since_is_published_here_too() -> None:
    held = calendar(CHRISTMAS, BOXING)
    published = BankHoliday(day=BOXING.day, title="Boxing Day")
    grown = with_files(held, calendar(CHRISTMAS, published, until=UNTIL_2027))
    assert grown.published_until == UNTIL_2027
    assert grown.listed == (CHRISTMAS, published)
    assert grown.version != held.version
    assert not grown.is_provisional(BOXING.day)


def test_files_that_publish_further_and_change_no_day_still_raise_it() -> None:
    grown = with_files(calendar(CHRISTMAS), calendar(CHRISTMAS, until=UNTIL_2027))
    assert (grown.published_until, grown.listed) == (UNTIL_2027, (CHRISTMAS,))
    assert with_files(grown, calendar(CHRISTMAS)) is grown  # an old copy takes nothing back


def test_a_day_worked_out_by_rule_goes_when_its_year_is_published_without_it() -> None:
    grown = with_files(calendar(CHRISTMAS, BOXING), calendar(CHRISTMAS, until=UNTIL_2027))
    assert grown.is_working_day(BOXING.day)
    later = calendar(CHRISTMAS, BankHoliday(day=date(2028, 12, 25), computed=True))
    kept = with_files(later, calendar(CHRISTMAS, until=UNTIL_2027))
    assert not kept.is_working_day(date(2028, 12, 25))  # Mon, of a year not yet published


def test_a_day_the_files_announce_is_added_once() -> None:
    files = calendar(CHRISTMAS, EXTRA)
    grown = with_files(calendar(CHRISTMAS), files)
    assert grown.listed == files.listed
    assert with_files(grown, files) is grown


def test_a_day_the_landlord_added_stays_when_the_files_have_it_not() -> None:
    held = with_day(calendar(CHRISTMAS), EXTRA)
    assert with_files(held, calendar(CHRISTMAS)) is held
    grown = with_files(held, calendar(CHRISTMAS, until=UNTIL_2027))
    assert not grown.is_working_day(EXTRA.day)


def test_a_day_the_landlord_took_off_comes_back_only_when_it_is_announced_anew() -> None:
    held = without_day(calendar(CHRISTMAS, EXTRA), EXTRA.day, date(2026, 11, 20))
    assert with_files(held, calendar(CHRISTMAS, EXTRA)) is held
    again = BankHoliday(day=EXTRA.day, title="Extra", announced_on=date(2026, 12, 1))
    grown = with_files(held, calendar(CHRISTMAS, again))
    assert not grown.is_working_day(EXTRA.day)
    assert [each for each in grown.listed if each.withdrawn_on]  # and was off once


def test_a_day_the_files_withdrew_is_withdrawn_unless_it_was_announced_since() -> None:
    off = BankHoliday(day=EXTRA.day, title="Extra", withdrawn_on=date(2026, 11, 20))
    assert with_files(calendar(CHRISTMAS, EXTRA), calendar(off)).is_working_day(EXTRA.day)
    since = BankHoliday(day=EXTRA.day, title="Extra", announced_on=date(2026, 12, 1))
    assert not with_files(calendar(since), calendar(off)).is_working_day(EXTRA.day)
    remembered = with_files(calendar(CHRISTMAS), calendar(CHRISTMAS, off))
    assert remembered.listed == (CHRISTMAS, off)


def test_files_that_cover_more_days_bring_them() -> None:
    further = (COVERS[0], date(2030, 12, 31))
    new_year = BankHoliday(day=date(2030, 1, 1), computed=True)  # Tue
    grown = with_files(calendar(CHRISTMAS), calendar(CHRISTMAS, new_year, covers=further))
    assert grown.covers == further
    assert not grown.is_working_day(new_year.day)
    shorter = (date(2026, 6, 1), date(2027, 12, 31))
    assert with_files(grown, calendar(CHRISTMAS, covers=shorter)) is grown
