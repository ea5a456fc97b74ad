"""Text sources: decoding, and plain eligibility text (criteria alone)."""

from extract.records.assemble import assemble, empty_eligibility
from extract.records.draft import Draft
from extract.records.record import Record, UnreadableRecordError


def decode(own: bytes) -> str:
    """UTF-8 text, with or without a byte order mark; line ends stay as they are."""
    try:
        return own.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableRecordError(
            "not_utf8", f"the text is not UTF-8 (byte {error.start}): convert it, perhaps from Latin-1 or Windows-1252"
        ) from None


def read_plain(own: bytes) -> Record:
    """A text that is eligibility criteria and nothing else; its id is its digest."""
    draft = Draft(format="plain-text", registry="none", eligibility=empty_eligibility(decode(own)))
    return assemble(draft, own)
