"""A name that a picture reads is not given another meaning by a later cell."""

import pytest

from booktools.checks import redrawn


@pytest.fixture
def check(tmp_path):
    def run(*sources: str) -> list[tuple[int, str]]:
        (tmp_path / "book").mkdir(exist_ok=True)
        text = "\n".join(f"```{{code-cell}} ipython3\n{source}\n```\n" for source in sources)
        (tmp_path / "book" / "a.md").write_text(text, encoding="utf-8")
        return [(problem.line, problem.message.split("'")[1]) for problem in redrawn.check(tmp_path)]

    return run


DRAW = "x = 1\ndef draw(k):\n    return x + k\nexplore(draw, k=slider(0, 1))"


@pytest.mark.parametrize(
    ("later", "name"),
    [
        ("x = 2", "x"),
        ("print(1)\nx += 1", "x"),
        ("for x in range(3):\n    pass", "x"),
        ("def x():\n    pass", "x"),
        ("a, (b, x) = 1, (2, 3)", "x"),
    ],
)
def test_a_later_assignment_is_named_with_its_line(check, later, name):
    start = DRAW.count("\n") + 6  # the fence of the second cell, then its first line
    assert check(DRAW, later) == [(start + later.startswith("print"), name)]


def test_also_through_a_function_that_the_picture_calls_and_through_lambdas(check):
    helper = "scale = 2\nKINDS = {'a': lambda: scale}\ndef helper(k):\n    return KINDS[k]()"
    picture = "def draw(k):\n    return helper(k)\nexplore(draw, k=choice(['a']))"
    assert [name for _, name in check(helper, picture, "scale = 3")] == ["scale"]
    assert [name for _, name in check("scale = 2", "explore(lambda k: scale * k)", "scale = 3")] == ["scale"]


@pytest.mark.parametrize(
    "later",
    [
        "y = 2",
        "def other():\n    x = 5\n    return x",  # a name of that function only
        "[x for x in range(3)]",
        "x = 1",  # the same statement again
        "import x",
        "def draw(k):\n    return 0\nexplore(draw, k=slider(0, 1))",  # the next picture takes the name
    ],
)
def test_what_leaves_the_picture_as_it_was_passes(check, later):
    assert check(DRAW, later) == []


def test_an_assignment_in_the_same_cell_or_before_passes(check):
    assert check("x = 0", "x = 5\n" + DRAW + "\nx = 7") == []
