"""Muon: momentum whose matrix is made orthogonal, for the weights of hidden layers.

Source: Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024,
https://kellerjordan.github.io/posts/muon/
"""

import math

import numpy as np

from t03_optimizers.optimizer import Optimizer, not_negative

# a, b, c of f(x) = a x + b x**3 + c x**5, tuned to bring singular values of 0.001 near 1 in five
# rounds; it leaves them between about 0.7 and 1.2.
COEFFICIENTS = (3.4445, -4.7750, 2.0315)


def newton_schulz(x, work, *, coefficients, rounds, eps):  # exercise
    """Push the singular values of a matrix x (rows, cols) towards 1, in place.

    x is first divided by its Frobenius norm, or by eps if that is larger. Each round replaces x by
    a x + b (x xᵀ) x + c (x xᵀ)² x, which applies f(σ) = a σ + b σ³ + c σ⁵ to every singular value.
    With more rows than columns x (xᵀ x) is the same and smaller. `work` is memory to write to: two
    arrays (k, k), k = min(rows, cols), and one (rows, cols).
    """
    a, b, c = coefficients
    gram, square, product = work
    tall = x.shape[0] > x.shape[1]
    left, right = (x.T, x) if tall else (x, x.T)
    np.divide(x, max(math.sqrt(np.vdot(x, x)), eps), out=x)
    for _ in range(rounds):
        # NumPy notices that these two are a matrix times its own transpose (gram is symmetric)
        # and computes one triangle: half of the work of a product.
        np.matmul(left, right, out=gram)  # (k, k)
        np.matmul(gram, gram.T, out=square)  # (k, k)
        np.multiply(square, c, out=square)
        np.multiply(gram, b, out=gram)
        np.add(gram, square, out=gram)
        gram.reshape(-1)[:: len(gram) + 1] += a  # a x joins in on the diagonal
        np.matmul(*((x, gram) if tall else (gram, x)), out=product)  # (rows, cols)
        np.copyto(x, product)


def muon_update(p, g, buf, step, work, *, lr, momentum, nesterov, weight_decay, **ns):  # exercise
    """Update a matrix p (rows, cols) along its momentum made orthogonal.

    buf becomes momentum * buf + (1 - momentum) * g. The direction is buf or, with `nesterov`, what
    buf would become with the same g again. Write it to `step`, of p's shape, and call
    newton_schulz(step, work, **ns). Then shrink p by the factor 1 - lr * weight_decay and subtract
    step, scaled by lr * sqrt(max(1, rows / cols)).
    """
    np.subtract(g, buf, out=step)
    np.multiply(step, 1 - momentum, out=step)
    np.add(buf, step, out=buf)
    if nesterov:
        np.subtract(g, buf, out=step)
        np.multiply(step, 1 - momentum, out=step)
        np.add(step, buf, out=step)
    else:
        np.copyto(step, buf)
    newton_schulz(step, work, **ns)
    np.multiply(p, 1 - lr * weight_decay, out=p)
    np.multiply(step, lr * math.sqrt(max(1, p.shape[0] / p.shape[1])), out=step)
    np.subtract(p, step, out=p)


class Muon(Optimizer):
    """Momentum made orthogonal by Newton-Schulz, for parameters with two axes.

    It computes in the parameter's dtype (torch.optim.Muon iterates in bfloat16).
    """

    def __init__(
        self,
        params,
        lr=1e-3,
        weight_decay=0.1,
        momentum=0.95,
        nesterov=True,
        ns_coefficients=COEFFICIENTS,
        eps=1e-7,
        ns_steps=5,
    ):
        options = {"lr": lr, "weight_decay": weight_decay, "momentum": momentum}
        options |= {"nesterov": nesterov, "ns_coefficients": ns_coefficients}
        super().__init__(params, {**options, "eps": eps, "ns_steps": ns_steps})

    def _check(self, group):
        not_negative(group, "lr", "weight_decay", "momentum", "eps")
        if len(group["ns_coefficients"]) != 3:
            raise ValueError(f"ns_coefficients must be three, got {group['ns_coefficients']}")
        if group["ns_steps"] < 0 or group["ns_steps"] != int(group["ns_steps"]):
            raise ValueError(f"ns_steps must be a whole number from 0, got {group['ns_steps']}")

    def _check_slot(self, slot):
        if len(slot.shape) != 2:
            raise ValueError(f"{slot.name} must have two axes for Muon, got shape {slot.shape}")

    def _buffers(self, group):
        return ("momentum_buffer",)

    def _run(self):
        """Update matrix after matrix: the products inside use BLAS's threads."""
        for slot in self._ready:
            if slot.size:
                p, g = slot.p.reshape(slot.shape), slot.g.reshape(slot.shape)
                self._update(slot, p, g, slot.state["momentum_buffer"])

    def _update(self, slot, p, g, buf):
        group = slot.group
        step, *work = self._work(slot)
        ns = {"coefficients": group["ns_coefficients"], "eps": group["eps"]}
        options = {key: group[key] for key in ("lr", "momentum", "nesterov", "weight_decay")}
        muon_update(p, g, buf, step, work, **options, **ns, rounds=group["ns_steps"])

    def _work(self, slot):
        """Return memory that all parameters of one shape and dtype share, in turn."""
        key = slot.shape, slot.dtype.char
        if key not in self._scratch:
            small = (min(slot.shape),) * 2
            shapes = slot.shape, small, small, slot.shape
            self._scratch[key] = [np.empty(shape, slot.dtype) for shape in shapes]
        return self._scratch[key]
