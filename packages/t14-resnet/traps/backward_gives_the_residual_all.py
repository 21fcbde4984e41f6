"""The residual gets g as it came, also where the output was cut off."""

EXERCISE = "norm_backward"
MESSAGE = "in front of the cut: g where out"
CHANGES = [
    (
        "return x_grad, weight_grad, bias_grad, passed",
        "return x_grad, weight_grad, bias_grad, g",
    ),
]
