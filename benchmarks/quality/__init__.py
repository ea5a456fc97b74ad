"""How well the release reads its own corpus: precision, recall and F1 against hand-made gold, with floors.

Run as `python -m benchmarks.quality`; `--help` tells the rest. The gold lies in `gold/<study_id>.json`, one file
a record of `corpus/`, in the form that `docs/corpus.md` describes.
"""
