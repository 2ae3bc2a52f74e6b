"""Stores quotes: what changed of them, new ones and copies, comments with files, their log, the orders made of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from sales_tui import model
from sales_tui.rules.quote_records import NewQuoteComment, Quote
from sales_tui.store import keys
from sales_tui.store.load_quotes import LoadedQuote
from sales_tui.store.mapping import QUOTE, QUOTE_LINE, table_of
from sales_tui.store.rows import Row, Rows
from sales_tui.store.save import Numbering, save

_STORE = table_of(model.Store)
_COMMENT, _FILE, _LOG = table_of(model.QuoteComment), table_of(model.QuoteAttachment), table_of(model.QuoteLog)


def save_quotes(
    connection: Connection, changed: Sequence[LoadedQuote], now: datetime, numbering: Numbering, *, by: str = ""
) -> None:
    """Write what changed on these quotes, with the copies and the orders made of them. Raises VersionConflict."""
    orders = [order for loaded in changed for order in loaded.root.new_orders]
    if orders:
        save(connection, [], now, numbering, orders, by=by)
    _give_keys(connection, [quote for loaded in changed for quote in _new_of(loaded)])
    rows = Rows()
    for loaded in changed:
        quote = loaded.root
        for made in _new_of(loaded):
            rows.add(QUOTE.table, _head(made, now))
            _collect_lines(rows, connection, made, {})
        if loaded.before:
            _collect_changes(rows, connection, loaded, now)
    rows.write(connection)
    for loaded in changed:
        for quote in (*([loaded.root] if loaded.before else ()), *_new_of(loaded)):
            _write_words(connection, quote, now)


def _new_of(loaded: LoadedQuote) -> list[Quote]:
    return [*loaded.root.new_quotes, *([] if loaded.before else [loaded.root])]


def _give_keys(connection: Connection, quotes: Sequence[Quote]) -> None:
    """Keys, and plain numbers that go on behind the highest one there is, imported or not."""
    if not quotes:
        return
    number = QUOTE.table.c.increment_id
    for quote in quotes:
        quote.store_id = quote.store_id or _first_store(connection, quote)
    last = connection.scalar(select(number).order_by(func.length(number).desc(), number.desc()).limit(1)) or ""
    start = int(last) + 1 if last.isdecimal() else 1
    for place, (quote, key) in enumerate(zip(quotes, keys.reserve(connection, QUOTE.table, len(quotes)), strict=True)):
        quote.id, quote.increment_id, quote.version = key, str(start + place), 1


def _first_store(connection: Connection, quote: Quote) -> int:
    """The key of the first store there is; one is made where nothing came in yet."""
    key: int | None = connection.scalar(select(_STORE.c.id).order_by(_STORE.c.id).limit(1))
    if key is not None:
        return key
    (key,) = keys.reserve(connection, _STORE, 1)
    row = model.Store(id=key, name="Main", base_currency_code=quote.base_currency_code).model_dump()
    connection.execute(insert(_STORE), [row | {"currency_code": quote.quote_currency_code}])
    return key


def _head(quote: Quote, now: datetime) -> Row:
    row = QUOTE.row(quote) | {"id": quote.id, "source": None, "number_tail": quote.increment_id[::-1]}
    return row | {"created_at": quote.created_at or now, "updated_at": now}


def _collect_changes(rows: Rows, connection: Connection, loaded: LoadedQuote, now: datetime) -> None:
    """Nothing is written of a quote that was only copied."""
    quote = loaded.root
    if quote.new_orders:
        quote.order_id = quote.new_orders[-1].id
    values = {name: new for name, (_, new) in loaded.changes().items()}
    touched = bool(values or quote.new_comments or quote.new_log or _lines_changed(loaded))
    if touched:
        values |= {"version": quote.version + 1, "updated_at": now}
        rows.change(QUOTE.table, quote.id, values, version=quote.version)
        _collect_lines(rows, connection, quote, loaded.lines)


def _lines_changed(loaded: LoadedQuote) -> bool:
    kept = {line.id for line in loaded.root.lines}
    changed = any(line.id is None or QUOTE_LINE.changes(loaded.lines[line.id], line) for line in loaded.root.lines)
    return changed or bool(loaded.lines.keys() - kept)


def _collect_lines(rows: Rows, connection: Connection, quote: Quote, before: dict[int, Sequence[Any]]) -> None:
    table = QUOTE_LINE.table
    gone = before.keys() - {line.id for line in quote.lines}
    if gone:
        connection.execute(delete(table).where(table.c.id.in_(gone)))
    new = [line for line in quote.lines if line.id is None]
    for line, key in zip(new, keys.reserve(connection, table, len(new)), strict=True):
        line.id = key
        rows.add(table, QUOTE_LINE.row(line) | {"id": key, "parent_id": quote.id})
    for line in quote.lines:
        if line.id in before:
            values = QUOTE_LINE.changed(before[line.id], line)
            rows.change(table, line.id, values)


def _write_words(connection: Connection, quote: Quote, now: datetime) -> None:
    """Comments and log; what waited to be sent is sent with the quote."""
    if any(entry.status == "submitted_by_admin" != entry.from_status for entry in quote.new_log):
        drafts = (_COMMENT.c.parent_id == quote.id, _COMMENT.c.is_draft == True)  # noqa: E712  # SQL
        connection.execute(_COMMENT.update().where(*drafts).values(is_draft=False))
    for comment in quote.new_comments:
        _write_comment(connection, quote.id, comment, now)
    logged = [
        {
            "parent_id": quote.id,
            "created_at": now,
            "author": entry.author,
            "action": entry.action,
            "from_status": entry.from_status,
            "status": entry.status,
            "changes": entry.changes,
        }
        for entry in quote.new_log
    ]
    if logged:
        connection.execute(insert(_LOG), logged)


def _write_comment(connection: Connection, quote: int, comment: NewQuoteComment, now: datetime) -> None:
    (key,) = keys.reserve(connection, _COMMENT, 1)
    row = {"id": key, "parent_id": quote, "created_at": now, "author": comment.author, "comment": comment.comment}
    row |= {"is_seller": comment.is_seller, "is_draft": comment.is_draft}
    connection.execute(insert(_COMMENT), [row])
    files = [
        {
            "parent_id": quote,
            "comment_id": key,
            "file_name": file.file_name,
            "media_type": file.media_type,
            "size": len(file.content),
            "content": file.content,
        }
        for file in comment.files
    ]
    if files:
        connection.execute(insert(_FILE), files)
