"""`casetrack case show` and `case why`: what is on record, and the proof of each date."""

from pathlib import Path

import pytest
from freezegun import freeze_time
from landlord import BAD_INPUT, Landlord, on_sqlite, row

SENTENCE = (
    "Stage 1 acknowledgement due Friday 27 November 2026: five working days (Code 2024, 6.2) from "
    "receipt on Saturday 21 November; day one is Monday 23 November. England and Wales calendar; "
    "no bank holiday in between. Two working days left."
)


@pytest.fixture
def there(tmp_path: Path) -> Landlord:
    return on_sqlite(tmp_path).holds(
        row(
            "2024/0412",
            "2024-12-24",  # Tue
            resident="Ms A Example",
            category="Damp",
            handler="JB",
            summary="The boiler is out",
            stage1_acknowledged="2025-01-06",  # Mon, due Fri 3 January
            stage1_responded="2025-01-20",  # Mon
            stage1_outcome="upheld",
        ),
        row("2024/0413", "2024-12-24", stage1_responded="2025-01-20"),
    )


def test_the_sentence_the_program_must_be_able_to_say(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    with freeze_time("2026-11-25 09:00", real_asyncio=True):  # Wed
        there.holds(row(received="2026-11-21"))  # Sat
        proofs = there.run("case", "why", "C1", "--json").done().json
        text = there.run("case", "why", "C1").done().out
    assert proofs[0]["sentence"] == SENTENCE
    assert text.splitlines()[0] == SENTENCE
    assert "also when the start day is not a working day" in text  # the rule, with each of them
    later = there.run("case", "why", "C1", "--today", "2026-11-25", "--json").done().json
    assert later[0]["sentence"] == SENTENCE


def test_the_proof_lists_every_day_counted_or_skipped_and_why(there: Landlord) -> None:
    proofs = there.run("case", "why", "2024/0412", "--json").done().json
    acknowledgement = proofs[0]
    assert acknowledgement["key"] == "stage-1-acknowledgement"
    days = {day["date"]: (day["number"], day["reason"]) for day in acknowledgement["days"]}
    assert days["2024-12-25"] == (None, "Christmas Day")
    assert days["2024-12-26"] == (None, "Boxing Day")
    assert days["2024-12-27"] == (1, None)
    assert days["2024-12-28"] == (None, "weekend")
    assert days["2025-01-03"] == (5, None)
    assert list(days) == sorted(days)
    assert len(days) == 10  # Wed 25 December to Fri 3 January
    assert "bank holidays in between: Christmas Day" in acknowledgement["sentence"]
    text = there.run("case", "why", "2024/0412").done().out
    assert "Wed 25 Dec 2024" in text
    assert "Christmas Day" in text


def test_a_case_is_shown_with_clocks_findings_assumptions_and_history(there: Landlord) -> None:
    text = there.run("case", "show", "2024/0412").done().out
    assert text.splitlines()[0] == "2024/0412   Ms A Example   Damp   answered   JB"
    assert "“The boiler is out”" in text
    assert "6.2: Stage 1 was acknowledged on Mon 6 Jan 2025; it was due by Fri 3 Jan 2025." in text
    assert "no complaint definition is recorded" in text
    assert "complaint received" in text
    shown = there.run("case", "show", "2024/0412", "--json").done().json
    assert (shown["reference"], shown["state"]) == ("2024/0412", "answered")
    assert shown["edition"] == "housing-ombudsman-2024"
    assert shown["complaint"]["resident"] == "Ms A Example"
    assert [finding["code"] for finding in shown["findings"]] == ["acknowledged-late"]
    assert [entry["entry"] for entry in shown["history"]] == [0, 1, 2, 3]
    assert {entry["source"] for entry in shown["history"]} == {"import"}
    clocks = {clock["key"]: clock for clock in shown["clocks"]}
    assert clocks["stage-1-response"]["verdict"] == "met"
    assert clocks["stage-1-response"]["due_on"] == "2025-01-20"
    assert clocks["stage-1-backstop"]["due_on"] == "2025-01-17"
    assert clocks["stage-1-backstop"]["verdict"] == "missed"


def test_never_acknowledged_but_answered_is_judged_by_the_backstop(there: Landlord) -> None:
    clocks = there.clocks("2024/0413")
    assert clocks["stage-1-acknowledgement"]["verdict"] == "missed"
    response = clocks["stage-1-response"]
    assert (response["started_on"], response["due_on"]) == (None, "2025-01-17")
    assert response["verdict"] == "missed"
    text = there.run("case", "why", "2024/0413").done().out
    assert "judged by the backstop, Fri 17 Jan 2025" in text
    (unproved,) = [
        each
        for each in there.run("case", "why", "2024/0413", "--json").done().json
        if each["sentence"] is None
    ]
    assert unproved["key"] == "stage-1-response"


@pytest.mark.parametrize("command", ["show", "why"])
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_reference_there_is_not_is_answered_with_the_nearest(
    there: Landlord, command: str, options: tuple[str, ...]
) -> None:
    ran = there.run("case", command, "2024/412", *options)
    assert (ran.code, ran.out) == (BAD_INPUT, "")
    assert 'There is no case "2024/412". Did you mean "2024/0412"?' in ran.err
    assert there.run("case", command, "zzz").code == BAD_INPUT
    assert there.run("case", command, "").code == BAD_INPUT
    assert there.run("case", command, "  2024/0412 ", *options).code == 0


def test_a_day_decides_running_or_overdue_and_hides_nothing(there: Landlord) -> None:
    there.imports(row("OPEN", "2024-12-24")).done()
    early = there.case("OPEN", "--today", "2024-12-01")  # Sun, before it was received
    assert {clock["verdict"] for clock in early["clocks"]} == {"running"}
    late = there.case("OPEN", "--today", "2025-01-06")  # Mon
    assert {c["key"]: c["verdict"] for c in late["clocks"]} == {
        "stage-1-acknowledgement": "overdue",
        "stage-1-backstop": "running",
    }
    answered = there.case("2024/0412", "--today", "2024-12-01")
    assert len(answered["history"]) == 4


def test_a_corrected_case_shows_both_entries(there: Landlord) -> None:
    there.imports(row("2024/0413", "2024-12-24", stage1_responded="2025-01-17"),
                  options=("--correct",)).done()  # fmt: skip
    text = there.run("case", "show", "2024/0413").done().out
    assert "Mon 20 Jan 2025" in text
    assert "entry corrected" in text
    assert "the complaint log says so" in text
    assert there.clocks("2024/0413")["stage-1-response"]["stopped_on"] == "2025-01-17"
