"""`python -m lsa_theory` is the command `lsa-theory`."""

import os
import signal
import sys


def main() -> None:
    """Run the command; Ctrl-C while it is still being imported ends it like any other."""

    def leave(number: int, frame: object) -> None:
        os._exit(130)

    # There is nothing to tidy up yet, and an import that is interrupted half-way only gives a traceback.
    before = signal.signal(signal.SIGINT, leave)
    from lsa_theory import cli
    from lsa_theory.shell.threads import settle_threads

    settle_threads(sys.argv[1:], os.environ)

    signal.signal(signal.SIGINT, before)
    cli.main(prog_name="lsa-theory")


if __name__ == "__main__":
    main()
