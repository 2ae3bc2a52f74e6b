"""Products and companies that come in: Magento REST records, or flat ones such as a CSV file's rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sales_tui.store.importing.digest import digest
from sales_tui.store.importing.fields import Fields
from sales_tui.store.importing.parties import group_code
from sales_tui.store.importing.transactions import id_of
from sales_tui.store.importing.values import FieldError, small

ALL_GROUPS = 32_000
"""Magento's id for all customer groups."""

_BARCODES = ("barcode", "ean", "ean13", "gtin", "upc")
_NOTHING_TO_DECIDE = 2
"""Magento's third answer to yes-or-no questions of a product: as configured."""


@dataclass(slots=True)
class ProductRows:
    """One product, read: only what the record tells; the rest stays as it is."""

    number: str
    """The SKU."""
    entity_id: int | None
    digest: str
    values: dict[str, Any]
    """Column -> value."""
    prices: dict[tuple[str, Decimal], Decimal] = field(default_factory=dict)
    """(group, from how many pieces) -> price."""
    keeps_prices: bool = True
    """Prices of groups that the record doesn't name stay."""
    extra: str | None = None

    kind = "product"

    @property
    def size(self) -> int:
        """About how many rows it makes."""
        return 1 + len(self.prices)


def read_product(record: Mapping[str, Any]) -> ProductRows:
    """Read a product. Raises FieldError."""
    fields = Fields(record)
    sku = fields.words("sku").strip()
    if not sku:
        raise FieldError("sku", "is missing")
    told = _Told(fields)
    values: dict[str, Any] = {"sku": sku}
    for name in ("name", "type_id", "tax_class", "bin_location"):
        if words := told.words(name):
            values[name] = words
    values.setdefault("tax_class", told.words("tax_class_id") or "")
    if not values["tax_class"]:
        del values["tax_class"]
    for name in ("price", "cost", "tax_percent", "weight"):
        if (amount := told.amount(name)) is not None:
            values[name] = amount
    if barcode := next((words for name in _BARCODES if (words := told.words(name))), ""):
        values["barcode"] = barcode
    stock = fields.part("extension_attributes").part("stock_item")
    if (qty := fields.amount("qty") if fields.amount("qty") is not None else stock.amount("qty")) is not None:
        values["qty"] = qty
    if (status := fields.read("status", small)) is not None:
        values["is_active"] = status == 1
    if (answer := told.answer("is_returnable")) is not None:
        values["is_returnable"] = answer
    prices, keeps = _prices(fields)
    return ProductRows(sku, id_of(record, "id"), digest(record), values, prices, keeps)


class _Told:
    """A product's fields, wherever they stand: by themselves, or among the custom attributes."""

    def __init__(self, fields: Fields) -> None:
        self._plain = fields
        self._custom = {
            str(one.record.get("attribute_code")): Fields({"value": one.record.get("value")}, one.path)
            for one in fields.parts("custom_attributes")
        }

    def words(self, name: str) -> str:
        """A text; empty where it isn't told."""
        if found := self._plain.words(name):
            return found
        one = self._custom.get(name)
        return "" if one is None or isinstance(one.record["value"], list) else one.words("value")

    def amount(self, name: str) -> Decimal | None:
        """An amount of 0 or more."""
        found = self._plain.amount(name)
        return found if found is not None or name not in self._custom else self._custom[name].amount("value")

    def answer(self, name: str) -> bool | None:
        """Yes or no; None where it isn't told or left to the configuration."""
        words = self.words(name).strip().lower()
        if words in ("", str(_NOTHING_TO_DECIDE)):
            return None
        if words in ("1", "yes", "true", "y"):
            return True
        if words in ("0", "no", "false", "n"):
            return False
        raise FieldError(name, f"{words[:40]!r} is neither yes (1) nor no (0)")


def _prices(fields: Fields) -> tuple[dict[tuple[str, Decimal], Decimal], bool]:
    """Prices of groups, and whether others stay."""
    prices: dict[tuple[str, Decimal], Decimal] = {}
    for name in fields.part("group_prices").record:
        if (price := fields.part("group_prices").amount(name)) is not None:
            prices[name, Decimal(1)] = price
    for one in fields.parts("tier_prices"):
        group = one.read("customer_group_id", small)
        value, qty = one.amount("value"), one.amount("qty")
        if value is None:
            raise FieldError(f"{one.path}value", "is missing")
        code = "" if group in (None, ALL_GROUPS) else group_code(group)
        prices[code, Decimal(1) if qty is None else qty] = value
    return prices, "tier_prices" not in fields.record


@dataclass(slots=True)
class CompanyRows:
    """One company, read."""

    entity_id: int
    name: str
    email: str
    sales_rep: str
    group_id: int | None
    buyers: dict[int, dict[str, Any]]
    """Customers that buy for it, by the source's id, with what is told of them."""
    digest: str
    extra: str | None = None

    kind = "company"

    @property
    def number(self) -> str:
        """The id as text."""
        return str(self.entity_id)

    @property
    def size(self) -> int:
        """About how many rows it makes."""
        return 1 + len(self.buyers)


def read_company(record: Mapping[str, Any]) -> CompanyRows:
    """Read a company. Raises FieldError."""
    fields = Fields(record)
    entity_id = id_of(record, "id") or id_of(record, "company_id") or id_of(record, "entity_id")
    if entity_id is None:
        raise FieldError("id", "is missing")
    name = fields.words("company_name").strip()
    if not name:
        raise FieldError("company_name", "is missing")
    buyers: dict[int, dict[str, Any]] = {}
    if (super_user := id_of(record, "super_user_id")) is not None:
        buyers[super_user] = _person(Fields({}))
    for one in (*fields.parts("customers"), *fields.parts("buyers")):
        key = id_of(one.record, "id", one.path) or id_of(one.record, "customer_id", one.path)
        if key is None:
            raise FieldError(f"{one.path}id", "is missing")
        buyers[key] = _person(one)
    return CompanyRows(
        entity_id,
        name,
        fields.words("company_email"),
        fields.words("sales_rep", "sales_representative", "sales_representative_id"),
        fields.read("customer_group_id", small),
        buyers,
        digest(record),
    )


def _person(one: Fields) -> dict[str, Any]:
    return {"email": one.words("email"), "firstname": one.words("firstname"), "lastname": one.words("lastname")}
