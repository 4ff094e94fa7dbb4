"""What is known of a resident, as shown above each of their cases."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from casetrack.domain.facts import Entry
from casetrack.domain.facts.residents import ResidentRegistered
from casetrack.domain.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Something that holds for a resident: an adjustment, an alert, a restriction."""

    number: int
    """of the entry that began it"""
    kind: str
    what: str
    since: date
    review_on: date | None
    until: date | None = None
    """the last day it holds; None: until it is ended"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """A resident as the record tells it."""

    registered: ResidentRegistered | None
    representatives: tuple[Holding, ...]
    adjustments: tuple[Holding, ...]
    disabilities: tuple[Holding, ...]
    alerts: tuple[Holding, ...]
    restrictions: tuple[Holding, ...]

    @classmethod
    def of(cls, ledger: Ledger) -> "Resident":
        """Return what a resident's history adds up to."""
        registered = [cast("ResidentRegistered", e.fact) for e in ledger.of_kind(_REGISTERED)]
        return cls(
            registered=registered[-1] if registered else None,
            representatives=_holding(ledger, "representative-authorised"),
            adjustments=_holding(ledger, "adjustment-agreed"),
            disabilities=_holding(ledger, "disability-disclosed"),
            alerts=_holding(ledger, "alert-raised"),
            restrictions=_holding(ledger, "restriction-imposed"),
        )

    def on(self, day: date) -> "Resident":
        """Return the resident with what still holds on a day: an authority ends with its day."""
        return replace(
            self,
            representatives=_on(self.representatives, day),
            adjustments=_on(self.adjustments, day),
            disabilities=_on(self.disabilities, day),
            alerts=_on(self.alerts, day),
            restrictions=_on(self.restrictions, day),
        )

    @property
    def name(self) -> str:
        """The resident's name."""
        return self.registered.name if self.registered else ""

    def __iter__(self) -> Iterator[Holding]:
        """Give all that holds, what everybody has to know first."""
        yield from self.alerts
        yield from self.restrictions
        yield from self.adjustments
        yield from self.disabilities
        yield from self.representatives


_REGISTERED = "resident-registered"


def _on(holdings: tuple[Holding, ...], day: date) -> tuple[Holding, ...]:
    return tuple(each for each in holdings if each.until is None or day <= each.until)


def _holding(ledger: Ledger, kind: str) -> tuple[Holding, ...]:
    return tuple(_as_it_is(ledger, entry) for entry in ledger.standing(kind))


def _as_it_is(ledger: Ledger, entry: Entry) -> Holding:
    """Return what holds now: the latest review may have changed it, or its next day."""
    fact: Any = entry.fact
    what = getattr(fact, "what", "") or getattr(fact, "name", "")
    review_on = getattr(fact, "review_on", None)
    for later in ledger.follow_ups.taken_up.get(entry.sequence, ()):
        reviewed: Any = later.fact
        what = getattr(reviewed, "what", "") or what
        review_on = getattr(reviewed, "review_on", None) or review_on
    return Holding(
        number=entry.sequence,
        kind=fact.kind,
        what=what,
        since=fact.happened_on,
        review_on=review_on,
        until=getattr(fact, "until", None),
    )
