"""The made-up landlord's words: its people, homes, complaints and what the columns are called.

Data only. Nobody and no place here exists: surnames are words for "sample" and "example" in many
languages, streets are household things. What happens on which day is for `lives`.
"""

from dataclasses import dataclass
from typing import Final

LANDLORD: Final = "Sample Homes"
TITLE_ROWS: Final = (
    "Sample Homes: complaints log",
    "Kept by the Resident Relations Team. One row a complaint, please; dates day first.",
    "",
)
SHEET: Final = "Complaints"

HEADINGS: Final = {
    "reference": "Complaint Ref",
    "received": "Date Received",
    "channel": "How Received",
    "resident": "Tenant Name",
    "address": "Property Address",
    "tenure": "Tenure",
    "category": "Complaint Category",
    "service_area": "Service Area",
    "summary": "Summary of Complaint",
    "outcome_sought": "Outcome Wanted",
    "handler": "Case Officer",
    "stage1_acknowledged": "S1 Ack'd",
    "stage1_extended_on": "S1 Extension Letter Sent",
    "stage1_extended_to": "S1 Extended To",
    "stage1_extension_reason": "S1 Reason for Extension",
    "stage1_ombudsman_details": "S1 Ombudsman Details Given?",
    "stage1_responded": "S1 Response Sent",
    "stage1_outcome": "S1 Outcome",
    "stage2_requested": "Escalated to Stage 2",
    "stage2_acknowledged": "S2 Ack'd",
    "stage2_handler": "Reviewer",
    "stage2_extended_on": "S2 Extension Letter Sent",
    "stage2_extended_to": "S2 Extended To",
    "stage2_extension_reason": "S2 Reason for Extension",
    "stage2_ombudsman_details": "S2 Ombudsman Details Given?",
    "stage2_responded": "S2 Response Sent",
    "stage2_outcome": "S2 Outcome",
    "compensation": "Compensation (£)",
    "refused_reason": "Reason Not Accepted",
    "withdrawn": "Date Withdrawn",
    "closed": "Date Closed",
}
"""Canonical column → the landlord's heading, in the order of the sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """Somebody who answers complaints, and how."""

    name: str
    email: str
    load: int
    """Share of the complaints, in hundredths."""
    acknowledges_in: tuple[int, ...]
    """Working days it usually takes, each as likely as it is listed."""
    late: float
    """Chance that an answer is late."""
    extends: float
    """Chance that an answer is extended."""
    writes_dates: str
    """How a date is written when it is typed as text."""


OVERLOADED: Final = "T. Osei"
HANDLERS: Final = (
    Handler(
        name="JB",
        email="jb@sample.example",
        load=16,
        acknowledges_in=(1, 1, 2, 2, 3),
        late=0.03,
        extends=0.10,
        writes_dates="{0:%d/%m/%Y}",
    ),
    Handler(
        name="Priya S",
        email="priya.s@sample.example",
        load=17,
        acknowledges_in=(1, 2, 2, 3, 4),
        late=0.05,
        extends=0.12,
        writes_dates="{0.day} {0:%b %Y}",
    ),
    Handler(
        name=OVERLOADED,
        email="t.osei@sample.example",
        load=28,
        acknowledges_in=(2, 3, 4, 5, 5, 6, 7),
        late=0.26,
        extends=0.18,
        writes_dates="{0:%d/%m/%Y}",
    ),
    Handler(
        name="L. Żak",
        email="l.zak@sample.example",
        load=15,
        acknowledges_in=(1, 2, 3, 4, 5),
        late=0.06,
        extends=0.16,
        writes_dates="{0:%Y-%m-%d}",
    ),
    Handler(
        name="Marie O'N",
        email="marie.on@sample.example",
        load=14,
        acknowledges_in=(2, 3, 4, 4, 5),
        late=0.07,
        extends=0.20,
        writes_dates="{0.day} {0:%b %Y}",
    ),
    Handler(
        name="Dev (cover)",
        email="dev@sample.example",
        load=10,
        acknowledges_in=(1, 2, 3, 5, 6),
        late=0.10,
        extends=0.08,
        writes_dates="{0:%d/%m/%Y}",
    ),
)
REVIEWERS: Final = {"H. Brand": "h.brand@sample.example", "A. Tey": "a.tey@sample.example"}
"""Who answers at stage 2 → address; nobody who answers at stage 1."""
MANAGER: Final = "manager@sample.example"
SENDER: Final = "complaints@sample.example"

HOMES: Final = {"LCRA": 7000, "LCHO": 600}
HOMES_MORE_EACH_YEAR: Final = {"LCRA": 35, "LCHO": 12}
"""Homes added by the end of each later year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A kind of complaint: how many come in which month, who deals with it, what they say."""

    name: str
    by_month: tuple[int, ...]
    """Weights, January first."""
    areas: tuple[str, ...]
    summaries: tuple[str, ...]
    communal: bool = False
    """Whether residents complain of it together."""


CATEGORIES: Final = (
    Category(
        name="Damp and mould",
        by_month=(17, 15, 10, 6, 3, 2, 1, 2, 4, 8, 13, 16),
        areas=("Repairs North", "Repairs South", "Property Services"),
        summaries=(
            "Mould is back on the bedroom wall after two washes",
            "Black mould round the bathroom window, child with asthma",
            "Damp patch in the hall grows since the roof was patched",
            "Survey was done and no report has come",
            "Told to open the windows; the wall behind the bed is wet through",
            "Extractor fan was promised for the kitchen and never fitted",
            "Clothes in the wardrobe ruined by mould",
            "Water comes through the chimney breast when it rains",
            "Treatment left half done, plaster is off the wall",
        ),
    ),
    Category(
        name="Heating and hot water",
        by_month=(16, 12, 8, 4, 2, 1, 1, 1, 3, 9, 13, 16),
        areas=("Gas and Heating", "Property Services"),
        summaries=(
            "Boiler locks out every other night",
            "No hot water over the weekend, baby in the home",
            "Radiators upstairs stay cold after the new pump",
            "Engineer came without the part for the second time",
            "Heaters on loan cost more than we can pay",
            "=> see her last three emails: no heating in two rooms",
            "Communal boiler off since Friday and no word from anyone",
            "Thermostat cannot be read, asked for a larger one",
        ),
    ),
    Category(
        name="Repairs",
        by_month=(9, 8, 8, 8, 8, 8, 8, 8, 9, 9, 9, 8),
        areas=("Repairs North", "Repairs South"),
        summaries=(
            "Leak under the sink put right three times and still dripping",
            "Operative did not come in the morning slot, nor ring",
            "Front door will not lock from the inside",
            "Kitchen ceiling came down where the bath leaks",
            "Window handle broken, cannot be shut",
            "Fence panels down since the storm",
            "Job marked as done, nobody has been",
            "Toilet loose; told it was for another team, who told me the same",
            "Light in the bathroom flickers and buzzes",
            "Floor left open after pipework, trip hazard for my mother",
        ),
    ),
    Category(
        name="Estate services",
        by_month=(2, 2, 3, 5, 8, 11, 13, 12, 8, 4, 2, 2),
        areas=("Estates",),
        summaries=(
            "Grass cut once this summer, cuttings left on the path",
            "Bins not emptied for two weeks, rats seen in the yard",
            "Lift out of use again, residents on the fourth floor cannot get out",
            "Lights in the stairwell dark since the clocks changed",
            "Hedge over the pavement, pushchairs go in the road",
            "Charged for window cleaning that was not done",
            "Bulk rubbish by the garages not taken away",
            "Door entry dead, strangers sleep in the lobby",
        ),
        communal=True,
    ),
    Category(
        name="Anti-social behaviour",
        by_month=(3, 3, 4, 5, 6, 8, 9, 8, 6, 4, 3, 3),
        areas=("Neighbourhoods",),
        summaries=(
            "Diary sheets handed in and no answer to them",
            "Music from upstairs until three; no visit as agreed",
            "Officer told the neighbour it was me who reported",
            "Case closed without asking us",
            "Threats on the landing, asked for a safe way to report",
            "Dog left barking all day, reported since Easter",
        ),
    ),
    Category(
        name="Staff and communication",
        by_month=(4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5),
        areas=("Contact Centre", "Neighbourhoods"),
        summaries=(
            "Promised a call back on four days, none came",
            "Letters still sent in small print though large print was agreed",
            "Spoken to rudely when I asked for a manager",
            "Forty minutes on hold, then cut off",
            "My details were given to the neighbour by mistake",
            "Nobody can tell me who my housing officer is",
        ),
    ),
    Category(
        name="Rent and service charges",
        by_month=(2, 3, 5, 7, 4, 2, 2, 2, 3, 3, 2, 2),
        areas=("Income", "Home Ownership"),
        summaries=(
            "Service charge went up by a third without a breakdown",
            "Arrears letter though the direct debit was paid",
            "Refund agreed and not paid",
            "Charged for a lift that our block does not have",
            "Two accounts in my name, neither is right",
        ),
    ),
    Category(
        name="Moving home",
        by_month=(2, 2, 2, 2, 3, 3, 3, 3, 3, 2, 2, 1),
        areas=("Lettings", "Voids"),
        summaries=(
            "New home was dirty and the cooker point not connected",
            "Transfer form lost twice",
            "Keys a week late, paid rent on both homes",
            "Offer taken back on the day of signing",
        ),
    ),
)
COMPLAINT_TAILS: Final = (
    *("", "", "", "", "", ""),
    *(" (reported {n} times)", "; waiting {n} weeks now", ". {n} calls, no reply"),
    *("; nobody takes it on", " - ongoing", "; told 'soon' each time"),
)
WANTED: Final = (
    *("The repair done", "The repair done", "A date for the work", "An apology", "Compensation"),
    *("Apology and compensation", "An explanation", "One person to deal with it", "A refund"),
    *("That it does not happen to others", "A call from a manager", "", ""),
)
CHANNELS: Final = {
    "Email": 34,
    "Phone": 30,
    "Web form": 17,
    "Letter": 6,
    "In person": 4,
    "Councillor": 4,
    "Social media": 2,
    "MP": 2,
    "Contractor": 1,
}
"""Channel → hundredths."""
WEEKEND_CHANNELS: Final = ("Email", "Email", "Web form", "Social media")

GIVEN_NAMES: Final = (
    *("Ada", "Beatriz", "Cerys", "Elif", "Farah", "Hana", "Leila", "Mirela", "Niamh", "Rosa"),
    *("Samira", "Una", "Winnie", "Żofia", "Amir", "Chidi", "Gwil", "Idris", "Jonas", "Kwame"),
    *("Olu", "Pavel", "Quentin", "Tomos", "Viktor", "Yusuf", "Zbyszek", "Bo"),
)
SURNAMES: Final = (
    *("Example", "O'Sample", "Próba", "Esempio", "Beispiel", "Ejemplo", "Voorbeeld", "Namuna"),
    *("O'Testa", "Ní Shampla", "Exemplar", "Mockford", "Draftwell", "Placeholder", "Näyte"),
    *("Specimen-Lee", "Příklad", "Primer", "Örnek", "Misal", "Enghraifft", "MacTrial", "Vzorek"),
)
TITLES: Final = ("Mr", "Mrs", "Ms", "Miss", "Mx", "Dr")
"""Before a surname alone: nobody is guessed from a given name."""
HOUSEHOLDS: Final = ("Mr & Mrs {}", "The {} household", "{} family")
STREETS: Final = (
    *("Lantern Street", "Thimble Lane", "Quill Road", "Marmalade Row", "Kettle Close"),
    *("Teapot Terrace", "Button Walk", "Ladle Hill", "Candlewick Way", "Pillow Gardens"),
    *("Biscuit Tin Road", "Umbrella Drive"),
)
BLOCKS: Final = ("Lantern Court", "Button House", "Ladle Point")
TOWN: Final = "Exampleton"

REFUSALS: Final = (
    "Issue over 12 months old and known about then",
    "Legal proceedings: claim form and particulars filed at court",
    "Previously considered under this procedure",
)
EXTENSION_REASONS: Final = (
    "Surveyor's report awaited",
    "Contractor's records awaited",
    "Access to the flat above still to be arranged",
    "Several services involved, complex history",
    "Managing agent has not replied",
    "Drainage specialist booked for next week",
    "Staff absence",
)
OUTCOMES: Final = {
    "upheld": ("Upheld", "Upheld", "Fully upheld"),
    "partly-upheld": ("Partly upheld", "Partially upheld"),
    "not-upheld": ("Not upheld",),
}
"""The Code's word → what the landlord's people type."""
AMOUNTS: Final = (25, 50, 50, 75, 100, 100, 150, 200, 250, 300, 450, 600, 1250)
"""Pounds."""
