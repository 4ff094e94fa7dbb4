"""Facts to plain values and back: nothing is lost, and nothing wrong is let in."""

import json
from datetime import date
from typing import Any

import pytest
from histories import corrections, plain_facts
from hypothesis import given
from hypothesis import strategies as st

from casetrack.domain import facts as f
from casetrack.domain.codec import fact_fields, from_plain, personal_fields, to_plain
from casetrack.domain.errors import BadInput
from casetrack.domain.facts import FACTS, Fact

DAY = date(2025, 2, 3)  # Mon

words = st.text(max_size=20)
worded_facts = st.one_of(
    st.builds(
        f.ComplaintReceived,
        happened_on=st.just(DAY),
        **dict.fromkeys(
            (
                *("channel", "resident", "address", "tenure", "category", "service_area"),
                *("summary", "outcome_sought"),
            ),
            words,
        ),
    ),
    st.builds(
        f.ResponseExtended,
        happened_on=st.just(DAY),
        stage=st.just(1),
        until=st.dates(),
        resident_told_on=st.none() | st.dates(),
        reasons=words,
        reason_kind=st.none() | st.sampled_from(f.ReasonKind),
        good_reason=words,
        ombudsman_details_given=st.booleans(),
    ),
    st.builds(
        f.ResponseIssued,
        happened_on=st.just(DAY),
        stage=st.sampled_from([1, 2]),
        outcome=st.none() | st.sampled_from(f.Outcome),
    ),
    st.builds(
        f.RemedyOffered, happened_on=st.just(DAY), stage=st.just(1), amount_pence=st.integers()
    ),
    st.builds(f.ComplaintRefused, happened_on=st.just(DAY), reason=words),
    st.builds(f.EscalationRefused, happened_on=st.just(DAY), reason=words),
)


@given(plain_facts | corrections | worded_facts)
def test_every_fact_comes_back_from_its_plain_values(fact: Fact) -> None:
    plain = to_plain(fact)
    assert from_plain(fact.kind, fact.happened_on, plain) == fact
    assert json.loads(json.dumps(plain)) == plain


@given(worded_facts)
def test_a_correction_carries_any_fact_whole(fact: Fact) -> None:
    correction = f.EntryCorrected(happened_on=DAY, corrects=1, replacement=fact, because="Misread.")
    plain = json.loads(json.dumps(to_plain(correction)))
    assert from_plain("entry-corrected", DAY, plain) == correction


@pytest.mark.parametrize("kind", FACTS)
def test_a_fact_with_its_required_fields_alone_comes_back(kind: str) -> None:
    def sample(hint: Any) -> object:
        if hint in (int, str, date):
            return {int: 2, str: "A word", date: "2025-02-28"}[hint]
        return next(iter(hint)).value

    required = {field.name: sample(field.hint) for field in fact_fields(kind) if field.required}
    fact = from_plain(kind, DAY, required)
    assert fact.kind == kind
    assert to_plain(fact) == required


def test_what_is_left_at_its_default_is_not_written() -> None:
    assert to_plain(f.ComplaintReceived(happened_on=DAY)) == {}
    assert to_plain(f.ComplaintReceived(happened_on=DAY, channel="email")) == {"channel": "email"}


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        ("complaint-recieved", {}, 'There is no fact "complaint-recieved". Did you mean "com'),
        ("xyz", {}, 'There is no fact "xyz".'),
        ("complaint-acknowledged", {}, '"complaint-acknowledged" needs "stage": a whole number.'),
        (
            "response-extended",
            {"stage": 1, "untill": "2025-02-28"},
            '"response-extended" has no "untill". Did you mean "until"?',
        ),
        (
            "response-extended",
            {"stage": 1, "until": "28/02/2025"},
            "it has to be a day such as 2024-12-24.",
        ),
        ("response-extended", {"stage": 1, "until": "2025-02-29"}, "it has to be a day such as"),
        ("response-extended", {"stage": 1, "until": "2024-W52-5"}, "it has to be a day such as"),
        ("response-extended", {"stage": 1, "until": None}, "it has to be a day such as"),
        ("response-extended", {"stage": 1, "until": 20250228}, "it has to be a day such as"),
        (
            "response-extended",
            {"stage": 1, "until": "2025-02-28", "ombudsman_details_given": "yes"},
            "is 'yes'; it has to be true or false.",
        ),
        (
            "response-extended",
            {"stage": 1, "until": "2025-02-28", "ombudsman_details_given": 1},
            "it has to be true or false.",
        ),
        (
            "response-extended",
            {"stage": 1, "until": "2025-02-28", "reason_kind": "holiday"},
            "it has to be one of complexity, survey-or-report, access, contractor,",
        ),
        ("complaint-acknowledged", {"stage": True}, "it has to be a whole number."),
        ("complaint-acknowledged", {"stage": 1.0}, "it has to be a whole number."),
        ("complaint-acknowledged", {"stage": "1"}, "it has to be a whole number."),
        ("complaint-received", {"channel": None}, "it has to be a text."),
        ("complaint-received", {"happened_on": "2025-02-03"}, 'has no "happened_on".'),
        ("response-issued", {"stage": 1, "outcome": "upheld substantially"}, "one of upheld, part"),
        ("entry-corrected", {"corrects": 1, "replacement": []}, "it has to be a fact."),
        ("entry-corrected", {"corrects": 1, "replacement": {}}, "it has to be a fact."),
    ],
    ids=lambda value: value if isinstance(value, str) else json.dumps(value),
)
def test_what_a_fact_does_not_take_is_refused_with_what_it_takes(
    kind: str, fields: dict[str, Any], message: str
) -> None:
    with pytest.raises(BadInput) as refused:
        from_plain(kind, DAY, fields)
    assert message in str(refused.value)


def test_what_is_wrong_inside_a_correction_is_told() -> None:
    replacement = {"kind": "complaint-recieved", "happened_on": "2025-02-03"}
    with pytest.raises(BadInput):
        from_plain("entry-corrected", DAY, {"corrects": 0, "replacement": replacement})


# Texts of a case or a resident's record that are about no person, or about who works there.
NOT_PERSONAL = """
    channel first_reached tenure category service_area keywords cause ombudsman follows
    could_join
    considered_in resident_reference ombudsman_reference household handler person owner
    approved_by decided_by
    reviewed_by drafted_by signed_off_by staff_involved clock because reason reasons good_reason
    sha256 document breached change no_change_because
"""


def test_the_words_of_residents_are_marked_as_personal() -> None:
    unmarked = {
        field.name
        for kind, fact in FACTS.items()
        if fact.belongs_to != "landlord"
        for field in fact_fields(kind)
        if field.hint in (str, tuple[str, ...]) and field.name not in personal_fields(kind)
    }
    assert unmarked == set(NOT_PERSONAL.split())


def test_a_fact_that_ends_up_in_a_log_shows_no_words_of_a_resident() -> None:
    received = f.ComplaintReceived(
        happened_on=date(2025, 2, 3), resident="Żofia Próba", summary="Damp", channel="phone"
    )

    shown = repr(received)

    assert "Próba" not in shown
    assert "Damp" not in shown
    assert "channel='phone'" in shown
