"""The normal form of means in product states: with the same Bloch vector m on every site, the mean of a product of
operators of different sites is the
product of their means.

`mean(O)` is tr[rho O] with rho = prod_j (1 + m_x sigma_j^x + m_y sigma_j^y + m_z sigma_j^z)/2.  Read by the sites
form, O is a sum of products of ladder
operators and sigma^z on distinct sites, so its mean is a polynomial in m_x, m_y, m_z, and every sum over further
sites counts them.
"""

from __future__ import annotations

from .fields import Quotient
from .scalar_form import NotDecidable, ScalarForm
from .sites_algebra import Element
from .sites_form import SitesForm
from .terms import Term


class MeanForm(ScalarForm):
    """Scalars that may contain means of operators; `open_sites` are the free, distinct sites of the statement."""

    open_sites: tuple[str, ...] = ()

    def _mean(self, operator: Term) -> Quotient:
        operators = SitesForm(self, uniform=False)
        element = operators.times(operators.unit(self.open_sites), operators.read(operator, self.open_sites))
        return self.mean(operators, element)

    def mean(self, operators: SitesForm, element: Element) -> Quotient:
        """The mean of an operator in its normal form."""
        x, y, z, one = (*(self.field.generator(name) for name in ("m_x", "m_y", "m_z")), self.field.one)
        local = {"1": one, "z": z, "+": (x + self.field.imaginary * y) / 2, "-": (x - self.field.imaginary * y) / 2}
        result = self.field.zero
        for shape, value in element.items():
            if shape.phi or shape.antilinear:
                raise NotDecidable("only means of operators made of one-site operators")
            for c in (*(c for _, c in shape.named), *shape.anonymous):
                value = value * local[c]
            for label in range(len(shape.anonymous)):  # the sum over a further site, distinct from those before it
                if operators.depends(value, label):
                    raise NotDecidable("a mean that sums over the parameters of sites")
                value = value * (self.read(Term("sym", "N")) - len(shape.named) - label)
            result = result + value
        return result
