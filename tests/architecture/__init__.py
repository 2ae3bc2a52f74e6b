"""The house rules, as tests: sizes, imports, package metadata."""
