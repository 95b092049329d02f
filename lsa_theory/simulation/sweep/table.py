"""A sweep's rows as a tidy table: one line a cell, coordinates first, then the risk and its errors."""

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lsa_theory.errors import InvalidArgument, UnloadableFile
from lsa_theory.simulation.sweep.ledger import Row

NUMBERS = {
    "dimension": int,
    "train_length": int,
    "test_length": int,
    "noise": float,
    "seed": int,
    "risk": float,
    "standard_error": float,
    "low": float,
    "high": float,
    "draws": int,
    "points": int,
}
"""The columns that hold numbers, with the type that reading gives them."""

Line = dict[str, Any]


def lines(rows: Sequence[Row], level: float = 0.95) -> list[Line]:
    """Return one dict a row: the cell's coordinates, path, risk, standard_error, low, high, draws, points.

    `low` and `high` bound the confidence interval of that level.
    """
    table = []
    for row in rows:
        low, high = row.risk.interval(level)
        table.append(
            asdict(row.cell)
            | {
                "path": row.path,
                "risk": float(row.risk.mean),
                "standard_error": float(row.risk.standard_error),
                "low": float(low),
                "high": float(high),
                "draws": row.risk.count,
                "points": row.points,
            }
        )
    return table


def save(table: Sequence[Line], path: str | Path) -> None:
    """Write CSV, or JSON when the name ends in .json; floats are written so that reading gives them back.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save([{"dimension": 2, "risk": 0.1}], Path(folder) / "sweep.csv")
    ...     load(Path(folder) / "sweep.csv")
    [{'dimension': 2, 'risk': 0.1}]
    """
    file = Path(path)
    if file.suffix == ".json":
        file.write_text(json.dumps(list(table), indent=1) + "\n")
        return
    with file.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(table[0]) if table else ["risk"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


def load(path: str | Path) -> list[Line]:
    """Read what `save` wrote.

    Raises
    ------
    UnloadableFile
        If the file cannot be read or has no column `risk`.
    """
    file = Path(path)
    try:
        if file.suffix == ".json":
            table: list[Line] = json.loads(file.read_text())
        else:
            with file.open(newline="") as stream:
                table = [
                    {name: NUMBERS.get(name, str)(text) for name, text in line.items()}
                    for line in csv.DictReader(stream)
                ]
    except (OSError, ValueError) as error:
        raise UnloadableFile(f"{file} could not be read as a table of a sweep: {error}.") from None
    if not table or "risk" not in table[0]:
        raise UnloadableFile(f"{file} holds no rows with a column `risk`. Pass what `simulate -o` wrote.")
    return table


def frame(table: Sequence[Line]) -> Any:
    """Return the table as a pandas.DataFrame.

    Raises
    ------
    InvalidArgument
        If pandas is not installed.
    """
    try:
        import pandas
    except ImportError:
        raise InvalidArgument(
            "A data frame needs pandas, which is not installed. Run: pip install 'lsa-theory[tables]'."
        ) from None
    return pandas.DataFrame(list(table))
