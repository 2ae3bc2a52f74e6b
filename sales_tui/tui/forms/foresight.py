"""Looks ahead on every change: at once for usual orders, in a thread for very large ones; the newest view counts."""

from __future__ import annotations

from functools import partial

from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from sales_tui.actions.base import Root
from sales_tui.actions.preview import Preview
from sales_tui.core.refusal import Refusal
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.records import Order
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Values

LARGE = 80
"""Lines of order and documents above which a preview may take longer than a frame."""

_PAUSE = 0.12
"""Seconds without a change before a large order is looked at."""

View = Preview | Refusal


class Foresight:
    """Previews for a form."""

    class Seen(Message):
        """A preview that was looked at in a thread."""

        def __init__(self, view: View, values: Values, asked: int) -> None:
            super().__init__()
            self.view = view
            self.values = values
            self.asked = asked

    def __init__(self, screen: Screen[None], case: Case) -> None:
        self._screen = screen
        self._case = case
        self._asked = 0
        self._timer: Timer | None = None
        root = case.opened.target.root
        self._large = _lines_of(root) > LARGE

    def ask(self, values: Values) -> View | None:
        """What these values would do; None: it is looked at, and comes as `Seen`."""
        self.forget()
        if not self._large:
            return self.now(values)
        self._timer = self._screen.set_timer(_PAUSE, partial(self._start, values, self._asked))
        return None

    def now(self, values: Values) -> View:
        """The same, waiting for it."""
        return self._case.look_ahead(values)

    def forget(self) -> None:
        """Nothing that is under way counts any more."""
        self._asked += 1
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def counts(self, seen: Seen) -> bool:
        """Whether a view is the one that was asked for last."""
        return seen.asked == self._asked

    def _start(self, values: Values, asked: int) -> None:
        def look() -> None:
            self._screen.post_message(self.Seen(self._case.look_ahead(values), values, asked))

        self._screen.run_worker(look, thread=True, exclusive=True, group="foresight")


def _lines_of(root: Root) -> int:
    """Lines of the order and of its documents, or of the quote."""
    if isinstance(root, Quote):
        return len(root.lines)
    return _lines_of_order(root) if isinstance(root, Order) else 0


def _lines_of_order(order: Order) -> int:
    invoiced = sum(len(invoice.lines) for invoice in order.invoices)
    return len(order.lines) + invoiced + sum(len(memo.lines) for memo in order.creditmemos)
