"""What a rule is: an id, a severity, its documentation, and one short generator that finds violations."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from extract.checking.result import Severity

Violation = tuple[str, str]  # JSON pointer and message
Find = Callable[[Any], Iterator[Violation]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is looked at.

    `find` takes the value in its view (`extract.checking.kinds`) and yields violations; rules about whole files have
    none. The documentation is the docstring of `find`: what must hold and why, then `Repair:` what to do.
    """

    id: str
    severity: Severity
    documentation: str
    find: Find | None = None

    @property
    def summary(self) -> str:
        """What must hold, in one sentence."""
        return " ".join(inspect.cleandoc(self.documentation).split("\n\n")[0].split())

    @property
    def text(self) -> str:
        """All that must hold and why, without the repair; paragraphs parted by blank lines."""
        return inspect.cleandoc(self.documentation).partition("Repair:")[0].strip()

    @property
    def repair(self) -> str:
        """What to do about a finding."""
        return " ".join(self.documentation.partition("Repair:")[2].split())


class Rules(dict[str, Rule]):
    """Rules by id, in the order in which they are looked at."""

    def rule(self, id: str, severity: Severity = "error") -> Callable[[Find], Find]:  # noqa: A002  the rule's own name
        """Decorator: the generator below is the rule `id`."""

        def register(find: Find) -> Find:
            self[id] = Rule(id, severity, inspect.getdoc(find) or "", find)
            return find

        return register
