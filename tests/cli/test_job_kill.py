"""`kill -9` in the middle of a job leaves every record whole; the job then goes on, and nothing is done twice."""

from __future__ import annotations

import random
from pathlib import Path

from tests.benchmarks.job_kill import KILLS, one_round

TIMES = 5


def test_killed_jobs_are_gone_on_with(tmp_path: Path):
    chance = random.Random(20261130)
    assert TIMES * KILLS == 10
    for place in range(TIMES):
        one_round(tmp_path, place, chance)
