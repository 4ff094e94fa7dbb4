"""`casetrack record` and its kin: what is typed, what is refused in words, what is printed."""

import json
from pathlib import Path
from typing import Any

import pytest
from freezegun import freeze_time
from landlord import BAD_INPUT, FOUND, Landlord, Ran, on_sqlite

DATA = Path(__file__).parents[1] / "data"
WEDNESDAY = "2026-11-25 10:00"

OPEN = (
    *("case", "open", "--channel", "phone", "--resident", "Żofia O'Neill-Żak"),
    *("--first-reached", "call centre", "--impact", "The nursery is damp."),
    "--adjustments-asked",
)
DEFINED = (
    *("complaint-defined", "--point", "The roof leaks", "--outcome", "A repair"),
    *("--responsible-for", "The roof", "--not-responsible-for", "nothing", "--means", "letter"),
)
ACKNOWLEDGED = ("complaint-acknowledged", "--means", "letter", "--policy-link-given")
EXTENDED = (
    *("response-extended", "--means", "email", "--reason-kind", "survey-or-report"),
    "--ombudsman-details-given",
)


@pytest.fixture
def there(tmp_path: Path) -> Any:
    made = on_sqlite(tmp_path)  # before the clock is frozen: its days are plain ones
    with freeze_time(WEDNESDAY, real_asyncio=True):
        yield made


def opened(there: Landlord, words: str = "The roof leaks.", *more: str) -> str:
    ran = there.run(*OPEN, "--words", words, "--json", *more).done()
    return str(ran.json["reference"])


def acknowledged(there: Landlord) -> str:
    reference = opened(there)
    there.run("record", reference, *DEFINED).done()
    there.run("record", reference, *ACKNOWLEDGED).done()
    return reference


def test_a_new_case_has_the_next_number_of_its_year(there: Landlord) -> None:
    assert [opened(there), opened(there)] == ["2026/0001", "2026/0002"]


def test_a_refusal_names_the_provision_and_the_cure_and_saves_nothing(there: Landlord) -> None:
    reference = opened(there)
    refused = there.run("record", reference, *ACKNOWLEDGED)
    assert refused.code == FOUND
    assert "The complaint has not been defined" in refused.out
    assert "(6.2)" in refused.out
    assert "complaint-defined" in refused.out
    assert "--happened --because" in refused.out
    assert len(there.case(reference)["history"]) == 1


def test_what_has_happened_is_recorded_with_its_finding_and_the_reason(there: Landlord) -> None:
    reference = opened(there)
    because = "Sent by a temp before anybody had defined it."
    recorded = there.run("record", reference, *ACKNOWLEDGED, "--happened", "--because", because)
    assert "Finding (Code 2024, 6.2)" in recorded.done().out
    shown = there.case(reference)
    assert [finding["code"] for finding in shown["findings"]] == ["not-defined"]
    assert shown["history"][-1]["because_recorded"] == because


def test_happened_without_saying_why_is_not_taken(there: Landlord) -> None:
    refused = there.run("record", opened(there), *ACKNOWLEDGED, "--happened")
    assert refused.code == BAD_INPUT
    assert "--because" in refused.err


def test_a_stage_that_is_not_named_is_the_one_under_way(there: Landlord) -> None:
    reference = acknowledged(there)
    entries = there.case(reference)["history"]
    assert [entry.get("stage") for entry in entries] == [None, 1, 1]


def test_an_extension_in_working_days_counts_from_the_due_day(there: Landlord) -> None:
    reference = acknowledged(there)  # due Wed 9 December
    until = ("--until", "+5wd", "--reasons", "The surveyor's report is awaited.")
    there.run("record", reference, *EXTENDED, *until).done()
    clock = there.clocks(reference)["stage-1-response"]
    assert (clock["earlier_due_on"], clock["due_on"]) == (["2026-12-09"], "2026-12-16")


def test_a_preview_shows_the_clocks_before_and_after_and_saves_nothing(there: Landlord) -> None:
    reference = acknowledged(there)
    until = ("--until", "2026-12-16", "--reasons", "The surveyor's report is awaited.")
    shown = there.run("case", "preview", reference, *EXTENDED, *until).done()
    assert "due Wed 9 Dec" in shown.out
    assert "due Wed 16 Dec" in shown.out
    assert "Nothing was saved." in shown.out
    assert there.clocks(reference)["stage-1-response"]["due_on"] == "2026-12-09"


