"""The language model: it looks only back, states carry on where a piece ends, it learns a cycle."""

import numpy as np
import pytest
import torch

from hocsau.torch.models.language_model import LanguageModel


def made(**given):
    sizes = {"vocabulary": 6, "features": 4, "hidden": 5, "rng": np.random.default_rng(0)}
    return LanguageModel(**(sizes | given))


@pytest.mark.parametrize("kind", ["lstm", "gru", "rnn"])
@pytest.mark.parametrize("layers", [1, 2])
def test_pieces_with_their_states_are_the_whole(kind, layers):
    network = made(kind=kind, layers=layers).eval()
    ids = torch.from_numpy(np.random.default_rng(1).integers(0, 6, (3, 9)))
    whole, ends = network(ids)
    first, states = network(ids[:, :4])
    second, last = network(ids[:, 4:], states)
    torch.testing.assert_close(torch.cat([first, second], dim=1), whole)
    for a, b in zip(last, ends, strict=True):
        for mine, theirs in zip(a, b, strict=True):
            torch.testing.assert_close(mine, theirs)


def test_nothing_is_seen_ahead():
    network = made().eval()
    ids = torch.from_numpy(np.random.default_rng(2).integers(0, 6, (1, 8)))
    other = ids.clone()
    other[0, 5] = (other[0, 5] + 1) % 6
    a, b = network(ids)[0], network(other)[0]
    torch.testing.assert_close(a[:, :5], b[:, :5])
    assert not torch.allclose(a[:, 5], b[:, 5])


def test_it_learns_a_cycle():
    text = torch.arange(60).remainder(6)[None]
    network = made(hidden=12)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.03)
    for _ in range(80):
        loss = torch.nn.functional.cross_entropy(network(text[:, :-1])[0].flatten(0, 1), text[0, 1:])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert float(loss.detach()) < 0.2


def test_bad_sizes_are_refused():
    for given in ({"kind": "cnn"}, {"vocabulary": 0}, {"hidden": 0}):
        with pytest.raises(ValueError, match="cần"):
            made(**given)
    with pytest.raises(ValueError, match=r"cần \(N, T\)"):
        made()(torch.ones(3, dtype=torch.long))
