"""From the numbers of a figure to a picture in a file: SVG, PDF or PNG by its suffix, the same bytes every time.

matplotlib comes with the extra `plot` and is imported only here and below; the user's own settings for it are neither
used nor changed.

Key results: `draw`, `save_picture`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from ..errors import InputError, shown
from .data import FigureData

__all__ = ["PICTURE_SUFFIXES", "draw", "needs_matplotlib", "picture_suffix", "save_picture"]

# no dates and no program versions in a file: the same data make the same bytes
_METADATA: dict[str, dict[str, None]] = {
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    ".png": {"Software": None},
}
PICTURE_SUFFIXES = tuple(_METADATA)
_DRAWN = {"2": "draw_2", "3": "draw_3", "S": "draw_s"}


def draw(data: FigureData) -> Any:
    """A matplotlib Figure, for a notebook or for changes of one's own.

    Raises InputError without matplotlib.
    """
    needs_matplotlib()
    with _style():
        module = import_module(f".{_DRAWN[data.name[0]]}", __package__)
        return getattr(module, f"draw_{data.name.lower()}")(data)


def save_picture(data: FigureData, file: str | Path) -> None:
    """Draw a figure into a .svg, .pdf or .png file.

    Raises InputError for another suffix, where the file cannot be written, and without matplotlib.
    """
    path = Path(file)
    suffix = picture_suffix(path)
    picture = draw(data)
    with _style():
        try:
            picture.savefig(path, metadata=_METADATA[suffix])
        except OSError as error:
            raise InputError(f"picture {shown(str(path))} ({error.strerror or error})", "a file that can be written",
                             "check the folder") from error  # fmt: skip


@contextmanager
def _style() -> Iterator[None]:
    """Our own settings inside the block, the user's afterwards."""
    import matplotlib

    from .style import STYLE

    settings: Any = matplotlib.rcParams
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        settings.update(STYLE)
        yield


def picture_suffix(path: Path) -> str:
    """The suffix of a picture, checked."""
    if path.suffix not in _METADATA:
        raise InputError(f"picture {shown(str(path))}", f"a name that ends in {', '.join(PICTURE_SUFFIXES)}")
    return path.suffix


def needs_matplotlib() -> None:
    """InputError where matplotlib is missing."""
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise InputError("a picture without matplotlib", "the extra `plot`",
                         "pip install 'dtim-exact[plot]', or take the numbers alone, --data") from error  # fmt: skip
