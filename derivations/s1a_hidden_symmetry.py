"""I.A  Hidden time-reversal symmetry: the exchange superoperator, and the symmetry of two-time correlations that it implies.

(S6)-(S12) and Fig. S1.  Correlations agree for all t if their Taylor coefficients do, for exp(L t) X is the sum of t^n/n! L^n X: flow(n, X) is L^n X with
the L of (2), dual(n, X) the n-th power of its adjoint, which moves observables.
"""

from functools import cache

from derivations.s1_model import BALANCE, EVERY_RHO, SPINS, combination
from dtim_exact.proof.language import *
from dtim_exact.proof.operator_rules import assumed, substitute, swapped
from dtim_exact.proof.terms import replace

T, A, E, V, X, Y, Z = (op(name) for name in ("T", "A", "E", "V", "X", "Y", "Z"))
root, inverse_root, Psi_inverse, rho = op("rho^1/2"), op("rho^-1/2"), op("Psi^-1"), op("rho")
minus_i, minus_j = sigma("-", i), sigma("-", j)

# (S7), (S8): rho^1/2 is positive, T antiunitary, Psi = rho^1/2 T; A is any operator.
ROOT = (eq(root.dag, root), eq(root * inverse_root, 1), eq(inverse_root * root, 1), eq(T * T.dag, 1), eq(T.dag * T, 1))
AS_ROOT = {"Psi": root * T, "Psi^-1": T.dag * inverse_root}
positive = 3 + sigma("x", j) + sigma("z", j)
EXAMPLE = AS_ROOT | {
    "rho^1/2": over(everything, positive),
    "rho^-1/2": over(everything, (6 - positive) / 7),
    "T": over(everything, (3 + 4 * I * sigma("z", j)) / 5) * K,
    "A": (1 + I) * EVERY_RHO["rho"],
}
EXCHANGED, INVERSE = Psi * A.dag * Psi_inverse, eq(Psi_inverse * Psi, 1)
"""J[A] of (S7)."""
EXAMPLES = Worlds(sizes=(1, 2), definitions=EXAMPLE | {"E": EXCHANGED - A, "V": EXCHANGED}, site_free=("d", "e", "f"))
by_root = partial(words, relations=ROOT, antilinear=("T",), definitions=AS_ROOT)
ROOTS = (*ROOT, Term("antilinear", "T"))


def by_exchange(value):
    """Statements that follow from J[A] = value."""

    def rule(statement):
        undone = words(eq(Term("mul", EXCHANGED, Psi), Psi * A.dag), relations=(INVERSE,), antilinear=("Psi^-1",))
        exchange = eq(EXCHANGED, value)
        balance = swapped(substitute(undone, words(exchange, relations=(exchange,), antilinear=("Psi^-1",))))
        return discharge(words(statement, relations=(balance.statement,)), balance)

    return rule


def exchange_keeps_the_trace(statement):
    middle = fn("tr", Psi.dag * Psi_inverse.dag * A)
    turned = words(eq(fn("tr", EXCHANGED), middle), antilinear=("Psi^-1",))
    return chain(turned, words(eq(middle, statement.args[1]), relations=(INVERSE,), antilinear=("Psi^-1",)))


def given_exchange(value):
    return eq(EXCHANGED, value), INVERSE, Term("antilinear", "Psi^-1")


# --- evolution: four inductions over the order n in t --------------------------------------------------------------------------------------------------
def flow(steps, operator):
    return Term("flow", lift(steps), operator)


def dual(steps, operator):
    return Term("dual", lift(steps), operator)


def at_index(statement, value):
    return replace(statement, lambda t: value if t == n else None)


def by_induction(statement, *relations):
    """The statement for every n, from n = 0 and the step from n to n + 1."""
    step = words(at_index(statement, n + 1), relations=(statement, *relations), definitions=SPINS)
    return induction(statement, "n", base=words(at_index(statement, lift(0))), step=step)


def moved():
    """L^n [Psi Z Psi^dagger] = Psi (L^adjoint)^n [Z] Psi^dagger, from (4)."""
    return by_induction(eq(flow(n, Psi * Z * Psi.dag), Psi * dual(n, Z) * Psi.dag), *BALANCE)


