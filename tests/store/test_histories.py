"""Facts go in at the end of a record and come back as they were recorded."""

import json
from datetime import date, datetime
from threading import Thread

import pytest
from store_samples import (
    ACKNOWLEDGED,
    CASE,
    EXTENDED,
    FACTS,
    OTHER,
    RECEIVED,
    assigned,
    record_some,
    writing,
)

from casetrack.domain.errors import BadInput, Conflict
from casetrack.domain.facts import ComplaintReceived, EntryCorrected, Fact, Source
from casetrack.store import IdUsed, RecordName, Store, open_store


def test_a_fact_comes_back_with_its_words_and_who_recorded_it_when(store: Store) -> None:
    with writing(store, "c1") as command:
        recorded = command.append(CASE, FACTS, calendar_version="v1")
    with store.read() as reading:
        history = reading.history(CASE)

    assert history == recorded
    assert tuple(entry.fact for entry in history) == FACTS
    assert [entry.sequence for entry in history] == [0, 1, 2]
    assert {entry.recorded_by for entry in history} == {"JB"}
    assert {entry.command_id for entry in history} == {"c1"}
    assert {entry.calendar_version for entry in history} == {"v1"}
    assert {entry.source for entry in history} == {Source.PERSON}
    assert all(
        entry.recorded_at is not None and entry.recorded_at.tzinfo is not None for entry in history
    )


def test_what_nobody_recorded_has_no_history(store: Store) -> None:
    with store.read() as reading:
        assert reading.history(CASE) == ()
        assert reading.length(CASE) == 0
        assert not reading.exists(CASE)
        assert reading.anchor() is None


def test_the_histories_of_many_records_are_those_of_each_in_the_order_asked(store: Store) -> None:
    names = record_some(store, records=7, facts_each=3, at_once=2)
    unknown = RecordName("case", "2024/9999")
    resident = RecordName("resident", names[0].reference)
    asked = [names[5], unknown, resident, *names[:4]]
    with writing(store) as command:
        command.append(resident, FACTS, calendar_version="v1")
        command.append(names[5], [RECEIVED], calendar_version="v1")
        wanted = [(name, command.history(name)) for name in asked if name != unknown]
        assert len(wanted[0][1]) == 4  # with what was added in this block
        assert list(command.histories_of(asked)) == wanted
    with store.read() as reading:
        assert list(reading.histories_of(iter(asked))) == wanted
        assert list(reading.histories_of(())) == []


def test_a_case_and_a_resident_of_one_reference_are_two_records(store: Store) -> None:
    resident = RecordName("resident", CASE.reference)
    with writing(store) as command:
        command.append(CASE, [RECEIVED], calendar_version="")
        command.append(resident, [assigned(1), assigned(2)], calendar_version="")
    with store.read() as reading:
        assert reading.length(CASE) == 1
        assert reading.length(resident) == 2
        assert reading.known_references("case") == {CASE.reference}


def test_within_its_block_a_command_sees_what_it_added(store: Store) -> None:
    with writing(store) as command:
        first = command.append(CASE, [RECEIVED], calendar_version="")
        assert command.history(CASE) == first
        assert command.length(CASE) == 1
        command.append(CASE, [ACKNOWLEDGED], calendar_version="", expected_length=1)
        assert [entry.fact for entry in command.history(CASE)] == [RECEIVED, ACKNOWLEDGED]


def test_personal_words_inside_a_correction_come_back_too(store: Store) -> None:
    correction = EntryCorrected(happened_on=date(2025, 1, 6), corrects=0, replacement=RECEIVED)
    with writing(store) as command:
        command.append(CASE, [RECEIVED, correction], calendar_version="")
    with store.read() as reading:
        assert reading.history(CASE)[1].fact == correction
        bodies = reading.connection.exec_driver_sql("SELECT body FROM fact").scalars().all()
    assert not [body for body in bodies if "ofia" in body or "Sample Street" in body]


def test_what_is_hashed_is_canonical_json_of_everything_that_was_recorded(store: Store) -> None:
    with writing(store, 'c "1"\u2028') as command:
        command.append(CASE, FACTS, calendar_version="v \\ 1")
    with store.read() as reading:
        bodies = reading.connection.exec_driver_sql("SELECT body FROM fact ORDER BY sequence")
        texts = bodies.scalars().all()
    for text in texts:
        held = json.loads(text)
        canonical = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert text == canonical
        said = {"calendar_version", "happened_on", "kind", "record", "sequence"}
        assert said <= set(held) <= said | {"fields", "personal"}
    assert json.loads(texts[1])["fields"] == {"stage": 1}


def test_a_form_based_on_an_older_state_is_a_conflict_and_saves_nothing(store: Store) -> None:
    with writing(store) as command:
        command.append(CASE, [RECEIVED, ACKNOWLEDGED], calendar_version="")

    def stale() -> None:
        with writing(store) as command:
            command.append(OTHER, [RECEIVED], calendar_version="")
            command.append(CASE, [EXTENDED], calendar_version="", expected_length=1)

    with pytest.raises(Conflict) as told:
        stale()
    assert "2024/0001 has 2 entries by now" in str(told.value)
    assert "when it had 1 entry" in str(told.value)
    with store.read() as reading:
        assert reading.length(CASE) == 2
        assert not reading.exists(OTHER)


