"""The output is kept where backward needs the input."""

EXERCISE = "LinearLayer.forward"
MESSAGE = "its slope for weight[k, j] is x[j]"


def forward(self, x):
    self.require_input(x)
    out = x @ self.weight.data.T
    if self.bias is not None:
        out += self.bias.data
    self.keep(out)
    return out
