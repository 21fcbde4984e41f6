"""hidden_bias is ignored, and every neuron gets a bias: 41 parameters instead of 33."""

EXERCISE = "MLP.__init__"
MESSAGE = "one bias: 33 in all"


def __init__(self, inputs, widths, *, hidden_bias=False, rng=None):
    if not widths:
        raise ValueError("widths needs at least the number of outputs, got an empty list")
    rng = np.random.default_rng(0) if rng is None else rng
    sizes = [inputs, *widths]
    last = len(widths) - 1
    self.layers = [
        Layer(sizes[i], sizes[i + 1], linear=i == last, rng=rng) for i in range(len(widths))
    ]