def test_after_an_exception_nothing_is_saved_and_no_seal_is_written(store: Store) -> None:
    def failing() -> None:
        with writing(store) as command:
            command.append(CASE, FACTS, calendar_version="")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    with store.read() as reading:
        assert not reading.exists(CASE)
        assert reading.anchor() is None


def test_each_command_that_adds_facts_writes_one_seal(store: Store) -> None:
    with writing(store) as command:
        command.append(CASE, FACTS, calendar_version="")
        command.append(OTHER, [RECEIVED], calendar_version="")
    with writing(store) as command:
        command.set_derivation("rules 1")
    with writing(store) as command:
        command.append(OTHER, [ACKNOWLEDGED], calendar_version="")
    with store.read() as reading:
        anchor = reading.anchor()
        counts = reading.connection.exec_driver_sql("SELECT fact_count FROM seal ORDER BY number")
        assert counts.scalars().all() == [4, 1]
    assert anchor is not None
    assert anchor.number == 2
    assert len(anchor.hash) == 64


def test_a_command_sent_twice_is_recorded_once_and_answers_as_the_first_time(store: Store) -> None:
    with writing(store, "once") as command:
        assert not command.already_done
        recorded = command.append(CASE, [RECEIVED], calendar_version="v1", expected_length=0)
    with writing(store, "once") as command:
        assert command.already_done
        assert command.earlier == {CASE: recorded}
        assert (
            command.append(CASE, [RECEIVED], calendar_version="v1", expected_length=0) == recorded
        )
    with store.read() as reading:
        assert reading.history(CASE) == recorded
        assert not reading.exists(OTHER)
        anchor = reading.anchor()
    assert anchor is not None
    assert anchor.number == 1


@pytest.mark.parametrize(
    ("name", "facts"),
    [(OTHER, [RECEIVED]), (CASE, [ACKNOWLEDGED]), (CASE, [RECEIVED, ACKNOWLEDGED])],
    ids=["on another case", "something else", "more of it"],
)
def test_another_command_under_a_used_id_is_refused_and_told_what_it_was_used_for(
    store: Store, name: RecordName, facts: list[Fact]
) -> None:
    with writing(store, "once") as command:
        recorded = command.append(CASE, [RECEIVED], calendar_version="v1")
    with (
        pytest.raises(IdUsed, match=r'"once" was used .*complaint received on 2024/0001') as used,
        writing(store, "once") as command,
    ):
        command.append(name, facts, calendar_version="v1")
    assert used.value.earlier == {CASE: recorded}
    with store.read() as reading:
        assert reading.history(CASE) == recorded
        assert not reading.exists(OTHER)


@pytest.mark.parametrize("words", ["a\0b", "half \ud83d a character"])
def test_words_one_engine_cannot_hold_are_refused_by_both(store: Store, words: str) -> None:
    fact = ComplaintReceived(happened_on=date(2024, 12, 24), summary=words)
    plain = ComplaintReceived(happened_on=date(2024, 12, 24), channel=words)
    for refused in (fact, plain):
        with (
            pytest.raises(BadInput, match="complaint-received of '2024/0001'"),
            writing(store) as command,
        ):
            command.append(CASE, [refused], calendar_version="")
    with store.read() as reading:
        assert not reading.exists(CASE)


def test_words_that_look_like_an_escape_are_kept_as_they_are(store: Store) -> None:
    words = '\\u0000 "quoted" \\ \x1b[31m \r\n\t \u2028 🏠'
    fact = ComplaintReceived(happened_on=date(2024, 12, 24), summary=words, channel=words)
    with writing(store) as command:
        command.append(CASE, [fact], calendar_version="")
    with store.read() as reading:
        assert reading.history(CASE)[0].fact == fact


def test_a_moment_without_a_time_zone_is_refused(store: Store) -> None:
    naive = datetime(2024, 12, 24, 8, 30)
    with (
        pytest.raises(BadInput, match="no time zone"),
        store.write(command_id="c", recorded_by="JB", recorded_at=naive, source=Source.PERSON),
    ):
        pytest.fail("the block must not be entered")


def test_histories_come_in_the_order_the_records_were_made_and_can_go_on_after_one(
    store: Store,
) -> None:
    names = [RecordName("case", f"2024/{number}") for number in (3, 1, 2)]
    resident = RecordName("resident", "R1")
    with writing(store) as command:
        for name in (*names, resident):
            command.append(name, FACTS, calendar_version="")
    with store.read() as reading:
        every = list(reading.histories())
        assert [name for name, _ in every] == [*names, resident]
        assert all(entries == reading.history(name) for name, entries in every)
        assert [name for name, _ in reading.histories(kinds=["case"])] == names
        assert [name for name, _ in reading.histories(after=names[0])] == [*names[1:], resident]


def test_a_reading_sees_one_state_whatever_is_written_meanwhile(
    store: Store, database_url: str
) -> None:
    def elsewhere() -> None:
        with open_store(database_url) as other, writing(other) as command:
            command.append(CASE, FACTS, calendar_version="")

    writer = Thread(target=elsewhere)
    with store.read() as reading:
        assert reading.length(CASE) == 0
        writer.start()
        # PostgreSQL saves at once; SQLite without a write-ahead log waits for the reader to end.
        writer.join(timeout=0.5)
        assert reading.length(CASE) == 0
    writer.join()
    with store.read() as reading:
        assert reading.length(CASE) == 3
