"""The letters of words: sigma-@j stands for sigma_j^-, X^dag for the adjoint of X, X^[k] for a power."""

from __future__ import annotations

from .terms import Term

Word = tuple[str, ...]
INSIDE = " of "
"""Stands before the name of a site in a letter for an expression that is not looked into any more."""
LADDER = {"sigma+": "sigma-", "sigma-": "sigma+", "sigmaz": "sigmaz"}


def matched(pattern: Word, letters: Word) -> str | None:
    """The site at which the letters are the pattern ('' if it has none), or None."""
    site = ""
    for wanted, found in zip(pattern, letters, strict=True):
        if site_of(wanted):
            if at_site(wanted, "") != at_site(found, "") or not site_of(found) or site not in ("", site_of(found)):
                return None
            site = site_of(found)
        elif wanted != found:
            return None
    return site


def site_of(letter: str) -> str:
    """The site that a letter belongs to, or ''."""
    return letter.partition("@")[2]


def at_site(letter: str, site: str) -> str:
    """The same letter at another site."""
    name = letter.partition("@")[0]
    return f"{name}@{site}" if site else name


def adjoint(letter: str) -> str:
    name, at, site = letter.partition("@")
    if name in LADDER:
        return LADDER[name] + at + site
    return (name.removesuffix("^dag") if name.endswith("^dag") else name + "^dag") + at + site


def free_sites(term: Term) -> set[str]:
    """The site indices of a term that no sum or product binds."""
    if term.head == "site_index":
        return {term.args[0]}
    if term.head in ("sites", "over_set"):
        inner = term.args[1 if term.head == "sites" else 2]
        rest = term.args[2:] if term.head == "sites" else (term.args[1],)
        return (free_sites(inner) - {term.args[0].args[0]}).union(*(free_sites(a) for a in rest))
    return set().union(*(free_sites(a) for a in term.args if isinstance(a, Term)))
