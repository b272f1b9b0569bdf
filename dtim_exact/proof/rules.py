"""Further rules of the kernel, each a few lines over its normal form: traces with norms and probabilities (`states`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from . import conventions
from .kernel import DERIVED, NotDecidable, NotProved, Theorem, _decided, hypotheses
from .state_form import StateForm
from .terms import Term, eq, walk

__all__ = ["states"]


def states(statement: Term, *, uniform: bool = False, where: Mapping[str, Term] | None = None, free: Iterable[str] = (), open_sites: tuple[str, ...] = (),
           sizes: Mapping[str, Term] | None = None) -> Theorem:
    """An identity between traces, norms, probabilities and sums over sets; `sizes` are hypotheses on the number of sites of C1, C2 or all."""
    where, sizes = where or {}, sizes or {}
    mentioned = {t.args[0] for term in (statement, *where.values(), *sizes.values()) for t in walk(term) if t.head == "cluster"}
    clusters = frozenset({"C1", "C2"}) if mentioned & conventions.CLUSTERS.keys() else frozenset(mentioned & {"C1", "C2"})
    given = (*hypotheses(where, uniform=uniform), *(eq(conventions.card(Term("cluster", name)), size) for name, size in sizes.items()))
    try:
        form = StateForm((DERIVED | set(where)) - set(free), frozenset(), where, uniform=uniform, open_sites=open_sites, clusters=clusters, sizes=sizes)
    except NotDecidable as reason:
        raise NotProved(f"states: {reason}") from reason
    return _decided(statement, "states", lambda a, b: form.read(a) == form.read(b), scope="all N", given=given,
                    certificate={"uniform": uniform, "free": sorted(free), "open sites": list(open_sites)})
