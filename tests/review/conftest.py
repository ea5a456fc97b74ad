"""A desk: a corpus with a hostile record, its documents, and the running page."""

import json
import socket
import threading
import time

import pytest

from extract.curation.regenerate import regenerate
from extract.pipeline import Extractor
from extract.review.desk import Desk
from extract.review.server import make_app

GOOD, HOSTILE = "NCT99000971", "NCT99000972"
EVIL = '"><script>window.hit = 1</script>\'&lt;b onload="x" {{ 7*7 }}'
CRITERIA = """Inclusion Criteria:

1. Hemoglobin ≥ 9 g/dL within 14 days before randomization
2. Total bilirubin ≤ 1.5 × ULN, or ≤ 3 × ULN in participants with Gilbert syndrome
3. Walking distance of CCC meters or more

Exclusion Criteria:

1. Major surgery within 4 weeks before the first dose
"""


def raw(nct, criteria, words="A study"):
    return {
        "protocolSection": {
            "identificationModule": {"nctId": nct, "briefTitle": words, "officialTitle": words, "acronym": words},
            "statusModule": {"lastUpdatePostDateStruct": {"date": "2026-01-05"}},
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": words, "class": "OTHER"}},
            "conditionsModule": {"conditions": [words], "keywords": [words]},
            "designModule": {"studyType": "INTERVENTIONAL"},
            "armsInterventionsModule": {
                "armGroups": [{"label": words, "type": "EXPERIMENTAL", "description": words}],
                "interventions": [{"type": "DRUG", "name": words, "description": words}],
            },
            "outcomesModule": {"primaryOutcomes": [{"measure": words, "timeFrame": words}]},
            "eligibilityModule": {"eligibilityCriteria": criteria, "sex": "ALL", "minimumAge": "18 Years"},
        }
    }


@pytest.fixture(scope="session")
def extractor():
    return Extractor()


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    evil = f"Inclusion Criteria:\n\n1. Hemoglobin ≥ 9 g/dL {EVIL}\n2. {EVIL} unless {EVIL}\n\n{EVIL}:\n\n3. {EVIL}\n"
    for record in (raw(GOOD, CRITERIA), raw(HOSTILE, evil, EVIL)):
        nct = record["protocolSection"]["identificationModule"]["nctId"]
        (folder / f"{nct}.json").write_text(json.dumps(record), "utf-8")
    return folder


@pytest.fixture
def again(corpus, tmp_path, extractor):
    """Regenerates; gives the folder of documents."""

    def run():
        regenerate([str(corpus)], tmp_path / "out", extractor)
        return tmp_path / "out"

    return run


@pytest.fixture
def desk(again, extractor):
    return Desk.at(again(), None, extractor)


@pytest.fixture
def address(desk):
    """The running page."""
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(make_app(desk, "Ada", port), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
