"""Large blocks go back to the system, and small ones when they are told to."""

from __future__ import annotations

import platform
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

SCATTERED = """
from threading import Thread
from sales_tui.core.memory import return_free_pages, return_large_blocks

def held():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

def fill():
    global kept, most
    blocks = [bytes(4000) for _ in range(5000)]
    most = held()
    kept = blocks[::100]

return_large_blocks()
before = held()
thread = Thread(target=fill)
thread.start()
thread.join()
return_free_pages()
print(most - before > 18_000_000, held() - before < 5_000_000)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="about glibc, and reads /proc")
@pytest.mark.parametrize("program", [PROGRAM, SCATTERED], ids=["keys of a million records", "small blocks of a thread"])
def test_what_is_free_goes_back(program: str) -> None:
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["True", "True"]
