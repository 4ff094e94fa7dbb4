"""What may be done now on a record: chosen from a list that narrows as one types.

What the case waits for comes first; what concerns its resident can be recorded from it too. What
may not be done is told by a sign and by why, never by colour alone; what has happened all the same
can be recorded as it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import ClassVar, Final

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from casetrack.domain.errors import CasetrackError
from casetrack.domain.facts import FACTS, RecordKind
from casetrack.domain.objections import ObjectionKind
from casetrack.service.acts import BESIDE
from casetrack.service.casework import CaseView, RecordView
from casetrack.service.wording import objection_on_screen
from casetrack.text import fold, safe_text
from casetrack.tui.messages import RecordingWanted
from casetrack.tui.screens.base import DeskScreen
from casetrack.tui.screens.recording import RecordingScreen
from casetrack.tui.times import time_in_london
from casetrack.tui.widgets.field_inputs import LineInput
from casetrack.tui.widgets.resident_banner import ResidentBanner
from casetrack.tui.widgets.top_line import TopLine

_OPENS: Final = "resident-registered"
"""What opens a resident's record."""
_ALSO: Final = MappingProxyType(
    {
        # other words that people look for it by
        "contact-attempted": "call phone ring visit spoke voicemail",
        "response-issued": "respond reply response final letter",
        "response-extended": "more time delay",
        "escalation-requested": "escalate appeal unhappy dissatisfied",
        "complaint-refused": "reject exclude decline",
        "remedy-offered": "compensation apology money redress repair",
        "resident-updated": "tell inform keep posted progress",
        "complaint-withdrawn": "cancel",
        "document-filed": "attach upload photo survey report file",
        "correspondence-logged": "email call phone",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """One line of the list."""

    record: tuple[RecordKind, str]
    """on which it is recorded"""
    kind: str
    stage: int | None
    title: str
    group: str
    draft: str = ""
    """when something was typed for it that is not recorded yet"""
    why: str = ""
    """what waits for it"""
    provision: str = ""
    against: tuple[str, ...] = ()
    """what stands against it, in words with provision and cure"""
    impossible: bool = False
    next: bool = False


class _Narrowing(LineInput):
    """The words that narrow the list; Enter comes behind those typed before it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Record", id="acts.choose"),
    ]


class ActsScreen(DeskScreen):
    """What may be done now on a record."""

    title_for_help = "What may be done"
    closes_once_recorded = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "along(1)", "Down", show=False, priority=True, id="acts.down"),
        Binding("up", "along(-1)", "Up", show=False, priority=True, id="acts.up"),
        Binding("ctrl+x", "happened", "It has happened", priority=True, id="acts.happened"),
        Binding("escape", "leave", "Back", id="acts.leave"),
    ]
    DEFAULT_CSS = """
    ActsScreen > LineInput { margin: 0 1; }
    ActsScreen > OptionList {
        height: 1fr; border: none; padding: 0; scrollbar-size-vertical: 1;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    ActsScreen > OptionList > .option-list--option-highlighted {
        background: $block-cursor-background; color: $block-cursor-foreground;
    }
    ActsScreen > #reasons { height: auto; max-height: 8; padding: 0 1; }
    """

    def __init__(self, wanted: RecordingWanted) -> None:
        """Take the record."""
        super().__init__()
        self._wanted = wanted
        self._acts: tuple[_Act, ...] = ()
        self._shown: list[_Act] = []

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine("What may be done", self._wanted.reference)
        yield ResidentBanner()
        yield _Narrowing(placeholder="type to narrow the list")
        yield OptionList(markup=False)
        yield Static(id="reasons", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Ask what may be done; what is typed meanwhile waits for the list."""
        self.casetrack_app.hold_keys(self)
        self.query_one(LineInput).focus()
        self._fetch()

    @work(thread=True, exclusive=True, group="acts")
    def _fetch(self) -> None:
        try:
            whose = self._whose()
            acts = self._possible(whose)
        except CasetrackError as error:
            self.bring(self._say, str(error))
            return
        self.bring(self._show, acts, whose)

    def _whose(self) -> CaseView | RecordView | None:
        """Read the record; None for one that is not opened yet."""
        wanted, casework = self._wanted, self.desk.casetrack.casework
        if wanted.kind == "case":
            return casework.show(wanted.reference)
        return casework.record(wanted.kind, wanted.reference) if wanted.reference else None

    def _possible(self, view: CaseView | RecordView | None) -> tuple[_Act, ...]:
        wanted, desk = self._wanted, self.desk
        if not isinstance(view, CaseView):
            return self._with_drafts(_plain_list(wanted.kind, wanted.reference))
        offers = desk.casetrack.offers.of_case(view, account=desk.account, at=desk.now())
        acts = [
            _Act(
                record=("case", view.reference),
                kind=offer.kind,
                stage=offer.stage,
                title=offer.title,
                group=offer.group,
                why=offer.why_next,
                provision=offer.provision,
                against=tuple(map(objection_on_screen, offer.objections)),
                impossible=any(o.kind is ObjectionKind.IMPOSSIBLE for o in offer.objections),
                next=offer.next,
            )
            for offer in offers
        ]
        if view.resident is not None:
            acts += _plain_list("resident", view.about.resident_reference)
        # What may be done comes before what may not, whomever it concerns.
        return self._with_drafts(sorted(acts, key=lambda act: bool(act.against and not act.next)))

    def _with_drafts(self, acts: Iterable[_Act]) -> tuple[_Act, ...]:
        desk = self.desk
        begun = {
            (draft.name.kind, draft.name.reference, draft.name.fact, draft.name.stage): draft
            for draft in desk.drafts.all()
            if draft.name.entry < 0
        }
        return tuple(
            replace(act, draft=time_in_london(draft.written_at, desk.today))
            if (draft := begun.get((*act.record, act.kind, act.stage or 0)))
            else act
            for act in acts
        )

    def _show(self, acts: tuple[_Act, ...], view: CaseView | RecordView | None) -> None:
        self._acts = acts
        if view is not None:
            about = view.about if isinstance(view, CaseView) else None
            resident = view.resident
            name = about.resident if about else resident.name if resident else ""
            whose = "   ".join(filter(None, (self._wanted.reference, name)))
            self.query_one(TopLine).say("What may be done", whose)
            held = resident.on(self.desk.today) if resident else None
            self.query_one(ResidentBanner).show(held, about)
        self._narrow()
        self.casetrack_app.let_keys_go(self)

    def _say(self, words: str) -> None:
        self.casetrack_app.let_keys_go(self)
        self.query_one("#reasons", Static).update(Text(safe_text(words)))

    # --- the list

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._narrow()

    def _narrow(self) -> None:
        words = [fold(each) for each in self.query_one(LineInput).words.split()]
        found = [act for act in self._acts if all(w in _searched(act) for w in words)]
        # Words of the title say which one is meant; of the rest, what it may be called too.
        found.sort(key=lambda act: not all(w in fold(act.title) for w in words))
        acts = self.query_one(OptionList)
        kept = (acts.highlighted or 0) if not words or found == self._shown else 0
        self._shown = found
        acts.clear_options()
        acts.add_options(Option(_line(act)) for act in self._shown)
        acts.highlighted = min(kept, len(self._shown) - 1) if self._shown else None
        self._explain()

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        act = self._current
        if act is None:
            self._say("Nothing is called so." if self._acts else "")
            return
        lines = [*act.against]
        if act.against and not act.impossible:
            lines.append("If it has happened all the same: ctrl+x records it with its findings.")
        if not lines:
            lines = [act.why or _what_it_is(act.kind)]
            if act.provision and "(" not in lines[0]:
                lines = [f"{lines[0]} ({act.provision})"]
        self._say("\n".join(lines))
        shown = Text("\n").join(Text(safe_text(each)) for each in lines)
        self.query_one("#reasons", Static).update(shown)

    @property
    def _current(self) -> _Act | None:
        number = self.query_one(OptionList).highlighted
        return self._shown[number] if number is not None and number < len(self._shown) else None

    def look_again(self) -> None:
        """Ask again what may be done; the cursor stays."""
        self._fetch()

    # --- keys

    def action_along(self, by: int) -> None:
        """Move the cursor."""
        acts = self.query_one(OptionList)
        if by > 0:
            acts.action_cursor_down()
        else:
            acts.action_cursor_up()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self._narrow()
        self.action_choose()

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.action_choose()

    def action_choose(self) -> None:
        """Open the form of what is under the cursor."""
        act = self._current
        if act is None:
            return
        if act.against and act.impossible:
            self.notify(act.against[0], severity="warning", markup=False)
        elif act.against:
            self.notify(
                f"{act.against[0]}\nIf it has happened all the same, ctrl+x records it as it was.",
                severity="warning",
                markup=False,
            )
        else:
            self._open(act, happened=False)

    def action_happened(self) -> None:
        """Record as happened what the Code objects to, once the words before it are typed."""
        self.query_one(_Narrowing).call_later(self._happened)

    def _happened(self) -> None:
        self._narrow()
        act = self._current
        if act is None:
            return
        if act.impossible:
            self.notify(act.against[0], severity="warning", markup=False)
        else:
            self._open(act, happened=bool(act.against))

    def _open(self, act: _Act, *, happened: bool) -> None:
        wanted = RecordingWanted(*act.record, act.kind, act.stage, happened)
        self.app.push_screen(RecordingScreen(wanted))

    def action_leave(self) -> None:
        """Go back."""
        self.app.pop_screen()


def screen_for(wanted: RecordingWanted) -> Screen[None]:
    """Return the screen for what somebody wants to record: the list, or the form of a fact."""
    if wanted.fact or wanted.corrects is not None:
        return RecordingScreen(wanted)
    return ActsScreen(wanted)


def _plain_list(kind: RecordKind, reference: str) -> tuple[_Act, ...]:
    """Return the facts that belong to a resident's or the landlord's record."""
    return tuple(
        _Act(record=(kind, reference), kind=each, stage=None, title=act.title, group=kind)
        for each, act in BESIDE.items()
        if act.group == kind and (reference or each == _OPENS)
    )


def _what_it_is(kind: str) -> str:
    """Return what a fact is, as its own note says."""
    return " ".join((FACTS[kind].__doc__ or "").split())


def _searched(act: _Act) -> str:
    return fold(f"{act.title} {act.kind} {act.group} {_what_it_is(act.kind)} {_ALSO.get(act.kind)}")


def _line(act: _Act) -> Text:
    sign = "✗" if act.impossible else "–" if act.against else "→" if act.next else " "
    line = Text(f" {sign} ", no_wrap=True, overflow="ellipsis")
    line.append(safe_text(act.title), "dim" if act.against else "bold" if act.next else "")
    if act.draft:
        line.append(f"   ✎ draft of {act.draft}", "bold")
    if act.against:
        line.append("   not now" if not act.impossible else "   not possible", "dim")
    elif act.why:
        line.append(f"   {safe_text(act.why)}", "dim")
    return line
