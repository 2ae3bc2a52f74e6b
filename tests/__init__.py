"""The tests of sales-tui."""
