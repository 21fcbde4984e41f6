"""A published network out of these blocks, with its published size."""

import numpy as np
import pytest
from t05_mlp import Module
from t15_modern_convs import InvertedResidual, count_flops, count_parameters


class Mobile(Module):
    """The chain of blocks of MobileNetV2 (Sandler et al., 2018, table 2)."""

    def __init__(self):
        super().__init__()
        inputs, rng = 32, np.random.default_rng(0)
        rows = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2))
        for t, c, n, s in (*rows, (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)):
            for k in range(n):
                block = InvertedResidual(inputs, c, s if k == 0 else 1, t, rng=rng)
                setattr(self, f"block{len(self._modules)}", block)
                inputs = c

    def forward(self, x):
        for block in self.children():
            x = block(x)
        return x


@pytest.mark.slow
def test_the_blocks_of_mobilenet_v2_have_the_size_that_is_published():
    # 3,504,872 in all (torchvision): less first layer, last layer and classifier
    first, last, classifier = 3 * 32 * 9 + 2 * 32, 320 * 1280 + 2 * 1280, 1280 * 1000 + 1000
    network = Mobile()
    assert count_parameters(network) == 3_504_872 - first - last - classifier
    # 300.8 million multiply-adds at 224 x 224, less those of the same three
    rest = 2 * (112 * 112 * 3 * 32 * 9 + 7 * 7 * 320 * 1280 + 1280 * 1000)
    flops = count_flops(network, (1, 32, 112, 112)) + rest
    assert flops == pytest.approx(2 * 300.8e6, rel=1e-3)
