"""A second checker, on the standard library alone: python -m dtim_exact.proof.replay FILE.  docs/proofs.md says
what it checks by form, what it evaluates at small N, modulo a prime, and what it takes on the kernel's word."""
import json
import sys
from collections import Counter
from functools import reduce
from itertools import combinations
from random import Random
from typing import Any
P, ROOT = 2147483629, pow(2, 2147483628 // 4, 2147483629)  # a prime, and i modulo it
LOGIC = {"assumed", "swapped", "chain", "discharge", "substitute", "specialize", "induction"}
LEAVES = set("scalar|collective|sites|traces|states|products|product states|symmetric|series|words|resummed|pointwise|"
             "matrix|cases|counterexample|commutant|telescoping".split("|"))
TRUSTED = set("literature|enclosure|one steady state|vanishing|estimate|inequality|taylor|half line|stirling series|"
              "concentration|majorant|bounded norm|every derivative|by derivative|exponentials|logarithms|"
              "starting at".split("|"))
NAMED = {"sym", "op", "cluster", "site_index", "at", "sigma", "coefficient"}
BINDERS = set("sum|prod|sites|over_set|subsets|supersets|integral|half_line|limit|diff|with_fields".split("|"))
LOCAL = {"+": [(1, 1, 1)], "-": [(1, 0, 1)], "z": [(0, 0, 1), (0, 1, -1)]}  # (flips, is down, factor)
class Refused(Exception): ...  # false, or not understood; NotImplementedError is for what is not evaluated here
def require(condition: object, reason: str, kind: type[Exception] = Refused) -> None:
    if not condition: raise kind(reason)
def nodes(t: Any) -> list[Any]: return [t, *(n for a in t[1:] if isinstance(a, list) for n in nodes(a))]
def names(t: Any) -> set[str]: return {n[1] for n in nodes(t) if len(n) > 1 and isinstance(n[1], str)}
def free_sites(t: Any) -> set[str]:
    inside = set().union(*(free_sites(a) for a in t[1:] if isinstance(a, list)))
    return {t[1]} if t[0] == "site_index" else inside - {t[1][1]} if t[0] in BINDERS else inside
def put(t: Any, new: Any) -> Any:  # parts replaced as the pairs `new` say; sums and products stay flat
    if t in [old for old, _ in new]: return next(image for old, image in new if old == t)
    inside = [put(a, new) if isinstance(a, list) else a for a in t[1:]]
    return [t[0], *(b for a in inside for b in (a[1:] if t[0] in ("add", "mul") and a[0] == t[0] else [a]))]
def captures(t: Any, new: Any) -> bool:  # whether a part stands where one of its names, or of the new ones, is bound
    return any(n[1][1] in names(["", *p]) and p[0] in nodes(n) for n in nodes(t) if n[0] in BINDERS for p in new)
def defines(g: Any) -> bool: return bool(g[0] == "eq" and g[1][0] in ("sym", "op") and g[1] not in nodes(g[2]))
def small(x: int, least: int = -9999) -> int:
    require(least <= (n := (x + P // 2) % P - P // 2) < 9999, "not a small integer", ValueError)
    return n
def subsets(of: Any, size: int) -> list[Any]:
    return [frozenset(c) for n in range(len(of) + 1) if small(size) in (n, -1) for c in combinations(sorted(of), n)]
PLAIN: Any = {"single": lambda a: frozenset({a}), "union": frozenset.union, "meet": frozenset.intersection,
         "card": len, "minus": frozenset.difference, "same": lambda a, b: int((a - b) % P == 0), "members": sorted,
         "subsets of": subsets, "supersets of": lambda s, n, of: [c for c in subsets(of, n) if c >= s],
         "range": lambda low, high: range(small(low), small(low) + small(high - low + 1, 0))}
class Point:  # an operator is {(row, column, 1 if antilinear): residue}; on side 1 are the complex conjugates
    def __init__(self, file: Any, t: Any, N: int, attempt: int) -> None:  # what has no definition is drawn
        self.file, self.random, self.size, self.all = file, Random(f"{attempt} {t}"), 2**N, frozenset(range(1, N + 1))
        loose, turn, certificate = t["rule"] in LOGIC | {"words", "commutant"}, attempt // 2 % 3, t["certificate"]
        given = self.given = t["given"] + certificate.get("meant for", [])
        self.meaning = {(kind, name): a for kind, table in file["definitions"].items() for name, a in table.items()
                        if loose or name not in certificate.get("free", ())}
        own = {tuple(g[1]): g[2] for g in given if defines(g)}
        self.meaning |= {key: a for key, a in own.items() if attempt % 4 < 2 or key not in self.meaning}
        self.meaning |= {tuple(key): a for key, a in certificate.get("definitions", ())}
        self.real = {*file["real"], *(g[1] for g in given if g[0] == "real")}
        if loose:  # operators for letters without a definition, and at times rates and fields with detailed balance
            examples = {("op", n): a[attempt // 2 % len(a)] for n, a in file["examples"].items()}
            self.meaning = {**examples, **self.meaning, **({("sym", "Gamma"): ["num", "0"]} if turn == 1 else {})}
        self.uniform, self.strict = ["uniform"] in given or (loose and turn == 2), "definitions" in certificate
        sites = [("site_index", name) for name in sorted(free_sites(t["statement"]))]
        places = dict(zip(sites, self.random.sample(sorted(self.all), len(sites)), strict=True))
        self.clusters = self.all - {*places.values()} if ["apart"] in given else self.all
        self.fixed: Any = {key: place for key, place in places.items() if key not in self.meaning}
        self.fixed |= {("sym", "N"): N, ("sym", "I"): (ROOT, -ROOT), ("cluster", "all"): self.all}
    def named(self, key: Any, env: Any, side: int) -> Any:
        if key[0] == "at" and self.uniform and key[1] in self.file["of the field"]: key = ("sym", key[1])
        found = env.get(key, self.fixed.get(key))
        if found is None and (a := self.meaning.get(key, self.meaning.get(key[:2]))) is not None:
            found = self.fixed[key] = tuple(self.value(a, {("site_index", "j"): key[-1]}, s) for s in (0, 1))
            require(found[0] == found[1] or not (self.strict and key[1] in self.real), f"{key[1]} is real")
        if found is None: found = self.fixed[key] = self.drawn(*key)
        return found[side] if isinstance(found, tuple) else found
    def drawn(self, kind: str, name: str, site: int = 0) -> Any:
        rows, bit, draw = range(self.size), self.size >> site, self.random.randrange
        if kind == "sigma": return {(a ^ u * bit, a, 0): c for u, d, c in LOCAL[name] for a in rows if a & bit == d*bit}
        if (kind, name) == ("op", "K"): return {(a ^ (self.size - 1), a, 1): 1 for a in rows}  # flips all, conjugates
        if kind == "op": return tuple({(a, b, 0): draw(P) for a in rows for b in rows} for _ in "zc")
        if kind == "cluster": return frozenset(s for s in sorted(self.clusters) if draw(2))
        if kind == "sym" and name in self.file["integer"]: return draw(4)
        return (z := draw(P), z if name in self.real else draw(P))
    def operator(self, x: Any) -> Any: return x if isinstance(x, dict) else {(a, a, 0): x for a in range(self.size)}
    def plus(self, x: Any, y: Any) -> Any:
        if isinstance(x, int) and isinstance(y, int): return (x + y) % P
        a, b = map(self.operator, (x, y))
        return {key: v for key in {**a, **b} if (v := (a.get(key, 0) + b.get(key, 0)) % P)}
    def times(self, x: Any, t: Any, env: Any, side: int) -> Any:  # behind an antilinear operator, t is conjugated
        own, found = self.value(t, env, side), Counter[Any]()
        if isinstance(x, int) and isinstance(own, int): return x * own % P
        x = self.operator(x)
        y = [self.operator(own), self.operator(self.value(t, env, 1 - side)) if any(odd for _, _, odd in x) else {}]
        pairs = [((a, d, o ^ p), f * g) for (a, b, o), f in x.items() for (c, d, p), g in y[o].items() if b == c]
        for key, v in pairs: found[key] += v
        return {key: v % P for key, v in found.items() if v % P}
    def value(self, t: Any, env: Any, side: int = 0) -> Any:
        head, *args = t
        if head in NAMED: return self.named((head, args[0], *(self.value(a, env, side) for a in args[1:])), env, side)
        if head == "num": return int(f"{args[0]}/1".split("/")[0]) * pow(int(f"{args[0]}/1".split("/")[1]), -1, P) % P
        if head == "conj": return self.value(args[0], env, 1 - side)
        if head in ("flow", "dual"):
            if (n := small(self.value(args[0], env))) == 0: return self.value(args[1], env, side)
            moved = tuple(self.operator(self.value([head, ["num", n - 1], args[1]], env, s)) for s in (0, 1))
            return self.value(self.file["generators"][head], {("op", "moved"): moved}, side)
        if (macro := self.file["functions"].get(f"{head}/{len(args)}")) is not None:
            return self.value(put(macro, [(["argument", str(n)], a) for n, a in enumerate(args)]), env, side)
        if head in ("add", "mul", "fold"):
            pairs: Any = [(a, env) for a in args]
            if head == "fold": pairs = [(args[3], {**env, tuple(args[1]): c}) for c in self.value(args[2], env, side)]
            if "mul" in (head, args[0]): return reduce(lambda x, pair: self.times(x, pair[0], pair[1], side), pairs, 1)
            return reduce(lambda x, pair: self.plus(x, self.value(pair[0], pair[1], side)), pairs, 0)
        values = [self.value(a, env, side) for a in args]
        if head == "pow" and isinstance(values[0], int): return pow(values[0], small(values[1]), P)
        if head == "pow": return reduce(lambda x, a: self.times(x, a, env, side), [args[0]] * small(values[1], 0), 1)
        if head == "dag": values = [self.operator(self.value(args[0], env, s)) for s in (side, 1 - side)]
        if head == "dag": return {(b, a, odd): values[1 - odd][a, b, odd] for a, b, odd in values[0]}
        if head == "tr": return sum(v for (a, b, _), v in self.operator(values[0]).items() if a == b) % P
        require(head in PLAIN, head, NotImplementedError)
        return PLAIN[head](*values)
    def holds(self, g: Any, env: Any) -> bool:
        if g[0] in ("not", "ne"): return not self.holds(g[1] if g[0] == "not" else ["eq", *g[1:]], env)
        require(g[0] == "eq", g[0], NotImplementedError)
        if isinstance(x := self.value(g[1], env), frozenset): return bool(x == self.value(g[2], env))
        return not any(self.operator(self.plus(x, self.times(-1, g[2], env, 0))).values())
    def supposed(self, g: Any) -> bool:  # a hypothesis; one that names a site is meant for every site
        if g[0] not in ("eq", "ne") or (defines(g) and self.meaning.get(tuple(g[1])) == g[2]): return True
        return all(self.holds(g, {("site_index", *n): s} if len(n := free_sites(g)) == 1 else {}) for s in self.all)
def evaluate(file: Any, t: Any, found: int = 0) -> None:  # refused if it is false at one of six points
    sizes = t["certificate"].get("sizes", (1, 2, 3) if t["rule"] in LEAVES - {"words"} else (1, 2))
    for attempt in range(200):
        try:
            point = Point(file, t, sizes[attempt % len(sizes)], attempt)
            if all(map(point.supposed, point.given)):
                require(point.holds(t["statement"], {}), f"false for N = {len(point.all)}")
                if (found := found + 1) == 6: return
        except (ValueError, RecursionError): continue
    require(found, "no point", NotImplementedError)
def by_form(t: Any, premises: Any) -> tuple[Any, Any]:  # the statement and hypotheses a step of logic leads to
    rule, said, c, s = t["rule"], t["statement"], t["certificate"], [q["statement"] for q in premises]
    given = [g for q in premises for g in q["given"]]
    if rule == "assumed": return said, [said]
    if rule == "swapped": return ["eq", s[0][2], s[0][1]], given
    if rule == "chain":
        require([a[:2] for a in s[1:]] == [["eq", a[2]] for a in s[:-1]] and s[0][0] == "eq", "the chain does not join")
        return ["eq", s[0][1], s[-1][2]], given
    if rule == "discharge":
        proved = [g for q in s[1:] for g in (q[1:] if q[0] == "and" else [q])]
        return s[0], [g for n, q in enumerate(premises) for g in q["given"] if n or g not in proved]
    if rule == "substitute":
        require(s[1][0] == "eq" and not captures(s[0], [s[1][1:]]), "a bound index stands in the way")
        return put(s[0], [s[1][1:]]), given
    def instance(values: Any, a: Any) -> Any:
        new = [([kind, name], value) for name, value in values.items() for kind in ("sym", "op")]
        require(not (captures(a, new) or any(g[0] in ("real", "antilinear") and g[1] in values for g in given)), "free")
        return put(a, new)
    if rule == "specialize": return instance(c["values"], s[0]), [instance(c["values"], g) for g in given]
    k, others, supposed = c["index"], c["instances"], [said, *(instance(v, said) for v in c["instances"])]
    ends = [instance({k: value}, said) for value in (["num", "0"], ["add", ["sym", k], ["num", "1"]])]
    side = [*premises[0]["given"], *(g for g in premises[1]["given"] if g not in supposed)]
    loose = [g for g in side if {k}.union(*others) & names(g)] + [values for values in others if k in values]
    require(s == ends and c["start"] == 0 and k != "N" and not loose, "base, step and hypotheses of an induction")
    return said, side
def check(file: Any, t: Any, premises: Any) -> str:  # "by form", "evaluated", or what is taken on the kernel's word
    rule, wide = t["rule"], t["rule"] in ("counterexample", "enclosure", "matrix") and t["scope"] == "all N"
    require(rule in LOGIC | LEAVES | TRUSTED, f"no rule is named {rule}")
    require(all(q["scope"] in ("all N", t["scope"]) for q in premises) and not wide, "the scope")
    require(rule != "literature" or file["literature"].get(t["statement"][1]) == t["certificate"]["says"], "literature")
    if rule in LOGIC:
        statement, given = by_form(t, premises)
        require(t["statement"] == statement and {*map(str, given)} == {*map(str, t["given"])}, f"{rule} leads away")
    try:
        if rule in LEAVES | {"specialize", "induction"}: evaluate(file, t)
    except NotImplementedError as reason: return f"{rule} ({reason})"
    return rule if rule in TRUSTED else "by form" if rule in LOGIC else "evaluated"
def settle(claim: Any, theorems: Any, rests: Any) -> set[str]:  # do its theorems give its verdict, and what it rests on
    stands: dict[str, list[bool]] = {"printed": [], "corrected": []}
    said = [(part, one, one["proof"]) for part in stands for one in claim[part] if claim["verdict"] != "undecided"]
    for part, one, n in said:
        t, declared = theorems[n], one["declared"]
        stands[part].append(t["statement"] == one["says"])
        require(stands[part][-1] or t["statement"] == ["not", one["says"]], "its theorem says something else")
        require(t["certificate"].get("meant for", declared) == declared, "a counterexample to something else")
        require(all(g in declared for g in t["given"]), "a hypothesis is not declared")
    verdict = ("proved", "enclosed") if all(stands["printed"]) else ("refuted",) if stands["corrected"] else ()
    require(not said or (claim["verdict"] in verdict and all(stands["corrected"])), "its theorems give another verdict")
    return set().union(*(rests[n] for _, _, n in said))
def main(path: str) -> int:
    with open(path, encoding="utf-8") as stream: data = json.load(stream)
    theorems, how, rests, lines = data["theorems"], list[str](), list[set[str]](), list[str]()
    for n, t in enumerate(theorems):
        try:
            require(all(a in range(n) for a in t["premises"]), "a premise is missing or comes later")
            how.append(check(data["conventions"], t, [theorems[a] for a in t["premises"]]))
        except Exception as error: how.append(f"REFUSED: theorem {n}: {error}")  # noqa: BLE001
        rests.append({how[n]}.union(*(rests[a] for a in t["premises"] if a in range(n))) - {"by form", "evaluated"})
    for name, claim in data["claims"].items():
        try: words = settle(claim, theorems, rests)
        except Exception as error: words = {f"REFUSED: {error!r}"}  # noqa: BLE001
        lines.append("; ".join([f"{name}: {claim['verdict']}", *sorted(words)]))
    totals = Counter(one.split(":")[0] for one in how).most_common()
    print(*lines, f"{len(how)} theorems: " + ", ".join(f"{number} {one}" for one, number in totals), sep="\n")
    return int(any("REFUSED" in line for line in lines + how))
if __name__ == "__main__": sys.exit(main(sys.argv[1]))
