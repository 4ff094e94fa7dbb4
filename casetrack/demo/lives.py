"""The lives of made-up complaints: on which day what happened to each, and nothing after today.

Knows chances, habits and working days; no words, no spreadsheet. Must never know the real day.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final

from casetrack.demo.words import AMOUNTS, HANDLERS, OVERLOADED, REVIEWERS, Handler
from casetrack.domain.working_days import WorkingCalendar

RESPONSE: Final = {1: 10, 2: 20}
"""Stage → working days from the acknowledgement to the answer."""
_LIMIT: Final = {1: 10, 2: 20}
"""Stage → working days that an extension may add (Code 2024, 6.4 and 6.15)."""

_REFUSED: Final = 0.03
_WITHDRAWN: Final = 0.02
_NEVER_ACKNOWLEDGED: Final = 0.015
_ESCALATED: Final = 0.135
"""Of those answered, so that it comes to about 13 % of those received."""
_COMPENSATED: Final = 0.45
_OUTCOMES: Final = {"upheld": 38, "partly-upheld": 32, "not-upheld": 30}
# How an extension goes wrong, in hundredths: most do not.
_EXTENSIONS: Final = {
    "valid": 66,
    "without-details": 13,
    "told-too-late": 9,
    "past-limit": 8,
    "no-reason": 4,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """An extension as the log has it, good or bad."""

    told_on: date
    until: date
    reasoned: bool = True
    ombudsman_details: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLife:
    """What happened at one stage; None: it has not."""

    opened: date
    """Received, or stage 2 requested."""
    acknowledged: date | None = None
    extension: Extension | None = None
    responded: date | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A complaint from its receipt to the day the log is kept."""

    handler: Handler
    first: StageLife
    second: StageLife | None = None
    reviewer: str = ""
    refused: bool = False
    withdrawn: date | None = None
    closed: date | None = None
    pounds: int | None = None
    """Compensation."""

    @property
    def received(self) -> date:
        """The day the complaint was received."""
        return self.first.opened

    @property
    def open(self) -> bool:
        """Whether an answer is still to come."""
        last = self.second or self.first
        return last.responded is None and not self.refused and self.withdrawn is None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arranged:
    """A complaint that stands where it does on every `today`; the numbers are working days ago."""

    stage: int = 1
    opened: int
    acknowledged: int | None = None
    told: int | None = None
    until: int = 0
    """Working days from today, negative for the past; 0 is today itself, whatever day that is."""
    details: bool = True
    handler: str = ""


# Every open state that a worklist can show. A due day that is counted is always a working day, so
# at a weekend only a promised date can be due today: the two extended to today see to that.
ARRANGED: Final = (
    # overdue
    _Arranged(opened=20, acknowledged=16, handler=OVERLOADED),
    _Arranged(opened=15, acknowledged=12, handler=OVERLOADED),
    _Arranged(opened=7),
    _Arranged(opened=17, acknowledged=15, told=6, until=-1),
    _Arranged(opened=16, acknowledged=13, told=5, until=4, details=False),
    _Arranged(stage=2, opened=27, acknowledged=23),
    # due today
    _Arranged(opened=12, acknowledged=10, handler="JB"),
    _Arranged(opened=5, handler=OVERLOADED),
    _Arranged(opened=16, acknowledged=14, told=5, until=0),
    _Arranged(stage=2, opened=28, acknowledged=26, told=9, until=0),
    # due in the next days
    _Arranged(opened=11, acknowledged=9),
    _Arranged(opened=9, acknowledged=8, handler="JB"),
    _Arranged(opened=10, acknowledged=7),
    _Arranged(opened=4),
    _Arranged(opened=2),
    _Arranged(stage=2, opened=4),
    _Arranged(stage=2, opened=20, acknowledged=18),
    # extended and running
    _Arranged(opened=13, acknowledged=11, told=3, until=5),
    _Arranged(stage=2, opened=25, acknowledged=22, told=5, until=4),
    # begun lately
    _Arranged(opened=3, acknowledged=1),
    _Arranged(stage=2, opened=6, acknowledged=3),
    _Arranged(opened=1),
    _Arranged(opened=0),
)


