"""Points with error bars from a sweep's table, and a line that whoever knows a theory hands in."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from lsa_theory.errors import InvalidArgument, LsaTheoryError, told
from lsa_theory.files import write_whole
from lsa_theory.near import did_you_mean
from lsa_theory.simulation.sweep.table import Line

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe & Ito's palette, told apart by colour-blind readers; markers differ too."""
MARKERS = "osD^vPX"
NAMES = {
    "dimension": "dimension d",
    "train_length": "training length N",
    "test_length": "prompt length M",
    "noise_variance": "variance of the label noise",
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
        `row -> risk`: what a theory says at a row's coordinates, joined by a line. `x` lies between the rows'
        values; it is whole where theirs are.
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
    from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter

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
            between = _between(places, logarithmic, whole=all(isinstance(row[x], int) for row in rows))
            values = [_at(line, rows[0] | {x: place}) for place in between]
            axes.plot(between, values, color=colour, linewidth=1.2, alpha=0.8)
    if logarithmic:
        axes.set(xscale="log", yscale="log")
        for axis in (axes.xaxis, axes.yaxis):
            # Lengths and risks are read as numbers: 20, not 2 x 10^1.
            axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axis.set_major_formatter(StrMethodFormatter("{x:g}"))
            axis.set_minor_formatter(NullFormatter())
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
    kind = Path(path).suffix.removeprefix(".") or "png"
    drawn = io.BytesIO()
    try:
        figure.savefig(drawn, dpi=150, format=kind)
    except ValueError as error:
        raise InvalidArgument(
            f"{path} could not be written: {error}. Use a name in .png, .svg or .pdf."
        ) from None
    write_whole(path, drawn.getvalue())


def is_figure(beginning: bytes) -> bool:
    """Whether a file that begins like this is a picture."""
    marks = (b"\x89PNG", b"%PDF", b"%!PS", b"\xff\xd8", b"RIFF", b"II*", b"MM")
    return beginning.startswith(marks) or b"<svg" in beginning


def _between(
    places: np.ndarray[Any, np.dtype[np.float64]], logarithmic: bool, *, whole: bool
) -> Sequence[float]:
    kind = int if whole else float
    if len(places) < 2:
        return [kind(place) for place in places]
    spaced = np.geomspace if logarithmic and places[0] > 0 else np.linspace
    points = spaced(places[0], places[-1], 100)
    return [kind(place) for place in (np.unique(points.round()) if whole else points)]


def _at(line: Callable[[Line], float], row: Line) -> float:
    """Return what the theory says, as a finite number."""
    try:
        value = float(line(row))
    except (KeyboardInterrupt, LsaTheoryError):
        raise
    except BaseException as error:
        raise InvalidArgument(f"The function of the line failed: {told(error)}.") from None
    return value


def _check(table: Sequence[Line], x: str, group: str | None) -> None:
    if not table:
        raise InvalidArgument("`table` must hold at least one row; given none.")
    for column in (x, group):
        if column is not None and column not in table[0]:
            near = did_you_mean(column, table[0])
            raise InvalidArgument(f"There is no column {column!r}; there are {', '.join(table[0])}.{near}")
    needed = {"risk", "low", "high", x} | ({group} if group else set())
    for number, row in enumerate(table, 1):
        if not isinstance(row, dict) or not needed <= set(row):
            raise InvalidArgument(f"Row {number} lacks one of the columns {', '.join(sorted(needed))}.")
        if not all(isinstance(row[name], int | float) for name in ("risk", "low", "high")):
            raise InvalidArgument(f"Row {number} holds no numbers in risk, low and high.")
    if not all(isinstance(row[x], int | float) for row in table):
        raise InvalidArgument(f"Column {x!r} holds no numbers, so it cannot be the horizontal axis.")
