"""The one place where things are wired: settings become a running casetrack."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from casetrack.calendars import calendar_names, load_calendar, nation_of
from casetrack.domain.clock import CalendarVersions, ImportedDefinition, VerdictSettings
from casetrack.domain.code import Editions
from casetrack.domain.errors import CouldNot, SettingsError, nearest
from casetrack.domain.facts import Source
from casetrack.editions import editions_hash, load_editions
from casetrack.service.rules import Rules
from casetrack.settings import Settings, find_settings_file, load_settings
from casetrack.store import Store, create_store, migrate_store, open_store

if TYPE_CHECKING:
    from casetrack.domain.metrics import ReportOptions
    from casetrack.service.assigning import Assigning
    from casetrack.service.bundle import Bundles
    from casetrack.service.calendar_change import CalendarChange
    from casetrack.service.casework import Casework
    from casetrack.service.documents import Documents
    from casetrack.service.house_rules import HouseRules
    from casetrack.service.importing import Importing
    from casetrack.service.offers import Offers
    from casetrack.service.recording import Recording
    from casetrack.service.reporting import Reporting
    from casetrack.service.upkeep import Upkeep
    from casetrack.service.views import Views
    from casetrack.service.worklist import Worklist
    from casetrack.service.workload import Workload


class Casetrack:
    """Everything a front end can ask for, on one landlord's database.

    A service is loaded when it is first asked for: most commands need one of them.
    """

    def __init__(self, settings: Settings, store: Store, rules: Rules, *, stale: bool) -> None:
        self.settings = settings
        self.stale = stale
        """derived rows were made under other settings: lists may differ from what a case shows"""
        self._store = store
        self._rules = rules

    @cached_property
    def assigning(self) -> "Assigning":
        """Many cases given to one person."""
        from casetrack.service.assigning import Assigning

        return Assigning(self.casework, self.recording)

    @cached_property
    def bundles(self) -> "Bundles":
        """Evidence for the Ombudsman."""
        from casetrack.service.bundle import Bundles

        return Bundles(self._store, self.casework, self.documents, self.settings.landlord.name)

    @cached_property
    def calendar_change(self) -> "CalendarChange":
        """Bank holidays that come or go."""
        from casetrack.service.calendar_change import CalendarChange

        return CalendarChange(self._store, self._rules)

    @cached_property
    def casework(self) -> "Casework":
        """One case at a time."""
        from casetrack.service.casework import Casework

        return Casework(self._store, self._rules)

    @cached_property
    def documents(self) -> "Documents":
        """Documents filed with cases."""
        from casetrack.service.documents import Documents

        folder = Path(self.settings.documents.folder)
        never = files_of(self.settings.database.url)
        return Documents(self._store, self.recording, folder, never)

    @cached_property
    def importing(self) -> "Importing":
        """Complaint logs coming in."""
        from casetrack.service.importing import Importing

        return Importing(self._store, self._rules, self.settings.outcomes)

    @cached_property
    def offers(self) -> "Offers":
        """What may be done now on a case."""
        from casetrack.service.offers import Offers

        return Offers(self._store, self._rules, house_rules(self.settings))

    @cached_property
    def recording(self) -> "Recording":
        """Facts recorded one command at a time, by the Code's rules."""
        from casetrack.service.recording import Recording

        return Recording(self._store, self._rules, house_rules(self.settings))

    @cached_property
    def reporting(self) -> "Reporting":
        """Figures and the cases behind them."""
        from casetrack.service.reporting import Reporting

        return Reporting(self._store, report_options(self.settings), self._rules.stamp)

    @cached_property
    def upkeep(self) -> "Upkeep":
        """Check and rebuild."""
        from casetrack.service.upkeep import Upkeep

        return Upkeep(self._store, self._rules, self.documents)

    @cached_property
    def views(self) -> "Views":
        """The worklist by saved views, any row of it at once."""
        from casetrack.service.views import Views

        return Views(self._store, self._rules)

    @cached_property
    def workload(self) -> "Workload":
        """Who has how much, what runs out next, what is to be looked at."""
        from casetrack.service.workload import Workload

        return Workload(self._store, self._rules)

    @cached_property
    def worklist(self) -> "Worklist":
        """What is due, and the morning's digests."""
        from casetrack.service.worklist import Worklist

        return Worklist(self._store, self._rules)


@contextmanager
def opened(config: Path | None, *, environment: bool = True) -> Iterator[Casetrack]:
    """Open the casetrack that a settings file describes, and close its database afterwards.

    Without `environment` its variables override nothing: the demo keeps to its own folder.

    Raises BadInput for settings that cannot be used, CouldNot for a database that cannot be opened.
    """
    path = find_settings_file(config)
    settings = load_settings(path, environment=environment)
    editions = load_editions()
    _check_landlord(settings, editions, path)
    with open_store(settings.database.url) as store:
        yield wired(settings, editions, store, path.resolve().parent / "calendars")


def create(path: Path, *, environment: bool = True) -> None:
    """Make the database that a settings file describes, with its calendar. An existing one is kept.

    Raises BadInput for settings that cannot be used, CouldNot for a database that cannot be made.
    """
    settings = load_settings(path, environment=environment)
    editions = load_editions()
    _check_landlord(settings, editions, path)
    name = settings.landlord.calendar
    folder = path.resolve().parent / "calendars"
    calendar = load_calendar(name, folder)
    _check_nation(settings, editions, nation_of(name, folder), path)
    with create_store(settings.database.url) as store:
        now = datetime.now(UTC)  # noqa: TID251  the edge
        with store.write(
            command_id=f"calendar {name} {calendar.version}",
            recorded_by="casetrack",
            recorded_at=now,
            source=Source.CASETRACK,
        ) as writing:
            if not writing.calendar_versions(name):
                writing.add_calendar(calendar)
            if writing.derivation() is None:
                rules = _rules(settings, editions, CalendarVersions((calendar,)))
                writing.set_derivation(rules.stamp)


