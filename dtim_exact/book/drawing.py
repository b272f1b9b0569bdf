"""Graphs of uses as inline SVG: boxes that are links, coloured and lettered by verdict, joined by curves.

Key results: `neighbours` (what one claim uses and what uses it), `whole` (all claims, by layers).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from .content import Entry
from .layers import layered

__all__ = ["neighbours", "whole"]

Address = Callable[[str], str]
HEIGHT, GAP, CHARACTER, PADDING = 26, 10, 7.6, 14
COLUMN = 84
MOST_ROWS = 9


class _Drawing:
    """Boxes and curves with the room they take."""

    def __init__(self, entries: Mapping[str, Entry], address: Address) -> None:
        self.entries, self.address = entries, address
        self.boxes: dict[str, tuple[float, float, float]] = {}
        self.parts: list[Markup] = []
        self.curves: list[Markup] = []

    def width_of(self, name: str) -> float:
        return len(self.entries[name].label) * CHARACTER + PADDING

    def box(self, name: str, x: float, y: float, here: bool = False) -> None:
        """A box whose left upper corner is at x, y."""
        entry, width = self.entries[name], self.width_of(name)
        self.boxes[name] = (x, y, width)
        self.parts.append(
            Markup(
                '<a href="{}"><g class="node {}{}"><title>{}: {}. {}</title><rect x="{:.1f}" y="{:.1f}" width="{:.1f}" '
                'height="{}" rx="5"/><text x="{:.1f}" y="{:.1f}">{}</text></g></a>'
            ).format(
                *(self.address(name), entry.verdict, " here" if here else "", entry.label, entry.verdict, entry.says),
                *(x, y, width, HEIGHT, x + width / 2, y + HEIGHT / 2 + 4.5, entry.label),
            )
        )

    def join(self, first: str, then: str, sideways: bool) -> None:
        """A curve from what is used to what uses it: from right side to left side, or from bottom to top."""
        (x, y, width), (u, v, other) = self.boxes[first], self.boxes[then]
        if sideways:
            a, b, c, d = x + width, y + HEIGHT / 2, u, v + HEIGHT / 2
            path = f"M{a:.1f} {b:.1f}C{(a + c) / 2:.1f} {b:.1f} {(a + c) / 2:.1f} {d:.1f} {c:.1f} {d:.1f}"
        else:
            a, b, c, d = x + width / 2, y + HEIGHT, u + other / 2, v
            path = f"M{a:.1f} {b:.1f}C{a:.1f} {(b + d) / 2:.1f} {c:.1f} {(b + d) / 2:.1f} {c:.1f} {d:.1f}"
        self.curves.append(Markup('<path data-ends="{} {}" d="{}"/>').format(first, then, path))

    def svg(self, label: str, width: float, height: float) -> Markup:
        return Markup(
            '<svg class="graph" role="group" aria-label="{}" viewBox="0 0 {:.0f} {:.0f}" width="{:.0f}" '
            'height="{:.0f}"><g class="edges">{}</g>{}</svg>'
        ).format(label, width, height, width, height, Markup("").join(self.curves), Markup("").join(self.parts))


def neighbours(entries: Mapping[str, Entry], name: str, address: Address) -> Markup:
    """What the claim uses on the left, itself in the middle, what uses it on the right."""
    drawing, entry = _Drawing(entries, address), entries[name]
    left, right = (_columns(list(names)) for names in (entry.uses, entry.used_by))
    rows = max(len(column) for column in [[name], *left, *right])
    height = rows * (HEIGHT + GAP) + GAP
    x: float = GAP
    for columns in (left, [[name]], right):
        for column in columns:
            width = max(drawing.width_of(one) for one in column)
            top = (height - len(column) * (HEIGHT + GAP) + GAP) / 2
            for at, one in enumerate(column):
                drawing.box(one, x + (width - drawing.width_of(one)) / 2, top + at * (HEIGHT + GAP), one == name)
            x += width + (GAP if column is not columns[-1] else COLUMN)
    for one in entry.uses:
        drawing.join(one, name, sideways=True)
    for one in entry.used_by:
        drawing.join(name, one, sideways=True)
    return drawing.svg(f"What {entry.label} uses, and what uses it", x - COLUMN + GAP, height)


def _columns(names: Sequence[str]) -> list[list[str]]:
    """Long lists in several columns, so that the drawing stays low."""
    return [list(names[at : at + MOST_ROWS]) for at in range(0, len(names), MOST_ROWS)]


def whole(entries: Mapping[str, Entry], address: Address, wide: int = 920) -> Markup:
    """All claims that use or are used, layer below layer; a layer that is too wide takes several rows."""
    drawing = _Drawing(entries, address)
    joined = {name: list(entry.uses) for name, entry in entries.items() if entry.uses or entry.used_by}
    y: float = GAP
    for layer in layered(joined):
        for row in _rows(layer, drawing.width_of, wide):
            x = (wide - sum(drawing.width_of(name) + GAP for name in row) + GAP) / 2
            for name in row:
                drawing.box(name, x, y)
                x += drawing.width_of(name) + GAP
            y += HEIGHT + GAP + 6
        y += 24
    for name, uses in joined.items():
        for used in uses:
            drawing.join(used, name, sideways=False)
    return drawing.svg("Which claim uses which", wide, y)


def _rows(layer: Sequence[str], width_of: Callable[[str], float], wide: int) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    taken = 0.0
    for name in layer:
        needed = width_of(name) + GAP
        if rows[-1] and taken + needed > wide - 2 * GAP:
            rows.append([])
            taken = 0.0
        rows[-1].append(name)
        taken += needed
    return rows
