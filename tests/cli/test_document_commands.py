"""`casetrack document add`, `list` and `export` as typed, with every name that is meant to harm."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from landlord import BAD_INPUT, COULD_NOT, DONE, FOUND, Landlord, Ran, on_sqlite, row, run
from papers import REPORT, hashed, kept, paper

DATA = Path(__file__).parents[1] / "data"
HOSTILE: list[dict[str, Any]] = json.loads((DATA / "hostile_files.json").read_text("utf-8"))


def hostile(*fields: str) -> list[str]:
    return [
        each["$repeat"][0] * each["$repeat"][1] if isinstance(each, dict) else each
        for each in (one["value"] for one in HOSTILE if one["field"] in fields)
    ]


@pytest.fixture
def there(tmp_path: Path) -> Landlord:
    (tmp_path / "landlord").mkdir()
    return on_sqlite(tmp_path / "landlord").holds(row("2026/0412"))


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    return folder


def add(there: Landlord, path: Path | str, *options: str) -> Ran:
    return there.run("document", "add", *options, "--", "2026/0412", path)


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_a_document_is_added_listed_and_copied_out(there: Landlord, outside: Path) -> None:
    ran = add(there, paper(outside, "Zoë's damp.pdf"), "--title", "Damp survey", "--json").done()
    (entry,) = ran.json["entries"]
    assert (entry["fact"], entry["sha256"], entry["size"]) == (
        *("document-filed", hashed(REPORT), len(REPORT)),
    )
    number = entry["entry"]
    listed = there.run("document", "list", "2026/0412", "--json").done().json
    assert listed == [
        {
            "entry": number,
            "on": entry["on"],
            "name": "Zoë's damp.pdf",
            "title": "Damp survey",
            "size": len(REPORT),
            "sha256": hashed(REPORT),
            "filed_by": entry["recorded_by"],
        }
    ]
    printed = there.run("document", "list", "2026/0412").done().out
    assert "Zoë's damp.pdf" in printed
    assert "20 bytes" in printed
    copies = outside / "copies"
    exported = there.run("document", "export", "2026/0412", str(number), copies, "--json").done()
    name = f"{number:02d}-Zoe-s-damp.pdf"
    assert exported.json == [{**listed[0], "path": str(copies / name), "problem": None}]
    assert (copies / name).read_bytes() == REPORT


def test_a_case_without_documents_says_so(there: Landlord, outside: Path) -> None:
    assert there.run("document", "list", "2026/0412", "--json").done().json == []
    assert there.run("document", "list", "2026/0412").done().out.startswith("No document")
    assert there.run("document", "export", "2026/0412", outside / "x").done().out.startswith("No ")


def test_what_cannot_be_copied_out_is_told_beside_what_can(there: Landlord, outside: Path) -> None:
    add(there, paper(outside)).done()
    add(there, paper(outside, "lost.txt", b"lost")).done()
    lost = there.folder / "documents" / hashed(b"lost")[:2] / hashed(b"lost")
    lost.unlink()
    ran = there.run("document", "export", "2026/0412", outside / "copies")
    assert (ran.code, len(ran.out.splitlines())) == (COULD_NOT, 1)
    assert "Restore it" in ran.err
    again = there.run("document", "export", "2026/0412", outside / "copies", "--json")
    assert again.code == COULD_NOT
    assert ["overwritten" in str(each["problem"]) for each in again.json] == [True, False]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("list", "2026/0413"), 'Did you mean "2026/0412"'),
        (("list", ""), "There is no case"),
        (("add", " ", "x.pdf"), "Name the case"),
        (("export", "2026/0412", "seven", "copies"), "the number of one document"),
        (("export", "2026/0412", "7", "copies"), "no document 7"),
        (("export", "2026/0412", "9" * 5000, "copies"), "the number of one document"),
        (("export", "2026/0412", "1", "2", "copies"), "the number of one document"),
        (("export", "2026/0412"), "FOLDER"),
    ],
)
def test_a_command_that_cannot_be_is_refused_in_words(
    there: Landlord, arguments: tuple[str, ...], words: str
) -> None:
    ran = there.run("document", *arguments)
    assert (ran.code, ran.out) == (BAD_INPUT, "")
    assert words in ran.err


def test_what_the_record_objects_to_is_not_filed(there: Landlord, outside: Path) -> None:
    ran = add(there, paper(outside), "--on", "2024-06-04")
    assert (ran.code, kept(there)) == (FOUND, {})
    assert "why" in ran.out
    add(there, paper(outside), "--on", "2024-06-04", "--happened", "--because", "Found").done()
    based = add(there, paper(outside), "--based-on", "1", "--json")
    assert (based.code, based.json["recorded"]) == (FOUND, False)


@pytest.mark.parametrize("command", ["add", "list", "export"])
def test_each_command_explains_itself_with_an_example(command: str) -> None:
    ran = run("document", command, "--help").done()
    assert f"casetrack document {command} 2026/0412" in ran.out.split("Example")[1]


# --- names that are meant to harm ---------------------------------------------------------------


@pytest.mark.parametrize("name", hostile("attachment.name"))
def test_a_hostile_name_harms_nobody(there: Landlord, outside: Path, name: str) -> None:
    path: Path | str = f"{outside}/{name}" if name else ""
    try:
        plain = Path(name).name == name and name not in ("", "..")
        if plain:
            (outside / name).write_bytes(REPORT)
    except (OSError, ValueError):  # no system lets a file be called that
        plain = False
    before = tree(outside)
    ran = add(there, path)
    assert ran.code == (DONE if plain else BAD_INPUT), ran.err
    assert "\x1b" not in ran.out + ran.err
    assert "\u202e" not in ran.out + ran.err
    _nothing_escapes(there, outside, before, documents=plain)


def _nothing_escapes(there: Landlord, outside: Path, before: set[str], *, documents: bool) -> None:
    """List, copy out and bundle: every file lies in a folder of ours, under a name of ours."""
    assert set(kept(there)) == ({hashed(REPORT)} if documents else set())
    listed = there.run("document", "list", "2026/0412")
    assert listed.code == DONE
    assert listed.out.isprintable() or set(filter(_unprintable, listed.out)) <= {"\n"}
    there.run("document", "export", "2026/0412", outside / "copies").done()
    there.run("report", "bundle", "2026/0412", "--to", outside / "bundles").done()
    assert tree(outside) - before - {"copies", "bundles"} == {
        each for each in tree(outside) if each.startswith(("copies/", "bundles/"))
    }
    copies = [*(outside / "copies").glob("*"), *(outside / "bundles").glob("*/documents/*")]
    assert len(copies) == (2 if documents else 0)
    for copy in copies:
        assert copy.read_bytes() == REPORT
        assert set(copy.name.lower()) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
        assert copy.name[:2].isdigit()
        assert len(copy.name) <= 120
        assert copy.suffix in (".pdf", ".txt", ".bin")


def _unprintable(letter: str) -> bool:
    return not letter.isprintable()


@pytest.mark.parametrize("name", hostile("export.path"))
def test_a_hostile_name_that_stands_on_record_leads_out_of_no_folder(
    there: Landlord, outside: Path, name: str
) -> None:
    add(there, paper(outside)).done()
    before = tree(outside)
    ran = there.run(
        *("record", "2026/0412", "document-filed", "--name", name, "--title", name),
        *("--sha256", hashed(REPORT), "--size", str(len(REPORT))),
    )
    if ran.code != DONE:  # no text that can be kept
        assert ran.code == BAD_INPUT
        return
    there.run("document", "export", "2026/0412", outside / "copies").done()
    there.run("report", "bundle", "2026/0412", "--to", outside / "bundles").done()
    new = tree(outside) - before - {"copies", "bundles"}
    assert all(each.startswith(("copies/", "bundles/case-2026-0412-bundle")) for each in new)
    assert len([each for each in new if each.startswith("copies/")]) == 2
    assert not any(".." in each or "\\" in each for each in new)


@pytest.mark.parametrize("hash_", ["../../../../etc/passwd", "/etc/passwd", "A" * 64, "", "0" * 64])
def test_a_hash_that_is_none_opens_no_file(there: Landlord, outside: Path, hash_: str) -> None:
    there.run(
        *("record", "2026/0412", "document-filed", "--name", "x.pdf"),
        *("--sha256", hash_, "--size", "3"),
    ).done()
    assert there.run("document", "export", "2026/0412", outside / "copies").code in (2, 3)
    ran = there.run("report", "bundle", "2026/0412", "--to", outside / "bundles")
    assert ran.code == FOUND
    assert not [path for path in outside.rglob("*") if path.parent.name == "documents"]
    assert [each["code"] for each in there.run("check", "--json").json] == ["document-missing"]


# --- what is no document ------------------------------------------------------------------------


def _link(path: Path, _: Landlord) -> None:
    path.symlink_to("/etc/shadow")


def _hard_link(path: Path, there: Landlord) -> None:
    path.hardlink_to(there.folder / "casetrack.db")


def _pipe(path: Path, _: Landlord) -> None:
    os.mkfifo(path)


def _folder(path: Path, _: Landlord) -> None:
    path.mkdir()


def _sparse(path: Path, _: Landlord) -> None:
    with path.open("wb") as file:
        file.truncate(2**40)


def _empty(path: Path, _: Landlord) -> None:
    path.write_bytes(b"")


SOURCES: dict[str, Callable[[Path, Landlord], None]] = {
    "symlink to /etc/shadow": _link,
    "hard link to the database": _hard_link,
    "FIFO": _pipe,
    "directory": _folder,
    "sparse file of 1 TB": _sparse,
    "0-byte file": _empty,
}


@pytest.mark.parametrize("what", hostile("attachment.source"))
def test_what_is_no_document_is_refused(there: Landlord, outside: Path, what: str) -> None:
    before = there.case("2026/0412")["history"]
    SOURCES[what](outside / "report.pdf", there)
    ran = add(there, outside / "report.pdf")
    assert (ran.code, ran.out) == (BAD_INPUT, "")
    assert "report.pdf" in ran.err
    assert "incident" not in ran.err
    assert there.case("2026/0412")["history"] == before
    assert not (there.folder / "documents").exists()


def test_a_title_that_only_looks_like_a_day_is_shown_as_it_was_typed(
    there: Landlord, outside: Path
) -> None:
    for title in ("2024-99-99", "AB12-34-56", "2024-W01-1"):
        add(there, paper(outside), "--title", title).done()
        assert title in there.run("document", "list", "2026/0412").done().out
        assert title in there.run("case", "history", "2026/0412").done().out
        there.run("case", "show", "2026/0412").done()
