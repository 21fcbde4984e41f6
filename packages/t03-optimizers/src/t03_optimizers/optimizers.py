"""The elementwise optimizers: options, state and the call of the rule."""

from t03_optimizers.optimizer import Optimizer, fractions, not_negative
from t03_optimizers.rules import (
    adagrad_update,
    adam_update,
    adamw_update,
    lion_update,
    rmsprop_update,
    sgd_update,
)


class SGD(Optimizer):  # replaces t02_autograd
    """Gradient descent with momentum, dampening, Nesterov's variant and L2 weight decay."""

    _streams = True

    def __init__(
        self, params, lr=1e-3, momentum=0.0, dampening=0.0, weight_decay=0.0, nesterov=False
    ):
        options = {"lr": lr, "momentum": momentum, "dampening": dampening}
        super().__init__(params, {**options, "weight_decay": weight_decay, "nesterov": nesterov})

    def _check(self, group):
        not_negative(group, "lr", "momentum", "weight_decay")
        if group["nesterov"] and (group["momentum"] == 0 or group["dampening"] != 0):
            raise ValueError(
                "nesterov needs momentum above 0 and dampening 0,"
                f" got {group['momentum']} and {group['dampening']}"
            )

    def _buffers(self, group):
        return ("momentum_buffer" if group["momentum"] else None,)

    def _left_to_blas(self, blocks):
        return blocks > 1 and not any(slot.group["momentum"] for slot in self._ready)

    def _apply(self, slot, p, g, buf):
        group = slot.group
        sgd_update(
            p,
            g,
            buf,
            lr=group["lr"],
            momentum=group["momentum"],
            dampening=group["dampening"],
            nesterov=group["nesterov"],
            weight_decay=group["weight_decay"],
            first=slot.fresh,
        )


class Adagrad(Optimizer):
    """Adaptive steps that only shrink; `lr` itself falls as lr / (1 + (step - 1) * lr_decay)."""

    def __init__(
        self,
        params,
        lr=1e-2,
        lr_decay=0.0,
        weight_decay=0.0,
        initial_accumulator_value=0.0,
        eps=1e-10,
    ):
        options = {"lr": lr, "lr_decay": lr_decay, "weight_decay": weight_decay, "eps": eps}
        options["initial_accumulator_value"] = initial_accumulator_value
        super().__init__(params, options)

    def _check(self, group):
        not_negative(group, *self.defaults)

    def _buffers(self, group):
        return ("sum",)

    def _initial(self, group):
        return group["initial_accumulator_value"]

    def _apply(self, slot, p, g, total, s, _):
        group = slot.group
        lr = group["lr"] / (1 + (slot.state["step"] - 1) * group["lr_decay"])
        adagrad_update(p, g, total, s, lr=lr, eps=group["eps"])


class RMSprop(Optimizer):
    """Adaptive steps by a running mean of squares, `centered` by the running variance."""

    def __init__(
        self, params, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0.0, momentum=0.0, centered=False
    ):
        options = {"lr": lr, "alpha": alpha, "eps": eps, "weight_decay": weight_decay}
        super().__init__(params, {**options, "momentum": momentum, "centered": centered})

    def _check(self, group):
        not_negative(group, "lr", "eps", "weight_decay", "momentum")
        if not 0 <= group["alpha"] <= 1:
            raise ValueError(f"alpha must be in [0, 1], got {group['alpha']}")

    def _buffers(self, group):
        return (
            "square_avg",
            "grad_avg" if group["centered"] else None,
            "momentum_buffer" if group["momentum"] else None,
        )

    def _apply(self, slot, p, g, square_avg, grad_avg, buf, s, _):
        options = {key: slot.group[key] for key in ("lr", "alpha", "eps", "momentum")}
        rmsprop_update(p, g, square_avg, grad_avg, buf, s, **options)


class Adam(Optimizer):
    """Adaptive moments; weight decay is L2, added to the gradient."""

    def __init__(
        self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, amsgrad=False
    ):
        options = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay}
        super().__init__(params, {**options, "amsgrad": amsgrad})

    def _check(self, group):
        not_negative(group, "lr", "eps", "weight_decay")
        fractions(group)

    def _buffers(self, group):
        return ("exp_avg", "exp_avg_sq", "max_exp_avg_sq" if group["amsgrad"] else None)

    def _apply(self, slot, p, g, m, v, v_max, s, _):
        adam_update(p, g, m, v, v_max, s, **self._options(slot))

    def _options(self, slot):
        beta1, beta2 = slot.group["betas"]
        options = {"lr": slot.group["lr"], "beta1": beta1, "beta2": beta2}
        return {**options, "eps": slot.group["eps"], "t": slot.state["step"]}


class AdamW(Adam):
    """Adam with decoupled weight decay: the parameters shrink, the gradient is left alone."""

    _coupled = False

    def __init__(
        self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False
    ):
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad)

    def _apply(self, slot, p, g, m, v, v_max, s, _):
        decay = slot.group["weight_decay"]
        adamw_update(p, g, m, v, v_max, s, **self._options(slot), weight_decay=decay)


class Lion(Optimizer):
    """Steps of one size in every coordinate, by the sign of a momentum; half of Adam's memory."""

    _coupled = False

    def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    def _check(self, group):
        not_negative(group, "lr", "weight_decay")
        fractions(group)

    def _buffers(self, group):
        return ("exp_avg",)

    def _apply(self, slot, p, g, m, s, signs):
        beta1, beta2 = slot.group["betas"]
        options = {key: slot.group[key] for key in ("lr", "weight_decay")}
        lion_update(p, g, m, s, signs, beta1=beta1, beta2=beta2, **options)
