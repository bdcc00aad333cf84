"""Named sets of compute kernels, as environment variables that a process reads when it starts.

native    whatever the processor has
haswell   AVX2 everywhere, whatever more the processor has
old       SSE only: OpenBLAS' Nehalem, numpy's baseline, torch, oneDNN and MKL without AVX
"""

import platform
from collections.abc import Iterable

NAMES = ("native", "haswell", "old")
X86 = {"x86_64", "AMD64"}
# What an AVX2 processor has, as numpy calls it: groups since 2.4, single features before.
AVX2 = {"X86_V3", "AVX", "AVX2", "FMA3", "FMA4", "F16C", "XOP"}
# Threads that wait must not spin: on busy cores that takes ten times as long.
PASSIVE = {"OMP_WAIT_POLICY": "PASSIVE", "KMP_BLOCKTIME": "0"}
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def environment(name: str, threads: int = 1) -> dict[str, str]:
    """What a process must inherit to compute with the kernels of the set `name` on so many threads."""
    if name not in NAMES:
        raise ValueError(f"không có bộ kernel {name!r}; chỉ có: {', '.join(NAMES)}")
    if threads < 1:
        raise ValueError(f"số luồng phải từ 1, không phải {threads}")
    return PASSIVE | dict.fromkeys(THREADS, str(threads)) | _kernels(name, platform.machine())


def _kernels(name: str, machine: str) -> dict[str, str]:
    if name == "native":
        return {}
    above = _above_baseline()
    if name == "haswell":
        above = [feature for feature in above if feature not in AVX2]
    found = {"NPY_DISABLE_CPU_FEATURES": " ".join(above)} if above else {}
    if machine not in X86:
        return found  # the other libraries have no older kernels there
    # MKL_ENABLE_INSTRUCTIONS says nothing to MKL on an AMD processor; MKL_CBWR does, on both.
    if name == "haswell":
        return found | {
            "OPENBLAS_CORETYPE": "Haswell",
            "ATEN_CPU_CAPABILITY": "avx2",
            "ONEDNN_MAX_CPU_ISA": "AVX2",
            "MKL_ENABLE_INSTRUCTIONS": "AVX2",
            "MKL_CBWR": "AVX2",
        }
    return found | {
        "OPENBLAS_CORETYPE": "Nehalem",
        "ATEN_CPU_CAPABILITY": "default",
        "ONEDNN_MAX_CPU_ISA": "SSE41",
        "MKL_ENABLE_INSTRUCTIONS": "SSE4_2",
        "MKL_CBWR": "COMPATIBLE",
    }


def _above_baseline() -> Iterable[str]:
    """The features that numpy would use here and can do without."""
    try:
        from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__
    except ImportError:  # numpy 1
        from numpy.core._multiarray_umath import __cpu_dispatch__, __cpu_features__
    return [feature for feature in __cpu_dispatch__ if __cpu_features__.get(feature)]
