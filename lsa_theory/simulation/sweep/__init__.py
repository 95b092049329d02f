"""Sweeps over a grid: cut into tasks with seeds of their own, run anywhere, kept on disk, merged in order."""

from lsa_theory.simulation.sweep.definition import Cell, Sweep
from lsa_theory.simulation.sweep.ledger import Row
from lsa_theory.simulation.sweep.run import Progress, rows_so_far, run_sweep
from lsa_theory.simulation.sweep.table import frame, lines, load, save

__all__ = ["Cell", "Progress", "Row", "Sweep", "frame", "lines", "load", "rows_so_far", "run_sweep", "save"]
