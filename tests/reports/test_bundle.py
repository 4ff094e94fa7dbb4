"""The bundle for the Ombudsman: whole, verifiable, harmless, and the same for the same record."""

import csv
import hashlib
import io
import itertools
import json
import re
import shutil
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from landlord import BAD_INPUT, COULD_NOT, FOUND, Landlord, landlord, on_sqlite, row
from pages import Page
from papers import MONDAY, REPORT, filed, hashed, order, paper, recorded

from casetrack.bootstrap import Casetrack
from casetrack.domain.errors import BadInput, CouldNot, NotFound
from casetrack.domain.facts import (
    ComplaintAcknowledged,
    ComplaintDefined,
    ComplaintReceived,
    EntryCorrected,
    HandlerAssigned,
    PointAnswer,
    ResponseIssued,
)
from casetrack.domain.facts.handling import ContactAttempted
from casetrack.domain.facts.papers import (
    CorrespondenceLogged,
    LetterDiscarded,
    LetterDrafted,
    LetterIssued,
)
from casetrack.domain.facts.residents import (
    AdjustmentAgreed,
    AlertEnded,
    AlertRaised,
    RepresentativeAuthorised,
    ResidentRegistered,
)
from casetrack.domain.facts.terms import (
    Authority,
    Direction,
    LetterKind,
    Means,
    Outcome,
)
from casetrack.reports.bundle import folder_name
from casetrack.reports.html import link
from casetrack.service.bundle import Made
from casetrack.service.casework import CaseView

DATA = Path(__file__).parents[1] / "data"
RECEIVED, FRIDAY = date(2024, 6, 3), date(2024, 6, 7)
NOON = datetime(2024, 6, 10, 12, 0, tzinfo=UTC)
NAME = "Żofia O'Neill-Żak"
WORDS = "The <b>roof</b> leaks & nobody came.\nSecond line."
FILES = {
    *("anchor.txt", "clocks.json", "findings.csv", "history.csv", "history.json"),
    *("index.html", "manifest.json"),
}


@pytest.fixture
def there(tmp_path: Path) -> Landlord:
    (tmp_path / "landlord").mkdir()
    return on_sqlite(tmp_path / "landlord")


@pytest.fixture
def case(there: Landlord, tmp_path: Path) -> Iterator[tuple[Casetrack, str]]:
    with there.opened() as casetrack:
        yield casetrack, a_case(casetrack, tmp_path)


def a_case(casetrack: Casetrack, folder: Path) -> str:
    """A complaint with a resident on record, papers, a correction and a late entry."""
    resident = a_resident(casetrack)
    received = ComplaintReceived(
        happened_on=RECEIVED,
        channel="phone",
        first_reached="Call centre",
        resident_reference=resident,
        summary="Leak",
        words=WORDS,
    )
    reference = recorded(casetrack, "", received).name.reference
    recorded(
        casetrack,
        reference,
        HandlerAssigned(happened_on=FRIDAY, stage=1, handler="Jo Bell"),
        ComplaintDefined(happened_on=FRIDAY, stage=1, points=("The roof leaks",)),
        ComplaintAcknowledged(happened_on=FRIDAY, stage=1, means=Means.EMAIL),
        ContactAttempted(happened_on=FRIDAY, channel="phone", note="=HYPERLINK(1)"),
        CorrespondenceLogged(
            happened_on=MONDAY,
            direction=Direction.TO_US,
            correspondent="Ana Żak",
            about="Fife photos",
        ),
    )
    number = filed(casetrack, reference, paper(folder, "Żak's survey.pdf"), "Damp survey")
    letter = LetterIssued(
        happened_on=MONDAY,
        stage=1,
        letter=LetterKind.STAGE_1_ACKNOWLEDGEMENT,
        document=hashed(REPORT),
        promised_on=date(2024, 6, 21),
    )
    six = CorrespondenceLogged(happened_on=MONDAY, correspondent="Ana Żak", about="Six pictures")
    wrong = EntryCorrected(
        happened_on=MONDAY, corrects=number - 1, replacement=six, because="Typed wrongly"
    )
    answer = ResponseIssued(
        happened_on=MONDAY,
        stage=1,
        outcome=Outcome.UPHELD,
        answers=(PointAnswer(point=1, decision=Outcome.UPHELD, reasons="Not mended in time"),),
    )
    recorded(casetrack, reference, letter, wrong, answer)
    return reference


