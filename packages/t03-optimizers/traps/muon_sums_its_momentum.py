"""The momentum is a sum as in SGD, which shifts the balance of Nesterov's step."""

EXERCISE = "muon_update"
MESSAGE = "running mean"


def muon_update(p, g, buf, step, work, *, lr, momentum, nesterov, weight_decay, **ns):
    buf[...] = momentum * buf + g
    step[...] = g + momentum * buf if nesterov else buf
    newton_schulz(step, work, **ns)
    scale = math.sqrt(max(1, p.shape[0] / p.shape[1]))
    p *= 1 - lr * weight_decay
    p -= lr * scale * step
