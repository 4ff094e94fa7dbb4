"""What is asked of remedies, actions and learning, of endings, of papers and of the Ombudsman."""

from casetrack.domain import facts as f
from casetrack.domain.facts.terms import LetterKind, Proposer, RemedyKind
from casetrack.domain.procedure.standing import Findings, Judging, Standing
from casetrack.domain.record import follows
from casetrack.domain.working_days import said

_PROMISES = {
    LetterKind.STAGE_1_ACKNOWLEDGEMENT: "6.2",
    LetterKind.STAGE_2_ACKNOWLEDGEMENT: "6.11",
    LetterKind.EXTENSION: "6.4",
    LetterKind.PROGRESS_UPDATE: "5.9",
}
"""Letters that say when the resident hears again, and the provision that asks for it."""


def missing(at: Judging, number: str, /, **wanted: str) -> Findings:
    """Give a breach for each field that is empty: field = what it says, in words."""
    for name, what in wanted.items():
        held = getattr(at.fact, name)
        empty = not at.given(held) if isinstance(held, str) else held in (None, (), 0)
        if empty and not (at.entry.disposed and held == ()):
            code = f"{name.removesuffix('_on').replace('_', '-')}-missing"
            yield at.breach(code, number, f"it does not say {what}", f"Say {what} ({name}).")


def remedy_offered(at: Standing) -> Findings:
    """Judge a remedy (7.1–7.3)."""
    fact: f.RemedyOffered = at.fact
    yield from missing(at, "7.1", remedy="which kind of remedy it is")
    yield from missing(
        at, "7.3", what="what will be done", owner="who sees to it", due_on="by when"
    )
    yield from missing(at, "7.2", reflects="which effect on the resident it is measured by")
    if fact.remedy is RemedyKind.FINANCIAL:
        yield from missing(
            at, "7.1", amount_pence="how much is paid", money_for="what the money is for"
        )
    if fact.amount_pence < 0:
        yield at.impossible(
            "amount-below-nought", "7.1", "nobody is offered less than nothing", "Correct it."
        )


def action_agreed(at: Standing) -> Findings:
    """Judge an action (6.6, 7.3)."""
    number = "6.6" if at.stage_number == 1 else "6.17"
    yield from missing(
        at, number, what="what will be done", owner="who sees to it", due_on="by when"
    )


def action_updated(at: Standing) -> Findings:
    """Judge news of an action: they go to the resident (6.6, 6.17)."""
    action = at.case.follow_ups.begun.get(at.fact.action)
    stage = getattr(action.fact, "stage", 1) if action else 1
    yield from missing(
        at,
        "6.6" if stage == 1 else "6.17",
        state="where it stands",
        resident_told_on="when the resident was told",
    )


def learnt(at: Standing) -> Findings:
    """Judge what was learnt (9.1)."""
    if at.explained(at.fact.change):
        yield from missing(at, "9.1", owner="who sees to it", due_on="by when")
    elif not at.explained(at.fact.no_change_because):
        yield at.breach(
            "learning-missing",
            "9.1",
            "it says neither what will change nor why nothing does",
            "Say what will change, or why nothing has to (no_change_because).",
        )


def satisfied(at: Standing) -> Findings:
    """Judge an answer to a survey."""
    if not 1 <= at.fact.score <= _HIGHEST:
        yield at.impossible(
            "score-out-of-range",
            "",
            f"{at.fact.score} is no score",
            "Give 1, very dissatisfied, to 5, very satisfied.",
        )


_HIGHEST = 5


def withdrawn(at: Standing) -> Findings:
    """Judge a withdrawal (3.7, 5.2, 5.12)."""
    fact: f.ComplaintWithdrawn = at.fact
    yield from missing(
        at,
        "5.12",
        words="what the resident said, in their own words",
        proposed_by="whose idea it was: the resident's or the landlord's",
        confirmed_on="when the withdrawal was confirmed to the resident",
    )
    if not fact.ombudsman_details_given:
        yield at.breach(
            "without-ombudsman-details",
            "3.7",
            "the confirmation does not say how to reach the Ombudsman",
            "Confirm it with the Ombudsman's details, and that it can be reopened.",
        )
    first = at.stage
    if fact.proposed_by is Proposer.LANDLORD and first is not None and not first.answered:
        yield at.breach(
            "withdrawal-proposed",
            "5.2",
            "the landlord proposed to withdraw a complaint it had not answered",
            "Settled early it is still stage 1: answer it.",
        )


