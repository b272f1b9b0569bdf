"""The progress bar of a sweep: on a terminal it counts points and failures, elsewhere it is silent."""

from __future__ import annotations

import io

import pytest

from dtim_exact.sweeps.progress import progress_bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Called in the test itself: what a fixture puts in the place of stderr, pytest takes away again."""
    made = Terminal()
    monkeypatch.setattr("sys.stderr", made)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    return made


def test_the_bar_counts_points_and_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    with progress_bar(10, 4, 1) as report:
        report(2, 0)
        report(4, 2)
    shown = screen.getvalue()
    assert "10/10" in shown
    assert "3 failed" in shown


def test_nothing_failed_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    with progress_bar(2, 0, 0) as report:
        report(2, 0)
    assert "2/2" in screen.getvalue()
    assert "failed" not in screen.getvalue()


@pytest.mark.parametrize("wanted", [True, False])
def test_silence_where_no_bar_is_wanted_or_can_be_seen(wanted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO() if wanted else Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    with progress_bar(2, 0, 0, wanted=wanted) as report:
        report(2, 1)
    assert stream.getvalue() == ""
