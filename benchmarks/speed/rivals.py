"""Others that read quantities, on the same text in the same run; they read no outline, windows, logic or regimens."""

from collections.abc import Callable

Rival = Callable[[], Callable[[str], object] | None]


def quantulum() -> Callable[[str], object] | None:
    """`quantulum3.parser.parse`, by its rules alone; None when it is not installed."""
    try:
        from quantulum3 import parser  # noqa: PLC0415  an extra
    except ImportError:
        return None

    def work(text: str) -> object:
        try:
            return parser.parse(text)
        except Exception:  # noqa: BLE001  it fails on some texts, which took its time all the same
            return None

    return work


def eds() -> Callable[[str], object] | None:
    """Edsnlp's `eds.quantities` with its tokenizer, sentences and normalisation; None when it is not installed."""
    try:
        import edsnlp  # noqa: PLC0415  an extra
    except ImportError:
        return None
    pipeline = edsnlp.blank("eds")
    for component in ("eds.sentences", "eds.normalizer", "eds.quantities"):
        pipeline.add_pipe(component)
    work: Callable[[str], object] = pipeline
    return work


RIVALS: dict[str, Rival] = {"quantulum3": quantulum, "edsnlp eds.quantities": eds}
