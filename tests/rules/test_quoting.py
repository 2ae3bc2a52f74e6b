"""Prices of quotes: shared out to the cent, in both currencies, with margin (RULES.md §7.2)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.core.money import ZERO
from sales_tui.core.refusal import Refused
from sales_tui.rules import quote_books, quote_items, quoting
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.quote_shares import Share, distribute, sum_of
from sales_tui.rules.quoting import QuoteTerms
from tests.rules.quotes import D, line, quote, season


def prices(made: Quote) -> list[tuple[str, str, str]]:
    """Price of a piece, discount and row of each line."""
    told = [(one.money.proposed_price, one.money.discount_amount, one.money.row_total) for one in made.lines]
    return [(f"{price:.2f}", f"{discount:.2f}", f"{row:.2f}") for price, discount, row in told]


@pytest.mark.parametrize(
    "kind, value, expected, total",
    [
        ("percentage", "2.5", [("12.48", "0.00", "187.20"), ("17.16", "0.00", "171.60")], "358.80"),
        ("amount", "9.2", [("12.48", "0.00", "187.20"), ("17.16", "0.00", "171.60")], "358.80"),
        ("proposed", "358.80", [("12.48", "0.00", "187.20"), ("17.16", "0.00", "171.60")], "358.80"),
        ("percentage", "0", [("12.80", "0.00", "192.00"), ("17.60", "0.00", "176.00")], "368.00"),
        ("percentage", "100", [("0.00", "0.00", "0.00"), ("0.00", "0.00", "0.00")], "0.00"),
        ("proposed", "350", [("12.17", "0.00", "182.55"), ("16.75", "0.05", "167.45")], "350.00"),
        ("proposed", "367.99", [("12.80", "0.01", "191.99"), ("17.60", "0.00", "176.00")], "367.99"),
    ],
)
def test_the_whole_is_shared_out(kind: str, value: str, expected: list[tuple[str, str, str]], total: str):
    made = season()
    quoting.negotiate(made, kind, D(value))
    quoting.recalculate(made)
    assert prices(made) == expected
    assert f"{made.money.negotiated_total:.2f}" == total
    assert f"{made.money.original_total:.2f}" == "368.00"
    assert f"{made.money.catalog_total:.2f}" == "460.00"


def test_cents_go_on_the_line_that_they_divide():
    made = quote(line("A", 3, "10"), line("B", 1, "10"))
    quoting.negotiate(made, "proposed", D("33.33"))
    quoting.recalculate(made)
    assert prices(made) == [("8.33", "0.00", "24.99"), ("8.34", "0.00", "8.34")]


def test_what_does_not_divide_stays_a_discount():
    made = quote(line("A", 3, "10"))
    quoting.negotiate(made, "proposed", D("29.00"))
    quoting.recalculate(made)
    assert prices(made) == [("9.67", "0.01", "29.00")]


def test_a_line_s_own_price_comes_first():
    made = season()
    quoting.propose(made, made.lines[0], "proposed", D("10"))
    quoting.recalculate(made)
    assert prices(made) == [("10.00", "0.00", "150.00"), ("17.60", "0.00", "176.00")]
    quoting.negotiate(made, "percentage", D("10"))
    quoting.recalculate(made)
    assert prices(made) == [("9.00", "0.00", "135.00"), ("15.84", "0.00", "158.40")]
    quoting.propose(made, made.lines[0], "percentage", D("50"))
    quoting.propose(made, made.lines[1], "amount", D("1.60"))
    quoting.negotiate(made, "", ZERO)
    quoting.recalculate(made)
    assert prices(made) == [("6.40", "0.00", "96.00"), ("16.00", "0.00", "160.00")]


def test_each_currency_by_itself():
    made = quote(line("A", 7, "9.99", rate="0.92"), line("B", 3, "20", rate="0.92"), rate="0.92", currency="EUR")
    quoting.negotiate(made, "amount", D("10"))
    quoting.recalculate(made)
    assert (made.base.original_total, made.base.negotiated_total) == (D("129.93"), D("119.93"))
    assert (made.money.original_total, made.money.negotiated_total) == (D("119.53"), D("110.33"))
    assert list(quote_books.faults(made)) == []


@pytest.mark.parametrize("kind, value, total", [("amount", "129.93", "0.00"), ("proposed", "129.93", "119.53")])
def test_the_whole_is_the_whole_in_both_currencies(kind: str, value: str, total: str):
    made = quote(line("A", 7, "9.99", rate="0.9199"), line("B", 3, "20", rate="0.9199"), rate="0.9199", currency="EUR")
    assert quoting.converted(made, D(value), "money") != made.money.original_total == D("119.53")
    quoting.negotiate(made, kind, D(value))
    quoting.recalculate(made)
    assert made.money.negotiated_total == D(total)


def test_no_decimals_and_three():
    yen = quote(line("A", 3, "1000"), currency="JPY")
    yen.base_currency_code = "JPY"
    quoting.negotiate(yen, "percentage", D("0.1"))
    quoting.recalculate(yen)
    assert (yen.money.negotiated_total, yen.lines[0].money.proposed_price) == (D("2997"), D("999"))
    dinar = quote(line("A", 3, "1.000"))
    dinar.base_currency_code = dinar.quote_currency_code = "KWD"
    quoting.negotiate(dinar, "proposed", D("2.998"))
    quoting.recalculate(dinar)
    assert (dinar.money.negotiated_total, dinar.lines[0].money.discount_amount) == (D("2.998"), D("0.002"))


@pytest.mark.parametrize(
    "kind, value, code",
    [
        ("percentage", "100.01", "quote.percentage"),
        ("amount", "368.01", "quote.negotiated_above"),
        ("proposed", "368.01", "quote.negotiated_above"),
    ],
)
def test_above_the_whole(kind: str, value: str, code: str):
    with pytest.raises(Refused) as refused:
        _negotiated(kind, value)
    assert refused.value.refusal.code == code


@pytest.mark.parametrize("price, cost", [("500000000000000", "1"), ("1", "500000000000000")])
def test_more_than_can_be_kept(price: str, cost: str):
    """Of what is to be paid, and of what it costs the shop."""
    made = quote(line("A", 1, price, cost=cost))
    made.lines[0].qty = D(2)
    with pytest.raises(Refused) as refused:
        quoting.recalculate(made)
    assert refused.value.refusal.code == "quote.too_large"


def _negotiated(kind: str, value: str) -> None:
    made = season()
    quoting.negotiate(made, kind, D(value))
    quoting.recalculate(made)


@pytest.mark.parametrize("kind, value", [("percentage", "101"), ("amount", "12.81"), ("proposed", "12.81")])
def test_above_a_line_s_price(kind: str, value: str):
    made = season()
    with pytest.raises(Refused):
        quoting.propose(made, made.lines[0], kind, D(value))


def test_while_the_buyer_s_changes_are_unanswered_nothing_negotiated_counts():
    made = season()
    quoting.negotiate(made, "percentage", D(10))
    made.proposed_shipping_amount, made.is_stale = D(3), True
    made.base.shipping_amount = made.money.shipping_amount = D(8)
    quoting.recalculate(made)
    assert made.money.negotiated_total == D("368.00")
    assert made.money.grand_total == D("368.00") + D(8) + D("36.80")
    made.is_stale = False
    quoting.recalculate(made)
    assert made.money.grand_total == D("331.20") + D(3) + D("33.12")


def test_margin():
    made = season()
    found = quoting.margin(made)
    assert (found.cost, found.profit, found.percent) == (D("210.00"), D("158.00"), D("42.93"))
    assert [quoting.line_margin(one) for one in made.lines] == [D("37.50"), D("48.86")]
    assert quoting.is_below_floor(made, QuoteTerms(margin_floor=D("42.94")))
    assert not quoting.is_below_floor(made, QuoteTerms(margin_floor=D("42.93")))
    assert not quoting.is_below_floor(made, QuoteTerms())
    quoting.negotiate(made, "percentage", D(100))
    quoting.recalculate(made)
    assert quoting.margin(made).percent is None
    assert quoting.is_below_floor(made, QuoteTerms(margin_floor=D(1)))
    made.lines[0].base_cost = None
    assert quoting.margin(made).profit is None


def test_prices_from_the_catalog_keep_a_cart_rule():
    made = quote(line("MUG", 5, "10", "8"), line("PAN", 10, "50"), line("OLD", 1, "5"), line("OWN", 1, "7"))
    changes = quote_items.update_prices(made)
    quoting.recalculate(made)
    assert [(one.sku, f"{one.base.price:.2f}", f"{one.base.cart_price:.2f}") for one in made.lines] == [
        ("MUG", "9.90", "7.92"),
        ("PAN", "44.00", "40.00"),
        ("OWN", "7.00", "7.00"),
    ]
    assert changes == ["OLD isn't sold any more and was taken off", "MUG 8 -> 7.92", "PAN 50 -> 40"]
    assert quote_items.update_prices(made) == []


def test_lines_are_read_from_pasted_text():
    text = 'sku,qty\nMUG,3\n\nPAN\t2\r\n KT 100 5\nWITH SPACE;7\n"Q","1"\nALONE\n'
    assert [(one["sku"], str(one["qty"])) for one in quote_items.parse_lines(text)] == [
        ("MUG", "3"), ("PAN", "2"), ("KT 100", "5"), ("WITH SPACE", "7"), ("Q", "1"), ("ALONE", "1")
    ]  # fmt: skip
    with pytest.raises(ValueError, match="line 2: 'many' is not a quantity"):
        quote_items.parse_lines("MUG,1\nPAN,many")


def test_a_sku_that_is_named_twice_is_one_line():
    made = quote()
    quote_items.put_items(made, [{"sku": "MUG", "qty": D(1)}, {"sku": "MUG", "qty": D(2), "price": D(9)}])
    quote_items.put_items(made, [{"sku": "PAN", "qty": D(10)}])
    quoting.recalculate(made)
    assert prices(made) == [("9.00", "0.00", "27.00"), ("40.00", "0.00", "400.00")]
    quote_items.put_items(made, [{"item_id": None, "sku": "PAN", "qty": D(9)}, {"sku": "MUG", "price": None}])
    quoting.recalculate(made)
    assert prices(made) == [("9.90", "0.00", "29.70"), ("44.00", "0.00", "396.00")]


SHARES = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(1, 60)).map(lambda pair: (Decimal(pair[0]) / 100, Decimal(pair[1]))),
    min_size=1,
    max_size=6,
)


@given(SHARES, st.integers(0, 10_000))
def test_rows_sum_to_what_was_negotiated(pairs: list[tuple[Decimal, Decimal]], part: int):
    shares = [Share(limit, qty) for limit, qty in pairs]
    whole = sum((limit * qty for limit, qty in pairs), ZERO)
    total = Decimal(int(whole * part / 100)) / 100
    distribute(shares, total, 2)
    assert sum_of(shares) == total
    for one in shares:
        assert one.row == one.unit * one.qty - one.discount
        assert ZERO <= one.unit <= one.limit
        assert ZERO <= one.discount <= one.unit * one.qty
    if any(one.qty == 1 and one.limit for one in shares) and total == whole:
        assert not any(one.discount for one in shares)


@given(
    st.lists(st.tuples(st.integers(1, 99_999), st.integers(1, 40)), min_size=1, max_size=5),
    st.sampled_from(quoting.TYPES),
    st.integers(0, 10_000),
    st.sampled_from(["1", "0.92", "4.3127", "161.5"]),
)
def test_both_currencies_always_add_up(pairs: list[tuple[int, int]], kind: str, part: int, rate: str):
    lines = [line(f"S{at}", qty, f"{Decimal(cents) / 100}", rate=rate) for at, (cents, qty) in enumerate(pairs)]
    made = quote(*lines, rate=rate, currency="EUR")
    most = D(100) if kind == "percentage" else made.base.original_total
    quoting.negotiate(made, kind, Decimal(int(most * part / 100)) / 100)
    quoting.recalculate(made)
    assert list(quote_books.faults(made)) == []
    assert made.base.negotiated_total <= made.base.original_total
    assert made.money.negotiated_total <= made.money.original_total
