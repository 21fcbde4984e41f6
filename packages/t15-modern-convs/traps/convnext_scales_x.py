"""gamma scales the sum, x included."""

EXERCISE = "ConvNeXtBlock.forward"
MESSAGE = "gamma times the branch"


def forward(self, x):
    out = x + self.project(gelu(self.expand(self.norm(self.depthwise(x)))))
    return out if self.gamma is None else out * np.reshape(self.gamma, (-1, 1, 1))
