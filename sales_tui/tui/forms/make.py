"""Which declaration belongs to which action, and the screen made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sales_tui.actions.base import Action, Context
from sales_tui.tui.forms.account import declare_account_correct, declare_account_limit, declare_account_pay
from sales_tui.tui.forms.agreement import declare_agreement_cancel, declare_agreement_delete
from sales_tui.tui.forms.case import Case, LookUp
from sales_tui.tui.forms.comment import declare_comment, declare_document_comment
from sales_tui.tui.forms.declare import Beside, Block, Entry, Form
from sales_tui.tui.forms.doubt import declare_settle
from sales_tui.tui.forms.fulfil import declare_fulfil
from sales_tui.tui.forms.invoice import declare_invoice
from sales_tui.tui.forms.kinds import plain_form
from sales_tui.tui.forms.marking import (
    declare_archive,
    declare_reinstate,
    declare_restore,
    declare_status,
    declare_tag,
    declare_uncomment,
    declare_untag,
)
from sales_tui.tui.forms.payment import (
    declare_accept,
    declare_deny,
    declare_fetch,
    declare_pay_out,
    declare_release_money,
    declare_take_back,
)
from sales_tui.tui.forms.print_queue import declare_print, declare_remove
from sales_tui.tui.forms.quotes import QUOTES
from sales_tui.tui.forms.refund import declare_refund
from sales_tui.tui.forms.reorder import declare_reorder
from sales_tui.tui.forms.returns import RETURNS
from sales_tui.tui.forms.screen import ActionForm
from sales_tui.tui.forms.settle import declare_invoice_cancel, declare_payment
from sales_tui.tui.forms.ship import declare_ship
from sales_tui.tui.forms.stop import declare_cancel, declare_hold, declare_release
from sales_tui.tui.forms.tracking import declare_track, declare_untrack

if TYPE_CHECKING:
    from sales_tui.store.desk import Opened

FORMS: dict[str, Callable[[Case], Form]] = {
    "order.invoice": declare_invoice,
    "order.ship": declare_ship,
    "order.fulfil": declare_fulfil,
    "order.print": declare_print,
    "invoice.print": declare_print,
    "shipment.print": declare_print,
    "creditmemo.print": declare_print,
    "print.remove": declare_remove,
    "order.refund": declare_refund,
    "order.hold": declare_hold,
    "order.unhold": declare_release,
    "order.cancel": declare_cancel,
    "order.comment": declare_comment,
    "order.reorder": declare_reorder,
    "order.void": declare_release_money,
    "order.accept_payment": declare_accept,
    "order.deny_payment": declare_deny,
    "order.settle": declare_settle,
    "invoice.capture": declare_payment,
    "invoice.void": declare_take_back,
    "invoice.cancel": declare_invoice_cancel,
    "invoice.reinstate": declare_reinstate,
    "order.tag": declare_tag,
    "order.untag": declare_untag,
    "order.status": declare_status,
    "order.archive": declare_archive,
    "order.restore": declare_restore,
    **{
        f"{kind}.uncomment": declare_uncomment
        for kind in ("order", "invoice", "shipment", "creditmemo", "return", "quote")
    },
    "invoice.comment": declare_document_comment,
    "shipment.comment": declare_document_comment,
    "creditmemo.pay_out": declare_pay_out,
    "creditmemo.comment": declare_document_comment,
    "shipment.track": declare_track,
    "shipment.untrack": declare_untrack,
    "transaction.fetch": declare_fetch,
    "agreement.cancel": declare_agreement_cancel,
    "agreement.delete": declare_agreement_delete,
    "agreement.settle": declare_settle,
    "account.pay": declare_account_pay,
    "account.correct": declare_account_correct,
    "account.limit": declare_account_limit,
    **QUOTES,
    **RETURNS,
}
"""Name of an action -> its form. An action that isn't here gets a field for each of its parameters."""


def make_form(
    action: Action,
    label: str,
    preset: Mapping[str, Any],
    opened: Opened,
    context: Context,
    look_up: LookUp | None = None,
) -> ActionForm:
    """The form for an action on an opened record; `label` is the verb on its key, `preset` what it has chosen.

    With `look_up` products can be found in the catalog.
    """
    case = Case(action, label, preset, opened, context)
    if look_up is not None:
        case = replace(case, look_up=look_up)
    form = FORMS.get(action.name, plain_form)(case)
    return ActionForm(case, replace(form, blocks=tuple(_preset(block, preset) for block in form.blocks)))


def _preset(block: Block, preset: Mapping[str, Any]) -> Block:
    if isinstance(block, Beside):
        return Beside(tuple(_filled(one, preset) if isinstance(one, Entry) else one for one in block.entries))
    return _filled(block, preset) if isinstance(block, Entry) else block


def _filled(entry: Entry, preset: Mapping[str, Any]) -> Entry:
    if entry.takes_preset and entry.name in preset:
        return replace(entry, preset=preset[entry.name])
    return entry
