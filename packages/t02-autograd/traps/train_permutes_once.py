"""The permutation is drawn before the loop: every epoch sees the same batches."""

EXERCISE = "train"
MESSAGE = "each epoch draws a new permutation"


def train(model, points, targets, optimizer, *, epochs, batch_size=None, rng=None):
    points, targets = np.asarray(points, dtype=float), np.asarray(targets, dtype=float)
    if len(points) != len(targets):
        raise ValueError(f"got {len(points)} points and {len(targets)} targets")
    size = batch_size or len(points)
    order = np.arange(len(points)) if batch_size is None else rng.permutation(len(points))
    losses = []
    for epoch in range(epochs):
        total = 0.0
        for start in range(0, len(points), size):
            batch = order[start : start + size]
            predictions = [model(x) for x in points[batch].tolist()]
            loss = mse_loss(predictions, targets[batch].tolist())
            if not math.isfinite(loss.data):
                raise FloatingPointError(f"the loss is {loss.data} in epoch {epoch}: lower lr")
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.data * len(batch)
        losses.append(total / len(points))
    return losses
