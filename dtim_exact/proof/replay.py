"""A second checker: replays exported proofs with the standard library alone.   python -m dtim_exact.proof.replay FILE

Steps of logic are checked by their form; identities are evaluated literally, as matrices of one to three sites, at points
drawn modulo a prime, z and z^* being independent; the rest is named as taken on the kernel's word.  See docs/proofs.md.
"""
import json
import sys
from collections import Counter
from fractions import Fraction
from functools import reduce
from itertools import combinations
from random import Random
from typing import Any

P = 2147483629  # 1 modulo 4, so that i = ROOT exists
ROOT = pow(2, (P - 1) // 4, P)
FORMAT = "dtim-exact proofs, version 2"
LOGIC = {"assumed", "swapped", "both", "chain", "discharge", "substitute", "specialize", "induction", "starting at"}
LEAVES = {"scalar", "collective", "sites", "traces", "states", "products", "product states", "symmetric", "series", "words",
          "resummed", "telescoping", "pointwise", "matrix", "cases", "counterexample", "commutant"}
TRUSTED = {"literature", "enclosure", "one steady state", "vanishing", "estimate", "inequality", "taylor", "logarithms",
           "every derivative", "concentration", "majorant", "bounded norm", "by derivative", "exponentials",
           "half line", "stirling series"}
NAMED = {"sym", "op", "cluster", "site_index", "at", "sigma", "coefficient"}
BINDERS = {"sum", "prod", "sites", "over_set", "subsets", "supersets", "integral", "limit", "diff", "with_fields"}
LOCAL = {"+": [(0, 1, 1)], "-": [(1, 0, 1)], "z": [(0, 0, 1), (1, 1, -1)]}  # one site; 0 is up

class Refused(Exception): ...  # false, or not understood
class Unknown(Exception): ...  # beyond what is evaluated here
class Undefined(ValueError): ...  # no value at this point, like a division by zero
def require(condition: object, reason: str, kind: type[Exception] = Refused) -> None:
    if not condition: raise kind(reason)

# --- terms: [head, arguments ...]
def nodes(t: Any) -> list[Any]:
    return [t, *(n for a in t[1:] if isinstance(a, list) for n in nodes(a))]
def names(t: Any) -> set[str]:
    return {n[1] for n in nodes(t) if len(n) > 1 and isinstance(n[1], str)}
def free_sites(t: Any) -> set[str]:
    inside = set().union(*(free_sites(a) for a in t[1:] if isinstance(a, list)))
    return {t[1]} if t[0] == "site_index" else inside - {t[1][1]} if t[0] in BINDERS else inside
def put(t: Any, new: Any) -> Any:
    """The term with parts replaced as the pairs `new` say; chains of sums and products stay flat."""
    if t in [old for old, _ in new]: return next(image for old, image in new if old == t)
    inside = [put(a, new) if isinstance(a, list) else a for a in t[1:]]
    return [t[0], *(b for a in inside for b in (a[1:] if t[0] in ("add", "mul") and a[0] == t[0] else [a]))]
def defines(g: Any) -> bool:
    return bool(g[0] == "eq" and g[1][0] in ("sym", "op") and g[1] not in nodes(g[2]))

# --- values: residues, sets, sites, and operators {(row, column, 1 if antilinear): residue}
def small(x: int) -> int:
    n = (x + P // 2) % P - P // 2
    require(abs(n) < 9999, "not a small integer", Undefined)
    return n
def residue(text: str) -> int:
    return Fraction(text).numerator * pow(Fraction(text).denominator, -1, P) % P
def span(low: int, high: int) -> range:
    require(small(high - low) >= -1, "a range that ends before it begins", Undefined)
    return range(small(low), small(high) + 1)
def subsets(of: Any, size: int) -> list[Any]:
    return [frozenset(c) for n in range(len(of) + 1) if small(size) in (n, -1) for c in combinations(sorted(of), n)]
PLAIN = {"single": lambda a: frozenset({a}), "union": frozenset.union, "meet": frozenset.intersection, "card": len,
         "minus": frozenset.difference, "same": lambda a, b: int((a - b) % P == 0), "members": sorted, "range": span,
         "subsets of": subsets, "supersets of": lambda s, n, of: [c for c in subsets(of, n) if c >= s]}

class Point:
    """N sites; all that has no definition is drawn.  Values on side 1 are the complex conjugates of those on side 0."""
    def __init__(self, file: Any, theorem: Any, N: int, attempt: int) -> None:
        certificate, statement = theorem["certificate"], theorem["statement"]
        given = [*theorem["given"], *certificate.get("definitions", ())]
        self.file, self.random, self.N, self.uniform = file, Random(f"{attempt} {statement}"), N, ["uniform"] in given
        self.definitions = {(kind, name): t for kind, table in file["definitions"].items() for name, t in table.items()
                            if name not in certificate.get("free", ()) or theorem["rule"] == "words"}
        self.definitions |= {tuple(g[1]): g[2] for g in given
                             if defines(g) and (attempt % 4 < 2 or tuple(g[1]) not in self.definitions)}
        self.real, self.antilinear = ({*file[kind], *(g[1] for g in given if g[0] == kind)} for kind in ("real", "antilinear"))
        self.cache, self.all, sites = dict[Any, Any](), frozenset(range(1, N + 1)), sorted(free_sites(statement))
        require(len(sites) <= N, "fewer sites than names", Undefined)
        places = dict(zip(sites, self.random.sample(sorted(self.all), N), strict=False))
        self.clusters = self.all - {*places.values()} if ["apart"] in given else self.all
        self.fixed: Any = {("site_index", name): place for name, place in places.items()}
        self.fixed |= {("sym", "N"): N, ("sym", "I"): (ROOT, -ROOT), ("cluster", "all"): self.all}
        for key, v in certificate.get("numbers", ()):
            if key[0] != "cluster" and isinstance(v, list): v = (residue(v[0]) + ROOT * residue(v[1]), residue(v[0]) - ROOT * residue(v[1]))
            self.fixed[tuple(key)] = frozenset(v) if key[0] == "cluster" else v
        wrong = [k for k, v in self.fixed.items() if k[1] in self.real and isinstance(v, tuple) and (v[0] - v[1]) % P]
        require(not wrong, f"{wrong} is to be real")
        if theorem["rule"] in ("words", "commutant"):  # letters without a definition; fields and rates with detailed balance
            for name, terms in file["examples"].items(): self.definitions.setdefault(("op", name), terms[attempt // 2 % len(terms)])
            self.uniform = self.uniform or attempt // 2 % 3 == 2
            if attempt // 2 % 3 == 1: self.fixed["sym", "Gamma"] = 0
    def named(self, key: Any, env: Any, side: int) -> Any:
        if key[0] == "at" and self.uniform and key[1] in self.file["of the field"]: key = ("sym", key[1])
        found = env.get(key, self.fixed.get(key, self.cache.get((key, side))))
        if found is None and key[:2] in self.definitions:
            found = self.cache[key, side] = self.value(self.definitions[key[:2]], {("site_index", "j"): key[-1]}, side)
        if found is None: found = self.fixed[key] = self.drawn(*key)
        return found[side] if isinstance(found, tuple) else found
    def drawn(self, kind: str, name: str, *where: int) -> Any:
        size, draw = 2**self.N, self.random.randrange
        if kind == "sigma":
            bit = size >> where[0]
            return {(a ^ bit * (up ^ down), a, 0): c for up, down, c in LOCAL[name] for a in range(size) if (a & bit > 0) == down}
        if (kind, name) == ("op", "K"): return {(size - 1 - a, a, 1): 1 for a in range(size)}  # conjugates and flips all spins
        if kind == "cluster": return frozenset(s for s in sorted(self.clusters) if draw(2))
        if kind == "sym" and name in self.file["integer"]: return draw(4)
        z, c = ({(a, b, int(name in self.antilinear)): draw(P) for a in range(size) for b in range(size)} if kind == "op"
                else draw(P) for _ in "zc")
        return (z, z if name in self.real else c)
    def operator(self, x: Any) -> Any:
        return x if isinstance(x, dict) else {(a, a, 0): x for a in range(2**self.N)}
    def plus(self, x: Any, y: Any) -> Any:
        if isinstance(x, int) and isinstance(y, int): return (x + y) % P
        x, y = self.operator(x), self.operator(y)
        return {key: v for key in {**x, **y} if (v := (x.get(key, 0) + y.get(key, 0)) % P)}
    def times(self, x: Any, t: Any, env: Any, side: int) -> Any:
        """x times the value of t, which is conjugated if it stands behind an antilinear operator."""
        own, found = self.value(t, env, side), Counter[Any]()
        if isinstance(x, int) and isinstance(own, int): return x * own % P
        x = self.operator(x)
        y = [self.operator(own), self.operator(self.value(t, env, 1 - side)) if any(odd for _, _, odd in x) else {}]
        for (a, b, odd), f in x.items():
            for (c, d, parity), g in y[odd].items():
                if b == c: found[a, d, odd ^ parity] += f * g
        return {key: v % P for key, v in found.items() if v % P}
    def value(self, t: Any, env: Any, side: int = 0) -> Any:
        head, *args = t
        if head in NAMED: return self.named((head, args[0], *(self.value(a, env, side) for a in args[1:])), env, side)
        if head == "num": return residue(args[0])
        if head == "conj": return self.value(args[0], env, 1 - side)
        if head in ("flow", "dual"):
            moved = tuple(self.operator(self.value(args[1], env, s)) for s in (0, 1))
            for _ in range(small(self.value(args[0], env))):
                moved = tuple(self.value(self.file["generators"][head], {("op", "moved"): moved}, s) for s in (0, 1))
            return moved[side]
        if (macro := f"{head}/{len(args)}") in self.file["functions"]:
            new = [(["argument", str(n)], a) for n, a in enumerate(args)]
            result = self.value(put(self.file["functions"][macro], new), env, side)
            require(head != "log" or isinstance(result, dict), "log", Unknown)
            return result
        if head in ("add", "mul", "fold"):
            pairs = [(a, env) for a in args] if head != "fold" else [
                (args[3], {**env, tuple(args[1]): c}) for c in self.value(args[2], env, side)]
            if "mul" in (head, args[0]): return reduce(lambda x, pair: self.times(x, *pair, side), pairs, 1)
            return reduce(lambda x, pair: self.plus(x, self.value(*pair, side)), pairs, 0)
        values = [self.value(a, env, side) for a in args]
        if head == "pow" and isinstance(values[0], int): return pow(values[0], small(values[1]), P)
        if head == "pow": return reduce(lambda x, a: self.times(x, a, env, side), [args[0] for _ in span(1, values[1])], 1)
        if head == "dag":
            both = [self.operator(values[0]), self.operator(self.value(args[0], env, 1 - side))]
            return {(b, a, odd): both[1 - odd][a, b, odd] for a, b, odd in both[0]}
        if head == "tr": return sum(v for (a, b, _), v in self.operator(values[0]).items() if a == b) % P
        require(head in PLAIN, head, Unknown)
        return PLAIN[head](*values)
    def holds(self, g: Any, env: Any = {}) -> bool:
        if g[0] == "and": return all(self.holds(part, env) for part in g[1:])
        if g[0] in ("not", "ne"): return not self.holds(g[1] if g[0] == "not" else ["eq", *g[1:]], env)
        x, y = self.value(g[1], env), self.value(g[2], env)
        require(g[0] == "eq", g[0], Unknown)
        return x == y if isinstance(x, frozenset) else not any(self.operator(self.plus(x, self.times(-1, g[2], env, 0))).values())
    def supposed(self, g: Any) -> bool:
        """Whether a hypothesis holds here; one that names a site is meant for every site."""
        if g[0] not in ("eq", "ne") or (defines(g) and self.definitions.get(tuple(g[1])) == g[2]): return True
        sites = free_sites(g)
        return all(self.holds(g, {("site_index", *sites): s}) for s in self.all) if len(sites) == 1 else self.holds(g)

def evaluate(file: Any, t: Any) -> None:
    """Refused if it is false at a point; Unknown if there is no point at which it can be evaluated."""
    once, found = t["rule"] == "counterexample", 0
    sizes = t["certificate"].get("sizes", (1, 2) if t["rule"] in ("words", "commutant") else (1, 2, 3))
    for attempt in range(9 if t["rule"] in TRUSTED else 200):
        try:
            point = Point(file, t, sizes[attempt % len(sizes)], attempt)
            if all(map(point.supposed, t["given"])):
                require(point.holds(t["statement"]), f"false for N = {point.N}")
                found += 1
        except (ValueError, RecursionError): continue
        if found == 6 or (found and once): break
    require(found, "no point", Unknown)

# --- logic
def instance(file: Any, t: Any, values: Any, given: Any) -> Any:
    """The term with free symbols and letters replaced, each by one of its kind, and nothing captured."""
    odd = {*file["antilinear"], *(g[1] for g in given if g[0] == "antilinear")}
    fixed = odd.union(file["real"], *(file["definitions"][kind] for kind in ("sym", "op")), (g[1] for g in given if g[0] == "real"), ["N", "I", "h"])
    for name, value in values.items():
        letters, count = [n for n in nodes(value) if n[0] == "op" and n[1] in odd], name in file["integer"]
        require(name not in fixed and (not letters or (len(letters) % 2 == 0 and value[0] == "mul")), f"{name} is not free")
        require(not count or all(n[0] in ("add", "mul") or n[1] in file["integer"] or n[1].isdigit() for n in nodes(value)), "count")
        require(count or ["sym", name] not in nodes(t), f"{name} is a number")
    captured = {n[1][1] for n in nodes(t) if n[0] in BINDERS} & {*values, *(n for v in values.values() for n in names(v))}
    require(not captured, f"bound: {captured}")
    return put(t, [([kind, name], value) for name, value in values.items() for kind in ("sym", "op")])

def by_form(file: Any, t: Any, premises: Any) -> tuple[Any, Any]:
    """The statement and the hypotheses to which a step of logic leads from its premises."""
    rule, said, c, s = t["rule"], t["statement"], t["certificate"], [q["statement"] for q in premises]
    given = [g for q in premises for g in q["given"]]
    if rule == "assumed": return said, [said]
    if rule == "swapped": return ["eq", s[0][2], s[0][1]], given
    if rule == "both": return ["and", *s], given
    if rule == "chain":
        require(all(a[0] == b[0] == "eq" and a[2] == b[1] for a, b in zip(s, s[1:], strict=False)), "the equations do not join")
        return ["eq", s[0][1], s[-1][2]], given
    if rule == "discharge":
        proved = [g for q in s[1:] for g in (q[1:] if q[0] == "and" else [q])]
        return s[0], [g for g in premises[0]["given"] if g not in proved] + [g for q in premises[1:] for g in q["given"]]
    if rule == "substitute":
        stands = [n for n in nodes(s[0]) if n[0] in BINDERS and n[1][1] in names(s[1]) and s[1][1] in nodes(n)]
        require(s[1][0] == "eq" and not stands, "a bound index stands in the way")
        return put(s[0], [(s[1][1], s[1][2])]), given
    if rule == "specialize":
        require(not any(map(free_sites, c["values"].values())) or not any(map(free_sites, given)), "sites of hypotheses")
        return instance(file, s[0], c["values"], given), [instance(file, g, c["values"], given) for g in given]
    k, zero, one = ["sym", c["index"]], ["num", "0"], ["num", "1"]
    instance(file, said, {k[1]: zero}, given)  # it is a free integer
    if rule == "starting at":
        require(s == [put(said, [(k, ["add", k, ["num", str(c["start"])]])])] and not any(k[1] in names(g) for g in given), "start")
        return said, [["le", ["num", str(c["start"])], k], *given]
    side = [g for g in given if g not in [said, *(instance(file, said, v, given) for v in c["instances"])]]
    require(s == [put(said, [(k, zero)]), put(said, [(k, ["add", k, one])])] and said not in premises[0]["given"], "base and step")
    changed = {k[1]}.union(*c["instances"])
    require(not any(changed & names(g) for g in side) and not any(k[1] in v for v in c["instances"]), "hypotheses on the index")
    return said, side

def check(file: Any, t: Any, premises: Any) -> str:
    """How a theorem was found right: "by form", "evaluated", or what is taken on the kernel's word."""
    rule, scopes = t["rule"], sorted({q["scope"] for q in premises} - {"all N"})
    require(rule in LOGIC | LEAVES | TRUSTED, f"no rule is named {rule}")
    own = {"counterexample": "a named point", "enclosure": "a named point", "matrix": t["scope"]}.get(rule, "all N")
    require(t["scope"] == (" and ".join(scopes) or own), "scope")
    if rule in LOGIC:
        statement, given = by_form(file, t, premises)
        require(t["statement"] == statement, f"{rule} leads to another statement")
        require({str(g) for g in given} == {str(g) for g in t["given"]}, f"{rule} leads to other hypotheses")
        return "by form"
    require(rule != "literature" or file["literature"].get(t["statement"][1]) == t["certificate"]["says"], "literature")
    try: evaluate(file, t)
    except Unknown as reason: return rule if rule in TRUSTED else f"{rule} ({reason})"
    return "evaluated"

def settle(file: Any, claim: Any, theorems: Any) -> None:
    """Refused unless the theorems say what the claim says, under hypotheses that it declares, and give its verdict."""
    answers: dict[str, list[bool]] = {"printed": [], "corrected": []}
    for part, one in ((part, one) for part in answers for one in claim[part] if one["proof"] is not None):
        t = theorems[one["proof"]]
        answers[part].append(t["statement"] == one["says"])
        require(answers[part][-1] or t["statement"] == ["not", one["says"]], "its theorem says something else")
        require(all(g in one["declared"] for g in t["given"]), "a hypothesis is not declared")
        if t["rule"] == "counterexample":
            try: evaluate(file, {**t, "given": one["declared"]})
            except Unknown as reason: require(reason.args[0] != "no point", "the point is not one for which it is meant")
    printed, corrected = answers["printed"], answers["corrected"]
    verdict = "refuted" if corrected and False in printed else "proved" if printed and all(printed) else "undecided"
    require(all(corrected) and len(printed + corrected) == len(claim["printed"] + claim["corrected"]), "without a proof")
    require(claim["verdict"] in ({verdict: [verdict], "proved": ["proved", "enclosed"]}[verdict]) or not printed, claim["verdict"])

def main(path: str) -> int:
    with open(path, encoding="utf-8") as stream: data = json.load(stream)
    file, theorems, found, rests = data["conventions"], data["theorems"], list[str](), list[set[str]]()
    wrong = (Refused, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, Unknown)
    for n, t in enumerate(theorems):
        try:
            require(all(isinstance(a, int) and 0 <= a < n for a in t["premises"]), "a premise is missing or comes later")
            found.append(check(file, t, [theorems[a] for a in t["premises"]]))
        except wrong as error: found.append(f"REFUSED: {error}")
        rests.append({found[n]}.union(*(rests[a] for a in t["premises"] if found[n][:7] != "REFUSED")) - {"by form", "evaluated"})
    refused = 0
    for name, claim in data["claims"].items():
        words = set().union(*(rests[one["proof"]] for part in ("printed", "corrected") for one in claim[part] if one["proof"] is not None))
        try: settle(file, claim, theorems)
        except wrong as error: words.add(f"REFUSED: {error}")
        refused += any(word[:7] == "REFUSED" for word in words)
        print(f"{name}: {claim['verdict']}" + ("; on the kernel's word: " + ", ".join(sorted(words)) if words else ""))
    print(Counter(found))
    return int(refused > 0)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
