"""Everything that can go wrong, by what the person has to do about it.

One root and a branch a remedy. Each message says what, where and what to do. An objection to a
fact is no error: it is a value, and lives in `procedure`.
"""

from collections.abc import Iterable


class CasetrackError(Exception):
    """Something casetrack could not do, told in words for the person who asked."""


class BadInput(CasetrackError, ValueError):
    """What was typed or given has to be changed before it can be used."""


class CalendarHorizon(BadInput):
    """A day lies outside the days a calendar knows; never guessed."""


class SettingsError(BadInput):
    """A settings, calendar or edition file has to be mended: file, key and cure are named."""


class Conflict(CasetrackError):
    """Somebody else changed the record meanwhile: compare, then record or discard."""


class NotAllowed(CasetrackError):
    """The role of who asks does not allow it: somebody else has to do it."""


class CouldNot(CasetrackError):
    """The surroundings failed (database, disk, mail); what was asked for is sound."""


class RebuildNeeded(CouldNot):
    """Derived rows were made under other rules: run `casetrack rebuild`."""


class NotFound(BadInput):
    """Nothing is recorded under the reference or name that was given."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ` Did you mean "…"?` for the known word nearest to `word`, or nothing."""
    import difflib  # only a mistake needs it: commands start quicker without

    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f' Did you mean "{close[0]}"?' if close else ""
