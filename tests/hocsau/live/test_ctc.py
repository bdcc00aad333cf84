"""The Python twin of book/live/ctc.js, against every sequence of signs written out."""

from itertools import groupby, product

import pytest
import torch

from hocsau.live.ctc import BLANK, LEARNT, MOST, NEW, SIGNS, chance, lattice, reading, states


def read_out(path):
    return "".join(sign for sign, _ in groupby(path) if sign != BLANK)


def by_hand(word, net, frames):
    found = [p for p in product(SIGNS, repeat=frames) if read_out(p) == word]
    chances = [torch.tensor([chance(net, t, s) for t, s in enumerate(p)]).double().prod() for p in found]
    return len(found), float(sum(chances)), float(max(chances, default=0))


@pytest.mark.parametrize("word", ["A", "AB", "AA", "ABA"])
@pytest.mark.parametrize("net", [NEW, LEARNT])
def test_it_sums_exactly_the_paths_that_read_out_as_the_word(word, net):
    for frames in range(1, MOST):
        found = lattice(word, net, frames)
        ways, total, best = by_hand(word, net, frames)
        assert sum(found["count"][-1][-2:]) == ways
        assert sum(found["total"][-1][-2:]) == pytest.approx(total, rel=1e-6)
        assert max(found["best"][-1][-2:]) == pytest.approx(best, rel=1e-6)


def test_torch_has_the_same_sum():
    logs = torch.tensor([[[chance(LEARNT, t, s) for s in SIGNS]] for t in range(7)]).log()
    loss = torch.nn.functional.ctc_loss(logs, torch.tensor([[1, 2, 1]]), torch.tensor([7]), torch.tensor([3]))
    total = sum(lattice("ABA", LEARNT, 7)["total"][-1][-2:])
    assert float(torch.exp(-3 * loss)) == pytest.approx(total, rel=1e-5)  # torch divides by the word's length


def test_the_words():
    assert states("AB") == [BLANK, "A", BLANK, "B", BLANK]
    assert reading("AB", NEW, 4, 7) == "p(“AB”) = 0.1852, cộng từ 15 đường; riêng đường lớn nhất 0.0123."
    assert reading("AA", LEARNT, 2, 2).startswith("“AA” cần ít nhất 3 bước; 2 bước thì không đường nào")
    assert reading("AB", LEARNT, 5, 3) == "Tới bước 3 trên 5: các đường dở dang cộng lại 0.8640."
