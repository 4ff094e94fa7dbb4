"""Recording: one command, judged by the Code's rules against the record as it is at that moment.

What breaches the Code is refused while it is still to be done; what has happened is recorded, with
its findings. Both front ends come through here, so that neither knows a rule.
"""

from collections.abc import Sequence
from dataclasses import replace

from casetrack.domain.errors import BadInput
from casetrack.domain.facts import Source
from casetrack.domain.objections import Objection, ObjectionKind
from casetrack.domain.words import says_something
from casetrack.service.derivation import derive
from casetrack.service.house_rules import HouseRules
from casetrack.service.orders import Order, Recorded
from casetrack.service.people import (
    note_attempt,
    recorder_of,
)
from casetrack.service.rules import Rules, rebuild_needed
from casetrack.service.tidying import tidied_fact
from casetrack.service.weighing import Weighing
from casetrack.store import IdUsed, RecordName, Store, Writing


class UsedBefore(IdUsed):
    """The id of a command was used for another one; nothing of either is lost."""

    def __init__(self, command_id: str, recorded: "Recorded", writing: Writing) -> None:
        """Take what was recorded under the id."""
        super().__init__(command_id, writing.earlier)
        self.recorded = recorded


class Recording:
    """Records facts in one database under one landlord's rules."""

    def __init__(self, store: Store, rules: Rules, house: HouseRules) -> None:
        self._store = store
        self._rules = rules
        self._house = house

    def record(self, order: Order) -> Recorded:
        """Record facts, or say what stands against them: then nothing is saved.

        Raises Stale where somebody else recorded something meanwhile, UsedBefore where its id was
        used for another command, BadInput for what cannot be recorded at all, NotFound,
        RebuildNeeded, CouldNot.
        """
        if order.happened and not says_something(order.because):
            raise BadInput(
                "Say why it happened all the same (--because): it stands on record with it."
            )
        facts = tuple(map(tidied_fact, order.facts))
        order = replace(order, facts=facts)
        recorder = order.account
        with self._store.read() as reading:
            recorder = recorder_of(reading, order.account)
        with self._store.write(
            command_id=order.command_id,
            recorded_by=recorder,
            recorded_at=order.at,
            source=Source.PERSON,
        ) as writing:
            if writing.already_done:
                return _again(writing, order)
            if writing.derivation() != self._rules.stamp:
                raise rebuild_needed()
            # A bank holiday may have been added since casetrack opened.
            self._rules = self._rules.as_held(writing)
            weighed = Weighing(self._rules, self._house, writing, order).weighed()
            if not _may_be_saved(order, weighed.objections):
                note_attempt(writing, order.account, _tried(order))
                return weighed
            return self._save(writing, order, weighed)

    def preview(self, order: Order) -> Recorded:
        """Return what would come of recording facts, and save nothing. Raises as `record` does."""
        order = replace(order, facts=tuple(map(tidied_fact, order.facts)))
        with self._store.read() as reading:
            rules = self._rules.as_held(reading)
            return Weighing(rules, self._house, reading, order, to_be_saved=False).weighed()

    def _save(self, writing: Writing, order: Order, weighed: Recorded) -> Recorded:
        name = weighed.name
        if not order.reference:
            name = RecordName(order.kind, _new_reference(writing, order))
        entries = writing.append(
            name,
            [entry.fact for entry in weighed.entries],
            calendar_version=self._rules.calendars.latest_of(()).version,
            expected_length=order.based_on,
            because=order.because.strip(),
        )
        history = writing.history(name)
        judged = self._rules.judge_any(name.kind, history)
        derived = derive(name, judged, len(history), self._rules.calendars)
        writing.replace_derived(name, derived)
        return replace(weighed, name=name, entries=entries, saved=True)


def _may_be_saved(order: Order, objections: Sequence[Objection]) -> bool:
    return not objections or (
        order.happened and all(each.kind is ObjectionKind.BREACH for each in objections)
    )


def _tried(order: Order) -> str:
    """Return what an order is, in words that tell nothing of any person."""
    kinds = ", ".join(dict.fromkeys(fact.kind for fact in order.facts))
    return f"{kinds} on {order.kind} {order.reference or '(new)'}"


def _again(writing: Writing, order: Order) -> Recorded:
    """Return what a command recorded when it was first carried out. Raises UsedBefore."""
    from casetrack.service.sent_again import is_the_same  # a command is seldom sent again

    name, entries = next(iter(writing.earlier.items()))
    recorded = Recorded(
        name=name,
        entries=entries,
        objections=(),
        findings=(),
        before=(),
        after=(),
        saved=True,
        again=True,
    )
    if not is_the_same(order, writing.earlier):
        raise UsedBefore(order.command_id, recorded, writing)
    return recorded


def _new_reference(writing: Writing, order: Order) -> str:
    if order.kind == "resident":
        return writing.new_resident_reference()
    return writing.new_reference(order.facts[0].happened_on.year)
