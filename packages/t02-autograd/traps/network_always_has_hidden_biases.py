"""hidden_bias is ignored, and every neuron gets a bias: 41 parameters instead of 33."""

EXERCISE = "MLP.__init__"
MESSAGE = "one bias: 33 in all"
CHANGES = [
    (", bias=hidden_bias or i == last", ""),
]
