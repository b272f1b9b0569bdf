"""Entry point, exit statuses and shell completion.

Exit status: 0 done, 1 the answer is 'no' (a claim is undecided or changed), 2 bad input, 130 interrupted (Ctrl-C), 141
the reader of the output went away. Every error that is meant for the user is one line on standard error.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

import click

from .. import __version__
from ..errors import DtimError
from . import blockade, book, figure, formulas, ledger, lookup, observables, sweep, thermodynamic

__all__ = ["app", "main"]

NAME = "dtim-exact"
_COMPLETE = "_DTIM_EXACT_COMPLETE"
_LONGEST_MESSAGE = 600
_SHELLS = ("bash", "zsh", "fish")


def one_line(message: str) -> str:
    r"""The message on one line, with nothing in it that a terminal would obey, and of bounded length.

    >>> one_line("a\n  b \x1b[2J")
    'a b \\x1b[2J'
    """
    flat = " ".join(message.split())
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in flat)
    return safe if len(safe) <= _LONGEST_MESSAGE else safe[:_LONGEST_MESSAGE] + " ..."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; `arguments` are those of the process unless given."""
    if sys.stdout is None:
        return _fail(f"{NAME}: no standard output: needed one; send it to a file or to /dev/null")
    _never_fail_on_encoding()
    try:
        status = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
        return status
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else NAME
        return _fail(f"{where}: {error.format_message()} See '{where} --help'.")
    except click.ClickException as error:
        return _fail(f"{NAME}: {error.format_message()}")
    except DtimError as error:
        return _fail(f"{NAME}: {error}")
    except MemoryError:
        return _fail(f"{NAME}: out of memory; ask for an enclosure (--digits) or a smaller N")
    except (KeyboardInterrupt, click.Abort):
        return _fail(f"{NAME}: interrupted", 130)
    except BrokenPipeError:
        _abandon_output()
        return 141
    except OSError as error:  # files that a user names are read and written under InputError: this is standard output
        _abandon_output()
        return _fail(f"{NAME}: the output cannot be written ({error.strerror or error}): needed room for it")


def _run(arguments: Sequence[str]) -> int:
    instruction = os.environ.get(_COMPLETE)
    if instruction:
        from click.shell_completion import shell_complete

        return shell_complete(app, {}, NAME, _COMPLETE, instruction)
    try:
        with app.make_context(NAME, list(arguments)) as context:
            status = app.invoke(context)
            return status if isinstance(status, int) else 0
    except click.exceptions.Exit as stop:  # --help and --version end this way
        return stop.exit_code


def _abandon_output() -> None:
    """The interpreter flushes standard output once more at exit: let that go nowhere instead of failing."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(message: str, status: int = 2) -> int:
    print(one_line(message), file=sys.stderr)  # noqa: T201
    return status


def _never_fail_on_encoding() -> None:
    """A terminal that cannot show a letter gets its escape instead of an exception."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _print_completion(context: click.Context, _parameter: click.Parameter, shell: str | None) -> None:
    if shell and not context.resilient_parsing:
        from click.shell_completion import get_completion_class

        completion = get_completion_class(shell)
        if completion is not None:
            click.echo(completion(app, {}, NAME, _COMPLETE).source())
        context.exit()


def _print_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(f"{NAME} {__version__}")
        context.exit()


@click.group(no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print it.")
@click.option(
    "--completion",
    type=click.Choice(_SHELLS),
    is_eager=True,
    expose_value=False,
    callback=_print_completion,
    help='Print the shell\'s completion script: eval "$(dtim-exact --completion bash)".',
)
def app() -> None:
    """Exact steady state of the infinite-range dissipative transverse-field Ising model.

    Numbers are exact: 1/3, 0.1 (which means 1/10), 1e-1000. Without --digits the answer is exact, with --digits D it
    is an enclosure with D proven digits. Exit status: 0 done, 1 the answer is 'no', 2 bad input.
    """


_IN_SHORT = {
    "book": "Write the formula book, as HTML or PDF.",
    "figure": "Draw a figure from certified numbers.",
    "latex": "An equation in LaTeX, or an explicit instance.",
    "sweep": "Observables over a grid, resumable.",
    "transition": "The field of the first-order transition.",
    "where": "Where an equation is evaluated and verified.",
    "width": "The certified width of a blockade peak.",
}
for _command in (
    ledger.verify,
    lookup.where,
    formulas.latex,
    observables.expect,
    blockade.width,
    thermodynamic.meanfield,
    thermodynamic.potential,
    thermodynamic.transition,
    thermodynamic.critical,
    sweep.sweep,
    book.book,
    figure.figure,
):
    _command.short_help = _IN_SHORT.get(str(_command.name))
    app.add_command(_command)