def a_resident(casetrack: Casetrack) -> str:
    registered = ResidentRegistered(happened_on=date(2024, 1, 2), name=NAME, address="1 High St")
    reference = recorded(casetrack, "", registered).name.reference
    recorded(
        casetrack,
        reference,
        AlertRaised(happened_on=date(2024, 1, 2), what="Dog at large"),
        AlertRaised(happened_on=date(2024, 1, 2), what="Oxygen at home"),
        AlertEnded(happened_on=date(2024, 3, 1), alert=1),
        AlertEnded(happened_on=date(2024, 6, 5), alert=2),
        AdjustmentAgreed(happened_on=date(2024, 2, 1), what="Large print"),
        RepresentativeAuthorised(
            happened_on=date(2024, 2, 1), name="Ana Żak", authority=Authority.WRITTEN
        ),
    )
    return reference


def made(casetrack: Casetrack, reference: str, to: Path, **how: Any) -> Made:
    return casetrack.bundles.make(reference, to, today=MONDAY, **{"at": NOON, **how})


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def page(bundle: Made) -> Page:
    return Page.of((bundle.folder / "index.html").read_text("utf-8"))


def rows(bundle: Made, name: str) -> list[dict[str, str]]:
    text = (bundle.folder / name).read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


# --- what is in it ------------------------------------------------------------------------------


def test_a_bundle_holds_the_whole_case_and_can_be_verified(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url)
    with there.opened() as casetrack:
        reference = a_case(casetrack, tmp_path)
        bundle = made(casetrack, reference, tmp_path / "to")
    assert bundle.folder == tmp_path / "to" / "case-2024-0001-bundle"
    held = files(bundle.folder)
    (document,) = held.keys() - FILES
    assert re.fullmatch(r"documents/\d\d-Zak-s-survey\.pdf", document)
    assert held[document] == REPORT

    manifest = json.loads(held["manifest.json"])
    assert {each["path"]: (each["size"], each["sha256"]) for each in manifest["files"]} == {
        name: (len(content), hashlib.sha256(content).hexdigest())
        for name, content in held.items()
        if name != "manifest.json"
    }
    paths = [each["path"] for each in manifest["files"]]
    assert paths == sorted(paths)
    assert (bundle.files, bundle.documents, bundle.lacking) == (len(held), 1, ())

    seal = manifest["seal"]
    check = there.run("check", "--seal", str(seal["number"]), seal["hash"]).done()
    assert "whole" in check.out
    assert f"{seal['number']} {seal['hash']}" in held["anchor.txt"].decode()
    assert manifest["chain_head"] in held["anchor.txt"].decode()
    assert manifest["entries"] == len(there.case(reference)["history"])


def test_the_zip_is_the_folder_and_both_are_for_their_owner_alone(
    case: tuple[Casetrack, str], tmp_path: Path
) -> None:
    bundle = made(*case, tmp_path / "new" / "to")
    assert bundle.zip is not None
    with zipfile.ZipFile(bundle.zip) as packed:
        assert packed.testzip() is None
        assert {name: packed.read(name) for name in packed.namelist()} == {
            f"case-2024-0001-bundle/{name}": content
            for name, content in files(bundle.folder).items()
        }
        assert packed.namelist() == sorted(packed.namelist())
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in packed.infolist()} == {0o100600}
    assert hashed(bundle.zip.read_bytes()) == bundle.zip_sha256
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}


def test_the_history_tells_who_recorded_what_and_what_a_correction_replaced(
    case: tuple[Casetrack, str], tmp_path: Path
) -> None:
    bundle = made(*case, tmp_path / "to")
    entries = json.loads((bundle.folder / "history.json").read_text("utf-8"))
    told = rows(bundle, "history.csv")
    assert [each["entry"] for each in entries] == list(range(len(told)))
    received, correction = entries[0], entries[-2]
    assert (received["words"], received["recorded_by"]) == (WORDS, "kim")
    assert received["recorded_late"] is True
    assert (told[0]["recorded_late"], told[0]["because"]) == ("yes", "Told so")
    assert told[-1]["recorded_late"] == ""
    assert correction["fact"] == "entry-corrected"
    assert correction["replaced"]["about"] == "Fife photos"
    assert correction["replacement"]["about"] == "Six pictures"
    corrected = int(told[-2]["corrects"])
    assert told[corrected]["corrected_by"] == told[-2]["entry"]
    assert "Fife photos" in told[-2]["replaced"]
    assert "Six pictures" in told[-2]["details"]


