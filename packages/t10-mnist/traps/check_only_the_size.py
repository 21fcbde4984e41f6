"""A file of the right length is believed."""

EXERCISE = "check_file"
MESSAGE = "is wrong, but check_file raised no ValueError"
CHANGES = [
    ("if digest.hexdigest() != sha256.lower():", "if False:"),
]