def after_the_end(at: Standing) -> Findings:
    """Judge what is done to answer a stage after it was withdrawn or refused.

    No clock runs for it then, so that nobody would see it late. Whatever is owed besides goes on:
    remedies, actions, learning, letters and papers, the Ombudsman's, and the entry in the log.
    """
    ended = at.stage.ended if at.stage else None
    if ended is None or not follows(at.entry, ended) or at.fact.kind == "complaint-logged":
        return
    if isinstance(at.fact, f.Refusal):
        return  # judged as a refusal
    if isinstance(ended.fact, f.ComplaintWithdrawn):
        yield at.breach(
            "after-withdrawal",
            "",
            f"it was withdrawn on {said(ended.fact.happened_on)}: no clock runs for an answer",
            "If the resident wants it answered after all, open it as a new complaint (`casetrack "
            "case open --follows REF`), whose time runs; correct a withdrawal that never was.",
        )
    else:
        yield at.breach(
            "after-refusal",
            "",
            f"it was refused on {said(ended.fact.happened_on)}: no clock runs for an answer",
            "If it is taken on after all, open the stage anew where the Ombudsman had it taken on "
            "(refusal-overturned), else a new complaint (`casetrack case open --follows REF`); "
            "correct a refusal that never was.",
        )


def closed(at: Standing) -> Findings:
    """Judge the end of a case: letters still to be sent block it, and nothing else (5.12).

    Judged by its day: what is sent, answered or learnt later takes nothing back.
    """
    sent = at.case.follow_ups.ended
    drafts = [
        e
        for e in at.case.of_kind("letter-drafted")
        if follows(at.entry, e) and not at.done_by_then(sent.get(e.sequence))
    ]
    for draft in drafts:
        letter = getattr(draft.fact, "letter", "").replace("-", " ")
        yield at.breach(
            "letter-unsent",
            "5.12",
            f"the letter of entry {draft.sequence} ({letter}) is neither sent nor discarded",
            "Send it, or discard the draft (letter-discarded).",
        )
    # A stage that was asked for or opened anew after the case was closed shows nothing of that.
    met = [at.case.stage_then(stage.number, at.entry) for stage in at.case.stages]
    begun = [stage for stage in met if stage is not None and follows(at.entry, stage.started)]
    if not begun:
        return
    latest = begun[-1]
    if not at.done_by_then(latest.answered, latest.ended):
        yield at.breach(
            "answer-unsent",
            "6.3" if latest.number == 1 else "6.14",
            f"stage {latest.number} has not been answered",
            "Answer it; or record its withdrawal or refusal.",
        )
    if at.done_by_then(latest.answered) and not at.by_then("learning-recorded"):
        yield at.lateness(
            "learning-not-considered",
            "9.1",
            "The case was closed without a word on what is learnt from it.",
        )


def corresponded(at: Standing) -> Findings:
    """Judge a letter, message or call (5.12)."""
    yield from missing(
        at,
        "5.12",
        direction="which way it went",
        channel="how it went",
        about="what it was about",
    )


def contacted(at: Standing) -> Findings:
    """Judge a try to speak to the resident (5.12)."""
    yield from missing(at, "5.12", channel="how the resident was tried")


def letter_issued(at: Standing) -> Findings:
    """Judge a letter: how it went, what it promises, how to reach the Ombudsman (3.7)."""
    fact = at.fact
    yield from missing(at, "5.12", means="how it was sent")
    if number := _PROMISES.get(fact.letter):
        yield from missing(at, number, promised_on="when the resident hears again")
    if not fact.ombudsman_details_given:
        yield at.breach(
            "without-ombudsman-details",
            "3.7",
            "the letter does not say how to reach the Ombudsman",
            "Put the Ombudsman's details into it.",
        )


def enquired(at: Standing) -> Findings:
    """Judge the record of an enquiry."""
    yield from missing(at, "", evidence_due_on="by when the Ombudsman wants the evidence")


def determined(at: Standing) -> Findings:
    """Judge the record of a determination (8.1)."""
    yield from missing(at, "8.1", finding="what the Ombudsman found")


def ordered(at: Standing) -> Findings:
    """Judge the record of an order (9.7)."""
    yield from missing(at, "9.7", what="what was ordered", due_on="by when")
