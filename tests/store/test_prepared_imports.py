"""An import: prepared and hashed before anybody waits, added in one go, under one seal."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from store_samples import ACKNOWLEDGED, CASE, EXTENDED, FACTS, OTHER, RECEIVED, writing

from casetrack.domain.errors import BadInput, Conflict
from casetrack.domain.facts import ComplaintReceived, Source
from casetrack.store import (
    CaseSummary,
    Clock,
    Derived,
    Envelope,
    Head,
    IdUsed,
    PreparedRecord,
    RecordName,
    Spool,
    Store,
    prepare,
)
from casetrack.store.verify import verify

LOG = Envelope(
    command_id="log 2024-25",
    recorded_by="JB",
    recorded_at=datetime(2024, 12, 24, 9, 0, tzinfo=UTC),
    source=Source.IMPORT,
)
HEAD = Head(3, b"h" * 32)
MANY = 2_500  # more than are written in one go


def _prepared(number: int) -> PreparedRecord:
    name = RecordName("case", f"2023/{number:04}")
    summary = CaseSummary(reference=name.reference, received_on=date(2024, 12, 24))
    clock = Clock(
        key="stage-1-response",
        started_by=0,
        stage=1,
        kind="response",
        due_on=date(2025, 1, 9),
        original_due_on=date(2025, 1, 9),
    )
    return prepare(
        name,
        FACTS,
        envelope=LOG,
        calendar_version="v1",
        derived=Derived(summary=summary, clocks=(clock,), words=f"log {number:04}"),
    )


def _import(store: Store, records: Iterator[PreparedRecord] | list[PreparedRecord]) -> int:
    with store.write(
        command_id=LOG.command_id,
        recorded_by=LOG.recorded_by,
        recorded_at=LOG.recorded_at,
        source=LOG.source,
    ) as command:
        return command.append_prepared(records)


def test_thousands_of_prepared_records_are_one_seal_and_read_like_any_other(store: Store) -> None:
    with writing(store) as command:
        command.append(CASE, FACTS, calendar_version="")
    assert _import(store, (_prepared(number) for number in range(MANY))) == MANY * len(FACTS)
    with store.read() as reading:
        anchor = reading.anchor()
        assert anchor is not None
        assert anchor.number == 2
        assert list(verify(reading, anchor)) == []
        name = RecordName("case", f"2023/{MANY - 1:04}")
        history = reading.history(name)
        assert tuple(entry.fact for entry in history) == FACTS
        assert {entry.source for entry in history} == {Source.IMPORT}
        assert {entry.recorded_at for entry in history} == {LOG.recorded_at}
        assert {entry.command_id for entry in history} == {LOG.command_id}
        assert len(reading.known_references("case")) == MANY + 1
        derived = reading.derived(name)
        assert derived.summary is not None
        assert derived.summary.reference == name.reference
        assert len(derived.clocks) == 1
        assert derived.words == f"log {MANY - 1:04}"


def test_the_same_import_again_adds_nothing(store: Store) -> None:
    assert _import(store, [_prepared(1)]) == len(FACTS)
    assert _import(store, [_prepared(1)]) == 0
    with pytest.raises(IdUsed, match="log 2024-25"):
        _import(store, [_prepared(1), _prepared(2)])
    with store.read() as reading:
        assert reading.known_references("case") == {"2023/0001"}


def test_prepared_records_wait_in_a_spool_and_come_out_as_they_went_in(store: Store) -> None:
    records = [_prepared(number) for number in range(5)]
    plain = prepare(
        OTHER, [ACKNOWLEDGED], envelope=LOG, calendar_version="", head=Head(3, b"h" * 32)
    )
    with Spool() as spool:
        for record in (*records, plain):
            spool.add(record)
        assert len(spool) == 6
        assert list(spool) == list(spool) == [*records, plain]
        spool.add(records[0])
        assert list(spool)[-1] == records[0]
    with pytest.raises(ValueError, match="closed"):
        list(spool)


def test_facts_for_a_known_record_go_on_from_its_end(store: Store) -> None:
    with writing(store) as command:
        command.append(CASE, [RECEIVED], calendar_version="")
    with store.read() as reading:
        heads = reading.heads([CASE, OTHER])
    assert set(heads) == {CASE}
    assert heads[CASE].length == 1
    more = prepare(
        CASE, [ACKNOWLEDGED, EXTENDED], envelope=LOG, calendar_version="", head=heads[CASE]
    )
    assert _import(store, [more]) == 2
    with store.read() as reading:
        assert tuple(entry.fact for entry in reading.history(CASE)) == FACTS
        assert list(verify(reading)) == []


def test_a_record_changed_since_it_was_prepared_stops_the_import_whole(store: Store) -> None:
    with writing(store) as command:
        command.append(CASE, [RECEIVED], calendar_version="")
    with store.read() as reading:
        head = reading.heads([CASE])[CASE]
    for stale in (head, Head()):
        late = prepare(CASE, [EXTENDED], envelope=LOG, calendar_version="", head=stale)
        with writing(store) as command:
            command.append(CASE, [ACKNOWLEDGED], calendar_version="")
        with pytest.raises(Conflict, match=r"2024/0001 was changed while the import was being"):
            _import(store, [_prepared(1), late])
    with store.read() as reading:
        assert reading.known_references("case") == {CASE.reference}


def test_a_record_prepared_twice_or_for_another_command_is_refused(store: Store) -> None:
    with pytest.raises(BadInput, match="twice"):
        _import(store, [_prepared(1), _prepared(1)])
    with pytest.raises(BadInput, match="for another command"), writing(store) as command:
        command.append_prepared([_prepared(1)])


def test_heads_of_many_records_are_known_at_once(store: Store) -> None:
    names = [RecordName("case", f"2023/{number:04}") for number in range(1_200)]
    records = [prepare(name, [RECEIVED], envelope=LOG, calendar_version="") for name in names]
    _import(store, records)
    resident = RecordName("resident", "2023/0001")
    with store.read() as reading:
        heads = reading.heads([*names, resident])
    assert heads == {record.name: Head(1, record.facts[0].hash) for record in records}


def test_words_that_cannot_be_stored_are_refused_when_they_are_prepared() -> None:
    fact = ComplaintReceived(happened_on=date(2024, 12, 24), summary="a\0b")
    with pytest.raises(BadInput, match="NUL"):
        prepare(CASE, [fact], envelope=LOG, calendar_version="")
