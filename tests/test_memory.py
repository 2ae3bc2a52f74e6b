"""Large blocks go back to the system."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
from array import array
from sales_tui.core.memory import return_large_blocks

def held():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

return_large_blocks()
before = held()
lists = [array("I", bytes(4_000_000)) for _ in range(10)]
small = [bytes(1000) for _ in range(1000)]
most = held()
del lists
print(most - before > 35_000_000, held() - before < 8_000_000)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_keys_of_a_million_records_are_given_back() -> None:
    said = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["True", "True"]
