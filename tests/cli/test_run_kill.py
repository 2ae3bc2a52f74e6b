"""`kill -9` in the middle of a script leaves nothing half done; the same script then goes on."""

from __future__ import annotations

import random
from pathlib import Path

from tests.benchmarks.run_kill import one_round


def test_killed_runs_leave_nothing_half_done(tmp_path: Path):
    chance = random.Random(20261123)
    for place in range(3):
        one_round(tmp_path, place, chance)
