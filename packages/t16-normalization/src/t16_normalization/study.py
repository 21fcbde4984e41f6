"""What the size of a batch does to batch, group and layer normalisation."""

import numpy as np
from scratchcore import no_grad, tensor
from t03_optimizers import AdamW
from t05_mlp import Linear, Sequential
from t07_activations import ReLU
from t08_losses import cross_entropy
from t09_regularization import BatchNorm1d
from t09_regularization.cells import split_cells

from t16_normalization.groupnorm import GroupNorm
from t16_normalization.layernorm import LayerNorm

SIZES = (2, 4, 8, 16, 32, 64)
NORMS = {
    "batch norm": BatchNorm1d,
    "group norm": lambda features: GroupNorm(8, features),
    "layer norm": LayerNorm,
}


def output_noise(make_norm, sizes=SIZES, *, features=64, repeats=500, rng):
    """Return how far the output for one sample moves with the others of its batch, (sizes,).

    The sample is fixed and the others are drawn anew `repeats` times, all from N(0, 1). The noise
    is the standard deviation of an output, the root of its mean square over the features.
    """
    sample = rng.standard_normal((1, features))
    noise = []
    for size in sizes:
        norm = make_norm(features)
        norm.to(np.float64)
        outputs = np.empty((repeats, features))
        for row in outputs:
            others = rng.standard_normal((size - 1, features))
            with no_grad():
                row[...] = norm(np.concatenate([sample, others])).data[0]
        noise.append(np.sqrt(outputs.var(axis=0).mean()))
    return np.array(noise)


def normalized_network(make_norm, width=64, *, rng):
    """Return 4-width-width-2 with a normalisation and a ReLU after each hidden layer."""
    hidden = []
    for inputs in (4, width):
        hidden += [Linear(inputs, width, rng=rng), make_norm(width), ReLU()]
    return Sequential(*hidden, Linear(width, 2, rng=rng))


def new_sample_loss(make_norm, batch, *, steps=150, rng):
    """Train on 100 samples of t09's cells; return the cross-entropy for the other 469.

    Every batch size takes the same number of steps with batches drawn without repetition, and batch
    norm answers with its running statistics.
    """
    x, y, x_new, y_new = split_cells(rng=rng)
    network = normalized_network(make_norm, rng=rng)
    optimizer = AdamW(network.parameters(), lr=1e-3)
    for _ in range(steps):
        chosen = rng.choice(len(x), batch, replace=False)
        optimizer.zero_grad()
        cross_entropy(network(tensor(x[chosen])), y[chosen]).backward()
        optimizer.step()
    network.eval()
    with no_grad():
        return cross_entropy(network(tensor(x_new)), y_new).item()
