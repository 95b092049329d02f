"""What is added from outside the package: seen where ours are, refused where it says too little or speaks falsely."""

import subprocess
import sys
import textwrap

import numpy as np
import pytest

from lsa_theory import Claim, dimension, identity, matrix, trace
from lsa_theory.codegen.targets import TARGETS, able
from lsa_theory.codegen.targets.arrays import ArrayTarget
from lsa_theory.errors import InvalidArgument, UnknownName
from lsa_theory.testing import NotApplicable, Verdict, Witness, check_target, check_witness
from lsa_theory.verification.judge import judge
from lsa_theory.verification.witnesses.registry import WITNESSES

d = dimension("d")
A, B = matrix("A", d), matrix("B", d)


class Traces(Witness):
    """Compares two traces at one random integer matrix: sees differences, decides nothing."""

    name = "traces"
    rigorous = True
    answers = frozenset({"equality"})
    shares = frozenset({"numpy trace"})

    def judge(self, claim, stream, setting):
        if claim.describe() != "tr(A @ B) = tr(B @ A)":
            raise NotApplicable("only tr(A @ B) = tr(B @ A) is looked at")
        one, two = np.arange(9).reshape(3, 3), np.arange(9).reshape(3, 3).T + 1
        same = np.trace(one @ two) == np.trace(two @ one)
        return self.found(Verdict.CONFIRMED if same else Verdict.REFUTED, "3 x 3 integers")


class Fine(Witness):
    name = "fine"
    answers = frozenset({"equality"})
    shares = frozenset({"hope"})

    def judge(self, claim, stream, setting):
        return self.found(Verdict.CONFIRMED, "looks fine to me")


class Plain(ArrayTarget):
    name, title, xp = "plain", "plain NumPy", "np"
    imports = ("import numpy as np",)
    reserved = ("np", "_lift", "_lift_once", "_real")


class Halved(Plain):
    """A target that gets a product wrong."""

    name = "halved"

    def matmul(self, left, right):
        return f"(0.5 * {left} @ {right})"


class TestWitnesses:
    def test_one_that_is_honest_passes(self):
        assert check_witness(Traces).spoken == 1

    def test_one_that_confirms_everything_does_not(self):
        with pytest.raises(AssertionError, match="fine says confirmed of a trace, which is not so"):
            check_witness(Fine)

    @pytest.mark.parametrize("missing", ["answers", "shares", "name"])
    def test_one_that_says_too_little_is_refused(self, missing):
        silent = type("Silent", (Traces,), {missing: frozenset() if missing != "name" else ""})
        with pytest.raises(InvalidArgument, match=f"does not say its `{missing}`"):
            check_witness(silent)

    def test_a_name_that_is_taken_is_refused(self):
        with pytest.raises(InvalidArgument, match="the name 'algebra' is taken"):
            WITNESSES.add(type("Other", (Traces,), {"name": "algebra"}))

    def test_it_is_asked_by_its_place(self):
        judgement = judge(Claim(trace(A @ B), trace(B @ A)), witnesses=["algebra", f"{__name__}:Traces"])
        assert judgement.verdict is Verdict.CONFIRMED
        assert [f.witness for f in judgement.findings] == ["algebra", "traces"]

    def test_its_place_is_named_where_nothing_stands_there(self):
        with pytest.raises(InvalidArgument, match="given 'no_such_module:Mine'"):
            judge(Claim(A, A), witnesses=["no_such_module:Mine"])
        with pytest.raises(UnknownName, match="asked for as module:Name"):
            judge(Claim(A, A), witnesses=["mine"])

    def test_one_that_is_registered_is_asked_about_every_claim(self):
        code = """
            from lsa_theory import Claim, dimension, judge, matrix, trace
            from lsa_theory.testing import register_witness
            from tests.testing.test_extensions import Traces
            register_witness(Traces)
            A = matrix("A", dimension("d")); B = matrix("B", dimension("d"))
            print([f.witness for f in judge(Claim(trace(A @ B), trace(B @ A))).findings][-1])
        """
        said = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False
        )
        assert said.stdout.strip() == "traces", said.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", [n for n in WITNESSES.names() if n not in ("bartlett",)])
def test_ours_pass_too(name):
    assert check_witness(WITNESSES.get(name)).spoken


class TestTargets:
    def test_one_that_is_right_passes(self):
        assert check_target(Plain) == 6

    def test_one_that_is_wrong_does_not(self):
        with pytest.raises(AssertionError, match="halved: a product is"):
            check_target(Halved)

    def test_a_name_that_is_taken_is_refused(self):
        with pytest.raises(InvalidArgument, match="the name 'numpy' is taken"):
            TARGETS.add(type("Other", (Plain,), {"name": "numpy"}))

    def test_it_is_asked_by_its_place(self):
        from lsa_theory.codegen import compile

        function = compile(trace(A) * identity(d), f"{__name__}:Plain")
        assert function(np.eye(2)).tolist() == [[2.0, 0.0], [0.0, 2.0]]

    def test_which_can_express_an_operation_is_known(self):
        assert "numpy" in able("inverse")
