"""Pictures without alt text are found: in text, in cells that plot, and in explore().

The plainest of each kind is in tests/booktools/test_bad_input.py.
"""

import pytest

from booktools.checks.figures import check_text

GOOD = """\
# Thử

```{figure} a.png
:alt: một con mèo

Chú thích.
```

```{image} a.png
:alt: một con mèo
```

Một ![con mèo](a.png) nhỏ. Cú pháp là `![](a.png)`.

```python
plt.plot([1])
```

```{code-cell} ipython3
---
mystnb:
  image:
    alt: "đường đi lên"
---
fig, ax = plt.subplots()
```

```{code-cell} ipython3
def draw(x):
    return plotting.axes(), "x"

colour = plotting.BLUE
explore(draw, alt="chấm", x=slider(0, 1))
```

```{code-cell} ipython3
:tags: [remove-output]

plt.rcParams.update({})
```

```{code-cell} ipython3
plt.plot([1])
plt.close()
```

```{code-cell} ipython3
%matplotlib inline
!ls
print("plt.plot(1)")
```
"""
CELL = "```{code-cell} ipython3\n"
BAD = {
    "empty alt": ("```{image} a.png\n:alt:\n```", 1, "{image} thiếu :alt:"),
    "colon fence": (":::{figure} a.png\n:width: 3\n\nx\n:::", 1, "{figure} thiếu :alt:"),
    "nested": ("````{note}\n\n```{figure} a.png\nx\n```\n````", 3, "{figure} thiếu :alt:"),
    "inline blank": ("![ ](a.png)", 1, "hình thiếu mô tả"),
    "plot": (CELL + "x = 1\nplt.plot([x])\n```", 3, "ô vẽ hình mà chưa có alt"),
    "our plotting": (CELL + "fig, ax = plotting.axes()\n```", 2, "ô vẽ hình mà chưa có alt"),
    "in a loop": (CELL + "for i in [1]:\n    plt.plot(i)\n```", 3, "ô vẽ hình mà chưa có alt"),
    "after magic": (CELL + "%time x = 1\nplt.plot(x)\n```", 3, "ô vẽ hình mà chưa có alt"),
    "blank alt": (CELL + '---\nmystnb:\n  image:\n    alt: " "\n---\nplt.plot([1])\n```', 7, "chưa có alt"),
    "explore blank": (CELL + 'explore(draw, alt="")\n```', 2, "explore() thiếu alt"),
}


def test_described_pictures_pass():
    assert list(check_text(GOOD, "a.md")) == []


@pytest.mark.parametrize(("text", "line", "message"), BAD.values(), ids=BAD.keys())
def test_an_undescribed_picture_is_found(text, line, message):
    (problem,) = check_text(text, "book/a.md")
    assert (problem.file, problem.line) == ("book/a.md", line) and message in problem.message
