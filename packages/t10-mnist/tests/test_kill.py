"""kill -9 at random moments: a real process, the same bits."""

import os
import random
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t10_mnist import DIGITS_RECIPE, fit, load_checkpoint, load_digits

SCRIPT = """
import sys
import numpy as np
from t10_mnist import fit, load_digits
from t10_mnist.recipes import DIGITS_RECIPE

train = DIGITS_RECIPE.inputs(load_digits()[0])
model, loader, options = DIGITS_RECIPE.prepare(train, rng=np.random.default_rng(3), epochs=40)
fit(model, loader, checkpoint=sys.argv[1], checkpoint_every=5, progress=False, **options)
np.savez(sys.argv[2], **model.state_dict())
"""


def changed(file):
    """Return when the file was written last, 0 if it is not there."""
    return file.stat().st_mtime_ns if file.exists() else 0


@pytest.mark.slow
def test_a_process_killed_at_random_moments_ends_with_the_same_bits(tmp_path):
    train = DIGITS_RECIPE.inputs(load_digits()[0])
    model, loader, options = DIGITS_RECIPE.prepare(train, rng=np.random.default_rng(3), epochs=40)
    fit(model, loader, progress=False, **options)
    checkpoint, result = tmp_path / "run.npz", tmp_path / "weights.npz"
    command = [sys.executable, "-c", SCRIPT, str(checkpoint), str(result)]
    chance = random.Random(5)
    for _ in range(6):
        process = subprocess.Popen(command)
        before = changed(checkpoint)
        while changed(checkpoint) == before:
            assert process.poll() is None, "the process ended before it could be killed"
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.1))
        os.kill(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        assert process.wait() != 0
    subprocess.run(command, check=True)
    with np.load(result) as weights:
        for name, array in model.state_dict().items():
            assert_close(weights[name], array, name=name, rtol=0, atol=0)
    assert len(load_checkpoint(checkpoint)["history"]["loss"]) == 40
