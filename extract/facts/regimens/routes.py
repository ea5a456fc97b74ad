"""Routes of administration."""

from collections.abc import Iterator

from extract.facts.regimens.atoms import Atom
from extract.facts.regimens.lexicon import Lexicon, fold


def find(text: str, lexicon: Lexicon) -> Iterator[Atom]:
    """Every route word of `text` that is no part of another term ("Phase IV", "oral food challenge")."""
    for pattern in (lexicon.routes, lexicon.route_codes_pattern):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 14) : match.start()]
            if match[0] == "SQ" and (text[match.end() : match.end() + 1] == "-" or before.rstrip()[-1:].isdigit()):
                continue  # a unit of allergens: 75,000 SQ
            if lexicon.route_guard_after.match(text, match.end()) or lexicon.route_guard_before.search(before):
                continue
            route = (
                lexicon.route_codes[match[0]]
                if pattern is lexicon.route_codes_pattern
                else lexicon.route_words[fold(match[0])]
            )
            yield Atom("route", match.start(), match.end(), match[0], route=route)
