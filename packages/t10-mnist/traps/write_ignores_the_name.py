"""A name in .gz is written unpacked."""

EXERCISE = "write_idx"
MESSAGE = "the file must be gzip"
CHANGES = [
    ('if os.fspath(path).endswith(".gz"):', "if False:"),
]
