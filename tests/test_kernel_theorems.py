"""What a theorem says about itself, to the letter: scope, hypotheses, premises, certificate; what a refusal says."""

from __future__ import annotations

import sys
import types
from functools import partial

import pytest

from dtim_exact.proof import conventions, identities, kernel, literature, substitution, terms, theorem
from dtim_exact.proof.kernel import APART, UNIFORM, NotProved
from dtim_exact.proof.language import (
    C1,
    C2,
    I,
    J,
    M_z,
    N,
    Phi,
    S_minus,
    S_plus,
    S_z,
    Term,
    at,
    card,
    comm,
    eq,
    everything,
    fn,
    form_factor,
    gamma,
    half,
    hz,
    i,
    j,
    k,
    le,
    lift,
    n,
    op,
    over,
    over_sites,
    p,
    r,
    s,
    sigma,
    subsets,
    sym,
    total,
)
from dtim_exact.proof.operator_rules import assumed
from dtim_exact.proof.readings import Undefined
from dtim_exact.proof.steps import rule_means, steps
from dtim_exact.proof.theorem import Theorem, conjuncts, hypotheses, is_theorem, scope_of

a, b, c, x = (sym(name) for name in "abcx")
A, X, Y, Z = (op(name) for name in "AXYZ")
TRUE, FALSE = eq(k + 1, 1 + k), eq(k, k + 1)
COMMUTE = eq(X * Y, Y * X)
NARROW, WIDER = (kernel.matrix(eq(S_z, S_z), sizes=sizes, uniform=True) for sizes in ((1,), (1, 2)))


def says(proved):
    return proved.rule, proved.scope, proved.given, proved.premises, dict(proved.certificate)


def refusal(ask, *args, **kwargs):
    with pytest.raises(NotProved) as caught:
        ask(*args, **kwargs)
    return str(caught.value)


# --- the door
inside = types.FunctionType((lambda door, *args, **more: door(*args, **more)).__code__, vars(identities))


def test_a_new_door_lets_rules_in_and_nobody_else():
    establish, said, known = theorem._door()
    made = inside(establish, TRUE, scope="all N", rule="a rule")
    assert known(made)
    assert not is_theorem(made)  # of another door
    assert said(made) == (TRUE, (), "all N", "a rule", (), {})
    full = inside(establish, FALSE, scope="N<=2", rule="b", given=(TRUE,), premises=(), certificate={"x": 1})
    assert said(full) == (FALSE, (TRUE,), "N<=2", "b", (), {"x": 1})
    with pytest.raises(TypeError) as caught:
        establish(TRUE, scope="all N", rule="a rule")
    assert str(caught.value) == "a Theorem comes out of the kernel's rules only"
    with pytest.raises(TypeError) as caught:
        said(object.__new__(Theorem))
    assert str(caught.value) == "this object did not come out of the kernel's rules"
    assert not known("a theorem")
    assert known(made) is True
    assert known(object.__new__(Theorem)) is False


def test_a_new_door_asks_what_it_is_given():
    establish, said, _ = theorem._door()
    made = inside(establish, TRUE, scope="all N", rule="a")
    assert said(inside(establish, TRUE, scope="all N", rule="b", premises=(made,))).premises == (made,)
    for premises in ((made, "no theorem"), (kernel.scalar(TRUE),)):
        with pytest.raises(TypeError) as caught:
            inside(establish, TRUE, scope="all N", rule="b", premises=premises)
        assert str(caught.value) == "the premises of a Theorem are Theorems"
    for statement, given in (("k = k", ()), (TRUE, ("k = k",)), (TRUE, (TRUE, None))):
        with pytest.raises(TypeError) as caught:
            inside(establish, statement, scope="all N", rule="b", given=given)
        assert str(caught.value) == "a Theorem is about Terms"


def test_who_is_a_rule(monkeypatch):
    rule = theorem._is_a_rule
    assert rule(vars(identities)) is True
    assert rule(vars(terms)) is False  # of the package, and not one of the rules
    assert rule({"__name__": "dtim_exact.proof.identities"}) is False
    assert rule({}) is False
    stranger = types.ModuleType("elsewhere.logic")
    monkeypatch.setitem(sys.modules, "elsewhere.logic", stranger)
    assert rule(vars(stranger)) is False
    monkeypatch.delitem(sys.modules, "dtim_exact.proof.telescoping")
    assert rule({"__name__": "dtim_exact.proof.telescoping"}) is False


