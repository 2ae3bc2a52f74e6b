"""Cancel a billing agreement, and delete a cancelled one."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Shortcut, Target
from sales_tui.core.money import ZERO
from sales_tui.core.refusal import Refusal
from sales_tui.rules.gateway import Call, Operation
from sales_tui.rules.payment_records import CANCELED


@dataclass(frozen=True, slots=True)
class EndAgreement(Command):
    """End it."""


def why_not_cancel(target: Target, context: Context) -> Refusal | None:
    """RULES.md §8: only if not canceled; its payment system is told, so it has to be there."""
    agreement = target.agreement
    name = f"Billing agreement {agreement.increment_id}"
    if agreement.status == CANCELED:
        return Refusal("agreement.canceled", f"{name} is cancelled already.")
    method = context.terms.methods.get(agreement.method_code)
    if method is None or not method.can_use_agreements:
        return Refusal(
            "payment.no_gateway",
            f"{name} is one of '{agreement.method_code}', which can't be told from here; cancel it there.",
        )
    return None


def cancel(target: Target, command: EndAgreement, context: Context) -> Done:
    """Tells the payment system; there is no way back."""
    agreement = target.agreement
    context.ask(Call(Operation.REVOKE, agreement.method_code, ZERO, "", source=agreement.reference_id))
    agreement.status = CANCELED
    return Done(f"Billing agreement {agreement.increment_id} is cancelled; its orders stay.")


def why_not_delete(target: Target, context: Context) -> Refusal | None:
    """RULES.md §0.6: only when cancelled."""
    agreement = target.agreement
    if agreement.status == CANCELED:
        return None
    return Refusal(
        "agreement.active", f"Billing agreement {agreement.increment_id} is active; cancel it before you delete it."
    )


def delete(target: Target, command: EndAgreement, context: Context) -> Done:
    """Deletes it; the orders paid by it stay."""
    target.agreement.is_deleted = True
    return Done(f"Billing agreement {target.agreement.increment_id} is deleted; its orders stay.")


CANCEL = Action(
    name="agreement.cancel",
    title="Cancel",
    past="cancelled",
    help="End the agreement at the payment system: nothing can be charged by it any more, and there is no way back.",
    permission="agreement.cancel",
    target="agreement",
    command=EndAgreement,
    why_not=why_not_cancel,
    handle=cancel,
    shortcuts=(Shortcut("x", "cancel"),),
)
DELETE = Action(
    name="agreement.delete",
    title="Delete",
    past="deleted",
    help="Delete a cancelled agreement; the orders paid by it stay.",
    permission="agreement.delete",
    target="agreement",
    command=EndAgreement,
    why_not=why_not_delete,
    handle=delete,
    shortcuts=(Shortcut("d", "delete"),),
)
