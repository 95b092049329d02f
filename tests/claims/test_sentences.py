"""Sentences as they are printed: of each kind what is true is confirmed, what is false is refuted at an instance."""

from fractions import Fraction

import pytest

from lsa_theory import (
    Claim,
    ConditionalMean,
    Decays,
    E,
    EqualUpTo,
    Exists,
    Flow,
    Given,
    GlobalMinimum,
    LocalMinimum,
    MatrixInequality,
    Sign,
    Stays,
    Step,
    TendsInProbability,
    TendsTo,
    TimeCourse,
    define,
    dimension,
    equation,
    gaussian,
    identity,
    indicator,
    inverse,
    matrix,
    norm_squared,
    positive_definite,
    samples,
    scalar,
    symmetric,
    trace,
    vector,
    zero,
)
from lsa_theory.errors import InvalidArgument, LsaTheoryError
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Verdict

d, N, M = dimension("d"), dimension("N"), dimension("M")
L, P = positive_definite("Lambda", d), positive_definite("P", d)
Gamma = define("Gamma", (1 + 1 / N) * L + trace(L) / N * identity(d))
A, B, S = matrix("A", d), matrix("B", d), symmetric("S", d)
a, b, q = vector("a", d), vector("b", d), vector("q", d)
t, s, c, r = scalar("t"), scalar("s"), scalar("c"), scalar("r", positive=True)
X = samples("x", covariance=L, count=N)
x, w = gaussian("x_q", covariance=L), gaussian("w", covariance=identity(d))
z = gaussian("z", covariance=identity(d), mean=x)
scale = gaussian("g", covariance=identity(1))
mixed = gaussian("m", covariance=scale**2 * L)
commute = equation(A @ B, B @ A)
orthogonal = equation(X.T @ q, zero(N))
rotation = equation(A.T @ A, identity(d))
circling = Flow({s: t, t: -s}, start={s: 1, t: 0})
slope, e, h = scalar("g", positive=True), scalar("e", positive=True), scalar("h")
away = A - inverse(Gamma)
descent = {A: -away @ Gamma - r * away}
# The first layer feeds the second: a rate that holds while the other weight stays away from zero.
coupled = {a: -(t**2) * a, t: t * norm_squared(a)}
logistic = Flow({t: t * (1 - slope * t)}, start={t: r})
F, decay = positive_definite("F", d, family="f"), positive_definite("D", d, family="f")
fading = Flow({a: -F @ a}, start={a: q})
sinking = Flow({a: -L @ a * norm_squared(b), b: -b + a * (a.T @ b)}, start={a: q, b: q})
bowl = a.T @ L @ a / 2 - b.T @ a
loss = trace(L @ (A - inverse(Gamma)) @ Gamma @ (A - inverse(Gamma)).T)

