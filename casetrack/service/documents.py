"""Documents of cases: filed, listed, handed out, and missed where one is gone.

The file is copied in first and then told of on the record. Broken off in between, it leaves a file
that no record names, which `check` names; never a record that speaks of a file that was not kept.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from casetrack.domain.errors import BadInput, CasetrackError, NotFound, nearest
from casetrack.domain.facts import Entry, EntryCorrected, Fact, RecordKind
from casetrack.domain.facts.papers import DocumentFiled, LetterIssued
from casetrack.domain.objections import ObjectionKind
from casetrack.domain.record import in_order
from casetrack.domain.working_days import said
from casetrack.filing import Filing, Problem, shown_name
from casetrack.service.orders import Order, Recorded
from casetrack.service.recording import Recording
from casetrack.store import Reading, RecordName, Store

_NOT_YET_HASHED: Final = "0" * 64
_CASES: Final[tuple[RecordKind, ...]] = ("case",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document of a case, as the record tells of it."""

    number: int
    """of the entry it was filed with"""
    filed_on: date
    name: str = field(repr=False)
    """the name it had, to be shown; no file is ever called by it"""
    title: str = field(repr=False)
    size: int
    """in bytes"""
    sha256: str
    filed_by: str
    disposed: bool = False
    """its words were disposed of, and its file need not be there any more"""

    @property
    def place(self) -> int:
        """The number it has in a file's name, where one counts from 1."""
        return self.number or _FIRST


_FIRST: Final = 10**9 - 1
"""for entry 0, which a case hardly has a document in: a number that no other entry comes to"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What became of one document that was to be handed out."""

    document: Document
    path: Path | None
    """where the copy is"""
    error: CasetrackError | None = None
    """why there is none"""


@dataclass(slots=True)
class Claims:
    """The documents that the record speaks of, as far as it has been read."""

    wanted: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    """hash and size of each that has to be there → the entries that filed it"""
    named: set[str] = field(default_factory=set)
    """every hash that was ever named"""


