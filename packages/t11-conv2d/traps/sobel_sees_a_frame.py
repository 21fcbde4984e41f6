"""With zeros around, the picture's rim is its strongest edge."""

EXERCISE = "sobel"
MESSAGE = "where no zeros may be seen"
CHANGES = [
    ("SOBEL.astype(picture.dtype) / 8)[0]", 'SOBEL.astype(picture.dtype) / 8, padding="same")[0]'),
]
