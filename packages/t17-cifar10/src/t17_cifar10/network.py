"""The network of the milestone: five convolutions, each with batch norm and ReLU."""

from t05_mlp import Linear, Module, Sequential
from t12_im2col import Conv2d
from t13_pooling import GlobalAvgPool2d, MaxPool2d
from t14_resnet import BatchNormReLU2d


class ConvNet(Module):
    """Pictures (N, 3, H, W) to scores (N, classes).

    `stages` are the widths of 3 x 3 convolutions; between two stages a max pool of 2 x 2 halves
    the picture, and the mean over all places goes to a linear layer.
    """

    def __init__(self, stages=((32,), (64, 64), (128, 128)), *, classes=10, rng):
        super().__init__()
        layers, channels = [], 3
        for number, widths in enumerate(stages):
            if number:
                layers.append(MaxPool2d(2))
            for width in widths:
                layers.append(
                    Conv2d(channels, width, 3, padding=1, bias=False, rng=rng)  # batch norm has one
                )
                layers.append(BatchNormReLU2d(width))
                channels = width
        self.features = Sequential(*layers)
        self.pool = GlobalAvgPool2d()
        self.classifier = Linear(channels, classes, rng=rng)

    def forward(self, x):
        return self.classifier(self.pool(self.features(x)))
