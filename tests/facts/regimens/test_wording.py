"""What tells cheaply that an expression cannot match must hold wherever it does."""

import re
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from extract.facts.regimens import (
    Regimens,
    amounts,
    assemble,
    drugs,
    durations,
    finder,
    frequencies,
    mentions,
    routes,
    schedules,
    selection,
    timing,
)
from extract.facts.regimens.amounts import Doses
from extract.facts.regimens.lexicon import CAP_JOINTS, FIRST_WORD, LEFT, RIGHT, any_of, keys, lexicon
from extract.facts.regimens.pieces import keep_first
from extract.facts.regimens.wording import NUMBER_WORDS, ORDINALS, Wording, starting
from extract.language.plain import plain
from extract.lexicons import table

_NEEDED = {
    "context": (mentions._CONTEXT, mentions._CONTEXT_WORDS),
    "isotope": (drugs._ISOTOPE, drugs._ISOTOPES),
    "imaged": (mentions._IMAGED, mentions._IMAGED_WORDS),
    "salt": (drugs._SALT, drugs._SALT_WORDS),
    "placebo behind": (drugs._PLACEBO_AFTER, drugs._AFTER_WORDS),
    "single": (frequencies.SINGLE, frequencies._SINGLE_WORDS),
    "every": (frequencies._EVERY, frequencies._EVERY_WORDS),
    "meals": (frequencies._TWO_A_DAY, frequencies._MEAL_WORDS),
    "each amount": (frequencies._EACH_AMOUNT, frequencies._MEAL_WORDS),
    "last days": (frequencies._LAST_DAYS, frequencies._UNCOUNTED),
    "each week": (frequencies._EACH_WEEK, frequencies._WEEK_WORDS),
    "limits": (frequencies._AT_MOST, frequencies._LIMIT_WORDS),
    "several": (frequencies._SEVERAL, frequencies._LIMIT_WORDS),
    "steps": (frequencies._OF_STEPS, frequencies._LIMIT_WORDS),
    "times": (frequencies._TIMES, frequencies._THING_WORDS),
    "interval": (frequencies._INTERVAL, frequencies._INTERVAL_WORDS),
    "weekly interval": (frequencies._WEEKLY_INTERVALS, frequencies._WEEKLY_WORDS),
    "weekly interval or cycle": (frequencies._WEEKLY_INTERVALS, frequencies._ROUND_WORDS),
    "weekly or hourly": (frequencies._HOURLY, frequencies._WEEKLY_WORDS | {"hourly"}),
    "on and off": (schedules._ON_OFF, frozenset(("off",))),
    "area under the curve": (Doses(lexicon())._auc, amounts._AUC_WORDS),
    "looks": (selection._LOOKS, selection._HOLD_WORDS),
    "group of a dose": (selection._LABEL_OF, selection._GROUP_WORDS),
    "form": (selection._FORM, selection._FORM_WORDS),
    "times so many": (selection._TIMES_AFTER, selection._FORM_WORDS),
    "daily dose": (timing._DAILY_DOSE, timing._DOSE_WORDS),
    "loading dose": (timing._LOADING, timing._LOADING_WORDS),
    "subject": (drugs._SUBJECT, drugs._SUBJECT_WORDS),
    "negated": (assemble._NEGATED, assemble._NEGATED_WORDS),
    "watched": (lexicon().watched, lexicon().watched_keys),
    "group": (mentions._GROUP, mentions._GROUP_WORDS),
    "single agent": (mentions._SINGLE_AGENT, mentions._GROUP_WORDS),
    "first day": (schedules._FIRST_DAY, schedules._FIRST_DAY_WORDS),
    "same start": (schedules._SAME_START, schedules._FIRST_DAY_WORDS),
    "split": (selection._SPLIT_OVER, selection._SPLIT_WORDS),
    "divided": (frequencies._DIVIDED, frequencies._DIVIDED_WORDS),
    "duration": (durations._DURATION, durations._LASTING_WORDS),
    "duration by a sign": (durations._SIGNED, durations._UNIT_WORDS),
    "length": (durations._LENGTH, durations._UNIT_WORDS),
    "first cycles": (durations._FIRST_CYCLES, durations._UNIT_WORDS),
    "first weeks": (durations._FIRST_WEEK, durations._UNIT_WORDS),
    "injected into": (routes._INJECTED_INTO, routes._INTO_WORDS),
    "into the skin": (routes._INTO_SKIN, routes._INTO_WORDS),
    "into the body": (routes._INTO_BODY, routes._INTO_WORDS),
    "supplied": (selection._SUPPLIED, selection._SUPPLIED_WORDS),
    "part": (selection._PART, selection._PART_WORDS),
    "limit": (selection._LIMIT, selection._LIMIT_WORDS),
    "challenge": (selection._CHALLENGE, selection._CHALLENGE_WORDS),
    "recipe": (selection._RECIPE, selection._RECIPE_WORDS),
}
_COUNTED = {
    "times": frequencies._TIMES,
    "adverb": frequencies._ADVERB,
    "of seven": frequencies._OF_SEVEN,
    "weekly sessions": frequencies._WEEKLY_SESSIONS,
    "weekly intervals": frequencies._WEEKLY_INTERVALS,
    "times days": frequencies._TIMES_DAYS,
    "length": durations._LENGTH,
    "dose": Doses(lexicon())._dose,
}
_STRING = re.compile(r'"((?:[^"\\\\]|\\\\.){12,})"')


