"""What a rule looks at when it judges one entry: the entry, and the record around it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from casetrack.domain.case import Case
from casetrack.domain.clocks import CaseClocks
from casetrack.domain.code import Citation, CodeEdition
from casetrack.domain.facts import Entry, HandlerAssigned, ResponseIssued
from casetrack.domain.objections import Finding, ObjectionKind
from casetrack.domain.record import follows
from casetrack.domain.stage import StageHistory
from casetrack.domain.words import same_name, says_something, shows_something

Findings = Iterator[Finding]
SECOND: Final = 2
"""the stage that has the last word"""
OWN_RULE: Final = Citation(number="", edition="our own rule")
"""what a rule of the landlord's or of casetrack's is cited by"""
_OF_THE_SECOND: Final = frozenset({"escalation-requested", "escalation-refused"})
"""Facts that name no stage and are of the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """One entry under judgement, whatever record it stands in."""

    entry: Entry
    edition: CodeEdition

    @property
    def fact(self) -> Any:
        """What the entry says."""
        return self.entry.fact

    @property
    def day(self) -> date:
        """The day it happened."""
        return self.entry.fact.happened_on

    @property
    def stage_number(self) -> int:
        """The stage it is cited for."""
        of_itself = SECOND if self.entry.fact.kind in _OF_THE_SECOND else 1
        return int(getattr(self.entry.fact, "stage", of_itself))

    def breach(self, code: str, number: str, reason: str, cure: str) -> Finding:
        """Return a departure from a provision of the 2024 Code; "" is the landlord's own rule."""
        return self._finding(code, number, reason, cure, ObjectionKind.BREACH)

    def impossible(self, code: str, number: str, reason: str, cure: str) -> Finding:
        """Return what contradicts itself, so that it cannot have been."""
        return self._finding(code, number, reason, cure, ObjectionKind.IMPOSSIBLE)

    def lateness(self, code: str, number: str, reason: str) -> Finding:
        """Return a departure that is no reason not to act now."""
        return self._finding(code, number, reason, "", None)

    def _finding(
        self, code: str, number: str, reason: str, cure: str, against: ObjectionKind | None
    ) -> Finding:
        return Finding(
            code=code,
            sequence=self.entry.sequence,
            cited=self.edition.cite(number, self.stage_number) if number else OWN_RULE,
            says=f"{reason[0].upper()}{reason[1:].removesuffix('.')}.",
            stage=self.stage_number,
            reason=reason,
            cure=cure,
            against=against,
        )

    def given(self, words: str) -> bool:
        """Say whether there is a text at all; one that was disposed of was one."""
        return self.entry.disposed or shows_something(words)

    def explained(self, words: str) -> bool:
        """Say whether a text gives an account of something: "." and "n/a" give none."""
        return self.entry.disposed or says_something(words)

    def listed(self, words: tuple[object, ...]) -> bool:
        """Say whether a list holds something; one that was disposed of did."""
        return self.entry.disposed or bool(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Judging):
    """One entry of a case, and the case it stands in."""

    case: Case
    clocks: CaseClocks

    @property
    def stage(self) -> StageHistory | None:
        """The stage the entry is of, as it stood then."""
        return self.case.stage_then(self.stage_number, self.entry)

    @property
    def decider(self) -> str:
        """Who decided an answer: whoever it names, else who had the stage by then."""
        by_then = [
            handler
            for handler, entry in _handlers(self.case, self.stage_number)
            if not follows(entry, self.entry)
        ]
        return str(self.fact.decided_by) or "".join(by_then[-1:])

    def by_then(self, kind: str, stage: int | None = None) -> list[Any]:
        """Return the facts of a kind on record for the entry's day or before it."""
        return [
            e.fact
            for e in self.case.of_kind(kind)
            if e.fact.happened_on <= self.day
            and (stage is None or getattr(e.fact, "stage", 0) == stage)
        ]

    def done_by_then(self, *entries: Entry | None) -> bool:
        """Say whether any of some entries is of the entry's day or before it."""
        return any(e is not None and e.fact.happened_on <= self.day for e in entries)

    def answered_before(self, stage: StageHistory | None) -> bool:
        """Say whether a stage had been answered when the entry was made."""
        return (
            stage is not None and stage.answered is not None and follows(self.entry, stage.answered)
        )

    def conflict_of(self, person: str) -> bool:
        """Say whether somebody had declared an interest by that day (5.8 c)."""
        return bool(person) and any(
            same_name(fact.person) == same_name(person)
            for fact in self.by_then("conflict-declared")
        )


def considered_stage_1(case: Case) -> frozenset[str]:
    """Return who investigated, decided or signed off stage 1; giving information is not that.

    By their names as names are compared (`same_name`).
    """
    first = case.stage(1)
    if first is None:
        return frozenset()
    people = {
        handler
        for handler, entry in _handlers(case, 1)
        if first.answered is None or not follows(entry, first.answered)
    }
    if first.answered is not None and isinstance(first.answered.fact, ResponseIssued):
        people.add(first.answered.fact.decided_by)
    for entry in case.of_kind("response-signed-off", "response-drafted"):
        fact: Any = entry.fact
        if fact.stage == 1:
            people.add(getattr(fact, "signed_off_by", "") or getattr(fact, "drafted_by", ""))
    return frozenset(map(same_name, people - {""}))


def _handlers(case: Case, stage: int) -> Iterator[tuple[str, Entry]]:
    """Give who was given a stage, in order, with the entry that says so."""
    left_out = {objection.sequence for objection in case.left_out}
    for entry in case.entries:
        fact, counts = entry.fact, entry.sequence not in left_out
        if isinstance(fact, HandlerAssigned) and fact.stage == stage and counts:
            yield fact.handler, entry
