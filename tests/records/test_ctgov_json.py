import json

import pytest
from made_records import NCT, arms, dump, study

from extract.document import Age, Mesh
from extract.records import UnreadableRecordError, ctgov_json


def test_a_study_with_nothing_but_an_id_is_read():
    record = ctgov_json.read(dump({"protocolSection": {"identificationModule": {"nctId": NCT}}}))
    assert (record.study_id, record.title, record.arms, record.eligibility.text) == (NCT, None, [], None)
    assert [issue.code for issue in record.issues] == ["no_eligibility_text"]


def test_the_eligibility_text_is_unchanged():
    text = "Inclusion:\r\n\r\n1. WBC \\> 3 x 10\\^9/L \n"
    assert ctgov_json.read(dump(study(text=text))).eligibility.text == text


def test_ages_become_ucum():
    module = {"minimumAge": "6 Months", "maximumAge": "17 Years", "sex": "FEMALE", "healthyVolunteers": False}
    eligibility = ctgov_json.read(dump(study(eligibilityModule=module))).eligibility
    assert (eligibility.minimum_age, eligibility.maximum_age) == (Age(6, "mo"), Age(17, "a"))
    assert (eligibility.sex, eligibility.healthy_volunteers) == ("FEMALE", False)


def test_links_follow_both_sides_in_the_order_of_the_arm():
    module = arms(
        [{"label": "A", "interventionNames": ["Drug: Two", "Drug: One"]}, {"label": "B", "type": "NO_INTERVENTION"}],
        [
            {"type": "DRUG", "name": "One", "armGroupLabels": ["A"]},
            {"type": "DRUG", "name": "Two", "armGroupLabels": ["A"]},
        ],
    )
    record = ctgov_json.read(dump(study(**module)))
    assert [(arm.id, arm.interventions) for arm in record.arms] == [("a1", ["i2", "i1"]), ("a2", [])]
    assert not record.issues


def test_a_colon_in_a_name_is_no_type():
    module = arms([{"label": "A", "interventionNames": ["Other: Plan: B"]}], [{"type": "OTHER", "name": "Plan: B"}])
    assert ctgov_json.read(dump(study(**module))).arms[0].interventions == ["i1"]


def test_two_interventions_of_one_name_go_to_their_own_arms():
    placebo = {"type": "DRUG", "name": "Placebo"}
    module = arms(
        [{"label": label, "interventionNames": ["Drug: Placebo"]} for label in "AB"],
        [placebo | {"armGroupLabels": [label]} for label in "AB"],
    )
    assert [arm.interventions for arm in ctgov_json.read(dump(study(**module))).arms] == [["i1"], ["i2"]]


@pytest.mark.parametrize(
    ("groups", "interventions", "code"),
    [
        ([{"label": "A", "interventionNames": ["Drug: Y"]}], [{"type": "DRUG", "name": "X"}], "link_unresolved"),
        ([{"label": "A"}], [{"name": "X", "armGroupLabels": ["Z"]}], "link_unresolved"),
        ([{"label": "A"}], [{"name": "X"}], "arm_without_intervention"),
        ([{"label": "A"}], [{"name": "X"}], "intervention_without_arm"),
        (
            [{"label": "A", "type": "NO_INTERVENTION"}],
            [{"name": "X", "armGroupLabels": ["A"]}],
            "no_intervention_arm_treated",
        ),
        ([{"label": "A", "type": "FANCY"}], [], "unknown_value"),
    ],
)
def test_contradictions_are_issues(groups, interventions, code):
    assert code in [issue.code for issue in ctgov_json.read(dump(study(**arms(groups, interventions)))).issues]


@pytest.mark.parametrize(("status", "noted"), [("COMPLETED", True), ("WITHDRAWN", False)])
def test_nobody_enrolled_is_an_issue_unless_the_study_was_withdrawn(status, noted):
    data = study(designModule={"enrollmentInfo": {"count": 0}}, statusModule={"overallStatus": status})
    assert ("enrollment_zero" in [issue.code for issue in ctgov_json.read(dump(data)).issues]) is noted


def test_mesh_terms_go_to_the_interventions_they_name():
    data = study(
        **arms(
            [],
            [{"name": "Oral metformin 500 mg"}, {"name": "Glucophage", "otherNames": ["Metformin"]}, {"name": "Diet"}],
        )
    )
    data["derivedSection"] = {"interventionBrowseModule": {"meshes": [{"id": "D008687", "term": "Metformin"}]}}
    mesh = [it.mesh for it in ctgov_json.read(dump(data)).interventions]
    assert mesh == [[Mesh("D008687", "Metformin")], [Mesh("D008687", "Metformin")], []]


def test_a_placebo_is_not_the_drug_it_is_named_after():
    data = study(**arms([], [{"name": "Placebo for metformin"}]))
    data["derivedSection"] = {"interventionBrowseModule": {"meshes": [{"id": "D008687", "term": "Metformin"}]}}
    assert ctgov_json.read(dump(data)).interventions[0].mesh == []


def test_an_id_that_could_leave_the_folder_is_no_study_id():
    record = ctgov_json.read(dump(study("../../etc/passwd")))
    assert record.study_id.startswith("sha256-")
    assert record.other_ids == ["../../etc/passwd"]
    assert "invalid_nct_id" in [issue.code for issue in record.issues]


def test_refresh_stamps_change_the_bytes_and_not_the_content():
    old, new = study(), study()
    new["derivedSection"] = {"miscInfoModule": {"versionHolder": "2026-11-20"}}
    a, b = ctgov_json.read(dump(old)), ctgov_json.read(dump(new))
    assert a.source.sha256 != b.source.sha256
    assert a.source.content_sha256 == b.source.content_sha256
    assert a.source.content_sha256 != ctgov_json.read(dump(study(text="Other"))).source.content_sha256


@pytest.mark.parametrize(
    "bad",
    [
        b"{}",
        b'{"a": 1}',
        b'{"protocolSection": 3}',
        b'{"protocolSection": {"designModule": []}}',
        b"{",
        b'"x"',
        '{"protocolSection": {"a": "é"}}'.encode("latin-1"),
        b"[" * 100_000,
    ],
)
def test_what_is_no_study_says_so(bad):
    with pytest.raises(UnreadableRecordError):
        ctgov_json.read(bad)


def test_lists_keep_their_order_through_any_layout():
    data = study(conditionsModule={"conditions": ["B", "A"]})
    assert ctgov_json.read(json.dumps(data, indent=2).encode()).conditions == ["B", "A"]
