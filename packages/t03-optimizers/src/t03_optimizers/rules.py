"""The update rules: mathematics on 1-D arrays, without classes.

Every rule gets pieces of the same parameters: p (the parameters), g (their gradient), its own
state, and s (scratch: free memory of the same length, with any content). All are 1-D, contiguous
and of one float dtype. A rule changes p and its state in place and leaves g as it is.

The readable form of `y -= lr * x` makes a temporary array. Written with axpy, axpby and NumPy's
`out=` nothing is made, and each line passes over memory once.
"""

import math

import numpy as np

from t03_optimizers.blas import axpby, axpy


def add_l2(g, p, weight_decay, out):  # exercise
    """Write the gradient of loss + weight_decay / 2 * sum(p**2) to out; g and p stay."""
    np.copyto(out, g)
    axpy(weight_decay, p, out)


def sgd_update(p, g, buf, *, lr, momentum, dampening, nesterov, weight_decay, first):  # exercise
    """Take a step of gradient descent; `buf`, the velocity, is None without momentum.

    G, the gradient with L2, is g + weight_decay * p. The velocity is G in the `first` step, then
    momentum * buf + (1 - dampening) * G. The step is along the velocity or, with `nesterov`, along
    G + momentum * velocity (Sutskever et al., "On the importance of initialization and momentum in
    deep learning", ICML 2013).
    """
    if buf is not None:
        share = 1 if first else 1 - dampening
        axpby(share, g, 0 if first else momentum, buf)
        if weight_decay:
            axpy(share * weight_decay, p, buf)
    if buf is None or nesterov:
        # -lr * G is -lr * g - lr * weight_decay * p: no need to store G.
        if weight_decay:
            axpby(-lr, g, 1 - lr * weight_decay, p)
        else:
            axpy(-lr, g, p)  # not axpby with 1: OpenBLAS runs axpy alone on several threads
    if buf is not None:
        axpy(-lr * momentum if nesterov else -lr, buf, p)


def adagrad_update(p, g, total, s, *, lr, eps):  # exercise
    """Divide each coordinate's step by the root of the sum of all its squared gradients.

    `total` holds those sums; eps is added to the root (Duchi, Hazan and Singer, JMLR 12, 2011).
    """
    np.multiply(g, g, out=s)
    np.add(total, s, out=total)
    np.sqrt(total, out=s)
    np.add(s, eps, out=s)
    np.divide(g, s, out=s)
    axpy(-lr, s, p)


def rmsprop_update(p, g, square_avg, grad_avg, buf, s, *, lr, alpha, eps, momentum):  # exercise
    """Divide each coordinate's step by a running root mean square of its gradient.

    `square_avg` and `grad_avg` are running means of g**2 and g, decaying by `alpha`. grad_avg is
    None unless centered; then the variance square_avg - grad_avg**2 takes the place of square_avg
    (never below 0: rounding can make -1e-18 of 0). eps is added to the root. `buf` is None without
    momentum; else it is momentum * buf + the divided gradient, and the step is along buf
    (Tieleman and Hinton, Coursera lecture 6.5, 2012).
    """
    np.multiply(g, g, out=s)
    axpby(1 - alpha, s, alpha, square_avg)
    if grad_avg is None:
        np.sqrt(square_avg, out=s)
    else:
        axpby(1 - alpha, g, alpha, grad_avg)
        np.multiply(grad_avg, grad_avg, out=s)
        np.subtract(square_avg, s, out=s)
        np.absolute(s, out=s)  # five times faster than np.maximum(s, 0)
        np.sqrt(s, out=s)
    np.add(s, eps, out=s)
    np.divide(g, s, out=s)
    if buf is None:
        axpy(-lr, s, p)
    else:
        axpby(1, s, momentum, buf)
        axpy(-lr, buf, p)


def adam_update(p, g, m, v, v_max, s, *, lr, beta1, beta2, eps, t):  # exercise
    """Step along the mean gradient over its root mean square, both corrected for their start at 0.

    m and v are running means of g and g**2 that decay by beta1 and beta2; t counts the steps from
    1. eps is added to the root of the corrected v (Kingma and Ba, ICLR 2015, algorithm 1). `v_max`
    is None, or with amsgrad the largest v so far, which then takes the place of v in the step
    (Reddi, Kale and Kumar, ICLR 2018).
    """
    axpby(1 - beta1, g, beta1, m)
    np.multiply(g, g, out=s)
    axpby(1 - beta2, s, beta2, v)
    if v_max is not None:
        np.maximum(v_max, v, out=v_max)
        v = v_max
    # lr * (m / c1) / (sqrt(v / c2) + eps) with both corrections taken out of the arrays: two
    # passes over memory less.
    c1, root = 1 - beta1**t, math.sqrt(1 - beta2**t)
    np.sqrt(v, out=s)
    np.add(s, eps * root, out=s)
    np.divide(m, s, out=s)
    axpy(-lr * root / c1, s, p)


def adamw_update(p, g, m, v, v_max, s, *, lr, beta1, beta2, eps, t, weight_decay):  # exercise
    """Shrink p by the factor 1 - lr * weight_decay, then take Adam's step with g as it is.

    (Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2.)
    """
    np.multiply(p, 1 - lr * weight_decay, out=p)
    adam_update(p, g, m, v, v_max, s, lr=lr, beta1=beta1, beta2=beta2, eps=eps, t=t)


def lion_update(p, g, m, s, signs, *, lr, beta1, beta2, weight_decay):  # exercise
    """Shrink p by 1 - lr * weight_decay and step by lr against the sign of a mean of m and g.

    That mean has the weights beta1 and 1 - beta1; then m becomes the mean of m and g with beta2
    (Chen et al., "Symbolic discovery of optimization algorithms", 2023, algorithm 2). `signs` is
    scratch too.
    """
    np.copyto(s, m)
    axpby(1 - beta1, g, beta1, s)
    np.sign(s, out=signs)  # in place it is ten times slower
    axpby(-lr, signs, 1 - lr * weight_decay, p)
    axpby(1 - beta2, g, beta2, m)
