"""Who acts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and from where: goes into the journal."""

    system_user: str = ""
    operator: str = ""
    host: str = ""

    @property
    def name(self) -> str:
        """What others call them: the operator's name, where several share one system user."""
        return self.operator.strip() or self.system_user
