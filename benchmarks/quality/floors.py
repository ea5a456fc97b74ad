"""The pinned floors: the F1 that a release may not fall below, and the corpus they were measured on."""

import json
from dataclasses import dataclass
from pathlib import Path

FLOORS = Path(__file__).resolve().parent / "floors.json"
SLACK = 0.0005  # floors are written with three decimals


@dataclass
class Floors:
    """`f1`: least F1 by figure; `corpus_sha256`: the digest of records and gold it holds for."""

    corpus_sha256: str
    f1: dict[str, float]

    @classmethod
    def load(cls, path: Path = FLOORS) -> "Floors":
        """The floors as pinned; none where the file does not exist yet."""
        if not path.exists():
            return cls("", {})
        return cls(**json.loads(path.read_text("utf-8")))

    def save(self, path: Path = FLOORS) -> None:
        """Write the file, figures in alphabetical order."""
        content = {"corpus_sha256": self.corpus_sha256, "f1": dict(sorted(self.f1.items()))}
        path.write_text(json.dumps(content, indent=2) + "\n", "utf-8")

    def broken(self, reached: dict[str, float], digest: str) -> list[str]:
        """What stands against the figures, one sentence each; empty when all hold."""
        faults = [
            f"{name}: F1 {reached.get(name, 0.0):.3f} is below its floor {floor:.3f}"
            for name, floor in self.f1.items()
            if reached.get(name, 0.0) < floor - SLACK
        ]
        if digest != self.corpus_sha256:
            faults.append("the corpus or its gold changed since the floors were pinned: read the misses, then --pin")
        return faults

    def pin(self, reached: dict[str, float], digest: str) -> None:
        """Take the digest over and raise every floor to what is reached; none is lowered."""
        self.corpus_sha256 = digest
        for name, f1 in reached.items():
            self.f1[name] = max(self.f1.get(name, 0.0), int(f1 * 1000) / 1000)

    def lower(self, name: str, reached: dict[str, float]) -> None:
        """Lower one floor to what is reached; `KeyError` where no such figure is measured."""
        self.f1[name] = int(reached[name] * 1000) / 1000
