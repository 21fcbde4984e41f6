"""Decay goes through the gradient (L2) and is divided by sqrt(v) like everything else."""

EXERCISE = "adamw_update"
MESSAGE = "decoupled"


def adamw_update(p, g, m, v, v_max, s, *, lr, beta1, beta2, eps, t, weight_decay):
    g = g + weight_decay * p
    adam_update(p, g, m, v, v_max, s, lr=lr, beta1=beta1, beta2=beta2, eps=eps, t=t)
