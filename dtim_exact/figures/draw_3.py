"""Pictures of Fig. 3: the phase diagram and the potential."""

from __future__ import annotations

from typing import Any

from .data import FigureData, Series
from .style import BLACK, BLUE, COLUMN, ORANGE, RED, SEQUENTIAL, SKY, canvas, number, panel_label

__all__ = ["draw_3a", "draw_3b", "draw_3c", "grid"]

_CURVES = (SKY, BLACK, ORANGE)


def draw_3a(data: FigureData) -> Any:
    """The heat map with the region, the lines and the points on it."""
    from matplotlib.patches import Rectangle

    picture = canvas(COLUMN * 1.35, 3.3, data)
    axes = picture.subplots()
    image = axes.pcolormesh(*grid(data["map"], "hz", "hx", "m"), cmap=SEQUENTIAL, vmin=0, vmax=1, shading="nearest",
                            rasterized=True)  # fmt: skip
    picture.colorbar(image, ax=axes, label=r"$m$", pad=0.02, aspect=30)
    _lines(axes, data)
    axes.set(xlabel=r"$h^z/\bar J$", ylabel=r"$h^x/\bar J$", xlim=(-0.3, 1.1), ylim=(0, 1.1))
    axes.legend(loc="lower left", bbox_to_anchor=(0.3, 1.0), ncols=2, borderaxespad=0.2, columnspacing=1)
    axes.text(0.0, 1.02, "(a)", transform=axes.transAxes, fontsize=9, fontweight="bold")
    frame = {"facecolor": "white", "edgecolor": "none", "zorder": 3, "transform": axes.transAxes}
    axes.add_patch(Rectangle((0.5, 0.475), 0.5, 0.525, **frame))
    _inset(axes.inset_axes((0.585, 0.575, 0.4, 0.405)), data)
    return picture


def _lines(axes: Any, data: FigureData) -> None:
    region = data["bistable"]
    hx, lower, upper = (region.floats(name) for name in ("hx", "lower", "upper"))
    axes.fill_betweenx(hx, lower, upper, facecolor=(1, 1, 1, 0.3), edgecolor=BLACK, lw=0.8,
                      label="bistable (mean field)")  # fmt: skip
    axes.plot(data["first order"].floats("hz"), data["first order"].floats("hx"), "--", color=RED, label="first order")
    axes.plot(data["maxwell"].floats("hz"), data["maxwell"].floats("hx"), "--", color=SKY, label="Maxwell construction")
    points = data["critical"]
    axes.plot(points.floats("hz"), points.floats("hx"), "x", color=RED, ms=6, mew=1.4, label="critical points",
              ls="none")  # fmt: skip


def _inset(axes: Any, data: FigureData) -> None:
    for one, opacity in zip(data.named("inset N="), (0.3, 0.6, 1.0), strict=True):
        axes.plot(one.floats("hz"), one.floats("m"), color=BLUE, alpha=opacity, lw=0.9, label=rf"${one.name[6:]}$")
    mean_field = data["inset mean field"]
    axes.plot(mean_field.floats("hz"), mean_field.floats("m"), "--", color=BLACK, lw=0.7)
    axes.set(xlim=(-0.25, 0.6), ylim=(0, 1))
    axes.set_xlabel(r"$h^z/\bar J$", fontsize=6.5, labelpad=0.5)
    axes.set_ylabel(r"$m$", fontsize=6.5, labelpad=1)
    axes.tick_params(labelsize=6, pad=1.5)
    axes.legend(fontsize=5.5, loc="upper right", handlelength=1.2, borderaxespad=0.1, labelspacing=0.2)


def grid(table: Series, x: str, y: str, z: str) -> tuple[list[float], list[float], Any]:
    """The axes of a table that runs through a grid row by row, and its numbers as rows."""
    width = len(set(table[x]))
    numbers = table.floats(z)
    rows = [numbers[start : start + width] for start in range(0, len(numbers), width)]
    return table.floats(x)[:width], table.floats(y)[::width], rows


def draw_3b(data: FigureData) -> Any:
    """f along the line of transitions through the critical point."""
    picture = canvas(COLUMN, 2.4, data)
    _landscapes(picture.subplots(), data, "b")
    return picture


def draw_3c(data: FigureData) -> Any:
    """f below, at and above the first-order transition, and the polarization at it."""
    picture = canvas(COLUMN, 2.6, data)
    axes = picture.subplots()
    _landscapes(axes, data, "c")
    limit, names = data["polarization"], (("limit", "-", "limit of $m$"), ("average", ":", "average of the minima"))
    marks = [axes.axvline(limit.floats(name)[0], color=RED, ls=style, lw=0.9, label=text)
             for name, style, text in names]  # fmt: skip
    axes.legend(handles=marks, loc="upper right", fontsize=6.5)
    return picture


def _landscapes(axes: Any, data: FigureData, label: str) -> None:
    """f less its minimum, drawn to a little above the highest barrier between two minima."""
    shown = [one for one in data.series if "f" in one.columns]
    handles = []
    for one, colour in zip(shown, _CURVES, strict=True):
        place = ", ".join(f"{number(one.parameters[key]):.4f}" for key in ("hx", "hz"))
        handles += axes.plot(one.floats("m"), one.floats("f"), color=colour, label=rf"$({place})$")
    top = 1.5 * max(_barrier(one.floats("f")) for one in shown)
    axes.set(xlabel=r"$m$", ylabel=r"$f(m) - \min f$", xlim=(0, 1), ylim=(-0.03 * top, top))
    axes.figure.legend(handles=handles, title=r"$(h^x, h^z)/\bar J$", title_fontsize=7, ncols=3, fontsize=6.5,
                       loc="outside upper center", columnspacing=1, handlelength=1.3)  # fmt: skip
    panel_label(axes, label)


def _barrier(heights: list[float]) -> float:
    """The highest point that lies above both its neighbours, 0 where there is none."""
    inner = zip(heights, heights[1:], heights[2:], strict=False)
    return max((b for a, b, c in inner if a < b > c), default=0.0)
