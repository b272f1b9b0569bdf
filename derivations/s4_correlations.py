"""IV  Correlation functions: uniform and unequal fields, clusters of any size.

(17) and (18) of the main text, the recursion of the form factors, (S54)-(S60).  h_j stands for h_j^x - i h_j^y, which is the printed h_j^x where h_j^y = 0.
"""

from dtim_exact.proof.language import *

raised, lowered = over(C1, sigma("+", j)), over(C2, sigma("-", j))
norm = fn("tr", Phi * Phi.dag)
correlator = fn("tr", raised * lowered * Phi * Phi.dag) / norm


def K_factor(cluster):
    """K(X) = (-r)_{|X|} prod_{j in X} 2 J_eff/h_j, defined below (17)."""
    return fn("rising", -r, card(cluster)) * over(cluster, 2 * J_eff / at("h", j))


def hyper(a, b, c):
    """3F0(a, b, c; -2|J_eff/h|^2)."""
    return Term("hyper30", *map(lift, (a, b, c)), -2 * fn("abs2", J_eff / h))


def terms(a, b):
    """(|R_1| - r^*)_m (|R_2| - r)_m with the sizes a, b of the two regions."""
    return fn("rising", a - r.conj, s) * fn("rising", b - r, s)


def trace_of_clusters(left, middle, right):
    """tr(sigma^+_{A_1} O sigma^-_{A_2})."""
    return fn("tr", over(left, sigma("+", j)) * middle * over(right, sigma("-", j)))


def powers(middle):
    """The double binomial series: 1/N sum_{k,l} (-1)^{k+l} binom(r^*, k) binom(r, l) tr(bbS_-^dagger^k O bbS_-^l)."""
    coefficient = lift(-1) ** (k + l) * fn("binom", r.conj, k) * fn("binom", r, l)
    return 1 / norm * total(k, 0, N, total(l, 0, N, coefficient * fn("tr", (bbS_minus**k).dag * middle * bbS_minus**l)))


def meet(*sets):
    """The intersection."""
    return Term("meet", *sets)


def in_parts(A, R):
    """A = (A meet R_12^c) + (A meet R)."""
    return eq(A, Term("union", meet(A, R12c), meet(A, R)))


def disjoint(A, R):
    """The two parts have no site in common."""
    return eq(meet(meet(A, R12c), meet(A, R)), nothing)


A1, A2, X, nothing = (Term("cluster", name) for name in ("A1", "A2", "X", "none"))
prefactor = lift(2) ** card(R12c) * K_factor(R1).conj * K_factor(R2) / norm
subset_weights = (
    fn("rising", -r.conj, card(A1))
    * fn("rising", -r, card(A2))
    * over(A1, at("alpha", j).conj)
    * over(A2, at("alpha", j))
)
subset_sum = (
    1
    / norm
    * subsets(
        A1, everything, -1, subsets(A2, everything, -1, subset_weights * trace_of_clusters(A1, raised * lowered, A2))
    )
)
region_sum = subsets(
    X,
    R12c,
    -1,
    fn("rising", card(R1) - r.conj, card(X))
    * fn("rising", card(R2) - r, card(X))
    * lift(2) ** (N - card(X) - card(R12))
    * over(X, fn("abs2", at("alpha", j))),
)
region_weights = (
    over(R1, at("alpha", j).conj)
    * over(R2, at("alpha", j))
    * fn("rising", -r.conj, card(R1))
    * fn("rising", -r, card(R2))
)

apart = (eq(meet(A1, C1), nothing), eq(meet(A2, C2), nothing))
matched = (*apart, eq(Term("union", A1, C1), Term("union", A2, C2)))
with_j = Term("union", C1, Term("single", j))
without_j = Term("minus", with_j, Term("single", j))

CLUSTERS = Worlds(clusters=True)
FEW_SITES = Worlds(clusters=True, sizes=(1, 2), values={"Gamma": ("0", "3/2", "1/3")})
UNIFORM_CLUSTERS = Worlds(uniform=True, clusters=True)
ONE_CLUSTER = Worlds(
    clusters=True,
    condition=lambda world: not world.sets["C2"],
    open_sites=("j",),
    apart=True,
    integers={"k": lambda N: range(N + 2)},
)
UNIFORM_FORMS = Worlds(
    uniform=True, clusters=True, condition=lambda world: not world.sets["C2"], integers={"k": lambda N: range(N + 2)}
)
ANY_SETS = partial(Worlds, sizes=(1, 2), clusters=True, more_sets=("A1", "A2"))
APART = ANY_SETS(condition=lambda world: all(world.holds(g) for g in apart))
MATCHED = ANY_SETS(condition=lambda world: all(world.holds(g) for g in matched))
general = partial(states, free=("r", "J_eff"))
uniform = partial(states, uniform=True, free=("r", "J_eff"))

