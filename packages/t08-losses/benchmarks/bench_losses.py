"""Each loss forward and backward at (256, 1024) in float32: ours, textbook NumPy, and PyTorch.

The aim is 1.1 times torch's time. Every loss gets there when both have one thread; with two, which
NumPy leaves unused, some do not. Their limit, a tenth above what was measured, only tells when they
get worse.
"""

import numpy as np
import t08_losses as losses
from scratchcore import keep_freed_memory, tensor

N, C = 256, 1024


def inputs():
    """Return the arrays that all participants get."""
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((2, N, C), dtype=np.float32)
    q = np.exp(y)
    return {
        "x": x,
        "y": y,
        "large": x * 100,
        "p": rng.uniform(0.01, 0.99, (N, C)).astype(np.float32),
        "label": (y > 0).astype(np.float32),
        "sign": np.sign(y),
        "class": rng.integers(0, C, N),
        "weight": rng.uniform(0.5, 2.0, C).astype(np.float32),
        "q": q / q.sum(axis=1, keepdims=True),
        "log q": y - np.log(q.sum(axis=1, keepdims=True)),
        "log p": x - np.log(np.exp(x).sum(axis=1, keepdims=True)),
        "row sign": np.where(rng.random(N) < 0.5, -1.0, 1.0).astype(np.float32),
    }


def options_of(options, arrays):
    """Return options in which the value "weight" is replaced by the array."""
    return {key: arrays["weight"] if value == "weight" else value for key, value in options.items()}


def our(name, first, *others, **options):
    """Return make() for a function of this package, with a gradient for its first input."""

    def make():
        keep_freed_memory()
        arrays = inputs()
        leaf = tensor(arrays[first], requires_grad=True)
        rest, given = [arrays[key] for key in others], options_of(options, arrays)

        def step():
            leaf.grad = None
            getattr(losses, name)(leaf, *rest, **given).backward()

        return step

    return make


def torch_make(name, first, *others, **options):
    """Return make() for torch's function of that name, or for one of `TORCH`."""

    def make():
        import torch

        arrays = {key: torch.from_numpy(array) for key, array in inputs().items()}
        function = TORCH.get(name) or getattr(torch.nn.functional, name)
        leaf = arrays[first].requires_grad_()
        rest, given = [arrays[key] for key in others], options_of(options, arrays)

        def step():
            leaf.grad = None
            function(leaf, *rest, **given).backward()

        return step

    return make


def torch_hinge(score, sign):
    """Compute the hinge as a margin between the score and 0."""
    import torch

    return torch.nn.functional.margin_ranking_loss(score, torch.zeros_like(score), sign, margin=1)


def torch_focal(x, y):
    """Compute what torchvision's sigmoid_focal_loss does."""
    import torch

    p = torch.sigmoid(x)
    ce = torch.nn.functional.binary_cross_entropy_with_logits(x, y, reduction="none")
    factor = (1 - (p * y + (1 - p) * (1 - y))) ** 2 * (0.25 * y + 0.75 * (1 - y))
    return (factor * ce).mean()


def torch_info_nce(q, k):
    """Compute cosines over 0.1, then the cross-entropy of the diagonal."""
    import torch
    from torch.nn import functional as F

    logits = F.normalize(q, dim=1) @ F.normalize(k, dim=1).T / 0.1
    return F.cross_entropy(logits, torch.arange(len(q)))


TORCH = {"hinge_loss": torch_hinge, "focal_loss": torch_focal, "info_nce": torch_info_nce}


def naive_make(function, first, *others):
    """Return make() for a textbook formula: function(x, ...) returns the loss and the gradient."""

    def make():
        keep_freed_memory()
        arrays = inputs()
        given = [arrays[key] for key in (first, *others)]
        return lambda: function(*given)

    return make


def naive_mse(x, y):
    """Compute mean and gradient as they are written."""
    return ((x - y) ** 2).mean(), 2 * (x - y) / x.size


def naive_cross_entropy(x, target):
    """Compute softmax, its logarithm at one-hot targets, and (p - y) / N."""
    e = np.exp(x - x.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    y = np.eye(x.shape[1], dtype=x.dtype)[target]
    return -(y * np.log(p)).sum() / len(x), (p - y) / len(x)


def naive_bce(x, y):
    """Compute softplus by logaddexp, and sigmoid(x) - y."""
    return (np.logaddexp(0, x) - x * y).mean(), (1 / (1 + np.exp(-x)) - y) / x.size


def case(*call, naive=None, limit=1.1, **options):
    """Return a case against torch, with the highest ratio that is allowed."""
    peers = {"ours": our(*call, **options)}
    if naive:
        peers["naive"] = naive_make(naive, *call[1:])
    return {**peers, "torch": torch_make(*call, **options), "limits": {"torch": limit}}


LOGITS = "binary_cross_entropy_with_logits"
CASES = {
    "MSE": case("mse_loss", "x", "y", naive=naive_mse),
    "L1": case("l1_loss", "x", "y"),
    "Huber": case("huber_loss", "x", "y", limit=1.35),
    "BCE": case("binary_cross_entropy", "p", "label"),
    "BCE with logits": case(LOGITS, "x", "label", naive=naive_bce, limit=1.25),
    "BCE with logits, pos_weight": case(LOGITS, "x", "label", pos_weight="weight", limit=1.65),
    "focal": case("focal_loss", "x", "label"),
    "hinge": case("hinge_loss", "x", "sign"),
    "cross-entropy": case("cross_entropy", "x", "class", naive=naive_cross_entropy),
    "cross-entropy, large logits": case("cross_entropy", "large", "class"),
    "cross-entropy, smoothed, weighted": case(
        "cross_entropy", "x", "class", weight="weight", label_smoothing=0.1
    ),
    "cross-entropy, probabilities": case("cross_entropy", "x", "q"),
    "NLL": case("nll_loss", "log p", "class", limit=1.3),
    "KL": case("kl_div", "log p", "q", reduction="batchmean"),
    "KL, log target": case("kl_div", "log p", "log q", reduction="batchmean", log_target=True),
    "cosine embedding": case("cosine_embedding_loss", "x", "y", "row sign"),
    "InfoNCE": case("info_nce", "x", "y"),
}
