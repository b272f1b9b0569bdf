"""Exact laws that tie the states of different models: none of them is used by any closed form.

Relabelled sites, one unit of frequency, rotations about z, complex conjugation, a spin without a field, far detuning,
strong fields, no interaction, and the equations of motion of (1) and (2). All are compared as exact rationals.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from draws import LOSSES, NONZERO, RATES, SIGNED, clusters, models, rationals, unequal_fields, words
from flint import fmpq
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dtim_exact import Gaussian, HypothesisError, Model

FEW = settings(max_examples=25)


def changed(m: Model, **others: Any) -> Model:
    """The same model with other parameters; those that are given as Gaussians become text."""
    table = {**m.to_dict(), **others}
    return Model.from_dict({key: [str(x) for x in v] if isinstance(v, list) else str(v) for key, v in table.items()})


def fields(m: Model) -> list[Gaussian]:
    return [m.h_at(j) for j in range(1, m.N + 1)]


def with_fields(m: Model, h: list[Gaussian], **others: Any) -> Model:
    """h_j = hx_j - i hy_j."""
    return changed(m, hx=[x.re for x in h], hy=[-x.im for x in h], **others)


@given(st.data(), models(least=2))
@FEW
def test_relabelled_sites(data: st.DataObject, m: Model) -> None:
    order = data.draw(st.permutations(range(1, m.N + 1)))  # site j is called order[j - 1]
    h = fields(m)
    renamed = with_fields(m, [h[order.index(j)] for j in range(1, m.N + 1)])
    word = data.draw(words(m.N))
    other = " ".join(f"{token[0]}{order[int(token[1:]) - 1]}" for token in word.split())
    assert m.expect(word) == renamed.expect(other)
    assert m.down_spin_distribution() == renamed.down_spin_distribution()
    assert m.weights() == renamed.weights()
    assert m.densities() == [renamed.densities()[order[j] - 1] for j in range(m.N)]


@given(st.data(), models(least=2))
@FEW
def test_operators_on_different_sites_commute(data: st.DataObject, m: Model) -> None:
    tokens = [f"{data.draw(st.sampled_from('XYZ+-'))}{j}" for j in data.draw(clusters(m.N, least=1))]
    assert m.expect(" ".join(tokens)) == m.expect(" ".join(data.draw(st.permutations(tokens))))
    if m.uniform:  # and where all fields are equal only their number counts
        sites = data.draw(st.permutations(range(1, m.N + 1)))
        moved = (f"{t[0]}{sites[k]}" for k, t in enumerate(tokens))
        assert m.expect(" ".join(tokens)) == m.expect(" ".join(moved))


@given(st.data(), models(), rationals(nonzero=True, signed=False))
@FEW
def test_one_unit_of_frequency(data: st.DataObject, m: Model, unit: str) -> None:
    c = Fraction(unit)
    table = {key: x if key == "N" else [c * Fraction(y) for y in x] if isinstance(x, list) else c * Fraction(x)
             for key, x in m.to_dict().items()}  # fmt: skip
    scaled = Model.from_dict(table)
    word = data.draw(words(m.N))
    assert m.expect(word) == scaled.expect(word)
    assert m.down_spin_distribution() == scaled.down_spin_distribution()
    assert m.weights(normalized=True) == scaled.weights(normalized=True)


@given(st.data(), models())
@FEW
def test_complex_conjugation_changes_the_sign_of_J_and_hz(data: st.DataObject, m: Model) -> None:
    """With K the conjugation in the basis of sigma^z, K rho K is the state of -H^*; a turn by pi about z mends h."""
    mirror = with_fields(m, [z.conj() for z in fields(m)], J=-m.J.re, hz=-m.hz.re)
    raised, lowered = data.draw(clusters(m.N)), data.draw(clusters(m.N))
    sign = (-1) ** (len(raised) + len(lowered))
    assert mirror.correlator(raised, lowered).gaussian == sign * m.correlator(raised, lowered).gaussian.conj()
    assert mirror.correlator(lowered, raised).gaussian == sign * m.correlator(raised, lowered).gaussian
    assert m.densities() == mirror.densities()
    assert m.down_spin_distribution() == mirror.down_spin_distribution()


@st.composite
def phases(draw: st.DrawFn) -> Gaussian:
    """A rational point of the unit circle."""
    t = Gaussian(fmpq(draw(st.integers(-9, 9)), draw(st.integers(1, 9))))
    return (1 + Gaussian(0, 1) * t) / (1 - Gaussian(0, 1) * t)


@given(st.data(), models())
@FEW
def test_rotations_about_z(data: st.DataObject, m: Model) -> None:
    """h_j -> u_j h_j with |u_j| = 1 turns sigma^+_j into u_j^* sigma^+_j, each site on its own if Gamma = 0.

    That also holds the sums for equal fields against those for unequal ones.
    """
    u = [data.draw(phases())] * m.N if m.Gamma else [data.draw(phases()) for _ in range(m.N)]
    turned = with_fields(m, [z * v for z, v in zip(fields(m), u, strict=True)])
    raised, lowered = data.draw(clusters(m.N)), data.draw(clusters(m.N))
    factor = Gaussian(1)
    for j in raised:
        factor = factor * u[j - 1].conj()
    for j in lowered:
        factor = factor * u[j - 1]
    assert turned.correlator(raised, lowered).gaussian == factor * m.correlator(raised, lowered).gaussian
    assert turned.down_spin_distribution() == m.down_spin_distribution()
    assert turned.partition_function() == m.partition_function()


@given(st.data(), models())
@FEW
def test_equal_fields_as_a_list(data: st.DataObject, m: Model) -> None:
    assume(m.uniform)
    listed = with_fields(m, fields(m))
    word = data.draw(words(m.N))
    assert listed == m
    assert listed.expect(word) == m.expect(word)
    assert listed.densities() == [m.density()] * m.N


def without(m: Model, site: int) -> Model:
    """The model without one site, which is down: that moves the field of the others to h^z - J."""
    kept = [z for j, z in enumerate(fields(m), 1) if j != site]
    return with_fields(m, kept, N=m.N - 1, hz=m.hz.re - m.J.re)


@given(st.data(), models(least=2, collective=False, gamma=LOSSES))
@FEW
def test_a_spin_without_a_field_is_down_and_shifts_the_others(data: st.DataObject, m: Model) -> None:
    site = data.draw(st.integers(1, m.N))
    h = fields(m)
    h[site - 1] = Gaussian(0)
    try:
        still, rest = with_fields(m, h), without(m, site)
        density = rest.density()
    except HypothesisError:
        assume(False)
    word = data.draw(words(m.N - 1))
    there = " ".join(f"{t[0]}{int(t[1:]) + (int(t[1:]) >= site)}" for t in word.split())
    assert still.expect(there) == rest.expect(word)
    assert still.density().exact * m.N == density.exact * (m.N - 1)
    assert still.expect(f"Z{site}").exact == -1
    law = still.down_spin_distribution()
    assert [law[0].exact, *law[1:]] == [0, *rest.down_spin_distribution()]


@given(st.data(), unequal_fields(4), SIGNED, NONZERO, LOSSES)
@FEW
def test_a_field_that_vanishes_leaves_one_spin_less(
    data: st.DataObject, h: dict[str, list[str]], hz: str, J: str, gamma: str
) -> None:
    """Even in h_4: what depends on |h_4|^2 falls by its square, to the model of three spins with r shifted by 1."""
    limit = Model(N=3, J=J, hx=h["hx"][:3], hy=h["hy"][:3], hz=Fraction(hz) - Fraction(J), gamma=gamma)
    word = data.draw(words(3))

    def off(power: int) -> Gaussian:
        hx, hy = [*h["hx"][:3], f"1e-{power}"], [*h["hy"][:3], "0"]
        m = Model(N=4, J=J, hx=hx, hy=hy, hz=hz, gamma=gamma)
        return m.expect(word).gaussian - limit.expect(word).gaussian

    first, second = off(200), off(201)
    if not first:
        assert not second
        return
    ratio = first / second
    assert (ratio - 100).abs2() < fmpq(1, 10**100)


@given(st.data(), models(least=1, most=4))
@FEW
def test_far_detuned(data: st.DataObject, m: Model) -> None:
    """As h^z grows all spins are down, <n_j> h^z^2 -> |h_j|^2/4, pairs are independent."""
    far = changed(m, hz="1e300")
    for n, h in zip(far.densities(), fields(m), strict=True):
        assert abs(n.exact * 10**600 - Fraction(int(h.abs2().p), int(h.abs2().q)) / 4) < Fraction(1, 10**200)
    assert 1 - far.down_spin_distribution()[m.N].exact < Fraction(1, 10**500)
    i, j = data.draw(st.integers(1, m.N)), data.draw(st.integers(1, m.N))
    if i != j:
        both, each = far.correlator([i, j], [i, j]), far.densities()
        assert abs(both.exact - each[i - 1].exact * each[j - 1].exact) < Fraction(1, 10**1400)


@given(models(most=4, zeros=False))
@FEW
def test_a_strong_field_mixes_the_state(m: Model) -> None:
    strong = with_fields(m, [z * fmpq(10) ** 60 for z in fields(m)])
    limit = Fraction(1, 2**m.N)
    assert all(abs(n.exact - Fraction(1, 2)) < Fraction(1, 10**30) for n in strong.densities())
    assert abs(strong.purity(range(1, m.N + 1)).exact - limit) < Fraction(1, 10**30)


@given(st.data(), unequal_fields(4), SIGNED, RATES)
@FEW
def test_without_interaction_sites_are_independent(
    data: st.DataObject, h: dict[str, list[str]], hz: str, gamma: str
) -> None:
    m = Model(N=4, J=0, hz=hz, gamma=gamma, **h)
    letters = [data.draw(st.sampled_from("XYZ+-")) for _ in range(4)]
    product = Gaussian(1)
    for j, letter in enumerate(letters, 1):
        alone = Model(N=1, J="7/3", hx=h["hx"][j - 1], hy=h["hy"][j - 1], hz=hz, gamma=gamma)  # J has no partner
        product = product * alone.expect(f"{letter}1").gaussian
    assert m.expect(" ".join(f"{letter}{j}" for j, letter in enumerate(letters, 1))).gaussian == product


@given(models(least=1))
@FEW
def test_what_the_field_drives_decays(m: Model) -> None:
    """d<n_j>/dt = 0 gives Im(h_j <sigma^+_j>) = gamma <n_j>; summed, with Gamma, also Gamma <S_+ S_->: (1), (2)."""
    up = [m.correlator([j], []).gaussian for j in range(1, m.N + 1)]
    driven = [(h * x).im for h, x in zip(fields(m), up, strict=True)]
    if not m.Gamma:
        assert driven == [m.gamma.re * n.gaussian.re for n in m.densities()]
    both = sum((m.correlator([i], [j]).gaussian.re for i in range(1, m.N + 1) for j in range(1, m.N + 1)), fmpq(0))
    total = sum((n.gaussian.re for n in m.densities()), fmpq(0))
    assert sum(driven, fmpq(0)) == m.gamma.re * total + m.Gamma.re * both


@given(models(least=1, collective=False))
@FEW
def test_the_coherence_rests(m: Model) -> None:
    """d<sigma^+_j>/dt = 0 without Gamma: i (h^z + i gamma/2) <s+_j> + i J sum_k <s+_j sz_k> = i h_j^*/2 <sz_j>."""
    for j in range(1, m.N + 1):
        s = m.correlator([j], []).gaussian
        with_z = sum((m.expect(f"+{j} Z{k}").gaussian for k in range(1, m.N + 1) if k != j), Gaussian(0))
        turned = (m.hz + Gaussian(0, 1) * m.gamma / 2) * s + m.J * with_z
        assert turned == m.h_at(j).conj() / 2 * m.expect(f"Z{j}").gaussian
