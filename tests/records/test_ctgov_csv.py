from extract.document import Age, Masking
from extract.records import ReadFailure, read_records

NEW = (
    "NCT Number,Study Title,Study Status,Conditions,Interventions,Primary Outcome Measures,Sponsor,Sex,Age,Phases,"
    "Enrollment,Funder Type,Study Type,Study Design,Other IDs,Last Update Posted\n"
    'NCT90000005,"A title, with ""quotes""",RECRUITING,Anemia|Fatigue,DRUG: Iron|OTHER: Rest,"Response, Rise of'
    '\n\nhemoglobin., Week 4",Example,ALL,"ADULT, OLDER_ADULT",PHASE2|PHASE3,40,OTHER,INTERVENTIONAL,'
    'Allocation: NA|Intervention Model: SINGLE_GROUP|Masking: DOUBLE (PARTICIPANT, INVESTIGATOR),X-1|X-2,2026-02-03\n'
).replace("Masking: DOUBLE (PARTICIPANT, INVESTIGATOR)", '"M"').replace('|"M"', "|Masking: NONE")  # fmt: skip
OLD = (
    '"Rank","NCT Number","Title","Status","Conditions","Interventions","Outcome Measures","Sponsor/Collaborators",'
    '"Gender","Age","Phases","Funded Bys","Study Type","Study Designs","Last Update Posted","URL"\n'
    '1,"NCT90000006","Old","Active, not recruiting","Anemia","Dietary Supplement: Iron","Response|Survival",'
    '"Lead|Other","Female","12 Years to 17 Years   (Child)","Not Applicable","Other|NIH","Interventional",'
    '"Allocation: Randomized|Masking: Triple (Participant, Care Provider, Investigator)","May 5, 2021","u"\n'
)


def read(tmp_path, text, name="a.csv"):
    (tmp_path / name).write_bytes(text.encode())
    return list(read_records([tmp_path / name]))


def test_todays_columns(tmp_path):
    (record,) = read(tmp_path, NEW)
    assert (record.study_id, record.title, record.version) == ("NCT90000005", 'A title, with "quotes"', "2026-02-03")
    assert (record.phases, record.conditions) == (["PHASE2", "PHASE3"], ["Anemia", "Fatigue"])
    assert [(it.type, it.name) for it in record.interventions] == [("DRUG", "Iron"), ("OTHER", "Rest")]
    (outcome,) = record.outcomes
    assert (outcome.measure, outcome.time_frame) == ("Response", "Week 4")
    assert record.eligibility.standard_ages == ["ADULT", "OLDER_ADULT"]
    assert (record.design.allocation, record.design.masking_info) == ("NA", Masking("NONE"))
    assert record.eligibility.text is None


def test_older_columns(tmp_path):
    (record,) = read(tmp_path, OLD)
    assert (record.status, record.phases, record.sponsor.name) == ("ACTIVE_NOT_RECRUITING", ["NA"], "Lead")
    assert (record.eligibility.sex, record.eligibility.minimum_age) == ("FEMALE", Age(12, "a"))
    assert record.eligibility.maximum_age == Age(17, "a")
    assert record.design.masking_info.who_masked == ["PARTICIPANT", "CARE_PROVIDER", "INVESTIGATOR"]
    assert [outcome.role for outcome in record.outcomes] == ["other", "other"]
    assert "outcome_role_unknown" in [issue.code for issue in record.issues]


def test_tabs(tmp_path):
    (record,) = read(tmp_path, 'NCT Number\tTitle\tConditions\nNCT90000006\t"Tea" for two\tA|B\n', "a.tsv")
    assert (record.title, record.conditions) == ('"Tea" for two', ["A", "B"])


def test_a_row_out_of_shape_fails_alone(tmp_path):
    head, row = "NCT Number,Study Title\n", "NCT9000000{},T\n"
    items = read(tmp_path, head + row.format(1) + "NCT90000002,a,b\n" + "none,T\n" + row.format(3))
    codes = [item.code if isinstance(item, ReadFailure) else item.study_id for item in items]
    assert codes == ["NCT90000001", "bad_csv", "not_a_study", "NCT90000003"]
    assert items[1].source.endswith("a.csv#2")


def test_rows_have_their_own_digest(tmp_path):
    (alone,) = read(tmp_path, "NCT Number,Study Title\nNCT90000001,T\n")
    _, second = read(tmp_path, "NCT Number,Study Title\nNCT90000002,T\nNCT90000001,T\n")
    assert alone.source == second.source
