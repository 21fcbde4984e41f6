"""gamma is multiplied by the number of stairs instead of raised to it."""

EXERCISE = "StepLR.lr_at"
MESSAGE = "exponent of gamma"


def lr_at(self, base, step):
    stairs = step // self.step_size
    return base * self.gamma * stairs if stairs else base
