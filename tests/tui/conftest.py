"""Databases for the screens: one with records in every state, made once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sales_tui.demo.seeding import seed
from tests.store.fresh import fresh_engine
from tests.tui.robot import NOW, copy_of


@pytest.fixture(scope="session", autouse=True)
def snapshot_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where pictures that differ are kept for the report; workers of a parallel run don't inherit it."""
    os.environ.setdefault("TEXTUAL_SNAPSHOT_TEMPDIR", str(tmp_path_factory.mktemp("snapshots")))


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """240 orders with their documents; nobody writes to it."""
    path = tmp_path_factory.mktemp("seeded") / "sales.db"
    engine = fresh_engine(str(path))
    seed(engine, orders=240, seed=7, now=NOW)
    engine.dispose()
    return path


@pytest.fixture
def shop(seeded: Path, tmp_path: Path) -> Path:
    """The same, as this test's own."""
    return copy_of(seeded, tmp_path)


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A new database."""
    path = tmp_path / "sales.db"
    engine = fresh_engine(str(path))
    engine.dispose()
    return path


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is: a small job is over before it would be shown how far it is."""
    monkeypatch.setattr("sales_tui.tui.jobs.desk.PATIENCE", 60)


@pytest.fixture(autouse=True)
def freed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a program keeps for good is a test's own: nothing of it may stay, with its connections, for all others."""
    monkeypatch.setattr("gc.freeze", lambda: None)
