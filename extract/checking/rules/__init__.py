"""All rules, by what they look at. A rule's docstring is its documentation, gathered in `docs/rules.md`."""

from extract.checking.rules.account import ACCOUNT
from extract.checking.rules.files import FILES
from extract.checking.rules.identity import IDENTITY
from extract.checking.rules.lexicon import LEXICON
from extract.checking.rules.overrides import OVERRIDES
from extract.checking.rules.participant import PARTICIPANT
from extract.checking.rules.places import PLACES
from extract.checking.rules.rule import Rule, Rules
from extract.checking.rules.values import VALUES

STUDY = Rules(PLACES | IDENTITY | VALUES | ACCOUNT)
RULES = Rules(FILES | STUDY | OVERRIDES | PARTICIPANT | LEXICON)

__all__ = ["FILES", "LEXICON", "OVERRIDES", "PARTICIPANT", "RULES", "STUDY", "Rule", "Rules"]
