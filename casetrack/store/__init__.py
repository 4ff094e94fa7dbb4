"""The database: histories that are only added to, and what is worked out from them.

Rows never leave this package; the service layer gets the values exported here.
"""

from casetrack.store.checks import Checked
from casetrack.store.derived import (
    CaseFilter,
    CasePlace,
    CaseStage,
    CaseSummary,
    Clock,
    Condition,
    Derived,
    FigureRow,
    Likeness,
    Occurrence,
    OccurrenceCount,
    Similar,
    Verdict,
    WorklistFilter,
    WorklistOrder,
    WorklistPlace,
    WorklistRow,
)
from casetrack.store.names import Anchor, Envelope, IdUsed, RecordName
from casetrack.store.opening import create_store, migrate_store, open_store
from casetrack.store.prepared import NEW_RECORD, Head, PreparedRecord, Spool, prepare
from casetrack.store.reading import Reading
from casetrack.store.search_index import searchable
from casetrack.store.store import Store
from casetrack.store.writing import Writing

__all__ = [
    "NEW_RECORD",
    "Anchor",
    "CaseFilter",
    "CasePlace",
    "CaseStage",
    "CaseSummary",
    "Checked",
    "Clock",
    "Condition",
    "Derived",
    "Envelope",
    "FigureRow",
    "Head",
    "IdUsed",
    "Likeness",
    "Occurrence",
    "OccurrenceCount",
    "PreparedRecord",
    "Reading",
    "RecordName",
    "Similar",
    "Spool",
    "Store",
    "Verdict",
    "WorklistFilter",
    "WorklistOrder",
    "WorklistPlace",
    "WorklistRow",
    "Writing",
    "create_store",
    "migrate_store",
    "open_store",
    "prepare",
    "searchable",
]
