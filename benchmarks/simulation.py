"""Simulation side by side with what a user would write instead.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python benchmarks/simulation.py [--quick]

CPU seconds (`time.process_time`) inside this process, repetitions interleaved, medians: only ratios within
one run count. PyTorch is needed for the peers; without it their columns are empty.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np

from lsa_theory.simulation import (
    Budget,
    Estimate,
    PromptLaw,
    accumulate,
    loss_source,
    predict,
    predict_as_defined,
    until,
)
from lsa_theory.simulation.training.bordered_flow import train_by_bordered_flow
from lsa_theory.simulation.training.flow import train_by_flow
from lsa_theory.simulation.training.gradient import prompt_gradients

try:
    import torch
except ImportError:
    torch = None

SIZES = ((5, 20), (20, 40), (20, 100), (50, 200))


def cpu(function: Callable[[], object]) -> float:
    """Return the CPU seconds of one call."""
    started = time.process_time()
    function()
    return time.process_time() - started


def wall(function: Callable[[], object]) -> float:
    """Return the wall seconds of one call."""
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def interleaved(functions: dict[str, Callable[[], object]], repetitions: int, clock=cpu) -> dict[str, float]:
    """Return the median seconds of each, calls taken in turn after one warm-up each."""
    for function in functions.values():
        function()
    times = {name: [] for name in functions}
    for _ in range(repetitions):
        for name, function in functions.items():
            times[name].append(clock(function))
    return {name: statistics.median(values) for name, values in times.items()}


def trained(d: int, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights that multiply by the best multiple of I at Lambda = I, for a realistic risk."""
    gain = 1 / (1 + (d + 1) / length)
    return np.diag([gain] * d + [0.0]), np.diag([0.0] * d + [1.0])


def torch_losses(d: int, length: int, batch: int, dtype) -> Callable[[], object]:
    """Return straightforward PyTorch: the whole batch, every token, every score."""
    key_query, value = (torch.tensor(weight, dtype=dtype) for weight in trained(d, length))

    def run():
        with torch.no_grad():
            w = torch.randn(batch, d, 1, dtype=dtype)
            x = torch.randn(batch, length + 1, d, dtype=dtype)
            y = x @ w
            target = y[:, -1, 0].clone()
            y[:, -1] = 0
            z = torch.cat([x, y], dim=2)
            scores = torch.einsum("bij,jk,blk->bil", z, key_query, z) / length
            out = z + torch.einsum("bil,blk,jk->bij", scores, z, value)
            return ((out[:, -1, -1] - target) ** 2).mean().item()

    return run


