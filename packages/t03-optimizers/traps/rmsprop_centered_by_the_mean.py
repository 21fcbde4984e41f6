"""The variance is computed as mean of squares minus mean, not minus its square."""

EXERCISE = "rmsprop_update"
MESSAGE = "square of the mean"


def rmsprop_update(p, g, square_avg, grad_avg, buf, s, *, lr, alpha, eps, momentum):
    square_avg[...] = alpha * square_avg + (1 - alpha) * g * g
    variance = square_avg
    if grad_avg is not None:
        grad_avg[...] = alpha * grad_avg + (1 - alpha) * g
        variance = square_avg - grad_avg
    step = g / (np.sqrt(np.maximum(variance, 0)) + eps)
    if buf is not None:
        buf[...] = momentum * buf + step
        step = buf
    p -= lr * step
