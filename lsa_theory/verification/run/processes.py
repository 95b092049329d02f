"""Judging many claims in processes of their own: each has its result, whatever happens to another."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lsa_theory.claims.collecting.collect import Collected, Described, assembled, named_files
from lsa_theory.claims.equality import Statement
from lsa_theory.errors import UnloadableFile
from lsa_theory.marked_text import plain
from lsa_theory.verification.outcome import Judgement, Verdict
from lsa_theory.verification.run.crew import Crew, TimedOut
from lsa_theory.verification.run.request import Request
from lsa_theory.verification.run.worker import Failed, Judge, Load, address


@dataclass(frozen=True)
class Survey:
    """What files and folders hold: the claims, and why some of the files could not be used, a line each."""

    claims: tuple[Collected, ...]
    problems: tuple[str, ...] = ()


def survey(paths: Sequence[str | Path], crew: Crew, *, text: bool = False) -> Survey:
    """Load the files in processes of their own; one that fails, or ends its process, costs no other.

    Parameters
    ----------
    paths : files and folders
        As `collect` takes them.
    crew : Crew
        Which keeps what it loaded, for `run`.
    text : bool
        Whether the statements are wanted in words.

    Raises
    ------
    UnloadableFile
        If nothing at all could be loaded; the message has a line for each file.
    """
    problems: list[str] = []
    files: list[Path] = []
    for group in [[path] for path in paths] or [[]]:
        try:
            found = named_files(group)
        except UnloadableFile as error:
            problems.append(str(error))
            continue
        known = {file.resolve() for file in files}
        files += [file for file in found if file.resolve() not in known]
    loaded = []
    for file, answer in zip(files, crew.answers([Load(file, text) for file in files]), strict=True):
        if isinstance(answer, Failed):
            said = answer.reason if answer.reason.startswith(str(file)) else f"{file}: {answer.reason}"
            problems.append(said if not isinstance(answer, TimedOut) else f"{said} while it was loaded")
        else:
            loaded.append((file, answer))
    claims: list[Collected] = []
    try:
        claims = assembled(loaded) if loaded else []
    except UnloadableFile as error:
        problems.append(str(error))
    named = {Path(path) for path in paths}
    for file, items in loaded:
        if claims and not items and file in named:
            problems.append(f"{file}: defines no claims")
    if not claims:
        raise UnloadableFile("\n".join(problems))
    return Survey(tuple(claims), tuple(problems))


def run(
    claims: Sequence[Collected], request: Request, jobs: int = 1, crew: Crew | None = None
) -> Generator[Judgement, None, None]:
    """Yield a judgement for each claim, in order, as they come.

    Parameters
    ----------
    claims : collected claims
    request : Request
        Witnesses, seed, digits, budget, seconds for each claim.
    jobs : int
        Processes. With 1 too, claims are judged in a process of their own: one that ends its process, or does
        not end, is an error or timed out, and the next goes on in a new process.
    crew : Crew, optional
        Processes that hold the claims already, of `survey`.

    Yields
    ------
    Judgement
        The same for every number of jobs, except for the seconds.
    """
    own = crew is None
    live = {address(c): c for c in claims if not isinstance(c.claim, Described)}
    crew = crew or Crew(max(1, min(jobs, len(claims))), request.seconds, live)
    try:
        answers = crew.answers([Judge(_bare(item), request) for item in claims])
        for item, answer in zip(claims, answers, strict=True):
            yield _failed(item, answer, request) if isinstance(answer, Failed) else answer
    finally:
        if own:
            crew.__exit__(None, None, None)


def _bare(item: Collected) -> Collected:
    """Return the address of a claim alone; formulas and callables do not travel."""
    return Collected(
        item.identifier, Statement(), item.file, "", item.label or item.identifier, item.loaded_from
    )


def _failed(item: Collected, answer: Failed, request: Request) -> Judgement:
    late = isinstance(answer, TimedOut)
    made = "" if item.line is None or " at " in answer.reason else f", claim of {item.file}:{item.line}"
    return Judgement(
        identifier=item.identifier,
        title=plain(item.claim.title),
        source=plain(item.claim.source),
        file=str(item.file),
        expected=Verdict(item.claim.expected),
        verdict=Verdict.UNDECIDED,
        reason=answer.reason,
        failure=f"{answer.reason}{made}",
        timed_out=late,
        elapsed=request.seconds if late else 0.0,
    )
