"""A layered layout of what uses what: layers by the longest chain of uses, few crossings, nothing drawn yet.

Layers as in Sugiyama's method: a claim stands one layer after the last claim that it uses; within a layer claims are
put in order by the mean place of their neighbours, to and fro, which leaves few crossings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["layered"]

SWEEPS = 12


def layered(uses: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The claims by layers, in each layer in the order in which they are drawn.

    >>> layered({"a": [], "b": [], "c": ["b"], "d": ["c", "a"]})
    [['a', 'b'], ['c'], ['d']]

    What is used but not listed is left out; a circle of uses is cut where it closes.
    """
    depth = _depths(uses)
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for name in uses:
        layers[depth[name]].append(name)
    below = {name: [other for other in uses[name] if other in uses] for name in uses}
    above: dict[str, list[str]] = {name: [] for name in uses}
    for name, others in below.items():
        for other in others:
            above[other].append(name)
    for sweep in range(SWEEPS):
        order = layers if sweep % 2 == 0 else layers[::-1]
        _sweep(order, below if sweep % 2 == 0 else above)
    return layers


def _depths(uses: Mapping[str, Sequence[str]]) -> dict[str, int]:
    depth: dict[str, int] = {}

    def visit(name: str, on_the_way: frozenset[str]) -> int:
        if name not in depth:
            others = (other for other in uses[name] if other in uses and other not in on_the_way)
            depth[name] = max((visit(other, on_the_way | {name}) + 1 for other in others), default=0)
        return depth[name]

    for name in uses:
        visit(name, frozenset())
    return depth


def _sweep(layers: Sequence[list[str]], neighbours: Mapping[str, Sequence[str]]) -> None:
    """Puts every layer in order by the mean relative place of each claim's neighbours."""
    place = {name: (at + 0.5) / len(layer) for layer in layers for at, name in enumerate(layer)}
    for layer in layers:
        mean = {
            name: sum(place[other] for other in neighbours[name]) / len(neighbours[name])
            if neighbours[name]
            else place[name]
            for name in layer
        }
        layer.sort(key=lambda name: mean[name])
        place |= {name: (at + 0.5) / len(layer) for at, name in enumerate(layer)}
