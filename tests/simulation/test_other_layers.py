"""Any callable `prediction(prompts)` can be observed: a layer of PyTorch, a softmax layer of one's own."""

import numpy as np
import pytest

from lsa_theory.simulation import PromptLaw, observe, predict, side_by_side

LAW = PromptLaw(np.eye(3), 10)
WEIGHTS = np.diag([0.7, 0.7, 0.7, 0.0]), np.diag([0.0, 0.0, 0.0, 1.0])


@pytest.mark.slow
def test_a_layer_of_pytorch():
    torch = pytest.importorskip("torch", reason="needs the extra `torch`")
    key_query, value = (torch.from_numpy(weight) for weight in WEIGHTS)

    def layer(prompts):
        with torch.no_grad():
            tokens = torch.from_numpy(prompts.tokens())
            scores = tokens.transpose(1, 2) @ key_query @ tokens / prompts.context_length
            return (tokens + value @ tokens @ scores)[:, -1, -1].numpy()

    seen = side_by_side(
        np.random.default_rng(0), LAW, {"torch": layer, "ours": lambda p: predict(p, *WEIGHTS)}, "ours", 5000
    )
    assert abs(seen.excesses["torch"].mean) < 1e-13


def test_a_softmax_layer_is_another_layer():
    def softmax(prompts):
        tokens = prompts.tokens()
        scores = np.swapaxes(tokens, 1, 2) @ WEIGHTS[0] @ tokens[:, :, -1:]
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        return (tokens[:, -1:] @ shares)[:, 0, 0]

    predictors = {"softmax": softmax, "linear": lambda p: predict(p, *WEIGHTS)}
    seen = side_by_side(
        np.random.default_rng(1), LAW, predictors, "linear", 20_000,
    )  # fmt: skip
    excess = seen.excesses["softmax"]
    assert abs(excess.z(0.0)) > 5
    alone = observe(softmax, LAW, np.random.default_rng(1), 20_000)
    assert alone.mean == pytest.approx(seen.losses["softmax"].mean, rel=1e-12)
