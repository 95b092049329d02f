"""Points with error bars from a sweep's table, and a line that whoever knows a theory hands in."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.sweep.table import Line

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe & Ito's palette, told apart by colour-blind readers; markers differ too."""
MARKERS = "osD^vPX"
NAMES = {
    "dimension": "dimension d",
    "train_length": "training length N",
    "test_length": "prompt length M",
    "noise": "label noise s",
    "risk": "risk",
}


def plot_sweep(
    table: Sequence[Line],
    *,
    x: str = "test_length",
    group: str | None = None,
    line: Callable[[Line], float] | None = None,
    logarithmic: bool = True,
    title: str = "",
) -> Any:
    """Draw the risk against a coordinate, with 95 % intervals.

    Parameters
    ----------
    table : sequence of dict
        Rows, as `sweep.lines` or `sweep.load` return them.
    x : str
        The column along the horizontal axis; it must hold numbers.
    group : str, optional
        The column that tells series apart.
    line : callable, optional
        `row -> risk`: what a theory says at a row's coordinates, joined by a line. `x` is a float between
        the rows' values.
    logarithmic : bool
        Whether both axes are.
    title : str
        Above the plot.

    Returns
    -------
    matplotlib.figure.Figure
        Not shown, not registered with pyplot; `figure.savefig(...)` writes it.

    Raises
    ------
    InvalidArgument
        If a column does not exist, or x holds no numbers.

    Examples
    --------
    >>> row = {"risk": 1.0, "low": 0.9, "high": 1.1}
    >>> table = [row | {"test_length": 10}, row | {"test_length": 20}]
    >>> figure = plot_sweep(table, line=lambda row: 10 / row["test_length"])
    >>> len(figure.axes[0].lines) > 1
    True
    """
    from matplotlib.figure import Figure

    _check(table, x, group)
    figure = Figure(figsize=(6.4, 4.2), layout="constrained")
    axes = figure.add_subplot()
    groups = sorted({row[group] for row in table}) if group else [None]
    for number, name in enumerate(groups):
        rows = sorted((row for row in table if group is None or row[group] == name), key=lambda row: row[x])
        colour, marker = COLOURS[number % len(COLOURS)], MARKERS[number % len(MARKERS)]
        places = np.array([row[x] for row in rows], dtype=np.float64)
        risks = np.array([row["risk"] for row in rows])
        bars = np.abs([[row[side] for row in rows] - risks for side in ("low", "high")])
        label = None if group is None else f"{NAMES.get(group, group)} = {name}"
        axes.errorbar(
            places, risks, yerr=bars, fmt=marker, color=colour, label=label, markersize=4.5, capsize=2.5
        )
        if line is not None:
            between = _between(places, logarithmic)
            values = [line(rows[0] | {x: float(place)}) for place in between]
            axes.plot(between, values, color=colour, linewidth=1.2, alpha=0.8)
    if logarithmic:
        axes.set(xscale="log", yscale="log")
    axes.set(xlabel=NAMES.get(x, x), ylabel="risk  E(prediction − target)²", title=title)
    axes.grid(visible=True, which="major", linewidth=0.4, alpha=0.5)
    if group is not None:
        axes.legend(frameon=False)
    return figure


def save_plot(figure: Any, path: str | Path) -> None:
    """Write the figure; the format follows the name (png, svg, pdf).

    Raises
    ------
    InvalidArgument
        If matplotlib does not know the format.
    """
    try:
        figure.savefig(path, dpi=150)
    except ValueError as error:
        raise InvalidArgument(
            f"{path} could not be written: {error}. Use a name in .png, .svg or .pdf."
        ) from None


def _between(places: np.ndarray[Any, np.dtype[np.float64]], logarithmic: bool) -> Sequence[float]:
    if len(places) < 2:
        return list(places)
    spaced = np.geomspace if logarithmic else np.linspace
    return [float(place) for place in spaced(places[0], places[-1], 100)]


def _check(table: Sequence[Line], x: str, group: str | None) -> None:
    if not table:
        raise InvalidArgument("`table` must hold at least one row; given none.")
    for column in (x, group):
        if column is not None and column not in table[0]:
            raise InvalidArgument(f"There is no column {column!r}; there are {', '.join(table[0])}.")
    if not all(isinstance(row[x], int | float) for row in table):
        raise InvalidArgument(f"Column {x!r} holds no numbers, so it cannot be the horizontal axis.")
