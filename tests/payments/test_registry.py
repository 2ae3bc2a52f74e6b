"""Which payment systems can be used: by demo data, settings, the environment, and entry points of others."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sales_tui.payments.base import NotSetUp
from sales_tui.payments.declared import SANDBOX, STRIPE
from sales_tui.payments.registry import Systems
from sales_tui.rules.gateway import Verdict
from sales_tui.rules.payment_methods import OFFLINE, PaymentAction
from sales_tui.settings import PaymentSettings
from tests.payments.calls import SECONDS, call

ADDED = """
from sales_tui.payments.base import Gateway, NotSetUp
from sales_tui.rules.gateway import done
from sales_tui.rules.payment_methods import Method

class MyPay(Gateway):
    method = Method("mypay", "my pay", is_online=True)
    def __init__(self, seconds):
        self.made_with = seconds
    def sale(self, call, seconds):
        return done("mine-" + call.key)

class Thief(MyPay):
    method = Method("checkmo", "not yours")

def connect(settings):
    return MyPay(settings.timeout_seconds)

def steal(settings):
    return Thief(1)

def without_key(settings):
    raise NotSetUp("My pay needs its key: set MYPAY_KEY.")

def fail(settings):
    raise ValueError("first line\\nsecond line")

def leave(settings):
    raise SystemExit(3)

def nothing(settings):
    return None
"""

Add = Callable[..., None]


def systems(folder: Path, settings: PaymentSettings | None = None, *, demo: bool = False, **variables: str) -> Systems:
    return Systems(settings or PaymentSettings(), demo=demo, folder=folder, environment=variables)


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Add:
    """Installs a package with entry points, given as names and functions."""

    def install(**entries: str) -> None:
        site = tmp_path / "site"
        info = site / "added-1.0.dist-info"
        info.mkdir(parents=True)
        (site / "added_payments.py").write_text(ADDED, encoding="utf-8")
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: added\nVersion: 1.0\n", encoding="utf-8")
        lines = "".join(f"{name} = {target}\n" for name, target in entries.items())
        (info / "entry_points.txt").write_text(f"[sales_tui.payments]\n{lines}", encoding="utf-8")
        monkeypatch.syspath_prepend(str(site))

    return install


def test_by_default_there_are_the_offline_methods(tmp_path: Path):
    found = systems(tmp_path)
    assert dict(found.methods()) == dict(OFFLINE)
    assert len(found.methods()) == len(OFFLINE)
    assert found.why_not("checkmo") is None
    assert found.why_not("sandbox") == (
        "The test card is for demo data; elsewhere the setting payments.sandbox = true allows it."
    )
    assert found.why_not("stripe") == "Stripe needs its key: set the variable STRIPE_API_KEY."
    assert found.why_not("paypal\x1b") == "No payment system for 'paypal␛' is set up here."
    for code in ("sandbox", "stripe"):
        with pytest.raises(NotSetUp, match=r"needs its key|is for demo data"):
            found.gateway(code)
    with pytest.raises(NotSetUp, match=r"check or money order has no payment system: its money moves outside\."):
        found.gateway("checkmo")


@pytest.mark.parametrize("demo,settings", [(True, PaymentSettings()), (False, PaymentSettings(sandbox=True))])
def test_the_sandbox_by_demo_data_or_setting(tmp_path: Path, demo: bool, settings: PaymentSettings):
    found = systems(tmp_path, settings, demo=demo)
    assert found.why_not("sandbox") is None
    assert found.methods()["sandbox"] == SANDBOX
    answer = found.gateway("sandbox").perform(call("sale", "10", key="a"), SECONDS)
    assert answer.verdict is Verdict.DONE
    assert (tmp_path / "sandbox.sqlite").exists()


def test_the_sandbox_s_file_can_be_named(tmp_path: Path):
    named = tmp_path / "elsewhere" / "test.sqlite"
    found = systems(tmp_path, PaymentSettings(sandbox=True, sandbox_file=str(named)))
    found.gateway("sandbox").perform(call("sale", "10", key="a"), SECONDS)
    assert named.exists()
    assert not (tmp_path / "sandbox.sqlite").exists()


def test_a_payment_system_is_made_once(tmp_path: Path):
    found = systems(tmp_path, demo=True)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: found.gateway("sandbox"), range(32)))
    assert len({id(one) for one in made}) == 1


def test_stripe_by_its_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sales_tui.payments.registry._is_installed", lambda module: True)
    methods = systems(tmp_path, STRIPE_API_KEY="sk_test_x").methods()
    assert methods["stripe"] == STRIPE
    settings = PaymentSettings(stripe_capture="sale")
    assert systems(tmp_path, settings, STRIPE_API_KEY="sk_test_x").methods()["stripe"].action is PaymentAction.SALE


def test_stripe_needs_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sales_tui.payments.registry._is_installed", lambda module: False)
    found = systems(tmp_path, STRIPE_API_KEY="sk_test_x")
    assert "stripe" not in found.methods()
    assert found.why_not("stripe") == ("Stripe needs its library: install it with pip install 'sales-tui[stripe]'.")


def test_others_add_payment_systems(tmp_path: Path, add: Add):
    add(mine="added_payments:connect")
    found = systems(tmp_path, PaymentSettings(timeout_seconds=7))
    assert found.methods()["mypay"].title == "my pay"
    assert set(found.methods()) == {*OFFLINE, "mypay"}
    assert found.why_not("mypay") is None
    gateway = found.gateway("mypay")
    assert vars(gateway) == {"made_with": 7}
    assert gateway.perform(call("sale", "10", key="a"), SECONDS).txn_id == "mine-a"
    refused = gateway.perform(call("refund", "10", key="b"), SECONDS)
    assert (refused.verdict, refused.reason) == (Verdict.DECLINED, "my pay can't refund")


def test_a_broken_one_doesnt_matter_to_the_others(tmp_path: Path, add: Add):
    add(
        gone="no_such_module:connect",
        failing="added_payments:fail",
        leaving="added_payments:leave",
        empty="added_payments:nothing",
        thief="added_payments:steal",
        keyless="added_payments:without_key",
        mypay="added_payments:connect",
    )
    found = systems(tmp_path)
    assert set(found.methods()) == {*OFFLINE, "mypay"}
    reasons = {name: found.why_not(name) for name in ("gone", "failing", "leaving", "empty", "thief", "keyless")}
    assert reasons == {
        "gone": "The payment system gone (no_such_module:connect) fails to start: "
        "ModuleNotFoundError: No module named 'no_such_module'.",
        "failing": "The payment system failing (added_payments:fail) fails to start: "
        "ValueError: first line␤second line.",
        "leaving": "The payment system leaving (added_payments:leave) fails to start: SystemExit: 3.",
        "empty": "The payment system empty (added_payments:nothing) is no Gateway.",
        "thief": "The payment system thief (added_payments:steal) calls itself checkmo, as another does.",
        "keyless": "My pay needs its key: set MYPAY_KEY.",
    }
    assert found.methods()["checkmo"] == OFFLINE["checkmo"]


def test_a_start_loads_no_payment_system():
    code = """
import sys
from pathlib import Path
from sales_tui.payments.registry import Systems
from sales_tui.settings import PaymentSettings
found = Systems(PaymentSettings(sandbox=True), demo=True, folder=Path("."), environment={"STRIPE_API_KEY": "sk_test"})
assert "sandbox" in found.methods() and found.why_not("checkmo") is None
print(sorted({"sqlite3", "stripe", "importlib.metadata", "sales_tui.payments.sandbox"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("[]\n", "")
