"""Only the first block of the file is hashed."""

EXERCISE = "check_file"
MESSAGE = "bytes are right, but check_file says"
CHANGES = [
    ("while block := stream.read(BLOCK):", "if block := stream.read(BLOCK):"),
]
