"""Whoever changes the history behind casetrack's back is found out, guards or no guards."""

import random
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update
from store_attacker import (
    FACT_TAMPERINGS,
    alter,
    attacker,
    codes,
    noticed,
    problems,
    rehash,
    seal_anew,
    undone,
)
from store_samples import CASE, FACTS, OTHER, record_some, writing

from casetrack.domain.errors import CouldNot
from casetrack.store import Reading, RecordName, Store
from casetrack.store import engine as engines
from casetrack.store.tables import disposal, fact, personal_text, record, seal
from casetrack.store.triggers import recreate, triggers_for
from casetrack.store.verify import verify

Row = Any
SAMPLE = random.Random(20241224)


def test_an_untouched_history_has_no_problems(store: Store) -> None:
    record_some(store, records=4, facts_each=6, at_once=2)
    with store.read() as reading:
        assert list(verify(reading, reading.anchor())) == []


CALLED = {
    "text_changed": ["entry-changed"],
    "text_changed_and_hashed_anew": ["chain-broken", "seal-digest"],
    "text_changed_and_the_whole_chain_hashed_anew": ["seal-digest"],
    "text_made_nonsense": ["entry-unreadable", "seal-digest"],
    "hash_changed": ["chain-broken", "entry-changed", "seal-digest"],
    "put_under_another_seal": ["seal-count"],
    "deleted": ["entry-missing", "seal-count"],
    "deleted_with_all_after_it": ["seal-count"],
    "deleted_and_the_rest_moved_up": ["seal-count"],
    "swapped_with_its_neighbour": ["entry-changed", "entry-elsewhere"],
    "swapped_and_the_whole_chain_hashed_anew": ["seal-digest"],
    "one_put_in_at_the_end": ["seal-count"],
    "moved_to_a_record_of_its_own": [
        *("chain-broken", "entry-elsewhere", "entry-missing", "seal-digest")
    ],
}


def test_any_one_fact_of_a_thousand_changed_deleted_swapped_or_put_in_is_found(
    store: Store, database_url: str
) -> None:
    record_some(store, records=40, facts_each=25, at_once=10)
    unnoticed = []
    with attacker(database_url) as connection:
        rows = connection.execute(select(fact).order_by(fact.c.record_id, fact.c.sequence)).all()
        assert len(rows) == 1000
        for row in [rows[0], rows[-1], *SAMPLE.sample(rows, 8)]:
            for tampering in FACT_TAMPERINGS:
                with undone(connection):
                    tampering(connection, row)
                    if not noticed(connection):
                        unnoticed.append((tampering.__name__, row.record_id, row.sequence))
        assert not problems(connection)
    assert unnoticed == []


def test_each_change_is_called_by_its_name(store: Store, database_url: str) -> None:
    record_some(store, records=3, facts_each=6)
    found = {}
    with attacker(database_url) as connection:
        in_the_middle = select(fact).where(fact.c.record_id == 2, fact.c.sequence == 3)
        row = connection.execute(in_the_middle).one()
        for tampering in FACT_TAMPERINGS:
            with undone(connection):
                tampering(connection, row)
                found[tampering.__name__] = sorted(set(problems(connection)))
    assert found == CALLED


def test_personal_words_changed_taken_away_or_put_in_are_found(
    store: Store, database_url: str
) -> None:
    record_some(store, records=3, facts_each=2)
    changes: dict[str, Any] = {
        "words": update(personal_text).values(words='{"resident":"Mx Somebody Else"}'),
        "salt": update(personal_text).values(salt=bytes(16)),
        "gone": delete(personal_text),
        "put in": insert(personal_text).values(record_id=1, sequence=1, salt=b"s", words="{}"),
        "loose": insert(personal_text).values(record_id=1, sequence=77, salt=b"s", words="{}"),
    }
    codes = {}
    with attacker(database_url) as connection:
        for name, change in changes.items():
            with undone(connection):
                connection.execute(change)
                codes[name] = set(problems(connection))
    assert codes == {
        "words": {"personal-changed"},
        "salt": {"personal-changed"},
        "gone": {"personal-missing"},
        "put in": {"personal-changed"},
        "loose": {"personal-loose"},
    }


