"""Documents put with a case: copied in under their hash, read again, checked, handed out.

Knows bytes, folders and file names; never what a document is about, nor which case it belongs to.
Nothing on the disk is ever called by a name somebody gave: that name is words to be shown. Every
file is opened first and looked at afterwards, so that what was looked at is what is read.
"""

from casetrack.filing.folder import Filed, Filing, Problem
from casetrack.filing.given import LARGEST_DOCUMENT
from casetrack.filing.names import LONGEST_NAME, safe_name, shown_name

__all__ = [
    "LARGEST_DOCUMENT",
    "LONGEST_NAME",
    "Filed",
    "Filing",
    "Problem",
    "safe_name",
    "shown_name",
]
