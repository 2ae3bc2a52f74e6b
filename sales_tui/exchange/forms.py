"""Which form Magento REST JSON has: a reply, one record, an array, or JSON Lines."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from sales_tui.exchange.files import Source, Unreadable
from sales_tui.exchange.scanner import BadJson, Scanner, Truncated, parse

RECORD_KEYS = frozenset({"increment_id", "entity_id", "base_grand_total", "quote_id", "sku", "company_name"})
"""Keys that a reply never has and a record always has one of (INTERFACE.md §2)."""

_LINE_KEYS = frozenset({"sku", "order_item_id", "qty_ordered", "qty", "qty_requested"})
_PRODUCT_KEYS = frozenset({"type_id", "attribute_set_id", "custom_attributes"})
_REPLY_KEYS = frozenset({"items", "search_criteria", "total_count"})


class Form(Enum):
    """How the records stand in a file."""

    LINES = "JSON Lines"
    ARRAY = "array"
    REPLY = "reply"
    RECORD = "record"


def detect(source: Source) -> Form:
    """Tell the form from the first bytes. Raises Unreadable for an empty file and for what isn't JSON."""
    head = source.head.lstrip()
    if not head:
        raise Unreadable(f"{source.name} is empty.")
    if b"\0" in head[:2]:
        raise Unreadable(f"{source.name} is UTF-16 without a byte order mark; save it as UTF-8.")
    if head.startswith(b"["):
        return Form.ARRAY
    if not head.startswith(b"{"):
        if any(line.lstrip().startswith(b"{") for line in head.splitlines()):
            return Form.LINES
        raise Unreadable(f"{source.name} is not JSON: it begins with neither {{ nor [.")
    first, newline, rest = head.partition(b"\n")
    complete = bool(newline) or source.whole
    if complete and (_is_json(first) or (rest.strip() and _is_bad_line(first, rest))):
        return Form.LINES
    if _is_reply(head):
        return Form.REPLY
    return Form.RECORD if complete else Form.LINES


def _is_json(line: bytes) -> bool:
    try:
        parse(line.decode("utf-8"))
    except ValueError as error:
        return not isinstance(error, BadJson) or "nested" in str(error) or "bounds" in str(error)
    return True


def _is_bad_line(first: bytes, rest: bytes) -> bool:
    """Whether that is a broken line of JSON Lines, and not the beginning of a value over several lines."""
    second = rest.lstrip().partition(b"\n")[0]
    return not first.rstrip().endswith((b"[", b"{", b",", b":")) and second.startswith(b"{") and _is_json(second)


def _is_reply(head: bytes) -> bool:
    """Whether the object that begins here is a reply: it has `items`, and they are records, not lines of one."""
    scanner = Scanner(head, lambda _size: b"")
    has_items = False
    try:
        scanner.accept("{")
        while scanner.peek() == '"':
            key = scanner.take()
            scanner.accept(":")
            if key in RECORD_KEYS:
                return False
            if key == "items":
                has_items = True
                if scanner.accept("[") and scanner.peek() == "{":
                    return not _is_line(scanner.take())
                scanner.accept("]")
            else:
                scanner.skip()
            scanner.accept(",")
    except (Truncated, BadJson):
        pass
    return has_items


def _is_line(item: Mapping[str, Any]) -> bool:
    """Whether that is a line of a record, and no product, which has a SKU, too."""
    return bool(_LINE_KEYS & item.keys()) and not _PRODUCT_KEYS & item.keys()


def is_reply(record: Mapping[str, Any]) -> bool:
    """Whether that object is a REST reply: its items are records, and it is none itself."""
    items = record.get("items")
    if not isinstance(items, list) or RECORD_KEYS & record.keys():
        return False
    if items and isinstance(items[0], dict):
        return not _is_line(items[0])
    return record.keys() <= _REPLY_KEYS
