"""Starts localstripe, a stateful server that speaks Stripe's language, on a free port of this machine.

Run as a script it is that server: it writes its port to standard output and ends when its standard input does.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SECRET = "sk_test_nobodysKeyAtAll1"
"""A key that localstripe accepts: any that begins with sk_."""


@contextmanager
def localstripe() -> Iterator[str]:
    """The address of a running server, which ends with the block."""
    with subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            assert server.stdout is not None
            port = server.stdout.readline().strip()
            assert port, f"localstripe didn't start: exit code {server.wait(10)}"
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()


def _serve() -> None:
    from aiohttp import web
    from localstripe.resources import PaymentIntent, store
    from localstripe.server import app

    # By itself it writes its books to a file that all users of the machine share.
    store.dump_to_disk = lambda: None
    _let_it_know_what_is_newer(PaymentIntent)
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_end_with_standard_input, daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    web.run_app(app, sock=listener, print=None, access_log=None)


def _let_it_know_what_is_newer(intents: Any) -> None:
    """It doesn't know `allowed_payment_method_types`, by which Stripe replaced `payment_method_types` in 2026."""
    create = intents._api_create

    def create_with_cards(**data: Any) -> Any:
        assert data.pop("allowed_payment_method_types") == ["card"]
        return create(**data)

    intents._api_create = create_with_cards


def _end_with_standard_input() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    _serve()
