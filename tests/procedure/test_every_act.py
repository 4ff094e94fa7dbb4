"""Every act under tests/procedure, put to casetrack on a real database: as it is in order, and for
each of its needs as an act still to be done, as one that has happened, and as one that cannot be.
"""

import ast
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from acting import Desk, Try, objected, same_words
from acts_on_file import FILES, STORIES, Attempt, attempts, check_keys

from casetrack.domain.errors import BadInput
from casetrack.domain.extensions import Lack
from casetrack.domain.procedure import acts, records
from casetrack.domain.record import FOLLOW_UPS
from casetrack.store import Store, open_store

PROCEDURE = Path(acts.__file__).parent
ROWS = {
    # the table of steps that the Code asks for, and what stands beneath it
    *("receive", "triage", "service request", "refuse", "assign", "acknowledge", "extend"),
    *("add an issue", "answer, stage 1", "escalate", "answer, stage 2", "remedy or action"),
    *("learning", "adjustment, disability", "contact restriction", "close", "withdraw"),
    *("Ombudsman", "landlord", "papers", "days and corrections"),
}


def all_attempts() -> Iterator[Any]:
    for file in FILES:
        for attempt in attempts(file):
            yield pytest.param(file, attempt, id=f"{file.stem}: {attempt.title}")


@pytest.fixture(scope="session")
def settled_in(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the calendar and the people of a landlord, and no case."""
    path = tmp_path_factory.mktemp("landlord") / "settled_in.db"
    shutil.copy(sqlite_template, path)
    with open_store(f"sqlite:///{path}") as store:
        Desk(store, path.parent).settle_in()
    return path


@pytest.fixture(scope="module")
def desk(
    request: pytest.FixtureRequest, settled_in: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """One database on SQLite for all acts of a file: each has a case of its own there."""
    path = tmp_path_factory.mktemp(request.param.stem) / "casetrack.db"
    shutil.copy(settled_in, path)
    with open_store(f"sqlite:///{path}") as store:
        yield Desk(store, path.parent)


@pytest.mark.parametrize(("desk", "attempt"), list(all_attempts()), indirect=["desk"])
def test_an_act_is_recorded_or_refused_as_the_code_asks(desk: Desk, attempt: Attempt) -> None:
    is_judged_as_told(desk, attempt)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_postgresql_records_and_refuses_the_same(store: Store, tmp_path: Path, file: Path) -> None:
    desk = Desk(store, tmp_path)
    desk.settle_in()
    for attempt in attempts(file):
        try:
            is_judged_as_told(desk, attempt)
        except AssertionError as error:
            error.add_note(attempt.title)
            raise


def is_judged_as_told(desk: Desk, attempt: Attempt) -> None:
    if attempt.cannot:
        cannot_be_recorded(desk, attempt)
        return
    tried = desk.set_out(attempt)
    before = None if attempt.in_order else desk.dump()
    recorded = tried.still_to_be_done()
    assert objected(recorded, "breach") == attempt.breach
    assert objected(recorded, "impossible") == attempt.impossible
    assert len(recorded.objections) == len(set(recorded.objections))
    (given,), (entry,) = tried.order.facts, recorded.entries
    assert same_words(given, entry.fact), "something typed did not come back"
    if attempt.in_order:
        assert recorded.saved
        is_on_record(tried, attempt)
        return
    assert not recorded.saved
    assert desk.dump() == before, "what was refused left something behind"
    has_happened(desk, tried, attempt, before)


def has_happened(desk: Desk, tried: Try, attempt: Attempt, before: int | None) -> None:
    with pytest.raises(BadInput, match="--because"):
        tried.as_happened(because=" ")
    recorded = tried.as_happened()
    if attempt.impossible:
        assert not recorded.saved
        assert recorded.objections
        assert desk.dump() == before, "what cannot have been left something behind"
        return
    assert recorded.saved
    is_on_record(tried, attempt)


def is_on_record(tried: Try, attempt: Attempt) -> None:
    left = {} if attempt.no_finding else attempt.breach
    assert tried.found_since() == Counter([*left.items(), *attempt.finding.items()])
    assert tried.cured_since() == Counter(attempt.cured.items())
    due = {clock.key: clock.due_on for clock in tried.judged.all_clocks}
    assert {key: due.get(key) for key in attempt.due} == attempt.due
    if attempt.state:
        assert tried.view.state == attempt.state
    if attempt.assumed:
        assert [each.code for each in tried.view.judged.assumptions] == list(attempt.assumed)


def cannot_be_recorded(desk: Desk, attempt: Attempt) -> None:
    tried = desk.set_out(attempt)
    before = desk.dump()
    for try_it in (tried.still_to_be_done, tried.as_happened):
        with pytest.raises(BadInput, match=re.escape(attempt.cannot)):
            try_it()
    assert desk.dump() == before


# --- what the files have to hold


def test_every_step_of_the_procedure_has_acts() -> None:
    assert {attempt.row for file in FILES for attempt in attempts(file)} == ROWS


def test_every_fact_that_a_rule_judges_is_done_in_some_act() -> None:
    done = {attempt.fact["fact"] for file in FILES for attempt in attempts(file)}
    assert (acts.RULES.keys() | records.RULES.keys() | FOLLOW_UPS.keys()) - done == set()


def test_every_objection_that_a_rule_names_is_raised_by_some_need() -> None:
    raised = {
        code
        for file in FILES
        for attempt in attempts(file)
        for code in (*attempt.breach, *attempt.impossible, *attempt.finding)
    }
    named = {code for file in sorted(PROCEDURE.glob("*.py")) for code in codes_named_in(file)}
    lacks = {f"extension-{lack}" for lack in Lack}
    assert named, "the rules have moved: look for them elsewhere"
    # An act that casetrack has no fact for is refused before there is a record: see below.
    assert (named | lacks) - raised == {"no-pausing"}


def codes_named_in(file: Path) -> Iterator[str]:
    """Give every code that a rule writes out, as the first word or as `code=`."""
    for call in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        called = getattr(call.func, "attr", getattr(call.func, "id", ""))
        named = [each.value for each in call.keywords if each.arg == "code"]
        if called in ("breach", "impossible", "lateness", "_finding"):
            named += call.args[:1]
        if called not in ("Assumption", "replace"):
            yield from (
                each.value
                for each in named
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_two_acts_of_a_file_have_one_title(file: Path) -> None:
    titles = [attempt.title for attempt in attempts(file)]
    assert sorted(set(titles)) == sorted(titles)


@pytest.mark.parametrize("file", [*FILES, STORIES], ids=lambda file: file.stem)
def test_the_weekdays_beside_the_dates_are_right(file: Path) -> None:
    wrong = []
    for line in file.read_text("utf-8").splitlines():
        content, _, comment = line.partition("  # ")
        days = re.findall(r"\d{4}-\d\d-\d\d", re.sub(r'"[^"]*"', "", content))
        named = [f"{date.fromisoformat(day):%a}" for day in days]
        if not line.startswith("#") and named != [day for day in comment.split(", ") if day]:
            wrong.append(line)
    assert wrong == []


@pytest.mark.parametrize(
    ("key", "where"),
    [("breech", "need"), ("withut", "need"), ("facts", "act"), ("why", None)],
)
def test_an_act_that_says_something_unknown_is_refused(key: str, where: str | None) -> None:
    act: dict[str, Any] = {"title": "A title", "row": "receive", "why": "1.2", "fact": {}}
    need = {"title": "a need"}
    if where is None:
        del act[key]
    else:
        (need if where == "need" else act)[key] = ""
    with pytest.raises(AssertionError, match=key):
        check_keys({**act, "need": [need]}, "a file")
