"""Commands as a person sends them, and all that a database holds, to see that nothing moved."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import create_engine, inspect, text

from casetrack.bootstrap import Casetrack
from casetrack.domain import facts as f
from casetrack.domain.facts import Fact, RecordKind
from casetrack.domain.facts.handling import ContactAttempted
from casetrack.domain.facts.landlord import UserRegistered
from casetrack.domain.facts.terms import Means, Role
from casetrack.service.orders import Order, Recorded

MON, TUE, WED, FRI = (date(2025, 2, day) for day in (3, 4, 5, 7))
RECEIVED = f.ComplaintReceived(
    happened_on=MON,
    channel="phone",
    first_reached="the repairs line",
    resident="Ms A Example",
    words="The roof leaks.",
    impact="Damp.",
    adjustments_asked=True,
)
CALLED = ContactAttempted(happened_on=TUE, channel="phone", reached=True)
BARE_ACKNOWLEDGEMENT = f.ComplaintAcknowledged(happened_on=FRI, stage=1)
"""without a definition, a means and the way to the policy"""
ACKNOWLEDGED = replace(BARE_ACKNOWLEDGEMENT, means=Means.LETTER, policy_link_given=True)
DEFINED = f.ComplaintDefined(
    happened_on=FRI,
    stage=1,
    points=("The roof leaks.",),
    outcomes_sought=("The roof mended.",),
    responsible_for="The roof.",
    not_responsible_for="nothing",
    means=Means.LETTER,
)
_NUMBERS = itertools.count(1)


def order(
    reference: str,
    *facts: Fact,
    kind: RecordKind = "case",
    account: str = "jb",
    today: date | None = None,
    **more: Any,
) -> Order:
    """Return a command given at noon of the day its last fact happened, or of `today`."""
    day = today or max(fact.happened_on for fact in facts)
    more.setdefault("command_id", f"command {next(_NUMBERS)}")
    more.setdefault("at", datetime.combine(day, time(12), UTC))
    return Order(kind=kind, reference=reference, facts=facts, account=account, **more)


def record(casetrack: Casetrack, reference: str, *facts: Fact, **more: Any) -> Recorded:
    """Record facts, which has to go well."""
    recorded = casetrack.recording.record(order(reference, *facts, **more))
    assert recorded.saved, [each.reason for each in recorded.objections]
    return recorded


def opened_case(casetrack: Casetrack) -> str:
    """Record the receipt of a complaint on Mon 3 Feb 2025; the reference of its case."""
    return record(casetrack, "", RECEIVED).name.reference


def user(handle: str, role: Role, *, account: str = "") -> UserRegistered:
    """Return the registration of somebody under an account named as they are."""
    return UserRegistered(
        happened_on=MON, handle=handle, role=role, account=account or handle.lower()
    )


def registered(casetrack: Casetrack, *users: UserRegistered) -> None:
    """Register people, one after the other, by the first of them."""
    for each in users:
        record(casetrack, "landlord", each, kind="landlord", account=users[0].account)


def in_sound_order(casetrack: Casetrack) -> bool:
    """Say whether the chain, the seals and everything derived are as a replay gives them."""
    return list(casetrack.upkeep.check()) == []


def everything_in(url: str) -> dict[str, list[str]]:
    """Return every row of every table."""
    with _connected(url) as connection:
        return {
            table: sorted(
                repr(tuple(row)) for row in connection.execute(text(f"SELECT * FROM {table}"))
            )
            for table in sorted(inspect(connection).get_table_names())
        }


@contextmanager
def _connected(url: str) -> Iterator[Any]:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
