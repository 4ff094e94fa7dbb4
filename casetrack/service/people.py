"""Who may record what: roles, by the account of the computer that somebody works with.

With one shared file they guard against mistakes, not against whoever owns the file.
"""

import logging
from collections.abc import Iterator
from typing import Final

from casetrack.domain.errors import NotAllowed
from casetrack.domain.facts import DeadlineMoved, Entry
from casetrack.domain.facts.landlord import UserRegistered
from casetrack.domain.facts.terms import Role
from casetrack.domain.landlord import Users
from casetrack.domain.ledger import Ledger
from casetrack.domain.objections import Objection, ObjectionKind
from casetrack.domain.words import same_name
from casetrack.store import Reading, RecordName
from casetrack.text import safe_text

_LOG: Final = logging.getLogger(__name__)
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
        note_attempt(reading, account, "an import or a change of the calendar")
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
    yield from _of_casetrack(entry)
    yield from _called_alike(users, entry)
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


def _of_casetrack(entry: Entry) -> Iterator[Objection]:
    """Give what stands against somebody recording what casetrack itself records."""
    fact = entry.fact
    told = getattr(fact, "replacement", None) or fact
    if isinstance(told, DeadlineMoved):
        yield _refused(
            entry,
            "that a due day moved is recorded by casetrack itself, when a bank holiday comes or "
            "goes, and by nobody else",
            "Put the day on the calendar or take it off (`casetrack calendar add`, `casetrack "
            "calendar remove`). More time to answer is an extension (response-extended).",
            code="not-yours-to-record",
        )


def _called_alike(users: Users, entry: Entry) -> Iterator[Objection]:
    """Give what stands against a handle that people would take for another's (6.13)."""
    told = getattr(entry.fact, "replacement", None) or entry.fact
    if not isinstance(told, UserRegistered):
        return
    for user in users.active:
        if user.handle != told.handle and same_name(user.handle) == same_name(told.handle):
            yield _refused(
                entry,
                f'{user.handle} is registered already, and nobody could tell "{told.handle}" from '
                "them",
                f"Register {user.handle} anew to change what is on record of them; another person "
                "needs a handle that differs in more than capitals and spaces.",
                code="handle-taken",
            )


def nobody_registers(then: Users, entry: Entry) -> Iterator[Objection]:
    """Give what stands against an entry after which nobody could register anybody.

    `then` is who works on complaints with it. Where nobody does any more, everybody may record.
    """
    if then.active and not then.managers:
        yield _refused(
            entry,
            "no manager would be left with an account, and only a manager can register others",
            "Register another manager first (`casetrack user add NAME --role manager`), with the "
            "account they work in.",
            code="no-manager-left",
        )


def note_attempt(reading: Reading, account: str, tried: str) -> None:
    """Log that an auditor tried to record something: who and what, and nobody's words."""
    user = users_in(reading).with_account(account)
    if user is not None and user.role is Role.AUDITOR:
        _LOG.warning("%s, an auditor, tried to record %s", safe_text(user.handle), safe_text(tried))


def _refused(entry: Entry, reason: str, cure: str, *, code: str = "role-may-not") -> Objection:
    return Objection(
        kind=ObjectionKind.IMPOSSIBLE,
        code=code,
        sequence=entry.sequence,
        provision="",
        stage=getattr(entry.fact, "stage", 1),
        reason=reason,
        cure=cure,
    )
