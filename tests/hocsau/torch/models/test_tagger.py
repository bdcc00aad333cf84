"""The tagger: one label a step, both ways; padding changes nothing; it learns what needs the future."""

import numpy as np
import pytest
import torch

from hocsau.torch.models.tagger import Tagger


def made(**given):
    return Tagger(
        **({"inputs": 7, "classes": 3, "features": 4, "hidden": 5, "rng": np.random.default_rng(0)} | given)
    )


@pytest.mark.parametrize("kind", ["lstm", "gru", "rnn"])
def test_padding_changes_no_answer(kind):
    network = made(kind=kind).eval()
    rng = np.random.default_rng(1)
    rows = [torch.from_numpy(rng.integers(1, 7, n)) for n in (6, 2, 4)]
    together = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
    z = network(together)
    assert z.shape == (3, 6, 3)
    for row, answer in zip(rows, z, strict=True):
        torch.testing.assert_close(answer[: len(row)], network(row[None])[0])


def test_the_same_rng_gives_the_same_network_and_torch_s_own_is_left_alone():
    before = torch.get_rng_state()
    a, b = made(), made()
    assert torch.equal(before, torch.get_rng_state())
    for mine, theirs in zip(a.state_dict().values(), b.state_dict().values(), strict=True):
        assert torch.equal(mine, theirs)
    assert not a.words.weight[0].any() and a.words.weight[1].any()


def test_it_learns_a_label_that_lies_ahead():
    rng = np.random.default_rng(0)
    x = torch.from_numpy(rng.integers(1, 3, (64, 6)))
    y = torch.cat([x[:, 1:], x[:, :1]], dim=1)  # the next one; at the end the first
    network = made(classes=3, hidden=8, layers=1)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.03)
    for _ in range(120):
        loss = torch.nn.functional.cross_entropy(network(x).flatten(0, 1), y.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert (network(x).argmax(-1) == y).float().mean() > 0.97


def test_a_neck_is_a_narrow_layer_before_the_last():
    network = made(neck=2).eval()
    ids = torch.from_numpy(np.random.default_rng(1).integers(1, 7, (2, 5)))
    given = network.words(ids)
    h = network.reading[1](network.reading[0](given, mask=ids > 0), mask=ids > 0)
    by_hand = network.head(network.neck(torch.cat([h, given], dim=-1)))
    torch.testing.assert_close(network(ids), by_hand)
    assert network.weights()["neck.weight"].shape == (14, 2)


def test_bad_sizes_are_refused():
    for given in ({"kind": "cnn"}, {"inputs": 1}, {"hidden": 0}, {"layers": 0}):
        with pytest.raises(ValueError, match="cần"):
            made(**given)
    with pytest.raises(ValueError, match=r"cần \(N, T\)"):
        made()(torch.ones(3, dtype=torch.long))
    with pytest.raises(ValueError, match="True"):
        made()(torch.zeros(1, 3, dtype=torch.long))  # nothing but padding
