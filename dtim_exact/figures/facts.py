"""What can be read off a figure in numbers: the few that its page and its command quote, taken from the figure's data.

Key result: `facts`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..real import Real
from .data import FigureData

__all__ = ["facts"]

Fact = tuple[str, str]


def facts(data: FigureData) -> list[Fact]:
    """What and how much, as text; the last two say how many numbers there are and how narrow they are.

    >>> from .catalogue import figure_data
    >>> for what, value in facts(figure_data("2c", coarse=True))[:2]:
    ...     print(what, value)
    n = 0: w_0 of (12) 1.6813e-10
    n = 0: certified full width at half maximum 2.80081e-10
    """
    parts = {"S3": (_s3a, _s3b, _s3c)}.get(data.name) or (_FACTS[data.name],)
    found = [fact for part in parts for fact in part(data)]
    digits = -len(str(int(1 / data.worst_radius()))) + 1 if data.worst_radius() else 0
    return [*found, ("numbers", str(len(data))), ("largest radius, of the largest in its column", f"below 1e{digits}")]


def _short(x: Real | float) -> str:
    return f"{float(x):.6g}"


def _2a(data: FigureData) -> Iterator[Fact]:
    peak = data["peak"]
    middle = peak["epsilon"].index(Real(0))
    yield "density at the resonance", _short(peak["density"][middle])
    yield "C^xx = C^yy at the resonance", _short(peak["Cxx"][middle])
    yield "C^xx and C^yy at the edge", f"{_short(peak['Cxx'][0])}, {_short(peak['Cyy'][0])}"


def _2b(data: FigureData) -> Iterator[Fact]:
    peaks = data["peaks"]
    for hz, height in zip(peaks["hz"], peaks["density"], strict=True):
        yield f"peak near h^z/J = {float(hz):.4g}", _short(height)


def _2c(data: FigureData) -> Iterator[Fact]:
    for one in data.named("width "):
        n, estimate, fwhm = one.parameters["n"], float(one["estimate"][0]), float(one["fwhm"][0])
        yield f"n = {n}: w_{n} of (12)", _short(estimate)
        yield f"n = {n}: certified full width at half maximum", _short(fwhm)
        yield f"n = {n}: width / w_{n}", _short(fwhm / estimate)


def _3a(data: FigureData) -> Iterator[Fact]:
    points = data["critical"]
    for number, (m, hx, hz) in enumerate(zip(points["m"], points["hx"], points["hz"], strict=True), 1):
        yield f"critical point {number}: m, h^x/Jbar, h^z/Jbar", ", ".join(map(_short, (m, hx, hz)))
    first, maxwell = data["first order"].floats("hz"), data["maxwell"].floats("hz")
    gaps = [b - a for a, b in zip(first, maxwell, strict=True)]
    heights = data["first order"].floats("hx")
    for name, gap in (("most", max(gaps)), ("least", min(gaps))):
        place = f"h^x/Jbar = {heights[gaps.index(gap)]:.3f}"
        yield f"Maxwell line less first-order line, {name}", f"{gap:.4f} Jbar at {place}"


def _3b(data: FigureData) -> Iterator[Fact]:
    for one in data.series:
        yield f"{one.name}: h^x/Jbar, h^z/Jbar", ", ".join(_short(Real(one.parameters[key])) for key in ("hx", "hz"))


def _3c(data: FigureData) -> Iterator[Fact]:
    yield "first-order field h^z/Jbar at h^x = 2 Jbar/5", _short(Real(data["transition"].parameters["hz"]))
    found = data["polarization"]
    yield "minima m_1, m_3 there", f"{_short(found['low'][0])}, {_short(found['high'][0])}"
    yield "their average", _short(found["average"][0])
    yield "limit of m", _short(found["limit"][0])


def _s1(data: FigureData) -> Iterator[Fact]:
    for one in data.series:
        pairs = zip(*(one.floats(key) for key in ("re_12", "im_12", "re_21", "im_21")), strict=True)
        largest = max(abs(complex(a, b) - complex(c, d)) for a, b, c, d in pairs)
        same = all(x.overlaps(y) for part in ("re", "im")
                   for x, y in zip(one[f"{part}_12"], one[f"{part}_21"], strict=True))  # fmt: skip
        yield f"n_th = {one.parameters['n_th']}: largest difference", "0 within the radii" if same else _short(largest)


def _s2(data: FigureData) -> Iterator[Fact]:
    for one in data.series:
        dips = [f"{float(y):.3g} at h^z = {hz} J" for hz, y in zip(one["hz"], one["coherence"], strict=True)
                if hz in (0, 1, 2)]  # fmt: skip
        yield f"k = {one.parameters['k']}, gamma = {one.parameters['gamma']} J", ", ".join(dips)


def _s3a(data: FigureData) -> Iterator[Fact]:
    fields, random = data["transitions"], data["random"]
    equal, spread = fields.floats("equal")[0], fields.floats("random")[0]
    yield "h^z_*/Jbar in the limit, equal and normal fields", f"{equal:.6f}, {spread:.6f}"
    yield "their difference", f"{spread - equal:.6f}"
    yield "largest error bar as drawn", _short(max(random.floats("deviation")))
    yield "largest error bar by the caption's formula", _short(max(random.floats("spread")))


def _pairs(name: str) -> Callable[[FigureData], Iterator[Fact]]:
    def found(data: FigureData) -> Iterator[Fact]:
        values = data[f"pairs {name}"].floats("g2")
        yield f"{name}: smallest and largest g2 of {len(values)} pairs", f"{_short(min(values))}, {_short(max(values))}"

    return found


_s3b, _s3c = _pairs("S3b"), _pairs("S3c")
_FACTS: dict[str, Callable[[FigureData], Iterator[Fact]]] = {
    "2a": _2a, "2b": _2b, "2c": _2c, "3a": _3a, "3b": _3b, "3c": _3c,
    "S1": _s1, "S2": _s2, "S3a": _s3a, "S3b": _s3b, "S3c": _s3c,
}  # fmt: skip
