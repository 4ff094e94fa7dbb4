"""What is typed into a form is never lost: not by leaving it, not by a fault, not by a new run."""

import json
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from forms_at_desk import app_of, form_of, is_on, opened, saved, tidy, typed, weighed
from landlord import Landlord, on_sqlite
from pilots import at_work, screen_text, settled
from recorded_cases import FRI_NOON, acknowledged, defined
from textual.pilot import Pilot
from textual.widgets import Input

from casetrack.domain.errors import CouldNot
from casetrack.service.orders import Order, Recorded
from casetrack.tui.app import CasetrackApp
from casetrack.tui.drafts import Draft, DraftName, Drafts
from casetrack.tui.messages import CaseWanted
from casetrack.tui.screens.worklist import WorklistScreen
from casetrack.tui.widgets.form_fields import BECAUSE

NAME = DraftName("case", "2025/0001", "response-issued", 1)
WORDS = "We are sorry.\nThe roof\u2028is mended.\x85"


def draft(**changed: Any) -> Draft:
    held: dict[str, Any] = {
        "name": NAME,
        "typed": {"until": "31/02/2025", "reasons": WORDS, "states": ["stage"]},
        "based_on": 3,
        "command_id": "c1",
        "written_at": datetime(2025, 2, 7, 14, 2, tzinfo=UTC),
    }
    return Draft(**{**held, **changed})


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "state" / "drafts")


@pytest.fixture
def here(tmp_path: Path) -> Landlord:
    """A landlord with an empty database."""
    return on_sqlite(tmp_path)


def files(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file())


# --- kept in files


def test_a_draft_is_read_as_it_was_written_by_the_next_run(drafts: Drafts, tmp_path: Path) -> None:
    drafts.keep(draft(), drafts.turn())
    assert Drafts(tmp_path / "state" / "drafts").of(NAME) == draft()
    assert drafts.of(NAME._replace(stage=2)) is None
    drafts.drop(NAME)
    assert drafts.of(NAME) is None
    assert files(tmp_path) == []


