"""`casetrack timeline` as typed: exact JSON, exit codes, words for an unreadable history."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

DONE, FOUND, BAD_INPUT = 0, 1, 2

Facts = list[dict[str, Any]]
Ran = tuple[int, str, str]

CHRISTMAS_EVE: Facts = [{"on": "2024-12-24", "fact": "complaint-received"}]  # Tue
ANSWERED: Facts = [
    *CHRISTMAS_EVE,
    {"on": "2025-01-03", "fact": "complaint-acknowledged", "stage": 1},  # Fri
    {"on": "2025-01-17", "fact": "response-issued", "stage": 1},  # Fri
]


@pytest.fixture
def timeline(run: Callable[..., Ran], tmp_path: Path) -> Callable[..., Ran]:
    """Run `casetrack timeline` on a history, given as facts or as the bytes of a file."""

    def timeline_(facts: Facts | bytes, *arguments: str) -> Ran:
        file = tmp_path / "facts.json"
        file.write_bytes(facts if isinstance(facts, bytes) else json.dumps(facts).encode())
        return run("timeline", file, *arguments)

    return timeline_


CLOCK_KEYS = [
    *("key", "provision", "started_on", "due_on", "stopped_on", "verdict", "working_days"),
    *("extended", "earlier_due_on", "provisional", "convention_sensitive", "target_on"),
]


def test_timeline_as_json_is_exactly_what_the_interface_says(timeline: Callable[..., Ran]) -> None:
    code, out, err = timeline(ANSWERED, "--json", "--today", "2025-01-20")
    answer = json.loads(out)
    assert (code, err) == (DONE, "")
    assert list(answer) == [
        *("edition", "calendar", "clocks", "assumptions", "findings", "objections"),
    ]
    assert (answer["edition"], answer["calendar"]) == (
        "housing-ombudsman-2024",
        "england-and-wales",
    )
    assert [clock["key"] for clock in answer["clocks"]] == [
        *("stage-1-acknowledgement", "stage-1-response", "stage-1-backstop"),
        *("stage-2-acknowledgement", "stage-2-response", "stage-2-backstop"),
    ]
    assert all(list(clock) == CLOCK_KEYS for clock in answer["clocks"])
    assert answer["clocks"][0] == {
        "key": "stage-1-acknowledgement",
        "provision": "6.2",
        "started_on": "2024-12-24",
        "due_on": "2025-01-03",
        "stopped_on": "2025-01-03",
        "verdict": "met",
        "working_days": 5,
        "extended": False,
        "earlier_due_on": [],
        "provisional": False,
        "convention_sensitive": False,
        "target_on": None,
    }
    assert answer["clocks"][5] == {
        **dict.fromkeys(CLOCK_KEYS),
        "key": "stage-2-backstop",
        "provision": "6.14",
        "verdict": "not-started",
        "extended": False,
        "earlier_due_on": [],
        "provisional": False,
        "convention_sensitive": False,
    }
    assert len(answer["assumptions"]) == 1
    assert answer["findings"] == answer["objections"] == []


def test_timeline_lists_an_extension_with_the_former_due_day(
    timeline: Callable[..., Ran],
) -> None:
    extended = {
        "on": "2025-01-16",  # Thu
        "fact": "response-extended",
        "stage": 1,
        "until": "2025-01-31",  # Fri
        "reasons": "A survey is awaited.",
        "ombudsman_details_given": True,
    }
    _, out, _ = timeline([*ANSWERED[:2], extended], "--json", "--today", "2025-01-20")
    response = json.loads(out)["clocks"][1]
    assert (response["due_on"], response["extended"], response["earlier_due_on"]) == (
        "2025-01-31",
        True,
        ["2025-01-17"],
    )
    assert (response["stopped_on"], response["working_days"]) == (None, None)


def test_timeline_lists_findings_and_objections_by_their_place_in_the_input(
    timeline: Callable[..., Ran],
) -> None:
    late_and_before = [
        {"on": "2024-12-23", "fact": "response-issued", "stage": 1},  # Mon, before receipt
        {"on": "2025-01-06", "fact": "complaint-acknowledged", "stage": 1},  # Mon, a day late
        *CHRISTMAS_EVE,
    ]
    code, out, _ = timeline(late_and_before, "--json", "--today", "2025-01-20")
    answer = json.loads(out)
    assert code == FOUND
    (finding,), (objection,) = answer["findings"], answer["objections"]
    assert finding == {
        "index": 1,
        "code": "acknowledged-late",
        "provision": "6.2",
        "finding": "Stage 1 was acknowledged on Mon 6 Jan 2025; it was due by Fri 3 Jan 2025.",
    }
    assert list(objection) == ["index", "kind", "code", "provision", "reason", "cure"]
    assert (objection["index"], objection["kind"], objection["code"], objection["provision"]) == (
        0,
        "impossible",
        "before-receipt",
        "1.2",
    )
    assert objection["reason"] == (
        "Mon 23 Dec 2024 is before the complaint was received, Tue 24 Dec 2024"
    )
    assert objection["cure"]


@pytest.mark.parametrize(
    ("today", "verdict"),
    [("2025-01-03", "running"), ("2025-01-04", "overdue"), ("2020-01-01", "running")],
)
def test_timeline_judges_running_and_overdue_on_the_day_asked_about(
    timeline: Callable[..., Ran], today: str, verdict: str
) -> None:
    code, out, _ = timeline(CHRISTMAS_EVE, "--json", "--today", today)
    assert code == DONE  # being overdue is no finding: nothing has been done wrong for good yet
    assert json.loads(out)["clocks"][0]["verdict"] == verdict


def test_timeline_counts_facts_after_the_day_asked_about(timeline: Callable[..., Ran]) -> None:
    _, before, _ = timeline(ANSWERED, "--json", "--today", "2024-12-25")
    _, after, _ = timeline(ANSWERED, "--json", "--today", "2026-12-25")
    assert before == after


def test_timeline_without_a_day_judges_as_on_today(timeline: Callable[..., Ran]) -> None:
    _, out, _ = timeline(CHRISTMAS_EVE, "--json")
    assert json.loads(out)["clocks"][0]["verdict"] == "overdue"


def test_timeline_of_a_complaint_before_the_first_edition_has_no_clocks_and_a_finding(
    timeline: Callable[..., Ran],
) -> None:
    code, out, _ = timeline([{"on": "2022-03-31", "fact": "complaint-received"}], "--json")  # Thu
    answer = json.loads(out)
    assert code == FOUND
    assert (answer["edition"], answer["clocks"]) == (None, [])
    assert [finding["code"] for finding in answer["findings"]] == ["edition-not-held"]


def test_timeline_under_another_edition_and_calendar_than_its_own(
    timeline: Callable[..., Ran],
) -> None:
    _, out, _ = timeline(
        CHRISTMAS_EVE,
        *("--edition", "housing-ombudsman-2022", "--calendar", "scotland"),
        *("--json", "--today", "2025-01-02"),
    )
    answer = json.loads(out)
    assert (answer["edition"], answer["calendar"]) == ("housing-ombudsman-2022", "scotland")
    assert [clock["key"] for clock in answer["clocks"]] == [
        *("stage-1-acknowledgement", "stage-1-response", "stage-1-backstop", "stage-2-response"),
    ]
    assert answer["clocks"][0]["provision"] == "4.1"
    assert answer["clocks"][0]["due_on"] == "2025-01-06"  # Mon: 2 Jan is a holiday in Scotland


def test_timeline_for_people_shows_days_with_their_weekday(timeline: Callable[..., Ran]) -> None:
    code, out, _ = timeline(ANSWERED, "--today", "2025-01-20")
    assert code == DONE
    assert out.startswith("Housing Ombudsman Complaint Handling Code 2024, as on Mon 20 Jan 2025\n")
    assert "stage 1 acknowledgement  Tue 24 Dec 2024  Fri 3 Jan   Fri 3 Jan   met" in out
    assert "Taken for granted" in out
    assert "stage 2" not in out


def test_timeline_reads_stdin(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    given = io.TextIOWrapper(io.BytesIO(json.dumps(CHRISTMAS_EVE).encode()))
    monkeypatch.setattr(sys, "stdin", given)
    code, out, _ = run("timeline", "-", "--json", "--today", "2025-01-02")
    assert (code, json.loads(out)["clocks"][0]["due_on"]) == (DONE, "2025-01-03")


def test_timeline_reads_a_file_that_begins_with_a_byte_order_mark(
    timeline: Callable[..., Ran],
) -> None:
    marked = b"\xef\xbb\xbf" + json.dumps(CHRISTMAS_EVE).encode()
    assert timeline(marked, "--json", "--today", "2025-01-02")[0] == DONE


def nested(depth: int) -> bytes:
    """A correction of a correction of a correction, so many levels deep."""
    correction = '{"kind":"entry-corrected","happened_on":"2025-01-06","corrects":0,"replacement":'
    first = '[{"on":"2025-01-06","fact":"entry-corrected","corrects":0,"replacement":'
    return (first + correction * depth + "null" + "}" * depth + "}]").encode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["facts.json", "cannot be read as JSON"]),
        (b"[", ["cannot be read as JSON"]),
        (b"\xff\xfe[]", ["cannot be read as JSON"]),
        (b"[" * 100_000, ["cannot be read as JSON"]),
        (b"{}", ["A history is a list of facts"]),
        (b'"complaint-received"', ["A history is a list of facts"]),
        (b"[1]", ["fact 0: 1 is not a fact"]),
        (b"[{}]", ['fact 0: "fact" is missing']),
        (b'[{"fact":"complaint-received"}]', ['fact 0: "on" is missing']),
        (b'[{"on":20241224,"fact":"complaint-received"}]', ['"on" is missing']),
        (b'[{"on":"2024-12-24","fact":["complaint-received"]}]', ['"fact" is missing']),
        (
            b'[{"on":"2024-12-24","fact":"complaint-recieved"}]',
            ['There is no fact "complaint-recieved". Did you mean "complaint-received"?'],
        ),
        (
            b'[{"on":"2024-02-30","fact":"complaint-received"}]',
            ['"2024-02-30" is not a day', "write it as 2024-12-24"],
        ),
        (b'[{"on":"24/12/2024","fact":"complaint-received"}]', ['"24/12/2024" is not a day']),
        (b'[{"on":"12/24/2024","fact":"complaint-received"}]', ['"12/24/2024" is not a day']),
        (b'[{"on":"20241224","fact":"complaint-received"}]', ['"20241224" is not a day']),
        (b'[{"on":"2024-W52-2","fact":"complaint-received"}]', ['"2024-W52-2" is not a day']),
        (b'[{"on":"2024-12-24T09:00","fact":"complaint-received"}]', ["is not a day"]),
        (
            b'[{"on":"2024-12-24","fact":"complaint-received","chanel":"email"}]',
            ['"complaint-received" has no "chanel". Did you mean "channel"?'],
        ),
        (
            b'[{"on":"2024-12-24","fact":"complaint-acknowledged"}]',
            ['"complaint-acknowledged" needs "stage": a whole number.'],
        ),
        (
            b'[{"on":"2050-12-20","fact":"complaint-received"}]',
            ["Tue 20 Dec 2050", "covers Sun 1 Jan 2012 to Sat 31 Dec 2050"],
        ),
        (nested(600), []),
    ],
    ids=lambda value: value[:70].decode("latin-1") if isinstance(value, bytes) else "words",
)
def test_timeline_says_what_is_wrong_with_a_history(
    timeline: Callable[..., Ran], content: bytes, words: list[str]
) -> None:
    code, out, err = timeline(content, "--json")
    assert (code, out) == (BAD_INPUT, "")
    for word in words:
        assert word in err


def test_timeline_tells_every_fact_that_cannot_be_read_at_once(
    timeline: Callable[..., Ran],
) -> None:
    _, _, err = timeline(
        [
            {"on": "2024-12-24", "fact": "complaint-recieved"},
            *CHRISTMAS_EVE,
            {"on": "2024-13-24", "fact": "response-issued", "stage": 1},
        ]
    )
    assert [line[:11] for line in err.splitlines()[1:]] == ["  - fact 0:", "  - fact 2:"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--edition", "housing-ombudsman-2042"], 'There is no edition "housing-ombudsman-2042"'),
        (["--calendar", "wales"], 'There is no calendar "wales"'),
        (["--today", "2025-02-29"], "February 2025 has 28 days"),
        (["--today", "12/24/2024"], "day first"),
    ],
    ids=str,
)
def test_timeline_says_which_option_is_wrong(
    timeline: Callable[..., Ran], arguments: list[str], words: str
) -> None:
    code, out, err = timeline(CHRISTMAS_EVE, *arguments)
    assert (code, out) == (BAD_INPUT, "")
    assert words in err


def test_timeline_of_a_file_that_is_not_there_is_bad_input(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    code, _, err = run("timeline", tmp_path / "none.json")
    assert code == BAD_INPUT
    assert "none.json" in err


def test_what_a_history_says_never_steers_the_terminal(timeline: Callable[..., Ran]) -> None:
    handler = "A\x1b]0;owned\x07\u202eB\ud800"
    facts = [
        *ANSWERED,
        {"on": "2025-01-06", "fact": "handler-assigned", "stage": 1, "handler": handler},
        {"on": "2025-01-20", "fact": "escalation-requested"},
        {"on": "2025-01-21", "fact": "handler-assigned", "stage": 2, "handler": handler},
    ]
    for arguments in ((), ("--json",)):
        code, out, err = timeline(facts, "--today", "2025-01-22", *arguments)
        assert (code, err) == (FOUND, "")
        assert not {"\x1b", "\x07", "\u202e", "\ud800"} & set(out)
    assert handler in json.loads(out)["findings"][0]["finding"]
    _, _, err = timeline([{"on": handler, "fact": "complaint-received"}])
    assert not {"\x1b", "\x07", "\u202e", "\ud800"} & set(err)