def test_the_clocks_come_with_each_day_counted_or_skipped(
    case: tuple[Casetrack, str], tmp_path: Path
) -> None:
    bundle = made(*case, tmp_path / "to")
    clocks = json.loads((bundle.folder / "clocks.json").read_text("utf-8"))
    first = next(each for each in clocks if each["key"] == "stage-1-acknowledgement")
    assert (first["due_on"], first["verdict"]) == ("2024-06-10", "met")
    assert [day["number"] for day in first["days"]] == [1, 2, 3, 4, None, None, 5]
    assert first["sentence"].startswith("Stage 1 acknowledgement due Monday 10 June 2024")
    shown = page(bundle).words
    assert first["sentence"] in shown
    assert "weekend" in shown


def test_each_finding_stands_with_its_provision_and_the_entry_that_shows_it(
    case: tuple[Casetrack, str], tmp_path: Path
) -> None:
    casetrack, reference = case
    bundle = made(casetrack, reference, tmp_path / "to")
    found = casetrack.casework.show(reference).judged.findings
    assert found
    assert [(each["provision"], each["finding"]) for each in rows(bundle, "findings.csv")] == [
        (str(each.cited), each.says) for each in found
    ]
    shown = page(bundle)
    for each in found:
        assert each.says in shown.words
        assert f"entry-{each.sequence}" in shown.places


def test_the_page_says_who_the_resident_is_what_held_and_who_speaks_for_them(
    case: tuple[Casetrack, str], tmp_path: Path
) -> None:
    shown = page(made(*case, tmp_path / "to")).words
    for words in (NAME, "1 High St", "Large print", "Oxygen at home", "Ana Żak", "written"):
        assert words in shown
    assert "Dog at large" not in shown  # over before the complaint


def test_the_page_tells_the_case_to_somebody_who_has_never_seen_it(
    case: tuple[Casetrack, str], tmp_path: Path
) -> None:
    shown = page(made(*case, tmp_path / "to"))
    for words in (
        *("Sample Homes", "As on Mon 10 Jun 2024", "Made 10 June 2024, 12:00 UTC", WORDS),
        *("1. The roof leaks", "point 1 upheld: Not mended in time", "Call centre", "Jo Bell"),
        *(
            "Recorded late",
            "Fife photos",
            "Six pictures",
            "handled it (stage 1)",
            "Typed wrongly",
            "stage 1 acknowledgement",
        ),
        *("Damp survey", "Żak's survey.pdf", hashed(REPORT), "Fri 21 Jun 2024", "20 bytes"),
    ):
        assert words in shown.words
    assert shown.links.count("documents/06-Zak-s-survey.pdf") == 2  # the document, the letter


# --- a page for everybody -----------------------------------------------------------------------


def test_the_page_is_well_formed_named_and_leads_nowhere_else(
    case: tuple[Casetrack, str], tmp_path: Path
) -> None:
    bundle = made(*case, tmp_path / "to")
    shown = page(bundle)
    text = (bundle.folder / "index.html").read_text("utf-8")
    assert text.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert "<title>Complaint 2024/0001: evidence</title>" in text
    assert shown.headings[0] == (1, "Complaint 2024/0001: evidence")
    levels = [level for level, _ in shown.headings]
    assert levels.count(1) == 1
    assert all(now <= before + 1 for before, now in itertools.pairwise(levels))
    assert shown.unscoped == 0
    assert shown.tags.count("caption") == shown.tags.count("table") > 5
    assert len(shown.places) == len(set(shown.places))
    assert {"script", "img", "iframe", "object", "form", "base", "link"}.isdisjoint(shown.tags)
    assert not any(name.startswith("on") or name in ("src", "style") for name in shown.attributes)
    for target in shown.links:
        there = target.removeprefix("#")
        assert there in shown.places if target != there else (bundle.folder / target).is_file()
    assert "default-src 'none'" in text


def test_no_link_leads_away_from_the_page() -> None:
    for target in ("http://evil.example", "javascript:alert(1)", "/etc/passwd", "\\\\evil\\x"):
        with pytest.raises(ValueError, match="leads away"):
            link(target, "x")


# --- the same record, the same bundle -----------------------------------------------------------


