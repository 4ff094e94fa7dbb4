"""Who works on complaints, as the landlord's own record says."""

from dataclasses import dataclass
from typing import cast

from casetrack.domain.facts.landlord import UserLeft, UserRegistered
from casetrack.domain.facts.terms import Role, Unfit
from casetrack.domain.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Users:
    """Everybody who works on complaints, or did."""

    registered: tuple[UserRegistered, ...]
    """in order of their handles, the latest word on each"""
    left: frozenset[str]

    @classmethod
    def of(cls, ledger: Ledger) -> "Users":
        """Return the users that the landlord's record names."""
        registered: dict[str, UserRegistered] = {}
        left: set[str] = set()
        for entry in ledger.of_kind("user-registered", "user-left"):
            if entry.fact.kind == "user-registered":
                user = cast("UserRegistered", entry.fact)
                registered[user.handle] = user
                left.discard(user.handle)
            else:
                left.add(cast("UserLeft", entry.fact).handle)
        return cls(
            registered=tuple(registered[handle] for handle in sorted(registered)),
            left=frozenset(left),
        )

    @property
    def active(self) -> tuple[UserRegistered, ...]:
        """Those who work on complaints now."""
        return tuple(user for user in self.registered if user.handle not in self.left)

    @property
    def managers(self) -> tuple[UserRegistered, ...]:
        """Those who can register others: managers whom their account leads to."""
        return tuple(
            user
            for user in self.active
            if user.role is Role.MANAGER
            and user.account
            and self.with_account(user.account) == user
        )

    def called(self, handle: str) -> UserRegistered | None:
        """Return the user who goes by a handle now, or None."""
        return next((user for user in self.active if user.handle == handle), None)

    def with_account(self, account: str) -> UserRegistered | None:
        """Return the user of an account of the computer, or None."""
        return next((user for user in self.active if user.account == account), None)

    def role_of(self, handle: str) -> Role | None:
        """Return what somebody may do, None for nobody casetrack knows."""
        user = self.called(handle)
        return user.role if user else None

    def unfit(self, handle: str) -> Unfit | None:
        """Return why somebody can be given no stage; until anybody is registered, everybody can."""
        if not self.active:
            return None
        match self.role_of(handle):
            case None:
                return Unfit.NOT_REGISTERED
            case Role.AUDITOR:
                return Unfit.AUDITOR
            case _:
                return None
