"""A complaint of Feb 2025 as far as it has come, for the tests of forms: received, defined, …"""

import itertools
from datetime import UTC, date, datetime, time
from typing import Any, Final

from landlord import Landlord

from casetrack.domain import facts as f
from casetrack.domain.facts import Fact, RecordKind
from casetrack.domain.facts.landlord import UserRegistered
from casetrack.domain.facts.residents import ResidentRegistered
from casetrack.domain.facts.terms import Means, Role
from casetrack.service.orders import Order, Recorded

MON, FRI = date(2025, 2, 3), date(2025, 2, 7)
FRI_NOON = datetime(2025, 2, 7, 12, 0, tzinfo=UTC)
"""of Fri 7 Feb 2025, the day the acknowledgement is due"""
THU_20_FEB = datetime(2025, 2, 20, 12, 0, tzinfo=UTC)
"""the day before the answer is due"""
RECEIVED: Final = f.ComplaintReceived(
    happened_on=MON,
    channel="phone",
    first_reached="the repairs line",
    resident="Ms A Example",
    words="The roof leaks.",
    impact="Damp.",
    adjustments_asked=True,
)
DEFINED: Final = f.ComplaintDefined(
    happened_on=FRI,
    stage=1,
    points=("The roof leaks.", "Nobody called back."),
    outcomes_sought=("The roof mended.",),
    responsible_for="The roof.",
    not_responsible_for="nothing",
    means=Means.LETTER,
)
ACKNOWLEDGED: Final = f.ComplaintAcknowledged(
    happened_on=FRI, stage=1, means=Means.LETTER, policy_link_given=True
)
_NUMBERS = itertools.count(1)


def recorded(
    there: Landlord,
    reference: str,
    *facts: Fact,
    kind: RecordKind = "case",
    account: str = "jb",
    **more: Any,
) -> Recorded:
    """Record facts at noon of the day the last of them happened; it has to go well."""
    day = max(fact.happened_on for fact in facts)
    order = Order(
        kind=kind,
        reference=reference,
        facts=facts,
        account=account,
        at=datetime.combine(day, time(12), UTC),
        command_id=f"before {next(_NUMBERS)}",
        **more,
    )
    with there.opened() as casetrack:
        done = casetrack.recording.record(order)
    assert done.saved, [each.reason for each in done.objections]
    return done


def received(there: Landlord, account: str = "jb") -> str:
    """Return a complaint received on Mon 3 Feb 2025."""
    return recorded(there, "", RECEIVED, account=account).name.reference


def defined(there: Landlord) -> str:
    """Return one that is defined too, on Fri 7 Feb."""
    reference = received(there)
    recorded(there, reference, DEFINED)
    return reference


def acknowledged(there: Landlord) -> str:
    """Return one that is acknowledged too: its answer is due on Fri 21 Feb."""
    reference = defined(there)
    recorded(there, reference, ACKNOWLEDGED)
    return reference


def resident(there: Landlord) -> str:
    """Return a resident's record."""
    named = ResidentRegistered(happened_on=MON, name="Ms A Example")
    return recorded(there, "", named, kind="resident").name.reference


def register(there: Landlord, handle: str, role: Role) -> None:
    """Register somebody under an account named as they are; the first has to be a manager."""
    user = UserRegistered(happened_on=MON, handle=handle, role=role, account=handle.lower())
    account = "mm" if role is not Role.MANAGER else handle.lower()
    recorded(there, "landlord", user, kind="landlord", account=account)
