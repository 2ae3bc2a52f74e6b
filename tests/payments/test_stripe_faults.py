"""Stripe answering badly, late, not at all, or about something else: nothing is guessed, nothing is asked twice."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from sales_tui.payments.base import Gateway
from sales_tui.payments.stripe_gateway import connect
from sales_tui.rules.gateway import Call, Operation, Verdict
from sales_tui.settings import PaymentSettings

pytest.importorskip("stripe")

KEY = "sk_test_hostile0123456789"
CARD = "4242 4242 4242 4242"
SECONDS = 20.0
SHORT = 0.3
"""Seconds after which a server that says nothing is given up."""

SILENCE, HANG_UP = "silence", "hang up"

AUTHORIZATION = Call(
    Operation.AUTHORIZE, "stripe", Decimal("37.89"), "EUR", order="000000012", source="pm_1", key="key-1"
)
SALE = replace(AUTHORIZATION, operation=Operation.SALE)
CAPTURE = replace(AUTHORIZATION, operation=Operation.CAPTURE, source="", parent="pi_1")
VOID = replace(CAPTURE, operation=Operation.VOID, amount=Decimal(0))
REFUND = replace(CAPTURE, operation=Operation.REFUND, parent="ch_1")
CALLS = {call.operation: call for call in (AUTHORIZATION, SALE, CAPTURE, VOID, REFUND)}

MOVES = {
    Operation.AUTHORIZE: ("POST", "/v1/payment_intents"),
    Operation.SALE: ("POST", "/v1/payment_intents"),
    Operation.CAPTURE: ("POST", "/v1/payment_intents/pi_1/capture"),
    Operation.VOID: ("POST", "/v1/payment_intents/pi_1/cancel"),
    Operation.REFUND: ("POST", "/v1/refunds"),
}
"""The one request of each operation that moves money."""

SPENDS = {
    Operation.CAPTURE: ("POST", "/v1/payment_intents/pi_1"),
    Operation.VOID: ("POST", "/v1/payment_intents/pi_1"),
    Operation.REFUND: ("POST", "/v1/charges/ch_1"),
}
"""The request by which a key is made useless."""

Asked = tuple[str, str]
TRAP: Asked = ("GET", "/trap")
"""Where the server redirects to."""

Reply = tuple[int, str, bytes] | str


def data(value: object, status: int = 200) -> Reply:
    return status, "application/json", json.dumps(value).encode()


def refusal(status: int, kind: str, message: str, **more: str) -> Reply:
    return data({"error": {"type": kind, "message": message, **more}}, status)


def intent(status: str = "requires_capture", **more: Any) -> dict[str, Any]:
    return {
        "id": "pi_1",
        "object": "payment_intent",
        "amount": 3789,
        "currency": "eur",
        "status": status,
        "client_secret": "pi_1_secret_DoNotTell",
        "metadata": {"sales_tui_key": "key-1", "sales_tui_capture_key": "key-1"},
        "latest_charge": {"id": "ch_1", "object": "charge"},
        **more,
    }


CHARGE = {"id": "ch_1", "object": "charge", "amount": 3789, "amount_refunded": 0, "currency": "eur", "captured": True}
NO_REFUNDS = {"object": "list", "data": [], "has_more": False}
GOOD: Mapping[Asked, Reply] = {
    ("GET", "/v1/payment_methods/pm_1"): data({"id": "pm_1", "object": "payment_method", "customer": "cus_7"}),
    ("GET", "/v1/payment_intents/pi_1"): data(intent()),
    ("POST", "/v1/payment_intents/pi_1"): data(intent()),
    ("GET", "/v1/payment_intents"): data(NO_REFUNDS),
    ("GET", "/v1/payment_intents/search"): refusal(404, "invalid_request_error", "can't be searched"),
    ("GET", "/v1/charges/ch_1"): data(CHARGE),
    ("POST", "/v1/charges/ch_1"): data(CHARGE),
    ("GET", "/v1/refunds"): data(NO_REFUNDS),
}
"""A payment that is reserved, and a charge that is captured; what moves money is missing."""

BAD: Mapping[str, Reply] = {
    "html": (200, "text/html", b"<html>Log in to the hotel's network</html>"),
    "html error": (502, "text/html", b"<h1>502 Bad Gateway</h1>"),
    "error": refusal(500, "api_error", "something broke"),
    "busy": refusal(409, "invalid_request_error", "in progress", code="idempotency_key_in_use"),
    "key used": refusal(400, "idempotency_error", "Keys can only be used with the same parameters"),
    "truncated": (200, "application/json", b'{"id": "pi_1", "status": "succ'),
    "empty": (200, "application/json", b""),
    "no object": data(["pi_1"]),
    "nothing in it": data({}),
    "redirect": (302, "text/html", b""),
    "another": data({**intent(), "id": "pi_9", "metadata": {"sales_tui_key": "key-9"}}),
    "odd state": data(intent("dreaming", object="refund")),
    "hang up": HANG_UP,
}
"""What tells neither that it was done nor that it wasn't."""


