from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element, fromstring

import numpy as np
import pytest
from markupsafe import Markup

from bot.evaluation import plots

HOSTILE = "<script>alert('1')</script> & \"x\" </svg>"


def every_plot(words: str) -> dict[str, Markup]:
    mark = [(0.5, words)]
    return {
        "bars": plots.bars(words, [(words, words, 0.5, 0.75)]),
        "histograms": plots.histograms(words, [0.1], [0.9], mark, words),
        "curve": plots.curve(words, [(0.5, 0.5), (1.0, 0.7)], mark, mark, words),
        "columns": plots.columns(words, np.array([0.25, 0.75]), mark, mark, words),
    }


def boxes(picture: Markup, look: str) -> list[Element]:
    return [one for one in fromstring(picture).iter("rect") if one.get("class") == look]


def size(element: Element, name: str) -> float:
    return float(element.get(name, "nan"))


@pytest.mark.parametrize("name", every_plot(""))
def test_whatever_is_written_in_a_plot_is_text(name: str) -> None:
    picture = every_plot(HOSTILE)[name]
    svg = fromstring(picture)  # raises where it is not well-formed
    assert svg.get("aria-label") == HOSTILE
    assert HOSTILE in [element.text for element in svg.iter("text")]
    assert {element.tag for element in svg.iter()} <= {
        *("svg", "title", "rect", "text", "polyline", "circle")
    }
    assert "<script" not in picture


@pytest.mark.parametrize("name", every_plot(""))
def test_nothing_is_drawn_outside(name: str) -> None:
    svg = fromstring(every_plot("x")[name])
    *_, width, height = map(float, svg.get("viewBox", "").split())
    for box in svg.iter("rect"):
        assert 0 <= size(box, "x") <= size(box, "x") + size(box, "width") <= width + 0.1
        assert 0 <= size(box, "y") <= size(box, "y") + size(box, "height") <= height
    for line in svg.iter("polyline"):
        for point in line.get("points", "").split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= width
            assert 0 <= y <= height


def test_a_bar_is_as_long_as_its_share() -> None:
    picture = plots.bars("x", [("a", "", 0.25, 0.5), ("b", "", 1.0, 1.0)])
    assert [size(box, "width") for box in boxes(picture, "right")] == [90, 360]
    assert [size(box, "width") for box in boxes(picture, "behind")] == [180, 360]


def test_right_ones_stand_above_wrong_ones_each_as_shares_of_its_own() -> None:
    picture = plots.histograms("x", [0.99] * 10, [0.01, 0.99], [], "")
    [above] = boxes(picture, "right")
    below = boxes(picture, "wrong")
    middle = size(above, "y") + size(above, "height")
    assert [size(box, "y") for box in below] == pytest.approx([middle] * 2)
    assert [size(box, "height") for box in below] == pytest.approx([size(above, "height") / 2] * 2)


def test_a_curve_goes_through_its_points() -> None:
    picture = plots.curve("x", [(0.0, 0.0), (1.0, 1.0)], [], [], "")
    [line] = [o for o in fromstring(picture).iter("polyline") if o.get("class") == "curve"]
    (x0, y0), (x1, y1) = (map(float, p.split(",")) for p in line.get("points", "").split())
    assert x0 < x1
    assert y0 > y1  # SVG counts downwards


def test_one_point_is_seen() -> None:
    svg = fromstring(plots.curve("x", [(1.0, 0.5)], [], [], ""))
    assert len(list(svg.iter("circle"))) == 1


@pytest.mark.parametrize(
    "drawn",
    [
        lambda: plots.histograms("x", [], [], [], ""),
        lambda: plots.columns("x", np.zeros(3), [], [], ""),
        lambda: plots.bars("x", []),
    ],
)
def test_nothing_can_be_drawn_too(drawn: Callable[[], Markup]) -> None:
    assert not boxes(drawn(), "right")
