"""How much the readers take in at once: what is larger is refused with a `ReadFailure`, never read half."""

RECORD_BYTES = 32 * 2**20
"""One study, row, page or text. The largest studies with results are a few MiB."""

FILE_BYTES = 512 * 2**20
"""A JSON page or list, which is held in memory; JSON Lines, CSV and archives are streamed."""

EXPANSION = 200
"""Most that an archive member may expand beyond its packed size, once it is larger than 1 MiB."""
