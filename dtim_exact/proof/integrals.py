"""Rules for integrals over the half line, and for expansions in 1/N whose remainder is that of Stirling's series.

half_lines: identities between integrals of Gamma or Bessel-K kernels times polynomials, traces and sums (`half_line_form`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .half_line_form import HalfLineForm
from .identities import DERIVED, declared, equation
from .literature import literature
from .scalar_form import NotDecidable
from .terms import Term, to_data
from .theorem import NotProved, Theorem, establish, hypotheses

__all__ = ["half_lines"]


def half_lines(
    statement: Term,
    *,
    domain: Mapping[Term, Term],
    uniform: bool = False,
    where: Mapping[str, Term] | None = None,
    free: Iterable[str] = (),
) -> Theorem:
    """An identity with integrals over the half line.  domain: every base a of a Gamma or a moment with its shift n;
    that Re(a + n) > 0 and (for n > 0) that (a)_n is not zero become hypotheses.
    """
    where = where or {}
    lhs, rhs = equation(statement)
    declared(statement, (), "half line")
    try:
        form = HalfLineForm((DERIVED | set(where)) - set(free), where, uniform=uniform, domain=domain)
        same = form.read(lhs) == form.read(rhs)
    except (NotDecidable, ZeroDivisionError, OverflowError) as reason:
        raise NotProved(f"half line: {reason}") from reason
    if not same:
        raise NotProved("half line: the two sides have different normal forms")
    return establish(
        statement,
        scope="all N",
        rule="half line",
        given=(*hypotheses(where, uniform=uniform), *form.hypotheses(domain)),
        premises=tuple(map(literature, form.lemmas)),
        certificate={
            "uniform": uniform,
            "free": sorted(free),
            "domain": [[to_data(base), to_data(shift)] for base, shift in domain.items()],
        },
    )