TRUE = {
    "definition: inside a trace": Claim(trace(L @ Gamma**-1), trace(Gamma**-1 @ L)),
    "definition: spelled out": Claim(N * Gamma, (N + 1) * L + trace(L) * identity(d)),
    "definition: of a definition": Claim(define("K", Gamma @ L), L @ Gamma),
    "hypotheses: commuting": Claim((A + B) @ (A - B), A @ A - B @ B, given=[commute]),
    "hypotheses: an inverse commutes too": Claim(inverse(A) @ B, B @ inverse(A), given=[commute]),
    "hypotheses: a query orthogonal to all samples": Claim(q.T @ X @ X.T @ a / N, 0, given=[orthogonal]),
    "hypotheses: lengths are kept": Claim(norm_squared(A @ a), norm_squared(a), given=[rotation]),
    "hypotheses: scalars": Claim(t**4, 1, given=[equation(t**2, 1)]),
    "limit: a constant": TendsTo(N / (3 * N + 5 + d), Fraction(1, 3), N),
    "limit: a resolvent": TendsTo(inverse(Gamma), inverse(L), N),
    "limit: an average": TendsTo(E(X.covariance @ X.covariance), L @ L, N),
    "limit: two lengths": TendsTo((1 + 1 / M) / (1 + 1 / N), 1, [M, N]),
    "limit: at a fixed ratio": TendsTo((N + d + 1) / N, 1 + r, N, holding={d: r * N}),
    "limit: what the right side divides by": TendsTo(inverse(A + B / N), inverse(A), N),
    "order: a resolvent": EqualUpTo(
        inverse(Gamma), inverse(L) - (inverse(L) + trace(L) * L**-2) / N, N, order=2
    ),
    "order: a fraction": EqualUpTo(N / (N + d), 1 - d / N, N, order=2),
    "order: an average": EqualUpTo(E(X.covariance @ X.covariance), L @ L, N, order=1),
    "in probability: the sample covariance": TendsInProbability(X.covariance, L, N),
    "in probability: a prediction": TendsInProbability(q.T @ inverse(L) @ X.covariance @ a, q.T @ a, N),
    "in probability: given a random query": TendsInProbability(x.T @ X.covariance @ a, x.T @ L @ a, N),
    "given: an independent task": ConditionalMean((w.T @ x) ** 2, [x], norm_squared(x)),
    "given: Bayes": ConditionalMean(x, [z], L @ inverse(L + identity(d)) @ z),
    "given: a mean": ConditionalMean(z, [x], x),
    "matrix order: a congruence": MatrixInequality(A @ L @ A.T, 0),
    "matrix order: strictly": MatrixInequality(
        Gamma, L, proof=[L / N, trace(L) / N * identity(d)], strict=True
    ),
    "matrix order: inverses": MatrixInequality(
        inverse(L),
        inverse(L + t**2 * identity(d)),
        proof=[t**2 * inverse(L) @ inverse(L + t**2 * identity(d))],
    ),
    "optimum: a distance": GlobalMinimum(norm_squared(a - b), [a], 0, attained_at={a: b}, only_where=a - b),
    "optimum: weighted": GlobalMinimum(
        loss, [A], 0, attained_at={A: inverse(Gamma)}, only_where=(A - inverse(Gamma)).T, weights=(Gamma, L)
    ),
    "optimum: over a scalar": GlobalMinimum((t - c) ** 2 + 1, [t], 1, attained_at={t: c}, only_where=t - c),
    "local: a bowl": LocalMinimum(bowl, {a: inverse(L) @ b}, along={a: q}, square_of=q, weights=(L, 1)),
    "local: one of two": LocalMinimum(t**4 - 2 * t**2, {t: 1}, along={t: s}, square_of=s, weights=(8, 1)),
    "local: modulo scaling": LocalMinimum(
        (t * c - 1) ** 2,
        {t: 1 / r, c: r},
        along={t: s, c: h},
        square_of=s + h / r**2,
        weights=(2 * r**2, 1),
        scaling={t: 1, c: -1},
    ),
    "stays: the zero vector": Stays(sinking, {a: zero(d)}),
    "stays: both": Stays(sinking, {a: zero(d), b: zero(d)}),
    "stays: at rest": Stays(circling, {s: 0, t: 0}),
    "decay: a ridge": Decays(
        {a: -(L @ a) - r * a},
        norm_squared(a),
        2 * r,
        proof=[Step(2 * r * norm_squared(a), (2, Sign(a.T @ L @ a)))],
    ),
    "decay: a matrix": Decays(
        descent,
        norm_squared(away),
        2 * r,
        proof=[Step(2 * r * norm_squared(away), (2, Sign(trace(away @ Gamma @ away.T))))],
    ),
    "decay: while a weight is large": Decays(
        coupled,
        norm_squared(a),
        2 * r,
        given=[t**2 - r],
        proof=[Step(2 * r * norm_squared(a), (2 * norm_squared(a), Given(t**2 - r)))],
    ),
    "time course: a sigmoid": TimeCourse(logistic, {t: 1 / (slope + (1 / r - slope) * e)}, h, {e: -1}),
    "time course: in the eigenbasis": TimeCourse(fading, {a: decay**2 @ q}, h, {decay: -F / 2}),
    "time course: without exponentials": TimeCourse(
        Flow({t: -(t**2)}, start={t: r}), {t: r / (1 + r * h)}, h
    ),
    "exists: a negative trace": Exists(trace(A @ A), "<", 0),
    "exists: a root": Exists(t**2, "=", 4),
    "exists: what is solved for": Exists(3 * t, "=", 5),
    "exists: matrices that do not commute": Exists(norm_squared(A @ B - B @ A), ">", 0),
}

