"""Where a statement is put to the test: explicit systems of one to three sites with small exact parameters.

`Worlds` tells for what systems a statement is meant (uniform or unequal fields, which rates vanish, ranges of its
integers, its clusters and free sites);
`points()` goes through them, the simplest first, so that a counterexample is one that a reader can check by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, islice, permutations, product
from typing import Any, ClassVar

from ..rings import Gaussian
from .semantics import Undefined, World
from .terms import Term

Range = Callable[[int], range]

SIMPLE = {"J": "1", "Gamma": "2", "gamma": "1", "hz": "1", "h": ("2", "1", "4"), "others": ("2", "3", "1", "5")}
GENERIC = {
    "J": "2",
    "Gamma": "3/2",
    "gamma": "5/3",
    "hz": "7/4",
    "h": ("3+i", "1-2i", "5/2+i"),
    "others": ("5/3+i", "3/7-2i", "7/5+3i", "2-1/3i"),
}
OTHER = {
    "J": "-3/2",
    "Gamma": "1/3",
    "gamma": "4",
    "hz": "-2/5",
    "h": ("1+3i", "2/3-i", "4+1/2i"),
    "others": ("1/4-i", "2+5i", "-3/2+i", "1/3+i"),
}


@dataclass(frozen=True)
class Worlds:
    """The systems for which a statement is meant.

    integers: for every integer symbol its range as a function of N.  where: symbols that the hypotheses fix (Gamma =
    0, r = n).  real: fields h_j real.
    free: further scalar symbols, real ones in `free_real`.  clusters: statements about C1, C2.  open_sites: free site
    indices, distinct; if `apart` they lie outside of every cluster, and every choice of clusters is tried.
    values: numbers of our own choice for a symbol, one for each of the three sets of parameters.  more_sets: further
    sets of sites beside C1, C2.
    site_free, site_real: further parameters of each site, complex or real.  sequences: free complex numbers c_0, c_1,
    ...
    """

    uniform: bool = False
    sizes: tuple[int, ...] = (1, 2, 3)
    where: Mapping[str, Term] = field(default_factory=dict)
    integers: Mapping[str, Range] = field(default_factory=dict)
    free: tuple[str, ...] = ()
    free_real: tuple[str, ...] = ()
    real: bool = False
    clusters: bool = False
    open_sites: tuple[str, ...] = ()
    apart: bool = False
    definitions: Mapping[str, Term] = field(default_factory=dict)
    condition: Callable[[World], bool] | None = None
    most: int = 60
    values: Mapping[str, tuple[Any, Any, Any]] = field(default_factory=dict)
    more_sets: tuple[str, ...] = ()
    site_free: tuple[str, ...] = ()
    site_real: tuple[str, ...] = ()
    sequences: tuple[str, ...] = ()

    world_type: ClassVar[type[World]] = World

    def points(self) -> Iterator[tuple[World, dict[str, Any], str]]:
        """(system, bound site indices, its description) for every test point."""
        for N in self.sizes:
            for a, numbers in enumerate((SIMPLE, GENERIC, OTHER)):
                chosen = {name: row[a] for name, row in self.values.items()}
                yield from islice(self._at(N, {**numbers, **chosen}, tuple(chosen)), self.most)

    def _at(
        self, N: int, numbers: Mapping[str, Any], chosen: tuple[str, ...] = ()
    ) -> Iterator[tuple[World, dict[str, Any], str]]:
        from ..numbers import parse_complex

        listed = {"h", *self.site_free, *self.site_real}
        base = {
            name: parse_complex(numbers[name]) for name in ("J", "Gamma", "gamma", "hz", *chosen) if name not in listed
        }
        h = [parse_complex(c) for c in numbers["h"][:N]]
        h = [Gaussian(z.re) for z in h] if self.real else h
        h = [h[0]] * N if self.uniform else h
        others = [parse_complex(c) for c in numbers["others"]]
        base |= {name: others[a % 4] * (a + 1) for a, name in enumerate(self.free)}
        base |= {name: Gaussian(others[a % 4].re) for a, name in enumerate(self.free_real)}
        base = {name: value for name, value in base.items() if name not in self.where}
        parameters = {name: _spread(others, 2 * a + 1, N) for a, name in enumerate(self.site_free)}
        parameters |= {name: [Gaussian(z.re) for z in _spread(others, a, N)] for a, name in enumerate(self.site_real)}
        parameters |= {name: [parse_complex(c) for c in numbers[name][:N]] for name in parameters if name in numbers}
        shown = {name: _spread(others, a, N + 3) for a, name in enumerate(self.sequences)}
        sequences = {f"sequence {name}": row for name, row in shown.items()}
        for counts in product(*(list(r(N)) for r in self.integers.values())):
            whole = dict(zip(self.integers, counts, strict=True))
            for sets in self._cluster_choices(N):
                for places in islice(permutations(range(1, N + 1), len(self.open_sites)), 2):
                    if self.apart and any(members & set(places) for members in sets.values()):
                        continue
                    values: dict[str, Any] = {**base, **whole, **({"h": h[0]} if self.uniform else {})}
                    world = self.world_type(
                        N,
                        {**values, **sequences},
                        {"h": h, **parameters},
                        constant=Gaussian,
                        imaginary=Gaussian(0, 1),
                        sets=sets,
                        definitions={**self.definitions, **self.where},
                    )
                    try:
                        if self.condition is not None and not self.condition(world):
                            continue
                    except Undefined:
                        continue
                    bound = {f"site {name}": site for name, site in zip(self.open_sites, places, strict=True)}
                    yield world, bound, self._described(N, base, {"h": h, **parameters, **shown}, whole, sets, bound)

    def _cluster_choices(self, N: int) -> Iterator[dict[str, frozenset[int]]]:
        if not self.clusters:
            yield {}
            return
        subsets = [frozenset(c) for size in range(N + 1) for c in combinations(range(1, N + 1), size)]
        names = ("C1", "C2", *self.more_sets)
        choices = product(subsets, repeat=len(names))
        for chosen in choices if N < 3 or self.apart else islice(choices, 0, None, 5):
            yield dict(zip(names, chosen, strict=True))

    def _described(
        self,
        N: int,
        base: Mapping[str, Any],
        sites: Mapping[str, list[Any]],
        whole: Mapping[str, int],
        sets: Mapping[str, frozenset[int]],
        bound: Mapping[str, int],
    ) -> str:
        parts = [
            f"N = {N}",
            *(f"{name} = {value}" for name, value in {**base, **whole}.items()),
            *(f"{name} = {value}" for name, value in self.fixed()),
        ]
        for name, row in sites.items():
            first = 0 if name in self.sequences else 1
            parts += (
                [f"h = {row[0]}"]
                if self.uniform and name == "h"
                else [f"{name}_{a + first} = {z}" for a, z in enumerate(row)]
            )
        parts += [f"{name} = {{{', '.join(map(str, sorted(s)))}}}" for name, s in sets.items()]
        parts += [f"{name.removeprefix('site ')} = {site}" for name, site in bound.items()]
        return ", ".join(parts)

    def fixed(self) -> list[tuple[str, str]]:
        """The symbols that the hypotheses fix, for display."""
        return [(name, _plain(value)) for name, value in self.where.items()]


def _plain(term: Term) -> str:
    """A short expression in one line, with the brackets that it needs."""
    parts = [_plain(a) if isinstance(a, Term) else str(a) for a in term.args]
    match term.head:
        case "num" | "sym" | "cluster" | "site_index":
            return parts[0]
        case "add":
            return " + ".join(parts).replace("+ -", "- ")
        case "neg":
            return "-" + _factor(term.args[0])
        case "mul":
            return " ".join(map(_factor, term.args))
        case "div":
            return f"{_factor(term.args[0])}/{_factor(term.args[1], 'mul', 'div')}"
        case "pow":
            return f"{_factor(term.args[0], 'mul', 'div')}^{_factor(term.args[1], 'mul', 'div')}"
        case "at":
            return f"{parts[0]}_{parts[1]}"
        case "card" | "abs":
            return f"|{parts[0]}|"
        case "abs2":
            return f"|{parts[0]}|^2"
        case "conj":
            return f"{_factor(term.args[0], 'mul', 'div')}^*"
        case "re" | "im":
            return f"{term.head.capitalize()}({parts[0]})"
    return "..."


def _factor(term: Term, *also: str) -> str:
    """A factor: sums, and what else is named, in brackets."""
    return f"({_plain(term)})" if term.head in ("add", "neg", *also) else _plain(term)


def constant(value: Fraction) -> Gaussian:
    return Gaussian(value)


def _spread(numbers: list[Any], start: int, count: int) -> list[Any]:
    """Different numbers made of a few."""
    return [numbers[(start + a) % len(numbers)] * (a + 1) for a in range(count)]
