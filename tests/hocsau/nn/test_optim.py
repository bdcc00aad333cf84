import numpy as np
import pytest
import torch

from hocsau import nn

PAIRS = {
    "sgd": (lambda p: nn.SGD(p, 0.1), lambda p: torch.optim.SGD(p, 0.1)),
    "sgd, weight decay": (
        lambda p: nn.SGD(p, 0.1, weight_decay=0.01),
        lambda p: torch.optim.SGD(p, 0.1, weight_decay=0.01),
    ),
    "momentum": (lambda p: nn.Momentum(p, 0.1, 0.8), lambda p: torch.optim.SGD(p, 0.1, momentum=0.8)),
    "rmsprop": (lambda p: nn.RMSProp(p, 0.05), lambda p: torch.optim.RMSprop(p, 0.05)),
    "adam": (lambda p: nn.Adam(p, 0.05), lambda p: torch.optim.Adam(p, 0.05)),
    "adamw": (lambda p: nn.AdamW(p, 0.05), lambda p: torch.optim.AdamW(p, 0.05)),
}


def random_pair(seed):
    """(ours, theirs, max_norm or None): an optimizer of random kind and settings in both libraries."""
    rng = np.random.default_rng(seed)
    rate = float(10 ** rng.uniform(-3, -1))
    decay = float(rng.choice([0.0, rng.uniform(0.001, 0.1)]))
    max_norm = float(rng.uniform(0.5, 5)) if rng.integers(2) else None
    kind = ("sgd", "momentum", "adam", "rmsprop", "adamw")[seed % 5]
    if kind == "sgd":
        return (
            lambda p: nn.SGD(p, rate, decay),
            lambda p: torch.optim.SGD(p, rate, weight_decay=decay),
            max_norm,
        )
    if kind == "momentum":
        mu = float(rng.uniform(0, 0.95))
        return (
            lambda p: nn.Momentum(p, rate, mu, decay),
            lambda p: torch.optim.SGD(p, rate, momentum=mu, weight_decay=decay),
            max_norm,
        )
    betas, eps = (
        (float(rng.uniform(0, 0.95)), float(rng.uniform(0.9, 0.9999))),
        float(10 ** rng.uniform(-9, -4)),
    )
    if kind == "rmsprop":
        return (
            lambda p: nn.RMSProp(p, rate, betas[1], eps, decay),
            lambda p: torch.optim.RMSprop(p, rate, betas[1], eps, decay),
            max_norm,
        )
    ours, theirs = (nn.Adam, torch.optim.Adam) if kind == "adam" else (nn.AdamW, torch.optim.AdamW)
    return (
        lambda p: ours(p, rate, betas, eps, decay),
        lambda p: theirs(p, rate, betas, eps, decay),
        max_norm,
    )


