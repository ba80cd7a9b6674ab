"""Whether confidence means what it says: expected calibration error, a table, and a plot as SVG."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

BINS = 10
SIDE, MARGIN = 320, 40


def bins(pairs: Sequence[tuple[float, bool]], count: int = BINS) -> list[tuple[float, float, int]]:
    """(mean confidence, share that is right, n) of equally filled bins, lowest confidence first."""
    parts = np.array_split(np.array(sorted(pairs), float).reshape(-1, 2), count)
    return [(float(p[:, 0].mean()), float(p[:, 1].mean()), len(p)) for p in parts if len(p)]


def calibration_error(pairs: Sequence[tuple[float, bool]], count: int = BINS) -> float:
    """Expected calibration error (Guo et al. 2017) over equally filled bins; 0 for no pairs."""
    return sum(n * abs(sure - right) for sure, right, n in bins(pairs, count)) / max(1, len(pairs))


def calibration_error_of_widths(pairs: Sequence[tuple[float, bool]], count: int = BINS) -> float:
    """Expected calibration error (Naeini et al. 2015) over bins of equal width; 0 for no pairs."""
    found: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in pairs:
        found.setdefault(min(count - 1, int(sure * count)), []).append((sure, right))
    off = (abs(sum(sure for sure, _ in b) - sum(right for _, right in b)) for b in found.values())
    return sum(off) / max(1, len(pairs))


def draw(pairs: Sequence[tuple[float, bool]]) -> str:
    """A reliability diagram: share that is right over confidence, a circle a bin; on the diagonal both agree."""

    def place(sure: float, right: float) -> tuple[float, float]:
        return MARGIN + SIDE * sure, MARGIN + SIDE * (1 - right)

    low, high = place(0, 0), place(1, 1)
    size = SIDE + 2 * MARGIN
    shapes = [
        f'<rect x="{MARGIN}" y="{MARGIN}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#888"/>',
        f'<line x1="{low[0]}" y1="{low[1]}" x2="{high[0]}" y2="{high[1]}" stroke="#888" stroke-dasharray="4"/>',
    ]
    for sure, right, n in bins(pairs):
        x, y = place(sure, right)
        title = f"<title>confidence {sure:.3f}, right {right:.3f}, n {n}</title>"
        shapes.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#0b6">{title}</circle>')
    for k in range(0, 11, 2):
        x, y = place(k / 10, k / 10)
        shapes.append(f'<text x="{x:.0f}" y="{size - MARGIN + 16}" text-anchor="middle">{k / 10}</text>')
        shapes.append(f'<text x="{MARGIN - 6}" y="{y + 4:.0f}" text-anchor="end">{k / 10}</text>')
    axes = f'<text x="{size / 2}" y="{size - 6}" text-anchor="middle">confidence</text>'
    axes += f'<text x="{size / 2}" y="{MARGIN - 14}" text-anchor="middle">share of renderings that are right</text>'
    body = "\n".join([*shapes, axes])
    style = 'font-family="sans-serif" font-size="12"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" {style}>\n{body}\n</svg>\n'
