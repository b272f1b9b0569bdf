"""Pictures of Fig. 2: the blockade."""

from __future__ import annotations

from typing import Any

from .data import FigureData, Series
from .style import BLACK, BLUE, COLUMN, GREY, ORANGE, PAGE, RED, canvas, panel_label

__all__ = ["draw_2a", "draw_2b", "draw_2c"]


def draw_2a(data: FigureData) -> Any:
    """The peak n = 1, and C^xx dashed, C^yy solid as in the caption."""
    picture, peak = canvas(COLUMN, 2.5, data), data["peak"]
    axes = picture.subplots()
    detuning = [1e8 * x for x in peak.floats("epsilon")]
    axes.plot(detuning, peak.floats("density"), color=BLACK)
    axes.set(xlabel=r"$(h^z/J - 1)\times 10^{8}$", ylabel=r"$\bar n$", xlim=(-3, 3), ylim=(0, 0.52))
    panel_label(axes, "a")
    inset = axes.inset_axes((0.69, 0.52, 0.29, 0.44))
    inset.plot(detuning, peak.floats("Cyy"), color=RED, lw=0.9, label=r"$C^{yy}$")
    inset.plot(detuning, peak.floats("Cxx"), "--", color=RED, lw=0.9, label=r"$C^{xx}$")
    inset.set(xlim=(-3, 3), xticks=(-2, 0, 2))
    inset.tick_params(labelsize=6)
    inset.legend(fontsize=6, loc="center right", handlelength=1.1, handletextpad=0.4, borderaxespad=0.1)
    return picture


def draw_2b(data: FigureData) -> Any:
    """All peaks: many are far narrower than a line, so each certified maximum has a dot."""
    picture, curve, peaks = canvas(COLUMN, 2.2, data), data["density"], data["peaks"]
    axes = picture.subplots()
    axes.plot(curve.floats("hz"), curve.floats("density"), color=BLACK, lw=0.9)
    axes.plot(peaks.floats("hz"), peaks.floats("density"), "o", color=RED, ms=3, label="certified peaks")
    axes.set(xlabel=r"$h^z/J$", ylabel=r"$\bar n$", xlim=(-1, 12), ylim=(0, 0.58))
    axes.legend(loc="upper right")
    panel_label(axes, "b")
    return picture


def draw_2c(data: FigureData) -> Any:
    """The first three peaks, each in units of its own w_n."""
    picture = canvas(PAGE, 2.2, data)
    for n, axes in enumerate(picture.subplots(1, 3, sharey=True)):
        _close_up(axes, n, data[f"peak {n}"], data[f"width {n}"])
    picture.axes[0].set_ylabel(r"$\bar n$")
    panel_label(picture.axes[0], "c")
    return picture


def _close_up(axes: Any, n: int, peak: Series, width: Series) -> None:
    unit, left, right, height = (width.floats(name)[0] for name in ("estimate", "left", "right", "peak"))
    axes.plot([x / unit for x in peak.floats("epsilon")], peak.floats("density"), color=BLACK)
    axes.plot([left / unit, right / unit], [height / 2] * 2, "|-", color=BLUE, ms=7, label="certified FWHM")
    axes.plot([-0.5, 0.5], [height / 2 - 0.035] * 2, "|-", color=ORANGE, ms=7, label=r"$w_n$ of (12)")
    mantissa, exponent = f"{unit:.3e}".split("e")
    axes.set(xlabel=rf"$(h^z/J - {n})/w_{n}$", xlim=(-4, 4), ylim=(0, 0.55))
    facts = rf"$w_{n} = {mantissa}\times 10^{{{int(exponent)}}}$", rf"FWHM$/w_{n} = {(right - left) / unit:.4f}$"
    axes.text(0.97, 0.96, "\n".join(facts), transform=axes.transAxes, ha="right", va="top", fontsize=7)
    axes.axhline(height / 2, color=GREY, lw=0.4, ls=":", zorder=0)
    axes.text(0.03, 0.82, rf"$n = {n}$", transform=axes.transAxes, va="top")
    if n == 0:
        axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 0.5), fontsize=6, handlelength=1.2)