def test_what_an_object_says_when_it_is_no_theorem():
    for make in (lambda: Theorem(), lambda: Theorem(TRUE, scope="all N")):
        with pytest.raises(TypeError) as caught:
            make()
        assert str(caught.value) == "a Theorem comes out of the kernel's rules only"
    with pytest.raises(TypeError) as caught:
        type("More", (Theorem,), {})
    assert str(caught.value) == "there is one kind of Theorem"
    proved = kernel.scalar(TRUE)
    with pytest.raises(TypeError) as caught:
        proved.__reduce_ex__(4)
    assert str(caught.value) == "a Theorem is not pickled: export its proof, which can be replayed"
    assert repr(proved) == f"<Theorem by scalar, all N: {TRUE!r}>"


def test_hypotheses_as_terms():
    assert hypotheses({}) == ()
    assert hypotheses({"k": n, "p": lift(2)}) == (eq(k, n), eq(p, 2))
    real = (Term("real", "c"), Term("real", "d"))
    assert hypotheses({"k": n}, uniform=True, apart=True, real=("d", "c")) == (eq(k, n), UNIFORM, APART, *real)
    assert hypotheses({}, uniform=True) == (Term("uniform"),)
    assert hypotheses({}, apart=True) == (Term("apart"),)


def test_conjuncts_and_scopes():
    assert conjuncts(TRUE) == (TRUE,)
    assert conjuncts(Term("and", TRUE, FALSE)) == (TRUE, FALSE)
    everywhere = kernel.scalar(TRUE)
    assert scope_of() == scope_of(everywhere) == scope_of(everywhere, everywhere) == "all N"
    assert scope_of(everywhere, NARROW) == "N<=1"
    assert scope_of(WIDER, NARROW, WIDER, everywhere) == "N<=2 and N<=1"


# --- logic
def by_induction():
    statement = eq(X**k * Y, Y * X**k)
    base = kernel.words(eq(X ** lift(0) * Y, Y * X ** lift(0)), relations=(eq(Z * X, X * Z),))
    step = kernel.words(eq(X ** (k + 1) * Y, Y * X ** (k + 1)), relations=(COMMUTE, statement))
    return statement, base, step


def test_induction():
    statement, base, step = by_induction()
    proved = kernel.induction(statement, "k", base=base, step=step)
    assert proved.statement == statement
    given = (eq(Z * X, X * Z), COMMUTE)
    assert says(proved) == ("induction", "all N", given, (base, step), {"index": "k", "start": 0, "instances": []})


def test_induction_refuses():
    statement, base, step = by_induction()
    ask = partial(refusal, kernel.induction)
    kind = "induction: over an integer that is not bound, from 0 on"
    assert ask(statement, "k", base=base, step=step, start=1) == kind
    assert ask(eq(x * A, x * A), "x", base=base, step=step) == kind
    bound = eq(total(s, 0, k, s), total(s, 0, k, s))
    assert ask(bound, "s", base=base, step=step) == kind
    assert ask(statement, "k", base=step, step=step) == "induction: the base is not the statement at the start"
    circular = kernel.words(base.statement, relations=(statement,))
    assert ask(statement, "k", base=circular, step=step) == "induction: the base is not the statement at the start"
    wrong = "induction: the step does not lead from the statement to the next one"
    assert ask(statement, "k", base=base, step=base) == wrong
    about_k = kernel.words(step.statement, relations=(COMMUTE, statement, eq(Z * Y, k * Y * Z)))
    assert ask(statement, "k", base=base, step=about_k) == wrong
    assert ask(statement, "k", base=base, step=step, instances=({"k": k + 1},)) == wrong
    meaning = "induction: an instance of a name that has a meaning"
    assert ask(statement, "k", base=kernel.scalar(eq(J, J)), step=step, instances=({"J": k},)) == meaning


def test_an_induction_is_as_wide_as_its_parts_and_says_its_instances():
    statement, base, step = by_induction()
    assert kernel.induction(statement, "k", base=kernel.discharge(base, NARROW), step=step).scope == "N<=1"
    assert kernel.induction(statement, "k", base=base, step=kernel.discharge(step, NARROW)).scope == "N<=1"
    scaled = eq(a * X**k, X**k * a)
    base = kernel.words(eq(a * X ** lift(0), X ** lift(0) * a))
    step = kernel.words(eq(a * X ** (k + 1), X ** (k + 1) * a))
    proved = kernel.induction(scaled, "k", base=base, step=step, instances=({"a": a + 1}, {"a": b, "c": c}))
    told = [{"a": terms.to_data(a + 1)}, {"a": terms.to_data(b), "c": terms.to_data(c)}]
    assert proved.certificate["instances"] == told


