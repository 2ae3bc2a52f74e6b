"""A sandbox of one's own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.payments.calls import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "books" / "sandbox.sqlite")
