"""Many at once, and any sequence of calls: money is neither lost nor moved twice."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from threading import Barrier

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from sales_tui.rules.gateway import Answer, Call, Verdict
from tests.payments.calls import SECONDS, Desk, call

ASK = """
import sys
from decimal import Decimal
from pathlib import Path
from sales_tui.payments.sandbox import Sandbox
from sales_tui.rules.gateway import Call, Operation
file, key, parent = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
call = Call(Operation.CAPTURE, "sandbox", Decimal(10), "USD", parent=parent, key=key)
answer = Sandbox(Path(file)).perform(call, 60)
print(answer.verdict, answer.txn_id or answer.reason)
"""


def captures_of_processes(file: Path, parent: str, keys: list[str]) -> list[str]:
    """What each process was answered that captures 10.00 with one of the keys; all start together."""
    asked = [
        subprocess.Popen(
            [sys.executable, "-c", ASK, str(file), key, parent],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for key in keys
    ]
    for process in asked:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in asked:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate(timeout=120)[0].strip() for process in asked]


def test_processes_with_one_key_do_it_once(desk: Desk, tmp_path: Path):
    auth = desk.done(call("authorize", "100", key="a"))
    answers = captures_of_processes(tmp_path / "books" / "sandbox.sqlite", auth, ["k"] * 4)
    assert len(set(answers)) == 1
    assert answers[0].startswith("done sbx-")
    assert desk.status(auth) == "partly captured (90.00)"


def test_processes_with_keys_of_their_own_take_no_more_than_there_is(desk: Desk, tmp_path: Path):
    auth = desk.done(call("authorize", "20", key="a"))
    answers = captures_of_processes(tmp_path / "books" / "sandbox.sqlite", auth, ["k1", "k2", "k3", "k4"])
    assert sorted(answer.split()[0] for answer in answers) == ["declined", "declined", "done", "done"]
    assert desk.status(auth) == "captured (0.00)"


def test_threads_with_one_key_do_it_once(desk: Desk):
    """On a file that isn't there yet, too."""
    together = Barrier(8)

    def ask(_: int) -> Answer:
        together.wait(SECONDS)
        return desk.ask(call("capture", "10", key="k", parent="old", parent_amount="100"))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0].verdict is Verdict.DONE
    assert desk.status("old") == "partly captured (90.00)"


AMOUNTS = st.sampled_from(["0.01", "5", "10", "12.34", "100"])
CARDS = st.sampled_from(["", "", "", "0002", "0341", "9235", "0259", "0069"])


class AnySequence(RuleBasedStateMachine):
    """Calls of every kind, in any order, some of them again, against plain sums."""

    reserved = Bundle("reserved")
    taken = Bundle("taken")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.desk = Desk(Path(self.folder.name) / "sandbox.sqlite")
        self.asked: list[tuple[Call, Answer]] = []

    def teardown(self) -> None:
        self.folder.cleanup()

    def ask(self, operation: str, amount: str = "0", parent: str = "", card: str = "") -> str:
        asked = call(operation, amount, key=f"k{len(self.asked)}", parent=parent, card=card)
        first = self.desk.ask(asked)
        answer = first if first.verdict is not Verdict.UNKNOWN else self.desk.sandbox.fetch(asked, SECONDS)
        self.asked.append((asked, answer))
        return answer.txn_id or "none"

    @rule(target=reserved, amount=AMOUNTS, card=CARDS)
    def authorize(self, amount: str, card: str) -> str:
        return self.ask("authorize", amount, card=card)

    @rule(target=taken, amount=AMOUNTS, card=CARDS)
    def sale(self, amount: str, card: str) -> str:
        return self.ask("sale", amount, card=card)

    @rule(target=taken, parent=reserved, amount=AMOUNTS, card=CARDS)
    def capture(self, parent: str, amount: str, card: str) -> str:
        return self.ask("capture", amount, parent, card)

    @rule(parent=taken, amount=AMOUNTS, card=CARDS)
    def refund(self, parent: str, amount: str, card: str) -> None:
        self.ask("refund", amount, parent, card)

    @rule(parent=reserved | taken, operation=st.sampled_from(["void", "accept", "deny"]))
    def settle(self, parent: str, operation: str) -> None:
        self.ask(operation, parent=parent)

    @rule(data=st.data())
    def ask_again(self, data: st.DataObject) -> None:
        if self.asked:
            asked, answer = data.draw(st.sampled_from(self.asked))
            assert self.desk.ask(asked) == answer
            assert self.desk.sandbox.fetch(asked, SECONDS) == answer

    @invariant()
    def sums_hold(self) -> None:
        """Of each transaction no more was used than it is over, and what the books say is the sum of the answers."""
        moved: dict[str, Decimal] = {}
        for asked, answer in self.asked:
            if answer.amount is not None and asked.parent:
                moved[asked.parent] = moved.get(asked.parent, Decimal(0)) + answer.amount
        for _, answer in self.asked:
            if answer.amount is not None:
                report = self.desk.sandbox.inspect(answer.txn_id, SECONDS)
                assert report is not None
                used = moved.get(answer.txn_id, Decimal(0))
                assert Decimal(0) <= used <= answer.amount == report.amount
                assert Decimal(report.details["left"]) in (Decimal(0), answer.amount - used)
                assert Decimal(report.details.get("captured", report.details.get("refunded", "0"))) == used


TestAnySequence = AnySequence.TestCase
TestAnySequence.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