@cache
def _texts() -> list[str]:
    """The strings of the records and of the sentences written for these tests."""
    root = Path(__file__).parents[3]
    files = [
        *(root / "corpus").rglob("*.json"),
        *Path(__file__).parent.rglob("*.toml"),
        *Path(__file__).parent.rglob("*.py"),
    ]
    lines = [
        line for file in Path(__file__).parent.glob("*.txt") for line in file.read_text(encoding="utf-8").split("\n")
    ]
    strings = {text for file in files for text in _STRING.findall(file.read_text(encoding="utf-8"))}
    return sorted({plain(text).text for text in (*strings, *lines)})


@cache
def _small() -> list[str]:
    """The same in lower case, as most expressions take them."""
    return sorted({Wording(text).small for text in _texts()})


@pytest.mark.parametrize("name", _NEEDED)
def test_a_match_holds_one_of_the_words_that_are_asked_for(name: str) -> None:
    pattern, words = _NEEDED[name]
    assert not [text for text in (*_texts(), *_small()) if pattern.search(f" {text}") and Wording(text).lacks(words)]


@pytest.mark.parametrize("name", _COUNTED)
def test_what_opens_with_a_number_is_found_where_numbers_stand(name: str) -> None:
    pattern = _COUNTED[name]
    for text in (*_texts(), *_small()):
        wanted = [match.span() for match in pattern.finditer(text)]
        assert [match.span() for match in Wording(text).counted(pattern)] == wanted, text


@pytest.mark.parametrize(
    ("pattern", "words", "without"),
    [
        (Doses(lexicon())._dose, Doses(lexicon())._behind, False),
        (durations._LENGTH, durations._BEFORE_UNIT, False),
        (frequencies._ADVERB, frequencies._TIMES_WORDS, False),
        (frequencies._DAYS_A_WEEK, frequencies._DAYS_WORDS, False),
        (frequencies._TIMES, frequencies._NO_THING_WORDS, True),
    ],
)
def test_what_opens_with_a_number_is_found_before_its_words(
    pattern: re.Pattern[str], words: frozenset[str], without: bool
) -> None:
    for text in _small():
        wording = Wording(text)
        wanted = [match.span() for match in starting(pattern, text, wording.numbers)]
        places = wording.before(words, without=without)
        assert [match.span() for match in starting(pattern, text, places)] == wanted, text


def test_a_text_with_a_regimen_holds_one_of_the_words_that_are_asked_for() -> None:
    regimens = Regimens()
    for text in _texts():
        wording = Wording(text)
        stated = {atom.kind for atom in regimens._stated(wording)}
        assert regimens._may_state(wording) or stated.isdisjoint(finder._HEADS), text


def test_words_with_the_look_of_a_name_are_found_by_their_ends() -> None:
    names = drugs.Drugs([], lexicon().drugs)
    for text in _texts():
        wanted = [match[0] for match in drugs._WORD.finditer(text) if lexicon().drugs.look(match[0])]
        found = [match[0] for match in names._looking(Wording(text)) if lexicon().drugs.look(match[0])]
        assert found == wanted, text


def test_looks_and_lengths_count_where_nothing_else_stands() -> None:
    names, regimens = drugs.Drugs([["Alfanib"], ["betamab acetate"]], lexicon().drugs), Regimens()
    for text in (*_texts(), "alfanib 5 mg, 2 x 10^6 ZT-19 cells/kg, ZT-19injection, betamab acetate, daily, 28 days"):
        stated = regimens._stated(wording := Wording(text))
        taken, nothing = bytearray(len(text)), bytearray(len(text))
        found = keep_first(chain(stated, durations.find(wording, taken), names.find(wording, taken)), taken)
        whole = [*stated, *durations.find(wording, nothing), *names.find(wording)]
        assert found == keep_first(whole, bytearray(len(text))), text


