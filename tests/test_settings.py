"""Settings from file and environment; what is wrong is named with its place and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from sales_tui.settings import PaymentSettings, Settings, SettingsError, default_database, load_settings, settings_file
from tests.cli.robot import sales


def test_nothing_set(tmp_path: Path):
    assert load_settings(tmp_path / "none.toml", {}) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path):
    file = tmp_path / "settings.toml"
    file.write_text('operator = "ada"\n[creditmemo]\nallow_zero_total = true\n[numbers]\ninvoice_prefix = "R"\n')
    settings = load_settings(file, {"SALES_TUI_CREDITMEMO__ALLOW_ZERO_TOTAL": "false", "SALES_TUI_DB": "/tmp/x"})
    assert settings.operator == "ada"
    assert settings.numbers.invoice_prefix == "R"
    assert not settings.creditmemo.allow_zero_total
    assert settings.db == "/tmp/x"


def test_payments(tmp_path: Path):
    file = tmp_path / "settings.toml"
    file.write_text(
        '[payments]\nsandbox = true\nsandbox_file = "/tmp/s"\ntimeout_seconds = 600\n'
        'stripe_url = "http://localhost:8420"\nstripe_capture = "sale"\n'
    )
    settings = load_settings(file, {"SALES_TUI_PAYMENTS__PENDING_MINUTES": " 90 "})
    assert settings.payments == PaymentSettings(
        sandbox=True,
        sandbox_file="/tmp/s",
        timeout_seconds=600,
        pending_minutes=90,
        stripe_url="http://localhost:8420",
        stripe_capture="sale",
    )


@pytest.mark.parametrize(
    "text,sentence",
    [
        ("colour = 1\n", r"settings\.toml sets 'colour', which is no setting of sales-tui\."),
        ("[shipping]\nspeed = 1\n", r"settings\.toml sets 'shipping\.speed', which is no setting"),
        ("shipping = true\n", r"settings\.toml sets 'shipping', which is no setting"),
        ('[shipping]\nrequire_payment = "perhaps"\n', r"sets 'shipping\.require_payment' to 'perhaps'; it is either"),
        ("operator = 7\n", r"sets 'operator' to '7'; it needs a text in quotes\."),
        ("operator = \n", r"settings\.toml is not valid TOML"),
        ("[payments]\nsandbox = 7\n", r"sets 'payments\.sandbox' to '7'; it is either true or false\."),
        ("[payments]\nsandbox_file = 7\n", r"sets 'payments\.sandbox_file' to '7'; it needs a text in quotes\."),
        ("[payments]\nstripe_url = true\n", r"sets 'payments\.stripe_url' to 'True'; it needs a text in quotes\."),
        (
            '[payments]\nstripe_capture = "later"\n',
            r"'payments\.stripe_capture' to 'later'; it is either authorize or sale",
        ),
        (
            "[payments]\ntimeout_seconds = 0\n",
            r"'payments\.timeout_seconds' to '0'; it needs a whole number from 1 to 600",
        ),
        ("[payments]\ntimeout_seconds = 601\n", r"to '601'; it needs a whole number from 1 to 600\."),
        ("[payments]\ntimeout_seconds = 1.5\n", r"to '1\.5'; it needs a whole number"),
        ("[payments]\ntimeout_seconds = true\n", r"to 'True'; it needs a whole number"),
        ('[payments]\ntimeout_seconds = "soon"\n', r"to 'soon'; it needs a whole number"),
        ("[payments]\npending_minutes = 0\n", r"'payments\.pending_minutes' to '0'; it needs a whole number from 1 to"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, text: str, sentence: str):
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=sentence):
        load_settings(file, {})


def test_a_wrong_variable_is_named():
    with pytest.raises(SettingsError, match=r"the variable SALES_TUI_SHIPPING__SPEED sets 'shipping\.speed'"):
        load_settings(Path("/nowhere"), {"SALES_TUI_SHIPPING__SPEED": "1"})


def test_files_lie_where_the_platform_wants_them(home: Path):
    assert home in settings_file().parents or settings_file().is_relative_to(Path.home())
    assert default_database().name == "sales.sqlite"


def test_commands_say_it_with_status_2(monkeypatch: pytest.MonkeyPatch, sqlite_url: str):
    monkeypatch.setenv("SALES_TUI_COLOUR", "red")
    answer = sales(sqlite_url, "list", "orders")
    assert (answer.status, answer.out) == (2, "")
    assert "the variable SALES_TUI_COLOUR sets 'colour'" in answer.err


def test_a_time_zone_that_is_none(monkeypatch: pytest.MonkeyPatch, sqlite_url: str):
    sales(sqlite_url, "db", "init")
    monkeypatch.setenv("SALES_TUI_TIMEZONE", "Europe/Atlantis")
    answer = sales(sqlite_url, "list", "orders")
    assert (answer.status, answer.err) == (
        2,
        "sales-tui: The setting timezone is 'Europe/Atlantis', which is no time zone.\n",
    )


def test_settings_reach_the_rules(monkeypatch: pytest.MonkeyPatch, sqlite_url: str):
    from tests.store.orders import add_order, new_database

    engine = new_database(sqlite_url)
    number = add_order(engine)
    engine.dispose()
    assert sales(sqlite_url, "do", "order.ship", number).status == 1
    monkeypatch.setenv("SALES_TUI_SHIPPING__REQUIRE_PAYMENT", "no")
    monkeypatch.setenv("SALES_TUI_NUMBERS__SHIPMENT_PREFIX", "S-")
    assert "Shipment S-000000001 made" in sales(sqlite_url, "do", "order.ship", number).out


def test_settlement_files_are_described_by_tables(tmp_path: Path):
    file = tmp_path / "settings.toml"
    file.write_text('[settlement.mybank]\ntxn_id = "Reference"\ndecimal = "comma"\n', encoding="utf-8")
    assert load_settings(file, {}).settlement == {"mybank": {"txn_id": "Reference", "decimal": "comma"}}
    file.write_text('[settlement]\nmybank = "Reference"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"sets 'settlement\.mybank'; it needs a table"):
        load_settings(file, {})
    with pytest.raises(SettingsError, match="settlement files are described in the settings file"):
        load_settings(tmp_path / "none.toml", {"SALES_TUI_SETTLEMENT__MYBANK__TXN_ID": "Reference"})


def test_lists_of_returns_are_tables(tmp_path: Path):
    file = tmp_path / "settings.toml"
    file.write_text(
        '[returns]\nalternate_address = "Dock 4"\n[returns.reasons]\nbroken = " Broken "\n', encoding="utf-8"
    )
    returns = load_settings(file, {}).returns
    assert (returns.reasons, returns.alternate_address) == ({"broken": "Broken"}, "Dock 4")
    assert returns.resolutions["store_credit"] == "Store Credit"


@pytest.mark.parametrize(
    "line",
    [
        'reasons = "broken"',
        "reasons = {}",
        'reasons = {"No Code" = "x"}',
        'conditions = {wet = " "}',
        "colors = {a = 'b'}",
    ],
)
def test_a_list_of_returns_that_can_not_be_used(tmp_path: Path, line: str):
    file = tmp_path / "settings.toml"
    file.write_text(f"[returns]\n{line}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"sets 'returns\."):
        load_settings(file, {})
