"""Only the first and the last norm count."""

EXERCISE = "growth_per_layer"
MESSAGE = "one odd layer"
CHANGES = [
    (
        "float(place @ np.log(norms) / (place @ place))",
        "math.log(norms[-1] / norms[0]) / (len(norms) - 1)",
    ),
]