def ours_tokens(
    d: int, length: int, count: int, dtype=np.float64, defined: bool = False
) -> Callable[[], object]:
    """Return the referee on `count` prompts."""
    weights, law = trained(d, length), PromptLaw(np.eye(d), length)
    rng = np.random.default_rng(0)
    run = predict_as_defined if defined else predict
    chunk = max(2**18 // (d * length * np.dtype(dtype).itemsize), 16)

    def losses():
        total = 0.0
        for _ in range(0, count, chunk):
            prompts = law.sample(rng, chunk, dtype)
            total += ((run(prompts, *weights) - prompts.target) ** 2).sum()
        return total

    return losses


def prompts_per_second(repetitions: int) -> None:
    """Print the first table."""
    print("\nPrompts per CPU-second, thousands; every prompt drawn from tokens (f64 unless noted)")
    rng = np.random.default_rng(0)
    buffer = np.empty(32768)
    normals = interleaved({"n": lambda: [rng.standard_normal(out=buffer) for _ in range(100)]}, repetitions)[
        "n"
    ]
    rate = 100 * 32768 / normals
    print(f"normals per CPU-second: {rate / 1e6:.1f} million")
    names = ["ours", "ours f32", "as defined", "torch f32", "torch f64"]
    print(
        f"{'(d, N)':>10}" + "".join(f"{name:>12}" for name in names) + f"{'RNG bound':>12}{'ours/bound':>12}"
    )
    for d, length in SIZES:
        count = max(int(4e6 / (d * length)), 64)
        functions = {
            "ours": ours_tokens(d, length, count),
            "ours f32": ours_tokens(d, length, count, np.float32),
            "as defined": ours_tokens(d, length, max(count // 4, 64), defined=True),
        }
        sizes = {"ours": count, "ours f32": count, "as defined": max(count // 4, 64)}
        if torch is not None:
            torch.set_num_threads(1)
            for name, dtype in (("torch f32", torch.float32), ("torch f64", torch.float64)):
                functions[name] = torch_losses(d, length, max(count // 4, 64), dtype)
                sizes[name] = max(count // 4, 64)
        seconds = interleaved(functions, repetitions)
        rates = {name: sizes[name] / seconds[name] for name in functions}
        bound = rate / (d * length + 2 * d)
        columns = "".join(f"{rates[name] / 1e3:>12.1f}" if name in rates else f"{'-':>12}" for name in names)
        print(f"{(d, length)!s:>10}{columns}{bound / 1e3:>12.1f}{rates['ours'] / bound:>12.2f}", flush=True)


def two_threads(repetitions: int) -> None:
    """Print wall-clock rates with one and two threads: ours as two threads of one process."""
    from concurrent.futures import ThreadPoolExecutor

    print("\nPrompts per wall second, thousands, one and two threads")
    print(f"{'(d, N)':>10}{'ours 1':>12}{'ours 2':>12}{'torch 1':>12}{'torch 2':>12}")
    for d, length in SIZES:
        count = max(int(4e6 / (d * length)), 64)

        def ours(threads: int, d=d, length=length, count=count) -> Callable[[], object]:
            jobs = [ours_tokens(d, length, count // threads) for _ in range(threads)]

            def run():
                with ThreadPoolExecutor(threads) as pool:
                    list(pool.map(lambda job: job(), jobs))

            return run

        functions = {"ours 1": ours(1), "ours 2": ours(2)}
        if torch is not None:
            small = torch_losses(d, length, max(count // 4, 64), torch.float32)

            def peer(threads: int, small=small) -> Callable[[], object]:
                def run():
                    torch.set_num_threads(threads)
                    small()

                return run

            functions |= {"torch 1": peer(1), "torch 2": peer(2)}
        seconds = interleaved(functions, repetitions, wall)
        rates = {n: (count if n.startswith("ours") else max(count // 4, 64)) / s for n, s in seconds.items()}
        print(f"{(d, length)!s:>10}" + "".join(f"{rate / 1e3:>12.1f}" for rate in rates.values()), flush=True)


def time_to_error(seconds: float) -> None:
    """Print the second table."""
    print(f"\nCPU ms to a relative standard error of 1e-3 of the risk (extrapolated above {seconds} s)")
    print(f"{'path':<28}{'(20, 40)':>12}{'(50, 200)':>12}")
    measured = {}
    for d, length in ((20, 40), (50, 200)):
        law, weights = PromptLaw(np.eye(d), length), trained(d, length)
        if torch is not None:
            torch.set_num_threads(1)
            one = loss_source(law, *weights, path="tokens")
            spread = Estimate.of(accumulate(one, np.random.default_rng(1), Budget(prompts=20_000)))
            needed = 20_000 * (spread.relative_error / 1e-3) ** 2
            batch = max(int(1e6 / (d * length)), 64)
            each = interleaved({"t": torch_losses(d, length, batch, torch.float32)}, 5)["t"] / batch
            measured["torch f32, tokens", d] = needed * each
        for path in (
            "tokens",
            "tokens-query-integrated",
            "projected",
            "order-d",
            "order-d-query-integrated",
            "wishart",
            "order-d-integrated",
            "isotropic",
            "sobol",
        ):
            source = loss_source(law, *weights, path=path)
            rng = np.random.default_rng(0)
            accumulate(source, rng, Budget(prompts=source.chunk))
            started = time.process_time()
            estimate = Estimate.of(accumulate(source, rng, Budget(seconds=seconds)))
            spent = time.process_time() - started
            extrapolated = spent * (estimate.relative_error / 1e-3) ** 2
            if extrapolated < seconds:
                reach = {
                    "run": lambda s=source: accumulate(
                        s, np.random.default_rng(1), until(relative_error=1e-3)
                    )
                }
                extrapolated = interleaved(reach, 5)["run"]
            measured[path, d] = extrapolated
    for path in dict.fromkeys(name for name, _ in measured):
        row = [measured.get((path, d), float("nan")) * 1e3 for d in (20, 50)]
        print(f"{path:<28}{row[0]:>12.2f}{row[1]:>12.2f}", flush=True)


def training_step(repetitions: int) -> None:
    """Print milliseconds of one step at d = 5, N = 20, B = 4000."""
    d, length, batch = 5, 20, 4000
    weights, law, rng = trained(d, length), PromptLaw(np.eye(d), length), np.random.default_rng(0)
    functions = {"ours": lambda: prompt_gradients(law.sample(rng, batch), *weights, float(length)).mean()}
    if torch is not None:
        torch.set_num_threads(1)
        leaves = [torch.tensor(weight, dtype=torch.float32, requires_grad=True) for weight in weights]

        def peer():
            w, x = torch.randn(batch, d, 1), torch.randn(batch, length + 1, d)
            y = x @ w
            target = y[:, -1, 0].clone()
            y[:, -1] = 0
            z = torch.cat([x, y], dim=2)
            scores = torch.einsum("bij,jk,blk->bil", z, leaves[0], z) / length
            out = z + torch.einsum("bil,blk,jk->bij", scores, z, leaves[1])
            (0.5 * (out[:, -1, -1] - target) ** 2).mean().backward()

        functions["torch autograd f32"] = peer
    print("\nOne training step on 4000 fresh prompts at (5, 20), CPU ms")
    for name, seconds in interleaved(functions, repetitions).items():
        print(f"{name:<24}{1e3 * seconds:>10.2f}")


class Flow:
    """The flow of (U, u) in the eigenbasis, and on full matrices, by hand: the limit has u U = 1 / gains."""

    def __init__(self, d: int, condition: float) -> None:
        spectrum = condition ** -np.linspace(0, 1, d)
        self.gains = (1 + 1 / (2 * d)) * spectrum + spectrum.sum() / (2 * d)
        self.squares = spectrum**2
        self.norm = (self.gains**-2).sum() ** 0.25
        self.limit = 1 / self.gains / self.norm
        self.time = 40 / (self.norm**2 * (self.gains * self.squares).min())
        self.start = np.full(d, 0.05 / np.sqrt(d)), 0.05
        # At 10^-8 a step the whole is right to 10^-12; the more steps there are, the more errors add up.
        self.tolerance = 1e-8 if condition <= 10 else 1e-9 if condition <= 100 else 1e-10
        self.full = np.diag(self.start[0]), 0.05
        self.Lambda, self.Gamma = np.diag(spectrum), np.diag(self.gains)

    def field(self, U, u):
        """Return the right-hand side on vectors."""
        m = self.squares * (1 - u * self.gains * U)
        return u * m, float(U @ m)

    def fields(self, U, u):
        """Return it for several states at once."""
        u = np.asarray(u)[..., None]
        m = self.squares * (1 - u * self.gains * U)
        return u * m, np.vecdot(U, m)

    def jacobian(self, U, u):
        """Return it bordered."""
        stiff = self.gains * self.squares
        border = self.squares - 2 * u * stiff * U
        return -(u**2) * stiff, border, border, -float(stiff @ U**2)

    def dense(self, state):
        """Return it as a matrix."""
        a, b, c, e = self.jacobian(*state)
        return np.block([[np.diag(a), b[:, None]], [c[None, :], np.array([[e]])]])

    def matrices(self, state):
        """Return the right-hand side on full matrices."""
        U, u = state
        inner = self.Lambda @ (np.eye(len(U)) - u * self.Gamma @ U) @ self.Lambda
        return u * inner, float(np.sum(inner * U))

    def run(self, how: str):
        """Integrate to the limit in one of four ways."""
        if how == "bordered":
            options = {"record": 2, "tolerance": self.tolerance, "stages": 9, "batched": True}
            return train_by_bordered_flow(
                self.fields, self.start, self.time, jacobian=self.jacobian, **options
            )
        if how == "LSODA vector":
            return train_by_flow(
                lambda s: self.field(*s), self.start, self.time, jacobian=self.dense, record=2
            )
        options = {"record": 2}
        if how == "matrices DOP853":
            options |= {"method": "DOP853", "relative_tolerance": 1e-10, "absolute_tolerance": 1e-10}
        return train_by_flow(self.matrices, self.full, self.time, **options)


def flow_table(quick: bool) -> None:
    """Print the flow to its limit, four ways."""
    print("\nGradient flow to its limit, N = 2 d, start 0.05: CPU ms (distance to the limit)")
    ways = ("bordered", "LSODA vector", "matrices LSODA", "matrices DOP853")
    print(f"{'d, condition':>14}" + "".join(f"{way:>20}" for way in ways))
    cases = [(5, 10), (20, 10), (100, 10), (1000, 10), (20, 100), (100, 100), (20, 1e4), (20, 1e6)]
    for d, condition in cases[: 3 if quick else None]:
        flow, cells = Flow(d, condition), []
        for way in ways:
            too_large = d > 20 or condition > 100 if way == "matrices LSODA" else d > 100 or condition > 10
            if way.startswith("matrices") and too_large:
                cells.append("not run")
                continue
            started = time.process_time()
            U, u = flow.run(way).final
            spent = time.process_time() - started
            U = np.diagonal(U) if np.ndim(U) == 2 else U
            miss = max(np.abs(U - flow.limit).max() / flow.limit.max(), abs(u / flow.norm - 1))
            cells.append(f"{1e3 * spent:.0f} ({miss:.0e})")
        print(f"{f'{d}, {condition:g}':>14}" + "".join(f"{cell:>20}" for cell in cells), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a few seconds, less precise")
    quick = parser.parse_args().quick
    repetitions = 3 if quick else 9
    prompts_per_second(repetitions)
    two_threads(repetitions)
    time_to_error(0.2 if quick else 1.0)
    training_step(repetitions)
    flow_table(quick)
