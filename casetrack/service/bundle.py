"""Evidence for the Ombudsman: one case, gathered from one state of the database, as a folder.

Knows what belongs to a case and where it comes from; how it is laid out is for `reports`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from casetrack import __version__
from casetrack.domain.errors import Conflict
from casetrack.domain.facts import Entry
from casetrack.domain.resident import Resident
from casetrack.reports.bundle import DOCUMENTS, MANIFEST, contents, folder_name, manifest, measured
from casetrack.reports.bundle_case import CaseFile, Held, Paper, in_words
from casetrack.service.bundle_folder import new_folder, write, write_zip, zip_of
from casetrack.service.casework import CaseView, Casework, RecordView, Why
from casetrack.service.documents import Document, Documents
from casetrack.service.what_if import clock_as_plain
from casetrack.store import Anchor, RecordName, Store

_TRIES: Final = 5
_HELD: Final = {
    "alert-raised": "alert",
    "restriction-imposed": "contact restricted",
    "adjustment-agreed": "adjustment",
    "disability-disclosed": "disability",
    "representative-authorised": "representative",
}
_LACKING: Final = {
    "document-missing": "No copy: it is not in the landlord's documents folder.",
    "document-changed": "No copy: what is in the landlord's documents folder is not what was "
    "filed.",
}
_UNREADABLE: Final = "No copy: it cannot be read in the landlord's documents folder."
_DISPOSED: Final = "No copy: it was disposed of."


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A bundle that was made."""

    reference: str
    folder: Path
    zip: Path | None
    zip_sha256: str
    files: int
    documents: int
    """copies that are in it"""
    lacking: tuple[str, ...]
    """documents on record that are not, a line each"""
    anchor: Anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathered:
    """A case, and the seal and the end of its chain in the same state of the database."""

    view: CaseView
    anchor: Anchor
    head: str


