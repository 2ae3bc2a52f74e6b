"""The forms of returns, by the names of their actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.comment import declare_document_comment
from sales_tui.tui.forms.declare import Form
from sales_tui.tui.forms.parcel import declare_parcel
from sales_tui.tui.forms.return_create import declare_return_create
from sales_tui.tui.forms.return_settle import declare_return_settle
from sales_tui.tui.forms.return_step import declare_close, declare_step
from sales_tui.tui.forms.tracking import declare_track, declare_untrack

RETURNS: Mapping[str, Callable[[Case], Form]] = {
    "return.create": declare_return_create,
    **{
        f"return.{step}": declare_step(step)
        for step in ("authorize", "receive", "approve", "deny", "reject", "take_back")
    },
    "return.settle": declare_return_settle,
    "return.parcel": declare_parcel,
    "return.close": declare_close,
    "return.comment": declare_document_comment,
    "return.track": declare_track,
    "return.untrack": declare_untrack,
}
