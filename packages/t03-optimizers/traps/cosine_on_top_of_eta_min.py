"""eta_min is added to the whole wave, which then begins above base."""

EXERCISE = "CosineAnnealingLR.lr_at"
MESSAGE = "from base = 1"


def lr_at(self, base, step):
    share = (1 + math.cos(math.pi * step / self.T_max)) / 2
    return self.eta_min + base * share
