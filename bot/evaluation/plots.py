"""Plots as SVG elements that stand in a page: no script, no font, nothing from elsewhere.

They are drawn 360 units wide, so that their words can be read on a phone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

WIDTH = 360
LEFT, RIGHT, TOP, BOTTOM = 50, 18, 10, 40  # room around a plot for its axes
HEIGHT = 200
BINS = 24
ROW = 34  # of one bar with its name
LINE = 15  # of words

Point = tuple[float, float]
Mark = tuple[float, str]  # a value and what is written there


def bars(name: str, rows: Sequence[tuple[str, str, float, float]]) -> Markup:
    """One row for each name, its value in words, a share, and a larger one behind it."""
    svg = _svg(name, ROW * len(rows) + 4)
    for number, (label, value, share, larger) in enumerate(rows):
        top = ROW * number
        _text(svg, 0, top + 13, label)
        _text(svg, WIDTH, top + 13, value, anchor="end")
        _rect(svg, 0, top + 18, WIDTH, 11, "ground")
        _rect(svg, 0, top + 18, WIDTH * larger, 11, "behind")
        _rect(svg, 0, top + 18, WIDTH * share, 11, "right")
    return _markup(svg)


def histograms(
    name: str,
    above: Sequence[float],
    below: Sequence[float],
    ticks: Sequence[Mark],
    axis: str,
) -> Markup:
    """Distributions over [0, 1], one upwards and one downwards, each as shares of its own."""
    svg = _svg(name, HEIGHT)
    middle = (TOP + HEIGHT - BOTTOM) / 2
    counts = [np.histogram(np.clip(v, 0, 1), BINS, (0, 1))[0] for v in (above, below)]
    shares = [count / max(1, count.sum()) for count in counts]
    highest = max(float(share.max()) for share in shares) or 1.0
    for share, direction, look in zip(shares, (-1, 1), ("right", "wrong"), strict=True):
        _columns(svg, share / highest * (middle - TOP), middle, direction, look)
    _line(svg, [(LEFT, middle), (WIDTH - RIGHT, middle)], "axis")
    _below(svg, ticks, axis)
    return _markup(svg)


def curve(
    name: str, points: Sequence[Point], ticks: Sequence[Mark], levels: Sequence[Mark], axis: str
) -> Markup:
    """A line through points of [0, 1] × [0, 1]; ``levels`` are marked on the upright axis."""
    svg = _svg(name, HEIGHT)
    for share, words in levels:
        _line(svg, [(LEFT, _y(share)), (WIDTH - RIGHT, _y(share))], "grid")
        _text(svg, LEFT - 5, _y(share) + 4, words, anchor="end")
    _line(svg, [(_x(x), _y(y)) for x, y in points], "curve")
    for x, y in points if len(points) == 1 else ():
        SubElement(svg, "circle", {"cx": _n(_x(x)), "cy": _n(_y(y)), "r": "3", "class": "dot"})
    _line(svg, [(LEFT, _y(0)), (WIDTH - RIGHT, _y(0))], "axis")
    _below(svg, ticks, axis)
    return _markup(svg)


def columns(
    name: str, shares: NDArray[np.floating], ticks: Sequence[Mark], marks: Sequence[Mark], axis: str
) -> Markup:
    """Shares of equally wide bins as columns; ``ticks`` and ``marks`` at places in [0, 1]."""
    svg = _svg(name, HEIGHT)
    highest = float(shares.max()) or 1.0
    room = HEIGHT - BOTTOM - TOP - LINE * len(marks)
    _columns(svg, shares / highest * room, _y(0), -1, "right")
    for number, (place, words) in enumerate(marks):  # a line of words each, above the columns
        top = TOP + LINE * number
        _line(svg, [(_x(place), _y(0)), (_x(place), top)], "mark")
        side = "end" if place > 0.5 else "start"
        _text(svg, _x(place) + (-4 if side == "end" else 4), top + 9, words, side)
    _line(svg, [(LEFT, _y(0)), (WIDTH - RIGHT, _y(0))], "axis")
    _below(svg, ticks, axis)
    return _markup(svg)


def _svg(name: str, height: float) -> Element:
    size = f"0 0 {WIDTH} {_n(height)}"
    svg = Element("svg", {"viewBox": size, "role": "img", "aria-label": name})
    SubElement(svg, "title").text = name
    return svg


def _columns(
    svg: Element, heights: NDArray[np.floating], base: float, direction: int, look: str
) -> None:
    wide = (WIDTH - LEFT - RIGHT) / len(heights)
    for number, height in enumerate(heights.tolist()):
        if height:
            top = base - height if direction < 0 else base
            _rect(svg, LEFT + wide * number + 0.5, top, wide - 1, height, look)


def _below(svg: Element, ticks: Iterable[Mark], axis: str) -> None:
    """Ticks under a plot, and what they count."""
    for place, words in ticks:
        _text(svg, _x(place), HEIGHT - BOTTOM + 17, words, anchor="middle")
    _text(svg, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 4, axis, anchor="middle")


def _rect(svg: Element, x: float, y: float, width: float, height: float, look: str) -> None:
    box = {"x": _n(x), "y": _n(y), "width": _n(width), "height": _n(height)}
    SubElement(svg, "rect", box | {"class": look})


def _line(svg: Element, points: Iterable[Point], look: str) -> None:
    drawn = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    SubElement(svg, "polyline", {"points": drawn, "class": look})


def _text(svg: Element, x: float, y: float, words: str, anchor: str = "start") -> None:
    SubElement(svg, "text", {"x": _n(x), "y": _n(y), "text-anchor": anchor}).text = words


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)


def _n(value: float) -> str:
    return f"{value:.4g}" if value else "0"


def _markup(svg: Element) -> Markup:
    """Safe as it stands: ElementTree escapes every word in it."""
    return Markup(tostring(svg, encoding="unicode"))  # noqa: S704
