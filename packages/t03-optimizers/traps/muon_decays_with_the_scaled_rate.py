"""The scaled learning rate is used for the decay as well."""

EXERCISE = "muon_update"
MESSAGE = "does not depend on the shape"


def muon_update(p, g, buf, step, work, *, lr, momentum, nesterov, weight_decay, **ns):
    buf[...] = momentum * buf + (1 - momentum) * g
    step[...] = momentum * buf + (1 - momentum) * g if nesterov else buf
    newton_schulz(step, work, **ns)
    scale = math.sqrt(max(1, p.shape[0] / p.shape[1]))
    p *= 1 - lr * scale * weight_decay
    p -= lr * scale * step
