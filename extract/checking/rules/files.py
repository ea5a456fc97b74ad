"""Rules about whole files: readable, of a known kind and version, fitting their schema, still what this release makes.

They have no generator of their own; the checker and the comparison with a corpus report them.
"""

from extract.checking.rules.rule import Rule, Rules

_ALL = (
    Rule(
        "json",
        "error",
        """A file can be read: UTF-8, whole, JSON without NaN or Infinity (or YAML, TOML, CSV by its name).

        Repair: write the file anew; a file that ends in the middle was cut while it was written or copied.
        """,
    ),
    Rule(
        "unknown-kind",
        "error",
        """A file is a study document, overrides, a participant, or a lexicon.

        The kind is that whose schema knows most of the names at the top level; `--kind` says it instead.

        Repair: leave the file out, or name its kind.
        """,
    ),
    Rule(
        "schema-version",
        "error",
        """A document says which version of its schema it follows, and this release has that schema.

        Repair: `trial-extract migrate` brings older documents to the current version; for newer ones a newer release of
        trial-extract is needed.
        """,
    ),
    Rule(
        "schema",
        "error",
        """A document fits the JSON Schema of its kind and version: all fields there, none besides, the values right.

        The schemas are in `schemas/` and described in `docs/schemas/`. Each error is reported at the deepest place that
        explains it. The other rules look only at what fits its schema.

        Repair: correct the value at the pointer.
        """,
    ),
    Rule(
        "repeated-study",
        "error",
        """No two documents that are checked together are of the same study.

        Repair: keep the newer one (`source.version`).
        """,
    ),
    Rule(
        "drift",
        "error",
        """With `--against CORPUS`: each document is what this release makes of its record.

        A record without a document and a document without a record are drift, too.

        Repair: look at the differences named; run `trial-extract run` again if they are wanted.
        """,
    ),
    Rule(
        "drift-curated",
        "warning",
        """With `--against CORPUS`: a document that overrides were applied to is not compared.

        Repair: compare a run without overrides.
        """,
    ),
)
FILES = Rules({rule.id: rule for rule in _ALL})
