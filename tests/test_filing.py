"""Documents filed with a case: what is taken, what is refused, what a file name becomes."""

import errno
import fcntl
import hashlib
import json
import os
import re
import socket
import sqlite3
import stat
import string
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casetrack import filing
from casetrack.domain.errors import BadInput, CouldNot
from casetrack.filing import LARGEST_DOCUMENT, LONGEST_NAME, Filed, Filing, safe_name, shown_name

REPORT = b"%PDF-1.7 damp and mould in the back bedroom\n"
SECRET = b"root:$6$not-for-a-case-file\n"


def hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def tree(folder: Path) -> dict[str, bytes | str]:
    """Everything under a folder: what is in each file, where each link points, what else is."""
    found: dict[str, bytes | str] = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        if stat.S_ISREG(status.st_mode):
            large = status.st_size > 2 * LARGEST_DOCUMENT
            found[str(path.relative_to(folder))] = "large" if large else path.read_bytes()
        elif stat.S_ISLNK(status.st_mode):
            found[str(path.relative_to(folder))] = f"to {path.readlink()}"
        else:
            found[str(path.relative_to(folder))] = f"{stat.S_IFMT(status.st_mode):o}"
    return found


def kept(there: Path) -> dict[str, bytes]:
    """The files in the documents folder, whatever they are called."""
    return {path.name: path.read_bytes() for path in there.rglob("*") if not path.is_dir()}


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """Where the documents folder will be; nothing has made it yet."""
    return tmp_path / "documents"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder with a report to be filed, a secret, and the database."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "report.pdf").write_bytes(REPORT)
    (folder / "secret").write_bytes(SECRET)
    (folder / "casetrack.db").write_bytes(b"SQLite format 3\0")
    return folder


# --- filing -------------------------------------------------------------------------------------


def test_a_report_is_kept_under_its_hash_for_its_owner_alone(there: Path, outside: Path) -> None:
    before = tree(outside)
    old = os.umask(0)
    try:
        filed = Filing(there / "of" / "ours").put(outside / "report.pdf")
    finally:
        os.umask(old)

    assert filed == Filed(sha256=hashed(REPORT), size=len(REPORT), name="report.pdf")
    path = there / "of" / "ours" / filed.sha256[:2] / filed.sha256
    assert Filing(there / "of" / "ours").path_of(filed.sha256) == path
    assert kept(there) == {filed.sha256: REPORT}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    folders = [there, there / "of", there / "of" / "ours", path.parent]
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700] * 4
    assert tree(outside) == before
    assert "report.pdf" not in repr(filed)


def test_nothing_is_made_before_something_is_filed(there: Path, outside: Path) -> None:
    documents = Filing(there)
    with pytest.raises(BadInput):
        documents.put(outside / "none.pdf")
    with pytest.raises(CouldNot):
        documents.read(hashed(REPORT))
    with pytest.raises(CouldNot):
        documents.export(hashed(REPORT), outside / "new", number=1, name="x")
    assert not there.exists()
    assert not (outside / "new").exists()


def test_the_same_content_twice_is_kept_once_and_mends_a_damaged_copy(
    there: Path, outside: Path
) -> None:
    documents = Filing(there)
    first = documents.put(outside / "report.pdf")
    (outside / "copy.pdf").write_bytes(REPORT)
    documents.path_of(first.sha256).write_bytes(b"damaged")

    second = documents.put(outside / "copy.pdf")

    assert (second.sha256, second.size, second.name) == (first.sha256, first.size, "copy.pdf")
    assert kept(there) == {first.sha256: REPORT}


def test_a_document_as_large_as_may_be_is_filed_whole_and_one_byte_more_is_not(
    there: Path, outside: Path
) -> None:
    content = bytes(LARGEST_DOCUMENT - 1) + b"x"
    (outside / "video.mp4").write_bytes(content)
    assert Filing(there).put(outside / "video.mp4").sha256 == hashed(content)
    with (outside / "video.mp4").open("ab") as file:
        file.write(b"x")
    with pytest.raises(BadInput, match="has 51 MB and at most 50 MB are filed: save it smaller"):
        Filing(there).put(outside / "video.mp4")