def test_two_bundles_of_one_record_differ_only_in_when_they_were_made(
    case: tuple[Casetrack, str], tmp_path: Path
) -> None:
    first = made(*case, tmp_path / "a")
    later = made(*case, tmp_path / "b", at=NOON.replace(hour=15))
    again = made(*case, tmp_path / "c")
    assert files(again.folder) == files(first.folder)
    assert again.zip_sha256 == first.zip_sha256
    one, other = files(first.folder), files(later.folder)
    changed = {name for name in one if one[name] != other[name]}
    assert changed == {"index.html", "manifest.json"}
    assert other["index.html"].decode() == one["index.html"].decode().replace("12:00", "15:00")
    ours, theirs = json.loads(one["manifest.json"]), json.loads(other["manifest.json"])
    assert (ours.pop("made_at"), theirs.pop("made_at")) == (
        *("2024-06-10T12:00:00+00:00", "2024-06-10T15:00:00+00:00"),
    )
    differ = [a["path"] for a, b in zip(ours["files"], theirs["files"], strict=True) if a != b]
    assert differ == ["index.html"]


def test_a_bundle_never_takes_the_place_of_another(
    case: tuple[Casetrack, str], tmp_path: Path
) -> None:
    first = made(*case, tmp_path / "to")
    before = files(tmp_path / "to")
    second = made(*case, tmp_path / "to")
    assert second.folder.name == "case-2024-0001-bundle-2"
    shutil.rmtree(second.folder)  # its zip is still there
    third = made(*case, tmp_path / "to", zipped=False)
    assert (third.folder.name, third.zip) == ("case-2024-0001-bundle-3", None)
    assert not (tmp_path / "to" / "case-2024-0001-bundle-3.zip").exists()
    now = files(tmp_path / "to")
    assert {name: now[name] for name in before} == before
    assert first.folder.is_dir()


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("2026/0412", "case-2026-0412-bundle"),
        ("../../etc/passwd", "case-etc-passwd-bundle"),
        ("Żak & Søn", "case-Zak-S-n-bundle"),
        ("-rf", "case-rf-bundle"),
        ("\u202egpj.exe", "case-gpj-exe-bundle"),
        ("///", "case-bundle"),
        ("a" * 300, f"case-{'a' * 60}-bundle"),
    ],
)
def test_the_folder_is_called_by_letters_figures_and_hyphens(reference: str, name: str) -> None:
    assert folder_name(reference) == name


# --- what goes wrong ----------------------------------------------------------------------------


def test_a_document_that_is_gone_or_changed_is_named_in_the_bundle_and_beside_it(
    there: Landlord, case: tuple[Casetrack, str], tmp_path: Path
) -> None:
    casetrack, reference = case
    filed(casetrack, reference, paper(tmp_path, "photo.jpg", b"photo"))
    casetrack.documents.filing.path_of(hashed(REPORT)).write_bytes(b"forged" + REPORT)
    casetrack.documents.filing.path_of(hashed(b"photo")).unlink()
    ran = there.run("report", "bundle", reference, "--to", tmp_path / "to", "--json")
    assert ran.code == FOUND
    assert [line.partition(": ")[0] for line in ran.json["lacking"]] == ["Entry 6", "Entry 10"]
    folder = Path(ran.json["folder"])
    assert not (folder / "documents").exists()
    shown = Page.of((folder / "index.html").read_text("utf-8"))
    assert "is not what was filed" in shown.words
    assert "it is not in the landlord's documents folder" in shown.words
    assert "copies of 0 of 2 documents" in shown.words


def test_a_letter_whose_document_no_entry_filed_is_in_the_bundle_too(
    case: tuple[Casetrack, str], tmp_path: Path
) -> None:
    casetrack, reference = case
    put = casetrack.documents.filing.put(paper(tmp_path, "letter.pdf", b"Dear"))
    letter = LetterIssued(
        happened_on=MONDAY, stage=1, letter=LetterKind.PROGRESS_UPDATE, document=put.sha256
    )
    number = recorded(casetrack, reference, letter).entries[0].sequence
    bundle = made(casetrack, reference, tmp_path / "to")
    name = f"documents/{number:02d}-progress-update.bin"
    assert files(bundle.folder)[name] == b"Dear"
    assert page(bundle).links.count(name) == 2