def test_the_start_of_a_range():
    product = eq(r * Term("prod", p, lift(1), k - 1, r + p), fn("rising", r, k))
    rule = partial(kernel.scalar, free=("r",))
    proved = kernel.starting_at(product, "k", 2, rule)
    (premise,) = proved.premises
    assert premise.statement == substitution.instance(product, "k", k + 2)
    assert says(proved) == ("starting at", "all N", (le(2, k),), (premise,), {"index": "k", "start": 2})
    kind = "starting at: over an integer that is not bound, from 1 or later on"
    assert refusal(kernel.starting_at, product, "k", 0, rule) == kind
    assert refusal(kernel.starting_at, product, "r", 1, rule) == kind
    assert refusal(kernel.starting_at, product, "p", 1, rule) == kind
    other = "starting at: the rule proved another statement"
    assert refusal(kernel.starting_at, product, "k", 1, lambda _: kernel.scalar(TRUE)) == other
    about_k = lambda shifted: kernel.words(shifted, relations=(eq(Z * Y, k * Y * Z),))  # noqa: E731
    assert refusal(kernel.starting_at, eq(X**k, X**k), "k", 1, about_k) == other


def test_the_scope_of_a_start_is_that_of_its_premise():
    at_size = partial(kernel.matrix, sizes=(1,), uniform=True, bound={"p": 1})
    proved = kernel.starting_at(eq(S_z, S_z), "k", 1, at_size)
    assert (proved.scope, proved.given) == ("N<=1", (le(1, k), eq(p, 1), UNIFORM))


def test_discharge_chain_and_both():
    used, other, third = eq(X * Y, Z), eq(Y * X, Z), eq(Z * X, Y)
    proved = kernel.words(eq(X * X * Y, X * Z), relations=(used, third))
    lemma = kernel.words(used, relations=(used, other, third))
    from_other = kernel.words(used, relations=(other, used))
    assert says(kernel.discharge(proved, from_other)) == (
        "discharge",
        "all N",
        (third, other, used),
        (proved, from_other),
        {},
    )
    assert kernel.discharge(proved, kernel.both(assumed(used), assumed(third))).given == (used, third)
    assert kernel.discharge(proved, NARROW).scope == "N<=1"
    assert kernel.discharge(NARROW, proved).scope == "N<=1"
    assert kernel.discharge(proved, NARROW).given == (used, third, UNIFORM)
    first, second = assumed(eq(X * Y, Z)), kernel.words(eq(Z, Z * lift(1)), relations=(used, third))
    joined = kernel.chain(first, second)
    assert joined.statement == eq(X * Y, Z * lift(1))
    assert says(joined) == ("chain", "all N", (used, third), (first, second), {})
    assert refusal(kernel.chain, second, second) == "chain: the equations do not join"
    whole = kernel.both(first, second, NARROW)
    assert whole.statement == Term("and", first.statement, second.statement, NARROW.statement)
    assert says(whole) == ("both", "N<=1", (used, third, UNIFORM), (first, second, NARROW), {})
    assert says(kernel.chain(NARROW, WIDER))[1] == "N<=1 and N<=2"
    assert lemma.given == (used, other, third)
    refusal(kernel.chain, kernel.both(first), first)


# --- identities
def test_scalar_says_what_it_assumed():
    assert says(kernel.scalar(TRUE)) == ("scalar", "all N", (), (), {"free": [], "real": []})
    proved = kernel.scalar(eq(a.conj * k, a * n), where={"k": n}, free=("r", "lam"), real=("b", "a"))
    given = (eq(k, n), Term("real", "a"), Term("real", "b"))
    assert says(proved) == ("scalar", "all N", given, (), {"free": ["lam", "r"], "real": ["a", "b"]})
    assert refusal(kernel.scalar, FALSE) == "scalar: the two sides have different normal forms"
    assert refusal(kernel.scalar, le(k, k)) == "the rule proves equations, not le"
    assert refusal(kernel.scalar, eq(1 / (k - k), 1 / (k - k))).startswith("scalar: ")
    assert refusal(kernel.scalar, eq(a.conj, a)) == "scalar: the two sides have different normal forms"
    lam_unfolded = eq(sym("r") * sym("J_eff"), sym("h_eff"))
    kernel.scalar(lam_unfolded)
    refusal(kernel.scalar, lam_unfolded, free=("r",))


