"""Filters as text: what people type to ask for some of the records.

`scan` cuts the text into pieces, `parse` makes terms of them and `resolve` a query; `write` goes back. `complete` and
`highlight` help while somebody is still typing.
"""
