"""Beyond the paper: consequences of the exact solution that the package rests on, proved by the same kernel.

D1, D2 densities of two and of many sites; D3 the recurrence in N; D4, D5 contiguous relations between correlators of neighbouring orders;
D6 the law of the down spins for every r.
"""

from dtim_exact.proof.language import *

a, b = sym("a"), sym("b")
DENSITIES = Worlds(sizes=(2, 3), open_sites=("i", "j"))
WITH_CLUSTER = Worlds(sizes=(2, 3), open_sites=("i", "j"), clusters=True, apart=True)
SUMS_FROM_TWO = Worlds(uniform=True, sizes=(1, 2), free=("a", "b"), integers={"n": lambda N: range(2, 6)})
SUMS = Worlds(uniform=True, sizes=(1, 2), free=("a", "b"), integers={"n": lambda N: range(5)})
CONFIGURATIONS = Worlds(clusters=True, condition=lambda world: not world.sets["C2"])


def mean(*operators):
    """tr(Phi^dagger O Phi) / tr(Phi Phi^dagger)."""
    return fn("tr", Term("mul", Phi.dag, *operators, Phi)) / fn("tr", Phi * Phi.dag)


def F(count, first=a, second=b):
    """L[(1 + lam xy)^count] for L[x^k y^l] = (first)_k (second)_l, summed to n + 1, beyond which binomials vanish."""
    return total(s, 0, n + 1, fn("rising", first, s) * fn("rising", second, s) * fn("binom", count, s) * lam**s)


pair_identity = eq(
    2 * (at("lam", i) - at("lam", j)) * mean(sigma("n", i), sigma("n", j)),
    at("lam", i) * mean(sigma("n", i)) - at("lam", j) * mean(sigma("n", j)),
)
v = Term("site_index", "v")
n_cluster = Term("over_set", v, C1, sigma("n", v))
cluster_identity = eq(
    2 * (at("lam", i) - at("lam", j)) * mean(n_cluster, sigma("n", i), sigma("n", j)),
    at("lam", i) * mean(n_cluster, sigma("n", i)) - at("lam", j) * mean(n_cluster, sigma("n", j)),
)
recurrence = eq(
    F(n + 1),
    F(n)
    + lam * n * (n * F(n) - (2 * n - 1) * F(n - 1) + (n - 1) * F(n - 2))
    + lam * (a + b) * n * (F(n) - F(n - 1))
    + lam * a * b * F(n),
)
one_more_site = eq(F(n + 1), F(n) + lam * a * b * F(n, a + 1, b + 1))


def site_certificate(count=n):
    """-(a)_s (b)_s s/(n + 1) binom(n + 1, s) lam^s."""
    return -(fn("rising", a, s) * fn("rising", b, s) * s / (count + 1) * fn("binom", count + 1, s) * lam**s)


by_one_site = partial(telescoping, certificate=site_certificate(), free=("lam",))
"""Both sides differ by T(s + 1) - T(s): lam (a + s)(b + s) times the term at s is the term at s + 1."""


def from_two(statement):
    """From n = 2 on, where no binomial coefficient has a negative upper index."""
    return starting_at(statement, "n", 2, partial(telescoping, certificate=site_certificate(n + 2), free=("lam",)))


neighbours = eq(a * F(n, a + 1, b) - b * F(n, a, b + 1), (a - b) * F(n))
configuration = eq(
    fn("tr", Phi.dag * over(C1, sigma("d", j)) * over(Term("minus", everything, C1), sigma("n", j)) * Phi),
    total(s, 0, card(C1), fn("abs2", fn("rising", -r, s)) * lift(2) ** s * form_factor(s, C1)),
)

CLAIMS = [
    claim(
        "D1",
        "Density correlations of two sites follow from the one-body densities.",
        Says(pair_identity, by=partial(traces, free=("r",), open_sites=("i", "j")), worlds=DENSITIES),
        given="i and j different; where lam_i = lam_j the identity is empty and its limit (the derivative) takes its place",
        evaluated="dtim_exact.pairs:density_correlations",
    ),
    claim(
        "D2",
        "Densities of k + 1 sites follow from those of k sites: divided differences, to any order.",
        Says(cluster_identity, by=partial(traces, free=("r",), open_sites=("i", "j")), worlds=WITH_CLUSTER),
        given="i, j different and not in the cluster C_1",
        uses=("D1",),
    ),
    claim(
        "D3",
        "A recurrence in N for uniform fields: F_n = L[(1 + lambda xy)^n] with a = -r^*, b = -r.",
        Says(recurrence, by=from_two, worlds=SUMS_FROM_TWO, given=(le(2, n),)),
        latex=r"F_{n+1} = F_n + \lambda n \left[n F_n - (2n - 1) F_{n-1} + (n - 1) F_{n-2}\right] + \lambda (a + b) n (F_n - F_{n-1}) + \lambda a b F_n,\qquad "
        r"F_n = \sum_s (a)_s (b)_s \binom{n}{s} \lambda^s",
        given="n >= 2",
    ),
    claim(
        "D4",
        "One site more: the normalization for N + 1 sites from that for N and the one shifted by r -> r - 1.",
        Says(one_more_site, by=by_one_site, worlds=SUMS),
        uses=("recursion-I",),
    ),
    claim(
        "D5",
        "Correlators with one operator raised or lowered more are connected: a contiguous relation.",
        Says(neighbours, by=partial(telescoping, certificate=lift(0) * s, free=("lam",)), worlds=SUMS),
    ),
    claim(
        "D6",
        "The weight of every spin configuration, for every r and all fields: C_1 down, all others up.",
        Says(configuration, by=partial(traces, free=("r",)), worlds=CONFIGURATIONS),
        note="Summed over the configurations with k spins down this is the exact law of the number of down spins, sum_m |(-r)_m|^2 2^m C(N - m, k - m) I_m; "
        "(S38) is its leading term at a resonance.",
        evaluated="dtim_exact.magnetization:down_spin_distribution",
    ),
]
