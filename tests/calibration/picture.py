"""The picture of risk and coverage; ``python -m tests.calibration.picture`` draws it anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from bot.answering.sentences import SURE
from tests.calibration.curve import Curve, read
from tests.examples import ROOT

PICTURE = ROOT / "docs" / "risk-coverage.svg"
WIDTH, HEIGHT = 720, 400
LEFT, TOP, WIDE, HIGH = 70, 40, 420, 290  # of the field with the curves
INKS = ("#1b5e9e", "#b3461c", "#2c7a3f", "#7a3f96", "#8a6a00")
DASHES = ("", "7 3", "2 3", "10 3 2 3", "4 2")  # told apart without colours too


def drawn(curves: Mapping[str, Curve]) -> str:
    """The curves as an SVG on a ground of its own; a dot is where answers begin to be given."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="12" fill="#222222">',
        "<title>Risk against coverage</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="6" fill="#ffffff"/>',
        *_axes(),
    ]
    for number, (name, curve) in enumerate(curves.items()):
        parts += _curve(name, curve, number)
    x, y = LEFT + WIDE + 20, TOP + 12 + 44 * len(curves)
    parts.append(f'<text x="{x}" y="{y}">Dots: confidence of {SURE}, answered</text>')
    return "\n".join([*parts, "</svg>\n"])


def _axes() -> list[str]:
    parts: list[str] = []
    for percent in range(0, 101, 20):
        x, y = _place((percent / 100, percent / 100))
        parts += [
            f'<path d="M{LEFT} {y}H{LEFT + WIDE}" stroke="#dddddd"/>',
            f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{percent}%</text>',
            f'<text x="{x}" y="{TOP + HIGH + 18}" text-anchor="middle">{percent}%</text>',
        ]
    x, y = LEFT + WIDE / 2, TOP + HIGH + 42
    return [
        *parts,
        f'<text x="{LEFT - 50}" y="{TOP - 16}">Risk: share of the answers that are wrong</text>',
        f'<text x="{x}" y="{y}" text-anchor="middle">'
        "Coverage: share of the questions that are answered</text>",
    ]


def _curve(name: str, curve: Curve, number: int) -> list[str]:
    ink, dash = INKS[number % len(INKS)], DASHES[number % len(DASHES)]
    stroke = f'stroke="{ink}" stroke-dasharray="{dash}" stroke-width="2" fill="none"'
    line = " ".join(f"{x},{y}" for x, y in map(_place, curve.points))
    x, y = _place(curve.chosen)
    at, high = LEFT + WIDE + 20, TOP + 8 + 44 * number
    return [
        f'<polyline points="{line}" {stroke}/>',
        f'<circle cx="{x}" cy="{y}" r="5" fill="{ink}"/>',
        f'<path d="M{at} {high}h28" {stroke}/>',
        f'<text x="{at + 36}" y="{high + 4}">{escape(name)}</text>',
        f'<text x="{at + 36}" y="{high + 20}">{chosen(curve)}</text>',
    ]


def chosen(curve: Curve) -> str:
    """The chosen point in words.

    >>> chosen(Curve(2, 1, 1, 1, [[1, 0]], [0.5, 0.25], [], [], []))
    '50.0% answered, 25.0% wrong'
    """
    coverage, risk = (100 * share for share in curve.chosen)
    return f"{coverage:.1f}% answered, {risk:.1f}% wrong"


def _place(point: Sequence[float]) -> tuple[float, float]:
    """Where a coverage and a risk lie in the picture."""
    return round(LEFT + WIDE * point[0], 1), round(TOP + HIGH * (1 - point[1]), 1)


if __name__ == "__main__":
    PICTURE.write_text(drawn(read()[2]), "utf-8")
