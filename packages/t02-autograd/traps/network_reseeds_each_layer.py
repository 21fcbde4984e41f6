"""Each layer gets a fresh generator with the same seed: layers of one size start equal."""

EXERCISE = "MLP.__init__"
MESSAGE = "neurons that start equal stay equal"


def __init__(self, inputs, widths, *, hidden_bias=False, rng=None):
    if not widths:
        raise ValueError("widths needs at least the number of outputs, got an empty list")
    sizes = [inputs, *widths]
    last = len(widths) - 1
    self.layers = []
    for i in range(len(widths)):
        bias = hidden_bias or i == last
        rng = np.random.default_rng(0)
        self.layers.append(Layer(sizes[i], sizes[i + 1], linear=i == last, bias=bias, rng=rng))
