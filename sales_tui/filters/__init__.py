"""Filters as text: what people type to ask for some of the records."""
