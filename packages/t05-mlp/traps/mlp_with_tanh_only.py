"""The activation that was given is not used."""

EXERCISE = "MLP.forward"
MESSAGE = "activation=np.sin was given"
CHANGES = [
    ("self.activation(layer(x))", "np.tanh(layer(x))"),
]
