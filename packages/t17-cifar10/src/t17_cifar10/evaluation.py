"""Scores of many pictures, and of their mirror images."""

import numpy as np
from scratchcore import no_grad
from t10_mnist.dataset import whole_number


def predict(model, images, *, flip=True, batch_size=500):  # exercise
    """Return the model's scores (N, C) of pictures (N, channels, H, W), an array.

    With `flip`, the mean of the scores of a picture and of its mirror image, left to right. In
    evaluation mode, without a graph, `batch_size` pictures at a time; afterwards each module is in
    the mode it was in, after an error too. No pictures give no rows.
    """
    whole_number("batch_size", batch_size, 1)
    modes, parts = [(module, module.training) for module in model.modules()], []
    model.eval()
    try:
        with no_grad():
            for start in range(0, max(len(images), 1), batch_size):
                batch = images[start : start + batch_size]
                scores = model(batch).data  # (B, C)
                if flip:
                    scores = (scores + model(batch[..., ::-1]).data) / 2
                parts.append(scores)
    finally:
        for module, training in modes:
            module.training = training
    return np.concatenate(parts)  # (N, C)
