"""Documents made of real records have no error. `make registry` checks all of them; here a sample, to be fast."""

import os
from itertools import islice
from pathlib import Path

import msgspec
import pytest

from extract import Extractor, encode, read_records
from extract.checking import check_document

SHARED = os.environ.get("TRIAL_EXTRACT_SHARED")
EVERY = 16


@pytest.mark.skipif(SHARED is None, reason="TRIAL_EXTRACT_SHARED does not say where the registry records are")
def test_no_document_of_a_real_record_has_an_error():
    extractor, checked = Extractor(), 0
    records = read_records([str(Path(SHARED) / "registry" / "ctg-studies.json.zip")])
    for record in islice(records, 0, None, EVERY):
        document = msgspec.json.decode(encode(extractor.extract(record)))
        assert [(record.study_id, *defect) for defect in check_document(document)] == []
        checked += 1
    assert checked > 100
