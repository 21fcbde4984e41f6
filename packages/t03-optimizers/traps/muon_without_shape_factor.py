"""The factor for tall matrices is left out."""

EXERCISE = "muon_update"
MESSAGE = "sqrt(max(1, rows / cols))"


def muon_update(p, g, buf, step, work, *, lr, momentum, nesterov, weight_decay, **ns):
    buf[...] = momentum * buf + (1 - momentum) * g
    step[...] = momentum * buf + (1 - momentum) * g if nesterov else buf
    newton_schulz(step, work, **ns)
    scale = 1
    p *= 1 - lr * weight_decay
    p -= lr * scale * step
