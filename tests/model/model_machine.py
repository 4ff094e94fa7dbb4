"""One complaint in the hands of somebody who does not know the Code, step by step.

Each step puts an act to casetrack and to the model, lets time pass, or does again what was done.
"""

import contextlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from code_model import Answer, Model
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)
from model_acts import KINDS, ROLES, WHO, Desk
from model_after import duties, state
from model_clocks import Act, Clock, Stage, clocks
from model_days import after
from model_history import points
from model_office import Office, objected
from model_path import AT_THE_EDGE, BESIDE, next_kind
from model_slips import with_a_slip

from casetrack.domain.errors import BadInput
from casetrack.service.orders import Stale

FIRST_DAYS = [
    date(2022, 3, 30),  # Wed: before the first Code that is held
    date(2022, 4, 1),
    date(2024, 3, 1),  # under the 2022 Code, its stage 2 under both
    date(2024, 3, 28),  # Thu before Easter
    date(2024, 4, 1),  # Easter Monday, the first day of the 2024 Code
    date(2024, 12, 20),  # Fri before Christmas
    date(2025, 4, 12),  # Sat before Easter
    date(2025, 12, 23),
]
NUMBER = st.integers(0, 8)
SLIP = st.one_of(st.none(), st.integers(0, 25))


@dataclass
class Met:
    """What histories came by, to see that they come by everything."""

    rules: Counter[str] = field(default_factory=Counter)
    """the rules of the model, by how often one objected"""
    histories: set[int] = field(default_factory=set)
    """of each a number made from what was written"""
    answered_twice: int = 0
    """how many came through both stages"""


