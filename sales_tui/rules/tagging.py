"""Words of the staff's own on orders: urgent, gift-wrap, VIP."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules.guards import ensure
from sales_tui.rules.records import Order

LONGEST = 40
"""Characters of a tag."""

MOST = 40
"""Tags of an order."""

_BETWEEN = re.compile(r"[,\s]+")
_MEANT = ("any", "none")
"""What filters mean something else by."""


def tags_of(order: Order) -> list[str]:
    """The order's tags, sorted."""
    return split(order.tags)


def split(stored: str) -> list[str]:
    """Tags as they are stored, one by one."""
    return stored.split(",") if stored else []


def read(text: str) -> list[str]:
    """The tags that somebody wrote between commas or blanks, each once. Raises Refused for what is none."""
    words = list(dict.fromkeys(_folded(word) for word in _BETWEEN.split(text) if word))
    if not words:
        raise Refused("tag.missing", "Name at least one tag.")
    for word in words:
        if not _is_tag(word):
            raise Refused("tag.invalid", f"'{word}' is no tag: a tag has letters, digits, - and _ only.")
        if len(word) > LONGEST:
            raise Refused("tag.invalid", f"'{word[:20]}…' is too long: a tag has at most {LONGEST} characters.")
        if word in _MEANT:
            raise Refused("tag.invalid", f"'{word}' can't be a tag: the filter tag:{word} means something else.")
    return words


def tag(order: Order, words: Iterable[str]) -> list[str]:
    """Put tags on the order; returns those that are new. Raises Refused."""
    there = tags_of(order)
    new = [word for word in words if word not in there]
    ensure(_nothing_new(order, list(words)) if not new else None)
    if len(there) + len(new) > MOST:
        raise Refused("tag.too_many", f"Order {order.increment_id} would have more than {MOST} tags.")
    order.tags = ",".join(sorted([*there, *new]))
    return new


def why_not_untag(order: Order) -> Refusal | None:
    """Why no tag can be taken off, or None."""
    return None if order.tags else Refusal("tag.none", f"Order {order.increment_id} has no tag.")


def untag(order: Order, words: Iterable[str]) -> list[str]:
    """Take tags off the order; returns those that were there. Raises Refused."""
    ensure(why_not_untag(order))
    there, wanted = tags_of(order), list(words)
    gone = [word for word in wanted if word in there]
    if not gone:
        named = _listed(wanted)
        raise Refused("tag.not_there", f"Order {order.increment_id} isn't tagged {named}, but {_listed(there)}.")
    order.tags = ",".join(word for word in there if word not in gone)
    return gone


def _folded(word: str) -> str:
    """In no case, and in one spelling of its accents."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).casefold())


def _is_tag(word: str) -> bool:
    """Letters and digits of any script, with the marks that belong to them; at least one of them is there."""
    kinds = {unicodedata.category(char)[0] for char in word if char not in "-_"}
    return bool(kinds & {"L", "N"}) and kinds <= {"L", "N", "M"}


def _nothing_new(order: Order, words: list[str]) -> Refusal:
    return Refusal("tag.there", f"Order {order.increment_id} is tagged {_listed(words)} already.")


def _listed(words: list[str]) -> str:
    return ", ".join(words)
