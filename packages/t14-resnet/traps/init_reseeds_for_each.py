"""Each convolution is drawn from an equal generator."""

EXERCISE = "init_resnet_"
MESSAGE = "one rng for all"


def init_resnet_(network, *, zero_last_gamma=True, rng):
    seed = rng.integers(2**32)
    for module in network.modules():
        if isinstance(module, Conv2d):
            same = np.random.default_rng(seed)
            kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu", rng=same)
        elif isinstance(module, Block) and module.residual and zero_last_gamma:
            zeros_(module.last_norm.weight)
    return network
