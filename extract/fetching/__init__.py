"""The only code that opens connections: ClinicalTrials.gov, ClinicalTrials.Veeva, and snapshots of what they sent."""

from extract.fetching.ctgov import CtGov
from extract.fetching.errors import FetchError
from extract.fetching.fetch import Failure, Fetcher, Report
from extract.fetching.manners import Manners
from extract.fetching.sources import is_target, read_sources, reader
from extract.fetching.store import Store
from extract.fetching.targets import Target
from extract.fetching.transport import Transport
from extract.fetching.veeva import Veeva

__all__ = [
    "CtGov",
    "Failure",
    "FetchError",
    "Fetcher",
    "Manners",
    "Report",
    "Store",
    "Target",
    "Transport",
    "Veeva",
    "is_target",
    "read_sources",
    "reader",
]
