"""Backpropagation through a two-layer perceptron, and the training loop around
it.

A linear classifier can't learn XOR: no line separates (0, 1) and (1, 0) from
(0, 0) and (1, 1). One hidden layer is enough, and backpropagation is how it is
trained: the chain rule, applied from the loss back to the input, with every
intermediate value of the forward pass used again.

    a      = x W1 + b1          (B, H)  pre-activations
    h      = relu(a)            (B, H)  hidden units
    logits = h W2 + b2          (B, V)
    loss   = the mean softmax cross-entropy of the logits and the class ids,
             which is given

Here x of shape (B, D) holds B samples of D features. A step of gradient
descent with the learning rate lr moves every parameter p against the gradient
of the loss: p <- p - lr * dp.

Conventions:

- **Parameters** are a dict with the keys "W1" (D, H), "b1" (H,), "W2" (H, V)
  and "b2" (V,), gradients a dict with the same keys and shapes. All arrays are
  float64, except the class ids.
- **Sum over the batch**: a parameter's gradient is the sum over the B samples.
  The 1 / B of the mean is part of dlogits, and nothing else is divided.
- **Kink**: the derivative of relu at exactly 0 is 0.
- **At once**: all gradients of a step are taken at the same parameters, those
  of its forward pass.
- **Nothing is changed in place**: the dicts and arrays that are handed in stay
  as they are.
"""

from typing import Any

import numpy as np

Params = dict[str, np.ndarray]


# given
def softmax_cross_entropy(logits: np.ndarray, targets: np.ndarray) -> tuple[float, np.ndarray]:
    """The mean loss of (B, V) logits for B class ids, and its gradient for the
    logits, of shape (B, V).

    Examples:
        >>> loss, dlogits = softmax_cross_entropy(
        ...     np.zeros((1, 2)), np.array([0])
        ... )
        >>> round(loss, 4), dlogits.tolist()
        (0.6931, [[-0.5, 0.5]])
    """
    rows = np.arange(len(logits))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_probs)
    dlogits[rows, targets] -= 1.0
    return float(-log_probs[rows, targets].mean()), dlogits / len(logits)


def mlp_forward(params: Params, x: np.ndarray) -> tuple[np.ndarray, Any]:
    """The forward pass.

    Args:
        params: the four parameters.
        x: shape (B, D), B at least 1.

    Returns:
        (logits, cache): logits of shape (B, V); cache is whatever
        ``mlp_backward`` needs, in a form of your choice.

    Examples:
        >>> params = {
        ...     "W1": np.array([[1.0, -1.0]]),
        ...     "b1": np.zeros(2),
        ...     "W2": np.eye(2),
        ...     "b2": np.array([0.0, 0.5]),
        ... }
        >>> mlp_forward(params, np.array([[2.0], [-3.0]]))[0].tolist()
        [[2.0, 0.5], [0.0, 3.5]]
    """
    raise NotImplementedError


def mlp_backward(dlogits: np.ndarray, cache: Any) -> Params:
    """The backward pass.

    Args:
        dlogits: shape (B, V): the gradient of any loss for the logits.
        cache: the second thing that ``mlp_forward`` returned for these logits.

    Returns:
        The gradients of the loss for the four parameters, a dict with the keys
        of ``params``.

    Examples:
        >>> params = {
        ...     "W1": np.array([[1.0, -1.0]]),
        ...     "b1": np.zeros(2),
        ...     "W2": np.eye(2),
        ...     "b2": np.array([0.0, 0.5]),
        ... }
        >>> _, cache = mlp_forward(params, np.array([[2.0], [-3.0]]))
        >>> grads = mlp_backward(
        ...     np.array([[1.0, 10.0], [100.0, 1000.0]]), cache
        ... )
        >>> [grads[name].tolist() for name in ("W1", "b1", "W2", "b2")]
        [[[2.0, -3000.0]], [1.0, 1000.0], [[2.0, 20.0], [300.0, 3000.0]],
         [101.0, 1010.0]]
    """
    raise NotImplementedError


def sgd_step(params: Params, grads: Params, lr: float) -> Params:
    """One step of gradient descent.

    Args:
        params: parameters by name, any names.
        grads: their gradients, with the same names.
        lr: the learning rate.

    Returns:
        The new parameters, a new dict with the same names.

    Examples:
        >>> new = sgd_step(
        ...     {"b1": np.array([1.0, 2.0])},
        ...     {"b1": np.array([4.0, -4.0])},
        ...     lr=0.25,
        ... )
        >>> new["b1"].tolist()
        [0.0, 3.0]
    """
    raise NotImplementedError


def train_mlp(
    params: Params, x: np.ndarray, targets: np.ndarray, lr: float, n_steps: int
) -> tuple[Params, list[float]]:
    """Gradient descent on the whole batch, one step after the other.

    Args:
        params: the parameters to start from.
        x: shape (B, D).
        targets: class ids from 0 to V - 1, integer array of shape (B,).
        lr: the learning rate.
        n_steps: how many steps, at least 0.

    Returns:
        (params, losses): the parameters after the last step, and the loss
        before each step, a list of ``n_steps`` numbers.

    Examples:
        >>> params = {
        ...     "W1": np.zeros((1, 1)),
        ...     "b1": np.zeros(1),
        ...     "W2": np.zeros((1, 2)),
        ...     "b2": np.zeros(2),
        ... }
        >>> params, losses = train_mlp(
        ...     params, np.array([[1.0]]), np.array([0]), lr=2.0, n_steps=2
        ... )
        >>> (
        ...     params["b2"].round(4).tolist(),
        ...     [round(loss, 4) for loss in losses],
        ... )
        ([1.2384, -1.2384], [0.6931, 0.1269])
    """
    raise NotImplementedError