def test_collective_says_what_it_assumed():
    statement = eq(comm(S_plus, S_minus), 2 * S_z)
    assert says(kernel.collective(statement)) == ("collective", "all N", (), (), {"free": []})
    defined = {"A": S_minus**2}
    proved = kernel.collective(eq(A * k, n * S_minus**2), where={"k": n}, free=("r", "lam"), definitions=defined)
    given = (eq(k, n), eq(A, S_minus**2))
    assert says(proved) == ("collective", "all N", given, (), {"free": ["lam", "r"]})
    assert refusal(kernel.collective, eq(S_plus, S_minus)) == "collective: the two sides have different normal forms"
    r_unfolded = eq(sym("r") * sym("J_eff") * S_z, sym("h_eff") * S_z)
    kernel.collective(r_unfolded)
    refusal(kernel.collective, r_unfolded, free=("r",))


def test_sites_says_what_it_assumed():
    swap = eq(sigma("-", i) * sigma("+", j), sigma("+", j) * sigma("-", i))
    options = {"uniform": False, "open sites": ["i", "j"], "free": [], "real": []}
    assert says(kernel.sites(swap, open_sites=("i", "j"))) == ("sites", "all N", (), (), options)
    proved = kernel.sites(
        eq(a.conj * k * S_z, a * n * S_z), uniform=True, where={"k": n}, free=("r", "lam"), real=("a",)
    )
    options = {"uniform": True, "open sites": [], "free": ["lam", "r"], "real": ["a"]}
    assert says(proved) == ("sites", "all N", (eq(k, n), UNIFORM, Term("real", "a")), (), options)
    assert refusal(kernel.sites, swap) == "sites: the site i, j is not among the open sites"
    assert refusal(kernel.sites, swap, open_sites=("i",)) == "sites: the site j is not among the open sites"
    assert refusal(kernel.sites, eq(S_z, S_plus)) == "sites: the two sides have different normal forms"
    equal_fields = eq(at("h", i) * sigma("-", i), at("h", j) * sigma("-", i))
    kernel.sites(equal_fields, uniform=True, open_sites=("i", "j"))
    refusal(kernel.sites, equal_fields, open_sites=("i", "j"))
    r_unfolded = eq(sym("r") * sym("J_eff") * S_z, sym("h_eff") * S_z)
    kernel.sites(r_unfolded)
    refusal(kernel.sites, r_unfolded, free=("r",))
    refusal(kernel.sites, eq(a.conj * S_z, a * S_z))


@pytest.mark.parametrize("linear", [False, True])
def test_traces_say_what_they_assumed(linear):
    z_j = sigma("z", j)
    turned = eq(fn("tr", Phi.dag * z_j * Phi) * k, n * fn("tr", Phi.dag * z_j * Phi))
    proved = kernel.traces(turned, where={"k": n}, free=("r", "lam"), open_sites=("j",), uniform=True, linear=linear)
    options = {"uniform": True, "free": ["lam", "r"], "open sites": ["j"], "linear": linear}
    assert says(proved) == ("traces", "all N", (eq(k, n), UNIFORM), (), options)
    refusal(kernel.traces, turned, free=("r",), open_sites=("j",), linear=linear)
    assert refusal(kernel.traces, turned, where={"k": n}, linear=linear) == (
        "traces: the site j is not among the open sites"
    )
    plain = eq(fn("tr", Phi.dag * Phi), fn("tr", Phi * Phi.dag))
    options = {"uniform": False, "free": [], "open sites": [], "linear": linear}
    assert says(kernel.traces(plain, linear=linear)) == ("traces", "all N", (), (), options)
    assert refusal(kernel.traces, eq(fn("tr", Phi.dag * M_z * Phi), fn("tr", Phi.dag * Phi)), linear=linear) == (
        "traces: the two sides have different normal forms"
    )