@pytest.mark.parametrize(
    ("day", "due"), [("today", "Wed 9 Dec"), ("tomorrow", "Thu 10 Dec"), ("2026-11-30", "14 Dec")]
)
def test_a_preview_looks_ahead(there: Landlord, day: str, due: str) -> None:
    reference = opened(there)
    there.run("record", reference, *DEFINED).done()
    shown = there.run("case", "preview", reference, *ACKNOWLEDGED, "--on", day)
    assert shown.done().out.count(due) == 1


def test_pausing_a_clock_is_refused_with_what_there_is_instead(there: Landlord) -> None:
    reference = acknowledged(there)
    refused = there.run("record", reference, "clock-paused", "--json")
    assert refused.code == FOUND
    assert refused.json["objections"][0]["code"] == "no-pausing"
    assert "response-extended" in refused.json["objections"][0]["cure"]


def test_a_slip_in_the_name_of_a_fact_is_told_the_nearest(there: Landlord) -> None:
    refused = there.run("record", opened(there), "complaint-aknowledged")
    assert refused.code == BAD_INPUT
    assert 'Did you mean "complaint-acknowledged"?' in refused.err


def test_a_stale_command_shows_both_versions_and_records_neither_twice(there: Landlord) -> None:
    reference = opened(there)
    there.run("record", reference, "contact-attempted", "--channel", "phone").done()
    mine = ("contact-attempted", "--channel", "email", "--note", "Wrote to her.")
    stale = there.run("record", reference, *mine, "--based-on", "1")
    assert stale.code == FOUND
    assert "Recorded meanwhile" in stale.out
    assert "channel: phone" in stale.out
    assert "Wrote to her." in stale.out
    as_json = there.run("record", reference, *mine, "--based-on", "1", "--json").json
    assert [each["channel"] for each in as_json["theirs"]] == ["phone"]
    assert [each["note"] for each in as_json["yours"]] == ["Wrote to her."]
    assert len(there.case(reference)["history"]) == 2


def test_a_command_sent_twice_under_one_id_is_recorded_once(there: Landlord) -> None:
    reference = opened(there)
    sent = ("record", reference, "contact-attempted", "--channel", "phone", "--command-id", "c7")
    there.run(*sent).done()
    assert "Already on record" in there.run(*sent).done().out
    assert len(there.case(reference)["history"]) == 2


def test_a_correction_keeps_what_was_wrong_beside_what_is_right(there: Landlord) -> None:
    reference = acknowledged(there)
    because = ("--because", "The letter is dated Tuesday.")
    refused = there.run("case", "correct", reference, "2", "--on", "2026-11-24", *because)
    assert refused.code == FOUND  # the day before it was received
    there.run("case", "correct", reference, "0", "--on", "2026-11-23", *because).done()
    there.run("case", "correct", reference, "2", "--on", "2026-11-24", *because).done()
    told = there.run("case", "history", reference, "--json").done().json
    assert told[2]["corrected_by"] == 4
    assert told[4]["replaced"]["on"] == "2026-11-25"
    text = there.run("case", "history", reference).done().out
    assert "day: Wed 25 Nov 2026 → Tue 24 Nov 2026" in text
    assert "corrected by entry 4" in text
    assert there.clocks(reference)["stage-1-response"]["started_on"] == "2026-11-24"


def test_an_entry_is_undone_and_stays_on_record(there: Landlord) -> None:
    reference = acknowledged(there)
    there.run("case", "undo", reference, "2", "--because", "On the wrong case.").done()
    assert there.clocks(reference)["stage-1-acknowledgement"]["verdict"] == "running"
    text = there.run("case", "history", reference).done().out
    assert "entry 2 taken out" in text
    assert "because: On the wrong case." in text


def test_a_receipt_that_others_stand_on_is_not_undone(there: Landlord) -> None:
    reference = acknowledged(there)
    refused = there.run("case", "undo", reference, "0", "--because", "Was it?")
    assert refused.code == FOUND
    assert "Entries 1 and 2 lean on entry 0" in refused.out
    assert "the newest first: 2, 1." in refused.out


def test_one_reason_against_several_entries_is_printed_once(there: Landlord) -> None:
    with freeze_time("2026-11-24 10:00", real_asyncio=True):
        reference = acknowledged(there)
    said = ("--on", "2026-11-25", "--because", "It came on Wednesday.")
    refused = there.run("case", "correct", reference, "0", *said)
    assert refused.out.count("is before the complaint was received") == 1
    assert "Entries 1 and 2: Tue 24 Nov 2026 is before" in " ".join(refused.out.split())


