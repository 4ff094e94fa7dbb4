"""casetrack: complaint cases, and every date the Complaint Handling Code asks for.

Importing the package loads nothing else.
"""

__version__ = "0.1.0"
