"""The groups' outputs are interleaved instead of put one behind the other."""

EXERCISE = "conv2d_grouped"
MESSAGE = "kernel 0 sees the first"
CHANGES = [
    (
        "np.concatenate(parts, axis=1)",
        "np.reshape(np.stack(parts, axis=2), (len(x), len(weight), *parts[0].shape[2:]))",
    ),
]
