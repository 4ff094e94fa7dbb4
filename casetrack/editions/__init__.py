"""The editions of the Complaint Handling Code, as data, and their reader."""

from casetrack.editions.loader import load_editions, load_provisions

__all__ = ["load_editions", "load_provisions"]
