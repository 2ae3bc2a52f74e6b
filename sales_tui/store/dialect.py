"""What grid queries write alike for both databases, in PostgreSQL's words."""

from __future__ import annotations

import re
from functools import cache

from sales_tui.core.folding import fold

_FOLDED = re.compile(r"folded\(([^()]*)\)")

_LETTERS = (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00))
"""Latin, Greek and Cyrillic."""

_ACCENTS = range(0x300, 0x370)


def for_postgres(sql: str) -> str:
    """SQL as SQLite takes it, for PostgreSQL."""
    sql = sql.replace("group_concat(", "string_agg(")
    return _FOLDED.sub(lambda found: _folded(found[1]), sql) if "folded(" in sql else sql


def _folded(expression: str) -> str:
    """What `core.folding.fold` does, for the letters of most names."""
    several, single = _folds()
    for letter, letters in several.items():
        expression = f"replace({expression}, '{letter}', '{letters}')"
    accents = "".join(map(chr, _ACCENTS))
    # What has no letter in the same place of the second list is taken away.
    return f"translate({expression}, '{''.join(single)}{accents}', '{''.join(single.values())}')"


@cache
def _folds() -> tuple[dict[str, str], dict[str, str]]:
    """Letters that become several, and letters that become another one."""
    folds = {chr(code): fold(chr(code)) for code in _LETTERS}
    plain = {letter: letters for letter, letters in folds.items() if letters.isalpha() and letters != letter}
    several = {letter: letters for letter, letters in plain.items() if len(letters) > 1}
    return several, {letter: letters for letter, letters in plain.items() if len(letters) == 1}
