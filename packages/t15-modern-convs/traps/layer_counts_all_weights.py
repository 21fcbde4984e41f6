"""Every output is multiplied with all weights of the layer."""

EXERCISE = "layer_flops"
MESSAGE = "three pictures"
CHANGES = [
    (
        "layer.weight.data[0].size",
        "layer.weight.data.size",
    ),
]
