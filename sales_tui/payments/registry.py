"""Which payment systems can be used here. Importing it loads none of them; each is loaded when first asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sales_tui.core.text import literal
from sales_tui.payments.base import Gateway, NotSetUp
from sales_tui.payments.declared import SANDBOX, STRIPE, stripe_method
from sales_tui.rules.payment_methods import OFFLINE, Method
from sales_tui.settings import PaymentSettings

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "sales_tui.payments"
"""Entry points by which others add payment systems (see payments/base.py)."""

STRIPE_KEY = "STRIPE_API_KEY"
"""Variable that holds the key; it is kept nowhere else."""

_LONGEST_REASON = 200


class Systems:
    """The payment systems of one database. `folder` is where the sandbox keeps its books."""

    def __init__(self, settings: PaymentSettings, *, demo: bool, folder: Path, environment: Mapping[str, str]) -> None:
        self._settings = settings
        self._demo = demo
        self._folder = folder
        self._environment = environment
        self._lock = threading.RLock()
        self._gateways: dict[str, Gateway] = {}
        self._broken: dict[str, str] = {}
        self._has_added = False

    def methods(self) -> Mapping[str, Method]:
        """The payment methods that are set up here, by code. Payment systems added by others are looked for only when
        an unknown code is looked up, or all are listed.
        """
        known = dict(OFFLINE)
        for method in (SANDBOX, stripe_method(self._settings)):
            if self._missing(method.code) is None:
                known[method.code] = method
        return _Methods(known, self._added)

    def gateway(self, code: str) -> Gateway:
        """The payment system of a method, made once. Raises NotSetUp."""
        with self._lock:
            if code not in self._gateways and code in (SANDBOX.code, STRIPE.code):
                self._gateways[code] = self._own(code)
            if code not in self._gateways:
                self._add()
            if code in self._gateways:
                return self._gateways[code]
        if code in OFFLINE:
            raise NotSetUp(f"{OFFLINE[code].title} has no payment system: its money moves outside.")
        raise NotSetUp(self._broken.get(code) or f"No payment system for '{literal(code)}' is set up here.")

    def why_not(self, code: str) -> str | None:
        """Why a method can't be used here, in one sentence; None where it can."""
        if code in OFFLINE:
            return None
        missing = self._missing(code)
        if missing is not None:
            return missing
        try:
            self.gateway(code)
        except NotSetUp as reason:
            return str(reason)
        return None

    def _missing(self, code: str) -> str | None:
        """What one of the two own payment systems lacks, as far as that shows without loading it."""
        if code == SANDBOX.code and not (self._demo or self._settings.sandbox):
            return "The test card is for demo data; elsewhere the setting payments.sandbox = true allows it."
        if code == STRIPE.code and not self._environment.get(STRIPE_KEY):
            return f"Stripe needs its key: set the variable {STRIPE_KEY}."
        if code == STRIPE.code and not _is_installed("stripe"):
            return "Stripe needs its library: install it with pip install 'sales-tui[stripe]'."
        return None

    def _own(self, code: str) -> Gateway:
        missing = self._missing(code)
        if missing is not None:
            raise NotSetUp(missing)
        if code == STRIPE.code:
            from sales_tui.payments.stripe_gateway import connect

            return connect(self._settings, self._environment)
        from sales_tui.payments.sandbox import Sandbox

        named = self._settings.sandbox_file
        return Sandbox(Path(named).expanduser() if named else self._folder / "sandbox.sqlite")

    def _added(self) -> Mapping[str, Method]:
        """The methods of the payment systems that others added."""
        with self._lock:
            self._add()
            own = (SANDBOX.code, STRIPE.code)
            return {code: gateway.method for code, gateway in self._gateways.items() if code not in own}

    def _add(self) -> None:
        if self._has_added:
            return
        # Slow to import, and mostly there is nothing to find.
        from importlib.metadata import entry_points

        for entry in entry_points(group=GROUP):
            try:
                gateway = self._connect(entry)
            except NotSetUp as reason:
                self._broken[entry.name] = str(reason)
            else:
                self._gateways[gateway.method.code] = gateway
        self._has_added = True

    def _connect(self, entry: EntryPoint) -> Gateway:
        """The payment system that somebody else wrote. Raises NotSetUp, whatever goes wrong in it."""
        try:
            connect: Callable[[PaymentSettings], object] = entry.load()
            gateway = connect(self._settings)
            code = gateway.method.code if isinstance(gateway, Gateway) else ""
        except NotSetUp as reason:
            raise NotSetUp(literal(str(reason))) from None
        except (Exception, SystemExit) as error:
            what = literal(f"{type(error).__name__}: {error}"[:_LONGEST_REASON])
            raise NotSetUp(f"The payment system {entry.name} ({entry.value}) fails to start: {what}.") from None
        if not isinstance(gateway, Gateway):
            raise NotSetUp(f"The payment system {entry.name} ({entry.value}) is no Gateway.")
        if code in {*OFFLINE, SANDBOX.code, STRIPE.code, *self._gateways}:
            raise NotSetUp(f"The payment system {entry.name} ({entry.value}) calls itself {code}, as another does.")
        return gateway


class _Methods(Mapping[str, Method]):
    """Methods by code; `more` is asked for what isn't among the known ones."""

    def __init__(self, known: Mapping[str, Method], more: Callable[[], Mapping[str, Method]]) -> None:
        self._known = known
        self._more = more

    def __getitem__(self, code: str) -> Method:
        return self._known[code] if code in self._known else self._more()[code]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._known, **self._more()})

    def __len__(self) -> int:
        return len({**self._known, **self._more()})


def _is_installed(module: str) -> bool:
    from importlib.util import find_spec

    return find_spec(module) is not None
