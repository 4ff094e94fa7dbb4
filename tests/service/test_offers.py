"""What may be done now on a case: over the life of a complaint, as it ends early, and by whom."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from landlord import landlord
from recording_samples import MON, order, record, registered, user

from casetrack.bootstrap import Casetrack
from casetrack.domain import facts as f
from casetrack.domain.code import ClockKind
from casetrack.domain.duties import OWN_CLOCKS
from casetrack.domain.facts import FACTS, Fact
from casetrack.domain.facts.aftercare import ActionAgreed, LearningRecorded
from casetrack.domain.facts.handling import (
    ChoiceOffered,
    ConflictDeclared,
    TriageAssessed,
    UpdateIntervalAgreed,
)
from casetrack.domain.facts.ombudsman import OmbudsmanEnquiry
from casetrack.domain.facts.papers import LetterDrafted
from casetrack.domain.facts.terms import (
    Choice,
    Complexity,
    Content,
    LetterKind,
    Means,
    Proposer,
    RefusalGround,
    Role,
    Route,
)
from casetrack.service import awaited
from casetrack.service.acts import ACTS
from casetrack.service.offers import Offer
from casetrack.service.what_if import read_facts

STORIES = Path(__file__).parents[1] / "procedure" / "stories.toml"
NOT_BY_A_PERSON = {"entry-corrected", "deadline-moved", "deadline-recorded"}


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture
def casetrack(tmp_path: Path, database_url: str) -> Iterator[Casetrack]:
    """Casetrack open on an empty database of either engine; nobody is registered."""
    with landlord(tmp_path, database_url).opened() as found:
        yield found


def story(name: str) -> tuple[Fact, ...]:
    """Return what has happened to a complaint, as tests/procedure/stories.toml has it."""
    stories = tomllib.loads(STORIES.read_text("utf-8"))
    told: list[Mapping[str, Any]] = []
    while name:
        told = [*stories[name]["facts"], *told]
        name = stories[name].get("after", "")
    plain = [_plain({k: v for k, v in fact.items() if k != "called"}) for fact in told]
    return tuple(entry.fact for entry in read_facts(plain))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def on_record(casetrack: Casetrack, *facts: Fact) -> str:
    """Record what has happened; the reference of its case."""
    recorded = record(casetrack, "", *facts, happened=True, because="As the story has it.")
    return recorded.name.reference


def offers(
    casetrack: Casetrack, reference: str, today: date, account: str = "jb"
) -> tuple[Offer, ...]:
    at = datetime.combine(today, time(12), UTC)
    return casetrack.offers.of_case(casetrack.casework.show(reference), account=account, at=at)


def of(kind: str, offered: tuple[Offer, ...]) -> Offer:
    (found,) = [offer for offer in offered if offer.kind == kind]
    return found


def greyed(offered: tuple[Offer, ...], kind: str) -> list[tuple[str, str]]:
    return [(each.code, each.provision) for each in of(kind, offered).objections]


# --- the life of a complaint


class Moment(NamedTuple):
    """A day in the life of a complaint, and what is to be offered and greyed out on it."""

    title: str
    happened: tuple[Fact, ...]
    today: str
    next: tuple[tuple[str, str], ...]
    """what the case waits for and why, in order"""
    offered: tuple[str, ...]
    greyed: Mapping[str, str]
    """kind → the code of what stands against it, with its provision"""


CHOICE = ChoiceOffered(happened_on=day("2025-02-03"), chose=Choice.COMPLAINT)
TRIAGE = TriageAssessed(
    happened_on=day("2025-02-04"),
    route=Route.INVESTIGATION,
    complexity=Complexity.STANDARD,
    vulnerability="none known",
    risk="none known",
    urgent_action="none needed",
)
EXTENDED = f.ResponseExtended(
    happened_on=day("2025-02-20"),
    stage=1,
    until=day("2025-02-28"),
    resident_told_on=day("2025-02-20"),
    means=Means.LETTER,
    reasons="The roof is surveyed on Wed 26 February.",
    reason_kind=f.ReasonKind.SURVEY_OR_REPORT,
    ombudsman_details_given=True,
)
TO_THE_LIMIT = replace(EXTENDED, until=day("2025-03-07"))
AGREED = UpdateIntervalAgreed(
    happened_on=day("2025-02-25"), stage=1, every_working_days=5, agreed_with_resident=True
)
LEARNT = LearningRecorded(
    happened_on=day("2025-04-02"), stage=2, no_change_because="It was the storm."
)
DUE = "answer due Fri 21 Feb"
FIRST_ANSWER = replace(
    story("answered")[-1],
    happened_on=day("2025-02-28"),
)
LIFE = [
    Moment(
        "received",
        story("received"),
        "2025-02-04",
        (
            ("complaint-defined", "acknowledgement due Mon 10 Feb, in 4 working days"),
            ("complaint-acknowledged", "acknowledgement due Mon 10 Feb, in 4 working days"),
            ("response-issued", "answer at the latest due Mon 24 Feb, in 14 working days"),
        ),
        ("choice-offered", "complaint-defined", "complaint-refused", "complaint-withdrawn"),
        {
            "triage-assessed": "choice-not-offered 1.3",
            "complaint-acknowledged": "not-defined 6.2",
            "response-extended": "extension-before-acknowledgement 6.4",
            "response-issued": "points-missing 5.6",
            "escalation-requested": "escalated-before-answer 6.10",
            "action-completed": "takes-up-nothing ",
            "case-closed": "answer-unsent 6.3",
        },
    ),
    Moment(
        "the choice was offered",
        (*story("received"), CHOICE),
        "2025-02-10",
        (
            ("complaint-defined", "acknowledgement due today"),
            ("complaint-acknowledged", "acknowledgement due today"),
            ("response-issued", "answer at the latest due Mon 24 Feb, in 10 working days"),
        ),
        ("triage-assessed",),
        {"complaint-acknowledged": "not-defined 6.2"},
    ),
    Moment(
        "triaged and defined",
        story("defined"),
        "2025-02-11",
        (
            ("complaint-acknowledged", "acknowledgement due Mon 10 Feb, 1 working day late"),
            ("response-issued", "answer at the latest due Mon 24 Feb, in 9 working days"),
        ),
        ("complaint-acknowledged", "complaint-defined", "triage-assessed", "issue-added"),
        {"response-extended": "extension-before-acknowledgement 6.4"},
    ),
    Moment(
        "acknowledged",
        story("acknowledged"),
        "2025-02-20",
        (("response-issued", f"{DUE}, in 1 working day"),),
        ("response-extended", "response-issued", "response-signed-off"),
        {
            "complaint-acknowledged": "twice ",
            "escalation-requested": "escalated-before-answer 6.10",
        },
    ),
    Moment(
        "late",
        story("acknowledged"),
        "2025-02-25",
        (
            ("response-issued", f"{DUE}, 2 working days late"),
            ("update-interval-agreed", "5.9: no updates agreed with the resident"),
        ),
        ("response-issued", "update-interval-agreed", "escalation-requested"),
        {"response-extended": "extension-told-too-late 6.4"},
    ),
    Moment(
        "late, and updates are agreed",
        (*story("acknowledged"), AGREED),
        "2025-02-26",
        (
            ("response-issued", f"{DUE}, 3 working days late"),
            ("resident-updated", "update promised due Tue 4 Mar, in 4 working days"),
        ),
        ("resident-updated",),
        {},
    ),
    Moment(
        "extended",
        (*story("acknowledged"), EXTENDED),
        "2025-02-25",
        (("response-issued", "answer due Fri 28 Feb, in 3 working days"),),
        ("response-extended",),
        {},
    ),
    Moment(
        "extended as far as the Code allows",
        (*story("acknowledged"), TO_THE_LIMIT),
        "2025-02-25",
        (("response-issued", "answer due Fri 7 Mar, in 8 working days"),),
        ("response-issued",),
        {"response-extended": "extension-past-limit 6.4"},
    ),
    Moment(
        "answered",
        (*story("acknowledged"), EXTENDED, FIRST_ANSWER),
        "2025-03-01",
        (),
        ("escalation-requested", "learning-recorded", "action-agreed", "case-closed"),
        {
            "response-issued": "twice ",
            "response-extended": "extension-after-response 6.4",
            "response-signed-off": "signed-off-after-answer ",
            "issue-added": "issue-after-answer 6.8",
            "complaint-refused": "refused-after-answer 2.1",
            "escalation-refused": "before-escalation 6.10",
        },
    ),
    Moment(
        "taken to stage 2",
        story("escalated"),
        "2025-03-04",
        (
            ("complaint-defined", "acknowledgement due Mon 10 Mar, in 4 working days"),
            ("complaint-acknowledged", "acknowledgement due Mon 10 Mar, in 4 working days"),
            ("response-issued", "answer at the latest due Mon 7 Apr, in 24 working days"),
        ),
        ("handler-assigned", "complaint-defined", "escalation-refused", "response-issued"),
        {
            "escalation-requested": "twice ",
            "case-closed": "answer-unsent 6.14",
            "complaint-acknowledged": "not-defined 6.11",
        },
    ),
    Moment(
        "answered at stage 2",
        (*story("answered-at-stage-2"), LEARNT),
        "2025-04-03",
        (),
        ("case-closed", "ombudsman-enquiry", "determination-received"),
        {"escalation-requested": "third-stage 5.3"},
    ),
    Moment(
        "closed",
        (
            *story("answered-at-stage-2"),
            LEARNT,
            f.CaseClosed(happened_on=day("2025-04-04")),
        ),
        "2025-04-08",
        (),
        ("survey-sent", "ombudsman-enquiry"),
        {"case-closed": "twice ", "escalation-requested": "third-stage 5.3"},
    ),
]


@pytest.mark.parametrize("moment", LIFE, ids=lambda moment: moment.title)
def test_what_is_offered_and_what_is_greyed_out_over_the_life_of_a_complaint(
    casetrack: Casetrack, moment: Moment
) -> None:
    reference = on_record(casetrack, *moment.happened)
    found = offers(casetrack, reference, day(moment.today))
    assert tuple((o.kind, o.why_next) for o in found if o.next) == moment.next
    for kind in moment.offered:
        assert of(kind, found).objections == (), kind
    for kind, expected in moment.greyed.items():
        assert expected in {" ".join(each) for each in greyed(found, kind)}, kind
        assert all(each.cure and each.reason for each in of(kind, found).objections), kind


@pytest.mark.parametrize("moment", LIFE, ids=lambda moment: moment.title)
def test_what_a_case_waits_for_is_offered_first_and_what_is_greyed_out_last(
    casetrack: Casetrack, moment: Moment
) -> None:
    found = offers(casetrack, on_record(casetrack, *moment.happened), day(moment.today))
    places = [0 if o.next else 2 if o.objections else 1 for o in found]
    assert places == sorted(places)
    assert len({(o.kind, o.stage) for o in found}) == len(found)


def test_an_offer_names_the_stage_it_is_done_at(casetrack: Casetrack) -> None:
    found = offers(casetrack, on_record(casetrack, *story("escalated")), day("2025-03-04"))
    answer = of("response-issued", found)
    assert (answer.stage, answer.title, answer.provision) == (2, "answer stage 2", "6.14")
    assert of("case-closed", found).stage is None


def test_stage_1_is_still_to_be_answered_when_stage_2_was_asked_for_meanwhile(
    casetrack: Casetrack,
) -> None:
    asked = replace(story("escalated")[-1], happened_on=day("2025-02-26"))
    reference = on_record(casetrack, *story("acknowledged"), asked)
    found = offers(casetrack, reference, day("2025-02-27"))
    assert [o.stage for o in found if o.kind == "response-issued"] == [1, 2]
    assert found[0].title == "answer stage 1"


# --- what stands against an act, told before anything of it is known


def test_an_extension_is_greyed_out_with_the_cure_and_with_no_date_nobody_gave(
    casetrack: Casetrack,
) -> None:
    found = offers(casetrack, on_record(casetrack, *story("acknowledged")), day("2025-02-25"))
    (late,) = of("response-extended", found).objections
    assert late.reason == "it was decided or told after the due day, Fri 21 Feb 2025"
    assert late.cure.startswith("Answer as soon as you can")


def test_taking_it_to_stage_2_is_greyed_out_by_what_stage_1_waits_for(
    casetrack: Casetrack,
) -> None:
    found = offers(casetrack, on_record(casetrack, *story("acknowledged")), day("2025-02-20"))
    (early,) = of("escalation-requested", found).objections
    assert early.reason == "stage 1 has not been answered; it is due by Fri 21 Feb 2025"


def test_a_letter_that_is_not_sent_stands_against_closing(casetrack: Casetrack) -> None:
    draft = LetterDrafted(
        happened_on=day("2025-04-02"), stage=2, letter=LetterKind.STAGE_2_RESPONSE
    )
    reference = on_record(casetrack, *story("answered-at-stage-2"), draft)
    found = offers(casetrack, reference, day("2025-04-03"))
    assert greyed(found, "case-closed") == [("letter-unsent", "5.12")]
    number = len(story("answered-at-stage-2"))
    assert of("letter-discarded", found).takes_up == number
    assert of("letter-issued", found).takes_up == number


# --- what was promised


def test_of_several_actions_the_one_that_is_due_first_is_to_be_completed(
    casetrack: Casetrack,
) -> None:
    later = ActionAgreed(
        happened_on=day("2025-02-20"), stage=1, what="Paint.", owner="PO", due_on=day("2025-03-31")
    )
    sooner = replace(later, what="Plaster.", due_on=day("2025-02-27"))
    asked = OmbudsmanEnquiry(happened_on=day("2025-02-27"), evidence_due_on=day("2025-03-03"))
    reference = on_record(casetrack, *story("answered"), later, sooner, asked)
    found = offers(casetrack, reference, day("2025-02-28"))
    waits = [(o.kind, o.why_next, o.takes_up) for o in found if o.next]
    first = len(story("answered"))
    assert waits == [
        ("action-completed", "action due Thu 27 Feb, 1 working day late", first + 1),
        ("evidence-sent", "evidence for the Ombudsman due Mon 3 Mar, in 1 working day", first + 2),
    ]
    assert of("action-completed", found).provision == "6.6"


def test_the_landlord_s_own_clocks_wait_for_an_act_too(tmp_path: Path, database_url: str) -> None:
    more = "[targets]\ncontact = 2\ndraft = 5\nsurvey = 10\n"
    with landlord(tmp_path, database_url, more).opened() as casetrack:
        reference = on_record(casetrack, *story("acknowledged"))
        found = offers(casetrack, reference, day("2025-02-12"))
        waits = [(o.kind, o.why_next) for o in found if o.next]
    assert waits == [
        ("contact-attempted", "first contact due Wed 5 Feb, 5 working days late"),
        ("response-drafted", "draft due Fri 14 Feb, in 2 working days"),
        ("response-issued", "answer due Fri 21 Feb, in 7 working days"),
    ]


# --- other ends, other Codes, other records


WITHDRAWN = f.ComplaintWithdrawn(
    happened_on=day("2025-02-12"),
    words="It has dried out.",
    proposed_by=Proposer.RESIDENT,
    confirmed_on=day("2025-02-12"),
    ombudsman_details_given=True,
)


def test_a_case_that_is_withdrawn_waits_for_nothing_and_can_be_closed(
    casetrack: Casetrack,
) -> None:
    found = offers(
        casetrack, on_record(casetrack, *story("acknowledged"), WITHDRAWN), day("2025-02-25")
    )
    assert not any(offer.next for offer in found)
    assert of("case-closed", found).objections == ()
    assert ("after-withdrawal", "") in greyed(found, "response-issued")
    assert greyed(found, "complaint-withdrawn") == [("twice", "")]


def test_a_refusal_can_be_overturned_and_leaves_nothing_to_answer(casetrack: Casetrack) -> None:
    found = offers(casetrack, on_record(casetrack, *story("refused")), day("2025-02-25"))
    assert not any(offer.next for offer in found)
    assert of("refusal-overturned", found).objections == ()
    assert of("case-closed", found).objections == ()
    assert greyed(found, "complaint-refused") == [("twice", "")]
    assert ("after-refusal", "") in greyed(found, "response-issued")


def test_a_case_of_2022_is_offered_what_its_own_code_asks_for(casetrack: Casetrack) -> None:
    reference = on_record(casetrack, *story("of-2022"))
    found = offers(casetrack, reference, day("2023-11-08"))
    assert [(o.kind, o.provision) for o in found if o.next] == [
        ("complaint-acknowledged", "4.1"),
        ("response-issued", "5.1"),
    ]
    assert greyed(found, "complaint-acknowledged") == [("not-defined", "4.2")]
    assert of("triage-assessed", found).provision == "Code 2024 6.1, no 2022 number held"


def test_a_case_under_no_edition_waits_for_nothing(casetrack: Casetrack) -> None:
    received = replace(story("received")[0], happened_on=day("2021-02-03"), reached_team_on=None)  # type: ignore[call-arg]
    found = offers(casetrack, on_record(casetrack, received), day("2021-02-04"))
    assert not any(offer.next for offer in found)
    assert of("response-issued", found).objections == ()
    assert of("triage-assessed", found).provision == "6.1"


def test_a_service_request_can_become_a_complaint_and_is_no_stage(casetrack: Casetrack) -> None:
    found = offers(casetrack, on_record(casetrack, *story("asked-for")), day("2025-02-05"))
    assert of("complaint-received", found).objections == ()
    assert of("service-request-closed", found).objections == ()
    assert greyed(found, "response-issued") == [("no-receipt", "1.2")]


# --- by whom


def test_an_auditor_is_offered_nothing(casetrack: Casetrack) -> None:
    registered(casetrack, user("MM", Role.MANAGER), user("AU", Role.AUDITOR))
    reference = on_record_by(casetrack, "mm")
    found = offers(casetrack, reference, day("2025-02-20"), account="au")
    assert found
    assert all(offer.objections[0].code == "role-may-not" for offer in found)
    assert of("response-issued", found).next, "the case waits all the same"
    at = datetime.combine(MON, time(12), UTC)
    new = casetrack.offers.of_new(account="au", at=at)
    assert [offer.objections[0].code for offer in new] == ["role-may-not", "role-may-not"]


def on_record_by(casetrack: Casetrack, account: str, story_of: str = "received") -> str:
    recorded = record(casetrack, "", *story(story_of), account=account)
    return recorded.name.reference


def test_a_stage_can_be_given_as_long_as_somebody_is_fit_for_it(casetrack: Casetrack) -> None:
    registered(casetrack, user("MM", Role.MANAGER), user("AU", Role.AUDITOR))
    reference = on_record_by(casetrack, "mm")
    found = offers(casetrack, reference, day("2025-02-04"), account="mm")
    assert of("handler-assigned", found).objections == ()
    conflict = ConflictDeclared(happened_on=day("2025-02-04"), person="MM", nature="A neighbour.")
    record(casetrack, reference, conflict, account="mm")
    found = offers(casetrack, reference, day("2025-02-04"), account="mm")
    assert greyed(found, "handler-assigned") == [("conflict-of-interest", "5.8")]


def test_whoever_considered_stage_1_cannot_be_given_stage_2(casetrack: Casetrack) -> None:
    registered(casetrack, user("JB", Role.MANAGER))
    reference = record(
        casetrack, "", *story("escalated"), happened=True, because="So it was."
    ).name.reference
    found = offers(casetrack, reference, day("2025-03-04"))
    assert ("same-person-at-both-stages", "6.13") in greyed(found, "handler-assigned")


def test_the_landlord_s_own_sign_off_stands_against_answering(
    tmp_path: Path, database_url: str
) -> None:
    more = '[[sign_off]]\nstage = 1\nby = "manager"\n'
    with landlord(tmp_path, database_url, more).opened() as casetrack:
        reference = on_record(casetrack, *story("acknowledged"))
        found = offers(casetrack, reference, day("2025-02-20"))
    answer = of("response-issued", found)
    assert greyed(found, "response-issued") == [("sign-off-missing", "")]
    assert answer.next
    assert "response-signed-off" in answer.objections[0].cure


# --- opening a case, and what an offer leads to


def test_a_complaint_and_a_service_request_can_always_be_opened(casetrack: Casetrack) -> None:
    found = casetrack.offers.of_new(account="jb", at=datetime.combine(MON, time(12), UTC))
    assert [(o.kind, o.stage, o.objections) for o in found] == [
        ("complaint-received", None, ()),
        ("service-request-received", None, ()),
    ]


def test_what_is_offered_is_recorded_and_what_is_greyed_out_is_refused(
    casetrack: Casetrack,
) -> None:
    reference = on_record(casetrack, *story("defined"))
    told = {fact.kind: fact for fact in story("answered")}
    acknowledgement, answer = told["complaint-acknowledged"], told["response-issued"]
    for fact in (acknowledgement, answer):
        assert of(fact.kind, offers(casetrack, reference, fact.happened_on)).objections == ()
        record(casetrack, reference, fact)
    assert isinstance(answer, f.ResponseIssued)
    assert set(answer.states) == set(Content)
    again = offers(casetrack, reference, answer.happened_on)
    for fact in (acknowledgement, answer):
        codes = [each.code for each in of(fact.kind, again).objections]
        refused = casetrack.recording.record(
            order(reference, fact, today=answer.happened_on, because="Found later.")
        )
        assert not refused.saved
        assert [each.code for each in refused.objections] == codes == ["twice"]


# --- what there has to be


def test_every_fact_that_a_person_records_on_a_case_has_a_title() -> None:
    on_a_case = {kind for kind in FACTS if FACTS[kind].belongs_to == "case"}
    assert ACTS.keys() == on_a_case - NOT_BY_A_PERSON


def test_titles_are_short_things_to_do_and_no_two_are_the_same() -> None:
    titles = [act.title.format(stage=1) for act in ACTS.values()]
    assert len(set(titles)) == len(titles)
    for kind, act in ACTS.items():
        assert ("{stage}" in act.title) == issubclass(FACTS[kind], f.StageFact), kind
    assert [each for each in titles if len(each) > 45 or not each[0].islower()] == []


def test_every_clock_of_our_own_waits_for_some_act() -> None:
    assert {*OWN_CLOCKS, ClockKind.UPDATE} == awaited._OF_OUR_OWN.keys()


def test_a_refusal_is_offered_whatever_ground_it_will_lean_on(casetrack: Casetrack) -> None:
    reference = on_record(casetrack, *story("received"))
    found = offers(casetrack, reference, day("2025-02-05"))
    assert of("complaint-refused", found).objections == ()
    refusal = story("refused")[-1]
    assert isinstance(refusal, f.ComplaintRefused)
    assert refusal.ground is RefusalGround.OVER_TWELVE_MONTHS
