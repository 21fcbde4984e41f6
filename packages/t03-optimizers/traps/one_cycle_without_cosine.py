"""The parts are straight lines whatever the strategy."""

EXERCISE = "OneCycleLR.value_at"
MESSAGE = "half a cosine wave"


def value_at(self, step, start, peak, end):
    top, last = self.pct_start * self.total_steps - 1, self.total_steps - 1
    if step <= top:
        share, low, high = (step / top if top else 1.0), start, peak
    else:
        share, low, high = (step - top) / (last - top) if step < last else 1.0, peak, end
    if self.anneal_strategy == "cos":
        share = share
    return low + (high - low) * share
