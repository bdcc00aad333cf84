"""Three pictures, built once: frames, one that the page computes, and one of HTML."""

import pytest
from explore_build import LR, bundle, grey, make, notebook, read

from hocsau.interactive import choice, slider


@pytest.fixture(scope="session")
def outputs():
    return {
        "frames": bundle(grey, lr=LR, kind=choice(["tròn", "vuông"], value="vuông")),
        "page": bundle(grey, page="outlier", data={"x": ["</script>"]}, lr=LR),
        "html": bundle(lambda n: (f"<b>{n}</b>", f"n = {n}"), n=slider(1, 3, 1)),
    }


@pytest.fixture(scope="session")
def built(tmp_path_factory, sphinx_build, outputs):
    folder = tmp_path_factory.mktemp("explore")
    assert make(sphinx_build, folder, {"index.ipynb": notebook(*outputs.values())}) == ""
    return folder


@pytest.fixture(scope="session")
def figures(built):
    return read(built).select(".hs-explore")
