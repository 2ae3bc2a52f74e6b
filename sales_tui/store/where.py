"""Filter queries as SQL conditions with parameters.

On SQLite a condition can be had in two ways that say the same. To `WALK` through records in the order of an index,
every condition is a question about the record at hand, which no other index answers; to `GATHER` the records, the
search index and the indexes of the tables give those that may fit. PostgreSQL knows how common values are and is
always given the second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sales_tui.core.folding import GAP, LINE, needle, search_field
from sales_tui.core.text import storable
from sales_tui.filters.tree import Between, Clause, Condition, Like, OneOf, Present, Query, Search
from sales_tui.workspaces.base import Column, Show, Workspace

Names = Callable[[Column], Mapping[int, str]]
"""Key -> name of the things that a column names."""

LAST = "\U0010ffff"
"""Behind every text that begins alike."""

NOTHING = "1 = 0"

_INNER = re.compile(r"\{(.+?)\}")


class Way(Enum):
    """How the records are come by."""

    WALK = "through all, in order"
    GATHER = "by what they must have"


@dataclass(slots=True)
class Conditions:
    """Builds the conditions of one query; `parameters` fills meanwhile."""

    workspace: Workspace
    is_sqlite: bool
    way: Way
    names: Names
    parameters: dict[str, Any] = field(default_factory=dict)

    def all(self, query: Query) -> str:
        """` WHERE …` for the whole query, or nothing."""
        clauses = [self._clause(clause) for clause in query]
        return " WHERE " + " AND ".join(clauses) if clauses else ""

    def _clause(self, clause: Clause) -> str:
        # Where records have no value, a condition is neither true nor false: what isn't true counts as false.
        any_of = " OR ".join(f"({self._condition(condition)})" for condition in clause.conditions) or NOTHING
        if clause.negated:
            return f"(({any_of}) IS NOT TRUE)"
        return f"(CASE WHEN {any_of} THEN 1 END = 1)" if self._walks else f"({any_of})"

    @property
    def _walks(self) -> bool:
        return self.is_sqlite and self.way is Way.WALK

    def _condition(self, condition: Condition) -> str:
        match condition:
            case Search():
                return self._search(condition.text)
            case Like():
                return self._like(self._column(condition.field), condition)
            case OneOf():
                return self._one_of(self._column(condition.field), condition.codes)
            case Between():
                return self._between(self._column(condition.field), condition.low, condition.high)
            case Present():
                return self._present(self._column(condition.field))

    def _column(self, name: str) -> Column:
        column = self.workspace.field(name)
        assert column is not None, name
        return column

    def _parameter(self, value: Any) -> str:
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f":{name}"

    # --- bare words

    def _search(self, written: str) -> str:
        text = storable(written)
        found = [self._numbered(*numbered, text) for numbered in self.workspace.numbered if " " not in text]
        # Of one or two digits there are too many in addresses: they are about numbers.
        if not (text.isdecimal() and len(text) < 3):
            found.append(self._texts(needle(text)))
        return " OR ".join(found) or NOTHING

    def _numbered(self, table: str, column: str, key: str, text: str) -> str:
        """Records that have, or belong to one that has, a number that begins or ends with the text."""
        is_main = self.workspace.table.startswith(f"{table} ")
        own = self.workspace.sought_column or self.workspace.number_column
        number = own if is_main else "increment_id"
        if self._walks and is_main:
            return " OR ".join(self._ends(self.workspace.alias, number, text))
        ends = self._ends("n", number, text)
        if self._walks:
            return f"EXISTS (SELECT 1 FROM {table} n WHERE n.{column} = {key} AND ({' OR '.join(ends)}))"
        return f"{key} IN ({' UNION ALL '.join(f'SELECT n.{column} FROM {table} n WHERE {end}' for end in ends)})"

    def _ends(self, alias: str, number: str, text: str) -> list[str]:
        """As it is written, or in capitals."""
        spellings = dict.fromkeys((text, text.upper()))
        heads = [self._begins(f"{alias}.{number}", one) for one in spellings]
        return heads + [self._begins(f"{alias}.number_tail", one[::-1]) for one in spellings]

    def _begins(self, expression: str, text: str) -> str:
        low, high = self._parameter(text), self._parameter(text + LAST)
        return f"({expression} >= {low} AND {expression} < {high})"

    def _texts(self, wanted: str) -> str:
        if not wanted:
            return NOTHING
        if self.workspace.texts:
            pattern = self._parameter(_pattern(wanted.strip().replace(GAP, " ")))
            return " OR ".join(f"{text} LIKE {pattern} ESCAPE '!'" for text in self.workspace.texts)
        if self._walks:
            return f"instr(s.text, {self._parameter(wanted)}) > 0"
        return self._has_text(wanted)

    def _has_text(self, wanted: str) -> str:
        """The order is among those that the search index finds.

        The index knows pieces of three characters; that they stand together is looked up in the text.
        """
        if not self.is_sqlite:
            holds = f"f.text LIKE {self._parameter(_pattern(wanted))} ESCAPE '!'"
            return f"o.id IN (SELECT f.order_id FROM order_search f WHERE {holds})"
        pieces = dict.fromkeys(wanted[at : at + 3] for at in range(len(wanted) - 2))
        match = self._parameter(" AND ".join('"' + piece.replace('"', '""') + '"' for piece in pieces))
        source, test = "order_search_fts f", f"order_search_fts MATCH {match}"
        if len(wanted) > 3:
            source += " CROSS JOIN order_search g ON g.order_id = f.rowid"
            test += f" AND instr(g.text, {self._parameter(wanted)}) > 0"
        return f"o.id IN (SELECT f.rowid FROM {source} WHERE {test})"

    # --- texts

    def _like(self, column: Column, like: Like) -> str:
        if column.names:
            return self._named(column, like)
        expression = column.found_by or column.sql
        if "s." not in expression:
            return self._like_plain(expression, like)
        return self._like_folded(expression, like)

    def _named(self, column: Column, like: Like) -> str:
        """One of the few things whose names fit."""
        fits = line_matcher(like)
        keys = [key for key, name in self.names(column).items() if fits(search_field([name]))]
        return f"{column.found_by} IN ({', '.join(map(str, keys))})" if keys else NOTHING

    def _like_plain(self, expression: str, like: Like) -> str:
        """Texts that are kept as they are: codes and numbers, compared without case."""
        pattern = "%".join(_escaped(piece.replace(GAP, " ")) for piece in like.pieces)
        pattern = ("" if like.at_start else "%") + pattern + ("" if like.at_end else "%")
        lower = f"lower({expression})" if self.is_sqlite else f'lower(({expression}) COLLATE "C")'
        return f"{lower} LIKE {self._parameter(pattern)} ESCAPE '!'"

    def _like_folded(self, expression: str, like: Like) -> str:
        """Texts of `order_search`: each of their values is a line."""
        pieces = [GAP.join(piece.split()) for piece in like.pieces]
        if len(pieces) == 1:
            wanted = (LINE + GAP if like.at_start else "") + pieces[0] + (LINE if like.at_end else "")
            test = self._holds(expression, wanted)
        elif self.is_sqlite:
            test = f"line_matches({expression}, {self._parameter(line_pattern(like))})"
        else:
            test = f"{expression} ~ {self._parameter(line_pattern(like))}"
        longest = max(pieces, key=len, default="")
        if self._walks or len(longest) < 3 or expression == "s.shipping":
            return test
        return f"{self._has_text(longest)} AND {test}"

    def _holds(self, expression: str, wanted: str) -> str:
        if self.is_sqlite:
            return f"instr({expression}, {self._parameter(wanted)}) > 0"
        return f"{expression} LIKE {self._parameter(_pattern(wanted))} ESCAPE '!'"

    # --- codes, numbers, days

    def _one_of(self, column: Column, codes: tuple[str, ...]) -> str:
        if column.tests:
            return " OR ".join(column.tests[code] for code in codes) or NOTHING
        if column.listed:
            return self._holds_one(column.found_by, codes)
        wanted = ", ".join(self._parameter(code) for code in codes)
        return _applied(column.found_by or column.sql, lambda inner: f"{inner} IN ({wanted})")

    def _holds_one(self, listed: str, codes: tuple[str, ...]) -> str:
        """The list has one of the codes. That it isn't empty is said too, for an index of those that aren't."""
        tests = [self._holds(f"',' || {listed} || ','", f",{code},") for code in codes if "," not in code]
        return f"{listed} <> '' AND ({' OR '.join(tests) or NOTHING})"

    def _between(self, column: Column, low: int | None, high: int | None) -> str:
        limits = [(">=", low), ("<=", high)]
        given = [(sign, self._parameter(value)) for sign, value in limits if value is not None]

        def compared(expression: str) -> str:
            return " AND ".join(f"{expression} {sign} {value}" for sign, value in given) or f"{expression} IS NOT NULL"

        return _applied(self._dated(column), compared)

    def _dated(self, column: Column) -> str:
        return column.gathered_by if column.gathered_by and not self._walks else column.found_by or column.sql

    def _present(self, column: Column) -> str:
        expression = self._dated(column)
        if column.listed or (column.show is Show.TEXT and not column.names):
            return f"{expression} <> ''"
        return _applied(expression, lambda inner: f"{inner} IS NOT NULL")


def _applied(template: str, compared: Callable[[str], str]) -> str:
    """The comparison of the expression, or of what stands in braces in it."""
    if "{" not in template:
        return compared(template)
    return _INNER.sub(lambda found: compared(found[1]), template)


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _pattern(wanted: str) -> str:
    return f"%{_escaped(wanted)}%"


def line_pattern(like: Like) -> str:
    """A regular expression for the value that fits, in a search field; both databases read it alike."""
    pieces = "[^\n]*".join(re.escape(GAP.join(piece.split())) for piece in like.pieces)
    return (LINE + GAP if like.at_start else "") + pieces + (LINE if like.at_end else "")


def line_matcher(like: Like) -> Callable[[str], bool]:
    """Whether a search field has a value that fits."""
    pattern = re.compile(line_pattern(like))
    return lambda text: pattern.search(text) is not None