class Lives:
    """Makes lives by chance, and those that are arranged."""

    def __init__(self, rng: Random, calendar: WorkingCalendar, today: date) -> None:
        self._rng = rng
        self._calendar = calendar
        self._today = today

    def arranged(self) -> Iterator[Life]:
        """Yield the live tail: complaints in every open state as of today."""
        named = {handler.name: handler for handler in HANDLERS}
        for each in ARRANGED:
            handler = named.get(each.handler) or self._handler()
            stage = self._arranged_stage(each)
            if each.stage == 1:
                yield Life(handler=handler, first=stage)
                continue
            responded = self._add(stage.opened, -6)
            acknowledged = self._add(responded, -8)
            first = StageLife(
                opened=self._add(acknowledged, -2),
                acknowledged=acknowledged,
                responded=responded,
                outcome=self._drawn({"partly-upheld": 1, "not-upheld": 2}),
            )
            yield Life(handler=handler, first=first, second=stage, reviewer=self._reviewer())

    def by_chance(self, received: date) -> Life:
        """Return what became, up to today, of a complaint received that day."""
        rng, handler = self._rng, self._handler()
        fate = rng.random()
        if fate < _REFUSED:
            return Life(handler=handler, first=StageLife(opened=received), refused=True)
        first = self._stage(1, received, handler)
        if fate < _REFUSED + _WITHDRAWN and first.acknowledged:
            withdrawn = self._add(first.acknowledged, rng.randint(1, 6))
            if withdrawn <= self._today:
                first = StageLife(opened=received, acknowledged=first.acknowledged)
                return Life(handler=handler, first=first, withdrawn=withdrawn, closed=withdrawn)
        life = self._escalated(Life(handler=handler, first=first))
        return life if life.open else self._finished(life)

    def _arranged_stage(self, each: _Arranged) -> StageLife:
        extension = None
        if each.told is not None:
            extension = Extension(
                told_on=self._ago(each.told),
                until=self._add(self._today, each.until),
                ombudsman_details=each.details,
            )
        return StageLife(
            opened=self._ago(each.opened),
            acknowledged=None if each.acknowledged is None else self._ago(each.acknowledged),
            extension=extension,
        )

    def _stage(self, number: int, opened: date, handler: Handler) -> StageLife:
        """Return a stage as it went, up to today."""
        rng, today = self._rng, self._today
        acknowledged = self._add(opened, rng.choice(handler.acknowledges_in))
        due = self._add(acknowledged, RESPONSE[number])
        extension = None
        if rng.random() < _NEVER_ACKNOWLEDGED:
            responded = self._add(opened, rng.randint(4, 14))
            return self._known(number, opened, None, None, responded)
        if rng.random() < handler.extends:
            extension = self._extension(number, due)
            responded = self._answer_when_extended(due, extension)
        elif rng.random() < handler.late:
            responded = self._add(due, rng.choice((1, 1, 2, 3, 4, 6, 9)))
        else:
            # Answers crowd before the due day.
            taken = max(rng.triangular(2, RESPONSE[number], RESPONSE[number]), 2)
            responded = self._add(acknowledged, round(taken))
        if acknowledged > today:
            return StageLife(opened=opened)
        return self._known(number, opened, acknowledged, extension, responded)

    def _known(
        self,
        number: int,
        opened: date,
        acknowledged: date | None,
        extension: Extension | None,
        responded: date,
    ) -> StageLife:
        """Return the stage without what lies after today."""
        told = extension if extension and extension.told_on <= self._today else None
        stage = StageLife(opened=opened, acknowledged=acknowledged, extension=told)
        if responded > self._today:
            return stage
        weights = _OUTCOMES if number == 1 else _OUTCOMES | {"not-upheld": 50}
        return replace(stage, responded=responded, outcome=self._drawn(weights))

    def _extension(self, number: int, due: date) -> Extension:
        rng, kind = self._rng, self._drawn(_EXTENSIONS)
        told = self._add(due, rng.randint(1, 3) if kind == "told-too-late" else -rng.randint(1, 4))
        further = rng.choice((3, 5, 5, 5, 7, 10, 10))
        if kind == "past-limit":
            further = _LIMIT[number] + rng.randint(2, 6)
        return Extension(
            told_on=told,
            until=self._add(due, max(further, 4)),
            reasoned=kind != "no-reason",
            ombudsman_details=kind != "without-details",
        )

    def _answer_when_extended(self, due: date, extension: Extension) -> date:
        if self._rng.random() < 0.12:
            return self._add(extension.until, self._rng.randint(1, 5))
        start = max(due, extension.told_on)
        return self._add(start, self._rng.randint(1, self._calendar.count(start, extension.until)))

    def _escalated(self, life: Life) -> Life:
        """Return the life with its stage 2, where the resident has asked for one by today."""
        rng, answered = self._rng, life.first.responded
        chance, later = rng.random(), rng.choice((1, 2, 3, 5, 6, 8, 11, 14, 19, 27, 40))
        if answered is None or chance > _ESCALATED:
            return life
        requested = answered + timedelta(days=later)
        if requested > self._today:
            return life
        second = self._stage(2, requested, life.handler)
        return replace(life, second=second, reviewer=self._reviewer())

    def _finished(self, life: Life) -> Life:
        """Return an answered life with its compensation and, mostly, the day it was closed."""
        rng, last = self._rng, life.second or life.first
        pounds: int | None = rng.choice(AMOUNTS) if rng.random() < _COMPENSATED else None
        if last.outcome == "not-upheld":
            pounds = None
        closed = self._add(last.responded or last.opened, rng.randint(0, 15))
        if closed > self._today or rng.random() < 0.1:
            return replace(life, pounds=pounds)
        return replace(life, pounds=pounds, closed=closed)

    def _handler(self) -> Handler:
        return self._rng.choices(HANDLERS, [handler.load for handler in HANDLERS])[0]

    def _reviewer(self) -> str:
        return self._rng.choice(tuple(REVIEWERS))

    def _drawn(self, weights: dict[str, int]) -> str:
        return self._rng.choices(tuple(weights), tuple(weights.values()))[0]

    def _add(self, day: date, working_days: int) -> date:
        return self._calendar.add(day, working_days)

    def _ago(self, working_days: int) -> date:
        return self._calendar.add(self._today, -working_days)
