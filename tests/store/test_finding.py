"""Cases and residents found by words and by how they stand: the newest first, page by page."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from store_samples import MORNING, RECEIVED, writing

from casetrack.domain.errors import BadInput
from casetrack.domain.facts import Source
from casetrack.domain.facts.residents import ResidentRegistered
from casetrack.store import (
    CaseFilter,
    CasePlace,
    CaseSummary,
    Clock,
    Derived,
    Envelope,
    Reading,
    RecordName,
    Spool,
    Store,
    prepare,
    searchable,
)
from casetrack.text import words_for_search

TUESDAY = date(2024, 12, 24)
FRIDAY = date(2025, 1, 3)
REGISTERED = ResidentRegistered(happened_on=TUESDAY)

# What somebody may type or paste: of the shared hostile inputs those for a search, and some more.
HOSTILE = (
    *('"', "stage-2", "*", "NOT", "OR", "(", "{", "damp OR", "^", "100%", "%", "+", "damp*"),
    *(
        "'; drop table f;--",
        "\0",
        "\ud800",
        '"damp" "mould"',
        "../../",
        "damp\0mould",
        "damp\ud800",
    ),
    *("NEAR(damp mould)", "words:damp", "damp:*", "damp:A", "!damp", "<->", "'damp'", "\\", "\\'"),
    *("damp & | mould", "-damp", "$$", "%s", "?", ":words", "%(words)s", "_", "’", "\u202e", "💧"),
    *("AND", "damp " * 5_000, "/".join(map(str, range(5_000))), "x" * 100_000, "'" * 50_000),
)


def _case(number: int, words: str = "", **also: Any) -> tuple[RecordName, Derived]:
    clocks = also.pop("clocks", ())
    name = RecordName("case", f"2024/{number:04}")
    received_on = also.pop("received_on", TUESDAY)
    summary = CaseSummary(reference=name.reference, received_on=received_on, **also)
    return name, Derived(
        summary=summary, clocks=clocks, words=words_for_search(f"{name.reference} {words}")
    )


def _keep(store: Store, cases: Sequence[tuple[RecordName, Derived]]) -> None:
    with writing(store) as command:
        for name, derived in cases:
            fact = RECEIVED if name.kind == "case" else REGISTERED
            command.append(name, [fact], calendar_version="")
            command.replace_derived(name, derived)


def _resident(reference: str, words: str) -> tuple[RecordName, Derived]:
    return RecordName("resident", reference), Derived(words=words_for_search(words))


def _found(store: Store, words: str = "", **also: Any) -> list[str]:
    with store.read() as reading:
        found = reading.find(CaseFilter(words=words, **also), size=100)
    return [summary.reference for summary in found]


def _numbers(*numbers: int) -> list[str]:
    return [f"2024/{number:04}" for number in numbers]


# --- by words


def test_a_name_is_found_with_and_without_its_marks_and_apostrophes(store: Store) -> None:
    _keep(
        store,
        [
            _case(1, "Mrs Zofia O'Neill-Żak: damp in the bedroom"),
            _case(2, "Mr ONeill, boiler"),
            _case(3, "the chairman of 3 Żakowska Street"),
        ],
    )
    assert _found(store, "zak") == _numbers(1, 3)  # the last word is the beginning of one
    assert _found(store, "zak damp") == _numbers(1)
    assert _found(store, "ŻAK") == _numbers(1, 3)
    for typed in ("oneill", "O’NEILL", "o'neill", "OʼNeill"):
        assert _found(store, typed) == _numbers(1, 2), typed
    for typed in ("neill", "oneill-zak", "o’neill-żak", "Zofia O'Neill", "damp, oneill"):
        assert _found(store, typed) == _numbers(1), typed
    assert _found(store, "neil mrs") == []


def test_a_case_is_found_by_its_reference_or_the_end_of_it(store: Store) -> None:
    _keep(store, [_case(412), _case(413), _case(4121, "as in 2023/0412 before")])
    assert _found(store, "2024/0412") == _numbers(412)
    assert _found(store, "0412 ") == _numbers(412, 4121)
    assert _found(store, "2024/04") == _numbers(412, 413)
    assert _found(store, "2023/0412") == _numbers(4121)


def test_all_words_are_needed_and_the_last_one_may_go_on(store: Store) -> None:
    _keep(store, [_case(1, "damp and mould"), _case(2, "damp wall"), _case(3, "mouldy wall")])
    assert _found(store, "damp mould") == _numbers(1)
    assert _found(store, "mould") == _numbers(1, 3)
    assert _found(store, "mould wall") == []
    assert _found(store, "wall mould") == _numbers(3)
    assert _found(store, "d") == _numbers(1, 2)
    assert _found(store, "* wall -") == _numbers(2, 3)


def test_whatever_is_typed_is_words_and_nothing_else(hostile_store: Store) -> None:
    with hostile_store.read() as reading:
        for typed in HOSTILE:
            found = reading.find(CaseFilter(words=typed))
            assert all(isinstance(summary, CaseSummary) for summary in found), typed[:50]
            assert found == () or searchable(typed), typed[:50]
            for field in ("handler", "category", "cause", "state", "resident_reference"):
                filters: dict[str, Any] = {field: typed}
                reading.find(CaseFilter(**filters))
            assert reading.find_residents(typed) == ()
            reading.cases_of(typed)
            reading.similar([typed], who=[typed], resident_reference=typed)
        assert len(reading.find(CaseFilter())) == 1


@pytest.fixture
def hostile_store(store: Store) -> Store:
    _keep(store, [_case(1, "damp and mould at stage-2, not or near 100%")])
    return store


def test_of_a_whole_page_of_words_the_first_and_the_last_are_looked_up(store: Store) -> None:
    words = [f"w{number}" for number in range(100)]
    _keep(store, [_case(1, " ".join(words) + " " + "/".join(words))])
    for between in (" ", "/"):
        beyond = [*words[:40], "other", *words[40:]]
        assert _found(store, between.join(beyond)) == _numbers(1)
        assert _found(store, between.join(["other", *words])) == []
    assert _found(store, " ".join([*words, "other"])) == []


def test_words_that_look_like_commands_are_found_as_words(hostile_store: Store) -> None:
    for typed in ("stage-2", "damp OR", "NOT", "damp AND NOT", '"damp" "mould"', "damp*", "100%"):
        assert _found(hostile_store, typed) == _numbers(1), typed
    for typed in ("damp OR rent", "damp NEAR rent", "dam* mould", "-damp rent", "words:damp"):
        assert _found(hostile_store, typed) == [], typed


@pytest.mark.parametrize(
    ("typed", "says"), [("damp", True), ("*", False), (" ", False), ("", False), ("\ud800", False)]
)
def test_it_can_be_told_whether_there_is_a_word_to_look_for(typed: str, says: bool) -> None:
    assert searchable(typed) is says


def test_without_a_word_nothing_is_found_and_without_a_filter_everything(store: Store) -> None:
    _keep(store, [_case(1, "damp")])
    assert _found(store, " ") == _found(store, "*") == []
    assert _found(store) == _numbers(1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=st.text(max_size=60))
def test_each_word_of_any_text_finds_its_case(store: Store, text: str) -> None:
    name, derived = _case(1, text)
    with writing(store) as command:
        if not command.exists(name):
            command.append(name, [RECEIVED], calendar_version="")
        command.replace_derived(name, derived)
    with store.read() as reading:
        assert reading.derived(name) == derived
        for word in filter(searchable, text.split()):
            found = reading.find(CaseFilter(words=word))
            assert [each.reference for each in found] == [name.reference], word


# --- the words are derived like the rest


def test_words_taken_away_or_replaced_no_longer_find(store: Store) -> None:
    case, resident = _case(1, "damp"), _resident("R1", "Jan Żak")
    _keep(store, [case, resident, _case(2, "damp")])
    with writing(store) as command:
        command.replace_derived(case[0], replace(case[1], words="mould"))
        command.replace_derived(resident[0], Derived(words="jan nowak"))
    assert _found(store, "damp") == _numbers(2)
    assert _found(store, "mould") == _numbers(1)
    with store.read() as reading:
        assert reading.find_residents("zak") == ()
        assert reading.find_residents("nowak") == ("R1",)
        assert dict(reading.all_derived())[resident[0]] == Derived(words="jan nowak")
    with writing(store) as command:
        command.replace_derived(case[0], replace(case[1], words=""))
        assert command.derived(case[0]).words == ""
    assert _found(store, "mould") == []
    with writing(store) as command:
        command.clear_derived()
        assert command.find(CaseFilter()) == command.find(CaseFilter(words="damp")) == ()
        command.replace_derived(*case)
    assert _found(store, "damp") == _numbers(1)
    _index_is_whole(store)


def test_what_words_are_looked_up_in_stays_whole_through_many_changes(store: Store) -> None:
    chosen = random.Random(5)
    known = ["damp", "mould", "żak", "o'neill", "boiler", "rent", "2024/0001", "湿气"]
    held: dict[int, set[str]] = {}
    for number in range(1, 9):
        _keep(store, [_case(number)])
    for _ in range(40):
        with writing(store) as command:
            for number in chosen.sample(range(1, 9), 4):
                held[number] = set(chosen.sample(known, chosen.randrange(len(known))))
                name, derived = _case(number, " ".join(held[number]))
                command.replace_derived(name, derived)
    for word in known[:6]:
        wanted = [number for number in sorted(held) if word in held[number]]
        assert _found(store, f"{word} 2024") == _numbers(*wanted), word
    _index_is_whole(store)
    with writing(store) as command:
        command.renew_search()
    assert _found(store, "damp 2024") == _numbers(*(n for n in sorted(held) if "damp" in held[n]))
    _index_is_whole(store)


def _index_is_whole(store: Store) -> None:
    with writing(store) as command:
        if command.connection.dialect.name == "sqlite":
            command.connection.exec_driver_sql(
                "INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)"
            )


def test_what_words_are_looked_up_in_can_be_made_anew(store: Store) -> None:
    _keep(store, [_case(1, "damp")])
    with writing(store) as command:
        if command.connection.dialect.name == "sqlite":
            command.connection.exec_driver_sql(
                "INSERT INTO search_index (search_index) VALUES ('delete-all')"
            )
            assert command.find(CaseFilter(words="damp")) == ()
        command.renew_search()
        assert len(command.find(CaseFilter(words="damp"))) == 1
    _index_is_whole(store)


def test_what_a_search_looks_in_forgets_words_that_were_taken_away(store: Store) -> None:
    _keep(store, [_case(1, "Canaryname"), _case(2, "damp")])
    with writing(store) as command:
        command.replace_derived(*_case(1))
        command.renew_search()
    with store.read() as reading:
        if reading.connection.dialect.name == "sqlite":
            blocks = reading.connection.exec_driver_sql("SELECT block FROM search_index_data")
            kept = b"".join(blocks.scalars())
            assert b"damp" in kept
            assert b"canary" not in kept


def test_an_imports_words_come_through_the_spool_and_find(store: Store) -> None:
    log = Envelope(command_id="log", recorded_by="JB", recorded_at=MORNING, source=Source.IMPORT)
    many = [_case(number, f"damp w{number % 7}") for number in range(1, 1_201)]
    with Spool() as spool:
        for name, derived in [*many, _resident("R1", "R1 Jan Żak")]:
            fact = RECEIVED if name.kind == "case" else REGISTERED
            spool.add(prepare(name, [fact], envelope=log, calendar_version="", derived=derived))
        with writing(store, command_id="log") as command:
            command.append_prepared(spool)
    assert _found(store, "w3 0010") == _numbers(10)
    assert len(_found(store, "damp")) == 100  # a page
    with store.read() as reading:
        assert dict(reading.all_derived()) == {
            **dict(many),
            RecordName("resident", "R1"): Derived(words="r1 jan zak"),
        }
        assert reading.find_residents("zak") == ("R1",)
    _index_is_whole(store)


# --- by how a case stands


def _clock(settled: str | None, due_on: date, listed: bool | None = None) -> Clock:
    return Clock(
        key=f"{settled}-{due_on}",
        started_by=0,
        stage=1,
        kind="response",
        due_on=due_on,
        original_due_on=due_on,
        settled=settled,
        listed=settled is None if listed is None else listed,
    )


def _some(store: Store) -> None:
    day = timedelta(days=1)
    late, ahead = _clock(None, TUESDAY - day), _clock(None, TUESDAY)
    _keep(
        store,
        [
            _case(1, "damp", handler="JB", category="Repairs", state="open", clocks=(late,)),
            _case(2, "damp", handler="J. B.", stage=2, state="open", clocks=(ahead,)),
            _case(3, "rent", handler="Żak", cause="Lost letter", clocks=(_clock("met", FRIDAY),)),
            _case(4, missed=True, cause="lost – LETTER", clocks=(_clock("missed", FRIDAY), late)),
            _case(5, resident_reference="R1", clocks=(_clock("not-applicable", FRIDAY),)),
            _case(6, received_on=FRIDAY, resident_reference="R1", clocks=(late, ahead)),
            _case(7, received_on=None, clocks=(_clock("met", FRIDAY), _clock(None, FRIDAY, False))),
        ],
    )


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({}, (6, 1, 2, 3, 4, 5, 7)),
        ({"handler": "jb"}, (1, 2)),
        ({"handler": "zak"}, (3,)),
        ({"handler": "nobody"}, ()),
        ({"handler": ""}, (6, 4, 5, 7)),
        ({"category": "REPAIRS"}, (1,)),
        ({"category": "Repair"}, ()),
        ({"cause": "lost letter"}, (3, 4)),
        ({"stage": 2}, (2,)),
        ({"state": "open"}, (1, 2)),
        ({"resident_reference": "R1"}, (6, 5)),
        ({"resident_reference": "r1"}, ()),
        ({"received_from": FRIDAY}, (6,)),
        ({"received_to": TUESDAY}, (1, 2, 3, 4, 5)),
        ({"received_from": TUESDAY, "received_to": TUESDAY, "stage": 1}, (1, 3, 4, 5)),
        ({"verdict": "missed"}, (4,)),
        ({"verdict": "met"}, (3,)),
        ({"verdict": "overdue", "today": TUESDAY}, (6, 1, 4)),
        ({"verdict": "running", "today": TUESDAY}, (2,)),
        ({"verdict": "overdue", "today": FRIDAY}, (6, 1, 2, 4)),
        ({"verdict": "running", "today": TUESDAY - timedelta(days=1)}, (6, 1, 2, 4)),
        ({"words": "damp", "handler": "jb", "stage": 1}, (1,)),
        ({"words": "damp", "verdict": "overdue", "today": TUESDAY, "handler": "JB"}, (1,)),
        ({"words": "rent", "handler": "jb"}, ()),
    ],
)
def test_all_that_is_asked_for_has_to_hold(
    store: Store, wanted: dict[str, Any], numbers: tuple[int, ...]
) -> None:
    _some(store)
    assert _found(store, **wanted) == _numbers(*numbers)


def test_a_case_that_missed_a_clock_is_not_met_whatever_else_it_met(store: Store) -> None:
    _keep(store, [_case(1, missed=True, clocks=(_clock("met", FRIDAY),))])
    assert _found(store, verdict="met") == []
    assert _found(store, verdict="missed") == _numbers(1)


def test_a_verdict_there_is_not_or_without_the_day_it_depends_on_is_refused(store: Store) -> None:
    unknown: Any = "overdoe"
    with store.read() as reading:
        with pytest.raises(BadInput, match=r'no verdict "overdoe".*overdue'):
            reading.find(CaseFilter(verdict=unknown, today=TUESDAY))
        with pytest.raises(BadInput, match="overdue depends on the day"):
            reading.find(CaseFilter(verdict="overdue"))


# --- page by page


@pytest.mark.parametrize("wanted", [CaseFilter(), CaseFilter(words="damp"), CaseFilter(stage=2)])
def test_pages_go_on_where_the_last_one_ended_and_miss_nothing(
    store: Store, wanted: CaseFilter
) -> None:
    days = [None if n % 11 == 0 else TUESDAY + timedelta(days=n * 7 % 5) for n in range(60)]
    cases = [
        _case(n, "damp" if n % 3 else "rent", received_on=day, stage=1 + n % 2)
        for n, day in enumerate(days)
    ]
    _keep(store, cases)
    pages: list[tuple[CaseSummary, ...]] = []
    with store.read() as reading:
        while not pages or pages[-1]:
            after = pages[-1][-1].place if pages else None
            pages.append(reading.find(wanted, after=after, size=7))
    kept = [
        derived.summary
        for n, (_, derived) in enumerate(cases)
        if derived.summary is not None
        and (not wanted.words or n % 3)
        and (wanted.stage is None or derived.summary.stage == wanted.stage)
    ]
    kept.sort(key=lambda s: (-(s.received_on.toordinal() if s.received_on else 0), s.reference))
    assert [summary for page in pages for summary in page] == kept
    assert len(kept) >= 30


def test_a_page_is_read_in_order_and_words_are_looked_up(store: Store) -> None:
    _keep(store, [_case(number, "damp") for number in range(30)])
    place = CasePlace(TUESDAY, "2024/0010")
    with store.read() as reading:
        sqlite = reading.connection.dialect.name == "sqlite"
        if not sqlite:
            # The planner of a table this small reads all of it unless told otherwise.
            for way in ("seqscan", "sort", "bitmapscan"):
                reading.connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        plan = _plan_of(reading, lambda: reading.find(CaseFilter(stage=1), after=place))
        assert "ix_case_summary_newest" in plan, plan
        assert "TEMP B-TREE" not in plan, plan
        if not sqlite:
            reading.connection.exec_driver_sql("SET LOCAL enable_sort = on")
        plan = _plan_of(reading, lambda: reading.cases_of("R1"))
        assert "ix_case_summary_resident_reference" in plan, plan
        if not sqlite:
            for way in ("indexscan", "indexonlyscan"):
                reading.connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
            reading.connection.exec_driver_sql("SET LOCAL enable_bitmapscan = on")
        plan = _plan_of(reading, lambda: reading.find(CaseFilter(words="damp"), after=place))
        # By the words first, once: never a look-up in the index of words for each case.
        assert ("LIST SUBQUERY" if sqlite else "ix_search_text_lexemes") in plan, plan
        assert "SCAN case_summary" not in plan, plan


def _plan_of(reading: Reading, ask: Callable[[], Any]) -> str:
    asked: list[tuple[str, Any]] = []

    def listen(_c: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        asked.append((statement, values))

    connection = reading.connection
    event.listen(connection, "before_cursor_execute", listen)
    ask()
    event.remove(connection, "before_cursor_execute", listen)
    statement, values = asked[-1]
    explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    rows = connection.exec_driver_sql(explain + statement, values)
    return "\n".join(str(row[-1]) for row in rows) + "\n"


def test_what_is_typed_is_never_part_of_a_statement(store: Store) -> None:
    asked: list[str] = []
    with store.read() as reading:
        event.listen(
            reading.connection,
            "before_cursor_execute",
            lambda _c, _cursor, statement, *_more: asked.append(statement),
        )
        for typed in ("canary", "canary' OR 1=1 --", "canary) MATCH"):
            reading.find(CaseFilter(words=typed, handler=typed, state=typed))
            reading.find_residents(typed)
            reading.cases_of(typed)
            reading.similar([typed], who=[typed], resident_reference=typed)
    assert asked
    assert not [statement for statement in asked if "canary" in statement]


# --- residents and their cases


def test_residents_are_found_by_name_address_and_reference(store: Store) -> None:
    _keep(
        store,
        [
            _resident("R0002", "R0002 Zofia O'Neill-Żak, 12 Acacia Road"),
            _resident("R0001", "R0001 Jan Żak, 12 Acacia Road"),
            _resident("R0003", "R0003 Mary Smith, 3 High Street"),
            _case(1, "Jan Żak, 12 Acacia Road"),
        ],
    )
    with store.read() as reading:
        assert reading.find_residents("zak acac") == ("R0001", "R0002")
        assert reading.find_residents("oneill") == ("R0002",)
        assert reading.find_residents("r0003") == ("R0003",)
        assert reading.find_residents("12 acacia", size=1) == ("R0001",)
        assert reading.find_residents("nobody") == reading.find_residents("?") == ()
    assert _found(store, "zak") == _numbers(1)


def test_the_cases_of_a_resident_come_newest_first(store: Store) -> None:
    _some(store)
    with store.read() as reading:
        assert [each.reference for each in reading.cases_of("R1")] == _numbers(6, 5)
        assert reading.cases_of("") == reading.cases_of("R2") == ()
