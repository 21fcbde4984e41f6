"""The file is never closed: it stays open for as long as Python likes."""

EXERCISE = "check_file"
MESSAGE = "leaves the file open"


def check_file(path, size, sha256):
    found = os.path.getsize(path)
    if found != size:
        raise ValueError(f"{path}: has {found} bytes, expected {size}")
    digest = hashlib.sha256()
    stream = open(path, "rb")  # noqa: SIM115
    while block := stream.read(BLOCK):
        digest.update(block)
    if digest.hexdigest() != sha256.lower():
        raise ValueError(f"{path}: has the SHA-256 {digest.hexdigest()}")
