"""Who may record what: roles, by the account of the computer that somebody works with.

With one shared file they guard against mistakes, not against whoever owns the file.
"""

from collections.abc import Iterator
from typing import Final

from casetrack.domain.errors import NotAllowed
from casetrack.domain.facts import Entry, EntryCorrected, Fact
from casetrack.domain.facts.terms import Role
from casetrack.domain.landlord import Users
from casetrack.domain.ledger import Ledger
from casetrack.domain.objections import Objection, ObjectionKind
from casetrack.store import Reading, RecordName

LANDLORD: Final = RecordName("landlord", "landlord")
"""the one record of the landlord itself"""
_FOR_MANAGERS: Final = frozenset({"user-registered", "user-left"})


def users_in(reading: Reading) -> Users:
    """Return everybody who works on complaints, as the database holds them."""
    return Users.of(Ledger.replay("landlord", reading.history(LANDLORD)))


def recorder_of(reading: Reading, account: str) -> str:
    """Return what somebody goes by on record: their handle, or their account without one."""
    user = users_in(reading).with_account(account)
    return user.handle if user else account


def check_may_write(reading: Reading, account: str, *, as_manager: bool = False) -> None:
    """Raise NotAllowed for an account whose role records nothing, or is no manager's.

    For what is no single fact: an import, a bank holiday, a rebuild.
    """
    users = users_in(reading)
    if not users.active:
        return
    user = users.with_account(account)
    if user is None:
        raise NotAllowed(
            f'The account "{account}" belongs to nobody who is registered, so nothing was saved. '
            "Ask a manager to register you (`casetrack user add`)."
        )
    if user.role is Role.AUDITOR:
        raise NotAllowed(
            f"{user.handle} is an auditor, who reads everything and records nothing. Ask a "
            "handler or a manager."
        )
    if as_manager and user.role is not Role.MANAGER:
        raise NotAllowed("Only a manager may do this; nothing was saved. Ask a manager.")


def may_not(
    users: Users, account: str, entry: Entry, *, of_people: bool = False
) -> Iterator[Objection]:
    """Give what stands against somebody recording an entry.

    Until the first user is registered everybody may record; the first has to be a manager, or
    nobody could register the next. `of_people`: with it other people work on complaints, or as
    something else, as when a registration is corrected.
    """
    fact = entry.fact
    if not users.active:
        if fact.kind == "user-registered" and getattr(fact, "role", None) is not Role.MANAGER:
            yield _refused(
                entry,
                "no manager is registered yet, and only a manager can register others",
                "Register yourself as manager first.",
            )
        return
    user = users.with_account(account)
    if user is None:
        yield _refused(
            entry,
            f'the account "{account}" belongs to nobody who is registered',
            "Ask a manager to register you (`casetrack user add`).",
        )
    elif user.role is Role.AUDITOR:
        yield _refused(
            entry,
            f"{user.handle} is an auditor, who reads everything and records nothing",
            "Ask a handler or a manager to record it.",
        )
    elif (of_people or fact.kind in _FOR_MANAGERS) and user.role is not Role.MANAGER:
        yield _refused(entry, "only a manager registers people", "Ask a manager to do it.")
    yield from _unfit(users, entry)


def _unfit(users: Users, entry: Entry) -> Iterator[Objection]:
    """Give what stands against a stage that is given to somebody who cannot have it."""
    fact: Fact = entry.fact
    if isinstance(fact, EntryCorrected) and fact.replacement is not None:
        fact = fact.replacement
    if fact.kind != "handler-assigned":
        return
    handler = getattr(fact, "handler", "")
    user = users.called(handler)
    if user is None:
        yield _refused(
            entry,
            f'nobody called "{handler}" is registered, so nobody would see the case',
            "Give it to somebody who is: `casetrack user list`.",
            ObjectionKind.BREACH,
        )
    elif user.role is Role.AUDITOR:
        yield _refused(
            entry,
            f"{handler} is an auditor and handles no complaints",
            "Give it to a handler or a manager.",
            ObjectionKind.BREACH,
        )


def _refused(
    entry: Entry, reason: str, cure: str, kind: ObjectionKind = ObjectionKind.IMPOSSIBLE
) -> Objection:
    return Objection(
        kind=kind,
        code="role-may-not",
        sequence=entry.sequence,
        provision="",
        stage=getattr(entry.fact, "stage", 1),
        reason=reason,
        cure=cure,
    )
