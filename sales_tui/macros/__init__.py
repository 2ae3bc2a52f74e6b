"""Macros: steps under a name and a key, kept as readable text, done to many records as one job."""