def test_what_traces_are_told_decides():
    each = total(s, 0, N, (s + 1) * form_factor(s))
    apart = eq(each, total(s, 0, N, s * form_factor(s)) + total(s, 0, N, form_factor(s)))
    kernel.traces(apart, linear=True)
    refusal(kernel.traces, apart)
    equal_fields = eq(form_factor(1), N * sym("lam"))
    kernel.traces(equal_fields, uniform=True)
    refusal(kernel.traces, equal_fields)
    up, down = (
        fn("tr", Phi.dag * first * second * Phi)
        for first, second in ((sigma("+", i), sigma("-", i)), (sigma("-", i), sigma("+", i)))
    )
    kernel.traces(eq(up + down, fn("tr", Phi.dag * Phi)), open_sites=("i",))
    refusal(kernel.traces, eq(up, down), open_sites=("i",))
    coherence = [fn("tr", Phi.dag * sigma("+", site) * Phi) for site in (i, j)]
    kernel.traces(eq(*coherence), open_sites=("i", "j"), uniform=True)
    refusal(kernel.traces, eq(*coherence), open_sites=("i", "j"))


def test_open_sites_beside_clusters_lie_apart():
    clusters = over(C1, sigma("+", j)) * over(C2, sigma("-", j))
    mean = fn("tr", Phi.dag * clusters * sigma("z", i) * Phi)
    assert kernel.traces(eq(mean, mean), free=("r",), open_sites=("i",)).given == (APART,)
    without = fn("tr", Phi.dag * clusters * Phi)
    assert kernel.traces(eq(without, without), free=("r",)).given == ()
    alone = fn("tr", Phi.dag * sigma("z", i) * Phi)
    assert kernel.traces(eq(alone, alone), open_sites=("i",)).given == ()
    assert identities.in_clusters(eq(mean, mean)) is True
    assert identities.in_clusters(eq(alone, alone)) is False
    assert identities.in_clusters(eq(card(everything), N)) is False


def test_product_states_say_what_they_assumed():
    mean = eq(fn("mean", sigma("z", j)) * k, sym("m_z") * n)
    proved = kernel.product_states(mean, where={"k": n}, free=("r", "lam"), open_sites=("j",))
    options = {"open sites": ["j"], "free": ["lam", "r"]}
    assert says(proved) == ("product states", "all N", (eq(k, n),), (), options)
    assert says(kernel.product_states(eq(fn("mean", S_z), N * sym("m_z") / 2)))[2:] == (
        (),
        (),
        {"open sites": [], "free": []},
    )
    refusal(kernel.product_states, mean, open_sites=("j",))
    assert refusal(kernel.product_states, mean) == "product states: the site j is not among the open sites"
    assert refusal(kernel.product_states, eq(fn("mean", S_z), N * sym("m_z"))) == (
        "product states: the two sides have different normal forms"
    )
    r_unfolded = eq(sym("r") * sym("J_eff") * fn("mean", S_z), sym("h_eff") * fn("mean", S_z))
    kernel.product_states(r_unfolded)
    refusal(kernel.product_states, r_unfolded, free=("r",))


def test_words_say_what_they_assumed():
    free = sorted(identities.DERIVED)
    options = {"antilinear": [], "free": free, "unfolded": []}
    assert says(kernel.words(COMMUTE, relations=(COMMUTE,))) == ("words", "all N", (COMMUTE,), (), options)
    spins = {"S-": conventions.OPERATORS["S-"], "Z": X * X}
    proved = kernel.words(
        eq(A * (I * Z) * k * c.conj, -I * A * X * X * n * c),
        relations=(COMMUTE,),
        antilinear=("A", "K"),
        free=("r",),
        definitions=spins,
        where={"k": n},
        real=("c",),
    )
    given = (COMMUTE, Term("antilinear", "A"), eq(Z, X * X), eq(k, n), Term("real", "c"))
    options = {"antilinear": ["A", "K"], "free": ["r"], "unfolded": ["S-", "Z"]}
    assert says(proved) == ("words", "all N", given, (), options)
    assert refusal(kernel.words, COMMUTE) == "words: the two sides have different normal forms"
    two_sites = eq(sigma("-", i) * sigma("-", j), sigma("-", j) * sigma("-", i))
    assert refusal(kernel.words, COMMUTE, relations=(two_sites,)).startswith("words: ")
    kernel.words(eq(sym("r") * sym("J_eff") * X, sym("h_eff") * X), free=())
    refusal(kernel.words, eq(sym("r") * sym("J_eff") * X, sym("h_eff") * X))