def test_a_draft_is_listed_with_what_became_of_it(
    case: tuple[Casetrack, str], tmp_path: Path
) -> None:
    casetrack, reference = case
    draft = LetterDrafted(happened_on=MONDAY, stage=1, letter=LetterKind.EXTENSION)
    found = recorded(casetrack, reference, draft, draft)
    gone = LetterDiscarded(
        happened_on=MONDAY, draft=found.entries[0].sequence, because="Not needed"
    )
    recorded(casetrack, reference, gone)
    shown = page(made(casetrack, reference, tmp_path / "to")).words
    assert "draft, letter discarded" in shown
    assert "draft, not sent" in shown


def test_a_document_that_was_taken_out_is_not_handed_over(
    case: tuple[Casetrack, str], tmp_path: Path
) -> None:
    casetrack, reference = case
    number = filed(casetrack, reference, paper(tmp_path, "other.pdf", b"another resident"))
    recorded(casetrack, reference, EntryCorrected(happened_on=MONDAY, corrects=number))
    bundle = made(casetrack, reference, tmp_path / "to")
    assert b"another resident" not in files(bundle.folder).values()
    assert bundle.documents == 1


def test_a_document_that_was_disposed_of_is_not_handed_over_though_it_lies_there(
    case: tuple[Casetrack, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    casetrack, reference = case
    view = casetrack.casework.show(reference)
    disposed = tuple(replace(entry, disposed=True) for entry in view.history)
    monkeypatch.setattr(casetrack.casework, "show", lambda _: replace(view, history=disposed))
    bundle = made(casetrack, reference, tmp_path / "to")
    assert files(bundle.folder).keys() == FILES
    assert "No copy: it was disposed of." in page(bundle).words
    assert (bundle.documents, bundle.lacking) == (0, ())


def test_what_cannot_be_finished_leaves_nothing_behind(
    case: tuple[Casetrack, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for place in (
        "casetrack.service.bundle.write",  # the files
        "casetrack.service.bundle.manifest",
        "casetrack.service.bundle_folder._put",  # into the zip
    ):
        with monkeypatch.context() as patched:
            patched.setattr(place, full)
            with pytest.raises(CouldNot, match="No space left"):
                made(*case, tmp_path / "to")
        assert list((tmp_path / "to").iterdir()) == []


def test_a_fault_of_our_own_leaves_nothing_behind_either(
    case: tuple[Casetrack, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr("casetrack.service.bundle.contents", broken)
    with pytest.raises(ValueError, match="a fault"):
        made(*case, tmp_path / "to")
    assert list((tmp_path / "to").iterdir()) == []


@pytest.mark.parametrize("to", ["file", "file/below", "a\0b", "n" * 300])
def test_a_place_where_nothing_can_be_made_is_told(
    case: tuple[Casetrack, str], tmp_path: Path, to: str
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises((BadInput, CouldNot), match="choose another"):
        made(*case, tmp_path / to)


def test_of_a_case_there_is_not_nothing_is_made(there: Landlord, tmp_path: Path) -> None:
    with there.opened() as casetrack, pytest.raises(NotFound):
        made(casetrack, "2024/0001", tmp_path / "to")
    ran = there.run("report", "bundle", "", "--to", tmp_path / "to")
    assert (ran.code, ran.out) == (BAD_INPUT, "")
    assert not (tmp_path / "to").exists()


def test_what_is_recorded_while_it_is_gathered_is_wholly_in_it_or_not_at_all(
    case: tuple[Casetrack, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    casetrack, reference = case
    show = casetrack.casework.show
    shown: list[CaseView] = []

    def meanwhile(wanted: str) -> CaseView:
        view = show(wanted)
        if not shown:
            recorded(casetrack, wanted, ContactAttempted(happened_on=MONDAY, channel="door"))
        shown.append(view)
        return view

    monkeypatch.setattr(casetrack.casework, "show", meanwhile)
    bundle = made(casetrack, reference, tmp_path / "to")
    assert len(shown) == 2
    manifest = json.loads((bundle.folder / "manifest.json").read_text("utf-8"))
    assert manifest["entries"] == len(rows(bundle, "history.csv")) == len(shown[1].history)


def test_a_service_request_and_a_case_of_no_edition_can_be_bundled(
    there: Landlord, tmp_path: Path
) -> None:
    there.holds(row("OLD", "2020-06-01"))
    asked = there.run(
        *("case", "open", "--service-request", "--channel", "phone", "--resident", NAME),
        *("--words", "Mend the tap", "--json"),
    ).json
    for reference in ("OLD", asked["reference"]):
        ran = there.run("report", "bundle", reference, "--to", tmp_path / "to").done()
        folder = Path(ran.out.splitlines()[1].removeprefix("Folder: "))
        shown = Page.of((folder / "index.html").read_text("utf-8"))
        assert "The case in brief" in shown.words


# --- what is meant to harm ----------------------------------------------------------------------


def hostile() -> list[str]:
    listed = json.loads((DATA / "hostile_texts.json").read_text("utf-8"))
    values = [each["value"] for each in listed]
    values.append("a\x7fb")
    return [v["$repeat"][0] * v["$repeat"][1] if isinstance(v, dict) else v for v in values]


def test_no_text_harms_who_reads_the_bundle(there: Landlord, tmp_path: Path) -> None:
    kept_ = []
    with there.opened() as casetrack:
        received = ComplaintReceived(
            happened_on=RECEIVED, resident=NAME, summary="</title><script>"
        )
        reference = recorded(casetrack, "", received).name.reference
        for text in hostile():
            fact = CorrespondenceLogged(happened_on=MONDAY, about=text, channel="email")
            try:
                recorded(casetrack, reference, fact)
            except BadInput:  # no text that can be kept
                continue
            kept_.append(text.replace("\r\n", "\n").replace("\r", "\n"))
            point = ComplaintDefined(happened_on=MONDAY, stage=1, points=(text,), note=text)
            casetrack.recording.record(order(reference, point))
        bundle = made(casetrack, reference, tmp_path / "to")
    assert len(kept_) > 35
    held = files(bundle.folder)
    assert held.keys() == FILES
    for content in held.values():
        _nothing_steers(content.decode("utf-8-sig"))
    text = held["index.html"].decode()
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    shown = Page.of(text)
    assert all(target.startswith("#") or target in FILES for target in shown.links)
    history = json.loads(held["history.json"])
    assert [each["about"] for each in history if each["fact"] == "correspondence-logged" and
            "about" in each] == [each for each in kept_ if each]  # fmt: skip
    for name in ("history.csv", "findings.csv"):
        for each in rows(bundle, name):
            assert not any(cell[:1] and cell[0] in "=+-@\t\r\n＝＋－＠" for cell in each.values())


def _nothing_steers(text: str) -> None:
    """No escape, no control character but line ends, nothing that reorders a line."""
    for letter in set(text):
        assert letter in "\r\n\t" or (ord(letter) >= 32 and letter != "\x7f")
        assert not 0x80 <= ord(letter) < 0xA0
        assert letter not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


def test_a_cell_that_begins_like_a_formula_is_neutralised(there: Landlord, tmp_path: Path) -> None:
    there.holds(row("=1+1", handler="=cmd|' /C calc'!A0"))
    with there.opened() as casetrack:
        received = casetrack.casework.standing("case", "=1+1", 0)
        odd = EntryCorrected(
            happened_on=MONDAY, corrects=0, replacement=received, because="+44 7700"
        )
        command = replace(order("=1+1", odd), because="@SUM(1)")
        casetrack.recording.record(command)
        bundle = made(casetrack, "=1+1", tmp_path / "to")
    assert bundle.folder.name == "case-1-1-bundle"
    assert rows(bundle, "history.csv")[-1]["because"] == "'@SUM(1)"


def test_the_command_prints_where_the_bundle_is_and_that_it_is_personal(
    there: Landlord, tmp_path: Path
) -> None:
    there.holds(row("C1"))
    ran = there.run("report", "bundle", "C1", "--to", tmp_path / "to", "--no-zip").done()
    assert str(tmp_path / "to" / "case-C1-bundle") in ran.out
    assert "personal data" in ran.out
    assert ".zip" not in ran.out
    plain = there.run("report", "bundle", "C1", "--to", tmp_path / "to", "--json").done().json
    assert list(plain) == [
        *("reference", "folder", "zip", "zip_sha256", "files", "documents", "lacking", "seal"),
    ]
    assert hashed(Path(plain["zip"]).read_bytes()) == plain["zip_sha256"]
    help_ = there.run("report", "bundle", "--help").done().out
    assert "casetrack report bundle 2026/0412" in help_.split("Example")[1]
    assert there.run("report", "bundle", "C1", "--to", "/proc/none").code == COULD_NOT
