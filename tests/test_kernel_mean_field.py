"""The rule for product states: exact means for all N, and what it refuses."""

from __future__ import annotations

from functools import partial

import pytest

from dtim_exact.proof import kernel
from dtim_exact.proof.kernel import NotProved
from dtim_exact.proof.language import J, N, at, eq, gamma, hz, j, lift, op, over_sites, sigma, spin, sym
from dtim_exact.proof.terms import Term
from dtim_exact.proof.worlds import Worlds

sx, sy, sz = (sym(name) for name in ("m_x", "m_y", "m_z"))
i = Term("site_index", "i")
on_j = partial(kernel.product_states, open_sites=("j",))
BLOCH = {"m_x": ("1/2", "1/3", "-2/7"), "m_y": ("1/3", "-1/2", "3/7"), "m_z": ("-1/2", "-2/5", "1/5")}
HERE = Worlds(open_sites=("j",), values=BLOCH)


def mean(operator):
    return Term("mean", operator)


def holds_everywhere(statement):
    return all(world.holds(statement, bound) for world, bound, _ in HERE.points())


@pytest.mark.parametrize(
    ("operator", "true", "false"),
    [
        (sigma("-", j), (sx - sym("I") * sy) / 2, (sx + sym("I") * sy) / 2),
        (sigma("z", j) * over_sites(i, sigma("x", i), other_than=(j,)), (N - 1) * sz * sx, N * sz * sx),
        (sigma("x", j) * sigma("y", j), sym("I") * sz, sx * sy),
        (op("Sz") ** 2, N / lift(4) + N * (N - 1) * sz**2 / 4, N**2 * sz**2 / 4),
        (
            over_sites(i, over_sites(j, sigma("z", i) * sigma("z", j), other_than=(i,))),
            N * (N - 1) * sz**2,
            N * (N - 1) * sz**2 / 2,
        ),
    ],
)
def test_means_of_products(operator, true, false):
    assert on_j(eq(mean(operator), true)).scope == "all N"
    assert holds_everywhere(eq(mean(operator), true))
    assert not holds_everywhere(eq(mean(operator), false))
    with pytest.raises(NotProved):
        on_j(eq(mean(operator), false))


def test_the_motion_of_a_spin_under_the_master_equation():
    decay, field = -gamma - sym("Gamma"), at("hx", j) * sy - at("hy", j) * sx
    collective = -sym("Gamma") * (N - 1) * (sx**2 + sy**2) / 2
    statement = eq(mean(Term("motion", sigma("z", j))), field + decay * (1 + sz) + collective)
    assert on_j(statement).given == ()
    assert holds_everywhere(statement)
    for wrong in (
        field + decay * (1 - sz) + collective,
        -field + decay * (1 + sz) + collective,
        field + decay * (1 + sz),
        field + decay * (1 + sz) + 2 * collective,
    ):
        with pytest.raises(NotProved):
            on_j(eq(statement.args[0], wrong))


def test_the_ising_coupling_counts_ordered_pairs():
    turn = eq(mean(Term("motion", spin("x", j))), -hz * sy / 2 - J * (N - 1) * sz * sy / 2)
    rule = partial(on_j, where={"gamma": lift(0), "Gamma": lift(0)})
    with pytest.raises(NotProved):
        rule(turn)  # the transverse field along y is missing
    rule(eq(turn.args[0], turn.args[1] + at("hy", j) * sz / 2))


def test_means_with_Phi_or_with_the_parameters_of_other_sites_are_refused():
    for operator in (op("Phi"), over_sites(i, at("hx", i) * sigma("x", i), other_than=(j,))):
        with pytest.raises(NotProved):
            on_j(eq(mean(operator), mean(operator)))
