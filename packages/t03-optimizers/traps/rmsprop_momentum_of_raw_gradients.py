"""The velocity collects raw gradients and is divided as a whole."""

EXERCISE = "rmsprop_update"
MESSAGE = "divided already"


def rmsprop_update(p, g, square_avg, grad_avg, buf, s, *, lr, alpha, eps, momentum):
    square_avg[...] = alpha * square_avg + (1 - alpha) * g * g
    variance = square_avg
    if grad_avg is not None:
        grad_avg[...] = alpha * grad_avg + (1 - alpha) * g
        variance = square_avg - grad_avg**2
    root = np.sqrt(np.maximum(variance, 0)) + eps
    step = g
    if buf is not None:
        buf[...] = momentum * buf + g
        step = buf
    p -= lr * step / root