def adjoints():
    """The adjoint generator keeps adjoints."""
    return swapped(by_induction(eq(dual(n, Z).dag, dual(n, Z.dag))))


def handed_over():
    """tr((L^adjoint)^n [A] B) = tr(A L^n [B])."""
    between = lambda steps, others: eq(fn("tr", dual(steps, A) * V), fn("tr", others))  # noqa: E731
    statement = between(l + n, dual(l, A) * flow(n, V))
    instance = between(l + 1 + n, dual(l + 1, A) * flow(n, V))
    at_next = at_index(statement, n + 1)
    same = words(eq(at_next.args[0], instance.args[0]), definitions=SPINS)
    one_step = words(eq(instance.args[1], at_next.args[1]), definitions=SPINS)
    step = chain(same, assumed(instance), one_step)
    whole = induction(statement, "n", base=words(at_index(statement, lift(0))), step=step, instances=({"l": l + 1},))
    return specialize(whole, {"l": lift(0)})


STATE, SELF_ADJOINT = eq(rho, Psi * Psi.dag), eq(Psi.dag, Psi)


def invariant(operator):
    """J[O] = O, that is (S4)."""
    return eq(operator * Psi, Psi * operator.dag)


def correlation(first, second):
    """The Taylor coefficient of <X(t) Y>."""
    return fn("tr", first * flow(n, second * rho))


def symmetry(first, second):
    return eq(correlation(first, second), correlation(second, first))


@cache
def for_invariant_operators():
    """(S9) from (4) and Psi^dagger = Psi."""
    later = dual(n, Y) * X
    through = (invariant(X), invariant(Y), STATE)
    evolved, turned = (specialize(one, {"Z": Y.dag}) for one in (moved(), adjoints()))
    first = words(
        eq(correlation(X, Y), fn("tr", later * Psi.dag * Psi)),
        relations=(*through, evolved.statement, turned.statement),
    )
    second = words(eq(fn("tr", later * Psi.dag * Psi), fn("tr", later * Psi * Psi.dag)), relations=(SELF_ADJOINT,))
    handed = specialize(handed_over(), {"A": Y, "V": X * Psi * Psi.dag})
    third = words(eq(fn("tr", later * Psi * Psi.dag), handed.statement.args[0]))
    last = words(eq(handed.statement.args[1], correlation(Y, X)), relations=(STATE,))
    return discharge(chain(discharge(first, evolved, turned), second, third, handed, last), sites(SELF_ADJOINT))


@cache
def symmetric_pair(rule, first, second):
    """(S9) for two operators; (4), and that they are invariant, is proved by the rule."""
    theorem = discharge(for_invariant_operators(), *map(rule, BALANCE))
    if (first, second) == (X, Y):
        return theorem
    return discharge(specialize(theorem, {"X": first, "Y": second}), rule(invariant(first)), rule(invariant(second)))


def by_symmetry(rule, first=X, second=Y):
    """Statements that follow from (S9) for two operators."""

    def prove(statement):
        theorem = symmetric_pair(rule, first, second)
        return discharge(words(statement, relations=(theorem.statement,)), theorem)

    return prove


def systems(**details):
    """Both solvable classes: the rule that proves (4), and the systems."""
    small = {"sizes": (1, 2), "integers": {"n": lambda _: range(3)}, **details}
    return (uniform_i, Worlds(uniform=True, **small)), (unequal_i, Worlds(where={"Gamma": lift(0)}, **small))


uniform_i = partial(sites, uniform=True, open_sites=("i", "j"))
unequal_i = partial(sites, where={"Gamma": lift(0)}, open_sites=("i", "j"))
IN_STATE = {"rho": Psi * Psi.dag}
INVARIANT = IN_STATE | {"X": combination, "Y": over_sites(j, at("d", j) * minus_j) + sym("e") * H_eff}