def test_only_its_owner_can_read_a_draft_and_its_name_tells_nothing(
    drafts: Drafts, tmp_path: Path
) -> None:
    drafts.keep(draft(), drafts.turn())
    (file,) = files(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert "2025" not in file.name
    assert "response" not in file.name


def test_what_was_typed_later_is_not_written_over_by_what_was_typed_before(drafts: Drafts) -> None:
    earlier, later = drafts.turn(), drafts.turn()
    drafts.keep(draft(typed={"reasons": "later"}), later)
    drafts.keep(draft(typed={"reasons": "earlier"}), earlier)
    found = drafts.of(NAME)
    assert found is not None
    assert found.typed == {"reasons": "later"}


def test_a_draft_that_was_recorded_does_not_come_back(drafts: Drafts) -> None:
    turn = drafts.turn()
    drafts.keep(draft(), turn)
    drafts.drop(NAME, command_id="c1")
    drafts.keep(draft(), drafts.turn())
    drafts.keep(draft(command_id="c0"), turn)
    assert drafts.of(NAME) is None


NO_TIME_ZONE = (
    b'{"about": [], "typed": {}, "based_on": null, "command_id": "",'
    b' "written_at": "2025-02-07T14:02:00"}'
)


@pytest.mark.parametrize(
    "held", [b"", b"{", b"\xff\xfe", b"[]", b'{"typed": {}}', b"null", NO_TIME_ZONE]
)
def test_a_file_that_cannot_be_read_is_put_aside_and_kept(
    drafts: Drafts, tmp_path: Path, held: bytes
) -> None:
    drafts.keep(draft(), drafts.turn())
    (file,) = files(tmp_path)
    file.write_bytes(held)
    assert drafts.of(NAME) is None
    drafts.keep(draft(), drafts.turn())
    assert held in [each.read_bytes() for each in files(tmp_path)]
    assert drafts.of(NAME) == draft()


def test_a_disk_that_takes_no_draft_is_told_and_the_one_before_stays(
    drafts: Drafts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts.keep(draft(), drafts.turn())

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CouldNot, match="No space left"):
        drafts.keep(draft(typed={"reasons": "more"}), drafts.turn())
    assert drafts.of(NAME) == draft()
    assert len(files(tmp_path)) == 1


# --- at a desk


def test_what_is_typed_stays_when_the_form_is_left_also_where_it_cannot_be_read(
    here: Landlord, tmp_path: Path
) -> None:
    reference = acknowledged(here)

    async def leaves(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, reference, "response-extended", stage=1)
        form_of(pilot).fields["until"].raw = "31/02/2025"
        form_of(pilot).fields["reasons"].raw = WORDS
        await pilot.press("escape")
        await settled(pilot)
        assert is_on(pilot, WorklistScreen)

    async def comes_back(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "response-extended", stage=1)
        told = "".join(each.message for each in app._notifications)
        assert "Draft of 12:00 restored" in told
        assert (form.fields["until"].raw, form.fields["reasons"].raw) == ("31/02/2025", WORDS)
        form.focus_field("reasons")
        await pilot.press("exclamation_mark")
        assert form.fields["reasons"].raw == f"{WORDS}!", "one goes on where one was"
        await pilot.press("ctrl+t", "ctrl+t")
        await settled(pilot)
        assert form_of(pilot).fields["reasons"].raw == ""

    at_work(here, leaves, now=FRI_NOON, size=(80, 24))
    (file,) = files(tmp_path / "state" / "casetrack" / "drafts")
    assert json.loads(file.read_text("utf-8"))["typed"]["until"] == "31/02/2025"
    at_work(here, comes_back, now=FRI_NOON, size=(80, 24))
    assert files(tmp_path / "state" / "casetrack" / "drafts") == []


def test_a_fault_of_casetrack_loses_nothing_that_was_typed(here: Landlord, tmp_path: Path) -> None:
    reference = acknowledged(here)

    async def breaks(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        await opened(pilot, reference, "resident-updated", stage=1)
        form_of(pilot).fields["about"].raw = "The surveyor has been."
        await pilot.pause()
        app.call_later(_fault)
        await pilot.pause(1.0)

    with pytest.raises(ZeroDivisionError):
        at_work(here, breaks, now=FRI_NOON, size=(80, 24))

    async def comes_back(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "resident-updated", stage=1)
        assert form.fields["about"].raw == "The surveyor has been."
        await saved(pilot)
        assert is_on(pilot, WorklistScreen), screen_text(app)

    at_work(here, comes_back, now=FRI_NOON, size=(80, 24))
    assert here.case(reference)["history"][-1]["about"] == "The surveyor has been."
    assert files(tmp_path / "state" / "casetrack" / "drafts") == []


def _fault() -> None:
    raise ZeroDivisionError


def test_leaving_casetrack_with_a_form_open_keeps_what_is_typed(
    here: Landlord, tmp_path: Path
) -> None:
    reference = acknowledged(here)

    async def job(pilot: "Pilot[None]", _app: CasetrackApp) -> None:
        await opened(pilot, reference, "resident-updated", stage=1)
        form_of(pilot).fields["about"].raw = "The surveyor has been."
        await pilot.press("ctrl+q")
        await pilot.pause()

    at_work(here, job, now=FRI_NOON, size=(80, 24))
    (file,) = files(tmp_path / "state" / "casetrack" / "drafts")
    assert "The surveyor has been." in file.read_text("utf-8")


def test_a_draft_that_had_been_recorded_is_not_recorded_again(here: Landlord) -> None:
    reference = defined(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "contact-attempted")
        await typed(pilot, {"channel": "phone"})
        screen = app.screen
        kept = screen.draft()  # type: ignore[attr-defined]
        await saved(pilot)
        # The machine went down after the database had it, and before the draft was gone.
        Drafts(app.desk.drafts.folder).keep(kept, 1)
        form = await opened(pilot, reference, "contact-attempted")
        assert form.fields["channel"].raw == ""
        told = "".join(each.message for each in app_of(pilot)._notifications)
        assert "on record already, as entry 2" in told

    at_work(here, job, now=FRI_NOON, size=(80, 24))


def test_what_was_changed_after_a_command_that_went_through_unheard_is_put_right(
    here: Landlord, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = defined(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        recording = app.desk.casetrack.recording
        record = recording.record

        def unheard(order: Order) -> Recorded:
            record(order)
            raise CouldNot("The connection to the database broke off.")

        await opened(pilot, reference, "contact-attempted")
        await typed(pilot, {"channel": "phone", "note": "Nobody ansered."})
        monkeypatch.setattr(recording, "record", unheard)
        assert "The connection to the database broke off." in await saved(pilot)
        assert form_of(pilot).fields["note"].raw == "Nobody ansered."
        monkeypatch.setattr(recording, "record", record)
        await typed(pilot, {"note": "Nobody answered."})
        assert "as entry 2: put that right" in await saved(pilot)
        form = form_of(pilot)
        assert form.fields["note"].raw == "Nobody answered."
        await typed(pilot, {BECAUSE: "A slip of the pen."})
        await saved(pilot)
        assert is_on(pilot, WorklistScreen)

    at_work(here, job, now=FRI_NOON, size=(80, 24))
    told = [(entry["fact"], entry.get("note")) for entry in here.case(reference)["history"][2:]]
    assert told == [("contact-attempted", "Nobody ansered."), ("entry-corrected", None)]


def test_an_editor_of_ones_own_gets_the_text_and_gives_it_back(
    here: Landlord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from casetrack.tui.widgets.field_words import edited

    script = tmp_path / "editor"
    script.write_text(
        '#!/bin/sh\nstat -c %a "$1" > seen; printf " And more.\\n" >> "$1"\n', "utf-8"
    )
    script.chmod(0o700)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VISUAL", str(script))
    assert edited("It leaks.") == "It leaks. And more."
    assert (tmp_path / "seen").read_text("utf-8").strip() == "600"
    monkeypatch.setenv("VISUAL", "false")
    with pytest.raises(CouldNot, match="the words are as they were"):
        edited("It leaks.")
    monkeypatch.setenv("VISUAL", "there-is-no-such-editor")
    with pytest.raises(CouldNot, match="could not be started"):
        edited("It leaks.")


@pytest.mark.parametrize("editor", ["/nonexistent/ed", "false", "ed 'unclosed"])
def test_an_editor_that_fails_leaves_the_words_and_the_terminal_comes_back(
    here: Landlord, monkeypatch: pytest.MonkeyPatch, editor: str
) -> None:
    reference = acknowledged(here)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)
    came_back = []

    @contextmanager
    def suspended(_app: CasetrackApp) -> Iterator[None]:
        yield  # as Textual's own: nothing brings the terminal back after an error
        came_back.append(editor)

    monkeypatch.setattr(CasetrackApp, "suspend", suspended)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "response-extended", stage=1)
        form.fields["reasons"].raw = WORDS
        form.focus_field("reasons")
        await weighed(pilot)
        await pilot.press("ctrl+e")
        await settled(pilot)
        assert came_back == [editor]
        assert form.fields["reasons"].raw == WORDS
        assert "words are as they were" in tidy(screen_text(app).replace("│", " "))

    at_work(here, job, now=FRI_NOON)


def test_a_draft_is_kept_also_while_the_typing_goes_on_without_a_pause(
    here: Landlord, tmp_path: Path
) -> None:
    reference = acknowledged(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "response-extended", stage=1)
        for letters in range(1, 24):  # 2.3 seconds, none of them a pause
            form.fields["reasons"].raw = "x" * letters
            await pilot.pause(0.1)
            if kept := files(tmp_path / "state" / "casetrack" / "drafts"):
                break
        assert kept

    at_work(here, job, now=FRI_NOON)


def test_a_disk_that_takes_no_draft_is_told_of_once_while_one_types(
    here: Landlord, tmp_path: Path
) -> None:
    reference = acknowledged(here)
    (tmp_path / "state").write_text("no folder", "utf-8")

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        form = await opened(pilot, reference, "response-extended", stage=1)
        for words in ("We", "We are"):
            form.fields["reasons"].raw = words
            await weighed(pilot)
        told = [each for each in app._notifications if "cannot be kept" in each.message]
        assert [(each.severity, each.timeout) for each in told] == [("error", 12)]
        assert "Not a directory" in told[0].message

    at_work(here, job, now=FRI_NOON)


def test_why_an_entry_is_taken_out_is_still_there_when_one_asks_again(here: Landlord) -> None:
    reference = acknowledged(here)

    async def job(pilot: "Pilot[None]", app: CasetrackApp) -> None:
        app.screen.post_message(CaseWanted(reference))
        await settled(pilot)
        await pilot.press("U")
        await settled(pilot)
        await pilot.press(*"wrong case", "escape")
        await settled(pilot)
        await pilot.press("U")
        await settled(pilot)
        assert app.screen.query_one(Input).value == "wrong case"

    at_work(here, job, now=FRI_NOON)
