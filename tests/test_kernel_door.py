"""The door of the kernel: a theorem cannot be made, copied into another, or written to from outside, and a claim cannot
set its own verdict.
"""

from __future__ import annotations

import copy
import dataclasses
import pickle
import types
from pathlib import Path

import pytest

from dtim_exact.claims import Claim, Says, Worlds, claim, decide, judge
from dtim_exact.errors import InputError
from dtim_exact.proof import kernel, theorem
from dtim_exact.proof.language import J, eq, gamma, k, le
from dtim_exact.proof.semantics import World
from dtim_exact.proof.terms import Term
from dtim_exact.proof.theorem import Theorem, establish, is_theorem
from dtim_exact.rings import Gaussian

TRUE, FALSE = eq(k + 1, 1 + k), eq(k, k + 1)


@pytest.fixture
def proved():
    return kernel.scalar(TRUE)


def test_no_constructor_makes_a_theorem():
    with pytest.raises(TypeError):
        Theorem(FALSE, scope="all N", rule="scalar")
    with pytest.raises(TypeError):
        establish(FALSE, scope="all N", rule="scalar")
    with pytest.raises(TypeError):
        type("Forged", (Theorem,), {"statement": FALSE})


def test_a_module_that_bears_the_name_of_a_rule_is_not_one():
    names = {"__name__": "dtim_exact.proof.identities", "establish": establish, "FALSE": FALSE}
    inside = types.FunctionType((lambda: establish(FALSE, scope="all N", rule="scalar")).__code__, names)
    with pytest.raises(TypeError):
        inside()


def test_an_empty_object_says_nothing():
    forged = object.__new__(Theorem)
    assert not is_theorem(forged)
    with pytest.raises(TypeError):
        _ = forged.statement
    with pytest.raises(AttributeError):
        object.__setattr__(forged, "statement", FALSE)


def test_a_theorem_cannot_be_written_to(proved):
    for write in (setattr, object.__setattr__):
        for name in ("statement", "given", "scope", "rule", "premises", "certificate", "more"):
            with pytest.raises((AttributeError, TypeError)):
                write(proved, name, FALSE)
    with pytest.raises(TypeError):
        proved.certificate["free"] = ["k"]
    with pytest.raises(TypeError):
        dataclasses.replace(proved, statement=FALSE)
    assert proved.statement == TRUE


def test_a_copy_is_the_theorem_itself_and_a_pickle_is_refused(proved):
    assert copy.copy(proved) is proved
    assert copy.deepcopy([proved])[0] is proved
    with pytest.raises(TypeError):
        pickle.dumps(proved)


def test_premises_have_to_be_theorems(proved):
    fake = types.SimpleNamespace(statement=FALSE, given=(), scope="all N", rule="scalar", premises=(), certificate={})
    for use in (
        lambda: kernel.both(proved, fake),
        lambda: kernel.chain(fake),
        lambda: kernel.discharge(fake),
        lambda: kernel.discharge(proved, fake),
        lambda: kernel.specialize(fake, {}),
        lambda: kernel.starting_at(FALSE, "k", 1, lambda _: types.SimpleNamespace(**{**vars(fake), "statement": _})),
    ):
        with pytest.raises((TypeError, kernel.NotProved)):
            use()


def test_a_statement_is_a_term_that_compares_as_terms_do():
    with pytest.raises(TypeError):
        type("Agreeable", (Term,), {"__eq__": lambda *_: True, "__hash__": Term.__hash__})


def test_the_judge_takes_theorems_of_that_statement_only(proved):
    fake = types.SimpleNamespace(statement=FALSE, given=(), scope="all N", rule="scalar", premises=(), certificate={})
    assert decide(Says(FALSE, by=lambda _: fake)).theorem is None
    assert decide(Says(FALSE, by=lambda _: proved)).theorem is None
    assert decide(Says(TRUE, by=lambda _: proved)).theorem is proved


def test_the_judge_takes_no_hypothesis_that_the_statement_does_not_declare():
    lossless = {"gamma": Term("num", 0)}
    statement = eq(J + gamma, J)
    by = lambda term: kernel.scalar(term, where=lossless)  # noqa: E731
    assert decide(Says(statement, by=by, worlds=Worlds(where=lossless))).theorem is not None
    assert decide(Says(statement, by=by)).theorem is None


def test_a_claim_does_not_name_its_verdict():
    with pytest.raises(InputError):
        claim("X1", "A claim that calls itself proved.", kind="proved")
    with pytest.raises(InputError):
        claim("X2", "A definition that states something.", Says(FALSE), kind="definition")
    with pytest.raises(TypeError):
        Claim("X3", "A claim with a verdict.", verdict="proved")
    assert judge(claim("X4", "Without a proof.", Says(FALSE))).verdict == "undecided"


def test_a_refutation_needs_the_kernels_own_semantics():
    class Contrary(World):
        def holds(self, statement, bound=None):
            return False

    values = {"k": 1}
    system = {"constant": Gaussian, "imaginary": Gaussian(0, 1)}
    with pytest.raises(kernel.NotProved):
        kernel.counterexample(TRUE, Contrary(1, values, {}, **system))
    assert is_theorem(kernel.counterexample(FALSE, World(1, values, {}, **system)))


def test_every_rule_is_in_a_file_that_the_door_names():
    """No file of the package but those of `RULES` calls the door, and every one of those does."""
    package = Path(theorem.__file__).parents[1]
    callers = {file.stem for file in package.rglob("*.py") if "establish(" in file.read_text()}
    assert callers - {"theorem"} == set(theorem.RULES)


def test_an_enclosure_does_not_decide_what_its_balls_leave_open():
    from flint import arb

    wide = {"x": lambda prec: arb(1, 1)}
    x = Term("sym", "x")
    with pytest.raises(kernel.NotProved):
        kernel.enclosure(le(x, 1), wide)
    with pytest.raises(kernel.NotProved):
        kernel.excluded(le(x, 1), wide)
