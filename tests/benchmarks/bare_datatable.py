"""The baseline: a bare Textual application with a DataTable of 200 rows, filled the ordinary way."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable

ROWS = 200


class BareTable(App[None]):
    """Nothing but the table."""

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("Order", "Purchased", "Bill-to", "Ship-to", "Total", "Base", "Status", "Store")
        for n in range(ROWS):
            number = f"{n + 1:09}"
            name = f"Customer {n % 97} of the street"
            table.add_row(
                number,
                "23 Nov 10:41",
                name,
                name,
                f"{n % 977}.50",
                f"{n % 977}.50",
                "Processing",
                "Main/DE",
                key=number,
            )


if __name__ == "__main__":
    BareTable().run()
