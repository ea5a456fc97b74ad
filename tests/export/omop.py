"""A small OMOP common data model in DuckDB: vocabulary for a document, and the records of synthetic participants."""

import csv
from datetime import timedelta
from pathlib import Path

import duckdb

from extract.document import StudyDocument
from tests.export.synthetic import LIMIT, TODAY, Person

FIRST_MEASURE, FIRST_UNIT = 2_000_000_000, 2_100_000_000
GENDERS = {"MALE": 8507, "FEMALE": 8532}


class Omop:
    """Concept ids of one document, written as the files that the exporter reads."""

    def __init__(self, document: StudyDocument, folder: Path) -> None:
        thresholds = [t for node in document.walk() for t in node.thresholds]
        measures = sorted({t.measure.id for t in thresholds if t.measure.id})
        units = sorted({t.unit for t in thresholds if t.unit} | {"g/L"})
        self.measures = {name: FIRST_MEASURE + at for at, name in enumerate(measures)}
        self.units = {code: FIRST_UNIT + at for at, code in enumerate(units)}
        self.codes = folder / "codes.csv"
        self.folder = folder
        with self.codes.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("id", "vocabulary", "code"), *((m, "Own", m) for m in measures)])
        rows = [
            *((n, m, "Measurement", "Own", m) for m, n in self.measures.items()),
            *((n, u, "Unit", "UCUM", u) for u, n in self.units.items()),
            *((n, s, "Gender", "Gender", s[0]) for s, n in GENDERS.items()),
        ]
        head = "concept_id\tconcept_name\tdomain_id\tvocabulary_id\tconcept_code\tstandard_concept\n"
        body = "".join("\t".join(map(str, row)) + "\tS\n" for row in rows)
        (folder / "CONCEPT.csv").write_text(head + body, "utf-8")
        self.concepts = rows

    def database(self, people: list[Person]) -> duckdb.DuckDBPyConnection:
        """The records of the participants, person ids from 1."""
        db = duckdb.connect()
        db.execute(TABLES)
        db.executemany("insert into concept values (?, ?, ?, ?, ?, 'S', null)", self.concepts)
        db.executemany("insert into concept_ancestor values (?, ?, 0, 0)", [(row[0], row[0]) for row in self.concepts])
        number = 0
        for at, person in enumerate(people, 1):
            db.execute("insert into person values (?, ?, 1980, 1, 1)", [at, GENDERS.get(person.sex or "", 0)])
            start, end = TODAY - timedelta(days=9000), TODAY + timedelta(days=9000)
            db.execute("insert into observation_period values (?, ?, ?, ?)", [at, at, start, end])
            db.execute("insert into visit_occurrence values (?, ?, 0, ?, ?)", [at, at, TODAY, TODAY])
            for measure, v in person.values.items():
                number += 1
                limit = LIMIT if v.limits else None
                row = [number, at, self.measures[measure], v.day, v.value, self.units.get(v.unit, 0), limit, limit]
                db.execute("insert into measurement values (?, ?, ?, ?, ?, ?, ?, ?, null, null)", row)
        return db


TABLES = """
create table concept (concept_id bigint, concept_name text, domain_id text, vocabulary_id text, concept_code text,
  standard_concept text, invalid_reason text);
create table concept_ancestor (ancestor_concept_id bigint, descendant_concept_id bigint,
  min_levels_of_separation int, max_levels_of_separation int);
create table concept_relationship (concept_id_1 bigint, concept_id_2 bigint, relationship_id text, invalid_reason text);
create table person (person_id bigint, gender_concept_id bigint, year_of_birth int, race_concept_id bigint,
  ethnicity_concept_id bigint);
create table observation_period (observation_period_id bigint, person_id bigint, observation_period_start_date date,
  observation_period_end_date date);
create table visit_occurrence (visit_occurrence_id bigint, person_id bigint, visit_concept_id bigint,
  visit_start_date date, visit_end_date date);
create table measurement (measurement_id bigint, person_id bigint, measurement_concept_id bigint,
  measurement_date date, value_as_number double, unit_concept_id bigint, range_low double, range_high double,
  visit_occurrence_id bigint, value_as_concept_id bigint);
"""
