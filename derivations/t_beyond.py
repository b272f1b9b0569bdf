"""Beyond the paper: consequences of the exact solution that the package rests on, proved by the same kernel.

D1, D2 densities of two and of many sites; D3 the recurrence in N; D4, D5 contiguous relations between correlators of neighbouring orders;
D6 the law of the down spins for every r. D7 is in t_beyond_integral, D8 in t_beyond_series.
"""

from dtim_exact.proof.language import *

a, b = sym("a"), sym("b")
DENSITIES = Worlds(sizes=(2, 3), open_sites=("i", "j"))
WITH_CLUSTER = Worlds(sizes=(2, 3), open_sites=("i", "j"), clusters=True, apart=True)
SUMS_FROM_TWO = Worlds(uniform=True, sizes=(1, 2), free=("a", "b"), integers={"n": lambda N: range(2, 6)})
SUMS = Worlds(uniform=True, sizes=(1, 2), free=("a", "b"), integers={"n": lambda N: range(5)})
FOUR_FIELDS = {"h": (("2", "1", "4", "3"), ("3+i", "1-2i", "5/2+i", "2"), ("1+3i", "2/3-i", "4+1/2i", "-1"))}
THREE = Worlds(sizes=(3, 4), open_sites=("i", "j", "l"), values=FOUR_FIELDS, most=1)
BESIDE = Worlds(sizes=(2, 3), open_sites=("i",), clusters=True, apart=True, most=30)
OPEN_SITE = Worlds(open_sites=("i",))
COUNTED = Worlds(integers={"k": lambda N: range(N + 1)})
CONFIGURATIONS = Worlds(clusters=True, condition=lambda world: not world.sets["C2"])


def trace(*operators):
    """tr(Phi^dagger O Phi)."""
    return fn("tr", Term("mul", Phi.dag, *operators, Phi))


def mean(*operators):
    """tr(Phi^dagger O Phi) / tr(Phi Phi^dagger)."""
    return trace(*operators) / fn("tr", Phi * Phi.dag)


def F(count, first=a, second=b):
    """L[(1 + lam xy)^count] for L[x^k y^l] = (first)_k (second)_l, summed to n + 1, beyond which binomials vanish."""
    return total(s, 0, n + 1, fn("rising", first, s) * fn("rising", second, s) * fn("binom", count, s) * lam**s)


pair_identity = eq(
    2 * (at("lam", i) - at("lam", j)) * mean(sigma("n", i), sigma("n", j)),
    at("lam", i) * mean(sigma("n", i)) - at("lam", j) * mean(sigma("n", j)),
)
v, site_l = Term("site_index", "v"), Term("site_index", "l")
n_cluster = Term("over_set", v, C1, sigma("n", v))
cluster_identity = eq(
    2 * (at("lam", i) - at("lam", j)) * mean(n_cluster, sigma("n", i), sigma("n", j)),
    at("lam", i) * mean(n_cluster, sigma("n", i)) - at("lam", j) * mean(n_cluster, sigma("n", j)),
)
lam_i, lam_j, lam_l = (at("lam", site) for site in (i, j, site_l))
three_bodies = eq(
    4 * (lam_i - lam_j) * (lam_j - lam_l) * (lam_i - lam_l) * mean(*(sigma("n", site) for site in (i, j, site_l))),
    lam_i**2 * (lam_j - lam_l) * mean(sigma("n", i))
    - lam_j**2 * (lam_i - lam_l) * mean(sigma("n", j))
    + lam_l**2 * (lam_i - lam_j) * mean(sigma("n", site_l)),
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
ladders = Term("over_set", v, C1, sigma("+", v)), Term("over_set", v, C2, sigma("-", v))
raised_or_lowered = eq(
    trace(*ladders, sigma("-", i)) / at("alpha", i).conj - trace(*ladders, sigma("+", i)) / at("alpha", i),
    (r - r.conj + card(R1) - card(R2)) * trace(*ladders, sigma("n", i)),
)
others = Term("minus", everything, Term("single", i))
one_site_apart = eq(
    fn("tr", Phi.dag * Phi),
    2 * trace(sigma("n", i))
    + lift(2) ** N
    * lam_i
    * fn("abs2", r)
    * total(s, 0, N - 1, fn("abs2", fn("rising", 1 - r, s)) * form_factor(s, others)),
)
down_spins = eq(
    fn("prob", N - 2 * k, Phi),
    total(s, 0, k, fn("abs2", fn("rising", -r, s)) * lift(2) ** s * fn("binom", N - s, k - s) * form_factor(s))
    / fn("tr", Phi * Phi.dag),
)
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
        Says(three_bodies, by=partial(traces, free=("r",), open_sites=("i", "j", "l")), worlds=THREE),
        given="i, j (and l) different and not in the cluster C_1, which has any number of sites",
        uses=("D1",),
        note="So 2^(k-1) times the density of k sites is the divided difference of lam^(k-1) times the one-body density over their lam_j; the second statement is k = 3. "
        "Where two lam_j are equal its confluent form takes its place.",
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
        Says(one_site_apart, by=partial(states, free=("r",), open_sites=("i",)), worlds=OPEN_SITE),
        note="First for uniform fields, then for any: what the site i adds is the sum for the others with r -> r - 1, the weight of i down.",
        uses=("recursion-I",),
    ),
    claim(
        "D5",
        "Correlators with one operator raised or lowered more are connected: a contiguous relation.",
        Says(neighbours, by=partial(telescoping, certificate=lift(0) * s, free=("lam",)), worlds=SUMS),
        Says(raised_or_lowered, by=partial(traces, free=("r",), open_sites=("i",), linear=True), worlds=BESIDE),
        given="in the second statement, for any fields, the site i lies outside of C_1 and C_2",
        note="First the sums for uniform fields, then correlators: sigma^- at one more site, sigma^+ there, and the density there. Without clusters it is "
        "<sigma_i^->/alpha_i^* - <sigma_i^+>/alpha_i = (r - r^*) <n_i>.",
    ),
    claim(
        "D6",
        "The exact law of the number of down spins, for every r and all fields, from the weight of every configuration: C_1 down, all others up.",
        Says(configuration, by=partial(traces, free=("r",)), worlds=CONFIGURATIONS),
        Says(down_spins, by=partial(states, free=("r",)), worlds=COUNTED),
        uses=("S35", "S37"),
        note="M^z = N - 2k for k spins down; the second statement sums the first over all configurations with k spins down. (S38) is its leading term at a resonance.",
        evaluated="dtim_exact.magnetization:down_spin_distribution",
    ),
]
