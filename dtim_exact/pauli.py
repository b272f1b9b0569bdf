"""Observables as text: products of single-site operators such as "X1 X2" or "+1 +2 -2 -3".

A letter is one of X Y Z + - and stands before the number of its site, 1..N. Operators on different sites commute, so
their order does not matter; operators on one site multiply from left to right, exactly: "X1 Y1" is i Z1, "+2 -2" is
n_2 and "-2 +2" is 1 - n_2. Each site ends as one 2x2 matrix in the basis (up, down) of sigma^z.

Key results: `parse_pauli_string`, `SiteOperator`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from .errors import InputError, shown
from .gaussian import Gaussian

__all__ = ["LETTERS", "SiteOperator", "parse_pauli_string"]

_TOKEN = re.compile(r"([A-Za-z+\-])([0-9]{1,18})")
_HINT = 'write letters X Y Z + - before site numbers, such as "X1 X2" or "+1 +2 -2 -3"'


class SiteOperator(NamedTuple):
    """An operator on one spin, uu |up><up| + ud |up><down| + du |down><up| + dd |down><down|.

    >>> X, Y = LETTERS["X"], LETTERS["Y"]
    >>> print(*(X @ Y))
    i 0 0 -i
    """

    uu: Gaussian
    ud: Gaussian
    du: Gaussian
    dd: Gaussian

    def __matmul__(self, other: SiteOperator) -> SiteOperator:
        return SiteOperator(
            self.uu * other.uu + self.ud * other.du,
            self.uu * other.ud + self.ud * other.dd,
            self.du * other.uu + self.dd * other.du,
            self.du * other.ud + self.dd * other.dd,
        )

    def is_identity(self) -> bool:
        """True for the operator 1."""
        return self == LETTERS["1"]

    def is_zero(self) -> bool:
        """True for the operator 0."""
        return not any(self)

    def is_hermitian(self) -> bool:
        """True if the operator is its own adjoint."""
        return self.uu.is_real() and self.dd.is_real() and self.ud == self.du.conj()


def _operator(uu: object, ud: object, du: object, dd: object) -> SiteOperator:
    return SiteOperator(*(z if isinstance(z, Gaussian) else Gaussian(z) for z in (uu, ud, du, dd)))


_I = Gaussian(0, 1)
LETTERS: Mapping[str, SiteOperator] = {
    "1": _operator(1, 0, 0, 1),
    "X": _operator(0, 1, 1, 0),
    "Y": _operator(0, -_I, _I, 0),
    "Z": _operator(1, 0, 0, -1),
    "+": _operator(0, 1, 0, 0),
    "-": _operator(0, 0, 1, 0),
}


def parse_pauli_string(text: str, N: int) -> dict[int, SiteOperator]:
    """The operator of each site that `text` names, in order of the sites; sites that reduce to 1 are dropped.

    >>> {site: [str(z) for z in matrix] for site, matrix in parse_pauli_string("Z2 +1 -1 Z2", N=2).items()}
    {1: ['1', '0', '0', '0']}

    Raises InputError for text that is not such a product, for an unknown letter and for a site outside 1..N.
    """
    if not isinstance(text, str):
        raise InputError(f"{shown(text)} ({type(text).__name__})", "an observable as text", _HINT)
    tokens = text.split()
    if not tokens:
        raise InputError(f"an empty observable {shown(text)}", "at least one operator", _HINT)
    operators: dict[int, SiteOperator] = {}
    for token in tokens:
        letter, site = _read(token, N)
        before = operators.get(site)
        operators[site] = LETTERS[letter] if before is None else before @ LETTERS[letter]
    return {site: operators[site] for site in sorted(operators) if not operators[site].is_identity()}


def _read(token: str, N: int) -> tuple[str, int]:
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise InputError(f"{shown(token)} in an observable", "a letter X Y Z + - and a site number", _HINT)
    letter, site = match[1], int(match[2])
    if letter not in LETTERS:
        raise InputError(f"the letter {letter!r} in {shown(token)}", "one of X Y Z + -", _HINT)
    if not 1 <= site <= N:
        raise InputError(f"site {site} in {shown(token)}", f"a site from 1 to N = {N}", "number the sites from 1")
    return letter, site
