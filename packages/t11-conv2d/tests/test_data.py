"""The shipped photograph is that of the source."""

import hashlib
from importlib.resources import files

import numpy as np
import pytest
from t11_conv2d import photograph

SHA256 = "a0a925d5b22b83047edb23c27c32bf19a498621bde579a1de89a464616dafb4c"


def test_the_shipped_file_is_unchanged_and_names_source_and_licence():
    folder = files("t11_conv2d")
    assert hashlib.sha256((folder / "astronaut.pgm.gz").read_bytes()).hexdigest() == SHA256
    text = (folder / "astronaut.txt").read_text(encoding="utf-8")
    assert SHA256 in text
    assert "https://flic.kr/p/r9qvLn" in text
    assert "public domain" in text


def test_the_photograph_is_grey_between_black_and_white():
    picture = photograph()
    assert picture.shape == (96, 96) and picture.dtype == np.float32
    levels = picture * 255
    np.testing.assert_allclose(levels, levels.round(), atol=1e-4)
    assert levels[0, :4].round().tolist() == [169.0, 171.0, 171.0, 171.0]
    assert (levels.min(), levels.max().round()) == (0, 244)
    assert picture.mean() == pytest.approx(0.560086, abs=1e-5)
