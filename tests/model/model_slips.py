"""What a handler in a hurry forgets or gets wrong, one thing at a time."""

from datetime import timedelta

from model_acts import WHO, Fields
from model_clocks import Act
from model_table import STATEMENTS

_OUT_OF_TIME: Fields = {
    "ground": "over-12-months",
    "issue_on": -900,
    "aware_on": -900,
    "discretion": "nothing kept the resident from complaining",
}

_SLIPS: dict[str, tuple[Fields, ...]] = {
    "complaint-received": (
        *({name: ""} for name in ("channel", "first_reached", "resident", "impact")),
        {"words": " "},
        {"adjustments_asked": False},
        {"made_by": "representative"},
        {"reached_team_on": -1},
    ),
    "choice-offered": ({"chose": None},),
    "triage-assessed": (
        *({name: None} for name in ("route", "complexity")),
        *({name: ""} for name in ("vulnerability", "risk", "urgent_action")),
    ),
    "complaint-refused": (
        {"reason": ""},
        *({name: "n/a"} for name in ("evidence", "explanation")),
        *({name: None} for name in ("ground", "letter_sent_on")),
        {"ombudsman_details_given": False},
        {"letter_sent_on": 1},
        *({**_OUT_OF_TIME, **slip} for slip in ({"issue_on": None}, {"aware_on": None})),
        *({**_OUT_OF_TIME, "aware_on": ago} for ago in (-100, -364, -366)),
        {**_OUT_OF_TIME, "discretion": "none"},
        {"ground": "legal-proceedings", "claim_form_filed_on": None},
        {"ground": "legal-proceedings", "claim_form_filed_on": -9, "particulars_filed_on": None},
        {"ground": "already-considered", "considered_in": " "},
        *({"ground": "other", "fair_because": "as said", "decided_by": who} for who in ("ben", "")),
        {"ground": "other", "fair_because": ".", "decided_by": "max"},
    ),
    "complaint-defined": (
        *({name: []} for name in ("points", "outcomes_sought")),
        *({name: " "} for name in ("responsible_for", "not_responsible_for")),
        {"means": None},
        {"means": "phone", "note": ""},
        {"means": "in-person"},
    ),
    "complaint-acknowledged": (
        {"means": None},
        {"policy_link_given": False},
        {"automatic": True},
    ),
    "handler-assigned": tuple({"handler": who} for who in WHO),
    "response-extended": (
        {"means": None},
        {"means": "phone"},
        {"reasons": "n/a"},
        {"reasons": "", "good_reason": "asbestos was found"},
        {"reason_kind": None},
        {"ombudsman_details_given": False},
        {"resident_told_on": None},
        {"resident_told_on": 3},
        {"good_reason": ""},
        {"approved_by": "ben"},
        {"until": 0},
        {"until": 90},
        {"until": 90, "good_reason": "asbestos was found", "approved_by": "max"},
    ),
    "response-drafted": ({"drafted_by": ""},),
    "response-signed-off": tuple({"signed_off_by": who} for who in WHO),
    "response-issued": (
        *({name: None} for name in ("outcome", "means")),
        *({"states": [s for s in STATEMENTS if s != left_out]} for left_out in STATEMENTS),
        {"means": "phone"},
        {"answers": []},
        {"answers": [{"point": 1, "decision": "upheld", "reasons": "."}]},
        {"answers": [{"point": 4, "decision": "upheld", "reasons": "as inspected"}]},
        {"heard_resident": False},
        {"no_remedy_because": "none"},
        {"no_actions_outstanding": False},
        {"staff_involved": []},
        {"reviewed_by": ""},
        *({"decided_by": who} for who in ("ben", "cat", "mia", "max")),
    ),
    "escalation-requested": ({"effort_to_understand": "n/a"}, {"reasons_required": True}),
    "complaint-withdrawn": (
        {"words": ""},
        {"proposed_by": None},
        {"proposed_by": "landlord"},
        {"confirmed_on": None},
        {"ombudsman_details_given": False},
    ),
    "issue-added": ({"point": ""}, {"related": False}, {"delays_response": True}),
    "update-interval-agreed": ({"every_working_days": 0}, {"agreed_with_resident": False}),
    "resident-updated": ({"about": ""},),
    "letter-issued": ({"means": None}, {"ombudsman_details_given": False}, {"draft": None}),
    "remedy-offered": (
        {"remedy": None},
        *({name: ""} for name in ("what", "owner", "reflects")),
        {"due_on": None},
        {"due_on": -1},
    ),
    "action-agreed": ({"what": ""}, {"owner": ""}, {"due_on": None}, {"due_on": -1}),
    "action-updated": ({"state": ""}, {"resident_told_on": None}),
    "learning-recorded": (
        {"change": "tbc", "no_change_because": ""},
        {"owner": ""},
        {"due_on": None},
        {"no_change_because": "."},
    ),
    "ombudsman-enquiry": ({"evidence_due_on": None},),
    "determination-received": ({"finding": None},),
    "order-made": ({"what": ""}, {"due_on": None}),
}
_SLIPS["escalation-refused"] = _SLIPS["complaint-refused"]


def with_a_slip(act: Act, which: int) -> Act:
    """Return an act with one thing missing or wrong; a number for a day counts from the act's."""
    slips = _SLIPS.get(act["kind"])
    if not slips:
        return act
    slip = {
        name: act["on"] + timedelta(days=value) if type(value) is int and name in _DAYS else value
        for name, value in slips[which % len(slips)].items()
    }
    return {**act, **slip}


_DAYS = frozenset(
    {
        *("reached_team_on", "letter_sent_on", "resident_told_on", "until", "due_on"),
        *("issue_on", "aware_on", "claim_form_filed_on", "particulars_filed_on"),
    }
)
