"""The start is added to a full line, which ends above base."""

EXERCISE = "LinearWarmup.lr_at"
MESSAGE = "to base = 2"


def lr_at(self, base, step):
    return base * (self.start_factor + min(1.0, step / self.warmup_steps))
