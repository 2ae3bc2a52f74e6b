"""The look: a calm dark surface and one accent. Everything else on the screen uses these names, never a colour."""

from __future__ import annotations

from textual.theme import Theme

THEME = Theme(
    name="desk",
    primary="#6cb8ae",
    secondary="#54707a",
    accent="#6cc5b9",
    foreground="#d6dbe0",
    background="#12161a",
    surface="#181d22",
    panel="#20262c",
    success="#93bf7c",
    warning="#e2b566",
    error="#e27a78",
    dark=True,
    variables={
        "text-muted": "#8e98a2",
        "text-disabled": "#59626b",
        "block-cursor-foreground": "#12161a",
        "block-cursor-background": "#6cc5b9",
        "input-selection-background": "#6cc5b9 30%",
        "border": "#39424a",
        "scrollbar": "#39424a",
        "scrollbar-hover": "#54707a",
        "scrollbar-active": "#6cc5b9",
        "scrollbar-background": "#12161a",
        "scrollbar-background-hover": "#12161a",
        "scrollbar-background-active": "#12161a",
        "scrollbar-corner-color": "#12161a",
        "footer-background": "#12161a",
    },
)
"""The one theme."""
