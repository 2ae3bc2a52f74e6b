"""A picture of what things cost as the number of orders grows: a line for each, on logarithmic scales."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 380
LEFT, RIGHT, TOP, BOTTOM = 70, 200, 40, 50
COLOURS = ("#4ecca3", "#6fa8dc", "#e0a458", "#b48ead", "#d36c6c")
LOWEST, HIGHEST = 1.0, 1000.0
"""Milliseconds at the bottom and at the top."""


def draw(file: Path, sizes: Sequence[int], series: Mapping[str, Sequence[float]]) -> None:
    """Write the picture as SVG: sizes from left to right, milliseconds from bottom to top."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        ' font-family="monospace" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#12161a"/>',
        f'<text x="{LEFT}" y="22" fill="#d6dbe0">milliseconds, as the number of orders grows</text>',
        *(_level(value) for value in (1, 10, 100, 1000)),
        *(
            f'<text x="{_x(at, sizes)}" y="{HEIGHT - 22}" fill="#9aa4ad" text-anchor="middle">{size:,}</text>'
            for at, size in enumerate(sizes)
        ),
    ]
    for colour, (name, values) in zip(COLOURS, series.items(), strict=False):
        points = " ".join(f"{_x(at, sizes)},{_y(value)}" for at, value in enumerate(values))
        end_x, end_y = _x(len(values) - 1, sizes) + 10, _y(values[-1]) + 4
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{end_x}" y="{end_y}" fill="{colour}">{escape(name)} {values[-1]:.0f}</text>')
    file.write_text("\n".join([*parts, "</svg>", ""]), encoding="utf-8")


def _level(value: float) -> str:
    y = _y(value)
    line = f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}" stroke="#2a323a"/>'
    return f'{line}<text x="{LEFT - 10}" y="{y + 4}" fill="#9aa4ad" text-anchor="end">{value:g}</text>'


def _x(at: int, sizes: Sequence[int]) -> float:
    return round(LEFT + at * (WIDTH - LEFT - RIGHT) / max(1, len(sizes) - 1), 1)


def _y(value: float) -> float:
    share = math.log(max(value, LOWEST) / LOWEST) / math.log(HIGHEST / LOWEST)
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)
