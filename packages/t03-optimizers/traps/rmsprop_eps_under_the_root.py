"""eps is put under the root, where it counts as its own root."""

EXERCISE = "rmsprop_update"
MESSAGE = "added to the root"


def rmsprop_update(p, g, square_avg, grad_avg, buf, s, *, lr, alpha, eps, momentum):
    square_avg[...] = alpha * square_avg + (1 - alpha) * g * g
    variance = square_avg
    if grad_avg is not None:
        grad_avg[...] = alpha * grad_avg + (1 - alpha) * g
        variance = square_avg - grad_avg**2
    step = g / (np.sqrt(np.maximum(variance + eps, 0)))
    if buf is not None:
        buf[...] = momentum * buf + step
        step = buf
    p -= lr * step
