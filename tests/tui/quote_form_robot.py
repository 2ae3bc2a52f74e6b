"""A form of a quote, with a catalog that has one lamp."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Context, Terms
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.quoting import QuoteTerms
from sales_tui.tui.forms import make_form
from tests.tui.quote_forms import look_up, open_quote
from tests.tui.robot import NOW
from tests.tui.test_form_desk import Desk, Robot

D = Decimal


@asynccontextmanager
async def at_form(
    action: str, quote: Quote, size: tuple[int, int] = (120, 40), floor: str = "0", by: str = "ada"
) -> AsyncIterator[Robot]:
    """The form of that action on that quote, with a catalog that has one lamp."""
    context = Context(NOW, Terms(quotes=QuoteTerms(D(floor))), by=by)
    verb = ACTIONS[action]
    label = verb.shortcuts[0].label if verb.shortcuts else verb.title.lower()
    app = Desk(make_form(verb, label, {}, open_quote(quote), context, look_up))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Robot(app, pilot)


async def settled(robot: Robot) -> None:
    """What was looked up is there."""
    await robot.app.workers.wait_for_complete()
    await robot.pilot.pause()
    await robot.pilot.pause()
