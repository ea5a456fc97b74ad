"""What a curator decides, kept beside the corpus: overrides, their application, regeneration and comparison."""

from extract.curation.apply import Corrections, Outcome
from extract.curation.overrides import StudyOverrides
from extract.curation.store import Store
from extract.curation.texts import BadOverridesError

__all__ = ["BadOverridesError", "Corrections", "Outcome", "Store", "StudyOverrides"]
