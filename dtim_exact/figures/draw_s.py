"""Pictures of Figs. S1, S2, S3: two-time correlations, coherences with loss, random fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..real import Real
from .data import FigureData
from .style import BLACK, BLUE, COLUMN, DIVERGING, GREEN, GREY, ORANGE, PAGE, RED, canvas, number, panel_label

__all__ = ["draw_s1", "draw_s2", "draw_s3", "draw_s3a", "draw_s3b", "draw_s3c"]

_TEMPERATURES = (BLACK, BLUE, RED)


def draw_s1(data: FigureData) -> Any:
    """Real and imaginary parts; solid <sigma_1^-(t) sigma_2^->, dashed <sigma_2^-(t) sigma_1^->."""
    picture = canvas(PAGE, 2.3, data)
    for axes, part, label in zip(picture.subplots(1, 2), ("re", "im"), ("Re", "Im"), strict=True):
        for one, colour in zip(data.series, _TEMPERATURES, strict=False):
            times = one.floats("t")
            text = rf"$\bar n_{{\rm th}} = {one.parameters['n_th']}$"
            axes.plot(times, one.floats(f"{part}_12"), color=colour, lw=1, alpha=0.75, label=text)
            axes.plot(times, one.floats(f"{part}_21"), "--", color=colour, lw=1)
        axes.set(xlabel=r"$tJ$", xlim=(0, times[-1]), xticks=[0.5 * k for k in range(1 + int(2 * times[-1]))])
        axes.set_ylabel(rf"{label} $\langle\hat\sigma_i^-(t)\,\hat\sigma_j^-(0)\rangle_{{\rm ss}}$")
    picture.axes[0].legend(loc="upper right")
    solid, dashed = (picture.axes[1].plot([], [], style, color=GREY)[0] for style in ("-", "--"))
    picture.axes[1].legend([solid, dashed], [r"$i, j = 1, 2$", r"$i, j = 2, 1$"], loc="lower right")
    return picture


def draw_s2(data: FigureData) -> Any:
    """Three orders in three colours; the larger the loss, the fainter."""
    picture = canvas(COLUMN * 1.35, 2.9, data)
    axes = picture.subplots()
    faint = {"1": 0.3, "1/10": 0.6, "1/100": 1.0}
    for one in data.series:
        k, gamma = one.parameters["k"], one.parameters["gamma"]
        colour = {"1": RED, "2": ORANGE, "3": GREEN}[k]
        label = rf"$k = {k}$" if gamma == "1/100" else None
        axes.plot(one.floats("hz"), one.floats("coherence"), color=colour, alpha=faint[gamma], lw=1, label=label)
    axes.set(xlabel=r"$h^z/J$", xlim=(-2, 6), yscale="log")
    axes.set_ylabel(r"$(h^x)^k\,|\langle\hat\sigma^+_{i_1}\cdots\hat\sigma^+_{i_k}\rangle|\,/J^k$")
    axes.legend(loc="lower right", title=r"$\gamma = J,\ J/10,\ J/100$", title_fontsize=7)
    return picture


def draw_s3(data: FigureData) -> Any:
    """All three panels."""
    picture = canvas(PAGE, 4.9, data)
    top, low = picture.subfigures(2, 1, height_ratios=(1.15, 1))
    _densities(top.subplots(), data)
    for axes, name in zip(low.subplots(1, 2), ("S3b", "S3c"), strict=True):
        _correlations(axes, low, data, name)
    return picture


def draw_s3a(data: FigureData) -> Any:
    """Densities in equal and in random fields."""
    picture = canvas(COLUMN * 1.35, 2.7, data)
    _densities(picture.subplots(), data)
    return picture


def draw_s3b(data: FigureData) -> Any:
    """g2 below the transition."""
    return _one_map(data, "S3b")


def draw_s3c(data: FigureData) -> Any:
    """g2 above the transition."""
    return _one_map(data, "S3c")


def _one_map(data: FigureData, name: str) -> Any:
    picture = canvas(COLUMN, 2.6, data)
    _correlations(picture.subplots(), picture, data, name)
    return picture


def _densities(axes: Any, data: FigureData) -> None:
    for one, grey in zip(data.named("N="), ("0.75", "0.5", "0"), strict=True):
        axes.plot(one.floats("hz"), one.floats("density"), color=grey, label=rf"${one.name}$, equal fields")
    random = data["random"]
    axes.errorbar(random.floats("hz"), random.floats("density"), yerr=random.floats("deviation"), fmt="o", color=BLUE,
                  ms=2.5, lw=0.7, capsize=1.5, label="$N=128$, random fields")  # fmt: skip
    axes.set(xlabel=r"$h^z/\bar J$", ylabel=r"$\bar n$", xlim=(-0.1, 0.7), ylim=(-0.02, 0.8))
    fields = data["transitions"]
    for name, colour in (("equal", BLACK), ("random", BLUE)):
        label = rf"$h^z_*$, {name} fields, $N\to\infty$"
        axes.axvline(fields.floats(name)[0], color=colour, ls=":", lw=0.9, label=label)
    axes.legend(loc="upper left", bbox_to_anchor=(0.06, 1.0), fontsize=6.5, labelspacing=0.25)
    panel_label(axes, "a")
    inset = axes.inset_axes((0.7, 0.64, 0.285, 0.34))
    entropy = data["inset entropy"]
    inset.plot(entropy.floats("hz"), entropy.floats("entropy"), color=BLACK, lw=0.9)
    inset.set(xlim=(-0.1, 0.7), ylim=(0, 0.75))
    inset.set_xlabel(r"$h^z/\bar J$", fontsize=6.5, labelpad=0.5)
    inset.set_ylabel(r"$S(\hat\rho_1)$", fontsize=6.5, labelpad=1)
    inset.tick_params(labelsize=6, pad=1.5)


def _correlations(axes: Any, holder: Any, data: FigureData, name: str) -> None:
    """The symmetric matrix g2_ij without its diagonal; white is zero."""
    pairs = data[f"pairs {name}"]
    size = int(pairs.parameters["N"])
    rows = [[float("nan")] * size for _ in range(size)]
    for i, j, value in zip(*(pairs.floats(key) for key in ("i", "j", "g2")), strict=True):
        rows[int(i) - 1][int(j) - 1] = rows[int(j) - 1][int(i) - 1] = value
    edges = (0.5, size + 0.5, 0.5, size + 0.5)
    image = axes.imshow(rows, cmap=DIVERGING, norm=_root_scale(pairs.floats("g2")), origin="lower", extent=edges)
    holder.colorbar(image, ax=axes, label=r"$g^{(2)}_{i,j}$", pad=0.02)
    axes.set(xlabel=r"$i$", ylabel=r"$j$")
    field = rf"$h^z = {number(pairs.parameters['hz']):.2f}\,\bar J$"
    axes.set_title(rf"$\mathbf{{({name[-1]})}}$  {field}{_signs(pairs['g2'])}", loc="left")


def _root_scale(values: list[float]) -> Any:
    """Colours in proportion to the root of |g2| with its sign, so that weak correlations show their sign too."""
    import numpy as np
    from matplotlib.colors import FuncNorm

    reach = max(abs(value) for value in values)
    there, back = (lambda x: np.sign(x) * np.sqrt(np.abs(x))), (lambda y: np.sign(y) * y**2)
    return FuncNorm((there, back), vmin=-reach, vmax=reach)


def _signs(values: Sequence[Real]) -> str:
    """What is certain about the signs of all pairs, by their enclosures."""
    if all(value > 0 for value in values):
        return ": all pairs $> 0$"
    return ": all pairs $< 0$" if all(value < 0 for value in values) else ""

