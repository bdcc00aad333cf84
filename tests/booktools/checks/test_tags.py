"""Tags of code cells: what the lint refuses."""

import json

import pytest

from booktools.checks import tags

HEADER = "---\njupytext: {text_representation: {format_name: myst}}\nkernelspec: {name: python3}\n---\n"


@pytest.fixture
def check(tmp_path, monkeypatch):
    def run(tags_: list, source: str, outputs: list | None = None, lines=(8,)) -> list[str]:
        (tmp_path / "book").mkdir(exist_ok=True)
        (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: book/a\n", encoding="utf-8")
        (tmp_path / "_config.yml").write_text("{}", encoding="utf-8")
        cell = f"```{{code-cell}} ipython3\n:tags: {json.dumps(tags_)}\n{source}\n```\n"
        (tmp_path / "book" / "a.md").write_text(f"{HEADER}\n# Tên\n\n{cell}", encoding="utf-8")
        if outputs is not None:
            from nbformat import from_dict

            made = from_dict({"cells": [{}, {"outputs": outputs}]})
            monkeypatch.setattr(tags.execute, "executed", lambda root, pages: {"book/a": made})
        found = tags.check(tmp_path)
        assert all(problem.line in lines for problem in found)
        return [problem.message for problem in found]

    return run


def stdout(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


@pytest.mark.parametrize("good", [[], ["hide-input"], ["nbval-check-output", "check-gradient-l1"]])
def test_known_tags_pass(check, good):
    assert check(good, "print(1)", [stdout("1\n")]) == []


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (["hide_input"], "hide_input"),
        (["check-"], "check-"),
        (["check-A"], "check-A"),
        (["raises-exception"], "try/except"),
        (["nbval-check-output", "nbval-ignore-output"], "không đi cùng"),
    ],
)
def test_other_tags_are_refused(check, bad, word):
    (message,) = check(bad, "print(1)")
    assert word in message


def test_a_door_only_shows_its_picture_and_is_one(check, tmp_path):
    assert check(["remove-input", "door"], "f(1)") == []
    (message,) = check(["door"], "f(1)")
    assert "remove-input" in message
    again = "f(1)\n```\n\n```{code-cell} ipython3\n:tags: [remove-input, door]\nf(2)"
    (message,) = check(["remove-input", "door"], again, lines=(13,))
    assert "chỉ có một ô door" in message


@pytest.mark.parametrize("bad", [["hide-input", "hide-input"], "hide-input", [1]])
def test_tags_that_are_no_list_of_tags(check, bad):
    (message,) = check(bad, "print(1)", lines=(0,))
    assert "danh sách" in message


@pytest.mark.parametrize(
    "source",
    ["plt.plot([1])", "explore(f)", "display(x)", "for i in tqdm(a): print(i)", "%time a\ndisplay(1)"],
)
def test_compared_cells_show_nothing(check, source):
    (message,) = check(["nbval-check-output"], source)
    assert "không vẽ hay hiện" in message
    assert check([], source) == []


@pytest.mark.parametrize(
    ("outputs", "word"),
    [
        ([{"output_type": "execute_result", "data": {"text/plain": "3"}}], "execute_result"),
        ([stdout("1"), {"output_type": "stream", "name": "stderr", "text": "w"}], "stderr"),
        ([{"output_type": "display_data", "data": {}}], "display_data"),
        ([], "không in gì"),
        ([stdout("  \n")], "không in gì"),
        ([stdout("1%\r2%\n")], "tiến trình"),
    ],
)
def test_compared_cells_print_text(check, outputs, word):
    (message,) = check(["nbval-check-output"], "f(1)", outputs)
    assert word in message
