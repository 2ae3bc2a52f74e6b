"""Entries of the journal, made by those who make them: the runner and what notes a declined payment."""

from __future__ import annotations

from sqlalchemy import Engine

from sales_tui.store import journal
from sales_tui.store.actor import Actor
from sales_tui.store.engine import writing
from sales_tui.store.requests import Outcome, Request
from sales_tui.store.runner import Runner
from tests.store.orders import NOW, add_order, new_runner


def do_some(engine: Engine) -> None:
    """Six entries on two new orders: the fifth by Łukasz, who types no zeros, the others by ada; the last refused."""
    first, second = add_order(engine), add_order(engine)
    for request in (
        Request("order.hold", first, {"comment": "check the address"}),
        Request("order.unhold", first),
        Request("order.invoice", first, {"items": [{"sku": "SKU-0", "qty": "2"}]}),
        Request("order.comment", second, {"comment": "is 100% sure"}),
    ):
        new_runner(engine).run([request])
    Runner(engine, Actor("root", "Łukasz", "desk-2"), lambda: NOW).run([Request("order.refund", first.lstrip("0"))])
    request = Request("order.invoice", second)
    declined = Outcome(request.action, second, "refused", "The payment system declined.", "payment.declined")
    with writing(engine) as connection:
        entries = [journal.Entry(request, declined, "order", int(second), {}, "")]
        journal.write(connection, entries, Actor("ada", "", "desk-1"), NOW)
