"""Credit of companies that comes in: Magento's REST records of `companyCredits`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sales_tui.core.money import ZERO, currency_digits, round_half_up
from sales_tui.store.importing.digest import as_json, digest
from sales_tui.store.importing.fields import Fields
from sales_tui.store.importing.transactions import id_of
from sales_tui.store.importing.values import FieldError, number

_READ = frozenset("id company_id balance currency_code credit_limit available_limit exceed_limit".split())


@dataclass(slots=True)
class CreditRows:
    """One company's credit, read."""

    entity_id: int
    company_id: int
    """The company's id in the source."""
    currency: str
    balance: Decimal
    """Below 0: what the company owes."""
    credit_limit: Decimal
    digest: str
    extra: str | None = None

    kind = "credit"

    @property
    def number(self) -> str:
        """The id as text."""
        return str(self.entity_id)

    @property
    def size(self) -> int:
        """About how many rows it makes."""
        return 3


def read_credit(record: Mapping[str, Any]) -> CreditRows:
    """Read a company's credit. Raises FieldError.

    A company that may exceed its limit, and does, comes in with a limit of what it owes.
    """
    fields = Fields(record)
    entity_id, company_id = id_of(record, "id"), id_of(record, "company_id")
    for name, key in (("id", entity_id), ("company_id", company_id)):
        if key is None:
            raise FieldError(name, "is missing")
    assert entity_id is not None
    assert company_id is not None
    currency = fields.words("currency_code").strip().upper()
    if not currency:
        raise FieldError("currency_code", "is missing")
    digits = currency_digits(currency)
    balance = round_half_up(fields.read("balance", number) or ZERO, digits)
    limit = round_half_up(fields.amount("credit_limit") or ZERO, digits)
    if balance + limit < ZERO:
        if not fields.flag("exceed_limit"):
            raise FieldError("balance", "is below what the credit limit allows")
        limit = -balance
    extra = as_json({name: value for name, value in record.items() if name not in _READ})
    return CreditRows(entity_id, company_id, currency, balance, limit, digest(record), extra)
