"""Rules for integrals over the half line, and for expansions in 1/N whose remainder is that of Stirling's series.

half_lines: identities between integrals of Gamma or Bessel-K kernels times polynomials, traces and sums (`half_line_form`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .half_line_form import HalfLineForm
from .identities import DERIVED, declared, equation
from .literature import literature
from .scalar_form import NotDecidable
from .terms import Term, fn, le, lift, lt, ne, to_data
from .theorem import NotProved, Theorem, establish, hypotheses

__all__ = ["convergence", "half_lines"]


def half_lines(
    statement: Term,
    *,
    domain: Mapping[Term, Term],
    at_most: Mapping[Term, Term] | None = None,
    uniform: bool = False,
    where: Mapping[str, Term] | None = None,
    free: Iterable[str] = (),
) -> Theorem:
    """An identity with integrals over the half line.  domain: every base a of a Gamma or a moment with its shift n;
    that Re(a + n) > 0 and (for n > 0) that (a)_n is not zero become hypotheses, and so do the inequalities `at_most`.
    """
    where, at_most = where or {}, at_most or {}
    lhs, rhs = equation(statement)
    declared(statement, (), "half line")
    try:
        form = HalfLineForm((DERIVED | set(where)) - set(free), where, uniform=uniform, domain=domain, at_most=at_most)
        same = form.read(lhs) == form.read(rhs)
    except (NotDecidable, ZeroDivisionError, OverflowError) as reason:
        raise NotProved(f"half line: {reason}") from reason
    if not same:
        raise NotProved("half line: the two sides have different normal forms")
    return establish(
        statement,
        scope="all N",
        rule="half line",
        given=(
            *hypotheses(where, uniform=uniform),
            *convergence(domain),
            *(le(low, high) for low, high in at_most.items()),
        ),
        premises=tuple(map(literature, form.lemmas)),
        certificate={
            "uniform": uniform,
            "free": sorted(free),
            "domain": [[to_data(base), to_data(shift)] for base, shift in domain.items()],
        },
    )


def convergence(domain: Mapping[Term, Term]) -> tuple[Term, ...]:
    """The domain of validity: Re(a + n) > 0, and (a)_n is not 0, for every base a with its shift n."""
    found = []
    for base, shift in domain.items():
        found.append(lt(0, fn("re", base if shift == lift(0) else base + shift)))
        if shift != lift(0):
            found.append(ne(fn("rising", base, shift), 0))
    return tuple(found)
