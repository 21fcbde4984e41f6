"""A whole wave fits into T_max, so that the rate is back at base in the end."""

EXERCISE = "CosineAnnealingLR.lr_at"
MESSAGE = "half a cosine wave"


def lr_at(self, base, step):
    share = (1 + math.cos(2 * math.pi * step / self.T_max)) / 2
    return self.eta_min + (base - self.eta_min) * share
