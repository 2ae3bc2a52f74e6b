"""Fields of a quote that are only told where they were changed, and files by their paths."""

from __future__ import annotations

import base64
from pathlib import Path

from sales_tui.core.money import amount_text
from sales_tui.rules.quote_files import LARGEST
from sales_tui.rules.quote_records import Quote
from sales_tui.tui.forms.declare import Entry, Values
from sales_tui.tui.forms.field import Host, Wrong
from sales_tui.tui.forms.quote_facts import expiry_day
from sales_tui.tui.forms.text_block import TextBlock
from sales_tui.tui.forms.text_field import AmountField, TextField


class Changed(TextField):
    """A line of text that says nothing as long as it is what it was."""

    def __init__(self, host: Host, entry: Entry) -> None:
        super().__init__(host, entry, required=True)
        self._before = self.editor.text

    def read(self) -> Values:
        """The text, where it is another one."""
        return {} if self.editor.text == self._before else super().read()


class ShippingPrice(AmountField):
    """The shipping price that we offer; empty: the method's rate."""

    def __init__(self, host: Host, quote: Quote) -> None:
        self._rate = amount_text(quote.base.shipping_amount, quote.base_digits)
        entry = Entry(
            "shipping_amount",
            "Shipping",
            preset=quote.proposed_shipping_amount,
            beside=f"the rate is {self._rate}",
            decimals=quote.base_digits,
            counted=quote.base_currency_code,
        )
        super().__init__(host, entry, required=False)
        self._before = self.editor.text

    def read(self) -> Values:
        """The price, where it is another one. Raises Wrong where there was one and nothing is typed."""
        text = self.editor.text.strip()
        if text == self._before:
            return {}
        if not text:
            raise Wrong(f"Shipping: a price was offered already; type another, such as the rate of {self._rate}.")
        return super().read()


def name_field(host: Host, quote: Quote) -> Changed:
    """What the quote is called."""
    return Changed(host, Entry("name", "Name", preset=quote.name, missing="Name: type what the quote is called."))


def expiry_field(host: Host, quote: Quote) -> Changed:
    """The last day that it is valid."""
    preset = expiry_day(quote) if quote.id else ""
    missing = "Valid until: type a day such as 2026-12-24, or never."
    beside = "a day such as 2026-12-24, or never" if quote.id else "a day, or never; empty: as long as usual"
    return Changed(host, Entry("expires", "Valid until", preset=preset, beside=beside, missing=missing))


class Files(TextBlock):
    """Files, by their paths: one a line."""

    def __init__(self, host: Host, *, missing: str = "") -> None:
        super().__init__(host, Entry("files", "Files", missing=missing), required=bool(missing))
        self._read: dict[Path, tuple[int, str]] = {}

    def read(self) -> Values:
        """The files with what is in them. Raises Wrong for one that can't be read."""
        found = super().read()
        paths = [line.strip().strip("'\"") for line in str(found.get("files") or "").splitlines() if line.strip()]
        return {"files": [self._file(Path(path).expanduser()) for path in paths]} if paths else {}

    def _file(self, path: Path) -> dict[str, str]:
        """Read once as long as it doesn't change. Of a file that is too large just enough to be refused."""
        try:
            changed = path.stat().st_mtime_ns
            if self._read.get(path, (0, ""))[0] != changed:
                with path.open("rb") as file:
                    self._read[path] = changed, base64.b64encode(file.read(LARGEST + 1)).decode()
        except OSError as error:
            why = (error.strerror or "it can't be read").lower()
            raise Wrong(f"Files: {path}: {why}; type another path.") from None
        return {"file_name": path.name, "content": self._read[path][1]}
