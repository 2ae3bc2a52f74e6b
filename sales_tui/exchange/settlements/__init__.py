"""Payment systems' settlement files, read as streams."""

from sales_tui.exchange.settlements.formats import FORMATS, FormatError, SettlementFormat, mapped, read_pairs
from sales_tui.exchange.settlements.reading import Problem, SettlementReader

__all__ = ["FORMATS", "FormatError", "Problem", "SettlementFormat", "SettlementReader", "mapped", "read_pairs"]
