"""What may be done now on a case: what it waits for, what else is possible, and what stands against
the rest.

Knows no rule: each act is put beside the record and judged as it would be if it were recorded
today, whatever it says. What it has to say is asked of it when it is recorded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casetrack.domain.case import Case
from casetrack.domain.facts import FACTS, Entry, StageFact
from casetrack.domain.objections import Objection
from casetrack.domain.procedure.standing import SECOND
from casetrack.domain.procedure.today import against_the_day, london_day
from casetrack.domain.record import FOLLOW_UPS, Problem, follows_up
from casetrack.service.acts import ACTS, OPENING
from casetrack.service.awaited import Act, Awaited, awaited
from casetrack.service.casework import CaseView
from casetrack.service.derivation import about
from casetrack.service.house_rules import HouseRules
from casetrack.service.people import may_not, users_in
from casetrack.service.rules import Judged, Rules
from casetrack.service.specimens import NOTHING, Around, specimen
from casetrack.service.weighing import objected_anew
from casetrack.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One act, and whether it may be done today."""

    kind: str
    """of the fact that would be recorded"""
    stage: int | None
    """the stage it would be recorded on; None where the fact names none"""
    title: str
    """as a thing to do, in a handler's words"""
    provision: str
    """of what it answers, as the case's edition has it; "" where none"""
    objections: tuple[Objection, ...]
    """what stands against doing it today; () where it may be done"""
    next: bool
    """the case waits for it"""
    why_next: str
    """what waits for it, in a short sentence; "" where nothing does"""
    group: str
    """for a list of acts"""
    takes_up: int | None = None
    """the entry it takes up, where it takes up one: of several the one that is due first"""


class Offers:
    """What may be done on the cases of one database under one landlord's rules."""

    def __init__(self, store: Store, rules: Rules, house: HouseRules) -> None:
        self._store = store
        self._rules = rules
        self._house = house

    def of_case(self, view: CaseView, *, account: str, at: datetime) -> tuple[Offer, ...]:
        """Return what the case waits for, the latest first; then what else may be done; the rest.

        Raises CalendarHorizon where a due date lies past the days the calendar knows.
        """
        asking = self._asking(view.history, view.judged, account, at)
        judged = asking.around.judged
        waits = awaited(judged, asking.around.calendar, asking.around.today)
        offers = [asking.offer(*act, waits.get(act)) for act in _acts_at(judged.case, waits)]
        return tuple(sorted(offers, key=lambda offer: _place(offer, waits)))

    def against(
        self, view: CaseView, kind: str, stage: int | None, *, account: str, at: datetime
    ) -> tuple[Objection, ...]:
        """Return what stands against one act today, whatever it will say."""
        if kind not in ACTS:
            return ()
        return (
            self._asking(view.history, view.judged, account, at).offer(kind, stage, None).objections
        )

    def of_new(self, *, account: str, at: datetime) -> tuple[Offer, ...]:
        """Return the ways to open a case."""
        asking = self._asking((), None, account, at)
        return tuple(asking.offer(kind, None, None) for kind in OPENING)

    def _asking(
        self, history: Sequence[Entry], judged: Judged | None, account: str, at: datetime
    ) -> "_Asking":
        with self._store.read() as reading:
            rules = self._rules.as_held(reading)
            users = users_in(reading)
        if judged is None or rules is not self._rules:
            judged = rules.judge(history)
        around = Around(
            judged=judged,
            users=users,
            calendar=rules.calendars.latest_of(()),
            today=london_day(at),
        )
        return _Asking(rules, self._house, tuple(history), around, account, at)


class _Asking:
    """One record on one day, and somebody who asks what they may do there."""

    def __init__(
        self,
        rules: Rules,
        house: HouseRules,
        history: tuple[Entry, ...],
        around: Around,
        account: str,
        at: datetime,
    ) -> None:
        self.around = around
        self._rules = rules
        self._house = house
        self._history = history
        self._account = account
        self._at = at
        user = around.users.with_account(account)
        self._recorder = user.handle if user else account
        self._service_area = about(around.judged.case).service_area
        self._edition = around.judged.edition or rules.newest

    def offer(self, kind: str, stage: int | None, waits: Awaited | None) -> Offer:
        """Return an act with what stands against it."""
        act = ACTS[kind]
        number = act.second if stage == SECOND and act.second else act.provision
        cited = self._edition.cite(number, stage or 1).shown if number else ""
        return Offer(
            kind=kind,
            stage=stage,
            title=act.title.format(stage=stage),
            provision=(waits.provision if waits else "") or cited,
            objections=tuple(self._against(kind, stage)),
            next=waits is not None,
            why_next=waits.why if waits else "",
            group=act.group,
            takes_up=self.around.taken_up_by(kind),
        )

    def _against(self, kind: str, stage: int | None) -> Iterator[Objection]:
        around = self.around
        fact = specimen(kind, stage, around)
        filled = self._house.filled_in(fact, around.users, self._service_area, self._recorder)
        entry = Entry(
            sequence=len(self._history),
            fact=filled,
            calendar_version=around.calendar.version,
            recorded_at=self._at,
            recorded_by=self._recorder,
        )
        yield from may_not(around.users, self._account, entry)
        if follows_up(filled) == NOTHING:
            yield _takes_up_nothing(entry)
            return
        yield from against_the_day(entry, around.today, around.calendar, because="")
        yield from objected_anew(around.judged, self._rules.judge((*self._history, entry)))


def _takes_up_nothing(entry: Entry) -> Objection:
    """Return what the record objects to a follow-up, before it names an entry."""
    of = FOLLOW_UPS[entry.fact.kind].of
    return Problem(
        "takes-up-nothing",
        "",
        f"no {of.replace('-', ' ')} is still open on this case",
        f"Record it first ({of}).",
    ).against(entry)


def _acts_at(case: Case, waits: Iterable[Act]) -> Iterator[Act]:
    """Give each act with the stage it would be done at: the one under way, and any waited for."""
    under_way = max(1, len(case.stages))
    for kind in ACTS:
        if kind in OPENING and not (kind == "complaint-received" and case.received is None):
            continue
        if not issubclass(FACTS[kind], StageFact):
            yield kind, None
            continue
        also = {stage for waited, stage in waits if waited == kind and stage}
        if kind == "refusal-overturned":
            also |= {stage.number for stage in case.stages if stage.refused}
        for stage in sorted({under_way} | also, reverse=True):
            yield kind, stage


def _place(offer: Offer, waits: Mapping[Act, Awaited]) -> tuple[int, date, bool]:
    """What the case waits for comes first, by its day; what cannot be done comes last."""
    if offer.next:
        return (0, waits[offer.kind, offer.stage].due_on, bool(offer.objections))
    return (2 if offer.objections else 1, date.min, False)
