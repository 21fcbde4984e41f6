"""The whole file is read into memory, however large it is."""

EXERCISE = "check_file"
MESSAGE = "read it in blocks"
CHANGES = [
    (
        "while block := stream.read(BLOCK):\n    digest.update(block)\n",
        "digest.update(stream.read())\n",
    ),
]
