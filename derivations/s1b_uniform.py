"""I.B  Uniform fields: the effective Hamiltonian, the recursion for Phi and the binomial series.

(S13)-(S22), and (13) of the main text.
"""

from dtim_exact.proof.language import *

COLLECTIVE = Worlds(uniform=True)
ANY_K = Worlds(uniform=True, integers={"k": lambda N: range(1, N + 2)})
uniform = partial(sites, uniform=True)

ising = J_eff * S_z**2 + h_eff * S_z + half * (h * S_plus + h.conj * S_minus)
mirrored_ising = J_eff * S_z**2 - h_eff * S_z + half * (h * S_plus + h.conj * S_minus)
deformed = H_eff + I * gamma * N / 4 + I * Gamma * Casimir / 2


def B(index):
    """B_k := (2 S_z + k) S_-^k, defined above (S19)."""
    return Term("B", lift(index))


CLAIMS = [
    claim(
        "S14", "H_eff plus a number and a multiple of the Casimir element is a non-Hermitian Ising model.",
        Says(eq(deformed, ising), by=uniform, worlds=COLLECTIVE),
        given="uniform fields",
        corrected=(Says(eq(deformed + J * N / 4, ising), by=uniform, worlds=COLLECTIVE),),
        note="The constant J N/4 is missing: the sum over i != j in (1) leaves S_z^2 - N/4. It is real, so it drops out of (S16) and of all that follows.",
    ),
    claim(
        "S19", "The commutation relations of S_z and S_+ with powers of S_-.",
        Says(eq(anti(S_z, S_minus**k), B(k)), by=collective, worlds=ANY_K),
        Says(eq(comm(S_plus, S_minus**k), k * B(k - 1)), by=collective, worlds=ANY_K),
        Says(eq(comm(S_z, B(k)), -k * B(k)), by=collective, worlds=ANY_K),
        given="k >= 1",
    ),
    claim(
        "13", "The binomial expansion of Phi, term by term.",
        Says(eq(fn("binom", r, k) * lift(-1) ** k, -r * product(p, 1, k - 1, p - r) / fn("fact", k)),
             by=partial(starting_at, index="k", start=1, rule=partial(scalar, free=("r",))), worlds=ANY_K, given=(le(1, k),)),
        given="k >= 1",
    ),
]
