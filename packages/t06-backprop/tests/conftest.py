"""Layers as operations of tensors for gradcheck, and errors as values."""

import pytest
from scratchcore import primitive


@pytest.fixture
def as_op():
    """Return wrap(new_layer): an op of (x, *parameters) made of one forward and one backward."""

    def wrap(new_layer):
        @primitive(first_order=True)
        def by_hand(x, *parameters):
            layer = new_layer()
            learnables = [learnable for _, learnable in layer.parameters()]
            for learnable, data in zip(learnables, parameters, strict=True):
                learnable.data = data
            out = layer.forward(x)

            def backward(g):
                g_x = layer.backward(g)
                return (g_x, *(learnable.grad for learnable in learnables))

            return out, backward

        return by_hand

    return wrap


@pytest.fixture
def error_of():
    """Return run(call): the error that `call()` raises, or None."""

    def run(call):
        try:
            call()
        except NotImplementedError:
            raise
        except (ValueError, TypeError, RuntimeError, LookupError, ArithmeticError) as error:
            return error
        return None

    return run
