"""The files that came with the comments of a quote, as they were given; nothing here looks into them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from sales_tui import model
from sales_tui.store.load_quotes import QUOTES
from sales_tui.store.mapping import table_of
from sales_tui.store.targets import find_records

_FILE = table_of(model.QuoteAttachment)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file."""

    file_name: str
    media_type: str
    content: bytes


def attachments(connection: Connection, number: str) -> Iterator[Attachment] | None:
    """Those of the quote with that number, in the order in which they came; None: there is no such quote."""
    found = find_records(connection, QUOTES, [number]).get(number)
    if found is None:
        return None
    keys = list(connection.scalars(select(_FILE.c.id).where(_FILE.c.parent_id == found[0]).order_by(_FILE.c.id)))
    return (_read(connection, key) for key in keys)


def _read(connection: Connection, key: int) -> Attachment:
    row = connection.execute(select(_FILE).where(_FILE.c.id == key)).one()
    return Attachment(row.file_name, row.media_type, row.content)
