"""The forms that lead a return on: authorize, receive, approve; deny, reject; take back, close."""

from __future__ import annotations

from collections.abc import Callable

from sales_tui.actions.preview import Preview
from sales_tui.actions.return_step import RefuseReturn, StepReturn
from sales_tui.core.money import STORED_DIGITS, ZERO, plain
from sales_tui.rules.return_records import Return, ReturnItem
from sales_tui.rules.return_status import LABELS
from sales_tui.rules.return_steps import STEPS, present
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Column, Entry, Form, LineRow, Lines, Outcome
from sales_tui.tui.forms.return_words import item_notes, pieces_of, return_facts, rma_of
from sales_tui.tui.forms.words import listed, pieces

_QTYS = (("asked for", "qty_requested"), ("allowed", "qty_authorized"), ("arrived", "qty_returned"))
_SHOWN = {"authorize": 1, "receive": 2, "approve": 3, "reject": 3, "deny": 2, "take_back": 2}
"""How many of the quantities a step shows: those that have come about."""

_THEN = {
    "authorize": "The customer may send {} back.",
    "receive": "{} arrived, to be looked at next.",
    "approve": "{} accepted: counted as returned, to be refunded or exchanged next.",
    "reject": "{} not accepted; nothing is given for them.",
    "deny": "{} may not come back.",
    "take_back": "{} taken back: what was allowed waits for our answer again, what was asked for is asked no more.",
}


def declare_step(step: str) -> Callable[[Case], Form]:
    """The form of a step: the pieces that can take it, all of them filled in."""

    def declare(case: Case) -> Form:
        return Form(
            blocks=(_lines(case, step), _comment(step)),
            outcome=lambda seen: _outcome(case, step, seen),
            facts=return_facts(case),
            points={"return": "items", "item": "items"},
            refusals={"return.zero": f"Type how many pieces to {STEPS[step].verb}, or * for all that can."},
        )

    return declare


def declare_close(case: Case) -> Form:
    """What is still open of it."""
    waiting = pieces_of(rma_of(case), "pending", "authorized", "received")
    open_words = f"{pieces(waiting).capitalize()} of it {'is' if waiting == 1 else 'are'} not done." if waiting else ""
    stays = "It can't be changed any more then; it still takes comments."
    return Form(blocks=(), outcome=lambda seen: Outcome(listed((open_words, stays))), facts=return_facts(case))


def _comment(step: str) -> Entry:
    if step in ("deny", "reject"):
        return Entry("comment", "Reason", missing="Say why first: the customer will ask.", takes_preset=False)
    return Entry("comment", "Comment", beside="internal")


def _lines(case: Case, step: str) -> Lines:
    rma, shown = rma_of(case), _QTYS[: _SHOWN[step]]
    columns = tuple(Column(label, priority=len(shown) - at) for at, (label, _) in enumerate(shown))
    ready = (item for item in rma.lines if item.status in STEPS[step].sources)
    rows = tuple(step_row(case, item, tuple(plain(getattr(item, name)) for _, name in shown)) for item in ready)
    return Lines(rows, columns, STEPS[step].verb, key="entity_id")


def step_row(case: Case, item: ReturnItem, cells: tuple[str, ...]) -> LineRow:
    """An item of the return with all its pieces filled in."""
    line, qty = case.order.line(item.order_item_id), present(item)
    assert item.entity_id is not None
    return LineRow(
        line_id=item.entity_id,
        item_id=item.entity_id,
        sku=line.sku,
        name=line.name,
        cells=cells,
        open=qty,
        preset=qty,
        full=qty,
        decimals=STORED_DIGITS if line.is_qty_decimal else 0,
        notes=item_notes(case, item),
    )


def _outcome(case: Case, step: str, seen: Preview) -> Outcome:
    command = seen.command
    assert isinstance(command, StepReturn | RefuseReturn)
    qty = pieces(sum((entry["qty"] for entry in command.items or ()), ZERO))
    return Outcome(listed((_capital(_THEN[step].format(qty)), becomes(rma_of(case), seen))), figure=qty)


def becomes(before: Return, seen: Preview) -> str:
    """What the return becomes, as a sentence."""
    after = next((one for one in seen.order.returns if one.id == before.id), before)
    old, new = LABELS.get(before.status, before.status), LABELS.get(after.status, after.status)
    return f"The return stays {new}." if old == new else f"The return becomes {new}."


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
