"""About two thousand spoilt files, the same in every run; `make fuzz CASES=…` tries others."""

import sys
import warnings
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import judge
import readers

CASES, SEED = 2000, 11


@pytest.mark.parametrize("name", readers.READERS)
def test_spoilt_files_are_refused_or_read_right(name):
    count = int(CASES * readers.READERS[name][2])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the independent readers
        failed = readers.run(name, SEED, range(count))
    assert not failed, "\n".join(f"{path.name}: {fault}" for path, fault in failed[:5])


def test_the_judge_can_condemn(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"x")

    def english(path):
        raise judge.DataError(f"{path.name}: invalid literal")

    def nameless(path):
        raise judge.DataError("tệp hỏng")

    def raw(path):
        raise KeyError("traits")

    def greedy(path):
        return bytes(5_000_000)

    for reader in (english, nameless, raw, greedy):
        with pytest.raises(judge.Fault):
            judge.read(path, reader)
