"""The acts under tests/procedure as the files tell them: what is done, and what each need asks.

The files are for a complaints manager to read and add to. Knows how they are written; what
casetrack makes of an act is for `acting`.
"""

import tomllib
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
STORIES = HERE / "stories.toml"
FILES = sorted(file for file in HERE.glob("*.toml") if file != STORIES)

Table = Mapping[str, Any]
Codes = Mapping[str, str]
"""the code of an objection or a finding → the provision it cites, "" for a rule of our own"""

SITUATION = {"story", "history", "beside", "settings", "by", "today", "because"}
"""What an act and a need can both say of the hour; a need's word goes before its act's."""
OUTCOME = {"finding", "cured", "due", "state", "assumed"}
"""What both can say of what comes of it."""
ACT = SITUATION | OUTCOME | {"title", "row", "why", "fact", "need", "history_findings"}
NEED = (
    SITUATION
    | OUTCOME
    | {
        *("title", "why", "without", "with", "history_without", "history_with", "history_where"),
        *("breach", "impossible", "no_finding", "cannot", "history_findings"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One thing somebody sets out to record, the record it meets, and what must come of it."""

    file: str
    title: str
    row: str
    """of the table of steps in domain.md, section 4"""
    history: Sequence[Table]
    beside: Sequence[Table]
    """what has happened on another case, which the act names "the case beside"; () for none"""
    fact: Table
    by: str
    today: date
    because: str
    settings: Table = field(default_factory=dict)
    history_findings: Codes = field(default_factory=dict)
    """what the history shows before the act"""
    breach: Codes = field(default_factory=dict)
    """refused while still to be done, a finding once it has happened"""
    impossible: Codes = field(default_factory=dict)
    """refused always"""
    cannot: str = ""
    """what casetrack answers where the words themselves cannot be recorded"""
    no_finding: bool = False
    """the breach is of our own keeping: it is marked otherwise, and leaves no finding"""
    finding: Codes = field(default_factory=dict)
    """what it shows besides, and what is no reason not to act"""
    cured: Codes = field(default_factory=dict)
    """findings on record before, that are gone"""
    due: Table = field(default_factory=dict)
    """clock → the day it is due afterwards"""
    state: str = ""
    """where the case then stands"""
    assumed: Sequence[str] = ()
    """what is then taken for granted in its clocks"""

    @property
    def in_order(self) -> bool:
        """Whether nothing is to stand against it."""
        return not (self.breach or self.impossible or self.cannot)


def attempts(file: Path) -> Iterator[Attempt]:
    """Give each act of a file as it is in order, and then each of its needs."""
    stories = tomllib.loads(STORIES.read_text("utf-8"))
    for act in tomllib.loads(file.read_text("utf-8"))["act"]:
        check_keys(act, file.name)
        yield _attempt(file, stories, act, {})
        for need in act.get("need", ()):
            yield _attempt(file, stories, act, need)


def check_keys(act: Table, file: str) -> None:
    """Refuse an act with a key nobody reads: what it says would never be tested."""
    place = f"{file}, {act.get('title', '(no title)')!r}"
    unknown = act.keys() - ACT
    missing = {"title", "row", "why", "fact"} - act.keys()
    for need in act.get("need", ()):
        unknown |= need.keys() - NEED
        missing |= {"title"} - need.keys()
    assert not unknown, f"{place}: not known: {sorted(unknown)}"
    assert not missing, f"{place}: missing: {sorted(missing)}"


def _attempt(file: Path, stories: Table, act: Table, need: Table) -> Attempt:
    situation = {**act, **{key: value for key, value in need.items() if key in SITUATION}}
    outcome = need if need else act
    fact = {
        name: value
        for name, value in {**act["fact"], **need.get("with", {})}.items()
        if name not in _several(need.get("without", ()))
    }
    title = f"{act['title']}: {need['title']}" if need else act["title"]
    return Attempt(
        file=file.name,
        title=title,
        row=act["row"],
        history=tuple(_history(stories, situation, need)),
        beside=tuple(_told(stories, situation.get("beside", ""))),
        fact=fact,
        by=situation.get("by", "JB"),
        today=situation.get("today", fact["on"]),
        because=situation.get("because", ""),
        settings=situation.get("settings", {}),
        history_findings=need.get("history_findings", act.get("history_findings", {})),
        breach=need.get("breach", {}),
        impossible=need.get("impossible", {}),
        cannot=need.get("cannot", ""),
        no_finding=need.get("no_finding", False),
        **{key: outcome[key] for key in OUTCOME if key in outcome},
    )


def _history(stories: Table, situation: Table, need: Table) -> Iterator[Table]:
    """Give the facts before the act; a need names those it changes by kind or by `called`."""
    left_out, changed = _several(need.get("history_without", ())), need.get("history_where", {})
    found: set[str] = set()
    for fact in [*_told(stories, situation.get("story", "")), *situation.get("history", ())]:
        names = {fact["fact"], fact.get("called", fact["fact"])}
        found |= names
        if names.isdisjoint(left_out):
            changes = [changed[name] for name in sorted(names) if name in changed]
            yield dict(ChainMap(*changes, fact))
    yield from need.get("history_with", ())
    unknown = (left_out | changed.keys()) - found
    assert not unknown, f"{need['title']!r} changes what is not in the history: {sorted(unknown)}"


def _told(stories: Table, name: str) -> list[Table]:
    """The facts of a story, those of the story it goes on from first."""
    if not name:
        return []
    story = stories[name]
    return [*_told(stories, story.get("after", "")), *story["facts"]]


def _several(names: Any) -> set[str]:
    return {names} if isinstance(names, str) else set(names)