@dataclass
class Server:
    """Answers as told, and remembers what it was asked."""

    url: str = ""
    replies: dict[Asked, Reply] = field(default_factory=lambda: dict(GOOD))
    asked: list[Asked] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def count(self, asked: Asked) -> int:
        return self.asked.count(asked)


def handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body, asked = self.rfile.read(length).decode(), (self.command, self.path.partition("?")[0])
            server.asked.append(asked)
            server.headers.append(dict(self.headers))
            server.bodies.append(body)
            self.reply(HANG_UP if asked == TRAP else server.replies[asked])

        do_POST = do_GET

        def reply(self, reply: Reply) -> None:
            if isinstance(reply, str):
                if reply == SILENCE:
                    server.over.wait()
                self.close_connection = True
                return
            status, kind, body = reply
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Location", TRAP[1])
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    return Handler


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(server)) as http:
        server.url = f"http://127.0.0.1:{http.server_address[1]}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            http.shutdown()
            thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


@pytest.fixture
def stripe(server: Server, caplog: pytest.LogCaptureFixture) -> Iterator[Gateway]:
    caplog.set_level(logging.DEBUG)
    yield connect(PaymentSettings(stripe_url=server.url), {"STRIPE_API_KEY": KEY})
    logged = "\n".join(record.getMessage() for record in caplog.get_records("call"))
    assert not [secret for secret in (KEY, CARD, CARD.replace(" ", ""), "_secret_") if secret in logged]


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("bad", BAD)
def test_what_is_no_clear_answer_is_unknown(stripe: Gateway, server: Server, operation: Operation, bad: str) -> None:
    server.replies[MOVES[operation]] = BAD[bad]

    answer = stripe.perform(CALLS[operation], SECONDS)

    assert answer.verdict is Verdict.UNKNOWN
    assert answer.reason
    assert server.count(MOVES[operation]) == 1
    assert not server.count(TRAP)


@pytest.mark.parametrize("operation", CALLS)
def test_no_answer_in_time_is_unknown(stripe: Gateway, server: Server, operation: Operation) -> None:
    server.replies[MOVES[operation]] = SILENCE

    answer = stripe.perform(CALLS[operation], SHORT)

    assert (answer.verdict, answer.reason) == (Verdict.UNKNOWN, "no answer in time")
    assert server.count(MOVES[operation]) == 1


