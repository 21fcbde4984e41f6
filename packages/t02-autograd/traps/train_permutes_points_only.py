"""The points are permuted and the targets are not."""

EXERCISE = "train"
MESSAGE = "permuted together"


def train(model, points, targets, optimizer, *, epochs, batch_size=None, rng=None):
    points, targets = np.asarray(points, dtype=float), np.asarray(targets, dtype=float)
    if len(points) != len(targets):
        raise ValueError(f"got {len(points)} points and {len(targets)} targets")
    size = batch_size or len(points)
    losses = []
    for epoch in range(epochs):
        order = np.arange(len(points)) if batch_size is None else rng.permutation(len(points))
        total = 0.0
        for start in range(0, len(points), size):
            batch = order[start : start + size]
            predictions = [model(x) for x in points[batch].tolist()]
            loss = mse_loss(predictions, targets[start : start + size].tolist())
            if not math.isfinite(loss.data):
                raise FloatingPointError(f"the loss is {loss.data} in epoch {epoch}: lower lr")
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.data * len(batch)
        losses.append(total / len(points))
    return losses
