"""Every reader of files that this package has, and how its cases are made."""

import tempfile
from pathlib import Path

import case_arrays
import case_command
import case_driving
import case_pictures
import case_tables
import numpy as np
from judge import Fault

# name -> (how a case is made, the suffix of its file, its share of all cases)
READERS = {
    "weights": (case_arrays.weights, ".npz", 0.25),
    "checkpoint": (case_arrays.checkpoint, ".npz", 0.04),
    "csv": (case_tables.case, ".csv", 0.22),
    "picture": (case_pictures.picture, ".png", 0.15),
    "idx": (case_pictures.idx, ".idx", 0.15),
    "cifar": (case_pictures.cifar, ".bin", 0.05),
    "log": (case_driving.log, ".csv", 0.06),
    "telemetry": (case_driving.telemetry, ".txt", 0.06),
    "command": (case_command.command, ".csv", 0.006),
}


def case(name, seed, number, folder):
    """(path, check) of one case: the same seed and number give the same file."""
    make, suffix, _ = READERS[name]
    rng = np.random.default_rng([seed, number, *name.encode()])
    path = Path(folder) / f"{name}-{seed}-{number}{suffix}"
    return path, make(rng, path)


def run(name, seed, numbers, folder=None):
    """[(path, fault)] of the cases that fail; their files stay in `folder` when there is one."""
    failed = []
    with tempfile.TemporaryDirectory() as own:
        for number in numbers:
            path, check = case(name, seed, number, folder or own)
            try:
                check()
            except Fault as fault:
                failed.append((path, str(fault)))
            else:
                path.unlink()
    return failed
