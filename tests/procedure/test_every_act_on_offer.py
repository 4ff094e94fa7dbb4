"""What is offered and what is greyed out, held against every act under tests/procedure: the same
acts, put to the real recording on a real database.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from acting import Desk, Try, record_kind
from acts_on_file import FILES, Attempt, attempts

from casetrack.domain.landlord import Users
from casetrack.domain.objections import Objection
from casetrack.domain.procedure import acts
from casetrack.domain.procedure.today import london_day
from casetrack.domain.record import FOLLOW_UPS
from casetrack.service.acts import ACTS, OPENING
from casetrack.service.offers import Offer
from casetrack.service.specimens import Around, specimen
from casetrack.store import Store, open_store

BY_WAY_OF_EXCEPTION = "extension-past-limit"
"""The limit can be passed with a good reason and a manager: greyed out, and that is the cure."""


@pytest.fixture(scope="module")
def desk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("offers") / "casetrack.db"
    path.write_bytes(sqlite_template.read_bytes())
    with open_store(f"sqlite:///{path}") as store:
        desk = Desk(store, path.parent)
        desk.settle_in()
        yield desk


def on_a_case(file: Path) -> Iterator[Attempt]:
    """Give the acts on cases that begin no case and are done on their own day."""
    for attempt in attempts(file):
        begun = attempt.history and record_kind(attempt) == "case"
        if begun and not attempt.cannot and attempt.today == attempt.fact["on"]:
            yield attempt


def offers_for(tried: Try) -> tuple[Offer, ...]:
    """Return what somebody is offered who is about to record an act."""
    order = tried.order
    offers = tried._casetrack.offers
    return offers.of_case(tried.view, account=order.account, at=order.at)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_can_be_recorded_was_on_offer_and_what_was_greyed_out_is_refused(
    desk: Desk, file: Path
) -> None:
    for attempt in on_a_case(file):
        tried = desk.set_out(attempt)
        (fact,) = tried.order.facts
        stage = getattr(fact, "stage", None)
        offered = {(offer.kind, offer.stage): offer for offer in offers_for(tried)}
        offer = offered.get((fact.kind, stage))
        if offer is None:
            under_way = max(1, len(tried.view.judged.case.stages))
            elsewhere = fact.kind in OPENING or fact.kind not in ACTS or stage != under_way
            assert elsewhere, attempt.title
            continue
        if codes_of(offer.objections) == {BY_WAY_OF_EXCEPTION}:
            continue
        recorded = tried.still_to_be_done()
        if recorded.saved:
            assert offer.objections == (), attempt.title
        if offer.objections:
            assert not recorded.saved, attempt.title


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_on_offer_is_recorded_when_all_of_it_is_told(desk: Desk, file: Path) -> None:
    for attempt in on_a_case(file):
        if not attempt.in_order or ": " in attempt.title:
            continue  # a case in the state of its act is enough: each takes 45 commands
        tried = desk.set_out(attempt)
        for offer in offers_for(tried):
            offered, met = codes_of(offer.objections), codes_of(preview(tried, offer))
            if offered == {"takes-up-nothing"}:
                assert met, (attempt.title, offer)
            else:
                assert offered == met, (attempt.title, offer)


def codes_of(objections: Iterable[Objection]) -> set[str]:
    return {each.code for each in objections}


def preview(tried: Try, offer: Offer) -> tuple[Objection, ...]:
    """Return what stands against an act on offer that says all it can, in a real command."""
    casetrack, order = tried._casetrack, tried.order
    users = Users.of(casetrack.casework.record("landlord", "landlord").judged.ledger)
    around = Around(
        judged=tried.view.judged,
        users=users,
        calendar=tried.view.calendar,
        today=london_day(order.at),
    )
    fact = specimen(offer.kind, offer.stage, around)
    told = replace(order, facts=(fact,), because="", command_id=str(uuid.uuid4()))
    return casetrack.recording.preview(told).objections


def test_every_act_that_a_rule_judges_is_tried() -> None:
    done = {attempt.fact["fact"] for file in FILES for attempt in on_a_case(file)}
    judged = ACTS.keys() & (acts.RULES.keys() | FOLLOW_UPS.keys())
    assert judged - done == set()


def test_postgresql_offers_the_same(store: Store, tmp_path: Path) -> None:
    desk = Desk(store, tmp_path)
    desk.settle_in()
    (file,) = (file for file in FILES if file.stem == "extending")
    attempt = next(on_a_case(file))
    offers = {offer.kind: offer for offer in offers_for(desk.set_out(attempt))}
    assert offers["response-extended"].objections == ()
    assert offers["response-issued"].next
    assert offers["complaint-acknowledged"].objections[0].code == "twice"