def wired(settings: Settings, editions: Editions, store: Store, folder: Path) -> Casetrack:
    """Wire every service to one database; `folder` holds the landlord's own calendars.

    Raises SettingsError for a calendar there is not, CouldNot where the database lacks it.
    """
    name = settings.landlord.calendar
    with store.read() as reading:
        versions = reading.calendar_versions(name)
        stamp = reading.derivation()
    if not versions and name not in calendar_names(folder):
        raise SettingsError(
            f'"landlord.calendar" is "{name}".{nearest(name, calendar_names(folder))} '
            f"The calendars there are: {', '.join(calendar_names(folder))}."
        )
    if not versions:
        raise CouldNot(
            f'The database holds no calendar "{name}". Run `casetrack init` beside the settings '
            "file: it adds what is missing and keeps what is there."
        )
    rules = _rules(settings, editions, CalendarVersions(versions))
    return Casetrack(settings, store, rules, stale=stamp != rules.stamp)


def _rules(settings: Settings, editions: Editions, calendars: CalendarVersions) -> Rules:
    reporting = settings.reporting
    return Rules(
        code=settings.landlord.code,
        calendar=settings.landlord.calendar,
        editions=editions,
        editions_hash=editions_hash(),
        calendars=calendars,
        verdicts=VerdictSettings(
            response_is_acknowledgement=reporting.response_is_acknowledgement,
            imported_definition=ImportedDefinition(reporting.imported_definition),
            accept_good_reason=reporting.accept_good_reason,
            targets=tuple(sorted(settings.targets.items())),
        ),
    )


def files_of(url: str) -> tuple[Path, ...]:
    """Return the files of a SQLite database, those that come and go too; none for a server."""
    from casetrack.store.engine import parsed  # only where documents are

    parts = parsed(url)
    if parts.get_backend_name() != "sqlite":
        return ()
    database = Path(parts.database or "").resolve()
    endings = ("", "-wal", "-shm", "-journal", ".lock")
    return tuple(database.with_name(f"{database.name}{ending}") for ending in endings)


def house_rules(settings: Settings) -> "HouseRules":
    """Return the settings that bear on what may be recorded."""
    from casetrack.domain.facts.terms import RefusalGround, SignOff  # only where recorded
    from casetrack.service.house_rules import HouseRules, SignOffRule

    return HouseRules(
        contact_attempts=settings.procedure.contact_attempts,
        refusal_grounds={
            reason: RefusalGround(ground) for reason, ground in settings.refusals.items()
        },
        sign_off=tuple(
            SignOffRule(stage=cell.stage, by=SignOff(cell.by), service_area=cell.service_area)
            for cell in settings.sign_off
        ),
    )


def report_options(settings: Settings) -> "ReportOptions":
    """Return the settings that are applied when a figure is counted."""
    from casetrack.domain.metrics import Ch02Denominator, ReportOptions  # only where counted

    reporting = settings.reporting
    return ReportOptions(
        ch02_denominator=Ch02Denominator(reporting.ch02_denominator),
        require_acknowledgement_in_time=reporting.require_acknowledgement_in_time,
        accept_good_reason=reporting.accept_good_reason,
        response_is_acknowledgement=reporting.response_is_acknowledgement,
        imported_definition=reporting.imported_definition,
        decimals=reporting.decimals,
        homes={
            year: {str(tenure): count for tenure, count in homes.items()}
            for year, homes in settings.homes.items()
        },
    )


def _check_landlord(settings: Settings, editions: Editions, path: Path) -> None:
    """Refuse a Code that is not held, and targets that are none or longer than the Code's."""
    code = settings.landlord.code
    known = sorted({edition.code for edition in editions.editions})
    if code not in known:
        raise SettingsError(
            f'{path}: "landlord.code" is "{code}".{nearest(code, known)} '
            f"The Codes held are: {', '.join(known)}."
        )
    newest = [edition for edition in editions.editions if edition.code == code][-1]
    allowed = {t.key: t.working_days for stage in newest.stages for t in stage.timescales}
    for key, days in settings.targets.items():
        if key in _own_clocks():
            continue  # the Code has none, so it gives no longest
        if key not in allowed:
            raise SettingsError(
                f'{path}: "targets.{key}" is not a clock.{nearest(key, allowed)} '
                f"The clocks are: {', '.join((*allowed, *sorted(_own_clocks())))}."
            )
        if days > allowed[key]:
            raise SettingsError(
                f'{path}: "targets.{key}" is {days}; a target of your own can be shorter than the '
                f"Code's {allowed[key]} working days, never longer."
            )


def _own_clocks() -> frozenset[str]:
    from casetrack.domain.duties import OWN_CLOCKS  # only where targets are set

    return frozenset(kind.value for kind in OWN_CLOCKS)


def _check_nation(settings: Settings, editions: Editions, nation: str, path: Path) -> None:
    """Refuse bank holidays of another nation than the Code's."""
    wanted = {e.nation for e in editions.editions if e.code == settings.landlord.code}
    if nation not in wanted:
        raise SettingsError(
            f'{path}: "landlord.calendar" is "{settings.landlord.calendar}", of {nation}; the '
            f"{settings.landlord.code} Code counts the bank holidays of "
            f"{', '.join(sorted(wanted))}. Use that calendar, or one of your own that extends it."
        )


def migrate(config: Path | None) -> tuple[str | None, str]:
    """Bring the database of a settings file up to this version; return the two versions."""
    settings = load_settings(find_settings_file(config))
    return migrate_store(settings.database.url)
