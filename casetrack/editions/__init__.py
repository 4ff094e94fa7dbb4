"""The editions of the Complaint Handling Code, as data, and their reader."""

from casetrack.editions.loader import editions_hash, load_editions, load_provisions

__all__ = ["editions_hash", "load_editions", "load_provisions"]