FALSE = {
    "definition: another power": Claim(trace(L @ Gamma**-1), trace(Gamma**-2 @ L)),
    "definition: a length too many": Claim(N * Gamma, (N + 2) * L + trace(L) * identity(d)),
    "definition: not commuting": Claim(define("K", A @ L), L @ A),
    "hypotheses: too little": Claim(A @ B, A.T @ B, given=[commute]),
    "hypotheses: another metric": Claim(q.T @ inverse(Gamma) @ X @ X.T @ a, 0, given=[orthogonal]),
    "hypotheses: a trace of a rotation": Claim(trace(A), d, given=[rotation]),
    "limit: another constant": TendsTo(N / (3 * N + 5 + d), Fraction(1, 2), N),
    "limit: a trace is left out": TendsTo(N * (Gamma - L), L, N),
    "limit: none": TendsTo(N / d, 1, N),
    "limit: not together": TendsTo(d / N, 0, [d, N]),
    "order: one more than it is": EqualUpTo(N / (N + d), 1 - d / N, N, order=3),
    "order: a factor": EqualUpTo(
        inverse(Gamma), inverse(L) - (inverse(L) + 2 * trace(L) * L**-2) / N, N, order=2
    ),
    "order: grows": EqualUpTo(N * L, L, N, order=1),
    "given: forgotten": ConditionalMean((w.T @ x) ** 2, [x], trace(L)),
    "given: Bayes without the prior": ConditionalMean(x, [z], z),
    "given: it tells about its own law": ConditionalMean(scale**2, [mixed], 1 + 0 * norm_squared(mixed)),
    "matrix order: the other way": MatrixInequality(L, Gamma),
    "matrix order: not symmetric": MatrixInequality(A @ A, 0),
    "matrix order: no sign": MatrixInequality(A + A.T, 0),
    "optimum: too high": GlobalMinimum(norm_squared(a - b), [a], 1, attained_at={a: b}),
    "optimum: too low": GlobalMinimum(norm_squared(a - b) + 1, [a], 0, attained_at={a: b}),
    "optimum: elsewhere": GlobalMinimum(norm_squared(a - b), [a], 0, attained_at={a: 2 * b}),
    "decay: too fast": Decays({a: -(L @ a) - r * a}, norm_squared(a), 3 * r),
    "decay: of the length itself": Decays(descent, trace(away), 2 * r),
    "decay: without the hypothesis": Decays(coupled, norm_squared(a), 2 * r),
    "time course: too fast": TimeCourse(logistic, {t: 1 / (slope + (1 / r - slope) * e)}, h, {e: -2}),
    "time course: another start": TimeCourse(fading, {a: 2 * decay @ q}, h, {decay: -F}),
    "time course: another power": TimeCourse(Flow({t: -(t**2)}, start={t: r}), {t: r / (1 + r * h) ** 2}, h),
    "exists: a negative square": Exists(norm_squared(A), "<", 0),
    "exists: a trace that vanishes": Exists(trace(L) + t**2, "=", 0),
    "exists: a length below its square": Exists(norm_squared(a), ">=", norm_squared(a) + r),
    "local: a hill": LocalMinimum(-bowl, {a: inverse(L) @ b}, along={a: q}, square_of=q, weights=(L, 1)),
    "local: elsewhere": LocalMinimum(bowl, {a: b}, along={a: q}, square_of=q, weights=(L, 1)),
    "local: another scaling": LocalMinimum(
        (t * c - 1) ** 2,
        {t: 1 / r, c: r},
        along={t: s, c: h},
        square_of=s + h / r**2,
        weights=(2 * r**2, 1),
        scaling={t: 1, c: -2},
    ),
    "stays: is driven": Stays(circling, {s: 0}),
    "stays: at another value": Stays(sinking, {b: q}),
    "stays: turns": Stays(circling, {t: 1}),
}

