"""The way down is measured from step 0, so that the rate jumps after the peak."""

EXERCISE = "OneCycleLR.value_at"
MESSAGE = "pct_start * total_steps - 1"
CHANGES = [
    ("(step - top) / (last - top) if step < last else 1.0", "step / last"),
]
