"""Regimens of arms and interventions: the package's entry."""

import re
from collections.abc import Mapping, Sequence
from copy import copy
from functools import lru_cache
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from extract.document import Arm, Intervention, Regimen, Route, Span
from extract.facts.regimens import durations, merging, routes, schedules
from extract.facts.regimens.amounts import Doses
from extract.facts.regimens.assemble import Sentence
from extract.facts.regimens.atoms import Atom, Found, Kind
from extract.facts.regimens.drugs import Drugs
from extract.facts.regimens.frequencies import Frequencies, courses, one_of, singles
from extract.facts.regimens.lexicon import lexicon
from extract.facts.regimens.ownership import FORMS, NEXT
from extract.facts.regimens.pieces import keep_first, paragraph_breaks, segments, sentences
from extract.facts.regimens.wording import Wording, Words
from extract.language.plain import Plain, plain
from extract.lexicons import holds

_FOLLOWS = re.compile(
    r"\W*(?:after|once(?! (?:daily|weekly|monthly|every|a|per|each)\b)|following|thereafter|subsequently|then|later)\b",
    re.I,
)
_HEADS: frozenset[Kind] = frozenset(("dose", "frequency", "days"))  # no regimen is found without one of these
_TELLING = ("day", "%", "scs", "sels")  # the same of texts whose words do not tell


class _Read(Struct):
    """A text of a study; once they are asked for, its regimens, in plain offsets."""

    source: str
    plain: Plain
    words: Words
    found: list[Found] | None = None
    routes: list[Atom] | None = None  # where they were looked for


class _Study(Struct):
    """What is read once for all arms and interventions of a study."""

    drugs: Drugs
    read: dict[str, _Read]  # by source


