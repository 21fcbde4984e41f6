"""The bytes are counted while they are read: a wrong file of 10 GB is read to its end."""

EXERCISE = "check_file"
MESSAGE = "before the file is opened"


def check_file(path, size, sha256):
    count, digest = 0, hashlib.sha256()
    with open(path, "rb") as stream:
        while block := stream.read(BLOCK):
            count += len(block)
            digest.update(block)
    if count != size or digest.hexdigest() != sha256.lower():
        raise ValueError(f"{path}: has {count} bytes, expected {size}, or another SHA-256")
