"""Finds people who buy for a company, by words that stand in their name, address or company's name."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.core.folding import fold
from sales_tui.store.dialect import for_postgres
from sales_tui.store.reader import Reader

_LOOKED_IN = ("k.name", "c.email", "c.firstname", "c.lastname")


@dataclass(frozen=True, slots=True)
class Buyer:
    """Somebody who buys for a company."""

    email: str
    name: str
    company: str


def find_buyers(reader: Reader, text: str, most: int) -> list[Buyer]:
    """Those who fit, by company, at most so many. Raises DatabaseUnusable."""
    words = fold(text).split()
    tests = [f" AND ({' OR '.join(_holds(column, at) for column in _LOOKED_IN)})" for at in range(len(words))]
    sql = (
        "SELECT c.email, c.firstname, c.lastname, k.name FROM customer c JOIN company k ON k.id = c.company_id "
        f"WHERE c.email <> ''{''.join(tests)} ORDER BY k.name, c.id LIMIT {int(most)}"
    )
    parameters = {f"w{at}": f"%{_escaped(word)}%" for at, word in enumerate(words)}
    rows = reader.rows(sql if reader.is_sqlite else for_postgres(sql), parameters)
    return [Buyer(email, " ".join(filter(None, (first, last))), company) for email, first, last, company in rows]


def _holds(column: str, word: int) -> str:
    return f"folded({column}) LIKE :w{word} ESCAPE '!'"


def _escaped(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
