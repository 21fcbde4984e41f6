"""alpha weighs the new square and 1 - alpha the old mean: nearly no memory is left."""

EXERCISE = "rmsprop_update"
MESSAGE = "alpha keeps"


def rmsprop_update(p, g, square_avg, grad_avg, buf, s, *, lr, alpha, eps, momentum):
    square_avg[...] = (1 - alpha) * square_avg + alpha * g * g
    variance = square_avg
    if grad_avg is not None:
        grad_avg[...] = alpha * grad_avg + (1 - alpha) * g
        variance = square_avg - grad_avg**2
    step = g / (np.sqrt(np.maximum(variance, 0)) + eps)
    if buf is not None:
        buf[...] = momentum * buf + step
        step = buf
    p -= lr * step
