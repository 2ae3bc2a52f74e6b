"""`kill -9` in the middle of an import leaves whole records; the same import then finishes the job."""

from __future__ import annotations

from tests.benchmarks.import_kill import main


def test_killed_imports_end_as_an_undisturbed_one():
    main(5, 600)
