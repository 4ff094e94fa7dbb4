"""`casetrack import` as typed: what it prints, what it refuses, and words made to do harm."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from landlord import BAD_INPUT, DONE, Row, landlord, log_file, on_sqlite, row

DATA = Path(__file__).parents[1] / "data"
# What a terminal would obey: controls, C1, DEL, and what turns a line about.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


# --- what it prints


def test_a_person_is_told_what_was_done_found_and_taken_for_granted(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    log = log_file(
        tmp_path,
        row("A", stage1_acknowledged="2024-06-12"),  # Wed, due Mon 10 June
        row("B", refused_reason="over 12 months"),
        row("C", stage1_due="2024-06-30"),
    )
    tried = there.run("import", log, "--dry-run").done()
    assert tried.out.startswith("Would import 3, updated 0, unchanged 0 complaints.")
    ran = there.run("import", log).done()
    assert ran.out.startswith("Imported 3, updated 0, unchanged 0 complaints.")
    for words in ("acknowledged late (6.2)", "refusal dated as received", "definition with"):
        assert words in ran.out
    assert "e.g. A, 6.2: Stage 1 was acknowledged on Wed 12 Jun 2024" in ran.out
    again = there.run("import", log).done()
    assert again.out.startswith("Imported 0, updated 0, unchanged 3 complaints.")


def test_json_is_one_value_on_stdout_with_the_fields_that_stay_stable(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    log = log_file(tmp_path, {**row(stage1_acknowledged="2024-06-12"), "Our colour": "red"})
    ran = there.run("import", log, "--json").done()
    assert set(ran.json) == {
        *("imported", "updated", "unchanged", "errors", "findings", "assumptions")
    }
    assert set(ran.json["findings"][0]) >= {"reference", "provision", "finding"}
    assert '"Our colour"' in ran.err  # a note, beside the data


def test_headings_are_mapped_by_a_file_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    log = tmp_path / "own.csv"
    log.write_text("Unser Zeichen,Eingang,Channel\nA1,03/06/2024,Email\n", encoding="utf-8")
    mapping = tmp_path / "own.toml"
    mapping.write_text('"Unser Zeichen" = "reference"\n"Eingang" = "received"\n', encoding="utf-8")
    assert there.run("import", log, "--mapping", mapping, "--json").done().json["imported"] == 1
    for broken in ('"Eingang" = "recieved"', '"Eingang" = 5', "nonsense"):
        mapping.write_text(broken, encoding="utf-8")
        ran = there.run("import", log, "--mapping", mapping)
        assert (ran.code, ran.out) == (BAD_INPUT, "")
        assert ran.err
    assert there.run("import", log, "--mapping", tmp_path / "gone.toml").code == BAD_INPUT


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("gone.csv", None),
        ("empty.csv", b""),
        ("no-header.csv", b"a,b,c\n1,2,3\n"),
        ("broken.xlsx", b"PK\x03\x04 no zip"),
        ("log.docx", b"x"),
    ],
)
def test_a_file_that_is_no_log_is_refused_in_words(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    there = on_sqlite(tmp_path)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ran = there.run("import", tmp_path / name, "--json")
    assert (ran.code, ran.out) == (BAD_INPUT, "")
    assert name in ran.err
    assert "incident" not in ran.err
    folder = there.run("import", tmp_path)
    assert folder.code == BAD_INPUT
    assert "incident" not in folder.err


# --- words made to do harm


def made(value: Any) -> str:
    if isinstance(value, dict):
        part, times = value["$repeat"]
        return str(part) * int(times)
    return str(value)


HOSTILE = [
    (made(each["value"]), each["expected"])
    for each in json.loads((DATA / "hostile_texts.json").read_text("utf-8"))
    if each["value"] != "\ud800"  # no file of text can hold it; below
]
TOO_LONG = 20_000


def safe(*texts: str) -> None:
    for text in texts:
        found = OBEYED.search(text.replace("\r\n", "\n"))
        assert found is None, (found, text[max(0, found.start() - 60) : found.end() + 60])


def everywhere(text: str, number: int) -> Row:
    """A row that has the words wherever words can stand; short ones where lists are sorted by."""
    cells = dict.fromkeys(("resident", "address", "summary", "outcome_sought"), text)
    cells |= dict.fromkeys(
        ("category", "service_area", "handler", "channel", "tenure", "stage2_handler"), text[:200]
    )
    days = {
        "stage1_acknowledged": "2024-06-06",
        "stage1_extended_on": "2024-06-18",
        "stage1_extended_to": "2024-06-27",
        "stage1_extension_reason": text,
        "stage2_requested": "2024-06-24",
    }
    return {**row(f"{number} {text[:60]}"), **cells, **days}


KEPT = [
    text
    for text, expected in HOSTILE
    if not ("E_TEXT_LONG" in expected or "E_TEXT_CONTROL" in expected)
]
ROWS = [everywhere(text, number) for number, text in enumerate(KEPT)]
REFUSED = [row(f"R{n}", refused_reason=text) for n, text in enumerate(("\x1b]0;x\x07", "=1+1"))]


def test_hostile_words_come_in_as_they_are_and_go_out_harmless(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url)
    ran = there.imports(*ROWS, *REFUSED)
    assert ran.json["errors"] == []
    for command in (
        ("due",),
        ("due", "--json"),
        ("digest",),
        ("digest", "--json"),
        ("report", "metrics", "--year", "2024-25"),
        ("report", "metrics", "--year", "2024-25", "--json"),
        ("report", "metrics", "--year", "2024-25", "--cases", "stages.1.received"),
        ("check",),
    ):
        ran = there.run(*command).done()
        assert ran.out
        safe(ran.out, ran.err)
    for text, cells in zip(KEPT, ROWS, strict=True):
        reference = cells["reference"].strip()
        complaint = there.case(reference)["complaint"]
        assert complaint.get("summary", "") == text.strip()
        assert complaint.get("resident", "") == text.strip()


def test_hostile_references_and_handlers_are_told_harmless_as_well(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(*ROWS)
    for text, cells in zip(KEPT, ROWS, strict=True):
        if len(text) < 100 and (OBEYED.search(text) or "[" in text):
            for command in (
                ("due", "--handler", text.strip()),
                ("due", "--handler", f"{text} or not"),
                ("case", "show", cells["reference"] + "x"),
                ("case", "show", cells["reference"]),
                ("case", "why", cells["reference"]),
                ("report", "metrics", "--cases", text),
            ):
                ran = there.run(*command)
                assert ran.code in (DONE, BAD_INPUT)
                safe(ran.out, ran.err)


def test_hostile_words_in_a_csv_report_steer_no_terminal(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(*ROWS, *REFUSED)
    ran = there.run("report", "metrics", "--year", "2024-25", "--format", "csv").done()
    assert ran.out.count("\n") > 20
    safe(ran.out.removeprefix("\ufeff"))


@pytest.mark.parametrize("text", [each for each, _ in HOSTILE if each not in KEPT])
def test_words_that_cannot_be_kept_are_refused_with_a_cure(tmp_path: Path, text: str) -> None:
    there = on_sqlite(tmp_path)
    ran = there.imports(everywhere(text, 0))
    assert ran.code == BAD_INPUT
    safe(ran.out, ran.err)
    if ran.out:  # the cells; else the file as a whole
        assert {error["column"] for error in ran.json["errors"]} >= {"summary", "resident"}
        assert all(error["cure"] for error in ran.json["errors"])
    else:
        assert "log.csv" in ran.err
        assert "NUL" in ran.err or "20,000 characters" in ran.err
    assert there.run("due", "--json").done().json["due"] == []


def test_a_half_of_a_character_is_refused_and_nothing_stored(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    log = tmp_path / "half.csv"
    head = "reference,received,channel,summary\nA1,2024-06-03,Email,"
    log.write_bytes(head.encode() + "\ud800\n".encode("utf-8", "surrogatepass"))
    ran = there.run("import", log)
    safe(ran.out, ran.err)
    assert "incident" not in ran.err
    if ran.code == DONE:  # read as another encoding: then what is kept is text
        assert there.case("A1")["complaint"]["summary"].encode("utf-8")
    else:
        assert ran.code == BAD_INPUT
        assert there.run("due", "--json").done().json["due"] == []


def test_a_cell_at_fault_is_shown_harmless(tmp_path: Path) -> None:
    ran = on_sqlite(tmp_path).imports(row(stage1_responded="\x1b[31m\x9b1m31/02/2024"))
    assert ran.code == BAD_INPUT
    safe(ran.out, ran.err)
    ran = on_sqlite(tmp_path).run("import", tmp_path / "log.csv")
    assert "row 2" in ran.err
    safe(ran.out, ran.err)
