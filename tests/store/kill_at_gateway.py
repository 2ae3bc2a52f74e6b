"""Runs one action, and is killed when the sandbox has done what it was asked, or right before it does.

python -m tests.store.kill_at_gateway URL FOLDER before|after ACTION TARGET PARAMETERS
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from sales_tui.payments.base import Gateway
from sales_tui.rules.gateway import Answer, Call
from tests.store.payment_desk import PaymentDesk


class Killed(Gateway):
    """Another payment system, with which the process ends at that moment."""

    def __init__(self, other: Gateway, when: str) -> None:
        self.method = other.method
        self.other = other
        self.when = when

    def perform(self, call: Call, seconds: float) -> Answer:
        if self.when == "after":
            self.other.perform(call, seconds)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("unreachable")


def kill(desk: PaymentDesk, when: str, action: str, target: str, /, **parameters: object) -> None:
    """Run an action on the desk's database in a process of its own, which has to be killed at that moment."""
    arguments = [desk.url, str(desk.folder), when, action, target, json.dumps(parameters)]
    done = subprocess.run([sys.executable, "-m", __name__, *arguments], capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr


def main(url: str, folder: str, when: str, action: str, target: str, parameters: str) -> None:
    desk = PaymentDesk(url, Path(folder))
    desk.sandbox = Killed(desk.sandbox, when)
    print(desk.do(action, target, **json.loads(parameters)))


if __name__ == "__main__":
    main(*sys.argv[1:])
