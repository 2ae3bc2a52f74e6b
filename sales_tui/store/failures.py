"""What drivers say when a database can't be used, as one clear sentence for people."""

from __future__ import annotations

_SENTENCES = (
    ("readonly", "The database {place} can't be written: it is read-only for this user."),
    ("read-only", "The database {place} can't be written: it is read-only for this user."),
    ("locked", "The database {place} is locked by another program; try again when that one has finished."),
    ("not a database", "{place} is not a SQLite database; name another file with --db."),
    ("malformed", "The database {place} is damaged; restore it from a backup."),
    ("disk is full", "The disk is full: nothing was written to {place}; make room and do it again."),
    ("unable to open", "The database {place} can't be opened: its folder is missing or not permitted."),
    ("disk i/o", "The disk that holds {place} reports an error; nothing was written."),
    ("connection", "The database server {place} can't be reached; is it running, and is the address right?"),
    ("does not exist", "The database server has no such database: {place}."),
)


def explain(error: BaseException | None, place: str) -> str:
    """One clear sentence for what the driver said about the database at that place."""
    said = str(error).strip().splitlines()[0] if error and str(error).strip() else "no reason given"
    for token, sentence in _SENTENCES:
        if token in said.lower():
            return sentence.format(place=place)
    return f"The database {place} could not be used: {said}."