class Handling(RuleBasedStateMachine):
    """One complaint in the hands of somebody who does not know the Code."""

    offices: Any
    """gives an office for each history"""
    met: Met
    """what all histories met"""

    def __init__(self) -> None:
        super().__init__()
        self._leave = contextlib.ExitStack()
        self.office: Office = self._leave.enter_context(self.offices())
        self.office.reference = ""
        self.model = Model(ROLES)
        self.today = FIRST_DAYS[0]
        self.written: list[Act] = []
        self.last: Any = None
        self.agreed = True

    @initialize(first=st.sampled_from(FIRST_DAYS), later=st.integers(0, 9), slip=SLIP)
    def the_first_word(self, first: date, later: int, slip: int | None) -> None:
        self.today = first + timedelta(days=later)
        desk = Desk(self.model.standing, self.today)
        if later == 3:
            self.put(desk.complete("complaint-acknowledged", 1, self.today))
        act = desk.complete("complaint-received", 1, self.today, later % 3)
        if slip is not None:
            self.put(with_a_slip(act, slip))
        if not self.model.acts:
            self.put(act)

    # --- what may happen

    @rule(which=NUMBER)
    def what_comes_next(self, which: int) -> None:
        kind, stage = next_kind(self.model.standing, which)
        self.put(self.desk.complete(kind, stage, self.today, which))

    @rule(which=NUMBER, slip=st.integers(0, 25), happened=st.booleans(), put_right=st.booleans())
    def what_comes_next_in_a_hurry(
        self, which: int, slip: int, happened: bool, put_right: bool
    ) -> None:
        kind, stage = next_kind(self.model.standing, which)
        act = self.desk.complete(kind, stage, self.today, which)
        self.put(with_a_slip(act, slip), happened)
        if put_right and not happened:
            self.put(act)

    # Twice, so that many of the histories get as far as the Ombudsman.
    @rule(which=NUMBER)
    def and_what_comes_then(self, which: int) -> None:
        self.what_comes_next(which)

    @rule(which=NUMBER, slip=st.integers(0, 25), happened=st.booleans(), put_right=st.booleans())
    def and_then_in_a_hurry(self, which: int, slip: int, happened: bool, put_right: bool) -> None:
        self.what_comes_next_in_a_hurry(which, slip, happened, put_right)

    @rule(
        kind=st.sampled_from(BESIDE),
        which=NUMBER,
        slip=SLIP,
        happened=st.booleans(),
        ago=st.sampled_from([0, 0, 0, 1, 2, 5]),
    )
    def something_beside_it(
        self, kind: str, which: int, slip: int | None, happened: bool, ago: int
    ) -> None:
        latest = self.model.standing.latest
        stage = latest.number if latest else 1
        act = self.desk.complete(kind, stage, self.today - timedelta(days=ago), which)
        self.put(act if slip is None else with_a_slip(act, slip), happened)

    @rule(
        kind=st.sampled_from(KINDS),
        stage=st.sampled_from([1, 1, 2, 2, 3]),
        which=NUMBER,
        slip=SLIP,
        ago=st.integers(-2, 30),
        how=st.sampled_from(["to do", "to do, late", "happened"]),
        who=st.sampled_from(["amy"] * 6 + ["mia", "eve", "zoe"]),
    )
    def anything_at_all(
        self, kind: str, stage: int, which: int, slip: int | None, ago: int, how: str, who: str
    ) -> None:
        act = self.desk.complete(kind, stage, self.today - timedelta(days=ago), which)
        if slip is not None:
            act = with_a_slip(act, slip)
        self.put(act, how == "happened", "" if how == "to do" else "found in a drawer", who)

    @rule(
        which=st.integers(0, 60),
        days=st.sampled_from([None, -3, -1, 0, 1, 2]),
        slip=SLIP,
        happened=st.booleans(),
    )
    def an_entry_was_wrong(
        self, which: int, days: int | None, slip: int | None, happened: bool
    ) -> None:
        n = which % (len(self.model.acts) + 1)
        replacement = None
        if days is not None and n < len(self.model.acts):
            replacement = {**self.written[n]}
            replacement["on"] += timedelta(days=days)
            if slip is not None:
                replacement = with_a_slip(replacement, slip)
        act = {"kind": "entry-corrected", "on": self.today, "corrects": n}
        self.put({**act, "replacement": replacement, "because": "a slip"}, happened)

    @rule(which=NUMBER, slip=SLIP, happened=st.sampled_from([False] * 14 + [True]))
    def it_is_not_taken(self, which: int, slip: int | None, happened: bool) -> None:
        latest = self.model.standing.latest
        kind = "escalation-refused" if latest and latest.number == 2 else "complaint-refused"
        act = self.desk.complete(kind, 1, self.today, which)
        # One without a slip would end nearly every history here.
        self.put(with_a_slip(act, which if slip is None else slip), happened)

    # The simplest rule by its name, and a quick one: hypothesis begins with fifty of it.
    @rule(days=st.integers(1, 4))
    def a_few_days_pass(self, days: int) -> None:
        self.today = after(self.today, days)

    @rule(which=NUMBER, late=st.integers(0, 1), then=st.sampled_from((None, *AT_THE_EDGE)))
    def a_due_day_comes(self, which: int, late: int, then: str | None) -> None:
        days = [
            clock.due
            for stage in self.model.standing.stages.values()
            for clock in clocks(stage).values()
            if clock.verdict is None and clock.due >= self.today
        ]
        if days:
            self.today = days[which % len(days)] + timedelta(days=late)
        latest = self.model.standing.latest
        if then and latest:
            self.put(self.desk.complete(then, latest.number, self.today, which))

    @precondition(lambda self: self.last is not None)
    @rule(how=st.sampled_from(["sent again", "made up of an older history", "without a reason"]))
    def the_command_is_no_good(self, how: str) -> None:
        before = self.office.rows.changed()
        if how == "sent again":
            assert self.office.record(self.last).again
        else:
            self.check_that_it_fails(BadInput if how == "without a reason" else Stale)
        assert self.office.rows.changed() == before, f"a command {how} changed something"

    def check_that_it_fails(self, wanted: type[BadInput | Stale]) -> None:
        """Expect a command to fail: nobody can weigh it."""
        act = self.desk.complete("resident-updated", 1, self.today)
        happened, known = wanted is BadInput, len(self.model.acts) - 1
        order = self.office.order(
            act, today=self.today, who="amy", happened=happened, based_on=known
        )
        with pytest.raises(wanted):
            self.office.record(order)

    # --- what has to come of it

    @property
    def desk(self) -> Desk:
        return Desk(self.model.standing, self.today)

    def put(self, act: Act, happened: bool = False, because: str = "", who: str = "amy") -> None:
        """Put an act to casetrack and to the model."""
        because = because or ("it was so" if happened else "")
        self.agreed = False
        before = self.office.rows.changed()
        order = self.office.order(
            act, today=self.today, who=who, happened=happened, because=because
        )
        recorded = self.office.record(order)
        answer = self.model.weigh(act, today=self.today, because=because, who=who)
        self.check_objections(act, answer, objected(recorded))
        assert recorded.saved is answer.saved(happened), f"{act}: saved {recorded.saved}"
        if recorded.saved:
            self.model.accept(answer)
            self.written.append(act)
            self.last = order
            self.check_what_is_kept(act)
        else:
            assert self.office.rows.changed() == before, f"{act}: refused, yet something changed"
        self.agreed = True

    def check_objections(self, act: Act, answer: Answer, found: frozenset[Any]) -> None:
        wanted = {(each.kind, each.code, each.provision, each.n) for each in answer.against}
        self.met.rules.update(each.rule for each in answer.against)
        assert wanted == found, self.told(
            act,
            f"the model alone: {sorted(wanted - found)}",
            f"casetrack alone: {sorted(found - wanted)}",
            f"rules of the model: {sorted(each.rule for each in answer.against)}",
        )

    def told(self, act: Act, *differences: str) -> str:
        """Return how a history came to a difference, for whoever has to find out who is right."""
        history = "\n  ".join(map(str, self.model.acts))
        return "\n".join((f"{self.today}: {act}", *differences, f"history:\n  {history}"))

    def check_what_is_kept(self, act: Act) -> None:
        """Compare the clocks, the state of the case and its handler."""
        now, rows, reference = self.model.standing, self.office.rows, self.office.reference
        if not now.stages:
            return
        wanted: dict[tuple[str, int], Clock] = dict(duties(now))
        for stage in now.stages.values():
            for name, clock in clocks(stage).items():
                wanted[f"stage-{stage.number}-{name}", 0] = clock
        kept = {
            (key, 0 if key.startswith("stage-") else by): clock
            for (key, by), clock in rows.clocks(reference).items()
        }
        assert kept == wanted, self.told(
            act, f"the model alone: {_beside(wanted, kept)}", f"casetrack: {_beside(kept, wanted)}"
        )
        handler = _who_has_it(list(now.stages.values()))
        stands = rows.state(reference)
        assert stands == (state(now), handler), self.told(
            act, f"casetrack: {stands}", f"the model: {(state(now), handler)}"
        )

    def teardown(self) -> None:
        with self._leave:
            if self.agreed and self.model.standing.stages:
                self.met.histories.add(hash(repr(self.written)))
                second = self.model.standing.stages.get(2)
                self.met.answered_twice += bool(second and second.answered)
                self.check_at_the_end()

    def check_at_the_end(self) -> None:
        """Compare who may have stage 2 and what is unanswered; prove the database sound."""
        now, before = self.model.standing, self.office.rows.everything()
        if 2 in now.stages and now.year != "none":
            self.check_who_may_have_stage_2()
        for stage in now.stages.values():
            if not stage.answered and now.year != "none":
                self.check_points(stage.number)
        assert self.office.rows.everything() == before, "a preview changed something"
        assert not list(self.office.casetrack.upkeep.check())

    def check_who_may_have_stage_2(self) -> None:
        act = self.desk.complete("handler-assigned", 2, self.today)
        acts = [{**act, "handler": who} for who in WHO]
        order = self.office.order(*acts, today=self.today, who="amy")
        found = self.office.casetrack.recording.preview(order).objections
        refused = {each.sequence - len(self.model.acts) for each in found}
        wanted = {n for n, who in enumerate(WHO) if not self.model.may_have_stage_2(who)}
        assert refused == wanted, self.told(act, f"{refused} of {WHO}", f"the model: {wanted}")

    def check_points(self, number: int) -> None:
        act = {**self.desk.complete("response-issued", number, self.today), "answers": []}
        order = self.office.order(act, today=self.today, who="amy")
        found = self.office.casetrack.recording.preview(order).objections
        said = [each.reason for each in found if each.code == "points-unanswered"]
        wanted = range(1, len(points(self.model.standing, self.model.standing.stages[number])) + 1)
        numbers = ", ".join(map(str, wanted))
        assert [each.rpartition(" point ")[2] for each in said] == ([numbers] if numbers else [])


def _beside(these: dict[Any, Any], those: dict[Any, Any]) -> dict[Any, Any]:
    return {key: value for key, value in these.items() if those.get(key) != value}


def _who_has_it(stages: list[Stage]) -> str:
    """Return the handler of the stage a case is at; of a refused one nobody had, the one before."""
    for stage in reversed(stages):
        if stage.handlers:
            return str(stage.handlers[-1]["handler"])
        if stage.ended is None or not stage.ended["kind"].endswith("-refused"):
            return ""
    return ""
