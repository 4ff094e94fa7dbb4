"""The command palette: everything the keys do, by its words."""

from collections.abc import Callable, Iterator

from rich.markup import escape
from textual.app import App, SystemCommand
from textual.dom import DOMNode
from textual.screen import Screen

from casetrack.service.acts import BESIDE
from casetrack.text import safe_text
from casetrack.tui.messages import RecordingWanted
from casetrack.tui.next_acts import against
from casetrack.tui.screens.case_acts import ActingOnACase
from casetrack.tui.screens.help import readable


def commands_of(app: App[None], screen: Screen[object]) -> Iterator[SystemCommand]:
    """Give what can be done on a screen, then what can be done anywhere."""
    told = set()
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if not binding.description or binding.system or binding.action in told:
            continue
        if not active.enabled or binding.action in ("command_palette", "app.command_palette"):
            continue
        told.add(binding.action)
        run = _runner(app, binding.action, active.node)
        yield SystemCommand(binding.description, f"{readable(key)}", run)
    if isinstance(screen, ActingOnACase):
        yield from _acts_on(app, screen)
    for name in app.available_themes:
        if name.startswith("casetrack"):
            yield SystemCommand(f"Theme: {name}", "How it all looks", _theme(app, name))
    yield SystemCommand("Quit", "ctrl+q; drafts are kept", app.action_quit)


def _acts_on(app: App[None], screen: ActingOnACase) -> Iterator[SystemCommand]:
    """Give everything that can be recorded on a case, and on its resident's record."""
    for offer in screen.offers:
        wanted = RecordingWanted("case", screen.reference, offer.kind, offer.stage)
        not_now = f"not now: {against(offer)}" if offer.objections else offer.why_next
        helped = _plain(not_now or "Record it")
        yield SystemCommand(_title(offer.title), helped, _poster(app, wanted))
    view = screen.file.view if screen.file else None
    if view is None or view.resident is None:
        return
    for kind, act in BESIDE.items():
        if act.group == "resident":
            wanted = RecordingWanted("resident", view.about.resident_reference, kind)
            whose = _plain(f"On the record of {view.about.resident}")
            yield SystemCommand(_title(act.title), whose, _poster(app, wanted))


def _plain(words: str) -> str:
    """Return words as the palette takes them: it reads what stands in brackets as markup."""
    return escape(safe_text(words))


def _title(title: str) -> str:
    return f"{title[0].upper()}{title[1:]}"


def _poster(app: App[None], wanted: RecordingWanted) -> Callable[[], None]:
    def post() -> None:
        app.post_message(wanted)

    return post


def _runner(app: App[None], action: str, node: DOMNode) -> Callable[[], None]:
    def run() -> None:
        app.call_later(app.run_action, action, node)

    return run


def _theme(app: App[None], name: str) -> Callable[[], None]:
    def pick() -> None:
        app.theme = name

    return pick
