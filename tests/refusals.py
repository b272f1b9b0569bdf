"""What a refusal of digits says, and what an exact answer is said to cost: for tests of the functions that ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dtim_exact import certify
from dtim_exact.cost import Cost
from dtim_exact.errors import PrecisionError


def refused_digits(monkeypatch: pytest.MonkeyPatch, ask: Callable[[], Any], what: str, digits: int) -> None:
    """Asserts that, were no number of bits enough, `ask()` would say that `digits` digits of `what` are not reached."""
    monkeypatch.setattr(certify._Reached, "satisfies", lambda *_: False)
    monkeypatch.setattr(certify, "_stalled", lambda _: True)
    with pytest.raises(PrecisionError) as caught:
        ask()
    monkeypatch.undo()
    given, needed, _ = caught.value.args
    assert given.split(" digits of ", 1)[1].rsplit(" at ", 1)[0] == what
    assert needed == f"{digits} digits"


def exact_costs(monkeypatch: pytest.MonkeyPatch, ask: Callable[[], Any]) -> list[tuple[str, Cost]]:
    """What `ask()` looks at before it begins an exact sum: the name of the result and the cost."""
    seen: list[tuple[str, Cost]] = []
    monkeypatch.setattr(Cost, "check", lambda self, what: seen.append((what, self)))
    ask()
    monkeypatch.undo()
    return seen
