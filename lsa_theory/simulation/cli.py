"""The commands `simulate` and `plot`, for the top-level command line to attach."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from lsa_theory.loading.providers import function_named
from lsa_theory.shell.examples import examples
from lsa_theory.shell.words import offered

Numbers = tuple[int, ...]
# Those with a name; others are a function of the user.
WEIGHTS = ("identity", "limit", "trained")


def _many(kind: Callable[[str], Any]) -> Callable[[click.Context, click.Parameter, str], tuple[Any, ...]]:
    """Return a callback that reads "1,2,5" as a tuple of `kind`."""

    def read(context: click.Context, parameter: click.Parameter, text: str) -> tuple[Any, ...]:
        try:
            return tuple(kind(part.strip()) for part in str(text).split(","))
        except ValueError:
            raise click.BadParameter(f"{text!r} is not a list like 5,20") from None

    return read


@click.command(epilog=examples("simulate"))
@click.option("-d", "dimensions", default="5", callback=_many(int), help="Dimensions, e.g. 5,20.")
@click.option("-N", "train_lengths", default="20", callback=_many(int), help="Training lengths.")
@click.option("-M", "test_lengths", default="0", callback=_many(int), help="Prompt lengths; 0 means M = N.")
@click.option(
    "--covariance", "covariances", default="identity", callback=_many(str), help="identity, geometric:K"
)
@click.option("--shift", "shifts", default="none", callback=_many(str), help="none, covariate:C, query:C")
@click.option(
    "--noise", "noise_variances", default="0", callback=_many(float), help="Variances of the label noise."
)
@click.option("--seed", "seeds", default="0", callback=_many(int), help="Seeds, one replication each.")
@click.option(
    "--weights",
    default="identity",
    show_default=True,
    shell_complete=lambda context, parameter, begun: offered(WEIGHTS, begun, files=True),
    help="identity: U11 = I, u = 1, a fixed layer, not a trained one. limit: where training ends. trained: trained on "
    "fresh prompts until the gradient is small. Or module:function, file.py:function.",
)
@click.option(
    "--path", default="auto", show_default=True, help="How losses are drawn; tokens is the referee."
)
@click.option("--prompts", default=1_000_000, show_default=True, help="Draws a cell, at most.")
@click.option("--relative-error", type=float, help="Stop a cell at this relative standard error.")
@click.option("--workers", default=1, show_default=True, help="Local processes.")
@click.option("--cluster", metavar="ADDRESS", help="Use the Dask scheduler at this address.")
@click.option("--records", type=click.Path(path_type=Path), help="Finished tasks. Default: OUTPUT.records")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("sweep.csv"), show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the table as JSON on standard output.")
def simulate(
    workers: int, cluster: str | None, records: Path | None, output: Path, as_json: bool, **grid: Any
) -> None:
    """Estimate the risk over a grid, from drawn prompts.

    Finished work is kept in the records file: interrupt at any time and start the same command again.
    """
    from lsa_theory.files import check_distinct, check_place
    from lsa_theory.simulation.sweep import Sweep, lines, rows_so_far, run_sweep, save
    from lsa_theory.simulation.sweep.table import is_table

    sweep = Sweep(**grid)
    kept = records or Path(f"{output}.records")
    check_distinct({"-o": output, "--records": kept})
    check_place(output, "-o", is_table, make_folder=True)
    interrupted = False
    with _Display(quiet=as_json) as display:
        try:
            rows = run_sweep(sweep, kept, workers=workers, cluster=cluster, on_progress=display.show)
        except KeyboardInterrupt:
            interrupted, rows = True, rows_so_far(sweep, kept)
    table = lines(rows)
    if table or not interrupted:
        # An interruption before the first row leaves an earlier table as it is.
        save(table, output)
    if as_json:
        click.echo(json.dumps({"interrupted": interrupted, "records": str(kept), "rows": table}, indent=1))
    else:
        _print_table(table)
        click.echo(f"{len(table)} rows in {output}; finished tasks in {kept}")
    if interrupted:
        click.echo("Interrupted. The same command goes on where this one stopped.", err=True)
        sys.exit(130)


@click.command(epilog=examples("plot"))
@click.argument("table", type=click.Path(path_type=Path))
@click.option("-x", default="test_length", show_default=True, help="Column along the horizontal axis.")
@click.option("--group", help="Column that tells series apart.")
@click.option("--line", "line", metavar="MODULE:FUNCTION", help="Theory: row (a dict) -> risk.")
@click.option("--linear", is_flag=True, help="Linear axes.")
@click.option("--title", default="")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("sweep.png"), show_default=True)
def plot(
    table: Path, x: str, group: str | None, line: str | None, linear: bool, title: str, output: Path
) -> None:
    """Draw what `simulate` wrote: points with error bars, and a line if one is handed in."""
    from lsa_theory.files import check_distinct, check_place
    from lsa_theory.simulation.plot import is_figure, plot_sweep, save_plot
    from lsa_theory.simulation.sweep.table import load

    check_distinct({"-o": output}, [table])
    check_place(output, "-o", is_figure)
    theory = None if line is None else function_named(line, "`--line`")
    figure = plot_sweep(load(table), x=x, group=group, line=theory, logarithmic=not linear, title=title)
    save_plot(figure, output)
    click.echo(f"{output}")


SHORT = {"dimension": "d", "train_length": "N", "test_length": "M", "noise_variance": "s^2"}
COORDINATES = (
    "dimension",
    "train_length",
    "test_length",
    "covariance",
    "shift",
    "noise_variance",
    "seed",
    "path",
)


def _print_table(table: list[dict[str, Any]]) -> None:
    """Print what varies as columns, and what does not on one line above."""
    from rich.console import Console
    from rich.table import Table

    varying = [name for name in COORDINATES if len({row[name] for row in table}) > 1]
    constant = [name for name in COORDINATES if table and name not in varying]
    about = [f"{SHORT.get(name, name)} = {table[0][name]}" for name in constant]
    click.echo("   ".join([*about, *(f"weights = {table[0]['weights']}" for _ in table[:1])]))
    printed = Table(box=None, pad_edge=False)
    for name in (*varying, "risk", "standard error", "draws"):
        printed.add_column(SHORT.get(name, name), justify="right", no_wrap=True)
    for row in table:
        risk = f"{row['risk']:.6g}", f"{row['standard_error']:.1e}", f"{row['draws']:,}"
        printed.add_row(*(str(row[name]) for name in varying), *risk)
    Console().print(printed)
    for words in sorted({row["training"] for row in table if row["training"]}):
        click.echo(f"trained, {words}")


class _Display:
    """A bar on standard error: tasks done, draws a second, time left."""

    def __init__(self, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("simulate"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("tasks"),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=quiet,
            transient=True,
        )
        self._task = self._bar.add_task("simulate", total=None, rate="")

    def __enter__(self) -> "_Display":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, progress: Any) -> None:
        """Update the bar."""
        elapsed = self._bar.tasks[0].elapsed or 1e-9
        rate = f"{progress.draws / elapsed:,.0f} draws/s"
        self._bar.update(self._task, completed=progress.finished, total=progress.total, rate=rate)