def test_a_file_whose_name_is_no_text_is_filed(there: Path, outside: Path) -> None:
    source = outside / os.fsdecode(b"caf\xe9.pdf")
    source.write_bytes(REPORT)
    assert Filing(there).put(source).name == "caf�.pdf"


# --- what is no document ------------------------------------------------------------------------


def _link(path: Path, outside: Path) -> None:
    path.symlink_to(outside / "secret")


def _hard_link(path: Path, outside: Path) -> None:
    path.hardlink_to(outside / "casetrack.db")


def _pipe(path: Path, _: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path, _: Path) -> None:
    path.mkdir()


def _sparse(path: Path, _: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**40)


def _empty(path: Path, _: Path) -> None:
    path.write_bytes(b"")


def _gone(_: Path, __: Path) -> None:
    pass


# What the file is → how it is made, and what is said of it.
SOURCES: dict[str, tuple[Callable[[Path, Path], None], str]] = {
    "symlink to /etc/shadow": (_link, "is a link: name the file it points to"),
    "hard link to the database": (_hard_link, "belongs to casetrack's own database"),
    "FIFO": (_pipe, "is a device or a pipe, not a file"),
    "directory": (_folder, "is a folder: file the documents in it one by one"),
    "sparse file of 1 TB": (_sparse, "has 1,048,576 MB and at most 50 MB are filed"),
    "0-byte file": (_empty, "is empty: save the document again"),
    "nothing": (_gone, "There is no file"),
}
LISTED: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "hostile_files.json").read_text("utf-8")
)


def listed(*fields: str) -> list[str]:
    values = [row["value"] for row in LISTED if row["field"] in fields]
    return [
        each["$repeat"][0] * each["$repeat"][1] if isinstance(each, dict) else each
        for each in values
    ]


def test_every_listed_source_is_tried() -> None:
    assert set(SOURCES) == {*listed("attachment.source"), "nothing"}
    assert len(LISTED) == 34