@pytest.mark.parametrize("seed", range(30))
def test_fifty_steps_agree_with_torch(seed):
    make, make_theirs, max_norm = random_pair(seed)
    rng = np.random.default_rng(seed + 100)
    shapes = [tuple(int(n) for n in rng.integers(1, 6, size=k)) for k in (2, 1, 0)]  # a scalar bias too
    ours = [nn.Parameter(rng.normal(size=shape), str(shape)) for shape in shapes]
    theirs = [torch.tensor(p.data.copy(), requires_grad=True) for p in ours]
    optimizer, their_optimizer = make(ours), make_theirs(theirs)
    for _ in range(50):
        optimizer.zero_grad()
        for p, t in zip(ours, theirs, strict=True):
            p.grad += 0.3 * p.data + rng.normal(size=p.shape)  # a bowl with noise: errors would feed back
            t.grad = torch.tensor(p.grad)
        if max_norm is not None:
            norm = nn.clip_gradients(ours, max_norm)
            assert norm == pytest.approx(float(torch.nn.utils.clip_grad_norm_(theirs, max_norm)), rel=1e-12)
        optimizer.step(), their_optimizer.step()
    for p, t in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(p.data, t.detach().numpy(), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", PAIRS)
def test_a_step_keeps_the_arrays_the_gradient_and_float32(name):
    p = nn.Parameter(np.ones((3, 2), np.float32), "w")
    optimizer, array = PAIRS[name][0]([p]), p.data
    p.grad += 0.5
    optimizer.learning_rate = np.float64(0.1)  # a numpy scalar must not turn float32 into float64
    optimizer.step()
    assert p.data is array and p.data.dtype == np.float32
    np.testing.assert_array_equal(p.grad, np.float32(0.5))
    assert all(a.dtype == np.float32 for arrays in optimizer.slots().values() for a in arrays)


@pytest.mark.parametrize("name", PAIRS)
def test_a_resumed_optimizer_walks_the_same_bits(name):
    def run(interrupted):
        rng = np.random.default_rng(1)
        p = nn.Parameter(np.ones(4), "w")
        optimizer = PAIRS[name][0]([p])
        for step in range(10):
            if interrupted and step == 5:
                state, weights = optimizer.state_dict(), p.data.copy()
                p = nn.Parameter(weights, "w")
                optimizer = PAIRS[name][0]([p])
                optimizer.load_state_dict(state)
            optimizer.zero_grad()
            p.grad += rng.normal(size=4)
            optimizer.step()
        return p.data

    assert run(True).tobytes() == run(False).tobytes()


def test_bad_settings_and_states_are_refused():
    p = [nn.Parameter(np.ones(2), "w")]
    for rate in (0, -1, np.nan, np.inf):
        with pytest.raises(ValueError, match="learning_rate"):
            nn.SGD(p, rate)
    with pytest.raises(ValueError, match="momentum"):
        nn.Momentum(p, 0.1, 1.0)
    with pytest.raises(ValueError, match="không có tham số"):
        nn.SGD([], 0.1)
    adam = nn.Adam(p)
    with pytest.raises(ValueError, match="mean.0"):
        adam.load_state_dict({"steps": np.array(3), "learning_rate": np.array(0.1)})
    state = adam.state_dict() | {"mean.0": np.ones(3)}
    with pytest.raises(ValueError, match="shape"):
        adam.load_state_dict(state)
    assert adam.steps == 0


def test_clipping_bounds_the_common_norm():
    p = [nn.Parameter(np.zeros(3), "a"), nn.Parameter(np.zeros(4), "b")]
    p[0].grad += 3
    p[1].grad += 4
    norm = nn.clip_gradients(p, 1.0)
    assert norm == pytest.approx(np.sqrt(27 + 64))
    assert np.sqrt(sum((q.grad**2).sum() for q in p)) == pytest.approx(1)
    assert nn.clip_gradients(p, 5.0) == pytest.approx(1)


def test_schedules():
    from hocsau.nn.schedules import constant, cosine, step_decay

    assert constant(0.1)(99) == 0.1
    assert [step_decay(1.0, 10)(s) for s in (0, 9, 10, 20)] == pytest.approx([1, 1, 0.1, 0.01])
    rate = cosine(1.0, steps=110, final=0.1, warmup=10)
    assert [rate(s) for s in (0, 9, 10, 60, 110, 500)] == pytest.approx([0.1, 1, 1, 0.55, 0.1, 0.1])
    with pytest.raises(ValueError, match="warmup"):
        cosine(1.0, steps=5, warmup=5)


def test_warm_up_goes_before_any_schedule():
    from hocsau.nn.schedules import constant, cosine, step_decay, warm_up

    rate = warm_up(step_decay(0.8, every=10, factor=0.5), 4)
    assert [rate(s) for s in (0, 1, 2, 3, 4, 13, 14, 24)] == pytest.approx(
        [0.2, 0.4, 0.6, 0.8, 0.8, 0.8, 0.4, 0.2]
    )
    assert warm_up(constant(0.3), 0)(0) == 0.3
    whole, parts = cosine(1.0, 110, 0.1, warmup=10), warm_up(cosine(1.0, 100, 0.1), 10)
    assert [whole(s) for s in range(130)] == [parts(s) for s in range(130)]
    for schedule, steps, message in (
        (constant(1.0), -1, "steps"), (constant(1.0), 2.0, "steps"), (0.1, 3, "schedule"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=message):
            warm_up(schedule, steps)


@pytest.mark.parametrize("name", PAIRS)
def test_float16_moves_as_torch_moves_it(name):
    """Three steps with small gradients: in float16 their squares and Adam's ε are 0."""
    make, make_theirs = PAIRS[name]
    p = nn.Parameter(np.array([1, -2, 0.5], np.float16), "w")
    t = torch.tensor(p.data.astype(np.float32), requires_grad=True)
    ours, theirs = make([p]), make_theirs([t])
    for scale in (1, 2, -1):
        p.grad[...] = np.array([1e-3, 1e-4, 0]) * scale
        t.grad = torch.tensor(p.grad.astype(np.float32))
        ours.step(), theirs.step()
    assert p.data.dtype == np.float16
    np.testing.assert_allclose(p.data, t.detach().numpy(), atol=3e-3)
    assert all(a.dtype == np.float32 for arrays in ours.slots().values() for a in arrays)
    again = make([p])
    again.load_state_dict(ours.state_dict())


def test_the_norm_of_float16_gradients_does_not_overflow():
    p = nn.Parameter(np.zeros(4, np.float16), "w")
    p.grad[...] = 300  # its square is beyond float16
    assert nn.clip_gradients([p, p], 1.0) == pytest.approx(600)
    assert np.linalg.norm(p.grad.astype(float)) == pytest.approx(1, rel=1e-2)


@pytest.mark.parametrize("bad", ["0.1", None, True, [0.1], 1j])
def test_settings_that_are_no_numbers_are_refused_in_vietnamese(bad):
    p = [nn.Parameter(np.ones(2), "w")]
    for make in (
        lambda: nn.SGD(p, bad),
        lambda: nn.SGD(p, 0.1, bad),
        lambda: nn.Momentum(p, 0.1, bad),
        lambda: nn.Adam(p, 0.1, (bad, 0.9)),
        lambda: nn.Adam(p, 0.1, eps=bad),
        lambda: nn.RMSProp(p, 0.1, bad),
        lambda: nn.RMSProp(p, 0.1, eps=bad),
        lambda: nn.AdamW(p, 0.1, weight_decay=bad),
        lambda: nn.clip_gradients(p, bad),
        lambda: nn.l2_penalty([p[0].data], bad),
    ):
        with pytest.raises(ValueError, match="cần|phải là"):
            make()


def test_decoupled_decay_pulls_alike_where_l2_does_not():
    """Two weights, one with a gradient a hundred times the other's: L2 inside Adam hardly pulls the first."""
    left = {}
    for kind in (nn.Adam, nn.AdamW):
        p, rng = nn.Parameter(np.ones(2), "w"), np.random.default_rng(0)
        optimizer = kind([p], 1e-3, weight_decay=0.1)
        for _ in range(2000):
            p.grad[...] = rng.normal(size=2) * [1, 100]  # noise: it pulls nowhere
            optimizer.step()
        left[kind] = p.data.copy()
    assert np.all(left[nn.AdamW] < 0.9), left
    assert left[nn.Adam][0] < 0.9 and left[nn.Adam][1] > 0.95, left