def test_another_command_under_a_used_id_is_not_taken_for_the_first(there: Landlord) -> None:
    reference = opened(there)
    sent = ("record", reference, "contact-attempted", "--command-id", "c7", "--channel")
    there.run(*sent, "phone").done()
    other = there.run(*sent, "email")
    assert other.code == FOUND
    assert (
        f'The id "c7" was used before, for another command: contact attempted on {reference}'
        in (other.err)
    )
    assert len(there.case(reference)["history"]) == 2


def test_an_extension_in_working_days_sent_again_is_the_same_command(there: Landlord) -> None:
    reference = acknowledged(there)
    sent = ("record", reference, *EXTENDED, "--until", "+5wd", "--reasons", "A survey is awaited")
    there.run(*sent, "--command-id", "c8").done()
    assert "Already on record" in there.run(*sent, "--command-id", "c8").done().out


def test_a_corrected_entry_is_marked_in_the_history_of_its_case(there: Landlord) -> None:
    reference = acknowledged(there)
    there.run("case", "correct", reference, "0", "--channel", "web", "--because", "By web").done()
    there.run("case", "undo", reference, "2", "--because", "On the wrong case.").done()
    shown = there.run("case", "show", reference).done().out
    assert "complaint received (corrected by entry 3)" in shown
    assert "stage 1 complaint acknowledged (taken out by entry 4)" in shown


def test_why_a_letter_is_discarded_is_one_option_and_stands_in_the_letters_own_entry(
    there: Landlord,
) -> None:
    reference = opened(there)
    draft = ("letter-drafted", "--letter", "stage-1-acknowledgement")
    there.run("record", reference, *draft).done()
    discarded = ("letter-discarded", "--draft", "1", "--because", "Another was sent.")
    there.run("record", reference, *discarded).done()
    told = there.case(reference)["history"][2]
    assert (told["because"], told["because_recorded"]) == ("Another was sent.",) * 2
    shown = there.run("case", "history", reference).done().out
    assert shown.count("Another was sent.") == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("case", "correct", "--help"), "casetrack case correct"),
        (("case", "preview", "--help"), "REF FACT"),
        (("case", "open", "--help"), "casetrack case open [OPTIONS]"),
        (("resident", "register", "--help"), "casetrack resident register [OPTIONS]"),
        (("record", "--help", "response-issued"), "--no-actions-outstanding / --actions-outst"),
        (("record", "--help", "letter-discarded"), "--because TEXT"),
    ],
)
def test_help_is_given_in_the_words_that_were_typed(
    there: Landlord, words: tuple[str, ...], says: str
) -> None:
    helped = there.run(*words).done()
    assert says in helped.out
    assert "REF complaint-received" not in helped.out


def test_who_leaves_cases_behind_is_told_how_many(there: Landlord) -> None:
    there.run("user", "add", "MM", "--role", "manager").done()
    there.run("user", "add", "JB", "--role", "handler", "--account", "jb").done()
    assert there.run("user", "leave", "JB").done().err == ""
    there.run("user", "add", "JB", "--role", "handler", "--account", "jb").done()
    reference = opened(there)
    there.run("record", reference, "handler-assigned", "--handler", "JB").done()
    left = there.run("user", "leave", "JB").done()
    assert "1 open case stays with JB" in left.err
    assert "handler-assigned --handler NAME" in left.err


def test_what_a_representative_may_do_ends_with_its_day(there: Landlord) -> None:
    there.run("resident", "register", "--name", "Ada Example").done()
    sam = ("representative-authorised", "--name", "Sam", "--authority", "written")
    there.run("record", "R0001", *sam, "--until", "2026-11-27").done()
    reference = opened(there, "Damp", "--resident-reference", "R0001")
    for words in (("case", "show", reference), ("resident", "show", "R0001")):
        on_the_day = there.run(*words, "--today", "2026-11-27").done().out
        assert "⚑ representative: Sam (until Fri 27 Nov 2026)" in on_the_day
        assert "Sam" not in there.run(*words, "--today", "2026-11-28").done().out
        held = there.run(*words, "--today", "2026-11-28", "--json").done().json
        assert held.get("resident_holds", held.get("holds")) == []


@pytest.mark.parametrize("why", ["n/a", "-", "xx"])
def test_a_correction_needs_a_reason_that_says_something(there: Landlord, why: str) -> None:
    reference = opened(there)
    refused = there.run("case", "undo", reference, "0", "--because", why)
    assert refused.code == BAD_INPUT
    assert len(there.case(reference)["history"]) == 1


