"""What stands against a fact, and what a fact that happened all the same leaves on the record.

Values, not errors: a screen shows them beside a greyed-out key, a command prints them.
"""

from dataclasses import dataclass
from enum import StrEnum

from casetrack.domain.code import Citation


class ObjectionKind(StrEnum):
    """Whether a fact can be recorded at all."""

    IMPOSSIBLE = "impossible"
    """it contradicts the record: refused always"""
    BREACH = "breach"
    """the Code does not allow it: refused while still to be done, a finding once it has happened"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Why a fact is not recorded: the provision, the reason, and what to do instead."""

    kind: ObjectionKind
    code: str
    """stable, in kebab-case; for programs, never shown to people"""
    sequence: int
    """the entry it stands against"""
    provision: str
    """the number in the 2024 Code, or "" where only the record itself objects"""
    stage: int
    reason: str
    cure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A departure from the Code that has happened and is on the record."""

    code: str
    """stable, in kebab-case; for programs, never shown to people"""
    sequence: int
    """the entry that shows it"""
    cited: Citation
    says: str
    """a whole sentence"""
    stage: int = 1
    reason: str = ""
    """the same as part of one, where it stands against an act"""
    cure: str = ""
    """what can be done instead, while the act is still to be done"""
    against: ObjectionKind | None = None
    """how it stands against an act that is still to be done; None: it is no reason not to act, as
    lateness is none"""

    @property
    def objection(self) -> Objection | None:
        """What stands against recording the entry, None where nothing does."""
        if self.against is None:
            return None
        return Objection(
            kind=self.against,
            code=self.code,
            sequence=self.sequence,
            provision=self.cited.shown,
            stage=self.stage,
            reason=self.reason or self.says.removesuffix("."),
            cure=self.cure,
        )
