"""Settings from file and environment; what is wrong is named with its place and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from sales_tui.settings import Settings, SettingsError, default_database, load_settings, settings_file
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


@pytest.mark.parametrize(
    "text,sentence",
    [
        ("colour = 1\n", r"settings\.toml sets 'colour', which is no setting of sales-tui\."),
        ("[shipping]\nspeed = 1\n", r"settings\.toml sets 'shipping\.speed', which is no setting"),
        ("shipping = true\n", r"settings\.toml sets 'shipping', which is no setting"),
        ('[shipping]\nrequire_payment = "perhaps"\n', r"sets 'shipping\.require_payment' to 'perhaps'; it is either"),
        ("operator = 7\n", r"sets 'operator' to '7'; it needs a text in quotes\."),
        ("operator = \n", r"settings\.toml is not valid TOML"),
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
