"""A landlord for the tests: its settings and its log as files, and commands run as typed."""

import contextlib
import csv
import functools
import gc
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from casetrack import bootstrap
from casetrack.bootstrap import Casetrack
from casetrack.cli import main
from casetrack.store import create_store

DONE, FOUND, BAD_INPUT, COULD_NOT = 0, 1, 2, 3

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a command: its exit code, what it printed and what it said beside that."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def done(self) -> "Ran":
        """The same, where everything went well."""
        assert self.code == DONE, self.err
        return self


def run(*arguments: str | Path) -> Ran:
    """Run one command as it would be typed; a fault of its own is written to no real home."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    home = os.environ.get("XDG_STATE_HOME", os.devnull)
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.dict(os.environ, XDG_STATE_HOME=home),
        mock.patch.object(sys, "argv", ["casetrack"]),
    ):
        code = main([str(each) for each in arguments])
    gc.enable()  # a command is over soon and collects nothing; the tests go on
    texts = []
    for stream in (out, err):
        stream.flush()
        stream.seek(0)
        texts.append(stream.read())
    return Ran(code, *texts)


@dataclass(frozen=True, slots=True)
class Landlord:
    """Settings beside a database that is ready."""

    config: Path

    @property
    def folder(self) -> Path:
        return self.config.parent

    def run(self, *arguments: str | Path) -> Ran:
        """Run one command on this landlord's database."""
        return run("--config", self.config, *arguments)

    def imports(self, *rows: Row, options: tuple[str, ...] = ()) -> Ran:
        """Import rows as a log; what comes of it as JSON."""
        return self.run("import", log_file(self.folder, *rows), "--json", *options)

    def holds(self, *rows: Row) -> "Landlord":
        """The same landlord, with the rows on record."""
        self.imports(*rows).done()
        return self

    def metrics(self, *options: str) -> Any:
        """Return the figures of 2024-25, or of what the options say."""
        period = () if "--from" in options or "--year" in options else ("--year", "2024-25")
        return self.run("report", "metrics", "--json", *period, *options).done().json

    def case(self, reference: str, *options: str) -> Any:
        """Return what is on record of a case."""
        return self.run("case", "show", reference, "--json", *options).done().json

    def clocks(self, reference: str, *options: str) -> dict[str, Any]:
        """Return the clocks of a case by their keys."""
        return {clock["key"]: clock for clock in self.case(reference, *options)["clocks"]}

    def settings(self, more: str) -> None:
        """Write the settings anew, with other lines beside the database."""
        _write(self.config, self.url, more)

    @property
    def url(self) -> str:
        with self.opened() as casetrack:
            return casetrack.settings.database.url

    @contextlib.contextmanager
    def opened(self) -> Iterator[Casetrack]:
        with bootstrap.opened(self.config) as casetrack:
            yield casetrack


def landlord(folder: Path, database_url: str, more: str = "") -> Landlord:
    """Write settings (`more` is TOML) for a database, and make it ready."""
    config = folder / "casetrack.toml"
    _write(config, database_url, more)
    bootstrap.create(config)
    return Landlord(config)


def _write(config: Path, url: str, more: str) -> None:
    config.write_text(
        f'[landlord]\nname = "Sample Homes"\n[database]\nurl = "{url}"\n{more}\n', encoding="utf-8"
    )


def row(reference: str = "C1", received: str = "2024-06-03", **cells: str) -> Row:
    """A row of a log; received on Mon 3 June 2024 unless it says otherwise."""
    return {"reference": reference, "received": received, "channel": "Email", **cells}


def log_file(folder: Path, *rows: Row, name: str = "log.csv") -> Path:
    """Write rows as a complaint log under the names of the columns."""
    columns = list(dict.fromkeys(column for each in rows for column in each))
    path = folder / name
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def on_sqlite(folder: Path, more: str = "") -> Landlord:
    """The same with a database of its own in the folder, where the engine is not the point."""
    file = folder / "casetrack.db"
    if not file.exists():
        file.write_bytes(_empty_database())
    return landlord(folder, f"sqlite:///{file}", more)


@functools.cache
def _empty_database() -> bytes:
    """A file with every table and nothing in them: making them takes longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        create_store(f"sqlite:///{file}").close()
        return file.read_bytes()
