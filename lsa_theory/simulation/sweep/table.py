"""A sweep's rows as a tidy table: one line a cell, coordinates first, then the risk and its errors."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lsa_theory.errors import InvalidArgument, UnloadableFile
from lsa_theory.files import write_whole
from lsa_theory.simulation.sweep.ledger import Row

NUMBERS = {
    "dimension": int,
    "train_length": int,
    "test_length": int,
    "noise_variance": float,
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
                "weights": row.weights,
                "training": row.training,
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
    if Path(path).suffix == ".json":
        write_whole(path, json.dumps(list(table), indent=1) + "\n")
        return
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(table[0]) if table else ["risk"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    write_whole(path, stream.getvalue())


def is_table(beginning: bytes) -> bool:
    """Whether a file that begins like this is a table of a sweep."""
    first = beginning.partition(b"\n")[0].strip()
    return b"risk" in first.split(b",") or (first == b"[" and b'"risk"' in beginning) or first == b"[]"


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
            if not isinstance(table, list) or not all(isinstance(line, dict) for line in table):
                raise ValueError("it is no list of rows")
        else:
            with file.open(newline="") as stream:
                table = [
                    {name: NUMBERS.get(name, str)(text or "") for name, text in line.items()}
                    for line in csv.DictReader(stream)
                ]
    except (OSError, ValueError, TypeError, csv.Error, RecursionError) as error:
        raise UnloadableFile(f"{file} could not be read as a table of a sweep: {error}.") from None
    if not table or "risk" not in table[0]:
        raise UnloadableFile(f"{file} holds no rows with a column `risk`. Pass what `simulate -o` wrote.")
    for number, line in enumerate(table, 1):
        if set(line) != set(table[0]) or None in line.values():
            raise UnloadableFile(f"{file}: row {number} has other columns than the first.")
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
