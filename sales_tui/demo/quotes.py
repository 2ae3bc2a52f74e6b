"""Quotes of the demo: in every status, made by the rules that staff's quotes are made by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from sales_tui.core.money import round_half_up
from sales_tui.demo.chance import pick, stream, whole
from sales_tui.demo.shop import shop
from sales_tui.rules import quote_items, quote_life, quote_log, quoting
from sales_tui.rules.quote_files import checked
from sales_tui.rules.quote_records import Quote, QuoteLine, QuoteLineMoney
from sales_tui.rules.quote_status import CREATED, ORDERED, REVIEWED
from sales_tui.rules.quoting import QuoteTerms
from sales_tui.rules.records import Order
from sales_tui.store.seed_quotes import Engine, Story, write_quotes

REPS = ("ada", "sam", "priya")
"""Who looks after the companies."""

GROUP = "Wholesale"

TERMS = QuoteTerms()

_NAMES = ("Autumn order", "Hut supplies", "Christmas gifts for the team", "Trial order", "Season start", "Refit")
_ASKED = (
    "Can you do something about the price? We'd take more next time.",
    "Wir brauchen ein Angebot bis Freitag.",
    "Delivery in two parts would be fine.",
    "Czy możliwy jest rabat przy tej ilości?",
)
_ANSWERED = ("That is our best price at this quantity.", "With free shipping, as last time.", "Gern – siehe Anhang.")
_REFUSED = ("Below our cost, sorry.", "We don't carry this any more.", "Please order at catalog price.")
_DAY = timedelta(days=1)


def add_quotes(engine: Engine, seed: int, now: datetime) -> int:
    """Add them for the buyers of the companies that there are; returns how many."""
    second = now.astimezone(UTC).replace(microsecond=0)
    return write_quotes(engine, [*stories(seed, second)], REPS, GROUP)


def stories(seed: int, now: datetime) -> list[Story]:
    """What becomes of them, the oldest first."""
    made = []
    for number, (steps, age) in enumerate(_PLOTS):
        teller = _Teller(stream(seed, "quote", number))
        last = now - timedelta(days=age, minutes=7 * number + 3)
        happenings = [
            (timedelta(hours=30 * (len(steps) - place - 1)), getattr(teller, step)) for place, step in enumerate(steps)
        ]
        made.append(Story(happenings, last, teller.skus, is_ordered=steps[-1] == "order"))
    return made


_OFFERED = ("request", "open", "send")
_PLOTS: Sequence[tuple[tuple[str, ...], int]] = (
    (("buy", "order"), 0),
    (("buy", "order"), 0),
    (("buy", "order"), 0),
    ((*_OFFERED, "expire"), 9),
    ((*_OFFERED, "expire"), 20),
    (("request", "decline"), 12),
    (("request", "open", "decline"), 5),
    (("request", "decline"), 2),
    ((*_OFFERED, "close"), 8),
    (("request", "close"), 4),
    ((*_OFFERED, "reply", "open", "send"), 6),
    ((*_OFFERED,), 5),
    ((*_OFFERED, "soon"), 3),
    ((*_OFFERED,), 2),
    ((*_OFFERED, "accept"), 1),
    ((*_OFFERED, "accept"), 0),
    ((*_OFFERED, "look"), 3),
    ((*_OFFERED, "look"), 1),
    ((*_OFFERED, "reply"), 2),
    ((*_OFFERED, "reply"), 1),
    ((*_OFFERED, "reply"), 0),
    (("request", "open"), 3),
    (("request", "open", "work"), 1),
    (("request", "open", "work"), 0),
    ((*_OFFERED, "reply", "open"), 0),
    (("draft",), 4),
    (("draft", "work"), 1),
    (("draft",), 0),
    (("request",), 3),
    (("request",), 2),
    (("request",), 1),
    (("request",), 0),
    (("request",), 0),
)
"""Steps of `_Teller`, and how many days ago the last of them was."""


class _Teller:
    """Tells one quote; every step is done to it at a moment."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        goods = [one.sku for one in shop().products.values() if one.kind == "simple" and not one.by_the_metre]
        self.skus = sorted({pick(rng, goods) for _ in range(whole(rng, 1, 5))})
        self._qtys = {sku: Decimal(whole(rng, 2, 12) * 5) for sku in self.skus}
        self._rep = pick(rng, REPS)

    def request(self, quote: Quote, at: datetime, _: Order | None) -> None:
        """The buyer asks."""
        quote_life.begin(quote, "", at, TERMS)
        quote.status, quote.name = CREATED, pick(self._rng, _NAMES)
        self._fill(quote)
        quote_log.note(quote, {}, "", quote.buyer_name, quote_log.CREATED)
        quote_log.say(quote, pick(self._rng, _ASKED), quote.buyer_name, us=False)

    def draft(self, quote: Quote, at: datetime, _: Order | None) -> None:
        """A seller begins one that the buyer doesn't see yet."""
        quote_life.begin(quote, self._rep, at, TERMS)
        quote.name = pick(self._rng, _NAMES)
        self._fill(quote)
        quote_log.note(quote, {}, "", self._rep, quote_log.CREATED)

    def _fill(self, quote: Quote) -> None:
        quote_items.put_items(quote, [{"sku": sku, "qty": qty} for sku, qty in self._qtys.items()])
        quote.shipping_method, quote.shipping_description = "freight", "Freight, to the door"
        quote.base.shipping_amount = Decimal(25)
        quote.money.shipping_amount = quoting.converted(quote, Decimal(25), "money")
        quoting.recalculate(quote)

    def open(self, quote: Quote, at: datetime, _: Order | None) -> None:
        """A seller takes it into work."""
        quote_life.take(quote, self._rep, take_over=True)

    def work(self, quote: Quote, at: datetime, _: Order | None) -> None:
        """Prices are offered, and a comment waits."""
        before = quote_log.facts(quote)
        self._offer(quote)
        quote_log.note(quote, before, quote.status, self._rep)
        quote_log.say(quote, pick(self._rng, _ANSWERED), self._rep, draft=True)

    def _offer(self, quote: Quote) -> None:
        kind = pick(self._rng, quoting.TYPES)
        total = quote.base.original_total
        values = {
            quoting.PERCENTAGE: Decimal(whole(self._rng, 4, 25)) / 2,
            quoting.AMOUNT: round_half_up(total / 20, 0),
            quoting.PROPOSED: round_half_up(total * Decimal("0.95"), 0),
        }
        quoting.negotiate(quote, kind, min(values[kind], total))
        for line in quote.lines:
            quoting.propose(quote, line, "", Decimal(0))
        if kind == quoting.PERCENTAGE:
            quoting.propose(quote, pick(self._rng, quote.lines), kind, Decimal(10))
        if self._rng.random() < 0.5:
            quote.proposed_shipping_amount = Decimal(15)
        quoting.recalculate(quote)

    def send(self, quote: Quote, at: datetime, _: Order | None) -> None:
        """It goes to the buyer."""
        before = quote_log.facts(quote)
        self._offer(quote)
        quote_log.note(quote, before, quote.status, self._rep)
        quote_life.send(quote, self._rep, at, TERMS, "")
        offer = checked("conditions.txt", f"Delivery within 14 days.\nOffer {quote.increment_id}.\n".encode())
        files = [offer] if self._rng.random() < 0.4 else []
        quote_log.say(quote, pick(self._rng, _ANSWERED), self._rep, files=files)

    def soon(self, quote: Quote, at: datetime, _: Order | None) -> None:
        """It ends in two days."""
        before = quote_log.facts(quote)
        quote_life.set_expiry(quote, (at + 5 * _DAY).date(), at)
        quote_log.note(quote, before, quote.status, self._rep)

    def accept(self, quote: Quote, at: datetime, _: Order | None) -> None:
        """The buyer says yes."""
        quote_life.accept(quote, quote.buyer_name, at)

    def look(self, quote: Quote, at: datetime, _: Order | None) -> None:
        """The buyer is changing it."""
        before, was = quote_log.facts(quote), quote.status
        quote.status = REVIEWED
        quote_log.note(quote, before, was, quote.buyer_name)

    def reply(self, quote: Quote, at: datetime, _: Order | None) -> None:
        """The buyer wants other quantities."""
        line = pick(self._rng, quote.lines)
        items = [{"sku": line.sku, "qty": line.qty + 5}]
        quote_life.change_by_buyer(quote, quote.buyer_name, items, at, TERMS)
        quote_log.say(quote, pick(self._rng, _ASKED), quote.buyer_name, us=False)

    def decline(self, quote: Quote, at: datetime, _: Order | None) -> None:
        """No."""
        quote_life.decline(quote, self._rep, pick(self._rng, _REFUSED))

    def close(self, quote: Quote, at: datetime, _: Order | None) -> None:
        """The buyer doesn't want it any more."""
        quote_life.close(quote, quote.buyer_name)

    def expire(self, quote: Quote, at: datetime, _: Order | None) -> None:
        """Its day came."""
        quote.expires_at = at - timedelta(minutes=1)
        quote_life.expire(quote, "system", at, TERMS)

    def buy(self, quote: Quote, at: datetime, order: Order | None) -> None:
        """It was accepted for what its order came to: catalog prices were a little higher."""
        assert order is not None
        quote_life.begin(quote, "", at - 3 * _DAY, TERMS)
        quote.store_id, quote.status = order.store_id, "submitted_by_admin"
        quote.base_currency_code, quote.quote_currency_code = order.base_currency_code, order.order_currency_code
        quote.base_to_quote_rate = order.base_to_order_rate
        for place, line in enumerate(order.lines, 1):
            price = line.base.price
            catalog = round_half_up(price * Decimal("1.08"), quote.base_digits)
            made = QuoteLine(line.sku, line.name, line.qty_ordered, position=place, weight=line.weight)
            made.is_virtual, made.base_cost = line.is_virtual, round_half_up(price * Decimal("0.6"), quote.base_digits)
            made.base = QuoteLineMoney(catalog, catalog)
            made.money = QuoteLineMoney(catalog, catalog)
            quote.lines.append(made)
            quoting.propose(quote, made, quoting.PROPOSED, price)
        quote.base.shipping_amount, quote.money.shipping_amount = (
            order.base.shipping_amount,
            order.money.shipping_amount,
        )
        quoting.recalculate(quote)
        quote.submitted_at = quote.accepted_at = at
        quote_log.note(quote, {}, "", quote.buyer_name, quote_log.CREATED)

    def order(self, quote: Quote, at: datetime, order: Order | None) -> None:
        """The order is made."""
        assert order is not None
        before, was = quote_log.facts(quote), quote.status
        quote.status, quote.order_id = ORDERED, order.id
        quote_log.note(quote, before, was, self._rep)
