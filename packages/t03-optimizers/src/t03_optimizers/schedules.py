"""Learning-rate schedules: they set `group["lr"]` of an optimizer, one value per step.

A schedule counts from 0. Making it sets the value for step 0; call `step()` after each
`optimizer.step()` (or once an epoch, if the numbers are meant in epochs).
"""

import math


class Schedule:
    """Set each group's lr to `lr_at(base, step)`, `base` being the lr the group came with."""

    def __init__(self, optimizer):
        self.optimizer = optimizer
        self.last_step = 0
        for group in optimizer.param_groups:
            group.setdefault("initial_lr", group["lr"])
        self.base_lrs = [group["initial_lr"] for group in optimizer.param_groups]
        self._apply()

    def step(self):
        """Count one step and set the learning rates for the next."""
        self.last_step += 1
        self._apply()

    def get_last_lr(self):
        """Return the learning rate of every group."""
        return [group["lr"] for group in self.optimizer.param_groups]

    def lr_at(self, base, step):
        """Return the learning rate of a step for a group that came with the lr `base`."""
        raise NotImplementedError

    def state_dict(self):
        """Return what a fresh schedule of the same kind needs to continue."""
        return {"last_step": self.last_step, "base_lrs": list(self.base_lrs)}

    def load_state_dict(self, state_dict):
        """Continue where the schedule that returned `state_dict` was."""
        _paired(self.optimizer, state_dict["base_lrs"])
        self.last_step, self.base_lrs = state_dict["last_step"], list(state_dict["base_lrs"])
        self._apply()

    def _apply(self):
        for group, base in _paired(self.optimizer, self.base_lrs):
            group["lr"] = self.lr_at(base, self.last_step)


