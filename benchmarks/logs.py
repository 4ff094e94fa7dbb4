"""Complaint logs of any length, written quickly: cases drawn from one landlord's year."""

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

from casetrack.calendars import load_calendar

_COLUMNS = (
    "reference,received,channel,resident,address,tenure,category,service_area,summary,"
    "outcome_sought,handler,stage1_acknowledged,stage1_extended_on,stage1_extended_to,"
    "stage1_extension_reason,stage1_ombudsman_details,stage1_responded,stage1_outcome,"
    "stage2_requested,stage2_acknowledged,stage2_handler,stage2_responded,stage2_outcome,"
    "compensation"
)
_FIRST = date(2024, 4, 1)


def write_log(path: Path, complaints: int, seed: int = 8) -> None:
    """Write a CSV log of so many complaints over five years; about six facts each."""
    random, calendar = Random(seed), load_calendar("england-and-wales")
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, _COLUMNS.split(","))
        writer.writeheader()
        for number in range(complaints):
            received = _FIRST + timedelta(days=random.randrange(0, 730))
            acknowledged = calendar.add(received, random.choice((1, 2, 3, 4, 5, 5, 7)))
            due = calendar.add(acknowledged, 10)
            row = {
                "reference": f"L/{number:06d}",
                "received": received,
                "channel": random.choice(("Email", "Phone", "Letter", "Web form")),
                "resident": f"Resident {number} O'Test",
                "address": f"{number % 300} Sample Road",
                "tenure": random.choice(("LCRA", "LCRA", "LCRA", "LCHO")),
                "category": random.choice(("Repairs", "Damp and mould", "Lettings")),
                "service_area": random.choice(("North", "South", "East")),
                "summary": "Leak not repaired, reported twice, nobody called back",
                "outcome_sought": "Repair",
                "handler": random.choice(("JB", "Priya S", "A. Khan", "T Osei")),
                "stage1_acknowledged": acknowledged,
                "stage1_responded": calendar.add(acknowledged, random.randrange(5, 14)),
                "stage1_outcome": random.choice(("Upheld", "Partly upheld", "Not upheld")),
                "compensation": random.choice(("", "", "50", "250")),
            }
            if random.random() < 0.15:
                row |= {
                    "stage1_extended_on": calendar.add(acknowledged, 8),
                    "stage1_extended_to": calendar.add(due, 5),
                    "stage1_extension_reason": "Surveyor's report awaited",
                    "stage1_ombudsman_details": "Yes",
                }
            if random.random() < 0.2:
                requested = calendar.add(due, 10)
                row |= {
                    "stage2_requested": requested,
                    "stage2_acknowledged": calendar.add(requested, 3),
                    "stage2_handler": "M. Reviewer",
                    "stage2_responded": calendar.add(requested, random.randrange(15, 28)),
                    "stage2_outcome": "Upheld",
                }
            writer.writerow(row)
