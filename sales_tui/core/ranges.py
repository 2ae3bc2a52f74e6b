"""Sets of record ids as short texts: "1-5,9"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

_PART = re.compile(r"(\d{1,18})(?:-(\d{1,18}))?", re.ASCII)


def write_ranges(ids: Iterable[int]) -> str:
    """Ascending ids, none negative and none twice, as text."""
    return ",".join(str(one[0]) if len(one) == 1 else f"{one[0]}-{one[-1]}" for one in ranges(ids))


def read_ranges(text: str) -> Iterator[range]:
    """The ranges of a text. What is none is left out, so that any text can be read."""
    # Part by part: a list of all of them would take far more room than the text.
    for found in re.finditer(r"[^,]+", text):
        if part := _PART.fullmatch(found[0]):
            low = int(part[1])
            yield range(low, int(part[2] or low) + 1)


def ids_of(text: str, limit: int) -> Iterator[int]:
    """The ids of a text, at most so many."""
    return islice((one for some in read_ranges(text) for one in some), limit)


def ranges(ids: Iterable[int]) -> Iterator[range]:
    """Ascending ids as ranges without gaps."""
    start = end = 0
    for one in ids:
        if one == end > start:
            end += 1
            continue
        if end > start:
            yield range(start, end)
        start, end = one, one + 1
    if end > start:
        yield range(start, end)
