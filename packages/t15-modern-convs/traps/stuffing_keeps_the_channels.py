"""Input and output channels of the kernels are not exchanged."""

EXERCISE = "conv_transpose2d_by_stuffing"
MESSAGE = "each pixel of x adds the kernel"
CHANGES = [
    (
        "np.swapaxes(grouped, 1, 2)[..., ::-1, ::-1]",
        "grouped[..., ::-1, ::-1]",
    ),
]