def test_known_names_are_found_at_their_first_words() -> None:
    names = drugs.Drugs([["Alfanib"], ["5-azabetin"], ["placebo cream"]], lexicon().drugs)
    for text in (*_small(), "alfanib 5 mg (5-azabetin)alfanib/placebo", "betalfanib15, alfanib."):
        starts = [match.start() for match in FIRST_WORD.finditer(text) if match[0] in names._starting]
        known = [at for at, _ in names._places(text, Wording(text).words) if names._known_end(text, at)]
        assert known == [at for at in starts if names._known_end(text, at)], text


@pytest.mark.parametrize(
    "pattern", [selection._HELD, selection._FILLED, selection._ONE_HOLDS, selection._CONSTITUENT, selection._CONTENT]
)
def test_a_match_before_a_dose_holds_one_of_the_words_that_are_asked_for(pattern: re.Pattern[str]) -> None:
    for text in _small():
        for end in (match.start() for match in re.finditer(r"(?<= )\S", text)):
            if pattern.search(text[max(0, end - 150) : end]):
                assert not Wording(text).lacks(selection._HOLD_WORDS), text


_WORDS = lexicon()


@pytest.mark.parametrize("forms", [_WORDS.frequencies, _WORDS.route_words, _WORDS.units])
def test_a_form_is_known_by_one_of_its_words(forms: dict[str, object]) -> None:
    pattern = re.compile(f"{LEFT}(?:{any_of(forms)}){RIGHT}", re.I)
    for form in forms:
        for text in (f"Alfanib, {form.upper()}; then", f"5 {form}"):
            assert not pattern.search(text) or not Wording(text).lacks(keys(forms)), text


def test_a_cycle_is_told_by_its_words_be_they_glued_together() -> None:
    for text in (*_small(), "cyclesrepeat every 28 days"):
        wanted = [match.span() for match in schedules._CYCLE.finditer(text)]
        assert [match.span() for match in schedules._lengths(Wording(text))] == wanted, text


def test_a_form_without_letters_has_no_word_to_be_known_by() -> None:
    with pytest.raises(ValueError, match="%"):
        keys(["%"])


def test_a_limit_ends_with_one_of_its_ends() -> None:
    for form in table("treatment.toml")["cap"]:
        for text in (f"{form.lower()} (", f"{form.lower()} daily dose of: "):
            assert _WORDS.cap.search(text), text
            assert text.rstrip(CAP_JOINTS).endswith(_WORDS.cap_ends), text


@pytest.mark.parametrize(
    ("pattern", "ends"),
    [
        (mentions._CONTEXT, (*mentions._CONTEXT_ENDS, "without any ")),
        (drugs._PREFIX, drugs._PREFIXES),
        (drugs._BEFORE_ANION, drugs._MINERALS),
        (selection._STEP, selection._STEP_ENDS),
        (selection._EACH_VIAL, selection._EACH_ENDS),
        (timing._PERIOD_DOSE, timing._PERIOD_ENDS),
        (durations._AFTER_OFTEN, durations._FOLLOWED),
        (_WORDS.route_guard_before, _WORDS.route_guards),
    ],
)
def test_what_stands_before_ends_as_is_asked_for(pattern: re.Pattern[str], ends: tuple[str, ...]) -> None:
    for text in _small():
        for at in (match.start() for match in re.finditer(r"\b", text)):
            if pattern.search(text, max(0, at - 60), at):
                assert text[:at].endswith(ends) or "without any" in text, text[:at]


def test_a_period_stands_behind_a_word_that_leads_to_it() -> None:
    for text in (*_small(), "3 times every 2 weeks", "once per 4 weeks, then q.3 w or q d 21", "every 2 or 4 weeks"):
        wording = Wording(text)
        found = [] if wording.lacks(frequencies._EVERY_WORDS) else [*frequencies._recurring(wording)]
        wanted = wording.behind(frequencies._EVERY)
        assert [(start, end) for start, end, _ in found] == [(start, end) for start, end, _ in wanted], text


@pytest.mark.parametrize("word", [*NUMBER_WORDS, *ORDINALS])
def test_numbers_in_words_are_found_at_their_place(word: str) -> None:
    assert len("Take ") in Wording(f"Take {word} of them").numbers


def test_offsets_stay_in_lower_case_where_a_letter_grows() -> None:
    wording = Wording("İki 5 MG")
    assert (wording.small[4:], wording.numbers) == ("5 mg", [4])


@pytest.mark.parametrize("text", ["alfanib × 6 weeks", "*for 12 weeks", "for 6 weeks, up to 35 cycles, until week 48"])
def test_a_duration_is_the_same_by_words_and_by_signs(text: str) -> None:
    for small in (text, *_small()):
        found = [*durations._stated(Wording(small), durations._DURATION)]
        signed = [*durations._stated(Wording(small), durations._SIGNED)]
        assert found == signed or "×" in small or "*" in small, small