def test_any_change_to_a_seal_or_a_record_is_found(store: Store, database_url: str) -> None:
    record_some(store, records=4, facts_each=4)
    third = seal.c.number == 3
    changes: dict[str, Any] = {
        "fact_count": update(seal).where(third).values(fact_count=9),
        "digest": update(seal).where(third).values(digest=bytes(32)),
        "command_id": update(seal).where(third).values(command_id="another"),
        "recorded_at": update(seal).where(third).values(recorded_at="2024-12-24T00:00:00+00:00"),
        "recorded_by": update(seal).where(third).values(recorded_by="MO"),
        "source": update(seal).where(third).values(source="import"),
        "hash": update(seal).where(third).values(hash=bytes(32)),
        "prev_hash": update(seal).where(third).values(prev_hash=bytes(32)),
        "number": update(seal).where(seal.c.number == 8).values(number=80),
        "deleted": delete(seal).where(third),
        "renamed": update(record).where(record.c.id == 2).values(reference="2023/0002"),
        "an empty record": insert(record).values(id=99, kind="case", reference="2024/0099"),
    }
    found = {}
    with attacker(database_url) as connection:
        assert connection.execute(select(func.count()).select_from(seal)).scalar() == 8
        for name, change in changes.items():
            with undone(connection):
                connection.execute(change)
                found[name] = sorted(set(problems(connection)))
    unsealed = "entry-without-seal"
    assert found == {
        "fact_count": ["seal-changed", "seal-count"],
        "digest": ["seal-changed", "seal-digest"],
        "command_id": ["seal-changed"],
        "recorded_at": ["seal-changed"],
        "recorded_by": ["seal-changed"],
        "source": ["seal-changed"],
        "hash": ["seal-chain-broken", "seal-changed"],
        "prev_hash": ["seal-chain-broken", "seal-changed"],
        "number": [unsealed, "seal-changed", "seal-count", "seal-missing"],
        "deleted": [unsealed, "seal-missing"],
        "renamed": ["entry-elsewhere"],
        "an empty record": ["record-empty"],
    }


def test_two_records_that_change_names_are_found(store: Store, database_url: str) -> None:
    record_some(store, records=2, facts_each=3)
    with attacker(database_url) as connection:
        for id_, reference in ((1, "x"), (2, "2024/0001"), (1, "2024/0002")):
            rename = update(record).where(record.c.id == id_).values(reference=reference)
            connection.execute(rename)
        assert set(problems(connection)) == {"entry-elsewhere"}


def test_an_end_that_was_cut_off_is_found_with_the_anchor_alone(
    store: Store, database_url: str
) -> None:
    record_some(store, records=3, facts_each=2)
    with store.read() as reading:
        anchor = reading.anchor()
    assert anchor is not None
    with attacker(database_url) as connection:
        last = anchor.number
        connection.execute(delete(fact).where(fact.c.seal == last))
        connection.execute(delete(seal).where(seal.c.number == last))
        assert problems(connection) == []
        assert problems(connection, anchor) == ["end-cut-off"]


def test_a_history_made_anew_from_end_to_end_is_found_with_the_anchor_alone(
    store: Store, database_url: str
) -> None:
    record_some(store, records=2, facts_each=2)
    with store.read() as reading:
        anchor = reading.anchor()
    with attacker(database_url) as connection:
        for row in connection.execute(select(fact)).all():
            alter(connection, row, body=row.body.replace("2024-12-24", "2024-12-23", 1))
        for record_id in (1, 2):
            rehash(connection, record_id)
        seal_anew(connection)
        assert problems(connection) == []
        assert problems(connection, anchor) == ["anchor-differs"]


def test_disposed_words_are_empty_and_the_rest_still_verifies(store: Store) -> None:
    """What a recorded disposal does: its fact, the row that allows it, and the words deleted."""
    with writing(store) as command:
        command.append(CASE, FACTS, calendar_version="")
        command.append(OTHER, FACTS, calendar_version="")
    with writing(store) as command:
        command.append(CASE, [FACTS[1]], calendar_version="")
        command.connection.execute(insert(disposal), {"record_id": 1, "seal": 2})
        command.connection.execute(delete(personal_text).where(personal_text.c.record_id == 1))
    with store.read() as reading:
        assert list(verify(reading)) == []
        disposed = reading.history(CASE)[0].fact
        kept = reading.history(OTHER)[0].fact
    assert disposed.happened_on == kept.happened_on
    assert getattr(disposed, "resident", None) == ""
    assert getattr(disposed, "channel", None) == "phone"
    assert kept == FACTS[0]


def test_a_tampered_history_cannot_be_read_and_says_what_to_do(
    store: Store, database_url: str
) -> None:
    record_some(store, records=1, facts_each=2)
    with attacker(database_url) as connection:
        connection.execute(update(fact).values(body='{"kind":"complaint-eaten"}'))
        with pytest.raises(CouldNot, match="run `casetrack check`"):
            Reading(connection).history(RecordName("case", "2024/0001"))


def test_a_guard_that_is_gone_or_hollow_is_found(store: Store, database_url: str) -> None:
    record_some(store, records=1, facts_each=2)
    engine = engines.made_engine(engines.parsed(database_url))
    with engines.writing(engine) as connection:
        for trigger in triggers_for(connection):
            on = f" ON {trigger.table}" if connection.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER {trigger.name}{on}")
            assert codes(connection) == ["guard-missing"], trigger.name
            recreate(connection)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE fact DISABLE TRIGGER fact_update_guard")
        else:
            connection.exec_driver_sql("DROP TRIGGER fact_update_guard")
            connection.exec_driver_sql(
                "CREATE TRIGGER fact_update_guard BEFORE UPDATE ON fact BEGIN SELECT 1; END"
            )
        assert codes(connection) == ["guard-missing"]
        recreate(connection)
        assert codes(connection) == []
    engine.dispose()
