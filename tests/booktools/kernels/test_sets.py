"""The kernel sets take effect: each library says so, and finds other last digits."""

import json
import os
import platform
import subprocess
import sys

import pytest

from booktools import execute
from booktools.kernels import sets

PROBE = """
import hashlib, json
import numpy as np, torch
from threadpoolctl import threadpool_info
rng = np.random.default_rng(0)
a = rng.normal(size=(300, 300))
f = a.astype(np.float32)
t = torch.from_numpy(f)
x = torch.from_numpy(rng.normal(size=(4, 8, 20, 20)).astype(np.float32))
w = torch.from_numpy(rng.normal(size=(16, 8, 3, 3)).astype(np.float32))
results = {
    "OpenBLAS": a @ a,
    "numpy": np.exp(f),
    "torch": t.softmax(1),
    "oneDNN": torch.nn.functional.conv2d(x, w),
    "MKL": t @ t,
}
print(json.dumps({
    "blas": [pool["architecture"] for pool in threadpool_info() if "architecture" in pool],
    "threads": [pool["num_threads"] for pool in threadpool_info()] + [torch.get_num_threads()],
    "torch": torch.backends.cpu.get_cpu_capability(),
    "results": {name: hashlib.sha256(np.asarray(r).tobytes()).hexdigest() for name, r in results.items()},
}))
"""
X86 = platform.machine() in sets.X86
AVX2 = X86 and bool(set(sets._above_baseline()) & {"X86_V3", "AVX2"})


def probe(name: str, threads: int = 1) -> dict:
    """What a process finds that inherits the set; numpy's warning of an unknown feature is a failure."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROBE],
        env=os.environ | sets.environment(name, threads), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def native() -> dict:
    return probe("native")


@pytest.mark.skipif(not X86, reason="only x86 processors have older kernels to choose")
def test_old_kernels_are_used_by_every_library(native):
    old = probe("old")
    assert set(old["blas"]) == {"Nehalem"} and old["torch"] == "DEFAULT"
    same = {name for name, digest in old["results"].items() if digest == native["results"][name]}
    assert not AVX2 or not same, f"these still compute with their native kernels: {same}"


@pytest.mark.skipif(not AVX2, reason="needs AVX2")
def test_haswell_kernels_are_those_of_avx2(native):
    haswell = probe("haswell")
    assert set(haswell["blas"]) == {"Haswell"} and haswell["torch"] == "AVX2"
    if native["blas"] == ["Haswell"] and native["torch"] == "AVX2":  # they are native here
        assert haswell["results"]["OpenBLAS"] == native["results"]["OpenBLAS"]


@pytest.mark.parametrize("threads", [1, 2])
def test_every_library_takes_the_number_of_threads(threads: int):
    assert set(probe("native", threads)["threads"]) == {threads}


def test_the_sets_differ_only_where_they_say():
    found = {name: sets.environment(name, 2) for name in sets.NAMES}
    common = sets.environment("native", 2)
    assert common["OMP_NUM_THREADS"] == "2" and common["OMP_WAIT_POLICY"] == "PASSIVE"
    assert all(environment.items() >= common.items() for environment in found.values())
    assert len({json.dumps(environment) for environment in found.values()}) == (3 if X86 else len(found))


def test_other_processors_get_no_x86_kernels():
    assert not any(
        name.startswith(("OPENBLAS_", "MKL_", "ATEN_", "ONEDNN_")) for name in sets._kernels("old", "arm64")
    )


def test_what_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="không có bộ kernel 'avx512'.*native, haswell, old"):
        sets.environment("avx512")
    with pytest.raises(ValueError, match="phải từ 1, không phải 0"):
        sets.environment("old", 0)


def test_the_build_s_kernels_do_not_spin_and_what_the_writer_chose_stays(monkeypatch):
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    with execute._environment(workers=1):
        assert os.environ.items() >= sets.PASSIVE.items() and os.environ["OMP_NUM_THREADS"] == "7"
    assert "OMP_WAIT_POLICY" not in os.environ
