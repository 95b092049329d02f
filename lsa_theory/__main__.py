"""`python -m lsa_theory` is the command `lsa-theory`."""

from lsa_theory.cli import main

if __name__ == "__main__":
    main(prog_name="lsa-theory")
