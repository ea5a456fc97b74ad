import pytest

from extract.document import Age, Enrollment, Masking, Mesh
from extract.records import UnreadableRecordError, ctgov_xml

STUDY = """<?xml version="1.0" encoding="UTF-8"?>
<clinical_study rank="1">
  <id_info><org_study_id>ORG-1</org_study_id><nct_id>NCT90000003</nct_id><nct_alias>NCT90000004</nct_alias></id_info>
  <brief_title>A &amp; B</brief_title>
  <sponsors><lead_sponsor><agency>Example</agency><agency_class>U.S. Fed</agency_class></lead_sponsor></sponsors>
  <overall_status>Active, not recruiting</overall_status>
  <phase>Phase 1/Phase 2</phase>
  <study_type>Interventional</study_type>
  <study_design_info>
    <allocation>Non-Randomized</allocation>
    <intervention_model>Single Group Assignment</intervention_model>
    <primary_purpose>Educational/Counseling/Training</primary_purpose>
    <masking>Double (Participant, Outcomes Assessor)</masking>
  </study_design_info>
  <primary_outcome><measure>Survival</measure><time_frame>2 years</time_frame></primary_outcome>
  <enrollment type="Anticipated">30</enrollment>
  <arm_group><arm_group_label>Arm A</arm_group_label><arm_group_type>Active Comparator</arm_group_type></arm_group>
  <intervention>
    <intervention_type>Dietary Supplement</intervention_type><intervention_name>Iron</intervention_name>
    <arm_group_label>Arm A</arm_group_label><other_name>Ferrum</other_name>
  </intervention>
  <eligibility>
    <criteria><textblock>
        Inclusion Criteria:

          -  Hemoglobin below
             9 g/dL
      </textblock></criteria>
    <gender>Both</gender><minimum_age>6 Months</minimum_age><maximum_age>N/A</maximum_age>
    <healthy_volunteers>Accepts Healthy Volunteers</healthy_volunteers>
  </eligibility>
  <last_update_posted type="Actual">May 11, 2018</last_update_posted>
  <intervention_browse><mesh_term>Iron</mesh_term></intervention_browse>
</clinical_study>
"""


def test_labels_become_values():
    record = ctgov_xml.read(STUDY.encode())
    assert (record.study_id, record.other_ids) == ("NCT90000003", ["NCT90000004", "ORG-1"])
    assert (record.title, record.version) == ("A & B", "2018-05-11")
    assert (record.status, record.phases, record.sponsor.class_) == (
        "ACTIVE_NOT_RECRUITING",
        ["PHASE1", "PHASE2"],
        "FED",
    )
    assert (record.design.allocation, record.design.primary_purpose) == ("NON_RANDOMIZED", "ECT")
    assert record.design.masking_info == Masking("DOUBLE", who_masked=["PARTICIPANT", "OUTCOMES_ASSESSOR"])
    assert record.enrollment == Enrollment(30, "ESTIMATED")
    assert not record.issues


def test_links_stand_at_the_interventions():
    record = ctgov_xml.read(STUDY.encode())
    assert [(arm.type, arm.interventions) for arm in record.arms] == [("ACTIVE_COMPARATOR", ["i1"])]
    (iron,) = record.interventions
    assert (iron.type, iron.other_names, iron.mesh) == ("DIETARY_SUPPLEMENT", ["Ferrum"], [Mesh(None, "Iron")])


def test_the_text_block_is_unchanged():
    eligibility = ctgov_xml.read(STUDY.encode()).eligibility
    assert (
        eligibility.text
        == "\n        Inclusion Criteria:\n\n          -  Hemoglobin below\n             9 g/dL\n      "
    )
    assert (eligibility.sex, eligibility.healthy_volunteers) == ("ALL", True)
    assert (eligibility.minimum_age, eligibility.maximum_age) == (Age(6, "mo"), None)
    assert eligibility.standard_ages == ["CHILD", "ADULT", "OLDER_ADULT"]


def test_older_records_have_one_design_string():
    old = STUDY.replace("study_design_info>", "x>").replace(
        "<phase>", "<study_design>Allocation: Randomized, Endpoint Classification: Safety Study, Masking: Open Label"
        "</study_design><phase>",
    )  # fmt: skip
    design = ctgov_xml.read(old.encode()).design
    assert (design.allocation, design.masking_info) == ("RANDOMIZED", Masking("NONE"))


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><clinical_study>&a;</clinical_study>', "unsafe_xml"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><clinical_study/>', "unsafe_xml"),
        ("<clinical_study>", "bad_xml"),
        ('<?xml version="1.0" encoding="nope"?><clinical_study/>', "bad_xml"),
        ("<other/>", "not_a_study"),
    ],
)
def test_what_is_refused(xml, code):
    with pytest.raises(UnreadableRecordError) as caught:
        ctgov_xml.read(xml.encode())
    assert caught.value.code == code
