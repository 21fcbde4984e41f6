"""The peak and the end come a step late: step 0 is forgotten."""

EXERCISE = "OneCycleLR.value_at"
MESSAGE = "pct_start * total_steps - 1"


def value_at(self, step, start, peak, end):
    top, last = self.pct_start * self.total_steps, self.total_steps
    if step <= top:
        share, low, high = (step / top if top else 1.0), start, peak
    else:
        share, low, high = (step - top) / (last - top) if step < last else 1.0, peak, end
    if self.anneal_strategy == "cos":
        share = (1 - math.cos(math.pi * share)) / 2
    return low + (high - low) * share
