"""False statements that the rules proved once, each as small as it gets; the kernel has to refuse them without the
search for counterexamples.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb

from dtim_exact.proof import replay
from dtim_exact.proof.analysis import Setting, by_derivative, estimate, exponentials, inequality, logarithms
from dtim_exact.proof.expansions import every_derivative, taylor
from dtim_exact.proof.kernel import NotProved
from dtim_exact.proof.language import (
    C1,
    C2,
    Gamma,
    I,
    J,
    J_eff,
    M,
    N,
    Phi,
    S_minus,
    S_z,
    Term,
    at,
    bbS_minus,
    bounded_norm,
    card,
    chain,
    collective,
    discharge,
    enclosure,
    eq,
    everything,
    fn,
    gamma,
    i,
    induction,
    j,
    k,
    l,
    le,
    lift,
    lt,
    n,
    op,
    r,
    s,
    scalar,
    sigma,
    sites,
    specialize,
    starting_at,
    states,
    subsets,
    sym,
    telescoping,
    total,
    traces,
    words,
)
from dtim_exact.proof.moments import concentration
from dtim_exact.proof.operator_rules import one_steady_state, symmetric
from dtim_exact.proof.terms import to_data

A = op("A")
c, m, t, u1, u2, x, y, pi = (sym(name) for name in ("c", "m", "t", "u1", "u2", "x", "y", "pi"))
positive_x = Setting(positive=(x - 5,))


def log(term):
    return fn("log", term)


def integral(low, high, body):
    return Term("integral", x, lift(low), lift(high), body)


def diff(variable, order, body):
    return Term("diff", variable, lift(order), body)


def logs_of_sums(a, b):
    """sum_k log(1 + (sum_s a s + b k)^2): the inner index is not the outer one."""
    return total(k, 0, n, log(1 + total(s, 0, n, a * s + b * k) ** 2))


def pairs(body):
    return Term("over_set", j, C1, Term("over_set", i, C2, body))


def squares(argument):
    return 2 * integral(0, 1, log(argument)), integral(0, 1, log(argument**2))


def binomial_mean(weight):
    return total(M, 0, N, M / N * weight) / total(M, 0, N, weight)


def robbins():
    """log M! >= M log M - M + log(2 pi M)/2 + 1/(12 M + 1)."""
    size = log(fn("fact", M)) - (M * log(M) - M + log(2 * pi * M) / 2)
    above = Setting(positive=(M, pi), at={"M": u1 + 1}, slacks={"u1": M - 1})
    return estimate(le(1 / (12 * M + 1) - size, 0), above)


FALSE = {
    "(-1)^N >= 1, as N = 2k for a new variable k": lambda: inequality(
        le(1, lift(-1) ** N), Setting(at={"N": 2 * k}, slacks={"k": N / 2})
    ),
    "x >= 0 from x m >= 0 and m >= 0, where m = 0": lambda: inequality(
        le(0, x), Setting(at={"x": u1 / u2, "m": u2}, slacks={"u1": x * m, "u2": m})
    ),
    "a sum over a reversed range": lambda: logarithms(eq(total(k, 0, N - 5, 1), N - 4)),
    "a sum of logarithms over a reversed range": lambda: logarithms(eq(total(k, 3, 1, log(lift(2))), -log(lift(2)))),
    "dJ_eff/dJ = 0, J_eff being kept free": lambda: logarithms(eq(diff(J, 1, J_eff), 0), Setting(free=("J_eff",))),
    "the limit of J_eff for J -> 0 is J_eff": lambda: states(
        eq(Term("limit", J, lift(0), J_eff), J_eff), free=("J_eff",)
    ),
    "S_-^N = 0, as S_-^{N+1} = 0": lambda: starting_at(eq(S_minus**N, 0), "N", 1, symmetric),
    "N = 0 by induction over N, which counts the sites": lambda: induction(
        eq(N * (N - card(everything) - 1), 0),
        "N",
        base=traces(eq(lift(0) * (lift(0) - card(everything) - 1), 0)),
        step=traces(eq((N + 1) * (N + 1 - card(everything) - 1), 0)),
    ),
    "1 = 0: at the point J + 1 of the variable J, which J_eff contains": lambda: by_derivative(
        eq(J_eff - J + 1 - I * Gamma / 2, 0), "J", J + 1
    ),
    "1 = 0 for m = x": lambda: by_derivative(eq(m - x + 1, 0), "x", x + 1, Setting(where={"m": x})),
    "x - 5 > 0 for the x of an integral": lambda: logarithms(eq(*squares(x - 5)), positive_x),
    "a slack of the x of an integral": lambda: logarithms(
        eq(*squares(x - 5)), Setting(at={"x": u1 + 5}, slacks={"u1": x - 5}, strict=("u1",))
    ),
    "k - 5 > 0 for the k of a sum": lambda: logarithms(
        eq(total(k, 0, 2, log((k - 5) ** 2)), 2 * total(k, 0, 2, log(k - 5))), Setting(positive=(k - 5,))
    ),
    "m = 2x in an integral over x": lambda: logarithms(
        eq(integral(1, 2, log(m)), integral(1, 2, log(2 * x))), Setting(where={"m": 2 * x})
    ),
    "c = k in a sum over k": lambda: scalar(eq(total(k, 0, n, c), total(k, 0, n, k)), where={"c": k}),
    "c = s in a telescoping sum over s": lambda: telescoping(
        eq(total(s, 0, n, c), (n + 1) * n / 2), s * (s - 1) / 2, where={"c": s}
    ),
    "c = k in a series": lambda: symmetric(
        eq(total(k, 0, N, c * S_minus**k), total(k, 0, N, k * S_minus**k)), where={"c": k}
    ),
    "the index of a sum inside of a summed logarithm": lambda: logarithms(eq(logs_of_sums(1, 1), logs_of_sums(3, -1))),
    "a sum over N beside the number of sites": lambda: traces(
        eq(total(N, 0, 3, card(everything) * fn("fact", N)), total(N, 0, 3, N * fn("fact", N)))
    ),
    "a sum over C1 beside the region that C1 defines": lambda: states(
        eq(subsets(C1, everything, 1, card(Term("cluster", "R12"))), N * card(Term("cluster", "R12")))
    ),
    "c* is the conjugate of c, then 5 for c*": lambda: specialize(scalar(eq(sym("c*"), c.conj)), {"c*": lift(5)}),
    "a sequence c* is the conjugate of c": lambda: scalar(
        eq(Term("coefficient", "c*", k), Term("coefficient", "c", k).conj)
    ),
    "an operator A^dag is the adjoint of A": lambda: words(eq(op("A^dag"), A.dag)),
    "operators named sigma- and sigma+": lambda: words(eq(op("sigma-").dag, op("sigma+"))),
    "a number named as the S_z of the normal form": lambda: collective(
        eq(sym("S_z operator") * S_minus, S_z * S_minus)
    ),
    "a site named as a number": lambda: scalar(
        eq(at("h", Term("site_number", Fraction(1))), at("h", Term("site_index", "1")))
    ),
    "y Phi = y bbS_- Phi - r Phi, y being the variable of L": lambda: sites(
        eq(y * Phi, y * bbS_minus * Phi - r * Phi), free=("r", "alpha")
    ),
    "a site with the name that the generator binds": lambda: sites(
        eq(*2 * (Term("motion", sigma("-", Term("site_index", "decay"))),)), open_sites=("decay",)
    ),
    "products over sites inside of each other": lambda: traces(
        eq(pairs(at("alpha", i) * at("alpha", j)), pairs(at("alpha", j) * at("alpha", j)))
    ),
    "x <= 2 from a norm called x": lambda: bounded_norm(le(x, 2), at_most=Fraction(1, 2)),
    "0 = 1 by a rule that proves 1 = 1": lambda: exponentials(eq(0, 1), lambda _: scalar(eq(1, 1)), ()),
    "0 = 1 as the chain of 0 < 1": lambda: chain(inequality(lt(0, 1), Setting())),
    "pi = 100": lambda: specialize(robbins(), {"pi": lift(100)}),
    "5 < 1, from a number below 1": lambda: specialize(enclosure(lt(y, 1), {"y": lambda _: arb(0)}), {"y": lift(5)}),
    "gamma > 0, for there is such a number": lambda: enclosure(lt(0, gamma), {"gamma": lambda _: arb(1)}),
    "gamma > 0 always, as at a named point": lambda: discharge(
        one_steady_state(eq(Term("steady_states"), 1)), enclosure(lt(0, y), {"y": lambda _: arb(1)})
    ),
    "E[m] is near every M/N": lambda: concentration(
        Term("near", binomial_mean(fn("binom", N, M)), M / N, fn("sqrt", 1 / N)),
        Setting(positive=(N,)),
        weight=fn("binom", N, M),
        point=M / N,
        gap=lift(1),
        squares=(),
    ),
    "d^n/dx^n of -2x/m at m = 2x": lambda: every_derivative(
        eq(diff(x, n, -2 * x / m), fn("fact", n - 1) * (-1 / x) ** n),
        Setting(where={"m": 2 * x}),
        variable="x",
        family=((1, -1 / x),),
        start=1,
    ),
}


@pytest.mark.parametrize("attack", FALSE.values(), ids=FALSE)
def test_refused(attack):
    with pytest.raises(NotProved):
        attack()


def test_what_the_attacks_are_made_of_is_proved():
    """The premises of the attacks are theorems, so each is refused for its own reason."""
    for theorem in (
        robbins(),
        enclosure(lt(y, 1), {"y": lambda _: arb(0)}),
        inequality(lt(0, 1), Setting()),
        symmetric(eq(S_minus ** (N + 1), 0)),
        one_steady_state(eq(Term("steady_states"), 1)),
        logarithms(eq(diff(J, 1, J_eff), 1)),
        scalar(eq(total(k, 0, n, c), (n + 1) * c * 0 + total(k, 0, n, c)), where={"c": 2 * n}),
    ):
        assert theorem.rule


COUNTS = Setting(positive=(M, N), at={"M": 1 + t, "N": 2 + t + u1}, slacks={"t": M - 1, "u1": N - M - 1})
BETWEEN = Setting(at={"x": 1 - u1 - u2, "M": (1 - u2) * N}, slacks={"u1": M / N - x, "u2": 1 - M / N})


def expanded(times, bound):
    """|E| <= R for the function -times log(2 - x), whose l-th derivative is times (l-1)!/(2 - x)^l."""
    mesh = k / N
    higher = fn("fact", l - 1) * (times * (1 / (2 - mesh)) ** l)
    expansion = total(k, 0, M - 1, -times * log(2 - mesh) / N) + total(
        l, 1, n, (1 / N) ** l / fn("fact", l + 1) * total(k, 0, M - 1, higher / N)
    )
    error = integral(0, M / N, -times * log(2 - x)) - expansion
    room = bound * (M / N * (1 / N) ** (n + 1) / ((n + 1) * (n + 2)))
    return taylor(
        le(fn("abs", error), room),
        COUNTS,
        function=-times * log(2 - x),
        family=((times, 1 / (2 - x), lift(1)),),
        inside=BETWEEN,
    )


def test_the_remainder_of_taylor_counts_a_member_of_the_family_as_often_as_it_occurs():
    assert expanded(1, 1).rule == expanded(2, 2).rule == "taylor"
    with pytest.raises(NotProved):
        expanded(2, 1)


def step(rule, statement, *premises, **certificate):
    """A step of a proof as the second checker reads it."""
    inner = [{"statement": to_data(says), "given": list(map(to_data, given))} for says, given in premises]
    return {"rule": rule, "statement": to_data(statement), "certificate": certificate}, inner


@pytest.mark.parametrize(
    "proof",
    [
        step("chain", eq(0, 1), (lt(0, 1), ())),
        step(  # P(0) from another instance of P
            "induction",
            eq(k * 0 + A, 0),
            (eq(lift(0) * 0 + A, 0), (eq(k * 0 + 2 * A, 0),)),
            (eq((k + 1) * 0 + A, 0), (eq(k * 0 + A, 0),)),
            index="k",
            instances=[{"A": to_data(2 * A)}],
            start=0,
        ),
        step(
            "induction",
            eq(N * 0, 0),
            (eq(lift(0) * 0, 0), ()),
            (eq((N + 1) * 0, 0), ()),
            index="N",
            instances=[],
            start=0,
        ),
    ],
)
def test_the_second_checker_refuses_by_form(proof):
    with pytest.raises(replay.Refused):
        replay.by_form(*proof)
