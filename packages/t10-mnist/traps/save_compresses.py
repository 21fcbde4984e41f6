"""np.savez_compressed gains a few per cent, and makes every checkpoint look like a zip bomb."""

EXERCISE = "save_checkpoint"
MESSAGE = "not savez_compressed"
CHANGES = [("np.savez(", "np.savez_compressed(")]
