"""Keeping what is derived in step with the history, and proving that both are sound.

The history is the truth. What is derived from it can always be made anew, and is compared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from casetrack.calendars import calendar_version
from casetrack.domain.facts import Entry, Source
from casetrack.domain.working_days import said
from casetrack.service.derivation import derive
from casetrack.service.documents import Claims, Documents
from casetrack.service.rules import Rules
from casetrack.store import Anchor, Checked, Clock, Derived, Reading, RecordName, Store
from casetrack.store.verify import verify

_Clocks = Mapping[tuple[str, int], Clock]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that is not as it has to be."""

    code: str
    where: str
    says: str
    cure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictChange:
    """A clock whose dates or verdict differ from what was derived before."""

    reference: str
    clock: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a rebuild did."""

    records: int
    replaced: int
    changes: tuple[VerdictChange, ...]


class Upkeep:
    """Check and rebuild for one database."""

    def __init__(self, store: Store, rules: Rules, documents: Documents) -> None:
        self._store = store
        self._rules = rules
        self._documents = documents

    def check(self, anchor: Anchor | None = None) -> Iterator[Problem]:
        """Give every problem: in chain and seals, in derived rows, in the documents filed.

        With a seal that was kept elsewhere, `anchor`, a cut-off end is found too.

        Raises CouldNot for a database that cannot be read.
        """
        with self._store.read() as reading:
            broken = False
            for found in verify(reading, anchor):
                broken = True
                yield Problem(
                    code=found.code, where=found.where, says=found.sentence, cure=found.cure
                )
            if reading.derivation() != self._rules.stamp:
                yield Problem(
                    code="rebuild-needed",
                    where="worklist and figures",
                    says="They were made under other settings or rules than those that hold now.",
                    cure="Run `casetrack rebuild`.",
                )
            yield from self._changed_calendars(reading)
            claims = Claims()
            if not broken:
                yield from self._differences(reading, claims)
        if not broken:
            for each in self._documents.problems(claims):
                yield Problem(code=each.code, where=each.where, says=each.sentence, cure=each.cure)

    def note_check(self, problems: int, *, by: str, at: datetime) -> None:
        """Write down that a check was made to its end. Raises CouldNot, Conflict."""
        self._store.note_check(Checked(at=at, by=by, problems=problems))

    def last_check(self) -> Checked | None:
        """Return the last check that was made to its end, None before the first."""
        with self._store.read() as reading:
            return reading.last_check()

    def _changed_calendars(self, reading: Reading) -> Iterator[Problem]:
        """A version is the hash of its days, and every fact names the one it was recorded under."""
        for held in reading.calendar_versions(self._rules.calendar):
            if calendar_version(held.covers, held.published_until, held.listed) != held.version:
                yield Problem(
                    code="calendar-changed",
                    where=f"calendar {held.name}, version {held.version}",
                    says="Its bank holidays are not the ones that were put in.",
                    cure="Compare with the newest backup from before this, and restore it.",
                )

    def _differences(self, reading: Reading, claims: Claims) -> Iterator[Problem]:
        """Compare what is derived; on the way, gather which documents have to be there."""
        for name, history, kept, fresh in self._compared(reading):
            self._documents.claim(claims, name, history)
            if kept != fresh:
                yield Problem(
                    code="derived-differs",
                    where=name.reference,
                    says="What is kept beside its history is not what the history gives.",
                    cure="First compare the last seal you kept (`casetrack check --seal`), for the "
                    "end of the history may have been cut off; then run `casetrack rebuild`.",
                )

        for reference in dict.fromkeys(reading.copies_that_differ()):
            yield Problem(
                code="derived-differs",
                where=reference,
                says="A list shows its reference, resident or month otherwise than it is.",
                cure="Run `casetrack rebuild`; then find out who changed the database.",
            )

    def _compared(
        self, reading: Reading
    ) -> Iterator[tuple[RecordName, tuple[Entry, ...], Derived, Derived]]:
        """Give each record with what is kept beside it and what its history gives."""
        rules = self._rules.as_held(reading)
        kept = reading.all_derived()
        for name, history in reading.histories():
            kept_name, rows = next(kept)
            assert kept_name == name  # noqa: S101  both come in the order of the records
            judged = rules.judge_any(name.kind, history)
            fresh = derive(name, judged, len(history), rules.calendars)
            yield name, history, rows, fresh

    def rebuild(self, *, command_id: str, recorded_by: str, recorded_at: datetime) -> Rebuilt:
        """Make everything derived anew from the history, in one transaction; list what changed.

        What words are looked up in as well, for nothing compares that.
        """
        changes: list[VerdictChange] = []
        stale: list[tuple[RecordName, Derived]] = []
        records = 0
        with self._store.write(
            command_id=command_id,
            recorded_by=recorded_by,
            recorded_at=recorded_at,
            source=Source.CASETRACK,
        ) as writing:
            otherwise = frozenset(writing.copies_that_differ())
            for name, _, kept, fresh in self._compared(writing):
                records += 1
                if kept != fresh or name.reference in otherwise:
                    stale.append((name, fresh))
                    changes.extend(_verdict_changes(name.reference, kept, fresh))
            writing.replace_derived_each(stale)
            writing.renew_search()
            writing.set_derivation(self._rules.stamp)
        return Rebuilt(records=records, replaced=len(stale), changes=tuple(changes))


def _verdict_changes(reference: str, kept: Derived, fresh: Derived) -> Iterator[VerdictChange]:
    before = {(clock.key, clock.started_by): clock for clock in kept.clocks}
    after = {(clock.key, clock.started_by): clock for clock in fresh.clocks}
    for identity, clock in after.items():
        earlier = before.get(identity) or _one_left(clock.key, before, after)
        if earlier is None:
            if kept.clocks:
                yield VerdictChange(
                    reference=reference, clock=clock.key, says=f"is new: {_standing(clock)}"
                )
        elif (earlier.settled, earlier.due_on) != (clock.settled, clock.due_on):
            yield VerdictChange(
                reference=reference,
                clock=clock.key,
                says=f"was {_standing(earlier)}, now {_standing(clock)}",
            )


def _one_left(key: str, before: _Clocks, after: _Clocks) -> Clock | None:
    """Return the clock of a key that is started by another entry now, if there is just one."""
    left = [c for identity, c in before.items() if identity not in after and c.key == key]
    return left[0] if len(left) == 1 else None


def _standing(clock: Clock) -> str:
    return f"{clock.settled or 'open'}, due {said(clock.due_on)}"