# False, and nothing finite shows it: undecided, with a reason.
OPEN = {
    "limit: divides by what may vanish": TendsTo(1 / (t**2 * N + 1), 0, N),
    "limit: a projector": TendsTo(inverse(A @ A.T + identity(d) / N) / N, zero(d, d), N),
    "in probability: another limit": TendsInProbability(X.covariance, 2 * L, N),
    "in probability: no law of large numbers": TendsInProbability(x.T @ a / N + w.T @ a, 0, N),
    "in probability: of another order": TendsInProbability(N * (X.covariance - L), zero(d, d), N),
    "hypotheses: met by nothing": Claim(t, 2, given=[equation(t**2, -1)]),
    "matrix order: strict at a singular matrix": MatrixInequality(A @ A.T, 0, strict=True),
    "optimum: without a minimiser": GlobalMinimum(norm_squared(a - b), [a], 0, only_where=a - b),
    "optimum: only approached": GlobalMinimum(1 / r, [r], 0, proof=[1 / r]),
    "optimum: attained elsewhere too": GlobalMinimum(
        t**2 * norm_squared(a),
        [t, a],
        0,
        attained_at={a: zero(d)},
        only_where=a,
        weights=(t**2 * identity(d), 1),
    ),
    "exists: a negative square": Exists(norm_squared(A), "<", 0),
    "exists: an irrational root": Exists(t**2, "=", -1),
    "exists: a trace that is no trace": Exists(trace(A @ B - B @ A), "=", 1),
    "given: a function that no test sees": ConditionalMean(scale * mixed, [mixed], mixed),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_confirmed(name):
    judgement = judge(TRUE[name])
    assert judgement.verdict is Verdict.CONFIRMED, judgement.reason


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refuted_by_an_instance(name):
    judgement = judge(FALSE[name])
    assert judgement.verdict is Verdict.REFUTED, judgement.reason
    # That there is an instance is refuted by the opposite for all, of which none is an example.
    assert (judgement.counterexample is None) == name.startswith("exists")


@pytest.mark.parametrize("name", OPEN)
def test_what_cannot_be_decided_is_not_confirmed_and_says_why(name):
    judgement = judge(OPEN[name])
    assert judgement.verdict is not Verdict.CONFIRMED
    assert judgement.reason


def test_a_false_certificate_is_caught_by_the_others(monkeypatch):
    from lsa_theory.claims.certificate import Certificate
    from lsa_theory.claims.questions.equal import Equal
    from lsa_theory.verification.witnesses.algebra import reducing, witness

    wrong = Certificate(
        frozenset({"equality under the hypotheses"}), (Equal(A @ B, B @ A, "wrong", step=True),)
    )
    monkeypatch.setattr(reducing, "certificate_of", lambda claim: wrong)
    monkeypatch.setattr(witness.Algebra, "judge", lambda self, claim, stream, setting: _sworn(self, wrong))
    judgement = judge(Claim(A @ A.T, A.T @ A, given=[rotation], witnesses=["algebra", "field", "precision"]))
    assert judgement.verdict is Verdict.UNDECIDED
    assert "the proof fails" in judgement.reason


def _sworn(algebra, certificate):
    from dataclasses import replace

    finding = algebra.found(Verdict.CONFIRMED, "trust me", decides=True)
    return replace(finding, certificate=certificate, answers=finding.answers | certificate.answers)


def test_a_limit_is_not_confirmed_without_its_divisors():
    claim = OPEN["limit: a projector"]
    judgement = judge(claim)
    assert {f.witness: f.verdict for f in judgement.findings}["proof"] is Verdict.UNDECIDED
    assert "does not show that it is positive" in judgement.reason


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: TendsTo(d / N, d / N, N), "depends on N"),
        (lambda: TendsTo(N * L, trace(L), N), "different shapes"),
        (lambda: TendsTo(t / N, 0, t), "cannot go to infinity"),
        (lambda: EqualUpTo(N, N, N, order=0), "at least 1"),
        (lambda: EqualUpTo(N + M, N, [N, M], order=1), "one length"),
        (lambda: TendsInProbability(L, L, N), "nothing is random"),
        (lambda: Exists(t, "!=", 0), "expected one of"),
        (lambda: MatrixInequality(trace(L), 0), "no square matrix"),
        (lambda: MatrixInequality(L, P, proof=[trace(L)]), "add up to the difference"),
        (lambda: GlobalMinimum(trace(P), [P], 0, attained_at={P: zero(d, d)}), "declared positive definite"),
        (lambda: GlobalMinimum(t**2, [t], 0, attained_at={}), "give a minimiser"),
        (lambda: GlobalMinimum(t**2, [t], t, attained_at={t: 0}), "over which it is taken"),
        (lambda: GlobalMinimum(t**2 + r, [r], t**2, attained_at={r: 0}), "declared positive"),
        (lambda: ConditionalMean(x, [z], x), "not among what is given"),
        (lambda: ConditionalMean(x, [], x), "that are conditioned on"),
        (lambda: Stays(circling, {c: 0}), "does not move"),
        (lambda: Stays(circling, {s: t}), "which moves"),
        (lambda: Stays(Flow({r: r ** Fraction(1, 2)}, start={r: 1}), {r: 1}), "may not be unique"),
        (lambda: TimeCourse(fading, {a: decay @ a}, h, {decay: -F}), "depends on what moves"),
        (lambda: TimeCourse(fading, {a: q}, r), "a real scalar"),
        (lambda: TimeCourse(fading, {a: P @ q}, h, {P: -F}), "in the family"),
        (lambda: TimeCourse(fading, {a: e * q}, h, {e: -h}), "which moves"),
        (lambda: TimeCourse(fading, {}, h), "every symbol that moves"),
        (lambda: TimeCourse(Flow({t: h}, start={t: r}), {t: r + h**2 / 2}, h), "autonomous"),
        (lambda: LocalMinimum(bowl, {a: q}, along={}, square_of=q), "same symbols"),
        (lambda: LocalMinimum(bowl, {a: b}, along={a: a}, square_of=q), "a symbol of its own"),
        (lambda: LocalMinimum(t * s, {t: 0, s: 0}, along={t: c, s: h}, square_of=c), "without a scaling"),
        (lambda: LocalMinimum(t**2, {t: t}, along={t: c}, square_of=c), "give the value"),
        (
            lambda: LocalMinimum(t * s, {t: t, s: 0}, along={t: c, s: h}, square_of=c, scaling={t: 1, s: 0}),
            "powers other than 0",
        ),
        (lambda: Claim(A, B, given=[A @ B]), "is no hypothesis"),
        (lambda: Claim(A, B, given=commute), "write a list"),
        (lambda: equation(A, trace(A)), "different shapes"),
    ],
)
def test_what_makes_no_sense_is_refused(make, message):
    with pytest.raises(LsaTheoryError, match=message):
        make()


