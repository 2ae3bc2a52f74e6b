"""Which form belongs to which action on quotes."""

from __future__ import annotations

from collections.abc import Callable

from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Form
from sales_tui.tui.forms.doubt import declare_settle
from sales_tui.tui.forms.quote_answers import (
    declare_quote_accept,
    declare_quote_close,
    declare_quote_expire,
    declare_quote_reply,
)
from sales_tui.tui.forms.quote_edit import (
    declare_quote_create,
    declare_quote_draft,
    declare_quote_edit,
    declare_quote_open,
)
from sales_tui.tui.forms.quote_order import declare_quote_order
from sales_tui.tui.forms.quote_prices import declare_update_prices
from sales_tui.tui.forms.quote_steps import (
    declare_quote_attach,
    declare_quote_comment,
    declare_quote_decline,
    declare_quote_send,
)

QUOTES: dict[str, Callable[[Case], Form]] = {
    "quote.create": declare_quote_create,
    "quote.edit": declare_quote_edit,
    "quote.open": declare_quote_open,
    "quote.draft": declare_quote_draft,
    "quote.send": declare_quote_send,
    "quote.decline": declare_quote_decline,
    "quote.comment": declare_quote_comment,
    "quote.attach": declare_quote_attach,
    "quote.update_prices": declare_update_prices,
    "quote.accept": declare_quote_accept,
    "quote.close": declare_quote_close,
    "quote.reply": declare_quote_reply,
    "quote.order": declare_quote_order,
    "quote.expire": declare_quote_expire,
    "quote.settle": declare_settle,
}
"""Name of an action on quotes -> its form."""
