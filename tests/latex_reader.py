"""A reader of LaTeX formulas, for tests: from a right side and the values of its symbols it makes a number.

It shares nothing with the package: numbers are pairs of Fractions, the grammar is what a physicist reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

TOKEN = re.compile(r"\s+|\\[,;]|(?P<token>\\left[(|]|\\right[)|]|\\[A-Za-z]+|\d+|[A-Za-z]|.)")
NO_FACTOR = {None, ")", "}", "+", "-", r"\right)", r"\right|", "="}


@dataclass(frozen=True)
class Number:
    """A complex rational."""

    re: Fraction
    im: Fraction = Fraction(0)

    def __add__(self, other: Number) -> Number:
        return Number(self.re + other.re, self.im + other.im)

    def __neg__(self) -> Number:
        return Number(-self.re, -self.im)

    def __mul__(self, other: Number) -> Number:
        return Number(self.re * other.re - self.im * other.im, self.re * other.im + self.im * other.re)

    def conj(self) -> Number:
        return Number(self.re, -self.im)

    def abs2(self) -> Fraction:
        return self.re**2 + self.im**2

    def __truediv__(self, other: Number) -> Number:
        size = other.abs2()
        return self * Number(other.re / size, -other.im / size)


class Reader:
    """Recursive descent over sums, products, powers and atoms."""

    def __init__(self, latex: str, values: Mapping[str, Number]) -> None:
        self.tokens = [m["token"] for m in TOKEN.finditer(latex) if m["token"]]
        self.at, self.values, self.inside_bars = 0, values, False

    def read(self) -> Number:
        value = self.sum()
        assert self.at == len(self.tokens), f"not understood from {self.tokens[self.at :]}"
        return value

    def peek(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, expected: str | None = None) -> str:
        token = self.tokens[self.at]
        assert expected in (None, token), f"{token} where {expected} was expected"
        self.at += 1
        return token

    def sum(self) -> Number:
        value = Number(Fraction(0))
        first = True
        while first or self.peek() in ("+", "-"):
            sign = self.take() if self.peek() in ("+", "-") else "+"
            term = self.product()
            value, first = value + (term if sign == "+" else -term), False
        return value

    def product(self) -> Number:
        value = self.power()
        while self.peek() not in NO_FACTOR and not (self.inside_bars and self.peek() == "|"):
            if self.peek() == r"\cdot":
                self.take()
            if self.peek() == "/":
                self.take()
                value = value / self.power()
            else:
                value = value * self.power()
        return value

    def power(self) -> Number:
        token = self.peek()
        if token in ("|", r"\left|"):
            return self.modulus()
        value = self.name() if token is not None and re.match(r"\\?[A-Za-z]", token) and self.is_name() else self.atom()
        return self.raised(value)

    def raised(self, value: Number) -> Number:
        while self.peek() == "^":
            self.take()
            above = self.script()
            if above == "*":
                value = value.conj()
            else:
                factor, value = value, Number(Fraction(1))
                for _ in range(int(above)):
                    value = value * factor
        return value

    def modulus(self) -> Number:
        opening = self.take()
        around, self.inside_bars = self.inside_bars, opening == "|"
        inside = self.sum()
        self.inside_bars = around
        self.take("|" if opening == "|" else r"\right|")
        self.take("^")
        above = int(self.script())
        assert above % 2 == 0, "an odd power of a modulus is no rational number"
        return Number(inside.abs2() ** (above // 2))

    def script(self) -> str:
        if self.peek() != "{":
            return self.take()
        self.take("{")
        inside = ""
        while self.peek() != "}":
            token = self.take()
            if token == r"\mathrm":
                self.take("{")
                while self.peek() != "}":
                    inside += self.take()
                self.take("}")
            else:
                inside += token
        self.take("}")
        return inside

    def is_name(self) -> bool:
        return self.peek() not in (r"\frac", r"\tfrac", r"\left(", r"\left|", "i") and self.peek() is not None

    def name(self) -> Number:
        """A symbol with its indices: h^x, h_1^x, J_{eff}, alpha_2, r; the exponents that follow are not part of it."""
        found = self.take()
        below = above = ""
        while self.peek() in ("_", "^"):
            if self.peek() == "^" and self.tokens[self.at + 1] not in ("x", "y", "z"):
                break
            if self.take() == "_":
                below = "_" + self.script()
            else:
                above = "^" + self.script()
        return self.values[found.removeprefix("\\") + above + below]

    def atom(self) -> Number:
        token = self.take()
        if token.isdigit():
            return Number(Fraction(int(token)))
        if token == "i":
            return Number(Fraction(0), Fraction(1))
        if token in (r"\frac", r"\tfrac"):
            parts = []
            for _ in range(2):
                self.take("{")
                parts.append(self.sum())
                self.take("}")
            return parts[0] / parts[1]
        assert token in ("(", r"\left("), f"{token} where a factor was expected"
        value = self.sum()
        self.take(")" if token == "(" else r"\right)")
        return value
