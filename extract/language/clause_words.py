"""The clause lexicon (`lexicons/clauses.toml`) as compiled expressions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from extract.language.runs import runs
from extract.lexicons import alternation, literals, table, telling


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """Compiled expressions of the clause lexicon, for texts in lower case.

    Where a lower-cased plain text holds none of the phrases of `opening`, `opener` finds nothing; nor does `statement`
    where it holds none of the words of `stating`; nor either of them where it says none of `told`; nor `condition`
    where it says none of the words of `conditional` and none of the `prepositions` is one of the two words right before
    a word of `groups`.
    """

    opening: tuple[str, ...]
    stating: tuple[str, ...]
    told: frozenset[str]
    opener: re.Pattern[str]
    no_opener: re.Pattern[str]
    introduces: re.Pattern[str]
    resume: re.Pattern[str]
    after_comma: re.Pattern[str]
    statement: re.Pattern[str]
    denied: re.Pattern[str]
    bare_before: re.Pattern[str]
    lead: re.Pattern[str]
    condition: re.Pattern[str]
    conditional: frozenset[str]
    groups: frozenset[str]
    prepositions: frozenset[str]
    bound: re.Pattern[str]

    def opener_rule(self, match: re.Match[str]) -> str:
        """Name of the lexicon's list that an opener comes from."""
        return match.lastgroup or "except"

    def bare_context(self, text: str, start: int, end: int) -> bool:
        """Whether "allowed" without an auxiliary ends its clause, or is followed by what limits it."""
        return not text[start:end].strip(" .,") or bool(self.bare_before.match(text, start))


def _phrases(phrases: Iterable[str], adverbs: str = "") -> str:
    """An alternation of phrases, the longest first so that no phrase hides a longer one."""
    return alternation((phrase.lower() for phrase in phrases), blank=r"\s+", wild=adverbs)


def _longest_word(phrase: str) -> str:
    return max(runs(phrase), key=len)


@cache
def clause_words() -> ClauseWords:
    """The lexicon, read once."""
    data = table("clauses.toml")
    openers = "|".join(f"(?P<{name}>{_phrases(entry['phrases'])})" for name, entry in data["openers"].items())
    adverbs = f"(?:(?:{_phrases(data['permission']['adverbs'])})\\s+)?"
    permission = _phrases(data["permission"]["phrases"], adverbs)
    refusal = _phrases(data["refusal"]["phrases"])
    condition = data["condition"]
    before_group = rf"(?:{_phrases(condition['group_prepositions'])})\s+(?:(?:the|all|any|female|male|adult)\s+)?"
    group = rf"{before_group}(?:{_phrases(condition['groups'])})"
    opening = [phrase for entry in data["openers"].values() for phrase in entry["phrases"]]
    stating = [*data["permission"]["phrases"], *data["permission"]["bare"], *data["refusal"]["phrases"]]
    nouns = {phrase for phrase in condition["groups"] if phrase.isalpha()}
    had = rf"with\s+(?:[\w-]+\s+){{0,3}}(?:{_phrases(condition['had'])})"
    return ClauseWords(
        opening=literals(opening),
        stating=telling(stating),
        told=frozenset(map(_longest_word, [*opening, *stating])),
        opener=re.compile(rf"\b(?:{openers})\b"),
        no_opener=re.compile(r"\b(?:are|is|be|we|limited to|not|if|when|by|for)\s+$"),
        introduces=re.compile(r"\s*(?:the\s+)?(?:following|listed)?(?:\s+\w+){0,2}\s*(?:listed\s+)?(?:below)?\s*"),
        resume=re.compile(rf"\b(?:{_phrases(data['ends']['resume'])})\b"),
        after_comma=re.compile(rf"\s*(?:{_phrases(data['ends']['after_comma'])})\b"),
        statement=re.compile(
            rf"\b(?:(?P<refusal>{refusal})|(?P<permission>{permission})|(?P<bare>{_phrases(data['permission']['bare'])}))\b",
        ),
        denied=re.compile(
            rf"\b(?:{_phrases(data['permission']['denied_by'])})\s*$|^[\s*(]*no\b(?!\s+(?:more|less|fewer|greater)\b)",
        ),
        bare_before=re.compile(rf"\s+(?:{_phrases(data['permission']['bare_before'])})\b"),
        lead=re.compile(rf"(?:{_phrases(data['lead']['phrases'])})\b[\s:,-]+"),
        condition=re.compile(rf"\b(?:(?P<wide>{_phrases(condition['wide'])})|(?P<group>{group})|(?P<had>{had}))\b"),
        conditional=frozenset(
            _longest_word(phrase)
            for phrase in (*condition["wide"], *condition["had"], *condition["groups"])
            if phrase not in nouns
        ),
        groups=frozenset(nouns),
        prepositions=frozenset(phrase.split()[-1] for phrase in condition["group_prepositions"]),
        bound=re.compile(rf"\s*(?:[<>≤≥=]|\b(?:{_phrases(condition['bounds'])})\b)"),
    )