class Bundles:
    """Bundles from one landlord's database."""

    def __init__(
        self, store: Store, casework: Casework, documents: Documents, landlord: str
    ) -> None:
        self._store = store
        self._casework = casework
        self._documents = documents
        self._landlord = landlord

    def make(
        self, reference: str, parent: Path, *, today: date, at: datetime, zipped: bool = True
    ) -> Made:
        """Write the bundle of a case into a new folder inside `parent`, and a zip beside it.

        Everything in it but `at` follows from the record and `today`. A document that is gone is
        named in it. Raises NotFound, BadInput, CouldNot; then nothing is left behind.
        """
        gathered = self._gathered(reference)
        with new_folder(parent, folder_name(gathered.view.reference)) as folder:
            papers = self._papers(gathered.view.history, folder)
            case_file = self._case_file(gathered, papers, today, at)
            files = {paper.file: (paper.size, paper.sha256) for paper in papers if paper.file}
            for name, content in contents(case_file).items():
                write(folder / name, content)
                files[name] = measured(content)
            # Last, so that a folder without it is known to be unfinished.
            write(folder / MANIFEST, manifest(case_file, files))
            zip_sha256 = write_zip(folder, (*files, MANIFEST)) if zipped else ""
        return Made(
            reference=gathered.view.reference,
            folder=folder,
            zip=zip_of(folder) if zipped else None,
            zip_sha256=zip_sha256,
            files=len(files) + 1,
            documents=sum(bool(paper.file) for paper in papers),
            lacking=tuple(
                f"Entry {paper.number}: {paper.lacking}"
                for paper in papers
                if paper.lacking and paper.lacking != _DISPOSED
            ),
            anchor=gathered.anchor,
        )

    def _gathered(self, reference: str) -> _Gathered:
        for _ in range(_TRIES):
            view = self._casework.show(reference)
            name = RecordName("case", view.reference)
            with self._store.read() as reading:
                anchor, head = reading.anchor(), reading.heads([name])[name]
            if anchor is not None and head.length == len(view.history):
                return _Gathered(view=view, anchor=anchor, head=head.hash.hex())
        raise Conflict(
            f"Somebody keeps recording on {reference}, so no bundle was made: try again soon."
        )

    # --- documents

    def _papers(self, history: tuple[Entry, ...], folder: Path) -> tuple[Paper, ...]:
        """Copy every document of a case into the bundle and return what is known of each."""
        documents = self._documents.papers(history)
        wanted = [(each.sha256, each.size) for each in documents if not each.disposed]
        problems = {found.where: found.code for found in self._documents.filing.problems(wanted)}
        return tuple(self._paper(each, problems, folder) for each in documents)

    def _paper(self, document: Document, problems: Mapping[str, str], folder: Path) -> Paper:
        lacking, file = "", ""
        if document.disposed:
            lacking = _DISPOSED
        elif document.sha256 in problems:
            lacking = _LACKING.get(problems[document.sha256], _UNREADABLE)
        else:
            copy = self._documents.filing.export(
                document.sha256,
                folder / DOCUMENTS,
                number=document.place,
                name=document.name,
            )
            file = f"{DOCUMENTS}/{copy.name}"
        return Paper(
            number=document.number,
            filed_on=document.filed_on,
            name=document.name,
            title=document.title,
            size=document.size,
            sha256=document.sha256,
            filed_by=document.filed_by,
            file=file,
            lacking=lacking,
        )

    # --- the case

    def _case_file(
        self, gathered: _Gathered, papers: tuple[Paper, ...], today: date, at: datetime
    ) -> CaseFile:
        view, judged = gathered.view, gathered.view.judged
        proofs = self._casework.why(view, today)
        return CaseFile(
            reference=view.reference,
            landlord=self._landlord,
            state=view.state,
            edition=judged.edition.title if judged.edition else "",
            today=today,
            made_at=at,
            version=__version__,
            case=judged.case,
            about=asdict(view.about),
            told=self._casework.told(view),
            proofs=proofs,
            clocks=[_proof_as_plain(each, today) for each in proofs],
            findings=judged.findings,
            taken_for_granted=tuple(each.says for each in judged.assumptions),
            papers=papers,
            held=tuple(self._held(view)),
            seal=(gathered.anchor.number, gathered.anchor.hash),
            head=gathered.head,
        )

    def _held(self, view: CaseView) -> Iterator[Held]:
        """Give what held for the resident at any time since the case began."""
        begun = view.judged.case.received or view.judged.case.request
        if view.resident is None or begun is None:
            return
        record = self._casework.record("resident", view.about.resident_reference)
        for kind in _HELD:
            for held in _of_kind(record, kind):
                if held.until is None or held.until >= begun.fact.happened_on:
                    yield held


def _of_kind(record: RecordView, kind: str) -> Iterator[Held]:
    ledger = record.judged.ledger
    standing = {holding.number: holding for holding in Resident.of(ledger)}
    for entry in ledger.of_kind(kind):
        fact: Any = entry.fact
        now = standing.get(entry.sequence)
        ended = ledger.follow_ups.ended.get(entry.sequence)
        until = ended.fact.happened_on if ended else getattr(fact, "until", None)
        more = [
            f"{name} {in_words(value)}"
            for name in ("relationship", "authority", "whom")
            if (value := getattr(fact, name, ""))
        ]
        yield Held(
            kind=_HELD[kind],
            what=now.what if now else getattr(fact, "what", "") or getattr(fact, "name", ""),
            since=fact.happened_on,
            until=until,
            review_on=now.review_on if now else None,
            more=", ".join(more),
        )


def _proof_as_plain(each: Why, today: date) -> dict[str, Any]:
    explanation = each.explanation
    return {
        **clock_as_plain(each.clock, today),
        "calendar_version": each.clock.calendar_version,
        "sentence": explanation.sentence if explanation else None,
        "days": [
            {
                "date": day.date.isoformat(),
                "counted": day.counted,
                "number": day.number,
                "reason": day.reason,
            }
            for day in (explanation.days if explanation else ())
        ],
        "notes": list(explanation.notes) if explanation else [],
        "rule": explanation.rule if explanation else None,
    }