class Documents:
    """The documents of one database, and the folder they are kept in."""

    def __init__(
        self,
        store: Store,
        recording: Recording,
        folder: Path,
        never: Collection[Path] = (),
    ) -> None:
        """Take the folder, and the files that are never filed: the database's own."""
        self._store = store
        self._recording = recording
        self._folder = folder
        self._never = never
        self.filing = Filing(folder)

    def file(self, order: Order, path: Path, *, on: date, title: str = "") -> Recorded:
        """Copy a file in and record it with a case, or say what stands against that.

        `order` names the case, by whom and when; the fact is made here. Raises BadInput for what is
        no document, and everything that Recording.record raises.
        """
        fact = DocumentFiled(
            happened_on=on,
            sha256=_NOT_YET_HASHED,
            size=0,
            name=shown_name(path.name),
            title=" ".join(title.split()),
        )
        # Asked first, so that what would be refused is not copied in; a preview may look ahead.
        if on > order.today:
            raise BadInput(f"{said(on)} is still to come: give the day the document came.")
        weighed = self._recording.preview(replace(order, facts=(fact,)))
        if weighed.objections and not (
            order.happened and all(o.kind is ObjectionKind.BREACH for o in weighed.objections)
        ):
            return replace(weighed, entries=())  # they would show a hash that is none
        filed = self.filing.put(path, never=self._never)
        fact = replace(fact, sha256=filed.sha256, size=filed.size, name=filed.name)
        return self._recording.record(replace(order, facts=(fact,)))

    def listed(self, reference: str) -> tuple[Document, ...]:
        """Return the documents of a case in the order of their days. Raises NotFound."""
        reference = reference.strip()
        with self._store.read() as reading:
            history = reading.history(RecordName("case", reference)) if reference else ()
            if not history:
                known = reading.known_references("case")
                raise NotFound(f'There is no case "{reference}".{nearest(reference, known)}')
        return documents_in(history)

    def export(
        self, reference: str, folder: Path, *, number: int | None = None
    ) -> tuple[Exported, ...]:
        """Write copies into a folder under names of our own: of one document, or of all.

        One that cannot be handed out keeps no other back. Raises NotFound for a number there is
        not.
        """
        listed = self.listed(reference)
        wanted = [each for each in listed if number in (None, each.number)]
        if number is not None and not wanted:
            known = ", ".join(str(each.number) for each in listed) or "none"
            raise NotFound(
                f"{reference} has no document {number}. The numbers of its documents: {known}."
            )
        return tuple(self._exported(each, folder) for each in wanted)

    def _exported(self, document: Document, folder: Path) -> Exported:
        try:
            path = self.filing.export(
                document.sha256, folder, number=document.place, name=document.name
            )
        except CasetrackError as error:
            return Exported(document=document, path=None, error=error)
        return Exported(document=document, path=path)

    def claims(self, reading: Reading) -> Claims:
        """Return which documents the record speaks of."""
        claims = Claims()
        for name, history in reading.histories(kinds=_CASES):
            self.claim(claims, name, history)
        return claims

    def claim(self, claims: Claims, name: RecordName, history: tuple[Entry, ...]) -> None:
        """Add the documents that one case speaks of; no other record speaks of any."""
        if name.kind not in _CASES:
            return
        claims.named.update(_hashes(history))
        for each in self.papers(history):
            if not each.disposed:
                where = f"{name.reference}, entry {each.number}"
                claims.wanted.setdefault((each.sha256, each.size), []).append(where)

    def problems(self, claims: Claims) -> Iterator[Problem]:
        """Give each document on record that is gone or changed, and each file no record names.

        Reads every document, so no state of the database is held meanwhile: that keeps writers out.
        """
        places: dict[str, list[str]] = {}
        for (sha256, _), found_in in claims.wanted.items():
            places.setdefault(sha256, []).extend(found_in)
        for found in self.filing.problems(claims.wanted):
            named_by = "; ".join(places[found.where])
            yield replace(found, where=f"{named_by}: document {found.where}")
        unclaimed = [sha256 for sha256 in self._lying() if sha256 not in claims.named]
        if unclaimed:
            with self._store.read() as reading:  # one may have been filed since
                named = self.claims(reading).named
            yield from (self._unclaimed(sha256) for sha256 in unclaimed if sha256 not in named)

    def papers(self, history: tuple[Entry, ...]) -> tuple[Document, ...]:
        """Return the documents of a case, and the letters whose document no entry filed."""
        filed = documents_in(history)
        known = {each.sha256 for each in filed}
        letters = (
            Document(
                number=entry.sequence,
                filed_on=fact.happened_on,
                name=fact.letter.value,
                title="letter issued",
                size=self._size_of(fact.document),
                sha256=fact.document,
                filed_by=entry.recorded_by,
                disposed=entry.disposed,
            )
            for entry in in_order(history)
            if isinstance(fact := entry.fact, LetterIssued)
            and fact.document
            and fact.document not in known
        )
        return (*filed, *letters)

    def _size_of(self, sha256: str) -> int:
        """Return how large a document is as it lies there; 0 for one that is not there."""
        try:
            return self.filing.path_of(sha256).lstat().st_size
        except (OSError, BadInput):
            return 0

    def _lying(self) -> Iterator[str]:
        """Give the hash of every document in the folder, on record or not."""
        for path in self._folder.glob("??/*"):
            try:
                if self.filing.path_of(path.name) == path:
                    yield path.name
            except BadInput:  # nothing of ours
                continue

    def _unclaimed(self, sha256: str) -> Problem:
        return Problem(
            code="document-unclaimed",
            where=f"document {sha256}",
            sentence=f"It lies in {self._folder} and no case of this database names it: the command"
            " that filed it was broken off or is still running, or an older database was restored.",
            cure="File it with its case again (`casetrack document add`); or delete it, once you "
            "are sure that no other database keeps its documents in that folder.",
        )


def documents_in(history: Iterable[Entry]) -> tuple[Document, ...]:
    """Return the documents of a case by their days; one that was taken out again is not among them.

    One that contradicts the record is: it was filed all the same.
    """
    return tuple(
        Document(
            number=entry.sequence,
            filed_on=fact.happened_on,
            name=shown_name(fact.name),
            title=fact.title,
            size=fact.size,
            sha256=fact.sha256,
            filed_by=entry.recorded_by,
            disposed=entry.disposed,
        )
        for entry in in_order(history)
        if isinstance(fact := entry.fact, DocumentFiled)
    )


def _hashes(history: Iterable[Entry]) -> Iterator[str]:
    """Give every hash that a history ever named, corrected or not."""
    for entry in history:
        for fact in _facts(entry.fact):
            if isinstance(fact, DocumentFiled):
                yield fact.sha256
            elif isinstance(fact, LetterIssued):
                yield fact.document


def _facts(fact: Fact) -> Iterator[Fact]:
    yield fact
    if isinstance(fact, EntryCorrected) and fact.replacement is not None:
        yield from _facts(fact.replacement)