def test_matrices_say_their_sizes():
    statement = eq(k * S_z * hz, hz * 2 * S_z)
    proved = kernel.matrix(statement, sizes=(1, 2), uniform=True, bound={"k": 2}, where={"p": n})
    options = {"sizes": [1, 2], "uniform": True, "bound": {"k": 2}}
    assert says(proved) == ("matrix", "N<=2", (eq(p, n), eq(k, 2), UNIFORM), (), options)
    assert says(kernel.matrix(eq(S_z, S_z), sizes=(2,), uniform=False)) == (
        "matrix",
        "N in [2]",
        (),
        (),
        {"sizes": [2], "uniform": False, "bound": {}},
    )
    assert kernel.matrix(eq(gamma * S_z, lift(0) * S_z), sizes=(1,), uniform=True, where={"gamma": lift(0)}).given == (
        eq(gamma, 0),
        UNIFORM,
    )
    differs = eq(S_z * S_z, S_z * S_z + S_plus * S_plus)
    assert refusal(kernel.matrix, differs, sizes=(1, 2), uniform=True) == "matrix: the two sides differ at N = 2"
    kernel.matrix(differs, sizes=(1,), uniform=True)
    kind = "matrix: the rule proves equations, at explicit values of integers"
    assert refusal(kernel.matrix, le(k, k), sizes=(1,), uniform=True, bound={"k": 1}) == kind
    assert refusal(kernel.matrix, eq(x * S_z, S_z), sizes=(1,), uniform=True, bound={"x": 1}) == kind
    same = eq(over_sites(j, at("h", j) * sigma("z", j)), sym("h") * 2 * S_z)
    kernel.matrix(same, sizes=(2,), uniform=True)
    fields = over_sites(j, at("h", j) * sigma("z", j))
    kernel.matrix(eq(fields * S_z, S_z * fields), sizes=(1, 2), uniform=False)


def test_a_sum_over_all_sites_holds_the_open_ones():
    whole, rest = over_sites(i, sigma("z", i)), over_sites(i, sigma("z", i), other_than=(j,))
    kernel.sites(eq(whole, sigma("z", j) + rest), open_sites=("j",))
    assert (
        refusal(kernel.sites, eq(whole, rest), open_sites=("j",)) == "sites: the two sides have different normal forms"
    )


def test_matrices_know_every_parameter_and_keep_unequal_fields_apart():
    every = J * sym("Gamma") * gamma * hz
    kernel.matrix(eq(every * S_z, S_z * every), sizes=(1,), uniform=True)
    for other in (sym("Gamma") * gamma * hz, J * gamma * hz, J * sym("Gamma") * hz, J * sym("Gamma") * gamma):
        refusal(kernel.matrix, eq(every * S_z, other * S_z), sizes=(1,), uniform=True)
    for one, two in ((J, sym("Gamma")), (sym("Gamma"), gamma), (gamma, hz), (hz, J)):
        refusal(kernel.matrix, eq(one * S_z, two * S_z), sizes=(1,), uniform=True)
    mixed = eq(2 * over_sites(j, at("h", j) * sigma("z", j)), over_sites(j, at("h", j)) * 2 * S_z)
    kernel.matrix(mixed, sizes=(2,), uniform=True)
    assert refusal(kernel.matrix, mixed, sizes=(2,), uniform=False) == "matrix: the two sides differ at N = 2"
    of_one = eq(over_sites(j, at("h", j) * sigma("z", j)), 2 * sym("h") * S_z)
    kernel.matrix(of_one, sizes=(1,), uniform=True)
    with pytest.raises((NotProved, Undefined)):  # there is no h where the fields are unequal
        kernel.matrix(of_one, sizes=(1,), uniform=False)


