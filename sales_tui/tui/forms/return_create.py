"""The form of a new return: what comes back, why, in which condition, and what the customer wants for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from sales_tui.actions.preview import Preview
from sales_tui.core.money import STORED_DIGITS, ZERO, plain
from sales_tui.rules import returning
from sales_tui.rules.records import Line
from sales_tui.rules.return_terms import OTHER
from sales_tui.tui.forms.case import Case, item_id
from sales_tui.tui.forms.cell_table import CellTable
from sales_tui.tui.forms.cells import Cell, CellRow, Options, Pick, Quantity, Words
from sales_tui.tui.forms.declare import Column, Entry, Form, Outcome, Own, Values
from sales_tui.tui.forms.field import Host, Wrong
from sales_tui.tui.forms.return_words import returns_under_way
from sales_tui.tui.forms.words import listed, pieces

REASON, CONDITION, RESOLUTION = 1, 2, 3
"""Places of the choices among the cells."""


def declare_return_create(case: Case) -> Form:
    """The lines that can come back, each with its choices; a comment."""
    order = case.order
    left = {line.id: qty for line in order.lines if (qty := returning.returnable(order, line))}
    back = sum(left.values(), ZERO)
    return Form(
        blocks=(
            *returns_under_way(case),
            Own(lambda host: ReturnLines(host, case, left)),
            Entry("customer_custom_email", "E-mail", beside="if the answer goes elsewhere than to the order's"),
            Entry("comment", "Comment", beside="internal"),
        ),
        outcome=lambda seen: _outcome(seen),
        facts=(f"{pieces(back)} can come back",),
        points={"return": "items", "item": "items"},
        prompt="Type how many pieces come back, or * for all of them.",
        verb="ask for",
    )


def _outcome(seen: Preview) -> Outcome:
    rma = seen.order.returns[-1]
    total = sum((one.qty_requested for one in rma.lines), ZERO)
    waits = "waits" if total == 1 else "wait"
    return Outcome(
        listed((f"{pieces(total).capitalize()} {waits} for our answer then.", "No money moves, nothing is promised.")),
        figure=pieces(total),
    )


class ReturnLines(CellTable):
    """Quantity, reason, condition and resolution on each line; `+` splits a line that comes back for two reasons."""

    texts = (Column("shipped", priority=2),)
    columns = (Column("comes back"), Column("reason"), Column("condition"), Column("they want"))
    below = "says"

    def __init__(self, host: Host, case: Case, left: dict[int, Decimal]) -> None:
        terms = case.context.terms.returns
        self._order, self._left = case.order, left
        self._choices: tuple[Options, ...] = tuple(
            tuple(words.items()) for words in (terms.reasons, terms.conditions, terms.resolutions)
        )
        super().__init__(host, "items", [self._new(line) for line in case.order.lines if line.id in left])

    def _new(self, line: Line) -> CellRow:
        decimals = STORED_DIGITS if line.is_qty_decimal else 0
        shipped = plain(returning.shipped(self._order, line))
        picks = (Pick(options) for options in self._choices)
        return CellRow(
            line.id,
            line.sku,
            line.name,
            (shipped,),
            (Quantity(self._left[line.id], decimals), *picks),
            Words(),
        )

    def value(self, rows: Sequence[CellRow]) -> Values:
        """The pieces with what is said of them."""
        return {"items": [self._item(row) for row in rows]}

    def _item(self, row: CellRow) -> Values:
        item: Values = {"item_id": item_id(self._order.line(row.key)), "qty": row.qty}
        for name, at in (("reason", REASON), ("condition", CONDITION), ("resolution", RESOLUTION)):
            if code := _pick(row, at).code:
                item[name] = code
        if self.wants_below(row):
            assert row.below is not None
            item["reason_text"] = row.below.text
        missing = "reason" if "reason" not in item else "resolution" if "resolution" not in item else ""
        if missing:
            words = "say why it comes back" if missing == "reason" else "say what the customer wants for it"
            raise Wrong(f"{row.sku}: {words}; tab goes there, space chooses.", missing=True)
        if self.wants_below(row) and not item["reason_text"]:
            raise Wrong(f"{row.sku}: say in a few words what the reason is.", missing=True)
        return item

    def fault(self, row: CellRow) -> str:
        """Lines that were split share what is left."""
        total = sum((one.qty for one in self.rows if one.key == row.key), ZERO)
        most = row.quantity.most
        return "" if total <= most else f"{row.sku}: {plain(total)} in all is more than the {plain(most)} left."

    def wants_below(self, row: CellRow) -> bool:
        """Another reason wants words."""
        return _pick(row, REASON).code == OTHER

    def was_typed(self, row: CellRow, cell: Cell) -> None:
        """What was chosen on the line before is likely here too."""
        if cell is not row.quantity or not row.qty:
            return
        before = next((one for one in reversed(self.rows[: self.row]) if one.qty and one.key != row.key), None)
        for at in (REASON, CONDITION, RESOLUTION) if before else ():
            if _pick(row, at).at is None and before is not None and not self.wants_below(before):
                _pick(row, at).at = _pick(before, at).at

    def press(self, key: str, character: str | None) -> bool:
        """`+` splits the line; the other keys edit or choose."""
        if character == "+" and not isinstance(self.cell, Words):
            self._split()
            return True
        return super().press(key, character)

    def _split(self) -> None:
        row = self.rows[self.row]
        more = self._new(self._order.line(row.key))
        taken = sum((one.qty for one in self.rows if one.key == row.key), ZERO)
        more.quantity.put(max(ZERO, row.quantity.most - taken))
        more = replace(more, texts=("",))
        self.rows.insert(self.row + 1, more)
        self.go(self.row + 1)
        self.refresh(layout=True)
        self.edited()

    def fill(self, *, empty: bool) -> None:
        """All that can come back, or nothing."""
        seen: set[int] = set()
        for row in self.rows:
            others = sum((one.qty for one in self.rows if one.key == row.key and one is not row), ZERO)
            full = ZERO if row.key in seen else row.quantity.most - others
            row.quantity.put(ZERO if empty else max(full, row.qty))
            seen.add(row.key)
        self.go(self.row)
        self.refresh(layout=True)
        self.edited()

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Filling and splitting, or how another is chosen."""
        if isinstance(self.cell, Pick):
            return (("space", "choose"), ("+", "split"))
        return () if isinstance(self.cell, Words) else (("*", "all"), ("ctrl+x", "none"), ("+", "split"))


def _pick(row: CellRow, at: int) -> Pick:
    cell = row.cells[at]
    assert isinstance(cell, Pick)
    return cell