@cache
def asymmetry(_precision):
    """|<sigma_1^-(t) sigma_2^-> - <sigma_2^-(t) sigma_1^->| for the parameters of Fig. S1, kappa = J = 1, at n_th = 1/10 and t = 1/5."""
    from dtim_exact import Model
    from dtim_exact.time_correlations import two_time

    model = Model(N=5, J=1, hz=1, gamma=1, hx=["9.2", "2.2", "5.2", "4.4", "1.0"])
    one, other = (two_time(model, *pair, ["1/5"], 12, "1/10")[0].to_acb() for pair in (("-1", "-2"), ("-2", "-1")))
    return abs(one - other)


CLAIMS = [
    claim(
        "S6",
        "The conditions of hidden time-reversal symmetry, quoted from [S6].",
        kind="cited",
        latex=r"\mathcal J[\hat H_{\rm eff}] = \hat H_{\rm eff} + E, \quad \mathcal J[\hat\sigma_j^-] = \sum_{k=1}^N U_{jk}\hat\sigma_k^-, \quad U^2 = 1",
        note="J keeps the trace (see S8), so E is zero.",
    ),
    claim(
        "S7",
        "The exchange superoperator in terms of Psi, an antilinear square root of the state.",
        Says(
            eq(root * T * A.dag * T.dag * inverse_root, Psi * A.dag * Psi_inverse),
            by=by_root,
            given=ROOTS,
            worlds=EXAMPLES,
        ),
        Says(eq(Psi * Psi_inverse, 1), by=by_root, given=ROOTS, worlds=EXAMPLES),
        Says(eq(Psi_inverse * Psi, 1), by=by_root, given=ROOTS, worlds=EXAMPLES),
        Says(eq(Psi * Psi.dag, root * root), by=by_root, given=ROOTS, worlds=EXAMPLES),
        given="rho has full rank, T is antiunitary, Psi := rho^(1/2) T",
        latex=r"\mathcal J[\hat X] = \hat\rho^{1/2}\hat T\hat X^\dagger\hat T^\dagger\hat\rho^{-1/2} = \hat\Psi\hat X^\dagger\hat\Psi^{-1}, \qquad \hat\Psi\hat\Psi^\dagger = \hat\rho",
        uses=("S6",),
    ),
    claim(
        "S8",
        "Hidden time-reversal symmetry as detailed balance: (S4) is the case U = 1, E = 0.",
        Says(eq((A + E) * Psi, Psi * A.dag), by=by_exchange(A + E), given=given_exchange(A + E), worlds=EXAMPLES),
        Says(eq(V * Psi, Psi * A.dag), by=by_exchange(V), given=given_exchange(V), worlds=EXAMPLES),
        Says(
            eq(fn("tr", EXCHANGED), fn("tr", A)),
            by=exchange_keeps_the_trace,
            given=given_exchange(V)[1:],
            worlds=EXAMPLES,
        ),
        given="(S6) with (S7): J[A] = A + E for A = H_eff; J[A] = V := sum_k U_jk sigma_k^- for A = sigma_j^-",
        latex=r"(\hat H_{\rm eff} + E)\hat\Psi = \hat\Psi\hat H_{\rm eff}^\dagger, \qquad \sum_{k=1}^N U_{jk}\hat\sigma_k^-\hat\Psi = \hat\Psi\hat\sigma_j^+, \qquad U^2 = 1",
        uses=("S6", "S7"),
        note="Proved for any operators A, E and V. The third statement is that J keeps the trace, so that E can only be 0.",
    ),
    claim(
        "S9",
        "Two-time correlations of operators that the exchange superoperator leaves invariant are symmetric.",
        *(
            Says(symmetry(X, Y), by=by_symmetry(rule), given=(invariant(X), invariant(Y)), worlds=worlds)
            for rule, worlds in systems(definitions=INVARIANT, free=("a", "c", "e"), site_free=("b", "d"))
        ),
        given="X and Y satisfy (S4); uniform fields, or Gamma = 0; the equation for every power of t, hence for all t",
        latex=r"\langle\hat X(t)\hat Y(0)\rangle_{\rm ss} = \langle\hat Y(t)\hat X(0)\rangle_{\rm ss}",
        uses=("5", "S4", "6"),
        evaluated="dtim_exact.time_correlations:two_time",
        note="It needs Psi^dagger Psi = Psi Psi^dagger beside (4). Here the Psi of (6) is its own adjoint. For gamma > 0 it follows from (4): the adjoint of (4) is (4) for Psi^dagger, so "
        "Psi^dagger Psi is a steady state too, of the same trace, and there is one only (see unique).",
    ),
    claim(
        "S10",
        "The correlations of two lowering operators are symmetric.",
        Says(
            symmetry(minus_i, minus_i),
            by=words,
            worlds=Worlds(
                uniform=True, sizes=(1, 2), integers={"n": lambda _: range(3)}, open_sites=("i",), definitions=IN_STATE
            ),
        ),
        *(
            Says(symmetry(minus_i, minus_j), by=by_symmetry(rule, minus_i, minus_j), worlds=worlds)
            for rule, worlds in systems(definitions=IN_STATE, open_sites=("i", "j"))
        ),
        given="uniform fields, or Gamma = 0; all i, j; the equation for every power of t, hence for all t",
        latex=r"\forall i, j: \ \langle\hat\sigma_i^-(t)\hat\sigma_i^-(0)\rangle_{\rm ss} = \langle\hat\sigma_i^-(t)\hat\sigma_i^-(0)\rangle_{\rm ss}",
        uses=("S9",),
        evaluated="dtim_exact.time_correlations:two_time",
        note="As printed (perhaps by the scan) both sides have i twice and are the same; what is meant has j in the place of i once on each side, and is proved too.",
    ),
    claim(
        "S11",
        "The correlations of a lowering operator and the effective Hamiltonian are symmetric.",
        *(
            Says(symmetry(minus_i, H_eff), by=by_symmetry(rule, minus_i, H_eff), worlds=worlds)
            for rule, worlds in systems(definitions=IN_STATE, open_sites=("i",))
        ),
        given="uniform fields, or Gamma = 0; all i; the equation for every power of t, hence for all t",
        latex=r"\forall i: \ \langle\hat\sigma_i^-(t)\hat H_{\rm eff}(0)\rangle_{\rm ss} = \langle\hat H_{\rm eff}(t)\hat\sigma_i^-(0)\rangle_{\rm ss}",
        uses=("S9",),
    ),
    claim(
        "S12",
        "The master equation at finite temperature.",
        kind="definition",
        latex=r"\partial_t\hat\rho = -i[\hat H, \hat\rho] + \kappa(1 + \bar n_{\rm th})\sum_j\mathcal D[\hat\sigma_j^-] + \kappa\bar n_{\rm th}\sum_j\mathcal D[\hat\sigma_j^+]",
        evaluated="dtim_exact.lindblad:lindbladian",
        note="The operator rho is missing after both dissipators.",
    ),
    claim(
        "s1-symmetry",
        "Fig. S1: the correlations are symmetric at zero temperature, and not at finite temperature.",
        Says(
            symmetry(minus_i, minus_j),
            by=by_symmetry(unequal_i, minus_i, minus_j),
            worlds=systems(definitions=IN_STATE, open_sites=("i", "j"))[1][1],
        ),
        Says(
            Term("and", lt(lift(124), 10**6 * sym("asymmetry")), lt(10**6 * sym("asymmetry"), lift(125))),
            balls={"asymmetry": asymmetry},
        ),
        quote=r"Correlation function symmetry (and asymmetry) ... for different values of the temperature $\bar{n}_{th}$",
        given="N = 5, h^z = kappa = J, h^x = (9.2, 2.2, 5.2, 4.4, 1.0) J; at t = 1/(5 J), for n_th = 1/10, which the caption leaves open",
        latex=r"\langle\hat\sigma_1^-(t)\hat\sigma_2^-\rangle_{\rm ss} = \langle\hat\sigma_2^-(t)\hat\sigma_1^-\rangle_{\rm ss} \text{ if and only if } \bar n_{\rm th} = 0",
        uses=("S10", "S12"),
        evaluated="dtim_exact.time_correlations:two_time",
        note="The difference is certified at one temperature and one time. Special systems, such as equal fields, are symmetric at finite temperature too.",
    ),
]
