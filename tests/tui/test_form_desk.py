"""Records and a small application for the tests of forms, and what every form has in common."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Static

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Context, Document, Target, Terms
from sales_tui.rules import invoicing, returning, shipping
from sales_tui.rules.payment_records import Account, Agreement, Transaction
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.records import CreditMemo, Invoice, Line, LineMoney, Order, OrderMoney, Shipment, Track
from sales_tui.rules.remarks import Remark
from sales_tui.rules.returning import Asked, ReturnTerms
from sales_tui.store.desk import Opened
from sales_tui.tui.forms import ActionForm, make_form
from sales_tui.tui.forms.make import FORMS
from sales_tui.tui.forms.message import MessageLine
from tests.tui.quote_forms import quote_for

D = Decimal
CONTEXT = Context(datetime(2026, 11, 23, 10, 41, tzinfo=UTC))


def make_order(*, rate: str = "1", currency: str = "USD", method: str = "checkmo", more: int = 0) -> Order:
    """Two mugs at 40.00 and a T-shirt at 20.00, shipping 5.00, tax 7.00: 112.00; and further lines of 1.00 each."""
    factor = D(rate)

    def line(key: int, sku: str, name: str, qty: int, price: str, tax: str) -> Line:
        def money(by: Decimal) -> LineMoney:
            return LineMoney(price=D(price) * by, row_total=D(price) * qty * by, tax_amount=D(tax) * by)

        return Line(
            id=key,
            item_id=100 + key,
            sku=sku,
            name=name,
            qty_ordered=D(qty),
            weight=D("0.4"),
            money=money(factor),
            base=money(D(1)),
        )

    lines = [line(1, "MUG-BLUE", "Mug, blue", 2, "40.00", "5.60"), line(2, "TEE-M", "T-shirt, M", 1, "20.00", "1.40")]
    lines += [line(key, f"SKU-{key:03}", f"Thing {key}", 1, "1.00", "0.00") for key in range(3, 3 + more)]

    def totals(by: Decimal) -> OrderMoney:
        subtotal, total = D(100 + more) * by, D(112 + more) * by
        return OrderMoney(
            subtotal=subtotal, tax_amount=D(7) * by, shipping_amount=D(5) * by, grand_total=total, total_due=total
        )

    return Order(
        id=1,
        increment_id="000012301",
        payment_method=method,
        order_currency_code=currency,
        base_to_order_rate=factor,
        lines=lines,
        money=totals(factor),
        base=totals(D(1)),
    )


def pay(order: Order, qtys: Mapping[int, Decimal] | None = None, *, paid: bool = True) -> Invoice:
    """Invoice the order, or those quantities."""
    invoice = invoicing.prepare(order, qtys)
    invoice.id = len(order.invoices) + 1
    invoice.increment_id = f"00000000{invoice.id}"
    invoicing.register(order, invoice, paid=paid)
    return invoice


def send(order: Order, *numbers: str) -> Shipment:
    """Ship all of the order."""
    shipment = shipping.prepare(order, tracks=[Track("ups", "UPS", number) for number in numbers])
    shipment.id = len(order.shipments) + 1
    shipment.increment_id = f"10000000{shipment.id}"
    shipping.register(order, shipment)
    return shipment


def open_order(order: Order, document: Document | None = None, **rest: Any) -> Opened:
    """As the database would give it."""
    record = {
        "increment_id": order.increment_id,
        "billing_address": {"firstname": "Ana", "lastname": "Silva"},
        "customer_email": "ana@example.com",
        "items": [],
        "extension_attributes": {},
    } | rest
    return Opened(record, record, Target(order, document))


class Desk(App[None]):
    """Pushes one form, and keeps what it posts."""

    def __init__(self, form: ActionForm) -> None:
        super().__init__()
        self.form = form
        self.submitted: list[ActionForm.Submitted] = []
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static("the grid")

    def on_mount(self) -> None:
        self.push_screen(self.form)

    def on_action_form_submitted(self, event: ActionForm.Submitted) -> None:
        self.submitted.append(event)

    def on_key(self, event: events.Key) -> None:
        self.heard.append(event.key)


class Robot:
    """Hands and eyes of a person at a form."""

    def __init__(self, app: Desk, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.form = app.form

    async def type(self, *keys: str) -> None:
        """Press keys; a text of several characters that is no key's name is typed letter by letter."""
        for key in keys:
            await self.pilot.press(*([key] if key in KEYS else _named(key)))
        await self.pilot.pause()

    async def burst(self, text: str) -> None:
        """All characters at once, as a scanner sends them; a line end is enter."""
        for char in text:
            self.app.post_message(events.Key("enter", "\r") if char == "\n" else events.Key(char, char))
        await self.pilot.pause()
        await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """What the terminal hands over as pasted."""
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()
        await self.pilot.pause()

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """What is on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    def line(self, start: str) -> str:
        """The line that starts like this, but for the sign of the current field."""
        return next(line for line in self.lines if line.strip(" ▌").startswith(start))

    @property
    def here(self) -> str:
        """The line with the sign of the current field."""
        return next((line for line in self.lines if line.strip().startswith("▌")), "")

    @property
    def sentence(self) -> str:
        """What is said above the keys."""
        return self.form.query_one(MessageLine).sentence

    @property
    def values(self) -> dict[str, Any]:
        """What was submitted last."""
        return dict(self.app.submitted[-1].values)


KEYS = frozenset(
    """enter tab shift+tab up down left right f2 f5 ctrl+s ctrl+n ctrl+u ctrl+x
    escape space backspace pagedown home end""".split()
)


def _named(text: str) -> list[str]:
    names = {" ": "space", ",": "comma", ".": "full_stop", "*": "asterisk", "-": "minus", "%": "percent_sign"}
    return [names.get(char, char) for char in text]


@asynccontextmanager
async def form_for(
    action: str,
    opened: Opened,
    *,
    preset: Mapping[str, Any] | None = None,
    size: tuple[int, int] = (120, 40),
    terms: Terms | None = None,
) -> AsyncIterator[Robot]:
    """The form of that action on a screen of that size."""
    context = CONTEXT if terms is None else Context(CONTEXT.now, terms)
    verb = ACTIONS[action].shortcuts[0].label if ACTIONS[action].shortcuts else ACTIONS[action].title.lower()
    app = Desk(make_form(ACTIONS[action], verb, preset or {}, opened, context))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Robot(app, pilot)


def target_for(action: str) -> Opened:
    """A record on which the action is possible."""
    order = make_order()
    if action.startswith("agreement"):
        opened = open_order(order)
        return Opened(opened.record, {}, Target(Agreement(1, order.increment_id, "B-77", "sandbox")))
    if action.endswith("uncomment"):
        return commented(action.removesuffix(".uncomment"))
    if action.startswith("quote"):
        return quote_for(action)
    if action.startswith("return"):
        return return_for(action, order)
    if action.startswith("account"):
        account = Account(1, order.increment_id, "company_credit", "Ana Silva", "USD", D(-20), D(50))
        return Opened({"increment_id": order.increment_id, "owner": "Ana Silva"}, {}, Target(account))
    if action == "transaction.fetch":
        order.transactions.append(Transaction("T1", "authorization", D(112), id=1))
        return Opened(open_order(order).record, open_order(order).order, Target(order, order.transactions[0]))
    if action == "creditmemo.pay_out":
        order.creditmemos.append(CreditMemo(id=1, increment_id="200000001"))
        return open_order(order, order.creditmemos[0])
    if action in ("invoice.capture", "invoice.cancel"):
        return open_order(order, pay(order, paid=False))
    if action == "invoice.reinstate":
        invoice = pay(order, paid=False)
        invoicing.cancel(order, invoice)
        return open_order(order, invoice)
    if action == "order.status":
        pay(order)
    if action == "order.untag":
        order.tags = "urgent"
    if action == "order.archive":
        order.state = order.status = "complete"
    if action == "order.restore":
        order.archived_at = CONTEXT.now
    if action in ("invoice.comment", "invoice.void"):
        return open_order(order, pay(order))
    if action == "creditmemo.comment" or action.startswith("shipment"):
        return open_order(order, send(order, "1Z1"))
    if action == "order.refund":
        pay(order)
    if action == "order.unhold":
        order.hold_before_state, order.hold_before_status = "new", "pending"
        order.state = order.status = "holded"
    return open_order(order)


def commented(kind: str) -> Opened:
    """A record with two comments that were written here."""
    opened = quote_for("quote.comment") if kind == "quote" else target_for(f"{kind}.comment")
    root, record = opened.target.root, opened.target.document or opened.target.root
    assert isinstance(root, Order | Quote)
    assert record.id is not None
    at = CONTEXT.now
    root.remarks = [Remark(kind, record.id, key, at, text) for key, text in ((1, "first"), (2, "second"))]
    return opened


def return_for(action: str, order: Order) -> Opened:
    """An order that was sent, with a return that is as far as the action needs it."""
    pay(order)
    send(order, "1Z1")
    if action == "return.create":
        return open_order(order)
    asked = Asked({"sku": "MUG-BLUE", "qty": D(1)}, "wrong_size", resolution="refund")
    rma = returning.create(order, [asked], ReturnTerms(), CONTEXT.now)
    rma.id, rma.increment_id = 1, order.increment_id
    rma.lines[0].entity_id = 7
    rma.tracks.append(Track("ups", "UPS", "1Z2"))
    steps = ("authorize", "receive", "approve")
    verb = action.removeprefix("return.")
    reached = {"settle": 3, "reject": 2}.get(verb, steps.index(verb) if verb in steps else 0)
    for step in steps[:reached]:
        returning.advance(order, rma, step, None, CONTEXT.now)
    return Opened({"increment_id": rma.increment_id, "items": []}, open_order(order).order, Target(order, rma))


def test_every_action_has_a_form_of_its_own() -> None:
    assert set(FORMS) == set(ACTIONS)


@pytest.mark.parametrize("action", sorted(FORMS))
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_number_and_name_above_and_f2_below(action: str, size: tuple[int, int]) -> None:
    async with form_for(action, target_for(action), size=size) as robot:
        first, last = robot.lines[0], robot.lines[-1]
        assert first.strip().startswith(ACTIONS[action].title)
        assert "000012301" in first
        assert "Ana Silva" in first
        assert last.strip().startswith("F2  ")
        assert "escape  leave" in last
        assert all(len(line) <= size[0] for line in robot.lines)


@pytest.mark.parametrize("action", sorted(FORMS))
async def test_enter_never_submits_and_escape_leaves(action: str) -> None:
    async with form_for(action, target_for(action)) as robot:
        await robot.type(*["enter"] * 12)
        assert robot.app.screen is robot.form
        await robot.type("escape")
        assert robot.app.screen is not robot.form
        assert robot.app.submitted == []


@pytest.mark.parametrize("action", sorted(FORMS))
def test_no_mail_is_promised(action: str) -> None:
    opened = target_for(action)
    form = make_form(ACTIONS[action], "x", {"notify": True}, opened, CONTEXT)
    assert "notify" not in repr(form.form.blocks)
