"""The attention comes after the projection's place: before the depthwise part."""

EXERCISE = "InvertedResidual.forward"
MESSAGE = "attention"


def forward(self, x):
    out = x
    if self.expand is not None:
        out = relu6(self.expand_norm(self.expand(out)))
    if self.attention is not None:
        out = self.attention(out)
    out = relu6(self.depthwise_norm(self.depthwise(out)))
    out = self.project_norm(self.project(out))
    return x + out if self.shortcut else out
