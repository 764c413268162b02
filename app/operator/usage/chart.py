"""Charts as numbers: where each bar stands in a drawing of fixed width. Templates draw them as SVG. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 800
_LEFT: Final = 64
_RIGHT: Final = 12
_TOP: Final = 12
_PLOT_HEIGHT: Final = 200
_FOOT: Final = 28
_MOST_LABELS: Final = 12
_TICKS: Final = 4
_NAME_WIDTH: Final = 120
_TOTAL_WIDTH: Final = 72
_ROW_HEIGHT: Final = 30
_BAR_HEIGHT: Final = 18


@dataclass(frozen=True, slots=True)
class Series:
    """One of the kinds that bars are divided into. ``name`` is the style's, ``label`` stands in the legend."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle with what it tells."""

    x: float
    y: float
    width: float
    height: float
    series: Series
    tells: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Words beside an axis."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """``name`` begins its ids on the page. ``lines``: the heights of the grid."""

    name: str
    title: str
    description: str
    height: int
    series: Sequence[Series]
    bars: Sequence[Bar]
    marks: Sequence[Mark]
    totals: Sequence[Mark] = ()
    lines: Sequence[Mark] = ()


@dataclass(frozen=True, slots=True)
class Stack:
    """One column or row of a chart: its name, and a number for each of the series."""

    name: str
    values: Sequence[int]


def columns(name: str, title: str, description: str, series: Sequence[Series], stacks: Sequence[Stack]) -> Chart:
    """Upright columns, side by side in the order of time."""
    top = nice_maximum(max((sum(stack.values) for stack in stacks), default=0))
    step = (WIDTH - _LEFT - _RIGHT) / max(len(stacks), 1)
    width = step * 0.8
    bars, marks = [], []
    every = -(-len(stacks) // _MOST_LABELS)
    for place, stack in enumerate(stacks):
        x, y = _LEFT + place * step + (step - width) / 2, float(_TOP + _PLOT_HEIGHT)
        for one, value in zip(series, stack.values, strict=True):
            height = _PLOT_HEIGHT * value / top
            y -= height
            if value:
                tells = f"{stack.name}　{one.label} {value:,}"
                bars.append(Bar(_rounded(x), _rounded(y), _rounded(width), _rounded(height), one, tells))
        if place % every == 0:
            marks.append(Mark(_rounded(x + width / 2), _TOP + _PLOT_HEIGHT + 20, stack.name))
    lines = [
        Mark(_LEFT, _rounded(_TOP + _PLOT_HEIGHT * (1 - tick / _TICKS)), f"{top * tick // _TICKS:,}")
        for tick in range(_TICKS + 1)
    ]
    return Chart(
        name=name,
        title=title,
        description=description,
        height=_TOP + _PLOT_HEIGHT + _FOOT,
        series=series,
        bars=bars,
        marks=marks,
        lines=lines,
    )


def rows(name: str, title: str, description: str, series: Sequence[Series], stacks: Sequence[Stack]) -> Chart:
    """Lying bars, one under the other, each with its name before and its total behind it."""
    longest = max((sum(stack.values) for stack in stacks), default=0) or 1
    bars, marks, totals = [], [], []
    for place, stack in enumerate(stacks):
        x, y = float(_NAME_WIDTH), place * _ROW_HEIGHT + (_ROW_HEIGHT - _BAR_HEIGHT) / 2
        for one, value in zip(series, stack.values, strict=True):
            width = (WIDTH - _NAME_WIDTH - _TOTAL_WIDTH) * value / longest
            if value:
                tells = f"{stack.name}　{one.label} {value:,}"
                bars.append(Bar(_rounded(x), _rounded(y), _rounded(width), _BAR_HEIGHT, one, tells))
            x += width
        marks.append(Mark(_NAME_WIDTH - 8, y + _BAR_HEIGHT - 4, stack.name))
        totals.append(Mark(_rounded(x + 8), y + _BAR_HEIGHT - 4, f"{sum(stack.values):,}"))
    return Chart(
        name=name,
        title=title,
        description=description,
        height=max(len(stacks), 1) * _ROW_HEIGHT,
        series=series,
        bars=bars,
        marks=marks,
        totals=totals,
    )


def nice_maximum(value: int) -> int:
    """The least of 4, 8, 20, 40, 80, 200… that is not below a number: a quarter of it is a whole number."""
    power = 1
    while True:
        for step in (4, 8, 20):
            if value <= step * power:
                return step * power
        power *= 10


def _rounded(value: float) -> float:
    return round(value, 2)