CLAIMS = [
    claim(
        "17",
        "Every normally ordered correlator for uniform fields, as a hypergeometric polynomial.",
        Says(
            eq(correlator, prefactor * hyper(card(R1) - r.conj, card(R2) - r, card(R12) - N)),
            by=uniform,
            worlds=UNIFORM_CLUSTERS,
        ),
        given="uniform fields; C_1 and C_2 any clusters, overlapping or not",
        uses=("18", "S59", "S60", "norm-uniform"),
        evaluated="dtim_exact.correlators:correlator",
    ),
    claim(
        "norm-uniform",
        "The normalization for uniform fields, as a hypergeometric polynomial.",
        Says(eq(norm, lift(2) ** N * hyper(-r.conj, -r, -N)), by=uniform, worlds=Worlds(uniform=True)),
        quote=r"where $\mathcal{N} = 2^N {}_3F_0(-r^*, -r, -N; -2|J_{\text{eff}}/h^x|^2)$",
        given="uniform fields",
        uses=("S30", "S59", "S60"),
        evaluated="dtim_exact.weights:partition_function",
    ),
    claim(
        "18",
        "Every normally ordered correlator for unequal fields.",
        Says(
            eq(correlator, prefactor * total(s, 0, card(R12c), terms(card(R1), card(R2)) * form_factor(s, R12c))),
            by=general,
            worlds=CLUSTERS,
        ),
        given="uniform fields or Gamma = 0, where the steady state is that of (6); C_1 and C_2 any clusters, overlapping or not",
        uses=("S58",),
        evaluated="dtim_exact.correlators:correlator",
    ),
    claim(
        "recursion-I",
        "The form factors of a cluster from those with one site less.",
        Says(
            eq(
                form_factor(k, with_j),
                form_factor(k, without_j)
                + 2 * fn("abs2", J_eff) / fn("abs2", at("h", j)) * form_factor(k - 1, without_j),
            ),
            by=partial(states, open_sites=("j",)),
            worlds=ONE_CLUSTER,
        ),
        quote=r"These form factors satisfy the recursion relation $\mathcal{I}_m(X) = \mathcal{I}_m(X \setminus \{j\}) + "
        r"2\frac{|J_{\text{eff}}|^2}{|h_j^x|^2}\mathcal{I}_{m-1}(X \setminus \{j\})$",
        given="j in X, written X = C_1 + {j}; I_{-1} = 0",
        latex=r"\mathcal I_m(X) = \mathcal I_m(X \setminus \{j\}) + 2\frac{|J_{\rm eff}|^2}{|h_j|^2} \mathcal I_{m-1}(X \setminus \{j\})",
        evaluated="dtim_exact.form_factors:form_factors_recursion",
    ),
    claim(
        "S54",
        "The normally ordered product of ladder operators over two clusters.",
        kind="definition",
        latex=r"\hat\sigma_{C_1}^+ \hat\sigma_{C_2}^- \equiv \prod_{i \in C_1} \hat\sigma_i^+ \prod_{j \in C_2} \hat\sigma_j^-",
        evaluated="dtim_exact.correlators:correlator",
    ),
    claim(
        "S55",
        "A correlator from the binomial series of Phi, and from its expansion in products of lowering operators.",
        Says(eq(correlator, powers(over(C1, sigma("-", j)) * lowered)), by=general, worlds=FEW_SITES),
        Says(eq(correlator, subset_sum), by=general, worlds=FEW_SITES),
        corrected=(Says(eq(correlator, powers(raised * lowered)), by=general, worlds=FEW_SITES),),
        given="uniform fields or Gamma = 0, where the steady state is that of (6); C_1 and C_2 any clusters",
        note="In the trace of the first line sigma^+_{C_1} is printed as sigma^-_{C_1}: a misprint, perhaps of the scan. The second line is right, so (S58) does not "
        "inherit it. (The trace named below (S55) has C_2 in the place of C_1.)",
        uses=("S21", "S54"),
    ),
    claim(
        "S56",
        "A set A_j that does not meet C_j consists of a part outside R_12 and one in R_j.",
        *(
            Says(part, by=partial(pointwise, given=apart), worlds=APART, given=apart)
            for A, R in ((A1, R1), (A2, R2))
            for part in (in_parts(A, R), disjoint(A, R))
        ),
        given="A_j does not meet C_j",
        latex=r"A_j = A_j \cap R_{12}^c \amalg A_j \cap R_j",
    ),
    claim(
        "S57",
        "Where the trace does not vanish, A_j contains R_j, and A_1 and A_2 agree outside R_12.",
        *(
            Says(eq(a, b), by=partial(pointwise, given=matched), worlds=MATCHED, given=matched)
            for a, b in ((meet(A1, R1), R1), (meet(A2, R2), R2), (meet(A1, R12c), meet(A2, R12c)))
        ),
        given="A_j does not meet C_j, and A_1 + C_1 = A_2 + C_2",
        uses=("S56",),
    ),
    claim(
        "S58",
        "Every correlator as a sum over the subsets of the sites without an operator.",
        Says(eq(correlator, region_weights / norm * region_sum), by=general, worlds=CLUSTERS),
        given="uniform fields or Gamma = 0, where the steady state is that of (6); C_1 and C_2 any clusters",
        uses=("S55", "S56", "S57"),
        evaluated="dtim_exact.correlators:correlator_literal",
    ),
    claim(
        "S59",
        "The form factors for uniform fields, and the correlator as a sum of hypergeometric terms.",
        Says(
            eq(form_factor(k, C1), fn("binom", card(C1), k) * (2 * fn("abs2", J_eff / h)) ** k),
            by=uniform,
            worlds=UNIFORM_FORMS,
        ),
        Says(
            eq(
                correlator,
                prefactor
                * total(
                    s,
                    0,
                    card(R12c),
                    terms(card(R1), card(R2))
                    * (fn("rising", -card(R12c), s) / fn("fact", s))
                    * (-2 * fn("abs2", J_eff) / fn("abs2", h)) ** s,
                ),
            ),
            by=uniform,
            worlds=UNIFORM_CLUSTERS,
        ),
        given="uniform fields",
        uses=("recursion-I", "18"),
        evaluated="dtim_exact.form_factors:form_factors_uniform",
    ),
    claim(
        "S60",
        "The generalized hypergeometric function.",
        kind="definition",
        latex=r"{}_pF_q(a_1, \ldots, a_p; b_1, \ldots, b_q; z) = \sum_{l=0}^\infty \frac{\prod_{m=1}^p (a_m)_l}{\prod_{m=1}^q (b_m)_l} \frac{z^l}{l!}",
        evaluated="dtim_exact.hypergeometric:terminating_sum",
    ),
]