@pytest.mark.parametrize("operation", CALLS)
def test_refused_connections_are_declined(operation: Operation, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    stripe = connect(PaymentSettings(stripe_url=url), {"STRIPE_API_KEY": KEY})

    answer = stripe.perform(CALLS[operation], SECONDS)

    assert (answer.verdict, answer.reason) == (Verdict.DECLINED, "it can't be reached, nothing was asked")
    # What was asked before may have been done all the same.
    assert stripe.fetch(CALLS[operation], SECONDS).verdict is Verdict.UNKNOWN
    assert stripe.inspect("pi_1", SECONDS) is None
    assert KEY not in caplog.text


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("bad", sorted(set(BAD) - {"another", "odd state", "nothing in it"}))
def test_without_a_look_before_it_no_money_is_moved(
    stripe: Gateway, server: Server, operation: Operation, bad: str
) -> None:
    for asked in GOOD:
        server.replies[asked] = BAD[bad]

    answer = stripe.perform(CALLS[operation], SECONDS)

    assert answer.verdict is Verdict.DECLINED
    assert not server.count(MOVES[operation])


@pytest.mark.parametrize(
    "reply, reason",
    [
        (refusal(402, "card_error", "Your card has insufficient funds."), "Your card has insufficient funds"),
        (refusal(400, "invalid_request_error", "Amount is too small."), "Amount is too small"),
        (refusal(401, "invalid_request_error", f"Invalid key: {KEY}"), "it doesn't accept the key in STRIPE_API_KEY"),
        (refusal(403, "invalid_request_error", "no"), "the key in STRIPE_API_KEY doesn't allow this"),
        (refusal(429, "invalid_request_error", "no"), "it was asked too much at once, try again in a minute"),
        (refusal(402, "card_error", f"{CARD}\x1b[2J of {KEY}"), "[number] [2J of [key]"),
        (refusal(402, "card_error", ""), "the card was declined"),
    ],
)
@pytest.mark.parametrize("operation", CALLS)
def test_a_clear_no_is_declined(
    stripe: Gateway, server: Server, operation: Operation, reply: Reply, reason: str
) -> None:
    server.replies[MOVES[operation]] = reply

    answer = stripe.perform(CALLS[operation], SECONDS)

    assert (answer.verdict, answer.reason) == (Verdict.DECLINED, reason)
    assert server.count(MOVES[operation]) == 1


def test_every_request_that_moves_money_has_the_key_of_the_call(stripe: Gateway, server: Server) -> None:
    server.replies |= {
        ("POST", "/v1/payment_intents"): data(intent()),
        MOVES[Operation.CAPTURE]: data(intent("succeeded", amount_received=3789)),
        MOVES[Operation.VOID]: data(intent("canceled")),
        MOVES[Operation.REFUND]: data({**CHARGE, "id": "re_1", "status": "pending", "metadata": intent()["metadata"]}),
    }

    for call in (AUTHORIZATION, CAPTURE, VOID, REFUND):
        assert stripe.perform(call, SECONDS).verdict is Verdict.DONE
        sent = server.headers[server.asked.index(MOVES[call.operation])]
        assert sent["Idempotency-Key"] == "key-1"
    body = server.bodies[server.asked.index(MOVES[Operation.AUTHORIZE])]
    for part in ("customer=cus_7", "amount=3789", "currency=eur", "capture_method=manual", "000000012"):
        assert part in body


def test_other_money_than_was_asked_for_is_looked_at_or_unknown(stripe: Gateway, server: Server) -> None:
    for more in ({"currency": "usd"}, {"amount": 3700}):
        server.replies[MOVES[Operation.AUTHORIZE]] = data(intent(**more))
        assert stripe.perform(AUTHORIZATION, SECONDS).checked(AUTHORIZATION).is_suspect
    server.replies[MOVES[Operation.CAPTURE]] = data(intent("succeeded", amount_received=3700))
    assert stripe.perform(CAPTURE, SECONDS).checked(CAPTURE).verdict is Verdict.UNKNOWN


def test_the_same_answer_twice_is_no_answer_to_the_second_call(stripe: Gateway, server: Server) -> None:
    server.replies[MOVES[Operation.AUTHORIZE]] = data(intent())

    assert stripe.perform(AUTHORIZATION, SECONDS).verdict is Verdict.DONE
    assert stripe.perform(replace(AUTHORIZATION, key="key-2"), SECONDS).verdict is Verdict.UNKNOWN


def test_a_payment_that_is_looked_at_first_is_pending(stripe: Gateway, server: Server) -> None:
    server.replies[MOVES[Operation.SALE]] = data(intent("processing"))

    answer = stripe.perform(SALE, SECONDS)

    assert (answer.verdict, answer.is_pending, answer.txn_id) == (Verdict.DONE, True, "ch_1")


def test_a_refund_that_failed_is_declined(stripe: Gateway, server: Server) -> None:
    failed = {**CHARGE, "id": "re_1", "status": "failed", "failure_reason": "lost_or_stolen_card"}
    server.replies[MOVES[Operation.REFUND]] = data({**failed, "metadata": {"sales_tui_key": "key-1"}})

    answer = stripe.perform(REFUND, SECONDS)

    assert (answer.verdict, answer.reason) == (Verdict.DECLINED, "lost_or_stolen_card")


@pytest.mark.parametrize("operation", SPENDS)
@pytest.mark.parametrize(
    "reply, verdict",
    [
        (None, Verdict.DECLINED),
        (BAD["key used"], Verdict.UNKNOWN),
        (BAD["busy"], Verdict.UNKNOWN),
        (BAD["html"], Verdict.UNKNOWN),
        (refusal(400, "invalid_request_error", "no"), Verdict.UNKNOWN),
    ],
)
def test_not_done_is_sure_only_when_the_key_was_unused(
    stripe: Gateway, server: Server, operation: Operation, reply: Reply | None, verdict: Verdict
) -> None:
    server.replies[SPENDS[operation]] = reply or GOOD[SPENDS[operation]]

    answer = stripe.fetch(CALLS[operation], SECONDS)

    assert answer.verdict is verdict
    assert server.headers[server.asked.index(SPENDS[operation])]["Idempotency-Key"] == "key-1"
    assert not server.count(MOVES[operation])


def test_what_is_done_while_it_is_asked_for_is_found(stripe: Gateway, server: Server) -> None:
    seen = {**intent("succeeded", amount_received=3789)}
    looks = iter([data(intent()), data(seen)])
    server.replies = Changing(server.replies, ("GET", "/v1/payment_intents/pi_1"), lambda: next(looks))
    server.replies["POST", "/v1/payment_intents/pi_1"] = BAD["key used"]

    answer = stripe.fetch(CAPTURE, SECONDS)

    assert (answer.verdict, answer.txn_id, answer.amount) == (Verdict.DONE, "ch_1", Decimal("37.89"))


class Changing(dict[Asked, Reply]):
    """Replies of which one is another each time."""

    def __init__(self, replies: Mapping[Asked, Reply], asked: Asked, reply: Callable[[], Reply]) -> None:
        super().__init__(replies)
        self._asked, self._reply = asked, reply

    def __getitem__(self, asked: Asked) -> Reply:
        return self._reply() if asked == self._asked else super().__getitem__(asked)


def test_a_success_after_the_time_limit_is_found(stripe: Gateway, server: Server) -> None:
    server.replies[MOVES[Operation.CAPTURE]] = SILENCE
    assert stripe.perform(CAPTURE, SHORT).verdict is Verdict.UNKNOWN
    server.replies["GET", "/v1/payment_intents/pi_1"] = data(intent("succeeded", amount_received=3789))

    answer = stripe.fetch(CAPTURE, SECONDS)

    assert (answer.verdict, answer.txn_id) == (Verdict.DONE, "ch_1")
    assert server.count(MOVES[Operation.CAPTURE]) == 1


def test_an_old_payment_is_found_by_searching(stripe: Gateway, server: Server) -> None:
    found = {"object": "search_result", "data": [intent()], "has_more": False}
    server.replies["GET", "/v1/payment_intents/search"] = data(found)

    assert stripe.fetch(AUTHORIZATION, SECONDS).txn_id == "pi_1"


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("operation", CALLS)
def test_asking_again_never_guesses(stripe: Gateway, server: Server, operation: Operation, bad: str) -> None:
    server.replies = dict.fromkeys(GOOD, BAD[bad])

    assert stripe.fetch(CALLS[operation], SECONDS).verdict is Verdict.UNKNOWN
    assert not [asked for asked in server.asked if asked in MOVES.values()]


@pytest.mark.parametrize("bad", sorted(set(BAD) - {"odd state"}))
def test_a_report_without_an_answer_is_none(stripe: Gateway, server: Server, bad: str) -> None:
    server.replies = dict.fromkeys(GOOD, BAD[bad])

    assert stripe.inspect("pi_1", SECONDS) is None
    assert stripe.inspect("ch_1", SECONDS) is None
