"""Many handlers at one database, and programs that are killed: nothing is lost, nothing is half."""

import fcntl
import multiprocessing
import random
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.context import ForkServerContext
from pathlib import Path
from threading import Thread

import pytest
from store_samples import RECEIVED, writing
from store_workers import SHARED, counted, edit_by_forms, edit_what_is_there, save_until_killed

from casetrack.store import RecordName, Store, open_store
from casetrack.store.verify import verify

HANDLERS = 4
KILLS = 8


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Processes that begin with the store loaded, and with nothing of this one's."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["casetrack.store"])
    return context


@pytest.mark.parametrize(("edit", "edits"), [(edit_by_forms, 30), (edit_what_is_there, 100)])
def test_of_the_edits_of_several_handlers_none_is_lost_and_none_finds_it_locked(
    database_url: str,
    processes: ForkServerContext,
    edit: Callable[[str, int, int], None],
    edits: int,
) -> None:
    with open_store(database_url) as store, writing(store) as command:
        command.append(SHARED, [RECEIVED], calendar_version="")
        command.replace_derived(SHARED, counted(1))

    handlers = [
        processes.Process(target=edit, args=(database_url, number, edits))
        for number in range(HANDLERS)
    ]
    for handler in handlers:
        handler.start()
    for handler in handlers:
        handler.join()

    assert [handler.exitcode for handler in handlers] == [0] * HANDLERS
    with open_store(database_url) as store, store.read() as reading:
        history = reading.history(SHARED)
        assert len(history) == 1 + HANDLERS * edits
        assert len({entry.command_id for entry in history}) == 1 + HANDLERS * edits
        summary = reading.derived(SHARED).summary
        assert summary is not None
        assert summary.findings == 1 + HANDLERS * edits
        given = reading.known_references("case") - {SHARED.reference}
        if edit is edit_what_is_there:
            numbers = range(1, HANDLERS * edits + 1)
            assert given == {f"2025/{number:04}" for number in numbers}
        assert list(verify(reading)) == []


def test_what_was_said_to_be_saved_survives_a_kill_and_nothing_is_half_saved(
    database_url: str, processes: ForkServerContext
) -> None:
    chance = random.Random(7)
    said: set[str] = set()
    for round_ in range(KILLS):
        ours, theirs = processes.Pipe(duplex=False)
        program = processes.Process(target=save_until_killed, args=(database_url, round_, theirs))
        program.start()
        theirs.close()
        for _ in range(chance.randint(1, 6)):
            said.add(ours.recv())
        program.kill()
        try:
            while True:
                said.add(ours.recv())
        except EOFError:
            pass
        program.join()
        ours.close()

    with open_store(database_url) as store, store.read() as reading:
        saved = reading.known_references("case")
        assert said <= saved
        assert len(saved - said) <= KILLS
        for name, derived in reading.all_derived():
            assert reading.length(name) == 2
            assert derived.summary is not None
        assert list(verify(reading)) == []


def test_the_same_command_from_two_places_at_once_is_carried_out_once(store: Store) -> None:
    answers: list[bool] = []

    def again() -> None:
        with writing(store, "twice") as command:
            answers.append(command.already_done)
            command.append(SHARED, [RECEIVED], calendar_version="")

    twin = Thread(target=again)
    with writing(store, "twice") as command:
        command.append(SHARED, [RECEIVED], calendar_version="")
        twin.start()
        twin.join(timeout=0.5)
        assert answers == []  # it waits
    twin.join()
    assert answers == [True]
    with store.read() as reading:
        assert reading.length(SHARED) == 1


def test_on_sqlite_nobody_writes_between_what_a_command_reads_and_what_it_saves(
    sqlite_template: Path, tmp_path: Path
) -> None:
    file = shutil.copy(sqlite_template, tmp_path / "casetrack.db")
    other_program = sqlite3.connect(file, timeout=0, isolation_level=None)
    with open_store(f"sqlite:///{file}") as store:
        with writing(store) as command:
            assert command.length(SHARED) == 0
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other_program.execute("BEGIN IMMEDIATE")
            command.append(SHARED, [RECEIVED], calendar_version="")
        other_program.execute("BEGIN IMMEDIATE")
    other_program.close()


def test_on_sqlite_a_writer_stands_in_line_at_the_lock_beside_the_file(
    sqlite_template: Path, tmp_path: Path
) -> None:
    file = shutil.copy(sqlite_template, tmp_path / "casetrack.db")
    saved: list[bool] = []

    def write(store: Store) -> None:
        with writing(store) as command:
            command.append(SHARED, [RECEIVED], calendar_version="")
        saved.append(True)

    with open_store(f"sqlite:///{file}") as store, open(f"{file}.lock", "w") as ahead:
        fcntl.flock(ahead, fcntl.LOCK_EX)
        writer = Thread(target=write, args=(store,))
        writer.start()
        writer.join(timeout=0.5)
        assert saved == []
        with store.read() as reading:  # who reads does not stand in line
            assert reading.length(SHARED) == 0
        fcntl.flock(ahead, fcntl.LOCK_UN)
        writer.join()
        assert saved == [True]


def test_threads_share_a_store(store: Store) -> None:
    def one(number: int) -> None:
        name = RecordName("case", f"2024/{number}")
        with writing(store) as command:
            command.append(name, [RECEIVED], calendar_version="")
        with store.read() as reading:
            assert reading.length(name) == 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(24)))
    with store.read() as reading:
        assert len(reading.known_references("case")) == 24
        assert list(verify(reading)) == []
