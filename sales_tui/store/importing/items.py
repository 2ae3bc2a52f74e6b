"""Order lines: each row once, children with their parents, composite products by who counts (RULES.md §0.13)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import itemgetter
from typing import Any

from sales_tui import model
from sales_tui.core.money import plain
from sales_tui.model.columns import SCALE
from sales_tui.store.importing.kinds import as_object, as_objects
from sales_tui.store.importing.layout import Currencies, Extra, Layout, Row
from sales_tui.store.importing.options import read_options
from sales_tui.store.importing.values import FieldError

ITEM = Layout(
    model.OrderItem,
    keyed=True,
    ours=("is_dummy", "ships_with_parent", "ships_in_parts", "options"),
    renamed={"base_weee_tax_applied_row_amnt": "base_weee_tax_applied_row_amount"},
    handled=("parent_item_id", "parent_item"),
    required=("sku",),
)
PRODUCT_TAX = Layout(model.ProductTax)

_VIRTUAL_TYPES = ("virtual", "downloadable")
_at = ITEM.index
_ID, _NAME, _SKU = _at["item_id"], _at["name"], _at["sku"]
_TYPE, _VIRTUAL, _DUMMY, _WITH_PARENT, _IN_PARTS = (
    _at[name] for name in ("product_type", "is_virtual", "is_dummy", "ships_with_parent", "ships_in_parts")
)
_ROW_TOTAL, _POSITION = _at["row_total"], _at["position"]
_quantities = itemgetter(*(_at[f"qty_{name}"] for name in ("ordered", "invoiced", "refunded", "shipped", "canceled")))


@dataclass(slots=True)
class Lines:
    """The lines of an order, in its order; `parents` holds for each the place of its parent."""

    rows: list[Row] = field(default_factory=list)
    parents: list[int | None] = field(default_factory=list)
    product_taxes: list[tuple[int, Row]] = field(default_factory=list)
    records: Sequence[Mapping[str, Any]] = ()
    extra: Extra = field(default_factory=dict)

    @property
    def item_ids(self) -> list[int | None]:
        """Their ids in the source."""
        return [row[_ID] for row in self.rows]


def read_lines(record: Mapping[str, Any], money: Currencies) -> Lines:
    """All lines of an order. Raises FieldError."""
    if record.get("items") is None:
        raise FieldError("items", "is missing")
    listed = as_objects(record["items"], "items")
    if not listed:
        raise FieldError("items", "is empty: an order has at least one line")
    lines = Lines(records=_with_parents(listed))
    for place, item in enumerate(lines.records):
        lines.rows.append(_read_line(item, place, money, lines))
    places = _places(lines)
    lines.parents = [_parent(item, place, places) for place, item in enumerate(lines.records)]
    if any(parent is not None for parent in lines.parents):
        _check_families(lines.parents)
        _mark_composites(lines)
    _check_quantities(lines)
    return lines


def _with_parents(listed: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The lines, with parents that came only as copies inside their children put before them, once."""
    if not any("parent_item" in item for item in listed):
        return listed
    known = {str(item.get("item_id")) for item in listed}
    complete: list[Mapping[str, Any]] = []
    for place, item in enumerate(listed):
        parent = as_object(item.get("parent_item"), f"items[{place}].parent_item")
        if parent.get("sku") is not None and str(parent.get("item_id")) not in known:
            known.add(str(parent.get("item_id")))
            complete.append(parent)
        complete.append(item)
    return complete


def _read_line(item: Mapping[str, Any], place: int, money: Currencies, lines: Lines) -> Row:
    path = f"items[{place}]."
    extra: Extra = {}
    row = ITEM.read(item, path, extra)
    ITEM.fill_base(row, money)
    row[_POSITION] = place
    row[_NAME] = row[_NAME] or row[_SKU]
    if row[_TYPE] in _VIRTUAL_TYPES and item.get("is_virtual") is None:
        row[_VIRTUAL] = 1
    if extra:
        lines.extra[str(place)] = extra
        if "product_option" in extra or "product_options" in extra:
            row[_at["options"]] = read_options(extra.get("product_option") or extra["product_options"])
        if "weee_tax_applied" in extra:
            lines.product_taxes += [(place, tax) for tax in _product_taxes(extra["weee_tax_applied"])]
    return row