# --- substitution
def test_specialize_says_what_it_put_in():
    relation = eq(A * X, X * A)
    proved = kernel.words(eq(k * A * X * X, X * X * A * k), relations=(relation, eq(A * Z, a * Z * A)))
    special = kernel.specialize(proved, {"A": Y * Z, "a": b})
    put = Y * Z
    assert special.statement == eq(k * put * X * X, X * X * put * k)
    given = (eq(put * X, X * put), eq(put * Z, b * Z * put))
    values = {"A": terms.to_data(put), "a": terms.to_data(b)}
    assert says(special) == ("specialize", "all N", given, (proved,), {"values": values})
    assert kernel.specialize(NARROW, {"c": b}).scope == "N<=1"
    assert refusal(kernel.specialize, kernel.scalar(eq(J, J)), {"J": a, "gamma": a}) == (
        "specialize: J, gamma is not free in this theorem"
    )
    everywhere = kernel.words(eq(A, A), relations=(eq(A * sigma("-", j), sigma("-", j) * A),))
    assert refusal(kernel.specialize, everywhere, {"A": sigma("x", i)}) == (
        "specialize: a hypothesis about every site would no longer be about the sites of the new values"
    )
    kernel.specialize(everywhere, {"A": S_z})
    conjugating = kernel.words(COMMUTE, relations=(COMMUTE,), antilinear=("A",))
    kind = "specialize: X and what replaces it must both be linear or both antilinear"
    assert refusal(kernel.specialize, conjugating, {"X": A}) == kind
    twice = kernel.specialize(conjugating, {"X": A * A})
    assert twice.given == (eq(A * A * Y, Y * (A * A)), Term("antilinear", "A"))
    kernel.specialize(proved, {"A": sigma("x", i)})


def put(statement, values, antilinear=()):
    return substitution.substituted(statement, values, antilinear)


def test_each_name_is_replaced_by_one_of_its_kind():
    assert refusal(put, eq(a, a), {"a": S_z}) == "specialize: a is a number"
    assert refusal(put, eq(a, a), {"a": sigma("z", i) * 2}) == "specialize: a is a number"
    assert refusal(put, eq(k, k), {"k": half}) == "specialize: k is a non-negative integer"
    assert refusal(put, eq(x, x), {"x": I}) == "specialize: x is real"
    kind = "specialize: A and what replaces it must both be linear or both antilinear"
    assert refusal(put, eq(A, A), {"A": op("K")}) == kind
    assert refusal(put, eq(A, A), {"A": X}, ("A",)) == kind
    assert refusal(put, eq(A, A), {"A": X}, ("X",)) == kind
    assert put(eq(A, A), {"A": X}, ("A", "X")) == eq(X, X)
    assert put(eq(op("K"), X), {"X": A}) == eq(op("K"), A)
    bound = total(s, 0, k, s * a)
    capture = "specialize: a bound index stands in the way"
    assert refusal(put, bound, {"a": s + 1}) == capture
    assert refusal(put, bound, {"s": k}) == capture
    assert put(bound, {"a": b + 1, "k": n}) == total(s, 0, n, s * (b + 1))
    at_site = over_sites(j, A * sigma("+", j))
    assert refusal(put, at_site, {"A": sigma("-", j)}) == capture
    assert put(at_site, {"A": sigma("-", i)}) == over_sites(j, sigma("-", i) * sigma("+", j))
    in_set = subsets(Term("cluster", "Y"), everything, -1, a)
    assert refusal(put, in_set, {"a": card(Term("cluster", "Y"))}) == capture
    assert put(eq(a, b), {"a": b, "b": a}) == eq(b, a)
    assert put(eq(X, X), {"A": op("K")}) == eq(X, X)


@pytest.mark.parametrize(
    ("value", "count", "real"),
    [
        (lift(0), True, True),
        (lift(3), True, True),
        (lift(-1), False, True),
        (half, False, True),
        (k, True, True),
        (x, False, True),
        (a, False, False),
        (I, False, False),
        (card(C1), True, True),
        (k + n, True, True),
        (k * 2, True, True),
        (k + half, False, True),
        (k - n, False, True),
        (k * x, False, True),
        (k / n, False, True),
        (a + k, False, False),
        (a * k, False, False),
        (-x, False, True),
        (-a, False, False),
        (x / a, False, False),
        (x**k, False, True),
        (x**half, False, False),
        (a**k, False, False),
        (fn("abs2", a), False, True),
        (fn("re", a), False, True),
        (fn("im", a), False, True),
        (fn("abs", a), False, True),
        (fn("fact", k), False, False),
    ],
)
def test_kinds_of_values_by_their_form(value, count, real):
    assert substitution._is_count(value) is count
    assert substitution._is_real(value) is real


def test_antilinear_operators_by_their_form():
    kind = partial(substitution._is_antilinear, antilinear={"A", "Z"})
    for operator in (A, A * X, X * A, A * Z * A, A.dag, -A, A + Z * X, Term("add", A, Z, A)):
        assert kind(operator) is True
    for operator in (X, A * Z, X * Y, (A * Z).dag, -X, X + Y, lift(2), sigma("z", i), Term("add", X, A * Z)):
        assert kind(operator) is False
    assert refusal(kind, A + X) == "specialize: a sum of a linear and an antilinear operator"


