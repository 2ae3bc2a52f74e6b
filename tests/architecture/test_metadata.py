"""The package says who it is, what it runs on and how it is started."""

from __future__ import annotations

import tomllib
from pathlib import Path

import sales_tui

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_name_and_version() -> None:
    assert PROJECT["name"] == "sales-tui"
    assert PROJECT["version"] == sales_tui.__version__
    assert "dynamic" not in PROJECT


def test_licence() -> None:
    assert PROJECT["license"] == "MIT"
    assert PROJECT["license-files"] == ["LICENSE"]
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")


def test_python_versions() -> None:
    assert PROJECT["requires-python"] == ">=3.11"
    versions = {f"Programming Language :: Python :: 3.{minor}" for minor in (11, 12, 13)}
    assert versions <= set(PROJECT["classifiers"])


def test_described() -> None:
    assert PROJECT["description"]
    assert PROJECT["authors"]
    assert (ROOT / PROJECT["readme"]).read_text(encoding="utf-8").strip()
    assert "Typing :: Typed" in PROJECT["classifiers"]
    assert (ROOT / "sales_tui" / "py.typed").is_file()


def test_entry_point() -> None:
    assert PROJECT["scripts"] == {"sales-tui": "sales_tui.__main__:main"}


def test_extras() -> None:
    extras = PROJECT["optional-dependencies"]
    assert {"dev", "postgres"} <= set(extras)
    assert any(line.startswith("psycopg") for line in extras["postgres"])
    assert "sales-tui[postgres]" in extras["dev"]