def _places(lines: Lines) -> dict[int, int]:
    places: dict[int, int] = {}
    for place, item_id in enumerate(lines.item_ids):
        if item_id is None:
            continue
        if item_id in places:
            raise FieldError(f"items[{place}].item_id", f"{item_id} is also the id of items[{places[item_id]}]")
        places[item_id] = place
    return places


def left_to_do(rows: Iterable[Row]) -> tuple[int, int]:
    """How much of all lines is left to invoice and to ship, as `rules.quantities` has it; as stored."""
    to_invoice = to_ship = 0
    for row in rows:
        ordered, invoiced, refunded, shipped, canceled = _quantities(row)
        if not row[_DUMMY] and (left := ordered - invoiced - canceled) > 0:
            to_invoice += left
        stays = row[_VIRTUAL] or row[_WITH_PARENT] or row[_IN_PARTS]
        if not stays and (left := ordered - shipped - refunded - canceled) > 0:
            to_ship += left
    return to_invoice, to_ship


def _parent(item: Mapping[str, Any], place: int, places: Mapping[int, int]) -> int | None:
    copy = item.get("parent_item")
    given = item.get("parent_item_id") or (copy.get("item_id") if isinstance(copy, dict) else None)
    if not given:
        return None
    parent = places.get(int(given)) if isinstance(given, int | Decimal) or str(given).isdecimal() else None
    if parent is None or parent == place:
        raise FieldError(f"items[{place}].parent_item_id", f"{str(given)[:40]} is no other line of this order")
    return parent


def _check_families(parents: Sequence[int | None]) -> None:
    """No line is its own ancestor."""
    for place in range(len(parents)):
        above, steps = parents[place], 0
        while above is not None:
            above, steps = parents[above], steps + 1
            if steps > len(parents):
                raise FieldError(f"items[{place}].parent_item_id", "makes the line a part of itself")


def _mark_composites(lines: Lines) -> None:
    families: dict[int, list[Row]] = {}
    for place, parent in enumerate(lines.parents):
        if parent is not None:
            families.setdefault(parent, []).append(lines.rows[place])
    for parent, children in families.items():
        _mark_family(lines.rows[parent], children)


def _mark_family(parent: Row, children: Iterable[Row]) -> None:
    """Who counts: the parent where it has the price, else its children, which then ship by themselves too."""
    if parent[_TYPE] == "configurable" or not any(child[_ROW_TOTAL] for child in children):
        for child in children:
            child[_DUMMY] = child[_WITH_PARENT] = 1
        return
    parent[_DUMMY] = parent[_IN_PARTS] = 1


def _check_quantities(lines: Lines) -> None:
    """No more was done to a line than can be done. Raises FieldError.

    Only rows that lead are held to it: a child follows its parent, and of a bundle whose children count Magento books
    the whole quantity with every document.
    """
    for place, row in enumerate(lines.rows):
        ordered, invoiced, refunded, shipped, canceled = _quantities(row)
        if not (invoiced or refunded or shipped or canceled) or row[_DUMMY] or lines.parents[place] is not None:
            continue
        for name, done, limit, word in (
            ("invoiced", invoiced, ordered, "ordered"),
            ("refunded", refunded, invoiced, "invoiced"),
            ("shipped", shipped, ordered, "ordered"),
            ("canceled", canceled, ordered, "ordered"),
        ):
            if done > limit:
                raise FieldError(
                    f"items[{place}].qty_{name}", f"{_plain(done)} is more than the {_plain(limit)} {word}"
                )
        if shipped + canceled > ordered:
            reason = f"{_plain(canceled)} and the {_plain(shipped)} shipped are more than the {_plain(ordered)} ordered"
            raise FieldError(f"items[{place}].qty_canceled", reason)


def _plain(stored: int) -> str:
    return plain(Decimal(stored).scaleb(-SCALE))


def _product_taxes(given: Any) -> list[Row]:
    """Fixed product taxes from Magento's JSON inside a string; what can't be read stays in the extra fields alone."""
    try:
        taxes = json.loads(given, parse_float=Decimal) if isinstance(given, str) else given
        return [_product_tax(tax) for tax in taxes if isinstance(tax, dict)]
    except (ValueError, TypeError, FieldError, RecursionError, ArithmeticError):
        return []


def _product_tax(tax: Mapping[str, Any]) -> Row:
    row = PRODUCT_TAX.read(tax, "weee_tax_applied.", {})
    PRODUCT_TAX.fill_base(row, Currencies("", "", None))
    return row