def test_a_day_recorded_late_needs_a_reason_and_is_marked(there: Landlord) -> None:
    reference = opened(there, "The roof leaks.", "--on", "2026-11-24")  # Tue, a working day ago
    late = ("record", reference, "contact-attempted", "--channel", "phone", "--on", "2026-11-24")
    there.run(*late).done()
    earlier = there.run(*OPEN, "--words", "Damp", "--on", "2026-11-20")  # Fri
    assert earlier.code == FOUND
    assert "3 working days ago" in earlier.out
    opened(there, "Damp", "--on", "2026-11-20", "--because", "She told a contractor.")
    told = there.run("case", "history", "2026/0002").done().out
    assert "(recorded late)" in told
    assert "because: She told a contractor." in told


# --- what is typed


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-02-29", "February 2026 has 28 days"),
        ("20260601", "is a number, not a date"),
        ("2026-W23-1", "is not a date"),
        ("1899-12-31", "1899"),
        ("0001-01-01", "year 1"),
        ("11/25/2026", "write the day first"),
        ("2001-06-01", "2012"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(there: Landlord, day: str, words: str) -> None:
    refused = there.run(*OPEN, "--words", "Damp", "--on", day)
    assert refused.code == BAD_INPUT
    assert words in refused.err
    assert there.run("case", "find", "damp", "--json").json == []


@pytest.mark.parametrize("day", ["tomorrow", "+1", "2026-11-26", "2040-05-01"])
def test_a_day_to_come_is_refused_even_as_happened(there: Landlord, day: str) -> None:
    as_happened = ("--happened", "--because", "It will.")
    refused = there.run(*OPEN, "--words", "Damp", "--on", day, *as_happened)
    assert refused.code == FOUND
    assert "is still to come" in refused.out


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("24/11/2026", "Tue 24 Nov 2026"),
        ("24 Nov 2026", "Tue 24 Nov 2026"),
        ("yesterday", "Tue 24 Nov 2026"),
        ("-1", "Tue 24 Nov 2026"),
        ("today", "Wed 25 Nov 2026"),
        ("2026-11-21", "Sat 21 Nov 2026"),
        ("06/11/2026", "Fri 6 Nov 2026"),
    ],
)
def test_a_day_is_said_back_in_words(there: Landlord, typed: str, day: str) -> None:
    because = ("--because", "It came to us late.")
    ran = there.run(*OPEN, "--words", "Damp", "--on", typed, *because).done()
    assert f"complaint received, {day}." in ran.out


def test_on_the_last_evening_of_summer_time_it_is_still_that_day(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    with freeze_time("2026-10-24 22:30", real_asyncio=True):  # Sat, 23:30 in London
        assert "Sat 24 Oct 2026" in there.run(*OPEN, "--words", "Damp").done().out
    with freeze_time("2026-10-24 23:30", real_asyncio=True):  # 00:30 on Sunday in London
        assert "Sun 25 Oct 2026" in there.run(*OPEN, "--words", "Damp").done().out


def hostile(field: str) -> list[Any]:
    rows = json.loads((DATA / "hostile_texts.json").read_text("utf-8"))
    return [each for each in rows if each["field"] == field]


def text_of(value: Any) -> str:
    if isinstance(value, str):
        return value
    letters, times = value["$repeat"]
    return str(letters) * int(times)


@pytest.mark.parametrize("each", hostile("case.description"), ids=lambda e: repr(e["value"])[:40])
def test_a_hostile_text_is_kept_as_it_is_and_printed_harmless(there: Landlord, each: Any) -> None:
    text = text_of(each["value"])
    fields = there.folder / "fields.json"
    fields.write_text(json.dumps({"words": text}), "utf-8")
    ran = there.run(*OPEN, "--fields", str(fields), "--json")
    if "refuse" in each["expected"] and text not in ("\uffff", "a\0b"):
        assert ran.code in (FOUND, BAD_INPUT)
        assert there.run("case", "find", "oneill", "--json").json == []
        return
    if ran.code == BAD_INPUT:
        assert "NUL" in ran.err
        return
    reference = ran.done().json["reference"]
    kept = there.case(reference)["history"][0]["words"]
    assert kept == text.replace("\r\n", "\n").replace("\r", "\n")
    for shown in (
        there.run("case", "show", reference),
        there.run("case", "history", reference),
        there.run("case", "show", reference, "--json"),
    ):
        assert harmless(shown)


def harmless(ran: Ran) -> bool:
    steering = {*range(9), 11, 12, *range(13, 32), *range(127, 160)}
    bidi = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
    return not {ord(letter) for letter in ran.done().out} & (steering | bidi)


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example, c@d.example",
        "Ann <a@b.example>",
        "a@b",
        "a@b.example>\r\nDATA",
        "a\u202e@b.example",
    ],
)
def test_what_is_no_single_email_address_is_refused(there: Landlord, address: str) -> None:
    refused = there.run("resident", "register", "--name", "A", "--email", address)
    assert refused.code == BAD_INPUT
    assert "email" in refused.err.casefold()