@pytest.mark.parametrize("name", TRUE)
def test_every_sentence_reads_and_is_set_in_latex(name):
    from lsa_theory.paper.statements import proof, statement
    from lsa_theory.paper.style import Style

    claim = TRUE[name]
    text = claim.describe()
    assert text
    assert "\0" not in repr(text.replace("\0v", "v"))
    assert statement(claim, Style())
    assert isinstance(proof(claim, Style()), list)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (TendsTo(trace(L) / d, 0, d), Verdict.UNDECIDED),
        (TendsTo(trace(L) / N, 0, [d, N]), Verdict.UNDECIDED),
        (TendsTo(X.covariance, L, N), Verdict.UNDECIDED),
        (TendsTo(s * N / (s * N + 1), 1, N), Verdict.UNDECIDED),
        (TendsTo((1 / N) ** Fraction(1, 2), 0, N), Verdict.CONFIRMED),
        (TendsTo((1 + 1 / N) ** Fraction(1, 2), -1, N), Verdict.REFUTED),
    ],
)
def test_a_matrix_that_grows_has_no_limit_and_a_scalar_that_may_vanish_is_seen(claim, verdict):
    assert judge(claim).verdict is verdict


def test_moments_that_exist_for_long_samples_have_limits():
    Z = samples("z", covariance=identity(d), count=N)
    assert judge(TendsTo(N * E(inverse(Z.gram)), identity(d), N)).verdict is Verdict.CONFIRMED
    assert judge(TendsTo(N * E(inverse(Z.gram)), 2 * identity(d), N)).verdict is Verdict.REFUTED
    ratio = TendsTo(E(trace(Z.covariance @ Z.covariance)) / d, 1 + r, N, holding={d: r * N})
    assert judge(ratio).verdict is Verdict.CONFIRMED


