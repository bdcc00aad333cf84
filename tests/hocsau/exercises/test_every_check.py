"""Every check_… of every page refuses, politely and in Vietnamese, whatever is not an answer."""

import pkgutil
import re
import sys
import unicodedata
from importlib import import_module

import hostile
import numpy as np
import pytest

import hocsau.exercises
from hocsau.exercises import NotRight, running

PAGES = [m.name for m in pkgutil.iter_modules(hocsau.exercises.__path__) if re.match(r"ch\d\d_", m.name)]
CHECKS = {
    f"{page}.{name}": function
    for page in PAGES
    for name, function in vars(import_module(f"hocsau.exercises.{page}")).items()
    if name.startswith("check_") and f"{function.__module__}.".startswith(f"hocsau.exercises.{page}.")
}


def test_there_are_checks():
    assert {"ch02_python", "ch02_lab_math"} <= set(PAGES)
    assert len(CHECKS) >= 30


@pytest.mark.parametrize("name", CHECKS)
def test_refuses_all_of_it(name, capsys, monkeypatch):
    monkeypatch.setattr(running, "MOST_STEPS", 20_000)  # "for ever" is over sooner
    tracing = sys.gettrace()
    for given, answer in [*hostile.VALUES.items(), *hostile.FUNCTIONS.items()]:
        with pytest.raises(NotRight) as caught:
            CHECKS[name](answer)
        message = str(caught.value)
        assert message.startswith("Chưa đúng.") and unicodedata.is_normalized("NFC", message), given
        assert len(message) < 700, given
    assert "Đúng rồi" not in capsys.readouterr().out
    assert sys.gettrace() is tracing


@pytest.mark.parametrize("name", CHECKS)
def test_says_what_it_checks(name):
    assert (CHECKS[name].__doc__ or "").strip().endswith(".")


def test_only_the_message_is_shown_in_a_notebook(capsys):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.run_cell("from hocsau.exercises.ch02_python import check_seconds\ncheck_seconds(1)")
    shown = capsys.readouterr().out
    assert shown.startswith("Chưa đúng. Số giây là 1") and "Traceback" not in shown and ".py" not in shown


def test_numpy_warnings_of_an_answer_are_not_shown(recwarn):
    with pytest.raises(NotRight, match="nan"):
        CHECKS["ch02_python.check_row_shares"](lambda P: P / np.zeros_like(P))
    assert not recwarn.list
