"""Sweeps: which points there are, what their values are, and that no form they are written in loses any of it."""

from __future__ import annotations

import csv
import json
import math
import random
from fractions import Fraction
from pathlib import Path

import pytest
from flint import arb, fmpq

from dtim_exact import InputError, Model, Real, Value, open_sweep, sweep
from dtim_exact.arrays import float_ball
from dtim_exact.blockade import certified_width
from dtim_exact.mean_field import solutions
from dtim_exact.numbers import parse_real
from dtim_exact.potential import extrema, transition
from dtim_exact.sweeps.axes import read_axis
from dtim_exact.sweeps.grid import Grid

CALM = {"workers": 0, "progress": False}


# --- points


def test_steps_are_exact() -> None:
    assert read_axis("hz", "0:4:1/100") == tuple(str(Fraction(k, 100)) for k in range(401))
    assert read_axis("hz", "0:1:0.3") == ("0", "3/10", "3/5", "9/10")
    assert read_axis("hz", "1:-1:-1/2") == ("1", "1/2", "0", "-1/2", "-1")
    assert read_axis("hz", "lin:0:1:4") == ("0", "1/3", "2/3", "1")
    assert read_axis("N", "10:30:10,64") == ("10", "20", "30", "64")
    assert read_axis("hz", ["0.1", Fraction(1, 3), 2, fmpq(1, 7)]) == ("1/10", "1/3", "2", "1/7")


