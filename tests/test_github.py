"""What people meet on GitHub: forms that GitHub accepts, in Vietnamese, reached from every page."""

import re
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from booktools import __main__ as main
from booktools import repository
from booktools.kernels import sets

ROOT = Path(__file__).resolve().parents[1]
GITHUB = ROOT / ".github"
TEMPLATES = GITHUB / "ISSUE_TEMPLATE"
FORMS = {path.name: yaml.safe_load(path.read_text("utf-8")) for path in TEMPLATES.glob("*.yml")}
CHOOSER = FORMS.pop("config.yml")
# The labels that a new repository on GitHub has; a form's label that does not exist is left out in silence.
LABELS = {
    "bug", "documentation", "duplicate", "enhancement", "good first issue", "help wanted", "invalid",
    "question", "wontfix",
}  # fmt: skip
TYPES = {
    "markdown": {"value"},
    "input": {"label", "description", "placeholder", "value"},
    "textarea": {"label", "description", "placeholder", "value", "render"},
    "dropdown": {"label", "description", "options", "multiple", "default"},
    "checkboxes": {"label", "description", "options"},
}
VIETNAMESE = re.compile(
    "[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE
)


def test_there_is_a_form_for_the_book_for_code_and_for_wishes():
    assert {name: form["name"] for name, form in FORMS.items()} == {
        "book-error.yml": "Lỗi trong sách", "code-error.yml": "Lỗi code", "suggestion.yml": "Đề nghị",
    }  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_github_accepts_the_form(name: str):
    form = FORMS[name]
    assert set(form) == {"name", "description", "title", "labels", "body"}
    assert form["labels"] and set(form["labels"]) <= LABELS
    assert VIETNAMESE.search(form["description"]) and VIETNAMESE.search(form["title"])
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert any(field.get("validations", {}).get("required") for field in fields)
    for field in form["body"]:
        assert set(field) <= {"type", "id", "attributes", "validations"}
        assert set(field["attributes"]) <= TYPES[field["type"]]
        assert field.get("validations", {"required": True}) == {"required": True}
    ids, labels = [field["id"] for field in fields], [field["attributes"]["label"] for field in fields]
    assert all(re.fullmatch(r"[a-z-]+", one) for one in ids)
    assert len(set(ids)) == len(ids) and len(set(labels)) == len(labels)
    assert all(VIETNAMESE.search(label) for label in labels if label != "Trang")
    for field in fields:
        options = field["attributes"].get("options", ["một"])
        assert options and len({str(option) for option in options}) == len(options)


def test_the_link_of_a_page_opens_the_form_with_the_page_filled_in():
    link = urlsplit(repository.issue("book/ch03_linear_regression"))
    query = {name: value for name, (value,) in parse_qs(link.query).items()}
    form = FORMS[query.pop("template")]
    assert query.pop("title") == form["title"] + "book/ch03_linear_regression"
    assert query == {"page": "book/ch03_linear_regression"}
    assert set(query) <= {field.get("id") for field in form["body"]}


def test_the_chooser_leads_to_the_page_of_common_errors():
    (link,) = CHOOSER["contact_links"]
    assert link["url"] == repository.pages_url() + "book/common_errors.html"
    assert (ROOT / "book" / "common_errors.md").is_file() and VIETNAMESE.search(link["about"])


def test_a_pull_request_asks_for_what_contributing_asks():
    text = (GITHUB / "pull_request_template.md").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*?## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)`", text))
    assert {"lint", "book", "notebooks", "test"} == named <= targets
    for path in re.findall(r"`((?:book|data)/[\w./]*)`", text):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("path", sorted(GITHUB.rglob("*.yml")), ids=lambda path: path.name)
def test_every_file_of_github_s_is_yaml(path: Path):
    assert isinstance(yaml.safe_load(path.read_text("utf-8")), dict)


def test_every_week_the_notebooks_run_under_three_kernel_sets_with_one_and_two_threads_and_with_noise():
    job = yaml.safe_load((GITHUB / "workflows" / "kernels-weekly.yml").read_text("utf-8"))["jobs"]["kernels"]
    assert any("make kernels RUN=" in step.get("run", "") for step in job["steps"])
    runs = [main.parser().parse_args(["kernels", *line.split()]) for line in job["strategy"]["matrix"]["run"]]
    quiet = {(name, n) for run in runs if not run.noise for name in run.set for n in run.threads}
    assert quiet == set(product(sets.NAMES, (1, 2))) and any(len(run.noise) > 1 for run in runs)


def test_the_citation_and_the_change_log_name_the_version_of_the_package():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)[1]
    assert citation["version"] == version
    assert citation["repository-code"] == repository.url() and citation["url"] == repository.pages_url()
    assert {"cff-version", "message", "title", "authors", "abstract", "keywords"} <= set(citation)
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(rf"^## {re.escape(version)}\b", changes, re.MULTILINE)


def test_the_change_log_names_every_written_chapter():
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    named = {int(number) for number in re.findall(r"[Cc]hương (\d+)", changes)}
    for first, last in re.findall(r"[Cc]hương (\d+) đến (\d+)", changes):
        named |= set(range(int(first), int(last) + 1))
    written = {
        int(number) for number in re.findall(r"book/ch(\d\d)_", (ROOT / "_toc.yml").read_text("utf-8"))
    }
    assert written and written <= named, written - named
