"""The examples below the help of each command; a test runs them all, in this order, in one folder."""

# Command: pairs (what it is for, line). Lines are short enough for a terminal of 60 columns.
EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "new": (("A commented file of claims, to be changed", "lsa-theory new my_lemma.py"),),
    "verify": (
        ("The claims of a file", "lsa-theory verify my_lemma.py"),
        ("One bundled derivation, with all it rests on", "lsa-theory verify risk -v"),
        ("For CI: what needs attention, and a report", "lsa-theory verify my_lemma.py -q --junit report.xml"),
        ("Only what was not as expected last time", "lsa-theory verify my_lemma.py --lf"),
    ),
    "list": (
        ("All bundled claims", "lsa-theory list"),
        ("Those that speak of the risk", "lsa-theory list -k risk"),
    ),
    "show": (
        ("One bundled claim", "lsa-theory show risk.linear"),
        ("One of your own", "lsa-theory show fourth-moment my_lemma.py"),
    ),
    "errata": (("What is wrong in a file of yours", "lsa-theory errata my_lemma.py -o ERRATA.md"),),
    "latex": (
        ("A section for your own paper", "lsa-theory latex risk"),
        ("A document of your own file", "lsa-theory latex my_lemma.py --document -o my_lemma.tex"),
        ("In your letters", "lsa-theory latex --write-notation mine.toml"),
        ("", "lsa-theory latex risk --notation mine.toml"),
    ),
    "solve": (("What the three dots stand for", "lsa-theory solve open.py"),),
    "codegen": (
        ("What there is", "lsa-theory codegen --list"),
        ("A function for JAX", "lsa-theory codegen flow_limit --target jax -o limit.py"),
        ("What the plan saves", "lsa-theory codegen flow_limit --explain"),
    ),
    "simulate": (
        (
            "The risk of the trained layer at three lengths",
            "lsa-theory simulate -d 2 -M 10,20,40 --weights limit -o risk.csv",
        ),
    ),
    "plot": (("What `simulate` wrote", "lsa-theory plot risk.csv -o risk.png"),),
    "referee": (
        ("Propose what each letter is", "lsa-theory referee paper.tex --init"),
        ("Judge, with the letters in paper.toml", "lsa-theory referee paper.tex --html paper.html"),
    ),
    "explore": (
        ("A page to play with, without a network", "lsa-theory explore -o explore.html --draws 500"),
    ),
}

# What one does first, below the help of all.
FIRST = ("lsa-theory new my_lemma.py", "lsa-theory verify my_lemma.py", "lsa-theory show risk.linear")


def examples(command: str) -> str:
    """Return the examples of a command as the end of its help, which is not wrapped.

    >>> examples("solve").splitlines()[2:]
    ['  # What the three dots stand for', '  lsa-theory solve open.py']
    """
    lines = [
        line for why, text in EXAMPLES[command] for line in ([f"  # {why}"] if why else []) + [f"  {text}"]
    ]
    return "\n".join(["\b", "Examples:", *lines])
