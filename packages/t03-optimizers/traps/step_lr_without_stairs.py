"""The exponent is step / step_size: a smooth decay instead of stairs."""

EXERCISE = "StepLR.lr_at"
MESSAGE = "stays the same"


def lr_at(self, base, step):
    return base * self.gamma ** (step / self.step_size)
