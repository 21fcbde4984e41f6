"""The way down is measured from step 0, so that the rate jumps after the peak."""

EXERCISE = "OneCycleLR.value_at"
MESSAGE = "pct_start * total_steps - 1"


def value_at(self, step, start, peak, end):
    top, last = self.pct_start * self.total_steps - 1, self.total_steps - 1
    if step <= top:
        share, low, high = (step / top if top else 1.0), start, peak
    else:
        share, low, high = step / last, peak, end
    if self.anneal_strategy == "cos":
        share = (1 - math.cos(math.pi * share)) / 2
    return low + (high - low) * share