class Regimens:
    """Finds regimens; made once, used for every study."""

    def __init__(self) -> None:
        self._lexicon = lexicon()
        self._doses = Doses(self._lexicon)
        self._frequencies = Frequencies(self._lexicon)
        self._telling = self._doses.words | self._frequencies.words
        self._route_in_name = lru_cache(maxsize=4096)(lambda name: self._route(Words(name)))

    def drugs(self, interventions: Sequence[Sequence[str]]) -> Drugs:
        """The names of a study's treatments: for each intervention its name, then its synonyms."""
        return Drugs(interventions, self._lexicon.drugs)

    def of_study(
        self, interventions: Sequence[Intervention], arms: Sequence[Arm]
    ) -> tuple[list[Intervention], list[Arm]]:
        """The same interventions and arms with their regimens, numbered within each."""
        study = _Study(self.drugs([[one.name, *one.other_names] for one in interventions]), {})
        names = {one.id: one.name for one in interventions}
        given = [
            self._of({"description": one.description, "name": one.name}, study, [one.name], f"{one.id}.")
            for one in interventions
        ]
        received = [
            self._of(
                {"description": arm.description, "label": arm.label},
                study,
                [names[n] for n in arm.interventions if n in names],
                f"{arm.id}.",
            )
            for arm in arms
        ]
        return (
            [
                replace(one, regimens=found) if found or one.regimens else one
                for one, found in zip(interventions, given, strict=True)
            ],
            [
                replace(arm, regimens=found) if found or arm.regimens else arm
                for arm, found in zip(arms, received, strict=True)
            ],
        )

    def of_arm(self, label: str, description: str | None, drugs: Drugs, given: Sequence[str]) -> list[Regimen]:
        """Regimens of an arm; `given` names its interventions and stands in where the text names no drug."""
        return self._of({"description": description, "label": label}, _Study(drugs, {}), given)

    def of_intervention(self, name: str, description: str | None, drugs: Drugs) -> list[Regimen]:
        """Regimens of an intervention, from its description and its name."""
        return self._of({"description": description, "name": name}, _Study(drugs, {}), [name])

    def _of(
        self, fields: Mapping[str, str | None], study: _Study, owned: Sequence[str], prefix: str = ""
    ) -> list[Regimen]:
        """The regimens of one owner; `owned`: the names of what it is or gets, `prefix`: of their ids."""
        texts = {
            field: study.read.get(source) or self._text(source, study) for field, source in fields.items() if source
        }
        main_field, title_field = fields
        stated = self._regimens(texts.get(main_field), study)
        dosed = [one for one in stated if one.dose]  # beside which a title's own doses do not count
        entitled = [] if dosed else self._regimens(texts.get(title_field), study)
        if not stated and not entitled:
            return []
        main, title = (
            merging.Text(field, [copy(one) for one in own], self._route_of(texts.get(field)))
            for field, own in ((main_field, stated), (title_field, entitled))
        )
        default = owned[0] if len(owned) == 1 else None
        found = merging.joined(main, title, study.drugs, default, several=len(owned) > 1)
        if title.field == "label" and [one for one in found if one.drug is None]:
            merging.name_by_label(found, [*study.drugs.find(Wording(texts["label"].words))] if "label" in texts else [])
        self._fill_routes(found, bool(main.route or title.route))
        regimens = []
        for number, one in enumerate(found, 1):
            source = fields[one.field] or ""
            start, end = texts[one.field].plain.span(one.start, one.end)
            regimens.append(_regimen(one, f"{prefix}r{number}", source, start, end))
        return regimens

    def _fill_routes(self, found: list[Found], said: bool) -> None:
        """Routes that a drug's name says ("X nasal spray"); puffs are inhaled where none is said at all."""
        for one in found:
            if one.route is None and one.drug and not merging.radiates(one):
                one.route = self._route_in_name(one.drug)
        for one in () if said or [one for one in found if one.route] else found:
            if one.dose and one.dose.unit in ("{puff}", "{inhalation}"):
                one.route = "inhaled"

    def _route_of(self, read: _Read | None) -> Route | None:
        """The route that a text of the study names, where it names but one."""
        return self._route(read.words, read.routes) if read else None

    def _route(self, words: Words, found: list[Atom] | None = None) -> Route | None:
        """The route that a text names, where it names but one; `found`: its routes, if they are known."""
        found = routes.find(words, self._lexicon) if found is None else found
        if not found:
            return None
        said = {a.route for a in found if not (a.text.lower() in FORMS and NEXT.search(words.text, 0, a.start))}
        return said.pop() if len(said) == 1 else None

    def _text(self, source: str, study: _Study) -> _Read:
        """A text that is new; arms and interventions of a study often share one."""
        text = plain(source)
        read = study.read[source] = _Read(source, text, Words(text.text))
        return read

    def _regimens(self, read: _Read | None, study: _Study) -> list[Found]:
        """The regimens of a text, read where they are first asked for."""
        if read is None:
            return []
        if read.found is None:
            wording = self._may_state(read.words)
            read.found = self._read(read, wording, study.drugs) if wording else []
        return read.found

    def _read(self, read: _Read, wording: Wording, drugs: Drugs) -> list[Found]:
        """The regimens of one text."""
        text = wording.text
        stated = self._stated(wording)
        if not stated or _HEADS.isdisjoint([atom.kind for atom in stated]):
            return []
        breaks = [read.plain.locate(offset) for offset in paragraph_breaks(read.source)]
        said = read.routes = routes.find(wording, self._lexicon)
        atoms = self._atoms(wording, stated, said, drugs)
        found: list[Found] = []
        at = 0
        for number, (start, end) in enumerate(sentences(text, breaks)):
            here: list[Atom] = []
            while at < len(atoms) and atoms[at].start < end:
                here.append(atoms[at])
                at += 1
            if not found and _HEADS.isdisjoint([atom.kind for atom in here]):
                continue
            parts = segments(wording, start, end, here)
            sentence = Sentence(wording, parts, drugs, self._lexicon, (start, end))
            last = found[-1] if found else None
            waits = last is not None and bool(last.dose) and not last.frequency and last.sentence == number - 1
            made = sentence.regimens(here, waits=waits)
            follows = bool(made and _FOLLOWS.match(text, start))
            for one in made:
                one.sentence, one.follows = number, follows
            found += made
            if not made:
                merging.note_context(found, here, text[start:end], number)
        return merging.across_sentences(found, atoms, text)

    def _may_state(self, words: Words) -> Wording | None:
        """The text with its numbers, if by its words it may say how much, how often or on which days."""
        if words.lacks(self._telling) and not holds(words.small, _TELLING):
            return None
        wording = Wording(words)
        return wording if wording.numbers or self._frequencies.may_state(words) else None

    def _stated(self, wording: Wording) -> list[Atom]:
        """What a regimen cannot do without one of, and what stands beside it; more explicit kinds first."""
        return [
            *self._doses.find(wording),
            *courses(wording),
            *schedules.cycles(wording),
            *schedules.days(wording),
            *self._frequencies.find(wording),
        ]

    def _atoms(self, wording: Wording, stated: list[Atom], said: list[Atom], drugs: Drugs) -> list[Atom]:
        """All atoms of a text; where two overlap, the one of the kind named first here."""
        text = wording.text
        taken = bytearray(len(text))
        atoms = keep_first(
            chain(
                stated,
                schedules.fractions(wording),
                durations.find(wording, taken),
                singles(wording),
                said,
                drugs.find(wording, taken),
            ),
            taken,
        )
        return one_of(text, atoms)


def _regimen(one: Found, name: str, source: str, start: int, end: int) -> Regimen:
    return Regimen(
        id=name,
        field=one.field,  # type: ignore[arg-type]  # the field names are the caller's literals
        span=Span(start, end),
        text=source[start:end],
        drug=one.drug,
        dose=one.dose,
        route=one.route,
        frequency=one.frequency,
        days_of_cycle=list(one.days_of_cycle) or None,
        cycle=one.cycle,
        duration=one.duration,
        rule=f"regimen.{one.rule}",
    )
