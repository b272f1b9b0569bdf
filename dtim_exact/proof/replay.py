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

P, ROOT, PARTS = 2147483629, pow(2, 2147483628 // 4, 2147483629), ("printed", "corrected")  # ROOT is i modulo the prime P
LOGIC = {"assumed", "swapped", "both", "chain", "discharge", "substitute", "specialize", "induction"}
LEAVES = set("scalar|collective|sites|traces|states|products|product states|symmetric|series|words|resummed|telescoping|"
             "pointwise|matrix|cases|counterexample|commutant".split("|"))
TRUSTED = set("literature|enclosure|one steady state|vanishing|estimate|inequality|taylor|half line|stirling series|"
              "every derivative|concentration|majorant|bounded norm|by derivative|exponentials|logarithms|starting at".split("|"))
NAMED = {"sym", "op", "cluster", "site_index", "at", "sigma", "coefficient"}
BINDERS = {"sum", "prod", "sites", "over_set", "subsets", "supersets", "integral", "limit", "diff", "with_fields"}
LOCAL = {"+": [(0, 1, 1)], "-": [(1, 0, 1)], "z": [(0, 0, 1), (1, 1, -1)]}  # one site; 0 is up
class Refused(Exception): ...  # false, or not understood
class Unknown(Exception): ...  # beyond what is evaluated here
WRONG = (Refused, Unknown, ValueError, LookupError, TypeError, AttributeError, RecursionError)
def require(condition: object, reason: str, kind: type[Exception] = Refused) -> None:
    if not condition: raise kind(reason)

def nodes(t: Any) -> list[Any]: return [t, *(n for a in t[1:] if isinstance(a, list) for n in nodes(a))]
def names(t: Any) -> set[str]: return {n[1] for n in nodes(t) if len(n) > 1 and isinstance(n[1], str)}
def free_sites(t: Any) -> set[str]:
    inside = set().union(*(free_sites(a) for a in t[1:] if isinstance(a, list)))
    return {t[1]} if t[0] == "site_index" else inside - {t[1][1]} if t[0] in BINDERS else inside
def put(t: Any, new: Any) -> Any:
    """The term with parts replaced as the pairs `new` say; chains of sums and products stay flat."""
    if t in [old for old, _ in new]: return next(image for old, image in new if old == t)
    inside = [put(a, new) if isinstance(a, list) else a for a in t[1:]]
    return [t[0], *(b for a in inside for b in (a[1:] if t[0] in ("add", "mul") and a[0] == t[0] else [a]))]
def captures(t: Any, new: Any) -> bool:
    """Whether a part that is to be replaced stands where one of its names, or of the new ones, is bound."""
    return any(n[1][1] in names(["", *pair]) and pair[0] in nodes(n) for n in nodes(t) if n[0] in BINDERS for pair in new)
def defines(g: Any) -> bool: return bool(g[0] == "eq" and g[1][0] in ("sym", "op") and g[1] not in nodes(g[2]))

def small(x: int, least: int = -9999) -> int:
    n = (x + P // 2) % P - P // 2
    require(least <= n < 9999, "not a small integer", ValueError)
    return n
def subsets(of: Any, size: int) -> list[Any]:
    return [frozenset(c) for n in range(len(of) + 1) if small(size) in (n, -1) for c in combinations(sorted(of), n)]
PLAIN = {"single": lambda a: frozenset({a}), "union": frozenset.union, "meet": frozenset.intersection, "card": len,
         "minus": frozenset.difference, "same": lambda a, b: int((a - b) % P == 0), "members": sorted, "subsets of": subsets,
         "supersets of": lambda s, n, of: [c for c in subsets(of, n) if c >= s],
         "range": lambda low, high: range(small(low), small(low) + small(high - low + 1, 0))}

class Point:
    """N sites; all that has no definition is drawn.  Values are residues, sets, sites, {(row, column, 1 if antilinear):
    residue}; those on side 1 are the complex conjugates of those on side 0; where there is none, a ValueError is raised."""
    def __init__(self, file: Any, t: Any, given: Any, N: int, attempt: int) -> None:
        self.file, self.random, self.size, self.all = file, Random(f"{attempt} {t}"), 2**N, frozenset(range(1, N + 1))
        loose, certificate = t["rule"] in LOGIC | {"words", "commutant"}, t["certificate"]
        self.meaning = {(kind, name): a for kind, table in file["definitions"].items() for name, a in table.items()
                        if loose or name not in certificate.get("free", ())}
        self.meaning |= {tuple(g[1]): g[2] for g in given if defines(g) and (attempt % 4 < 2 or tuple(g[1]) not in self.meaning)}
        self.meaning |= {tuple(key): a for key, a in certificate.get("definitions", ())}
        self.kinds = {kind: {*file[kind], *(g[1] for g in given if g[0] == kind)} for kind in ("real", "antilinear")}
        if loose:  # operators for letters without a definition, and at times rates and fields with detailed balance
            self.meaning = {("op", n): a[attempt // 2 % len(a)] for n, a in file["examples"].items()} | self.meaning
            self.meaning |= {("sym", "Gamma"): ["num", "0"]} if attempt // 2 % 3 == 1 else {}
        self.uniform, self.strict = ["uniform"] in given or (loose and attempt // 2 % 3 == 2), "definitions" in certificate
        sites = sorted(free_sites(t["statement"]))
        places = dict(zip(sites, self.random.sample(sorted(self.all), len(sites)), strict=True))
        self.clusters = self.all - {*places.values()} if ["apart"] in given else self.all
        self.fixed: Any = {("sym", "N"): N, ("sym", "I"): (ROOT, -ROOT), ("cluster", "all"): self.all}
        self.fixed |= {("site_index", n): place for n, place in places.items() if ("site_index", n) not in self.meaning}
    def named(self, key: Any, env: Any, side: int) -> Any:
        if key[0] == "at" and self.uniform and key[1] in self.file["of the field"]: key = ("sym", key[1])
        found = env.get(key, self.fixed.get(key))
        if found is None and (a := self.meaning.get(key, self.meaning.get(key[:2]))) is not None:
            found = self.fixed[key] = tuple(self.value(a, {("site_index", "j"): key[-1]}, s) for s in (0, 1))
            require(not self.strict or found[0] == found[1] or key[1] not in self.kinds["real"], f"{key[1]} is to be real")
        if found is None: found = self.fixed[key] = self.drawn(*key)
        return found[side] if isinstance(found, tuple) else found
    def drawn(self, kind: str, name: str, site: int = 0) -> Any:
        rows, draw, bit, odd = range(self.size), self.random.randrange, self.size >> site, int(name in self.kinds["antilinear"])
        if kind == "sigma": return {(a ^ bit * (up ^ down), a, 0): c for up, down, c in LOCAL[name] for a in rows
                                    if (a & bit > 0) == down}
        if (kind, name) == ("op", "K"): return {(a ^ (self.size - 1), a, 1): 1 for a in rows}  # conjugates, flips all spins
        if kind == "op": return tuple({(a, b, odd): draw(P) for a in rows for b in rows} for _ in "zc")
        if kind == "cluster": return frozenset(s for s in sorted(self.clusters) if draw(2))
        if kind == "sym" and name in self.file["integer"]: return draw(4)
        return (z := draw(P), z if name in self.kinds["real"] else draw(P))
    def operator(self, x: Any) -> Any: return x if isinstance(x, dict) else {(a, a, 0): x for a in range(self.size)}
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
        if head == "num": return Fraction(args[0]).numerator * pow(Fraction(args[0]).denominator, -1, P) % P
        if head == "conj": return self.value(args[0], env, 1 - side)
        if head in ("flow", "dual"):
            moved = tuple(self.operator(self.value(args[1], env, s)) for s in (0, 1))
            for _ in range(small(self.value(args[0], env))):
                moved = tuple(self.value(self.file["generators"][head], {("op", "moved"): moved}, s) for s in (0, 1))
            return moved[side]
        if (macro := self.file["functions"].get(f"{head}/{len(args)}")) is not None:
            require(head != "log" or isinstance(self.value(args[0], env), dict), "log", Unknown)
            return self.value(put(macro, [(["argument", str(n)], a) for n, a in enumerate(args)]), env, side)
        if head in ("add", "mul", "fold"):
            pairs = [(a, env) for a in args] if head != "fold" else [
                (args[3], {**env, tuple(args[1]): c}) for c in self.value(args[2], env, side)]
            if "mul" in (head, args[0]): return reduce(lambda x, pair: self.times(x, *pair, side), pairs, 1)
            return reduce(lambda x, pair: self.plus(x, self.value(*pair, side)), pairs, 0)
        values = [self.value(a, env, side) for a in args]
        if head == "pow" and isinstance(values[0], int): return pow(values[0], small(values[1]), P)
        if head == "pow": return reduce(lambda x, a: self.times(x, a, env, side), [args[0]] * small(values[1], 0), 1)
        if head == "dag":
            both = [self.operator(values[0]), self.operator(self.value(args[0], env, 1 - side))]
            return {(b, a, odd): both[1 - odd][a, b, odd] for a, b, odd in both[0]}
        if head == "tr": return sum(v for (a, b, _), v in self.operator(values[0]).items() if a == b) % P
        require(head in PLAIN, head, Unknown)
        return PLAIN[head](*values)
    def holds(self, g: Any, env: Any) -> bool:
        if g[0] == "and": return all(self.holds(part, env) for part in g[1:])
        if g[0] in ("not", "ne"): return not self.holds(g[1] if g[0] == "not" else ["eq", *g[1:]], env)
        require(g[0] == "eq", g[0], Unknown)
        if isinstance(x := self.value(g[1], env), frozenset): return bool(x == self.value(g[2], env))
        return not any(self.operator(self.plus(x, self.times(-1, g[2], env, 0))).values())
    def supposed(self, g: Any) -> bool:
        """Whether a hypothesis holds here; one that names a site is meant for every site."""
        if g[0] not in ("eq", "ne") or (defines(g) and self.meaning.get(tuple(g[1])) == g[2]): return True
        sites = free_sites(g)
        return all(self.holds(g, {("site_index", *sites): s} if len(sites) == 1 else {}) for s in self.all)

def evaluate(file: Any, t: Any) -> None:
    """Refused if it is false at a point; Unknown if there is no point at which it can be evaluated."""
    given, found = t["given"] + t["certificate"].get("meant for", []), 0
    sizes = t["certificate"].get("sizes", (1, 2, 3) if t["rule"] in LEAVES - {"words"} else (1, 2))
    for attempt in range(200):
        try:
            point = Point(file, t, given, N := sizes[attempt % len(sizes)], attempt)
            if all(map(point.supposed, given)):
                require(point.holds(t["statement"], {}), f"false for N = {N}")
                if (found := found + 1) == 6: return
        except (ValueError, RecursionError): continue
    require(found, "no point", Unknown)

def by_form(t: Any, premises: Any) -> tuple[Any, Any]:
    """The statement and the hypotheses to which a step of logic leads from its premises."""
    rule, said, c, s = t["rule"], t["statement"], t["certificate"], [q["statement"] for q in premises]
    given = [g for q in premises for g in q["given"]]
    if rule == "assumed": return said, [said]
    if rule == "swapped": return ["eq", s[0][2], s[0][1]], given
    if rule == "both": return ["and", *s], given
    if rule == "chain":
        require(all(a[2] == b[1] for a, b in zip(s, s[1:], strict=False)), "the equations do not join")
        return ["eq", s[0][1], s[-1][2]], given
    if rule == "discharge":
        proved = [g for q in s[1:] for g in (q[1:] if q[0] == "and" else [q])]
        return s[0], [g for g in premises[0]["given"] if g not in proved] + [g for q in premises[1:] for g in q["given"]]
    if rule == "substitute":
        require(s[1][0] == "eq" and not captures(s[0], [s[1][1:]]), "a bound index stands in the way")
        return put(s[0], [s[1][1:]]), given
    def instance(values: Any, a: Any) -> Any:
        new = [([kind, name], value) for name, value in values.items() for kind in ("sym", "op")]
        require(not captures(a, new) and not any(["real", n] in given or ["antilinear", n] in given for n in values), "not free")
        require(not any(map(free_sites, values.values())) or not any(map(free_sites, given)), "sites of hypotheses")
        return put(a, new)
    if rule == "specialize": return instance(c["values"], s[0]), [instance(c["values"], g) for g in given]
    k, first, others = c["index"], ["num", str(c["start"])], c["instances"]
    side = [g for g in given if g not in [said, *(instance(values, said) for values in others)]]
    steps = [instance({k: first}, said), instance({k: ["add", ["sym", k], ["num", "1"]]}, said)]
    require(s == steps and first == ["num", "0"] and said not in premises[0]["given"], "not base and step")
    require(not any({k}.union(*others) & names(g) for g in side) and not any(k in v for v in others), "hypotheses on the index")
    return said, side

def check(file: Any, t: Any, premises: Any) -> str:
    """How a theorem was found right: "by form", "evaluated", or what is taken on the kernel's word."""
    rule, narrow = t["rule"], t["rule"] in ("counterexample", "enclosure", "matrix")
    require(rule in LOGIC | LEAVES | TRUSTED, f"no rule is named {rule}")
    require(all(q["scope"] in ("all N", t["scope"]) for q in premises) and not (narrow and t["scope"] == "all N"), "scope")
    require(rule != "literature" or file["literature"].get(t["statement"][1]) == t["certificate"]["says"], "literature")
    if rule in LOGIC:
        statement, given = by_form(t, premises)
        require(t["statement"] == statement, f"{rule} leads to another statement")
        require({str(g) for g in given} == {str(g) for g in t["given"]}, f"{rule} leads to other hypotheses")
    try:
        if rule in LEAVES | {"specialize", "induction"}: evaluate(file, t)
    except Unknown as reason: return f"{rule} ({reason})"
    return rule if rule in TRUSTED else "by form" if rule in LOGIC else "evaluated"

def settle(claim: Any, theorems: Any, rests: Any) -> set[str]:
    """What a claim takes on the kernel's word.  Its theorems say what it says, under no more hypotheses than it declares."""
    said = {part: [(one, theorems[one["proof"]]) for one in claim[part] if one["proof"] is not None] for part in PARTS}
    for one, t in said["printed"] + said["corrected"]:
        require(t["statement"] in (one["says"], ["not", one["says"]]), "its theorem says something else")
        require(all(g in one["declared"] for g in t["given"] + t["certificate"].get("meant for", [])), "a hypothesis is not declared")
    printed, corrected = ([t["statement"] == one["says"] for one, t in said[part]] for part in PARTS)
    verdict = ("proved", "enclosed") if all(printed) else ("refuted",) if corrected else ("undecided",)
    require(all(corrected) and len(printed + corrected) == len(claim["printed"] + claim["corrected"]), "without a proof")
    require(claim["verdict"] in verdict or not printed, f"it is not {claim['verdict']}")
    return set().union(*(rests[one["proof"]] for part in PARTS for one, _ in said[part]))

def main(path: str) -> int:
    with open(path, encoding="utf-8") as stream: data = json.load(stream)
    theorems, how, rests, lines = data["theorems"], list[str](), list[set[str]](), list[str]()
    for n, t in enumerate(theorems):
        try:
            require(all(a in range(n) for a in t["premises"]), "a premise is missing or comes later")
            how.append(check(data["conventions"], t, [theorems[a] for a in t["premises"]]))
        except WRONG as error: how.append(f"REFUSED: theorem {n}: {error}")
        rests.append({how[n]}.union(*(rests[a] for a in t["premises"] if a in range(n))) - {"by form", "evaluated"})
    for name, claim in data["claims"].items():
        try: words = settle(claim, theorems, rests)
        except WRONG as error: words = {f"REFUSED: {error}"}
        lines.append("; ".join([f"{name}: {claim['verdict']}", *sorted(words)]))
    totals = Counter(one.split(":")[0] for one in how).most_common()
    print(*lines, f"{len(how)} theorems: " + ", ".join(f"{number} {one}" for one, number in totals), sep="\n")
    return int(any("REFUSED" in line for line in lines + how))

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