@pytest.mark.parametrize("swapped", [False, True], ids=["given", "swapped in"])
@pytest.mark.parametrize("what", SOURCES)
def test_what_is_no_document_is_refused_and_nothing_is_kept(
    what: str, swapped: bool, there: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, said = SOURCES[what]
    source = outside / "source.pdf"
    never = [outside / "casetrack.db", outside / "casetrack.db-wal"]
    if swapped:  # in the place of a file that was looked at and found to be one
        source.write_bytes(REPORT)
        open_ = os.open
        said = "cannot be opened" if build is _link else said

        def open_another(path: Any, flags: int, *rest: Any, **more: Any) -> int:
            if path == source:
                source.unlink()
                build(source, outside)
            return open_(path, flags, *rest, **more)

        monkeypatch.setattr(os, "open", open_another)
    else:
        build(source, outside)

    with pytest.raises(BadInput) as refused:
        Filing(there).put(source, never=never)

    assert said in str(refused.value)
    assert str(source) in str(refused.value)
    assert not there.exists()
    assert tree(outside)["casetrack.db"] == b"SQLite format 3\0"


def test_devices_sockets_and_names_no_file_can_have_are_refused(there: Path, outside: Path) -> None:
    with pytest.raises(BadInput, match="is a device or a pipe"):
        Filing(there).put(Path("/dev/zero"))
    with socket.socket(socket.AF_UNIX) as listening:
        folder = os.open(outside, os.O_RDONLY)
        listening.bind(f"/proc/self/fd/{folder}/s")  # the path of a socket may not be long
        os.close(folder)
        with pytest.raises(BadInput, match="is a device or a pipe"):
            Filing(there).put(outside / "s")
    for name in ("a\0b.pdf", "a" * 300, "report.pdf/below", "\ud800"):
        with pytest.raises(BadInput, match="cannot be opened"):
            Filing(there).put(outside / name)
    assert not there.exists()


def test_no_lock_of_the_database_is_lost_when_somebody_tries_to_file_it(
    there: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Closing any handle of a file lets go of all locks this process holds on it.
    database, source = outside / "real.db", outside / "source.pdf"
    writer = sqlite3.connect(database, isolation_level=None)
    writer.execute("PRAGMA journal_mode = DELETE")
    writer.execute("CREATE TABLE fact (n)")
    writer.execute("BEGIN IMMEDIATE")

    def another_may_write() -> bool:
        code = (
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=0)\n"
            "try: c.execute('BEGIN IMMEDIATE')\n"
            "except sqlite3.OperationalError: sys.exit(7)"
        )
        done = subprocess.run([sys.executable, "-c", code, str(database)], check=False)
        assert done.returncode in (0, 7)
        return done.returncode == 0

    assert not another_may_write()
    source.hardlink_to(database)
    with monkeypatch.context() as patched:
        patched.setattr(os, "open", None)  # it is not even opened
        with pytest.raises(BadInput, match="casetrack's own database"):
            Filing(there).put(source, never=[database])
    assert not another_may_write()

    looked_at = (outside / "report.pdf").stat()
    monkeypatch.setattr(Path, "lstat", lambda _: looked_at)  # swapped in after this look
    with pytest.raises(BadInput, match="casetrack's own database"):
        Filing(there).put(source, never=[database])
    assert not another_may_write()
    writer.close()


def test_while_a_link_and_a_file_change_places_only_the_file_is_ever_filed(
    there: Path, outside: Path
) -> None:
    source, stop = outside / "source.pdf", threading.Event()
    source.write_bytes(REPORT)

    def swap() -> None:
        while not stop.is_set():
            (outside / "link").symlink_to(outside / "secret")
            (outside / "link").replace(source)
            (outside / "file").write_bytes(REPORT)
            (outside / "file").replace(source)

    swapping = threading.Thread(target=swap)
    swapping.start()
    filed, refused = set(), 0
    try:
        for _ in range(300):
            try:
                filed.add(Filing(there).put(source).sha256)
            except BadInput:
                refused += 1
    finally:
        stop.set()
        swapping.join()
    assert filed <= {hashed(REPORT)}
    assert set(kept(there).values()) <= {REPORT}
    assert len(filed) + refused > 0


# --- what changes while it is read --------------------------------------------------------------

THREE_CHUNKS = b"a" * (3 * 2**20)


def _grows(source: Path) -> None:
    with source.open("ab") as file:
        file.truncate(2 * LARGEST_DOCUMENT)


def _shrinks(source: Path) -> None:
    os.truncate(source, 2**20 + 1)


def _is_emptied(source: Path) -> None:
    os.truncate(source, 0)


def _is_rewritten(source: Path) -> None:
    with source.open("r+b") as file:
        file.write(b"b" * len(THREE_CHUNKS))


@pytest.mark.parametrize("change", [_grows, _shrinks, _is_emptied, _is_rewritten])
def test_a_file_that_changes_while_it_is_read_is_not_filed(
    change: Callable[[Path], None], there: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, read = outside / "source.mp4", os.read
    taken: list[int] = []
    source.write_bytes(THREE_CHUNKS)
    os.utime(source, (0, 0))

    def read_and_change(file: int, length: int) -> bytes:
        chunk = read(file, length)
        if not taken:
            change(source)
            if change is not _is_rewritten:  # its length alone tells
                os.utime(source, (0, 0))
        taken.append(len(chunk))
        return chunk

    monkeypatch.setattr(os, "read", read_and_change)
    with pytest.raises(BadInput, match="was changed while it was read, so it was not filed"):
        Filing(there).put(source)
    assert sum(taken) <= len(THREE_CHUNKS) + 1
    assert kept(there) == {}


def test_a_file_that_takes_the_place_of_the_one_being_read_changes_nothing(
    there: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, read = outside / "source.mp4", os.read
    source.write_bytes(THREE_CHUNKS)
    (outside / "other").write_bytes(b"b" * len(THREE_CHUNKS))

    def read_and_replace(file: int, length: int) -> bytes:
        if (outside / "other").exists():
            (outside / "other").replace(source)
        return read(file, length)

    monkeypatch.setattr(os, "read", read_and_replace)
    assert Filing(there).put(source).sha256 == hashed(THREE_CHUNKS)
    assert kept(there) == {hashed(THREE_CHUNKS): THREE_CHUNKS}


def test_a_source_on_a_failing_disk_is_told_apart_from_our_own_disk(
    there: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "read", fail)
    with pytest.raises(BadInput, match=r"report\.pdf cannot be read \(Input/output error\)"):
        Filing(there).put(outside / "report.pdf")
    assert kept(there) == {}


# --- disks that are full, read-only or worse ----------------------------------------------------

_LIMITED = """
import resource, sys
from pathlib import Path
from casetrack.domain.errors import CouldNot
from casetrack.filing import Filing
resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, resource.RLIM_INFINITY))
documents = Filing(Path(sys.argv[1]))
try:
    if sys.argv[3:]:
        documents.export(sys.argv[2], Path(sys.argv[3]), number=1, name="video.mp4")
    else:
        documents.put(Path(sys.argv[2]))
except CouldNot as error:
    print(error)
"""


def _on_a_full_disk(*arguments: Path | str) -> str:
    command = [sys.executable, "-c", _LIMITED, *(str(each) for each in arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_on_a_full_disk_nothing_half_written_is_left(there: Path, outside: Path) -> None:
    (outside / "video.mp4").write_bytes(THREE_CHUNKS)
    before = tree(outside)

    said = _on_a_full_disk(there, outside / "video.mp4")
    assert said.startswith("The document was not filed, for ")
    assert "cannot be written to (File too large): make room" in said
    assert kept(there) == {}

    filed = Filing(there).put(outside / "video.mp4")  # there is room again
    said = _on_a_full_disk(there, filed.sha256, outside)
    assert said.startswith("The document was not exported, for ")
    assert tree(outside) == before


@pytest.mark.parametrize("step", ["open", "mkdir", "write", "fsync", "rename"])
def test_what_the_disk_refuses_at_any_step_is_told_and_leaves_nothing_half(
    step: str, there: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.mkdir()
    before, asked = tree(outside), getattr(os, step)

    def refuse(*arguments: Any, **more: Any) -> object:
        if step == "open" and not arguments[1] & os.O_CREAT:
            return asked(*arguments, **more)
        raise OSError(errno.EROFS, "Read-only file system")

    with monkeypatch.context() as patched:
        patched.setattr(os, step, refuse)
        with pytest.raises(CouldNot, match=r"not filed, for .* \(Read-only file system\)"):
            Filing(there).put(outside / "report.pdf")
    assert kept(there) == {}
    assert tree(outside) == before
    assert Filing(there).put(outside / "report.pdf").sha256 == hashed(REPORT)


def test_a_disk_that_takes_little_at_a_time_gets_all_of_it(
    there: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, part: write(file, part[:7]))
    Filing(there).put(outside / "report.pdf")
    assert kept(there) == {hashed(REPORT): REPORT}


def test_a_document_and_every_folder_to_it_are_on_the_disk_before_it_counts_as_filed(
    there: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[int | str] = []
    sync, rename = os.fsync, os.rename

    def note_sync(file: int) -> None:
        done.append(os.fstat(file).st_ino)
        sync(file)

    def note_rename(*arguments: Any, **more: Any) -> None:
        done.append("renamed")
        rename(*arguments, **more)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "rename", note_rename)
    documents = Filing(there)
    path = documents.path_of(documents.put(outside / "report.pdf").sha256)
    exported = documents.export(path.name, outside / "new", number=1, name="report.pdf")

    numbers = {each: each.stat().st_ino for each in (there.parent, path, path.parent, there)}
    assert done == [
        numbers[there.parent],
        numbers[path],
        "renamed",
        numbers[path.parent],
        numbers[there],
        outside.stat().st_ino,
        exported.stat().st_ino,
    ]


def test_a_file_where_the_folder_should_be_is_told(outside: Path) -> None:
    with pytest.raises(CouldNot, match="Not a directory"):
        Filing(outside / "secret").put(outside / "report.pdf")
    with pytest.raises(CouldNot, match="Not a directory"):
        Filing(outside / "secret" / "below").put(outside / "report.pdf")


def test_a_link_planted_in_the_documents_folder_leads_nowhere(there: Path, outside: Path) -> None:
    (there / hashed(REPORT)[:2]).parent.mkdir()
    (there / hashed(REPORT)[:2]).symlink_to(outside)
    before = tree(outside)
    with pytest.raises(CouldNot):
        Filing(there).put(outside / "report.pdf")

    (there / hashed(REPORT)[:2]).unlink()
    (there / hashed(REPORT)[:2]).mkdir()
    (there / hashed(REPORT)[:2] / hashed(REPORT)).symlink_to(outside / "secret")
    with pytest.raises(CouldNot, match="cannot be read"):
        Filing(there).read(hashed(REPORT))
    Filing(there).put(outside / "report.pdf")

    assert tree(outside) == before
    assert kept(there) == {hashed(REPORT): REPORT}
    assert not Filing(there).path_of(hashed(REPORT)).is_symlink()


# --- several at once, and programs that are killed ----------------------------------------------

_FILES_MANY_TIMES = """
import sys
from pathlib import Path
from casetrack.filing import Filing
print("ready", flush=True)
sys.stdin.readline()
for _ in range(40):
    print(Filing(Path(sys.argv[1])).put(Path(sys.argv[2])).sha256)
"""


def test_several_processes_file_the_same_document_at_once(there: Path, outside: Path) -> None:
    content = os.urandom(300_000)
    (outside / "photo.jpg").write_bytes(content)
    command = [sys.executable, "-c", _FILES_MANY_TIMES, str(there), str(outside / "photo.jpg")]
    people = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for person in people:
        assert person.stdout is not None
        assert person.stdout.readline() == "ready\n"
    said = [""] * len(people)
    for person in people:  # now, all of them
        assert person.stdin is not None
        person.stdin.write("go\n")
        person.stdin.flush()
    for number, person in enumerate(people):
        said[number], _ = person.communicate()

    assert [person.returncode for person in people] == [0] * len(people)
    assert [each.split() for each in said] == [[hashed(content)] * 40] * len(people)
    assert kept(there) == {hashed(content): content}


_STOPS_HALFWAY = """
import os, sys, time
from pathlib import Path
from casetrack.filing import Filing
def wait(_):
    print("half", flush=True)
    time.sleep(600)
os.fsync = wait
Filing(Path(sys.argv[1])).put(Path(sys.argv[2]))
"""


def test_what_a_killed_program_left_is_swept_away_and_what_is_being_written_is_not(
    there: Path, outside: Path
) -> None:
    there.mkdir()
    (outside / "photo.jpg").write_bytes(b"a photo")
    command = [sys.executable, "-c", _STOPS_HALFWAY, str(there), str(outside / "photo.jpg")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as person:
        assert person.stdout is not None
        assert person.stdout.readline() == b"half\n"
        Filing(there).put(outside / "report.pdf")
        assert sorted(kept(there).values()) == [REPORT, b"a photo"]
        person.kill()
    assert sorted(kept(there).values()) == [REPORT, b"a photo"]
    (there / "unfinished-business.txt").write_bytes(b"not ours")
    Filing(there).put(outside / "report.pdf")
    assert sorted(kept(there).values()) == [REPORT, b"not ours"]


def test_a_file_swept_away_before_it_could_be_locked_is_begun_anew(
    there: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = fcntl.flock
    swept: list[Path] = []

    def sweep_first(file: int, how: int) -> None:
        if not swept:
            swept.extend(there.glob("unfinished-*"))
            swept[0].unlink()
        lock(file, how)

    monkeypatch.setattr(fcntl, "flock", sweep_first)
    assert Filing(there).put(outside / "report.pdf").sha256 == hashed(REPORT)
    assert len(swept) == 1
    assert kept(there) == {hashed(REPORT): REPORT}


def test_where_there_are_no_locks_documents_are_filed_all_the_same(
    there: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    there.mkdir()
    unfinished = there / f"unfinished-{'0' * 32}"
    unfinished.write_bytes(b"perhaps somebody writes this")
    Filing(there).put(outside / "report.pdf")
    assert kept(there) == {hashed(REPORT): REPORT, unfinished.name: unfinished.read_bytes()}


# --- reading and checking -----------------------------------------------------------------------


def test_a_document_is_read_as_it_was_filed(there: Path, outside: Path) -> None:
    filed = Filing(there).put(outside / "report.pdf")
    with Filing(there).read(filed.sha256) as file:
        assert file.read() == REPORT


@pytest.mark.parametrize(
    "given_as",
    [
        "",
        "../../outside/secret",
        "/etc/passwd",
        "A" * 64,
        "a" * 63,
        "a" * 64 + "\n",
        "\0",
        "ａ" * 64,
    ],
)
def test_what_is_no_hash_leads_to_no_file(given_as: str, there: Path, outside: Path) -> None:
    documents = Filing(there)
    for ask in (documents.path_of, documents.read):
        with pytest.raises(BadInput, match="give the 64 figures and letters"):
            ask(given_as)
    with pytest.raises(BadInput):
        documents.export(given_as, outside, number=1, name="x")
    assert [problem.code for problem in documents.problems([(given_as, 1)])] == ["document-missing"]


def test_documents_that_are_gone_or_altered_are_found(
    there: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, wanted = Filing(there), []
    for number in range(6):
        content = f"report {number}".encode()
        (outside / "r.txt").write_bytes(content)
        wanted.append(documents.put(outside / "r.txt"))
    pairs = [(filed.sha256, filed.size) for filed in wanted]
    assert list(documents.problems(pairs)) == []

    where = [documents.path_of(filed.sha256) for filed in wanted]
    where[1].unlink()
    where[2].write_bytes(b"report X")  # as long as it was
    where[3].write_bytes(b"report 3 and more")
    where[4].unlink()
    where[4].symlink_to(outside / "r.txt")
    where[5].unlink()
    os.mkfifo(where[5])
    found = list(documents.problems([*pairs, *pairs]))

    assert [(problem.where, problem.code) for problem in found] == [
        (wanted[1].sha256, "document-missing"),
        (wanted[2].sha256, "document-changed"),
        (wanted[3].sha256, "document-changed"),
        (wanted[4].sha256, "document-unreadable"),
        (wanted[5].sha256, "document-unreadable"),
    ]
    assert all(str(there) in problem.sentence for problem in found)
    assert {problem.cure for problem in found} == {
        "Restore it from the newest backup of the documents folder."
    }
    assert [problem.code for problem in documents.problems([(pairs[0][0], 9)])] == [
        "document-changed"
    ]


def test_when_the_whole_folder_is_gone_every_document_is_missing(there: Path) -> None:
    found = Filing(there).problems([("a" * 64, 1), ("b" * 64, 1)])
    assert [problem.code for problem in found] == ["document-missing"] * 2
    assert not there.exists()


# --- exporting ----------------------------------------------------------------------------------


@pytest.fixture
def filed(there: Path, outside: Path) -> Filed:
    """The report, filed."""
    return Filing(there).put(outside / "report.pdf")


def test_a_copy_is_written_under_a_name_of_our_own_making(
    there: Path, filed: Filed, tmp_path: Path
) -> None:
    folder = tmp_path / "for" / "the ombudsman"
    old = os.umask(0)
    try:
        path = Filing(there).export(filed.sha256, folder, number=3, name=filed.name)
    finally:
        os.umask(old)
    assert path == folder / "03-report.pdf"
    assert tree(tmp_path / "for") == {
        "the ombudsman": "40000",
        "the ombudsman/03-report.pdf": REPORT,
    }
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (path, folder, folder.parent)]
    assert modes == [0o600, 0o700, 0o700]


def test_nothing_is_overwritten_and_no_planted_link_is_followed(
    there: Path, filed: Filed, outside: Path
) -> None:
    (outside / "01-report.pdf").write_bytes(b"somebody's own")
    (outside / "02-report.pdf").symlink_to(outside / "secret")
    (outside / "03-report.pdf").symlink_to(outside / "new")
    before = tree(outside)
    for number in (1, 2, 3):
        with pytest.raises(BadInput, match="is there already and is never overwritten: choose an"):
            Filing(there).export(filed.sha256, outside, number=number, name="report.pdf")
    assert tree(outside) == before


def test_an_altered_document_is_not_handed_out(there: Path, filed: Filed, outside: Path) -> None:
    Filing(there).path_of(filed.sha256).write_bytes(b"altered")
    before = tree(outside)
    with pytest.raises(CouldNot, match=r"no longer what was filed, so it was not exported\. Rest"):
        Filing(there).export(filed.sha256, outside, number=1, name="report.pdf")
    assert tree(outside) == before


def test_a_document_on_a_failing_disk_is_told_apart_from_the_folder_it_goes_to(
    there: Path, filed: Filed, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        def __init__(self, _: Path) -> None: ...
        def __enter__(self) -> "Failing":
            return self

        def __exit__(self, *_: object) -> None: ...
        def read(self, _: int) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    before = tree(outside)
    monkeypatch.setattr(filing.folder, "regular", Failing)
    with pytest.raises(CouldNot, match=rf"The document {filed.sha256} cannot be read \(Input/out"):
        Filing(there).export(filed.sha256, outside, number=1, name="report.pdf")
    assert tree(outside) == before


@pytest.mark.parametrize(
    ("folder", "error"),
    [("secret", CouldNot), ("secret/below", CouldNot), ("a\0b", BadInput), ("\ud800", BadInput)],
)
def test_a_folder_that_can_be_none_is_told(
    folder: str, error: type[Exception], there: Path, filed: Filed, outside: Path
) -> None:
    before = tree(outside)
    with pytest.raises(error, match=r"cannot be"):
        Filing(there).export(filed.sha256, outside / folder, number=1, name="report.pdf")
    assert tree(outside) == before


# --- names --------------------------------------------------------------------------------------


def harmless(name: str) -> bool:
    """Whether a name is one file in one folder, on every system."""
    return (
        re.fullmatch(r"[0-9]{2,9}-[A-Za-z0-9]+(-[A-Za-z0-9]+)*\.[a-z0-9]{3,4}", name) is not None
        and len(name.encode()) <= LONGEST_NAME
        and Path(name).parts == PureWindowsPath(name).parts == (name,)
    )


@pytest.mark.parametrize("name", listed("attachment.name", "export.path"))
def test_a_hostile_name_is_shown_harmless_and_no_file_is_called_by_it(
    name: str, there: Path, outside: Path, tmp_path: Path
) -> None:
    source = outside / "report.pdf"
    if name not in ("", "..") and not set(name) & {"/", "\0"} and len(name) < 256:
        source = source.rename(outside / name)
    before = tree(outside)

    filed = Filing(there).put(source)
    exported = Filing(there).export(filed.sha256, tmp_path / "out", number=7, name=name)

    assert kept(there) == {hashed(REPORT): REPORT}
    assert harmless(exported.name)
    assert tree(tmp_path) == {
        "outside": "40000",
        **{f"outside/{each}": what for each, what in before.items()},
        "documents": "40000",
        f"documents/{filed.sha256[:2]}": "40000",
        f"documents/{filed.sha256[:2]}/{filed.sha256}": REPORT,
        "out": "40000",
        f"out/{exported.name}": REPORT,
    }
    for shown in (filed.name, shown_name(name)):
        assert shown.isprintable()
        assert not set(shown) & {"/", "\\"}
        assert 0 < len(shown.encode()) <= LONGEST_NAME


@pytest.mark.parametrize(
    ("name", "shown", "safe"),
    [
        ("Damp report.PDF", "Damp report.PDF", "03-Damp-report.pdf"),
        ("/home/jb/letter.docx", "letter.docx", "03-letter.docx"),
        ("C:\\Users\\JB\\letter.docx", "letter.docx", "03-letter.docx"),
        ("photos/\\", "photos", "03-photos.bin"),
        ("../..", "document", "03-document.bin"),
        ("", "document", "03-document.bin"),
        (" . ", "document", "03-document.bin"),
        ("\u200b\u2060", "document", "03-document.bin"),
        (".pdf", ".pdf", "03-document.pdf"),
        ("湿気.jpg", "湿気.jpg", "03-document.jpg"),
        ("Żaneta’s café.txt", "Żaneta’s café.txt", "03-Zaneta-s-cafe.txt"),
        ("report.pdf\n", "report.pdf", "03-report.pdf"),
        ("nul.txt", "nul.txt", "03-nul.txt"),
        ("-rf", "-rf", "03-rf.bin"),
        ("invoice.pdf.exe", "invoice.pdf.exe", "03-invoice-pdf-exe.bin"),
        ("\u202egpj.exe", "◌gpj.exe", "03-gpj-exe.bin"),
        ("letter.docm", "letter.docm", "03-letter-docm.bin"),
        ("v1.2 of the survey", "v1.2 of the survey", "03-v1-2-of-the-survey.bin"),
        ("a\0.pdf", "a␀.pdf", "03-a.pdf"),
        ("report.pdf\r\nX: y", "report.pdf␍↵X: y", "03-report-pdf-X-y.bin"),
        ("\x1b[31mred.png", "␛[31mred.png", "03-31mred.png"),
        ("\udc80.png", "�.png", "03-document.png"),
        ("\uff0e\uff0e\uff0fx\uff0epdf", "．．／x．pdf", "03-x.pdf"),
        ("a" * 300 + ".jpeg", "a" * 115 + ".jpeg", "03-" + "a" * 112 + ".jpeg"),
        ("a" * 300, "a" * 120, "03-" + "a" * 113 + ".bin"),
        ("é" * 300 + ".pdf", "é" * 58 + ".pdf", "03-" + "e" * 58 + ".pdf"),
        ("€" * 100, "€" * 40, "03-document.bin"),
        ("a." + "b" * 300, "a." + "b" * 118, "03-a-" + "b" * 111 + ".bin"),
        ("a" * 112 + " bb.pdf", "a" * 112 + " bb.pdf", "03-" + "a" * 112 + ".pdf"),
        ("a" * 115 + " b.pdf", "a" * 115 + ".pdf", "03-" + "a" * 113 + ".pdf"),
    ],
)
def test_what_a_name_becomes(name: str, shown: str, safe: str) -> None:
    assert (shown_name(name), safe_name(name, 3)) == (shown, safe)


@pytest.mark.parametrize("number", [0, -1, 10**9])
def test_a_number_that_would_spoil_the_name_is_no_number(number: int) -> None:
    with pytest.raises(ValueError, match="numbered from 1"):
        safe_name("report.pdf", number)


# Every character there is, half of a pair too, and what names are attacked with.
ANY_TEXT = st.text(st.characters(exclude_categories=())) | st.lists(
    st.sampled_from(
        [
            *(
                "..",
                "/",
                "\\",
                ":",
                "\0",
                "\n",
                "\r",
                " ",
                "-",
                ".",
                "nul",
                "CON",
                "COM1",
                "~",
                "$",
            ),
            *(".pdf", ".exe", "C:", "\u202e", "\ud800", "é", "\ufdfa", "／", "．", "a" * 130),
        ]
    )
).map("".join)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in a folder, to see that nothing lands beside it."""
    folder = tmp_path_factory.mktemp("names") / "in" / "here"
    folder.mkdir(parents=True)
    return folder


@given(name=ANY_TEXT, number=st.integers(1, 10**9 - 1))
@example(name="\ufdfa" * 40 + ".jpeg", number=10**9 - 1)
def test_any_text_gives_a_name_that_is_one_file_in_one_folder(
    empty: Path, name: str, number: int
) -> None:
    made = safe_name(name, number)
    assert harmless(made)
    assert made.startswith(f"{number:02d}-")
    assert set(made) <= {*string.ascii_letters, *string.digits, "-", "."}
    (empty / made).touch(exist_ok=False)
    assert tree(empty.parents[1]) == {"in": "40000", "in/here": "40000", f"in/here/{made}": b""}
    (empty / made).unlink()


@given(ANY_TEXT)
def test_any_text_is_shown_short_and_harmless_and_the_same_when_it_is_shown_again(
    name: str,
) -> None:
    shown = shown_name(name)
    assert 0 < len(shown.encode()) <= LONGEST_NAME
    assert not set(shown) & {"/", "\\", *map(chr, range(32)), *map(chr, range(127, 160))}
    assert shown == shown.strip()
    assert shown_name(shown) == shown
