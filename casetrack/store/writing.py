"""One command's transaction: facts added to the ends of histories, and one seal over them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Final

from sqlalchemy import Connection, insert

from casetrack.domain.errors import BadInput, Conflict
from casetrack.domain.facts import Entry, Fact
from casetrack.domain.working_days import WorkingCalendar
from casetrack.store import (
    bulk,
    calendars,
    derived_tables,
    engine,
    history,
    references,
    search_index,
)
from casetrack.store.codec import PreparedFact, SealContent, prepared_facts, seal_hash
from casetrack.store.derived import Derived
from casetrack.store.derived_rows import DerivedRows, derived_rows
from casetrack.store.names import Envelope, IdUsed, RecordName
from casetrack.store.prepared import NEW_RECORD, Head, PreparedRecord
from casetrack.store.reading import Reading
from casetrack.store.tables import fact, personal_text, seal

_AT_A_TIME: Final = 1_000
"""prepared records written in one go"""
_WORTH_A_LOOK: Final = 10_000
"""so many facts of new records change how the tables are best read"""


class Writing(Reading):
    """What `Store.write` gives: everything of a Reading, and ways to add. One thread's alone.

    What it reads of a record no other writer changes before this one is done.
    """

    def __init__(self, connection: Connection, envelope: Envelope) -> None:
        """Take a connection inside a transaction, and what wraps the command."""
        super().__init__(connection)
        self.envelope = envelope
        engine.lock_command(connection, envelope.command_id)
        number = history.seal_of(connection, envelope.command_id)
        self.already_done = number is not None
        """the command was carried out before: nothing is added, `earlier` says what was"""
        self.earlier: Mapping[RecordName, tuple[Entry, ...]] = (
            {} if number is None else history.entries_under(connection, number)
        )
        """what the command recorded when it was carried out, by record"""
        self._pending: dict[int, list[PreparedFact]] = {}
        self._last_seal: tuple[int, bytes] | None = None
        self._written = 0

    # What is read: with the facts added in this block, and locked against other writers.

    def length(self, name: RecordName) -> int:
        """Return how many entries a record's history has, those of this block included."""
        return self._end(name)[1].length

    def history(self, name: RecordName) -> tuple[Entry, ...]:
        """Return a record's entries, those of this block included."""
        record_id = history.record_id(self.connection, name, locked=True)
        if record_id is None:
            return ()
        kept = history.entries(self.connection, record_id, name)
        return kept + self._added(record_id, name)

    def histories_of(
        self, names: Iterable[RecordName]
    ) -> Iterator[tuple[RecordName, tuple[Entry, ...]]]:
        """Give the histories of many records, entries of this block included."""
        for record_id, name, entries in history.entries_of_each(
            self.connection, names, locked=True
        ):
            yield name, entries + self._added(record_id, name)

    def _added(self, record_id: int, name: RecordName) -> tuple[Entry, ...]:
        return tuple(
            history.decoded(name, each.body, each.words or None, self.envelope)
            for each in self._pending.get(record_id, ())
        )

    def _end(self, name: RecordName) -> tuple[int | None, Head]:
        record_id = history.record_id(self.connection, name, locked=True)
        if record_id is None:
            return None, NEW_RECORD
        if pending := self._pending.get(record_id):
            return record_id, Head(pending[-1].sequence + 1, pending[-1].hash)
        return record_id, history.head(self.connection, record_id)

    # What is added.

    def append(
        self,
        name: RecordName,
        facts: Sequence[Fact],
        *,
        calendar_version: str,
        expected_length: int | None = None,
        because: str = "",
    ) -> tuple[Entry, ...]:
        """Add facts to the end of a record, which is made if it is new; return their entries.

        `expected_length`: how many entries the record had when the command was made up. Raises
        Conflict where it has another number by now, BadInput for words that cannot be stored;
        nothing is added then. `because`: why it is recorded though something stands against it.
        A command carried out before gets its entries of that time; IdUsed is raised where its id
        was used for other facts, or on another record.
        """
        if self.already_done:
            return self._as_before(name, facts)
        record_id, head = self._end(name)
        if expected_length is not None and head.length != expected_length:
            raise Conflict(
                f"{name.reference} has {_entries(head.length)} by now; what you sent was made up "
                f"when it had {_entries(expected_length)}. Nothing was saved: look at what "
                f"changed, then record it again or discard it."
            )
        prepared = prepared_facts(
            name,
            facts,
            first_sequence=head.length,
            prev_hash=head.hash,
            calendar_version=calendar_version,
            because=because,
        )
        if not prepared:
            return ()
        if record_id is None:
            record_id = self._new_record(name)
        self._pending.setdefault(record_id, []).extend(prepared)
        return tuple(
            Entry(
                sequence=each.sequence,
                fact=added,
                source=self.envelope.source,
                calendar_version=calendar_version,
                recorded_at=self.envelope.moment,
                recorded_by=self.envelope.recorded_by,
                command_id=self.envelope.command_id,
                because=because,
            )
            for each, added in zip(prepared, facts, strict=True)
        )

    def _as_before(self, name: RecordName, facts: Sequence[Fact]) -> tuple[Entry, ...]:
        """Return what the command recorded on a record when it was carried out."""
        entries = self.earlier.get(name, ())
        same = len(entries) == len(facts) and all(
            entry.disposed or entry.fact == given
            for entry, given in zip(entries, facts, strict=True)
        )
        if facts and not same:
            raise IdUsed(self.envelope.command_id, self.earlier)
        return entries

    def _new_record(self, name: RecordName) -> int:
        made = history.made(self.connection, [name])
        if name not in made:
            raise Conflict(
                f"{name.reference} was recorded by somebody else at the same moment. Nothing was "
                f"saved: look at it, then try again."
            )
        return made[name]

    def append_prepared(self, prepared: Iterable[PreparedRecord]) -> int:
        """Add many records at once, with what was worked out from them; return how many facts.

        Takes any iterable once and keeps little of it in memory. Every record at most once.
        Raises Conflict where a record has changed since it was prepared, BadInput where it was
        prepared for another command; nothing is saved then. Adds nothing for a command carried
        out before, and raises IdUsed where its id was used for other records.
        """
        if self.already_done:
            self._check_prepared_before(prepared)
            return 0
        self._flush()
        before, of_new = self._written, 0
        left = iter(prepared)
        while some := list(islice(left, _AT_A_TIME)):
            of_new += self._add_prepared(some)
        if of_new >= _WORTH_A_LOOK:
            bulk.look_over(self.connection)
        return self._written - before

    def _check_prepared_before(self, prepared: Iterable[PreparedRecord]) -> None:
        """Raise IdUsed unless each record was added to under this id, at the same places."""
        for each in prepared:
            places = [added.sequence for added in each.facts]
            before = [entry.sequence for entry in self.earlier.get(each.name, ())]
            if places and places != before:
                raise IdUsed(self.envelope.command_id, self.earlier)

    def _add_prepared(self, some: Sequence[PreparedRecord]) -> int:
        """Add some records; return how many of the facts are of new ones."""
        if len({each.name for each in some}) != len(some):
            raise BadInput("A record was prepared twice for one import: prepare it once.")
        known = history.heads(self.connection, [each.name for each in some])
        new = [each.name for each in some if each.name not in known]
        made = history.made(self.connection, new)
        ids = {**{name: id_ for name, (id_, _) in known.items()}, **made}
        facts: list[tuple[int, PreparedFact]] = []
        derived: list[tuple[int, RecordName, DerivedRows]] = []
        for each in some:
            _, head = known.get(each.name, (0, NEW_RECORD))
            if each.name not in ids or each.head != head:
                raise Conflict(
                    f"{each.name.reference} was changed while the import was being prepared. "
                    f"Nothing was saved: start the import again."
                )
            if each.command_id != self.envelope.command_id:
                raise BadInput(f"{each.name.reference} was prepared for another command.")
            record_id = ids[each.name]
            facts.extend((record_id, prepared) for prepared in each.facts)
            if each.derived is not None:
                derived.append((record_id, each.name, each.derived))
        self._insert(facts)
        derived_tables.put(self.connection, derived)
        of_new = set(made.values())
        return sum(record_id in of_new for record_id, _ in facts)

    def new_reference(self, year: int) -> str:
        """Return the reference for a new case: 2026/0007; never given twice.

        Raises BadInput for what is no year.
        """
        return references.new_reference(self.connection, year)

    def new_resident_reference(self) -> str:
        """Return the reference for a new resident: R0007; never given twice."""
        return references.new_resident_reference(self.connection)

    def replace_derived(self, name: RecordName, derived: Derived) -> None:
        """Put what was worked out from a record in the place of what was there."""
        self.replace_derived_each([(name, derived)])

    def replace_derived_each(self, named: Iterable[tuple[RecordName, Derived]]) -> None:
        """Do `replace_derived` for many records; quick after `clear_derived`."""
        left = iter(named)
        while some := list(islice(left, _AT_A_TIME)):
            known = history.ids(self.connection, [name for name, _ in some])
            for name, _ in some:
                if name not in known:
                    raise BadInput(f"Nothing is recorded under {name.reference}.")
            derived_tables.put(
                self.connection,
                [(known[name], name, derived_rows(derived)) for name, derived in some],
            )

    def derivation(self) -> str | None:
        """Return under which rules the derived rows were made; nobody changes it meanwhile."""
        return derived_tables.stamp(self.connection, kept=True)

    def set_derivation(self, stamp: str) -> None:
        """Write down under which rules the derived rows are made."""
        derived_tables.set_stamp(self.connection, stamp)

    def clear_derived(self) -> None:
        """Take away everything derived, so that it can be made anew in the same block."""
        derived_tables.clear(self.connection)

    def renew_search(self) -> None:
        """Make anew what words are looked up in, from the words that are stored.

        Nothing is left in it of words taken away. PostgreSQL keeps it in step by itself.
        """
        search_index.renew(self.connection)

    def add_calendar(self, calendar: WorkingCalendar) -> bool:
        """Add a version of a calendar; False where it is the newest one already.

        Raises BadInput for one without name or version, and for one that was newest before.
        """
        return calendars.add(self.connection, calendar, self.envelope)

    def renew_calendar(
        self, was: str, now: str, days: Collection[date]
    ) -> Mapping[RecordName, Mapping[tuple[str, int], date]]:
        """Put a newer calendar version beside open clocks; return the records days may touch.

        Those are to be made anew: their clocks keep the version they have. With each, when its open
        clocks (key, starting entry) were due. Without a day it is what is provisional alone.
        """
        return derived_tables.renew_calendar(self.connection, was, now, days)

    # How it ends.

    def finish(self) -> None:
        """Write what is left and the seal over all of it, last. Called by the store."""
        self._flush()
        if self._written == 0:
            return
        before, prev_hash = self._seal_before()
        sealed = SealContent(
            number=before + 1,
            prev_hash=prev_hash,
            fact_count=self._written,
            digest=history.seal_digest(self.connection, before + 1),
            command_id=self.envelope.command_id,
            recorded_at=self.envelope.recorded_text,
            recorded_by=self.envelope.recorded_by,
            source=self.envelope.source.value,
        )
        self.connection.execute(insert(seal), {**sealed._asdict(), "hash": seal_hash(sealed)})

    def _flush(self) -> None:
        pending = [
            (record_id, each) for record_id, facts in self._pending.items() for each in facts
        ]
        self._pending.clear()
        self._insert(pending)

    def _insert(self, facts: Sequence[tuple[int, PreparedFact]]) -> None:
        if not facts:
            return
        number = self._seal_before()[0] + 1
        bulk.insert(
            self.connection,
            fact,
            fact.columns.keys(),
            [(of, f.sequence, f.body, f.prev_hash, f.hash, number) for of, f in facts],
        )
        bulk.insert(
            self.connection,
            personal_text,
            personal_text.columns.keys(),
            [(of, f.sequence, f.salt, f.words) for of, f in facts if f.salt],
        )
        self._written += len(facts)

    def _seal_before(self) -> tuple[int, bytes]:
        """Return number and hash of the newest seal; from here on nobody else writes one."""
        if self._last_seal is None:
            engine.lock_seals(self.connection)
            self._last_seal = history.last_seal(self.connection)
        return self._last_seal


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"
