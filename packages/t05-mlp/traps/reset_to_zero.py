"""Zero weights: every neuron is equal, and no gradient gets through."""

EXERCISE = "Linear.reset_parameters"
MESSAGE = "weight and bias are uniform within"
CHANGES = [
    ("kaiming_uniform_(self.weight, a=math.sqrt(5), rng=rng)", "self.weight.data[...] = 0.0"),
]
