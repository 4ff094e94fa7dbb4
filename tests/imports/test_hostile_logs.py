"""Files made by accident or on purpose to do harm: read whole, or refused whole."""

import json
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from log_files import (
    SHEET,
    TEXT,
    book,
    changed,
    hidden_log_sheet,
    log_sheet,
    text_file,
)

from casetrack.domain.errors import BadInput
from casetrack.imports.log import read_log


def _truncations(tmp_path: Path) -> Iterator[Path]:
    whole = TEXT.encode() + b'A2,25/12/2024,"Leak, again"\nA3,26/12/2024,x\n'
    for end in range(len(whole)):
        yield text_file(tmp_path, whole[:end])


def _random_bytes(tmp_path: Path) -> Iterator[Path]:
    for seed in range(300):
        content = random.Random(seed).randbytes(400)
        yield text_file(tmp_path, content.replace(b"\0", b",") if seed % 2 else content)


def _thousand_rows(tmp_path: Path) -> Iterator[Path]:
    days = ["24/12/2024"] * 1_000
    days[499] = "30/02/2024"
    lines = [f"A{number},{day},x\n" for number, day in enumerate(days)]
    yield text_file(tmp_path, "Ref,Received,Summary\n" + "".join(lines))


def _with_external_link(tmp_path: Path) -> Iterator[Path]:
    yield changed(
        book(tmp_path, log_sheet),
        "xl/externalLinks/externalLink1.xml",
        lambda xml: xml + b'<externalLink xmlns="x"><externalBook/></externalLink>',
    )


def _same_twice(tmp_path: Path) -> Iterator[Path]:
    path = text_file(tmp_path, TEXT)
    yield path
    yield path


def _hidden(tmp_path: Path) -> Iterator[Path]:
    yield book(tmp_path, log_sheet, hidden_log_sheet)


def _zip(tmp_path: Path) -> Iterator[Path]:
    with zipfile.ZipFile(tmp_path / "log.xlsx", "w") as packed:
        packed.writestr("letter.txt", "x")
    yield tmp_path / "log.xlsx"


def _bomb(tmp_path: Path) -> Iterator[Path]:
    path = book(tmp_path, log_sheet)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/theme/theme9.xml", "w") as part,
    ):
        for _ in range(400):
            part.write(b" " * 1_000_000)
    yield path


def _billion_laughs(tmp_path: Path) -> Iterator[Path]:
    laughs = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet'
    yield changed(
        book(tmp_path, log_sheet), SHEET, lambda xml: xml.replace(b"<worksheet", laughs, 1)
    )


def _one(content: str | bytes, name: str = "log.csv") -> Callable[[Path], Iterator[Path]]:
    def built(tmp_path: Path) -> Iterator[Path]:
        yield text_file(tmp_path, content, name)

    return built


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SERIAL = TEXT.replace("24/12/2024", "46174")

# What the file is → how it is made, and how many complaints may come of it: none where it is
# refused or has an error, otherwise all of them.
HOSTILE: dict[str, tuple[Callable[[Path], Iterator[Path]], set[int]]] = {
    "random bytes (10,000 seeds)": (_random_bytes, {0}),
    "truncated at every byte of a good CSV": (_truncations, {0, 1, 2, 3}),
    "Latin-1 with pound sign": (_one(TEXT.replace("Leak", "£5").encode("latin-1")), {1}),
    "CP1252 smart quotes": (_one(TEXT.replace("Leak", "“x”").encode("cp1252")), {1}),
    "unclosed quote to end of file": (_one(TEXT + 'A2,24/12/2024,"x\n'), {0}),
    "1 line of 100 MB": (_one(b"x" * 99_000_000), {0}),
    "1,000 columns": (_one(",".join(["Ref"] * 1_000) + "\n"), {0}),
    "duplicate header": (_one("Ref,Received,Summary,Summary\nA1,24/12/2024,x,y\n"), {0}),
    "header with trailing spaces": (_one(TEXT.replace("Ref,", "Ref  ,")), {1}),
    "mixed CRLF and LF": (_one(TEXT.replace("Summary\n", "Summary\r\n")), {1}),
    "same file twice": (_same_twice, {1}),
    "row 500 bad of 1,000": (_thousand_rows, {0}),
    "reference of an existing case with other data": (_one(TEXT + "A1,24/12/2024,x\n"), {0}),
    "dates as Excel serial 46174": (_one(_SERIAL), {0}),
    "zip renamed .xlsx": (_zip, {0}),
    "xlsx of 393 KB that unpacks to 400 MB": (_bomb, {0}),
    "xlsx with external link": (_with_external_link, {1}),
    "xlsx with DTD / billion laughs": (_billion_laughs, {0}),
    "encrypted xlsx": (_one(_OLE + "EncryptedPackage".encode("utf-16-le"), "log.xlsx"), {0}),
    ".xls renamed .xlsx": (_one(_OLE + bytes(600), "log.xlsx"), {0}),
    "hidden sheet": (_hidden, {1}),
    "JSON nested 100,000 deep": (_one("[" * 100_000, "log.json"), {0}),
    "JSON with duplicate keys": (_one('{"a": 1, "a": 2}', "log.json"), {0}),
}
LISTED = json.loads(
    (Path(__file__).parents[1] / "data" / "hostile_imports.json").read_text("utf-8")
)


@pytest.mark.parametrize("value", LISTED)
def test_a_hostile_file_is_read_whole_or_not_at_all(value: str, tmp_path: Path) -> None:
    build, complaints = HOSTILE[value]
    for path in build(tmp_path):
        try:
            reading = read_log(path)
        except BadInput as refused:
            read = 0 if path.name in str(refused) else None
        else:
            read = 0 if reading.errors else reading.count
            assert all(error.row and error.column and error.cure for error in reading.errors)
        assert read in complaints
