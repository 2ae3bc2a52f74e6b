"""Scripts that measure; run by hand, each against a baseline or for a figure."""
