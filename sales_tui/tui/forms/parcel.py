"""The form for a parcel that came back: each scan counts a piece; what was found, and where it was put."""

from __future__ import annotations

from collections.abc import Sequence

from sales_tui.actions.preview import Preview
from sales_tui.core.money import STORED_DIGITS, ZERO, plain
from sales_tui.rules.return_parcel import AWAITED
from sales_tui.rules.return_records import Return, ReturnItem
from sales_tui.rules.return_steps import present
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.cell_table import CellTable
from sales_tui.tui.forms.cells import Cell, CellRow, Pick, Quantity, Words
from sales_tui.tui.forms.declare import Column, Entry, Form, Outcome, Own, Values
from sales_tui.tui.forms.field import FormField, Host
from sales_tui.tui.forms.return_step import becomes
from sales_tui.tui.forms.return_words import pieces_of, return_facts, rma_of
from sales_tui.tui.forms.scan_field import Refused, ScanField
from sales_tui.tui.forms.words import listed, pieces

_MISSING = "Scan what is in the parcel, or count it by hand; * counts all that is awaited."


def declare_parcel(case: Case) -> Form:
    """An open field for scans, the lines that are awaited, and a comment."""
    rma = rma_of(case)
    tables: list[ParcelLines] = []

    def lines(host: Host) -> FormField:
        tables.append(ParcelLines(host, case, rma))
        return tables[-1]

    return Form(
        blocks=(
            Own(lambda host: ScanField(host, lambda code: tables[-1].scan(code), lambda: tables[-1].missing)),
            Own(lines),
            Entry("comment", "Comment", beside="such as why pieces are rejected"),
        ),
        outcome=lambda seen: _outcome(case, seen),
        facts=return_facts(case),
        verb="receive",
        points={"return": "items"},
    )


def _outcome(case: Case, seen: Preview) -> Outcome:
    before, after = rma_of(case), next(one for one in seen.order.returns if one.id == rma_of(case).id)
    accepted = pieces_of(after, "approved") - pieces_of(before, "approved")
    rejected = pieces_of(after, "rejected") - pieces_of(before, "rejected")
    words = [f"{pieces(accepted)} accepted" if accepted else "", f"{pieces(rejected)} rejected" if rejected else ""]
    judged = f"{', '.join(word for word in words if word).capitalize()}."
    waits = "What is accepted can be refunded then (a)." if accepted else ""
    return Outcome(listed((judged, becomes(before, seen), waits)), figure=pieces(accepted + rejected))


class ParcelLines(CellTable):
    """How many of each arrived, how many are accepted, in which condition, on which shelf."""

    texts = (Column("asked", priority=2),)
    columns = (Column("arrived"), Column("accepted"), Column("found"), Column("shelf", 8))

    def __init__(self, host: Host, case: Case, rma: Return) -> None:
        order = case.order
        self._codes: dict[str, list[CellRow]] = {}
        self._judged: set[CellRow] = set()
        self._options = tuple(case.context.terms.returns.conditions.items())
        rows = []
        items = {item["entity_id"]: item for item in case.opened.record.get("items") or ()}
        for item in (one for one in rma.lines if one.status in AWAITED):
            line = order.line(item.order_item_id)
            row = self._line(item, line.sku, line.name, STORED_DIGITS if line.is_qty_decimal else 0)
            barcode = str((items.get(item.entity_id) or {}).get("barcode") or "")
            for code in {line.sku.casefold(), barcode.casefold()} - {""}:
                self._codes.setdefault(code, []).append(row)
            rows.append(row)
        super().__init__(host, "items", rows)

    def _line(self, item: ReturnItem, sku: str, name: str, decimals: int) -> CellRow:
        assert item.entity_id is not None
        most = present(item)
        cells = (Quantity(most, decimals), Quantity(most, decimals), Pick(self._options), Words())
        return CellRow(item.entity_id, sku, name, (plain(item.qty_requested),), cells)

    def scan(self, code: str) -> str:
        """Count one piece, and say which. Raises Refused for what isn't awaited; nothing is counted then."""
        wanted = code.strip()
        rows = self._codes.get(wanted.casefold(), [])
        if not rows:
            raise Refused(f"{wanted} isn't awaited on this return; nothing was counted. Put it aside.")
        row = next((one for one in rows if one.qty < one.quantity.most), None)
        if row is None:
            most = plain(sum((one.quantity.most for one in rows), ZERO))
            raise Refused(f"{rows[0].sku} is one too many: {most} awaited, {most} counted. Put it aside.")
        row.quantity.put(min(row.qty + 1, row.quantity.most))
        self.row = self.rows.index(row)
        self.typed(row.quantity)
        return f"{row.sku}   {plain(row.qty)} of {plain(row.quantity.most)}   {row.name}"

    @property
    def missing(self) -> str:
        """What there is to do as long as nothing is counted."""
        return "" if self.faults or any(row.qty for row in self.rows) else _MISSING

    def value(self, rows: Sequence[CellRow]) -> Values:
        """What arrived."""
        return {"items": [_item(row) for row in rows]}

    def fault(self, row: CellRow) -> str:
        """No more is accepted than arrived."""
        arrived, accepted = row.qty, _accepted(row).value
        if not arrived or accepted <= arrived:
            return ""
        return f"{row.sku}: {plain(arrived)} arrived, so {plain(accepted)} can't be accepted."

    def was_typed(self, row: CellRow, cell: Cell) -> None:
        """All that arrives is accepted, as long as nobody says otherwise."""
        if cell is _accepted(row):
            self._judged.add(row)
        elif cell is row.quantity and row not in self._judged:
            _accepted(row).put(row.qty)

    def fill(self, *, empty: bool) -> None:
        """All that is awaited arrived, or nothing."""
        for row in self.rows:
            row.quantity.put(ZERO if empty else row.quantity.most)
            self.was_typed(row, row.quantity)
        self.go(self.row)
        self.check_rows()
        self.edited()

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Filling, or how another is chosen."""
        if isinstance(self.cell, Pick):
            return (("space", "choose"),)
        return () if isinstance(self.cell, Words) else (("*", "all"), ("ctrl+x", "none"))


def _accepted(row: CellRow) -> Quantity:
    cell = row.cells[1]
    assert isinstance(cell, Quantity)
    return cell


def _item(row: CellRow) -> Values:
    _, _, found, shelf = row.cells
    assert isinstance(found, Pick)
    assert isinstance(shelf, Words)
    values: Values = {"entity_id": row.key, "qty": row.qty, "accepted": _accepted(row).value}
    return values | ({"found": found.code} if found.code else {}) | ({"shelf": shelf.text} if shelf.text else {})