def test_a_hypothesis_about_what_is_averaged_is_refused():
    with pytest.raises(InvalidArgument, match="single draws"):
        Claim(E(q.T @ X @ X.T @ q), 0, given=[orthogonal])


D = (d - 1) * (d - 2) * (d - 3)
p = d**2 - d + 1
still = gaussian("o", covariance=0 * L)
flat = gaussian("y", covariance=a @ a.T)

ATTACKED = {
    "a root is no order": EqualUpTo(D * N ** Fraction(-3, 2), 0, N, order=2),
    "a root of a growing scalar": EqualUpTo(D * r ** Fraction(-1, 2) + 1 / r, 0, r, order=1),
    "a square, not a value": Exists(norm_squared(still), ">", 0),
    "off the line that is drawn": Exists(norm_squared(flat) * norm_squared(a) - (flat.T @ a) ** 2, ">", 0),
}
SPARED = {
    "slow, and true": TendsTo((N + M) ** Fraction(-1, 4), 0, [N, M]),
    "a constant larger than all lengths": TendsTo(N / (N - 10**12), 1, N),
    "a large constant in an order": EqualUpTo(p / (p + 10**7 / N), 1, N, order=1),
    "almost surely 0": Claim(still, zero(d)),
    "on the line that is drawn": ConditionalMean(flat, [flat], a @ (a.T @ flat) / norm_squared(a)),
}


@pytest.mark.parametrize("name", ATTACKED)
def test_what_deceived_is_not_confirmed(name):
    assert judge(ATTACKED[name]).verdict is not Verdict.CONFIRMED


@pytest.mark.parametrize("name", SPARED)
def test_what_is_true_is_not_refuted(name):
    assert judge(SPARED[name]).verdict is not Verdict.REFUTED


@pytest.mark.parametrize(
    "holding", [{N: 5}, {M: d, d: N}, {M: M + N}, {M: t * N}, {d: -N}, {d: 1 / N}, {A: N}], ids=repr
)
def test_what_is_held_has_to_grow_along(holding):
    with pytest.raises(LsaTheoryError, match="holding="):
        TendsTo(M * d / N, 0, N, holding=holding)


def test_many_scalars_do_not_hang():
    letters = [scalar(f"t{k}") for k in range(5)]
    total = sum(letters[1:], letters[0])
    claim = Claim(total**5, 1, given=[equation(total**2 * letters[3], 1)])
    assert judge(claim).verdict is Verdict.REFUTED


def test_a_rate_is_constant_and_a_declaration_is_no_hypothesis():
    with pytest.raises(InvalidArgument, match="moves with t"):
        Decays(coupled, norm_squared(a), 2 * t**2)
    with pytest.raises(InvalidArgument, match="r is declared positive, and the form of its speed"):
        Decays({r: -1 + 0 * r}, r, 1)
    # It jumps up where t passes 0, and its derivative says nothing of that.
    with pytest.raises(InvalidArgument, match="no derivative shows"):
        Decays({t: 1 + 0 * t}, indicator(t), 0)
    with pytest.raises(InvalidArgument, match="S is declared symmetric"):
        Decays({S: A}, trace(S), 1)
    assert "from every start, while" in Decays(coupled, norm_squared(a), r, given=[t**2 - r]).describe()