def test_names_that_are_bound_or_occur():
    sum_of = total(s, 0, k, s * a)
    assert substitution.bound_names(sum_of) == {"s"}
    assert substitution.bound_names(over_sites(j, sigma("z", j)) * sum_of) == {"j", "s"}
    assert substitution.bound_names(eq(a, b)) == set()
    assert substitution.names_in(eq(a * X, at("h", j))) >= {"a", "X", "h", "j"}
    assert substitution.names_in(lift(2)) == set()
    assert substitution.instance(eq(a, b * a), "a", c) == eq(c, b * c)
    assert substitution.instance(eq(A, a), "A", c) == eq(A, a)


def test_names_with_a_meaning_are_free_only_where_no_rule_looked():
    free = substitution.is_free
    letters = kernel.words(eq(J * X, X * J), relations=(COMMUTE,), antilinear=("A",), real=("c",))
    assert free(letters, "X")
    assert free(letters, "J")
    assert not free(letters, "N")
    assert not free(letters, "I")
    assert not free(letters, "A")
    assert not free(letters, "c")
    looked = kernel.words(eq(J * X, X * J), definitions={"Z": X})
    assert not free(looked, "J")
    assert free(looked, "X")
    assert not free(kernel.words(eq(J * X, X * J), free=()), "J")
    assert not free(kernel.scalar(eq(J, J)), "J")
    assert free(kernel.scalar(eq(J, J)), "a")
    flowing = kernel.words(eq(Term("flow", lift(1), X), Term("flow", lift(0), Term("flow", lift(1), X))))
    assert not free(flowing, "J")
    assert free(kernel.both(letters, letters), "J")
    assert not free(kernel.both(letters, looked), "J")
    assert not free(kernel.both(looked, letters), "J")
    assumed_flow = kernel.words(COMMUTE, relations=(COMMUTE, eq(Y * Z, Term("flow", lift(1), X))))
    assert not free(assumed_flow, "J")
    for letter in (Term("B", k), Term("dual", lift(1), X), Term("motion", X), Term("flow", lift(1), X)):
        assert not free(kernel.words(eq(letter, letter)), "J")
        assert free(kernel.words(eq(letter, letter)), "a")


# --- proofs told
def test_the_steps_of_a_proof():
    statement, base, step = by_induction()
    proved = kernel.induction(statement, "k", base=base, step=step)
    told = steps([proved, base, kernel.both(proved, base)])
    assert [row.number for row in told] == [1, 2, 3, 4]
    assert [row.rule for row in told] == ["words", "words", "induction", "both"]
    assert [row.premises for row in told] == [(), (), (1, 2), (3, 1)]
    assert [row.theorem for row in told][:3] == [base, step, proved]
    assert [row.statement for row in told][:3] == [base.statement, step.statement, statement]
    assert told[3].means == "The conjunction."
    assert told[0].means == rule_means("words")
    again = kernel.words(eq(X ** lift(0) * Y, Y * X ** lift(0)), relations=(eq(Z * X, X * Z),))
    assert len(steps([base, again])) == 1
    assert len(steps([base, kernel.words(base.statement)])) == 2
    assert steps([]) == []
    (cited,) = steps([literature.literature("Robbins")])
    assert cited.means == literature.LITERATURE["Robbins"]


def test_what_rules_mean():
    assert rule_means("chain") == "From a = b, b = c, ... the equation of the first and the last side."
    assert rule_means("both") == "The conjunction."
    assert rule_means("product states") == (
        "An identity for means of operators in a product state with the Bloch vector (m_x, m_y, m_z) on every site."
    )
    assert rule_means("collective", TRUE) == (
        "An identity of collective operators with symbolic powers of S_-, by normal ordering."
    )
    assert rule_means("sites") == (
        "An identity of operators made of one-site operators, decided by 2 x 2 facts, for in a product two sites "
        "coincide or do not."
    )
    assert rule_means("starting at") == (
        "The statement for every index >= start, which becomes a hypothesis, from the one about index + start for "
        "every index >= 0."
    )
    with pytest.raises(LookupError) as caught:
        rule_means("no rule of this name")
    assert str(caught.value) == "no rule is called no rule of this name"
    name = next(iter(literature.LITERATURE))
    assert rule_means("literature", Term("literature", name)) == literature.LITERATURE[name]
