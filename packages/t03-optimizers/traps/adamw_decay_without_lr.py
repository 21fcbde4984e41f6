"""The parameters shrink by weight_decay, whatever the learning rate."""

EXERCISE = "adamw_update"
MESSAGE = "lr * weight_decay"


def adamw_update(p, g, m, v, v_max, s, *, lr, beta1, beta2, eps, t, weight_decay):
    p *= 1 - weight_decay
    adam_update(p, g, m, v, v_max, s, lr=lr, beta1=beta1, beta2=beta2, eps=eps, t=t)
