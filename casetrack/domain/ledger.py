"""What the history of a resident or of the landlord adds up to, before anybody asks what of.

Replay is total, as that of a case: what contradicts the record is left out, with an objection.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from casetrack.domain import facts as f
from casetrack.domain.facts import Entry, RecordKind
from casetrack.domain.objections import Objection
from casetrack.domain.record import FollowUps, Problem, corrects_nothing, in_order


@dataclass(slots=True, kw_only=True)
class Ledger:
    """The entries of a record that count. Not to be changed once it has been replayed."""

    of: RecordKind
    entries: tuple[Entry, ...]
    """in the order of what happened, corrections applied"""
    taken: list[Entry] = field(default_factory=list)
    follow_ups: FollowUps = field(default_factory=FollowUps)
    left_out: list[Objection] = field(default_factory=list)

    @classmethod
    def replay(cls, of: RecordKind, history: Iterable[Entry]) -> "Ledger":
        """Return what a history adds up to. Never raises."""
        ledger = cls(of=of, entries=in_order(history))
        for entry in ledger.entries:
            if problem := ledger._take(entry):
                ledger.left_out.append(problem.against(entry))
        return ledger

    def of_kind(self, *kinds: str) -> Iterator[Entry]:
        """Give the entries of some kinds that count, in order."""
        return (entry for entry in self.taken if entry.fact.kind in kinds)

    def standing(self, kind: str) -> Iterator[Entry]:
        """Give the entries of a kind that nothing has ended yet."""
        return (e for e in self.of_kind(kind) if e.sequence not in self.follow_ups.ended)

    def _take(self, entry: Entry) -> Problem | None:
        fact = entry.fact
        if isinstance(fact, f.EntryCorrected):
            return corrects_nothing(entry, fact)
        if isinstance(fact, f.DeadlineMoved):
            return None
        if fact.belongs_to != self.of:
            return Problem(
                "other-record",
                "",
                f'"{fact.kind.replace("-", " ")}" belongs to a {fact.belongs_to}, not to a '
                f"{self.of}",
                f"Record it on the {fact.belongs_to}'s own record.",
            )
        if problem := self.follow_ups.take(entry):
            return problem
        self.taken.append(entry)
        return None
