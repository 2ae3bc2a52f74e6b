"""Tests of the generated shop and of the readable inputs in `data/`."""
