"""New Parameters take the place of those that the optimizer has."""

EXERCISE = "Linear.reset_parameters"
MESSAGE = "draws into the memory that is there"


def reset_parameters(self, *, rng):
    bound = 1 / math.sqrt(self.in_features)
    weight = rng.uniform(-bound, bound, self.weight.shape)
    self.weight = Parameter(weight.astype(self.weight.dtype))
    if self.bias is not None:
        bias = rng.uniform(-bound, bound, self.bias.shape)
        self.bias = Parameter(bias.astype(self.bias.dtype))
