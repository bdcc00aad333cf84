"""Citations and the list of sources, in Vietnamese."""

import re

SOURCES = """\
@book{two, title={Perceptrons}, author={Minsky, Marvin and Papert, Seymour}, year={1969}, publisher={MIT}}
@article{four, title={Maxout}, author={A, B and C, D and E, F and G, H}, year={2013}, journal={ICML}}
@book{edition, title={Deep}, author={Dũng, A}, edition={2}, year={2020}, publisher={Nhà}}
@inproceedings{talk, title={Maxout}, author={Ba, J}, year={2013}, booktitle={Proceedings of ICML}}
@article{many, title={Array}, author={Harris, C and others}, year={2020}, journal={Nature}}
@misc{undated, title={Notes}, author={{Techmaster}}}
@misc{nobodyOne, title={First}, author={{Khuyết danh}}}
@misc{nobodyTwo, title={Second}, author={{Khuyết danh}}}
@misc{teamOne, title={One}, author={{Nhóm}}, year={2026}, url={https://example.org/a/long/address}}
@misc{teamTwo, title={Two}, author={{Nhóm}}, year={2026}}
"""
PAGE = """\
# Trang

Theo {cite:t}`two`; {cite:t}`four`; {cite:t}`undated`; xem {cite}`two,undated`; {cite}`edition,talk,many`.

Hai nguồn {cite}`nobodyOne` và {cite}`nobodyTwo`, {cite:t}`teamTwo` và {cite}`teamOne`.

```{bibliography}
```
"""


def build(tmp_path, sphinx_build) -> str:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.bib").write_text(SOURCES, encoding="utf-8")
    settings = {
        "extensions": ["myst_nb", "sphinxcontrib.bibtex", "booktools.sphinx.references"],
        "language": "en",  # docutils has no Vietnamese and would warn
        "bibtex_bibfiles": ["a.bib"],
        "bibtex_reference_style": "vietnamese",
        "bibtex_default_style": "vietnamese",
    }
    assert sphinx_build(tmp_path, {"index.md": PAGE}, **settings) == ""
    return (tmp_path / "html" / "index.html").read_text(encoding="utf-8")


def test_words_between_names_and_for_a_missing_year_are_vietnamese(tmp_path, sphinx_build):
    html = build(tmp_path, sphinx_build)
    text = re.sub(r"<[^>]+>", "", html)
    assert "Theo Minsky và Papert [1969]; A và cộng sự [2013]; Techmaster [không rõ năm]" in text
    assert "xem [Minsky và Papert, 1969, Techmaster, không rõ năm]" in text
    assert "Harris và cộng sự, 2020" in text and "others" not in text
    assert "Marvin Minsky và Seymour Papert. Perceptrons." in " ".join(text.split())
    assert "C Harris và cộng sự. Array." in " ".join(text.split())
    assert "ấn bản 2, 2020" in text and "Trong Proceedings of ICML" in text
    assert not re.search(
        r"\bedition\b|\bIn\b|\band\b|n\.d\.|et al", text.split("Trang", 1)[1].split("Sphinx")[0]
    )


def test_the_list_names_sources_as_the_text_does(tmp_path, sphinx_build):
    html = build(tmp_path, sphinx_build)
    labels = re.findall(
        r'<span class="label">(.*?)</span>\s*(?:<span class="backrefs">.*?</span>\s*)?<p>', html, re.DOTALL
    )
    listed = [re.sub(r"<[^>]+>|\s*\(\d.*", "", label) for label in labels]
    assert "[Minsky và Papert, 1969]" in listed and "[A và cộng sự, 2013]" in listed
    assert "[Harris và cộng sự, 2020]" in listed and "[Techmaster, không rõ năm]" in listed
    assert len(set(listed)) == len(listed) == 10
    text = " ".join(re.sub(r"<[^>]+>", "", html).split())
    assert "Hai nguồn [Khuyết danh, không rõ năm a] và [Khuyết danh, không rõ năm b]" in text
    assert "Nhóm [2026b] và [Nhóm, 2026a]" in text
    assert {"[Nhóm, 2026a]", "[Nhóm, 2026b]", "[Khuyết danh, không rõ năm a]"} <= set(listed)
