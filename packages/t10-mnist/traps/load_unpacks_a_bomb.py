"""Whatever the archive holds is unpacked: 5 kB on the disk become any number of gigabytes."""

EXERCISE = "load_checkpoint"
MESSAGE = "no error, although this is no checkpoint"
CHANGES = [("if name := grows(archive.zip):", "if name := None:")]