def test_decades_are_exact_and_between_them_six_digits_are_right() -> None:
    decades = [parse_real(text) for text in read_axis("gamma", "log:1e-300:1e-3:1")]
    assert decades == [fmpq(1, 10**k) for k in range(300, 2, -1)]
    values = [parse_real(text) for text in read_axis("gamma", "log:3e-7:3e2:10")]
    assert len(values) == 91
    for k, value in enumerate(values):
        ratio = value / fmpq(3, 10**7)
        exact = arb(10) ** fmpq(k, 10)
        assert abs(arb(ratio) / exact - 1) < 5.1e-6
        if k % 10 == 0:
            assert ratio == 10 ** (k // 10)


def test_points_of_products_and_of_axes_side_by_side() -> None:
    product = Grid.read({"hz": [0, 1], "hx": [1, 2, 3]}, {"N": 2, "J": 1})
    assert [product.key(k) for k in range(len(product))] == [f"hz={a} hx={b}" for a in (0, 1) for b in (1, 2, 3)]
    side_by_side = Grid.read({"hz": [0, 1], "hx": [1, 2]}, {"N": 2, "J": 1}, zipped=True)
    assert [side_by_side.key(k) for k in range(len(side_by_side))] == ["hz=0 hx=1", "hz=1 hx=2"]
    assert Grid.from_json(json.loads(json.dumps(product.to_json()))) == product


def test_a_grid_of_any_size_takes_no_memory() -> None:
    grid = Grid.read({"hz": "0:1:1e-4", "hx": "1:11:1e-3"}, {"N": 22, "J": 1})
    assert len(grid) == 10_001 * 10_001
    assert grid.key(len(grid) - 1) == "hz=1 hx=11"
    assert grid.key(10_002) == "hz=1/10000 hx=1001/1000"


# --- values


def test_every_value_is_that_of_the_library() -> None:
    words = ["density", "polarization", "X1 X2", "+1 -2", "moment:2", "purity:1,2"]
    result = sweep({"hz": "0:1:1/3", "N": [4, 5]}, words, J=1, hx=2, gamma="1/10", **CALM)
    assert (len(result), result.counts()) == (8, (8, 0))
    for point in result:
        m = Model(N=point["N"], J=1, hx=2, hz=point["hz"], gamma="1/10")
        told = [*(m.expect(w) for w in words[:4]), m.magnetization_moment(2), m.purity([1, 2])]
        assert list(point.values.values()) == told
        assert point.error is None
    assert result.at(hz="2/6", N="4") == result[2]
    assert [point.place for point in result][-1] == result[-1].place == {"hz": "1", "N": "5"}


def test_enclosures_come_back_bit_for_bit() -> None:
    result = sweep({"epsilon": "log:1e-1000:1e-990:1"}, ["density", "+1 +2"], digits=25, N=22, J=1, hx=4, resonance=1,
                   **CALM)  # fmt: skip
    for point in result:
        m = Model.at_resonance(n=1, epsilon=point["epsilon"], N=22, J=1, hx=4)
        for word in ("density", "+1 +2"):
            assert point[word].to_text() == m.expect(word, digits=25).to_text()


def test_fields_that_differ_from_site_to_site() -> None:
    result = sweep({"hx": "1,2,3;2,2,4"}, "Z2", N=3, J=1, hz="1/3", **CALM)
    assert [point["Z2"] for point in result] == [
        Model(N=3, J=1, hx=fields, hz="1/3").expect("Z2") for fields in ([1, 2, 3], [2, 2, 4])
    ]


def test_widths_and_the_limit_of_large_N() -> None:
    widths = sweep({"N": [8, 12]}, ["width:1", "left:1", "estimate:0"], J=1, hx=4, digits=20, **CALM)
    for point in widths:
        found = [certified_width(N=point["N"], J=1, hx=4, n=n, digits=20) for n in (1, 0)]
        assert point["width:1"] == found[0].fwhm
        assert point["left:1"] == found[0].left
        assert point["estimate:0"] == found[1].estimate
    limit = {"J": 1, "hx": "1/5", "gamma": "1/100"}
    fields = sweep({"hx": ["1/5", "1/4"]}, ["limit:transition", "limit:maxwell"], J=1, gamma="1/100", **CALM)
    assert fields[0]["limit:transition"] == transition(**limit).hz
    assert fields[0]["limit:maxwell"] == transition(**limit).maxwell
    phases = sweep({"hz": ["-1", "3/10", "2"]}, ["limit:m", "limit:solutions", "limit:bistable"], **limit, **CALM)
    found = [solutions(**limit, hz=point["hz"]) for point in phases]
    assert [point["limit:solutions"] for point in phases] == [len(one.roots) for one in found]
    assert [one.bistable for one in found] == [False, True, False]
    assert [point["limit:bistable"] for point in phases] == [0, 1, 0]
    lowest = min(extrema(**limit, hz="3/10").extrema, key=lambda e: e.f)
    assert phases[1]["limit:m"] == lowest.m
    assert solutions(**limit, hz="3/10").roots[2].m.overlaps(lowest.m)


def test_a_point_that_fails_is_recorded_and_stops_no_other(tmp_path: Path) -> None:
    file = tmp_path / "a.sweep"
    result = sweep({"gamma": "-1:1:1/2"}, "density", N=5, J=1, hx=2, file=file, **CALM)
    assert result.counts() == (3, 2)
    failed = list(result.failures())
    assert [point["gamma"] for point in failed] == ["-1", "-1/2"]
    assert failed[0].error == "gamma = -1: needed a rate gamma >= 0"
    with pytest.raises(InputError, match="a rate gamma"):
        failed[0]["density"]
    again = sweep({"gamma": "-1:1:1/2"}, "density", N=5, J=1, hx=2, file=file, retry_failed=True, **CALM)
    assert list(again) == list(result)
    assert [point.error is None for point in again] == [False, False, True, True, True]


# --- doubles that enclose


def ends(x: Real) -> tuple[Fraction, Fraction]:
    return x.mid - x.rad, x.mid + x.rad


@pytest.mark.parametrize("seed", range(4))
def test_the_two_doubles_contain_the_enclosure(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(100):
        size = fmpq(10) ** rng.randint(-340, 300) if seed else fmpq(1)
        mid = fmpq(rng.randint(-(10**40), 10**40), rng.randint(1, 10**40)) * size
        x = Real(mid) if rng.random() < 0.3 else Value.from_ball(arb(mid, size * fmpq(1, 10 ** rng.randint(0, 60)))).re
        centre, radius = map(Fraction, float_ball(x))
        assert centre - radius <= ends(x)[0] <= ends(x)[1] <= centre + radius
        width = ends(x)[1] - ends(x)[0]
        assert radius <= Fraction(51, 100) * width + abs(centre) / 2**52 + Fraction(1, 2**1070)  # and not much wider


def test_doubles_at_their_limits() -> None:
    assert float_ball(Real("3/4")) == (0.75, 0.0)
    assert float_ball(Real("1e-1000")) == (0.0, math.ulp(0.0))
    mid, radius = float_ball(Real("1e400"))
    assert math.isnan(mid)
    assert radius == math.inf


# --- other forms


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    result = sweep({"hz": "0:1:1/4", "gamma": [0, "1/10", -1]}, ["density", "+1 -2", "X1 Y2"], N=5, J=1, hx=2, hy=1,
                   digits=30, file=folder / "a.sweep", **CALM)  # fmt: skip
    for ending in ("nc", "parquet", "csv", "jsonl"):
        result.export(folder / f"a.{ending}")
    return folder


def test_netcdf_loses_nothing(exported: Path) -> None:
    import xarray

    result = open_sweep(exported / "a.sweep")
    with xarray.open_dataset(exported / "a.nc", engine="h5netcdf") as data:
        assert dict(data.sizes) == {"hz": 5, "gamma": 3}
        assert data.attrs["parameter_N"] == "5"
        assert data.attrs["digits"] == "30"
        assert "dtim-exact" in data.attrs["versions"]
        assert data["density"].attrs["units"] == "1"
        assert data["hz"].attrs["units"].startswith("the one unit")
        assert list(data["hz_text"].values) == ["0", "1/4", "1/2", "3/4", "1"]
        for point in result:
            here = data.isel(hz=list(data["hz_text"].values).index(point["hz"]),
                             gamma=list(data["gamma_text"].values).index(point["gamma"]))  # fmt: skip
            assert str(here["error"].values) == (point.error or "")
            if point.error:
                assert math.isnan(here["density"])
                continue
            assert Real.from_text(str(here["density_text"].values)).to_text() == point["density"].re.to_text()
            for name, part in (("density", point["density"].re), ("p1_m2_im", point["+1 -2"].im),
                               ("X1_Y2", point["X1 Y2"].re)):  # fmt: skip
                centre, radius = Fraction(float(here[name])), Fraction(float(here[f"{name}_radius"]))
                assert centre - radius <= ends(part)[0] <= ends(part)[1] <= centre + radius
    assert result.to_xarray().identical(xarray.load_dataset(exported / "a.nc", engine="h5netcdf"))


def test_parquet_csv_and_json_lines_say_the_same(exported: Path) -> None:
    from pyarrow import parquet

    result = open_sweep(exported / "a.sweep")
    table = parquet.read_table(exported / "a.parquet")
    assert table.schema.metadata[b"parameter_hx"] == b"2"
    with (exported / "a.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    told = [json.loads(line) for line in (exported / "a.jsonl").read_text().splitlines()]
    assert table.num_rows == len(lines) == len(told) == len(result)
    for row, line, object_, point in zip(table.to_pylist(), lines, told, result, strict=True):
        assert row["hz_text"] == line["hz_text"] == object_["point"]["hz"] == point["hz"]
        assert row["error"] == line["error"] == object_.get("error", "") == (point.error or "")
        if point.error:
            assert math.isnan(row["density"])
            assert "values" not in object_
            continue
        assert float(line["density"]) == row["density"] == float(point["density"])
        assert float(line["density_radius"]) == row["density_radius"] < 1e-16
        assert row["p1_m2_re_text"] == line["p1_m2_re_text"] == point["+1 -2"].re.to_text()
        assert Value.from_text(object_["text"]["+1 -2"]) == point["+1 -2"]
        assert Value.from_json(object_["values"]["X1 Y2"]).contains(point["X1 Y2"])


def test_axes_without_a_double_keep_their_text(tmp_path: Path) -> None:
    fields = sweep({"hx": "1,2,3;2,2,4"}, "Z2", N=3, J=1, hz="1/3", **CALM).to_xarray()
    assert list(fields["hx"].values) == [0, 1]
    assert list(fields["hx_text"].values) == ["1,2,3", "2,2,4"]
    zipped = sweep({"N": [3, 4], "hz": [0, 1]}, J=1, hx=2, zipped=True, **CALM).to_xarray()
    assert dict(zipped.sizes) == {"point": 2}
    assert list(zipped["N"].values) == [3, 4]
    densities = [Model(N=n, J=1, hx=2, hz=z).density() for n, z in ((3, 0), (4, 1))]
    assert list(zipped["density_text"].values) == [str(density) for density in densities]