class StepLR(Schedule):
    """Multiply the learning rate by `gamma` every `step_size` steps."""

    def __init__(self, optimizer, step_size, gamma=0.1):
        self.step_size, self.gamma = _count(step_size=step_size), gamma
        super().__init__(optimizer)

    def lr_at(self, base, step):  # exercise
        """Return base * gamma**k, k being how many times `step_size` steps are complete."""
        return base * self.gamma ** (step // self.step_size)


class CosineAnnealingLR(Schedule):
    """Lead the learning rate down half a cosine wave, from base to `eta_min` in `T_max` steps.

    It rises again after T_max, as the cosine does (Loshchilov and Hutter, "SGDR", ICLR 2017,
    equation 5).
    """

    def __init__(self, optimizer, T_max, eta_min=0.0):
        self.T_max, self.eta_min = _count(T_max=T_max), eta_min
        super().__init__(optimizer)

    def lr_at(self, base, step):  # exercise
        """Return base at step 0, the middle of base and eta_min halfway, eta_min at T_max."""
        share = (1 + math.cos(math.pi * step / self.T_max)) / 2
        return self.eta_min + (base - self.eta_min) * share


class LinearWarmup(Schedule):
    """Raise the learning rate in a straight line to base, which it keeps (torch's LinearLR)."""

    def __init__(self, optimizer, warmup_steps, start_factor=1 / 3):
        if not 0 <= start_factor <= 1:
            raise ValueError(f"start_factor must be in [0, 1], got {start_factor}")
        self.warmup_steps, self.start_factor = _count(warmup_steps=warmup_steps), start_factor
        super().__init__(optimizer)

    def lr_at(self, base, step):  # exercise
        """Return base * start_factor at step 0, and base from step warmup_steps on."""
        share = min(1.0, step / self.warmup_steps)
        return base * (self.start_factor + (1 - self.start_factor) * share)


class OneCycleLR(Schedule):
    """Raise the learning rate to `max_lr`, then lower it far below the start, in `total_steps`.

    Momentum, or Adam's beta1, does the opposite unless `cycle_momentum` is False (Smith and Topin,
    "Super-convergence", 2018). `max_lr` is a number or one per group.
    """

    def __init__(
        self,
        optimizer,
        max_lr,
        total_steps,
        pct_start=0.3,
        anneal_strategy="cos",
        cycle_momentum=True,
        base_momentum=0.85,
        max_momentum=0.95,
        div_factor=25.0,
        final_div_factor=1e4,
    ):
        self.total_steps = _count(total_steps=total_steps)
        if not 0 <= pct_start <= 1:
            raise ValueError(f"pct_start must be in [0, 1], got {pct_start}")
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(f"anneal_strategy must be 'cos' or 'linear', got {anneal_strategy!r}")
        self.pct_start, self.anneal_strategy = pct_start, anneal_strategy
        self.div_factor, self.final_div_factor = div_factor, final_div_factor
        self.cycle_momentum = cycle_momentum
        self.momenta = base_momentum, max_momentum
        if cycle_momentum and not {"momentum", "betas"} & set(optimizer.defaults):
            raise ValueError("cycle_momentum needs an optimizer with momentum or betas")
        peaks = _per_group("max_lr", max_lr, optimizer)
        for group, peak in _paired(optimizer, peaks):
            group["initial_lr"] = peak / div_factor
        super().__init__(optimizer)

    def step(self):
        """Count one step; raise ValueError when all of `total_steps` have been."""
        if self.last_step >= self.total_steps:
            raise ValueError(f"total_steps is {self.total_steps}, and all of them are done")
        super().step()

    def lr_at(self, base, step):
        """Return the learning rate of a step for a group that starts with `base`."""
        return self.value_at(step, base, base * self.div_factor, base / self.final_div_factor)

    def value_at(self, step, start, peak, end):  # exercise
        """Go from `start` to `peak` and then to `end`, and return where that is at `step`.

        The peak is at step pct_start * total_steps - 1, the end at total_steps - 1 and after it.
        Either part is half a cosine wave or, for the anneal_strategy "linear", a straight line.
        """
        top, last = self.pct_start * self.total_steps - 1, self.total_steps - 1
        if step <= top:
            share, low, high = (step / top if top else 1.0), start, peak
        else:
            share, low, high = (step - top) / (last - top) if step < last else 1.0, peak, end
        if self.anneal_strategy == "cos":
            share = (1 - math.cos(math.pi * share)) / 2
        return low + (high - low) * share

    def _apply(self):
        super()._apply()
        if not self.cycle_momentum:
            return
        low, high = self.momenta
        momentum = self.value_at(self.last_step, high, low, high)
        for group in self.optimizer.param_groups:
            if "betas" in group:
                group["betas"] = (momentum, group["betas"][1])
            else:
                group["momentum"] = momentum


class ReduceLROnPlateau:
    """Multiply the learning rate by `factor` when a metric has stopped getting better.

    Better is below best * (1 - threshold) for the mode "min", above best * (1 + threshold) for
    "max"; with threshold_mode "abs", below best - threshold or above best + threshold.
    """

    def __init__(
        self,
        optimizer,
        mode="min",
        factor=0.1,
        patience=10,
        threshold=1e-4,
        threshold_mode="rel",
        cooldown=0,
        min_lr=0.0,
        eps=1e-8,
    ):
        if mode not in ("min", "max"):
            raise ValueError(f"mode must be 'min' or 'max', got {mode!r}")
        if threshold_mode not in ("rel", "abs"):
            raise ValueError(f"threshold_mode must be 'rel' or 'abs', got {threshold_mode!r}")
        if not 0 <= factor < 1:
            raise ValueError(f"factor must be in [0, 1), got {factor}")
        self.optimizer, self.mode, self.factor, self.patience = optimizer, mode, factor, patience
        self.threshold, self.threshold_mode = threshold, threshold_mode
        self.cooldown, self.eps = cooldown, eps
        self.min_lrs = _per_group("min_lr", min_lr, optimizer)
        self.best = math.inf if mode == "min" else -math.inf
        self.bad_steps = self.cooldown_left = 0

    def is_better(self, metric):
        """Say whether the metric beats the best so far by more than the threshold."""
        sign = 1 if self.mode == "max" else -1
        if self.threshold_mode == "rel":
            bar = self.best * (1 + sign * self.threshold)
        else:
            bar = self.best + sign * self.threshold
        return sign * metric > sign * bar

    def step(self, metric):  # exercise
        """Note one metric; call `reduce` after more than `patience` bad ones in a row.

        A metric is good if it `is_better`, and then the new best; `bad_steps` counts the others
        since. After a reduction the next `cooldown` metrics (`cooldown_left` counts down) don't add
        to bad_steps, and the count begins again at 0.
        """
        if self.is_better(metric):
            self.best = metric
            self.bad_steps = 0
        else:
            self.bad_steps += 1
        if self.cooldown_left:
            self.cooldown_left -= 1
            self.bad_steps = 0
        if self.bad_steps > self.patience:
            self.reduce()
            self.cooldown_left = self.cooldown
            self.bad_steps = 0

    def reduce(self):
        """Lower every group's lr, to no less than min_lr; leave it if that changes it by < eps."""
        for group, low in _paired(self.optimizer, self.min_lrs):
            lr = max(group["lr"] * self.factor, low)
            if group["lr"] - lr > self.eps:
                group["lr"] = lr

    def state_dict(self):
        """Return what a fresh schedule needs to continue."""
        names = ("best", "bad_steps", "cooldown_left")
        return {name: getattr(self, name) for name in names}

    def load_state_dict(self, state_dict):
        """Continue where the schedule that returned `state_dict` was."""
        self.best = state_dict["best"]
        self.bad_steps = state_dict["bad_steps"]
        self.cooldown_left = state_dict["cooldown_left"]


def _count(**named):
    """Return the one value given; raise ValueError unless it is a whole number from 1."""
    ((name, value),) = named.items()
    if not isinstance(value, int) or value < 1:
        raise ValueError(f"{name} must be a whole number from 1, got {value!r}")
    return value


def _per_group(name, value, optimizer):
    """Return one number per group from a number or a sequence of them."""
    groups = len(optimizer.param_groups)
    values = [value] * groups if isinstance(value, int | float) else list(value)
    if len(values) != groups:
        raise ValueError(f"{name} has {len(values)} values for {groups} groups")
    return values


def _paired(optimizer, values):
    """Return (group, value) pairs; raise ValueError when groups came in after the schedule."""
    groups = optimizer.param_groups
    if len(groups) != len(values):
        raise ValueError(f"the optimizer has {len(groups)} groups, the schedule {len(values)}")
    return list(zip(groups, values, strict=True))
