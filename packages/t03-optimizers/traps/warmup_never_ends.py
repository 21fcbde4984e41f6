"""The line goes on rising after the warm-up."""

EXERCISE = "LinearWarmup.lr_at"
MESSAGE = "where it stays"


def lr_at(self, base, step):
    share = step / self.warmup_steps
    return base * (self.start_factor + (1 - self.start_factor) * share)