# --- who records it


def test_what_somebody_may_do_follows_from_their_account_and_no_variable(
    there: Landlord, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.run("user", "add", "AU", "--role", "manager").done()
    there.run("user", "add", "MO", "--role", "manager", "--account", "mwebb").done()
    there.run("user", "add", "AU", "--role", "auditor").done()
    for variable in ("CASETRACK_USER", "USER", "LOGNAME"):
        monkeypatch.setenv(variable, "manager")
    monkeypatch.delenv("CASETRACK_USER")
    refused = there.run(*OPEN, "--words", "Damp", "--happened", "--because", "I may.")
    assert refused.code == FOUND
    assert "AU is an auditor" in refused.out
    log = there.folder / "log.csv"
    log.write_text("reference,received,channel\nC1,2024-06-03,email\n", "utf-8")
    assert there.run("import", log).code == FOUND
    assert there.run("case", "find", "damp", "--json").json == []


def test_the_first_user_is_a_manager_and_only_one_registers_others(there: Landlord) -> None:
    refused = there.run("user", "add", "JB", "--role", "handler")
    assert refused.code == FOUND
    assert "Register yourself as manager first" in refused.out
    there.run("user", "add", "MO", "--role", "manager").done()
    there.run("user", "add", "JB", "--role", "handler", "--account", "jbell").done()
    listed = there.run("user", "list", "--json").done().json
    assert [(each["handle"], each["role"]) for each in listed] == [
        ("JB", "handler"),
        ("MO", "manager"),
    ]
    there.run("user", "leave", "JB").done()
    assert [each["handle"] for each in there.run("user", "list", "--json").json] == ["MO"]
    assert there.run("user", "leave", "JB").code == BAD_INPUT


def test_what_holds_for_a_resident_stands_above_each_of_their_cases(there: Landlord) -> None:
    there.run(
        "resident", "register", "--name", "Żofia O'Neill-Żak", "--address", "12 Mill Lane"
    ).done()
    there.run("record", "R0001", "alert-raised", "--what", "A baby in the home").done()
    large = ("adjustment-agreed", "--what", "Large print", "--review-on", "2027-01-04")
    there.run("record", "R0001", *large).done()
    reference = opened(there, "Damp", "--resident-reference", "R0001")
    first, second, third = there.run("case", "show", reference).done().out.splitlines()[:3]
    assert "Żofia O'Neill-Żak" in first
    assert second.startswith("⚑ alert: A baby in the home")
    assert third.startswith("⚑ adjustment: Large print (review Mon 4 Jan 2027)")
    shown = there.run("resident", "show", "R0001").done().out
    assert reference in shown
    assert "adjustment review" in shown
    assert [each["reference"] for each in there.run("resident", "find", "zak", "--json").json] == [
        "R0001"
    ]


def test_a_case_that_is_perhaps_the_same_is_named(there: Landlord) -> None:
    there.run("resident", "register", "--name", "Żofia O'Neill-Żak").done()
    first = opened(there, "Damp in the nursery", "--resident-reference", "R0001")
    again = (*OPEN, "--words", "Damp again", "--resident-reference", "R0001")
    refused = there.run(*again)
    assert refused.code == FOUND
    assert "separate_because" in " ".join(refused.out.split())
    second = there.run(*again, "--separate-because", "It is the flat next door.").done()
    for each in (refused, second):
        assert f"Perhaps the same: {first}" in each.out


@pytest.mark.parametrize("words", ["zak", "ŻAK", "oneill", "o'neill roof", "2026/0001", "leak"])
def test_a_case_is_found_however_it_is_typed(there: Landlord, words: str) -> None:
    reference = opened(there)
    found = there.run("case", "find", *words.split(), "--json").done().json
    assert [each["reference"] for each in found] == [reference]


def test_only_a_manager_changes_the_bank_holidays(there: Landlord) -> None:
    there.run("user", "add", "MO", "--role", "manager", "--account", "mwebb").done()
    refused = there.run("calendar", "add", "2027-06-14", "A day off", "--json")
    assert refused.code == FOUND  # whoever runs the tests is registered as nobody
    assert "belongs to nobody who is registered" in refused.err
