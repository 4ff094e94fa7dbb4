"""Documents of a case: copied in, told of on record, handed out, and missed when one is gone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from landlord import FOUND, Landlord, landlord, on_sqlite, row
from papers import MONDAY, REPORT, filed, hashed, kept, order, paper, recorded

from casetrack.bootstrap import files_of
from casetrack.domain.errors import BadInput, CouldNot, NotFound
from casetrack.domain.facts import ComplaintReceived, Entry, EntryCorrected
from casetrack.domain.facts.papers import DocumentFiled, LetterIssued
from casetrack.domain.facts.terms import LetterKind
from casetrack.service.documents import documents_in
from casetrack.service.orders import Stale
from casetrack.service.recording import Recording
from casetrack.store import RecordName

LETTER = b"Dear Ms O'Neill-\xc5\xbbak"


@pytest.fixture
def there(tmp_path: Path) -> Landlord:
    return on_sqlite(tmp_path).holds(row("C1"), row("C2"))


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    return folder


def problems(there: Landlord) -> list[tuple[str, str]]:
    found = there.run("check", "--json")
    assert found.code == (FOUND if found.json else 0)
    return [(each["code"], each["where"]) for each in found.json]


def entries(there: Landlord, reference: str = "C1") -> int:
    return len(there.case(reference)["history"])


def test_a_report_is_kept_and_stands_on_record_with_its_hash(
    tmp_path: Path, outside: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url).holds(row("C1"))
    with there.opened() as casetrack:
        number = filed(casetrack, "C1", paper(outside), "Damp \t survey")
        (document,) = casetrack.documents.listed(" C1 ")
    assert (document.number, document.filed_on, document.filed_by) == (number, MONDAY, "kim")
    assert (document.name, document.title) == ("report.pdf", "Damp survey")
    assert (document.size, document.sha256) == (len(REPORT), hashed(REPORT))
    assert kept(there) == {hashed(REPORT): REPORT}
    assert "report.pdf" not in repr(document)
    assert "survey" not in repr(document)
    assert problems(there) == []


# --- what is refused is not copied --------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2024, 6, 5), "3 working days ago"),  # Wed, and no word on why so late
        (date(2024, 5, 31), "before the complaint was received"),
    ],
)
def test_a_document_that_may_not_be_recorded_is_not_copied_in(
    there: Landlord, outside: Path, on: date, says: str
) -> None:
    with there.opened() as casetrack:
        before = entries(there)
        command = order("C1", happened=False)
        found = casetrack.documents.file(command, paper(outside), on=on)
    assert (found.saved, found.entries) == (False, ())
    assert says in " ".join(each.reason for each in found.objections)
    assert not (there.folder / "documents").exists()
    assert entries(there) == before


def test_one_that_comes_tomorrow_cannot_be_filed_today(there: Landlord, outside: Path) -> None:
    with there.opened() as casetrack, pytest.raises(BadInput, match="11 Jun 2024 is still to come"):
        casetrack.documents.file(order("C1"), paper(outside), on=date(2024, 6, 11))
    assert kept(there) == {}


def test_a_late_one_is_filed_once_it_says_why(there: Landlord, outside: Path) -> None:
    with there.opened() as casetrack:
        command = order("C1", happened=True, because="It came to the depot")
        found = casetrack.documents.file(command, paper(outside), on=date(2024, 6, 5))
    assert found.saved
    assert there.case("C1")["history"][-1]["on"] == "2024-06-05"


def test_on_a_case_there_is_not_nothing_is_copied(there: Landlord, outside: Path) -> None:
    with there.opened() as casetrack:
        for reference in ("C3", "landlord", "R0001"):
            with pytest.raises(NotFound):
                casetrack.documents.file(order(reference), paper(outside), on=MONDAY)
        with pytest.raises(NotFound, match='Did you mean "C1"'):
            casetrack.documents.listed("C11")
        with pytest.raises(NotFound):
            casetrack.documents.listed(" ")
    assert not (there.folder / "documents").exists()


def test_what_is_no_document_leaves_nothing_on_record(there: Landlord, outside: Path) -> None:
    before = entries(there)
    with there.opened() as casetrack:
        for what in (outside, outside / "none.pdf", paper(outside, content=b"")):
            with pytest.raises(BadInput):
                casetrack.documents.file(order("C1"), what, on=MONDAY)
    assert entries(there) == before
    assert kept(there) == {}


@pytest.mark.parametrize("linked", [False, True], ids=["named", "under another name"])
@pytest.mark.parametrize("name", ["casetrack.db", "casetrack.db.lock"])
def test_the_database_is_never_filed_under_any_name(
    there: Landlord, outside: Path, name: str, linked: bool
) -> None:
    source = there.folder / name
    if linked:
        source = outside / "report.pdf"
        source.hardlink_to(there.folder / name)
    with there.opened() as casetrack, pytest.raises(BadInput, match="own database"):
        casetrack.documents.file(order("C1"), source, on=MONDAY)
    assert kept(there) == {}


def test_nor_is_what_sqlite_keeps_beside_it_while_it_writes(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "50% sure?.db").write_bytes(b"")
    (tmp_path / "link.db").symlink_to(tmp_path / "sub" / "50% sure?.db")
    expected = {
        tmp_path / "sub" / f"50% sure?.db{ending}"
        for ending in ("", "-wal", "-shm", "-journal", ".lock")
    }
    assert set(files_of(f"sqlite:///{tmp_path}/sub/50%25 sure%3F.db")) == expected
    assert set(files_of(f"sqlite:///{tmp_path}/link.db")) == expected
    assert files_of("postgresql+psycopg://kim@localhost/complaints") == ()


def test_the_same_command_twice_files_it_once(there: Landlord, outside: Path) -> None:
    command = order("C1")
    with there.opened() as casetrack:
        first = casetrack.documents.file(command, paper(outside), on=MONDAY)
        again = casetrack.documents.file(command, paper(outside), on=MONDAY)
        listed = casetrack.documents.listed("C1")
    assert (first.again, again.again, len(listed)) == (False, True, 1)


def test_what_somebody_else_recorded_meanwhile_is_heeded_and_nothing_is_copied(
    there: Landlord, outside: Path
) -> None:
    command = replace(order("C1"), based_on=0)
    with there.opened() as casetrack, pytest.raises(Stale):
        casetrack.documents.file(command, paper(outside), on=MONDAY)
    assert kept(there) == {}


# --- broken off in between ----------------------------------------------------------------------


def test_a_file_that_no_record_names_is_told_by_check_and_healed_by_filing_it_again(
    there: Landlord, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise CouldNot("The database is gone.")

    with there.opened() as casetrack, monkeypatch.context() as patched:
        patched.setattr(Recording, "record", fail)
        with pytest.raises(CouldNot):
            casetrack.documents.file(order("C1"), paper(outside), on=MONDAY)
    assert kept(there) == {hashed(REPORT): REPORT}
    assert problems(there) == [("document-unclaimed", f"document {hashed(REPORT)}")]
    cure = there.run("check", "--json").json[0]["cure"]
    assert "document add" in cure
    assert "no other database" in cure

    with there.opened() as casetrack:
        filed(casetrack, "C1", paper(outside))
    assert problems(there) == []


def test_what_is_filed_while_check_looks_is_no_problem(there: Landlord, outside: Path) -> None:
    with there.opened() as casetrack:
        with casetrack.documents._store.read() as reading:
            claims = casetrack.documents.claims(reading)
        filed(casetrack, "C1", paper(outside))
        assert list(casetrack.documents.problems(claims)) == []


def test_other_files_in_the_folder_are_nobodys_business(there: Landlord, outside: Path) -> None:
    with there.opened() as casetrack:
        filed(casetrack, "C1", paper(outside))
    folder = there.folder / "documents"
    (folder / "README").write_text("Ours.", encoding="utf-8")
    (folder / "xx").mkdir()
    (folder / "xx" / "notes.txt").write_text("Ours.", encoding="utf-8")
    (folder / "xx" / hashed(b"in the wrong place")).write_text("Ours.", encoding="utf-8")
    assert problems(there) == []


# --- what check tells ---------------------------------------------------------------------------


def _gone(path: Path) -> None:
    path.unlink()


def _changed(path: Path) -> None:
    path.write_bytes(b"x" * len(REPORT))


def _cut(path: Path) -> None:
    path.write_bytes(REPORT[:-1])


@pytest.mark.parametrize(
    ("harm", "code"),
    [(_gone, "document-missing"), (_changed, "document-changed"), (_cut, "document-changed")],
)
def test_a_document_that_is_gone_or_changed_is_told_with_every_case_it_was_filed_with(
    tmp_path: Path,
    outside: Path,
    database_url: str,
    harm: Callable[[Path], None],
    code: str,
) -> None:
    there = landlord(tmp_path, database_url).holds(row("C1"), row("C2"))
    with there.opened() as casetrack:
        numbers = [filed(casetrack, each, paper(outside)) for each in ("C1", "C2")]
        filed(casetrack, "C1", paper(outside, "letter.txt", LETTER))
        harm(casetrack.documents.filing.path_of(hashed(REPORT)))
    where = f"C1, entry {numbers[0]}; C2, entry {numbers[1]}: document {hashed(REPORT)}"
    assert problems(there) == [(code, where)]
    assert "Restore it" in there.run("check", "--json").json[0]["cure"]


def test_one_that_was_taken_out_again_may_be_gone_and_is_no_longer_listed(
    there: Landlord, outside: Path
) -> None:
    with there.opened() as casetrack:
        number = filed(casetrack, "C1", paper(outside))
        recorded(
            casetrack,
            "C1",
            EntryCorrected(happened_on=MONDAY, corrects=number, because="Another resident's"),
        )
        assert casetrack.documents.listed("C1") == ()
        assert problems(there) == []  # the file is still named by the entry that was taken out
        casetrack.documents.filing.path_of(hashed(REPORT)).unlink()
    assert problems(there) == []


def test_a_correction_of_its_title_keeps_the_document_under_its_number(
    there: Landlord, outside: Path
) -> None:
    with there.opened() as casetrack:
        number = filed(casetrack, "C1", paper(outside), "Dump survey")
        (before,) = casetrack.documents.listed("C1")
        right = DocumentFiled(
            happened_on=MONDAY,
            sha256=before.sha256,
            size=before.size,
            name=before.name,
            title="Damp survey",
        )
        recorded(
            casetrack, "C1", EntryCorrected(happened_on=MONDAY, corrects=number, replacement=right)
        )
        assert casetrack.documents.listed("C1") == (replace(before, title="Damp survey"),)


def test_a_correction_that_names_another_document_claims_it(there: Landlord, outside: Path) -> None:
    with there.opened() as casetrack:
        number = filed(casetrack, "C1", paper(outside))
        put = casetrack.documents.filing.put(paper(outside, "right.pdf", LETTER))
        right = DocumentFiled(happened_on=MONDAY, sha256=put.sha256, size=put.size, name="right")
        correction = EntryCorrected(happened_on=MONDAY, corrects=number, replacement=right)
        taken_out = recorded(casetrack, "C1", correction).entries[0].sequence
        assert problems(there) == []
        recorded(casetrack, "C1", EntryCorrected(happened_on=MONDAY, corrects=taken_out))
        assert [each.sha256 for each in casetrack.documents.listed("C1")] == [hashed(REPORT)]
    assert problems(there) == []


def test_a_document_that_was_disposed_of_need_not_be_there(
    there: Landlord, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with there.opened() as casetrack, casetrack.documents._store.read() as reading:
        history = (
            Entry(sequence=0, fact=ComplaintReceived(happened_on=MONDAY)),
            Entry(
                sequence=1,
                fact=DocumentFiled(happened_on=MONDAY, sha256=hashed(REPORT), size=20),
                disposed=True,
            ),
        )
        monkeypatch.setattr(
            type(reading), "histories", lambda *_, **__: [(RecordName("case", "C1"), history)]
        )
        claims = casetrack.documents.claims(reading)
    assert list(casetrack.documents.problems(claims)) == []


def test_a_document_that_contradicts_the_record_is_evidence_all_the_same() -> None:
    before_receipt = DocumentFiled(happened_on=MONDAY, sha256=hashed(REPORT), size=20)
    history = (
        Entry(sequence=0, fact=ComplaintReceived(happened_on=date(2024, 6, 11))),
        Entry(sequence=1, fact=before_receipt),
    )
    assert [each.number for each in documents_in(history)] == [1]


def test_a_letter_whose_document_is_not_there_is_told(there: Landlord) -> None:
    with there.opened() as casetrack:
        found = recorded(casetrack, "C1", _letter(hashed(LETTER)), _letter("../../etc/passwd"))
    numbers = [entry.sequence for entry in found.entries]
    assert problems(there) == [
        ("document-missing", f"C1, entry {numbers[0]}: document {hashed(LETTER)}"),
        ("document-missing", f"C1, entry {numbers[1]}: document ../../etc/passwd"),
    ]


def _letter(sha256: str) -> LetterIssued:
    kind = LetterKind.STAGE_1_ACKNOWLEDGEMENT
    return LetterIssued(happened_on=MONDAY, stage=1, letter=kind, document=sha256)


# --- handed out ---------------------------------------------------------------------------------


def test_copies_are_called_by_number_and_plain_letters_and_one_lost_keeps_no_other_back(
    tmp_path: Path, outside: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url).holds(row("C1"))
    with there.opened() as casetrack:
        first = filed(casetrack, "C1", paper(outside, "Żofia's report.PDF"))
        second = filed(casetrack, "C1", paper(outside, "lost.txt", LETTER))
        third = filed(casetrack, "C1", paper(outside, "-rf.exe", b"MZ"))
        casetrack.documents.filing.path_of(hashed(LETTER)).unlink()
        exported = casetrack.documents.export("C1", outside / "copies")
    names = [each.path.name if each.path else None for each in exported]
    assert names == [f"{first:02d}-Zofia-s-report.pdf", None, f"{third:02d}-rf-exe.bin"]
    assert [type(each.error) for each in exported] == [type(None), CouldNot, type(None)]
    assert exported[1].document.number == second
    assert (outside / "copies" / str(names[0])).read_bytes() == REPORT


def test_one_can_be_had_alone_and_nothing_that_is_there_is_overwritten(
    there: Landlord, outside: Path
) -> None:
    with there.opened() as casetrack:
        number = filed(casetrack, "C1", paper(outside))
        filed(casetrack, "C1", paper(outside, "letter.txt", LETTER))
        (one,) = casetrack.documents.export("C1", outside / "copies", number=number)
        assert one.path is not None
        one.path.write_bytes(b"marked by hand")
        (again,) = casetrack.documents.export("C1", outside / "copies", number=number)
    assert isinstance(again.error, BadInput)
    assert one.path.read_bytes() == b"marked by hand"
    assert [path.name for path in (outside / "copies").iterdir()] == [one.path.name]


def test_a_number_there_is_not_is_refused_with_those_there_are(
    there: Landlord, outside: Path
) -> None:
    with there.opened() as casetrack:
        with pytest.raises(NotFound, match=r"no document 7\. The numbers of its documents: none"):
            casetrack.documents.export("C1", outside / "copies", number=7)
        number = filed(casetrack, "C1", paper(outside))
        with pytest.raises(NotFound, match=f"its documents: {number}"):
            casetrack.documents.export("C1", outside / "copies", number=0)
    assert not (outside / "copies").exists()
