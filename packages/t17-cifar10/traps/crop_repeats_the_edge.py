"""The mirror stands beyond the edge pixel, which comes twice."""

EXERCISE = "random_crop"
MESSAGE = "crops, reflect"
CHANGES = [
    (
        "np_mode(images, padding, mode)",
        'np_mode(images, padding, mode).replace("reflect", "symmetric")',
    ),
]
