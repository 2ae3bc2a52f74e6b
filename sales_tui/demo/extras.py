"""What makes an order look real: notes, gift messages, wrapping, addresses on the net, texts that test screens."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from sales_tui.demo.chance import pick, whole
from sales_tui.demo.draft import Draft, Gift
from sales_tui.demo.people import texts

NOTES, GIFTS, ITEM_GIFTS, WRAPPED, NASTY, VISITORS = 0.07, 0.05, 0.02, 0.03, 0.01, 0.9
"""Shares of orders with a note, a message, a message on a line, paper, a text that tests screens, a known address."""

LONG = 5_000
"""Characters of a very long comment."""


def decorate(rng: Random, draft: Draft) -> None:
    """Add what buyers add."""
    if rng.random() < VISITORS:
        draft.remote_ip = _remote_ip(rng)
    if rng.random() < NOTES:
        draft.note = remark(rng, "notes")
    if rng.random() < GIFTS:
        draft.gifts.append(_message(rng, draft, None))
    if rng.random() < ITEM_GIFTS:
        draft.gifts.append(_message(rng, draft, 1))
    if draft.shipping and rng.random() < WRAPPED:
        paper = pick(rng, texts()["wrappings"])
        draft.gifts.append(Gift(None, wrapping=paper, gift_receipt=rng.random() < 0.5))
    if draft.shipping and rng.random() < NASTY:
        draft.shipping = replace(draft.shipping, street=pick(rng, texts()["nasty"]))


def remark(rng: Random, topic: str) -> str:
    """One of the texts on a topic; once in a while one that tests the screen."""
    chance = rng.random()
    if chance < 0.01:
        topic = "nasty"
    elif chance < 0.013:
        sentence: str = texts()["long_sentence"]
        return (sentence * (LONG // len(sentence) + 1))[:LONG]
    lines: list[str] = texts()[topic]
    return pick(rng, lines)


def _message(rng: Random, draft: Draft, line_id: int | None) -> Gift:
    recipient = draft.shipping or draft.billing
    return Gift(line_id, draft.billing.firstname, recipient.firstname, remark(rng, "gift_messages"))


def _remote_ip(rng: Random) -> str:
    """An address out of the blocks that are kept for documentation."""
    if rng.random() < 0.2:
        return f"2001:db8::{whole(rng, 1, 0xFFFF):x}"
    return f"{pick(rng, ('192.0.2', '198.51.100', '203.0.113'))}.{whole(rng, 1, 254)}"
