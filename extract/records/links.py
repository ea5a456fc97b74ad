"""Which arm gets which intervention, whichever side the source says it from, and which MeSH terms name which."""

import re
from collections import defaultdict

from extract.document import Arm, Intervention, Mesh
from extract.records import enums
from extract.records.draft import ArmDraft, Draft, InterventionDraft


def arms_and_interventions(draft: Draft) -> tuple[list[Arm], list[Intervention]]:
    """Both lists with ids and links; contradictions are noted on the draft."""
    linked = _linked(draft)
    arms = [
        Arm(id=f"a{n + 1}", label=arm.label, type=arm.type, description=arm.description, interventions=links)
        for n, (arm, links) in enumerate(zip(draft.arms, linked, strict=True))
    ]
    interventions = [
        Intervention(
            id=f"i{n + 1}", type=it.type, name=it.name, other_names=it.other_names, description=it.description,
            mesh=[mesh for mesh in draft.mesh if _names(mesh, it)],
        )
        for n, it in enumerate(draft.interventions)
    ]  # fmt: skip
    _note_unlinked(draft, arms)
    return arms, interventions


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _linked(draft: Draft) -> list[list[str]]:
    """For every arm the ids of its interventions, in the order of the arm's own list."""
    named, typed = defaultdict(list), defaultdict(list)
    labelled = defaultdict(list)
    for n, it in enumerate(draft.interventions):
        named[_key(it.name)].append(n)
        typed[it.type, _key(it.name)].append(n)
        for label in it.arm_labels:
            labelled[_key(label)].append(n)
    out = []
    for a, arm in enumerate(draft.arms):
        said = labelled.pop(_key(arm.label), []) if _is_last(draft.arms, a) else labelled.get(_key(arm.label), [])
        order: list[int] = []
        for treatment in arm.treatments:
            found = _find(treatment, named, typed)
            if not found:
                draft.note("link_unresolved", f"arm {arm.label!r} names {treatment!r}, no intervention", f"/arms/{a}")
            # Several interventions of one type and name (two placebos): those that name this arm back.
            order += [n for n in found if n in said] if len(found) > 1 and set(found) & set(said) else found
        missing = [n for n in said if n not in order]
        if arm.treatments and set(order) ^ set(said) and any(it.arm_labels for it in draft.interventions):
            draft.note("link_one_sided", f"arm {arm.label!r} and its interventions disagree about links", f"/arms/{a}")
        out.append([f"i{n + 1}" for n in dict.fromkeys(order + missing)])
    for label, ns in labelled.items():
        for n in ns:
            draft.note(
                "link_unresolved", f"{draft.interventions[n].name!r} names {label!r}, no arm", f"/interventions/{n}"
            )
    return out


def _is_last(arms: list[ArmDraft], at: int) -> bool:
    return all(_key(arm.label) != _key(arms[at].label) for arm in arms[at + 1 :])


def _find(treatment: str, named: dict[str, list[int]], typed: dict[tuple[str | None, str], list[int]]) -> list[int]:
    """Indices of the interventions that `Drug: X` names; the type is dropped when no such pair exists."""
    head, colon, tail = treatment.partition(":")
    kind = enums.value("InterventionType", head) if colon else None
    if kind is None:
        return named.get(_key(treatment), [])
    return typed.get((kind, _key(tail))) or named.get(_key(tail)) or named.get(_key(treatment), [])


_NOT_IT = re.compile(r"\b(?:placebo|sham|vehicle|without|matching|mock)\b")


def _names(mesh: Mesh, it: InterventionDraft) -> bool:
    """Whether the MeSH term stands in the intervention's name, or is one of its other names.

    A placebo for a drug is not the drug, though its name holds it.
    """
    term, name = _key(mesh.term), _key(it.name)
    if _NOT_IT.search(name):
        return term == name
    others = {_key(other).strip(" ;,.®™") for other in it.other_names}
    return term in others or re.search(rf"(?<!\w){re.escape(term)}(?!\w)", name) is not None


def _note_unlinked(draft: Draft, arms: list[Arm]) -> None:
    if not arms or not draft.interventions:
        return
    used = {id_ for arm in arms for id_ in arm.interventions}
    for n, arm in enumerate(arms):
        if not arm.interventions and arm.type != "NO_INTERVENTION":
            draft.note("arm_without_intervention", f"arm {arm.label!r} has no intervention", f"/arms/{n}", "info")
        if arm.interventions and arm.type == "NO_INTERVENTION":
            draft.note(
                "no_intervention_arm_treated",
                f"arm {arm.label!r} of type NO_INTERVENTION has interventions",
                f"/arms/{n}",
            )
    for n, it in enumerate(draft.interventions):
        if f"i{n + 1}" not in used:
            draft.note("intervention_without_arm", f"no arm has {it.name!r}", f"/interventions/{n}", "info")
