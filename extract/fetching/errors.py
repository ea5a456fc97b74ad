"""What can go wrong between here and a registry, in words for the person at the terminal."""

import re


class FetchError(Exception):
    """A request that brought no record: `code` is stable, `cause` one sentence, `url` what was opened.

    `asked` are the study ids that it leaves without an answer.
    """

    def __init__(self, code: str, cause: str, url: str = "", status: int | None = None) -> None:
        super().__init__(cause)
        self.code = code
        self.cause = cause
        self.url = url
        self.status = status
        self.asked: tuple[str, ...] = ()

    def of(self, *asked: str) -> "FetchError":
        """The same error, saying which studies it is about."""
        self.asked = asked
        return self


_ADVICE: tuple[tuple[str, str], ...] = (
    (r"is unknown parameter", "no such parameter; a phase, for one, is asked for by `filter.advanced=AREA[Phase]…`"),
    (r"^Invalid value in parameter", "the value is none of the API's for that parameter"),
    (r"^Item \d+ in parameter|has incorrect format", "one of the ids or list items is malformed"),
    (r"not found$", "the registry has no such study"),
    (r"contains invalid (field|CSV column) name", "the API has no such field"),
    (r"^Error parsing query|mismatched input|no viable alternative|missing '.' at", "not the registry's search syntax"),
    (r"Unknown area name|Allowed values for enum field", "the registry has no such search area or value"),
    (r"^Unsupported sort field", "sort by a date or a number"),
    (r"[Pp]age ?[Tt]oken", "the page token is no longer valid: the registry has refreshed its data since"),
)
"""Bodies that the API documents or is known to send, and what they mean."""


def of_response(status: int, body: bytes, content_type: str, url: str) -> FetchError:
    """The error of a response that is no success."""
    text = body[:2000].decode("utf-8", "replace").strip()
    html = "html" in content_type.lower() or text[:1] == "<"
    if status == 403 and html:
        return FetchError(
            "forbidden",
            "the registry's edge refused this client (403): try another network or --user-agent, or download the "
            "records with a browser and give the files to `run`",
            url,
            status,
        )
    if status == 429:
        return FetchError(
            "too_many_requests", "the registry asks for fewer requests (429): try again later", url, status
        )
    if status >= 500:
        return FetchError("server_error", f"the registry fails ({status}): try again later", url, status)
    if html:
        return FetchError("unexpected_html", f"an HTML page with status {status}: a proxy or block page?", url, status)
    said = " ".join(text.split())[:300]
    advice = next((f" ({advice})" for pattern, advice in _ADVICE if re.search(pattern, said)), "")
    code = "not_found" if status == 404 else "refused"
    return FetchError(code, f"the registry answers {status}: {said or 'nothing more'}{advice}", url, status)
