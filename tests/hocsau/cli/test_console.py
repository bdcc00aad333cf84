"""The command in a process of its own: encodings, file names, pipes, exit codes, argparse in Vietnamese."""

import argparse
import ast
import inspect
import os
import shutil
import subprocess
import sys

import pytest

from hocsau.cli.vietnamese import MESSAGES, vietnamese_argparse

XY = ("--x", "Diện tích", "--y", "Giá")
CONSOLES = {
    "UTF-8": {"LC_ALL": "C.UTF-8"},
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "cp1252, strict": {"PYTHONIOENCODING": "cp1252:strict", "PYTHONUTF8": "0"},
    "cp1258": {"PYTHONIOENCODING": "cp1258", "PYTHONUTF8": "0"},
    "C locale": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "C locale and ascii": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
}


@pytest.mark.parametrize("console", CONSOLES)
def test_fit_on_any_console(hocsau, write, tmp_path, console):
    folder = tmp_path / "Số liệu của tôi"
    folder.mkdir()
    shutil.move(write(), folder / "nhà ở Đà Nẵng.csv")
    source, out = folder / "nhà ở Đà Nẵng.csv", folder / "đường thẳng.png"
    done = hocsau("fit", source, *XY, "--predict", "50", "--out", out, **CONSOLES[console])
    assert done.returncode == 0, done.stderr
    assert "nhà ở Đà Nẵng.csv: 6 dòng dữ liệu" in done.stdout
    assert "Dự đoán với Diện tích = 50: Giá ≈ 758" in done.stdout
    assert str(out) in done.stdout and out.is_file()


@pytest.mark.parametrize("console", CONSOLES)
def test_errors_on_any_console(hocsau, write, console):
    done = hocsau("fit", write("Diện tích,Giá\n1,ba tỉ\n", "dữ liệu.csv"), *XY, **CONSOLES[console])
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() == "Lỗi: dữ liệu.csv, dòng 2, cột «Giá»: «ba tỉ» không phải là số"
    done = hocsau("fit", write(), "--x", "Diện tích", "--y", "Gía", **CONSOLES[console])
    assert "không có cột «Gía»" in done.stderr and "Ý bạn là «Giá»?" in done.stderr
    done = hocsau("fit", write(), *XY, "--lạ", **CONSOLES[console])
    assert done.returncode == 2 and "không hiểu tham số: --lạ" in done.stderr


@pytest.mark.parametrize("console", CONSOLES)
@pytest.mark.parametrize("arguments", [("--help",), ("data", "list"), ("fit", "--help")])
def test_listings_on_any_console(hocsau, console, arguments):
    done = hocsau(*arguments, **CONSOLES[console])
    assert done.returncode == 0 and done.stderr == "" and "các lệnh" in done.stdout or "ữ liệu" in done.stdout


def test_the_installed_command_is_the_same():
    command = shutil.which("hocsau", path=os.path.dirname(sys.executable))
    if command is None:
        pytest.skip("hocsau is not installed here")
    done = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("hocsau 0.")


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX pipe")
def test_a_pipe_that_is_closed_early_is_no_crash():
    listing = subprocess.Popen(
        [sys.executable, "-m", "hocsau", "data", "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    listing.stdout.close()
    assert listing.stderr.read() == b""
    listing.stderr.close()
    assert listing.wait(60) == 1


def test_a_missing_command_and_a_wrong_one(hocsau):
    done = hocsau()
    assert done.returncode == 2 and "hocsau: lỗi: còn thiếu tham số: LỆNH" in done.stderr
    done = hocsau("fitt")
    assert done.returncode == 2 and "'fitt' không có; chọn một trong: doctor, data, fit" in (
        done.stderr.replace("'doctor', 'data', 'fit'", "doctor, data, fit")  # no quotes since Python 3.12
    )
    done = hocsau("fit")
    assert done.returncode == 2 and "còn thiếu tham số: TỆP, --x, --y" in done.stderr
    done = hocsau("fit", "a.csv", *XY, "--predict")
    assert done.returncode == 2 and "cần ít nhất một giá trị theo sau" in done.stderr


ENGLISH = ("usage", "error", "options:", "positional", "show this", "exit", "required", "arguments")


@pytest.mark.parametrize(
    "command", [(), ("doctor",), ("data",), ("data", "fetch"), ("data", "path"), ("fit",)]
)
def test_help_is_vietnamese(hocsau, command):
    done = hocsau(*command, "--help")
    assert done.returncode == 0 and done.stdout.startswith("cách dùng: hocsau")
    assert not [word for word in ENGLISH if word in done.stdout.lower()]


# What argparse says to the programmer, never to a user of the command.
TO_PROGRAMMERS = (
    *("__call__", "'required' is", "mutually exclusive", "is not callable", "cannot merge", "dest= is"),
    *("invalid option string", "conflict", "cannot have multiple", "with mode", "unexpected option"),
)


def test_every_message_that_argparse_may_show_is_translated():
    tree = ast.parse(inspect.getsource(argparse))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    found = set()
    for call in calls:
        count = {"_": 1, "ngettext": 2}.get(call.func.id, 0)
        found |= {arg.value for arg in call.args[:count] if isinstance(arg, ast.Constant)}
    assert len(found) > 20, "argparse no longer looks its messages up in this way"
    shown = {message for message in found if not any(part in message for part in TO_PROGRAMMERS)}
    assert shown <= set(MESSAGES)


def test_argparse_speaks_english_again_afterwards():
    with vietnamese_argparse():
        inside = argparse.ArgumentParser(prog="a").format_usage()
    assert inside.startswith("cách dùng: ")
    assert argparse.ArgumentParser(prog="a").format_usage().startswith("usage: ")


def test_interrupted(monkeypatch, capsys):
    import hocsau.cli.doctor as command
    from hocsau.cli import main

    def stop(args):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "run", stop)
    assert main(["doctor"]) == 130 and "Đã dừng" in capsys.readouterr().err


def test_a_divergence_is_an_error_without_a_traceback(monkeypatch, capsys):
    import hocsau.cli.doctor as command
    from hocsau.cli import main
    from hocsau.training import DivergenceError, History

    def diverge(args):
        raise DivergenceError("loss = nan ở epoch 2", History())

    monkeypatch.setattr(command, "run", diverge)
    assert main(["doctor"]) == 1 and capsys.readouterr().err == "Lỗi: loss = nan ở epoch 2\n"
