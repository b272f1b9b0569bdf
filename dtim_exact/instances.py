r"""A symbolic mean value put in order: one ratio of polynomials in the moduli |k J_eff - h_eff|^2 and the fields.

The moduli come from the Pochhammer symbols of (17) and (18). Pairs z z^* become |z|^2, powers are collected, common
factors taken out; the sums that a modulus stands for are put in last, so that nothing is multiplied out.

Key results: `in_order`, `Instance` (its expression, and its LaTeX in the parameters or in J_eff and h_eff).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .from_sympy import as_term
from .functional import Functional
from .model import Model
from .proof.terms import Term, sym
from .rings import SYMBOL

__all__ = ["Instance", "in_order"]


@dataclass(frozen=True)
class Factor:
    """A sum z = re + i im that occurs as a factor, the symbols that stand for z, z^*, |z|^2, and its short name."""

    z: Any
    square: Any
    re: Any
    im: Any
    symbols: tuple[Any, Any, Any]
    name: Term

    @classmethod
    def of(cls, z: Any, square: Any, label: str, name: Term) -> Factor:
        """From z and |z|^2 in the form in which they occur."""
        from sympy import Symbol, expand, factor

        re_part, im_part = (factor(expand(part)) for part in z.as_real_imag())
        symbols = (Symbol(label), Symbol(f"{label}^*"), Symbol(f"|{label}|^2", real=True))
        return cls(z, square, re_part, im_part, symbols, name)

    def forms(self) -> dict[Any, Any]:
        """What occurs in an expression, and the symbol that stands for it."""
        return dict(zip((self.z, self.z.conjugate(), self.square), self.symbols, strict=True))

    def written_out(self) -> dict[Any, Any]:
        """The symbols and what they stand for, in real and imaginary part."""
        from sympy import I

        values = (self.re + I * self.im, self.re - I * self.im, self.re**2 + self.im**2)
        return dict(zip(self.symbols, values, strict=True))

    def named(self) -> dict[Any, Term]:
        """The symbols in terms of J_eff, h_eff and h_j."""
        size = self.name.args[0] if self.name.head == "neg" else self.name
        return dict(zip(self.symbols, (self.name, self.name.conj, Term("abs2", size)), strict=True))


@dataclass(frozen=True)
class Instance:
    """top/bottom in symbols, and the factors for which some of the symbols stand."""

    top: Any
    bottom: Any
    factors: tuple[Factor, ...]

    @property
    def expression(self) -> Any:
        """The sympy expression in the parameters."""
        written = {symbol: value for f in self.factors for symbol, value in f.written_out().items()}
        return (self.top / self.bottom).xreplace(written)

    def term(self, *, effective: bool = False) -> Term:
        """The same as a term of the statement language, in the parameters or in J_eff, h_eff and h_j."""
        if effective:
            meaning = {symbol: name for f in self.factors for symbol, name in f.named().items()}
        else:
            meaning = {symbol: as_term(value) for f in self.factors for symbol, value in f.written_out().items()}
        top, bottom = as_term(self.top, meaning), as_term(self.bottom, meaning)
        return top if self.bottom == 1 else top / bottom


def in_order(model: Model, expression: Any) -> Instance:
    """One ratio of polynomials, pairs z z^* as |z|^2, powers collected, common factors taken out."""
    from sympy import Poly, factor_terms, fraction, together

    factors = tuple(_complex_factors(model))
    real = {f.z: f.re for f in _factors(model) if f.z.is_real}
    plain = expression.xreplace({**real, **{form: symbol for f in factors for form, symbol in f.forms().items()}})
    parts = fraction(together(plain))
    generators = [symbol for f in factors for symbol in f.symbols[:2]]
    if generators:
        parts = tuple(_paired(Poly(part, *generators), factors) for part in parts)
    top, bottom = (factor_terms(_collected(factor_terms(part), factors)) for part in parts)
    top, bottom = fraction(top / bottom)
    return Instance(top, bottom, factors)


def _factors(model: Model) -> list[Factor]:
    """The sums that occur as factors, k J_eff - h_eff and h_j, without a number before them."""
    L = Functional(model, SYMBOL)
    found = [(L.step(k), L.square(k), f"s_{k}", _step_name(k)) for k in range(L.N)]
    for j, h in enumerate(L.steady.h, 1):
        name = sym("h") if L.steady.uniform else Term("at", "h", Term("site_number", j))
        found.append((h, SYMBOL.abs2(h), f"h_{j}", name))
    stripped = [(*z.as_coeff_Mul(), square, label, name) for z, square, label, name in found]
    return [
        Factor.of(z, square, label, name if c == 1 else name / as_term(c))
        for c, z, square, label, name in stripped
        if z.is_Add
    ]


def _step_name(k: int) -> Term:
    """k J_eff - h_eff."""
    return -sym("h_eff") if k == 0 else (sym("J_eff") if k == 1 else k * sym("J_eff")) - sym("h_eff")


def _complex_factors(model: Model) -> Iterable[Factor]:
    """Those that are not real, each once and not beside its conjugate."""
    known: set[Any] = set()
    for factor in _factors(model):
        if not factor.z.is_real and not {factor.z, factor.z.conjugate()} & known:
            known |= {factor.z, factor.z.conjugate()}
            yield factor


def _paired(polynomial: Any, factors: tuple[Factor, ...]) -> Any:
    """The polynomial in z and z^* with every pair z z^* as |z|^2; what is left is expanded if the sum is real."""
    from sympy import Add, expand

    out = {symbol: value for f in factors for symbol, value in f.written_out().items() if symbol in f.symbols[:2]}
    is_real = _is_real(polynomial)
    terms = []
    for powers, coefficient in polynomial.terms():
        term = coefficient
        for factor, up, down in zip(factors, powers[::2], powers[1::2], strict=True):
            z, conj, modulus = factor.symbols
            pairs = min(up, down)
            term = term * modulus**pairs * z ** (up - pairs) * conj ** (down - pairs)
        terms.append(expand(term.xreplace(out)) if is_real else term)
    return Add(*terms)


def _is_real(polynomial: Any) -> bool:
    """Whether the polynomial in z_1, z_1^*, z_2, z_2^*, ... is its own conjugate."""
    from sympy import expand

    terms = {powers: expand(coefficient) for powers, coefficient in polynomial.terms()}
    swapped = {
        powers: tuple(x for pair in zip(powers[1::2], powers[::2], strict=True) for x in pair) for powers in terms
    }
    return all(terms.get(swapped[powers]) == expand(c.conjugate()) for powers, c in terms.items())


def _collected(part: Any, factors: tuple[Factor, ...]) -> Any:
    """A sum with one term for each product of moduli and fields; factors in front of the sum are left alone."""
    from sympy import Add, I, Mul, Poly, factor, factor_terms

    if part.is_Mul:
        return Mul(*(_collected(f, factors) if f.is_Add else f for f in part.args))
    if not part.is_Add:
        return part
    moduli = {f.symbols[2] for f in factors}
    generators = sorted(
        (s for s in part.free_symbols if s in moduli or s.name.startswith("h^x")), key=lambda symbol: symbol.name
    )
    if not generators:
        return part
    terms = Poly(part, *generators).terms()
    if any(c.free_symbols & set(generators) for _, c in terms):
        return part
    return Add(
        *(
            (factor_terms(coefficient) if coefficient.has(I) else factor(coefficient))
            * Mul(*(g**power for g, power in zip(generators, powers, strict=True)))
            for powers, coefficient in terms
        )
    )
