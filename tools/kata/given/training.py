"""What a training kata is handed: small models, optimizers, schedulers, losses and data loaders.

A grader asks for them by name, `submission.given("mlp", [4, 8, 3], batch_norm=True)`, and they are made in the
answer's process. Their weights come from the grader, as `state` or later by `load_state_dict` on the handle, so that no
initialisation is ever compared.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias, TypeVar

from torch import Tensor, nn
from torch.optim import SGD, Adam, Optimizer
from torch.optim.lr_scheduler import StepLR
from torch.utils.data import DataLoader, TensorDataset

__all__ = [
    "adam",
    "cross_entropy_loss",
    "data_loader",
    "get_grads",
    "graph_probe",
    "linear_model",
    "mlp",
    "mse_loss",
    "scripted_passes",
    "set_grads",
    "sgd",
    "step_lr",
]

Batch: TypeAlias = tuple[Tensor, Tensor]

ACTIVATIONS: dict[str, type[nn.Module]] = {"relu": nn.ReLU, "tanh": nn.Tanh}


Model = TypeVar("Model", bound=nn.Module)


# Models


def loaded(model: Model, state: Mapping[str, Tensor] | None) -> Model:
    """The model with the weights of `state` and in their dtype, when there is one."""
    if state is not None:
        model.to(next(tensor.dtype for tensor in state.values() if tensor.is_floating_point()))
        model.load_state_dict(state)
    return model


def linear_model(n_in: int, n_out: int, *, bias: bool = True, state: Mapping[str, Tensor] | None = None) -> nn.Linear:
    """One linear layer, x -> x W^T + b; its parameters are `weight` (n_out, n_in) and `bias` (n_out,).

    It holds the weights of `state` and computes in their dtype.
    """
    return loaded(nn.Linear(n_in, n_out, bias=bias), state)


def mlp(
    sizes: Sequence[int],
    *,
    activation: str = "tanh",
    batch_norm: bool = False,
    momentum: float = 0.1,
    dropout: float = 0.0,
    state: Mapping[str, Tensor] | None = None,
) -> nn.Sequential:
    """A multi-layer perceptron from `sizes[0]` features through hidden layers to `sizes[-1]` outputs.

    Hidden layer i, counted from 1, is `linear{i}`, then `norm{i}` if `batch_norm` (with this `momentum`),
    `activation{i}`, and `dropout{i}`; the last layer is a `linear{n}` alone. So the state dict of sizes [4, 8, 3] has
    `linear1.weight`, `linear1.bias`, `linear2.weight`, `linear2.bias`, and with batch norm `norm1.weight`,
    `norm1.bias`, `norm1.running_mean`, `norm1.running_var` and `norm1.num_batches_tracked` too.

    It holds the weights of `state` and computes in their dtype.
    """
    if len(sizes) < 2:
        raise ValueError("an mlp needs a size for its input and one for its output")
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    for i, (n_in, n_out) in enumerate(pairwise(sizes), start=1):
        layers[f"linear{i}"] = nn.Linear(n_in, n_out)
        if i < len(sizes) - 1:
            if batch_norm:
                layers[f"norm{i}"] = nn.BatchNorm1d(n_out, momentum=momentum)
            layers[f"activation{i}"] = ACTIVATIONS[activation]()
            layers[f"dropout{i}"] = nn.Dropout(dropout)
    return loaded(nn.Sequential(layers), state)


class GraphProbe(nn.Module):
    """A model whose outputs are larger by 1 whenever a graph is recorded through them."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, inputs: Tensor) -> Tensor:
        outputs: Tensor = self.model(inputs)
        return outputs + 1 if outputs.requires_grad else outputs


def graph_probe(model: nn.Module) -> GraphProbe:
    """`model` with 1 added to its outputs while gradients are recorded: a loss then tells whether they were.

    The names of its parameters begin with `model.`.
    """
    return GraphProbe(model)


# Optimizers, over every parameter of the model that requires a gradient


def trainable(model: nn.Module) -> list[nn.Parameter]:
    """The parameters that an optimizer moves."""
    return [parameter for parameter in model.parameters() if parameter.requires_grad]


def sgd(
    model: nn.Module, lr: float, *, momentum: float = 0.0, weight_decay: float = 0.0, nesterov: bool = False
) -> Optimizer:
    """Stochastic gradient descent, as in torch: buffer = momentum * buffer + gradient, weight -= lr * buffer."""
    return SGD(trainable(model), lr=lr, momentum=momentum, weight_decay=weight_decay, nesterov=nesterov)


def adam(
    model: nn.Module,
    lr: float,
    *,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> Optimizer:
    """Adam with bias correction; `weight_decay` is added to the gradient."""
    return Adam(trainable(model), lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)


# Schedulers


def step_lr(optimizer: Optimizer, step_size: int, gamma: float) -> StepLR:
    """The learning rate times `gamma` after every `step_size` calls of `step()`."""
    return StepLR(optimizer, step_size=step_size, gamma=gamma)


# Losses, each the mean over the batch


def mse_loss() -> nn.MSELoss:
    """The squared error, as a function of (outputs, targets): the mean over samples and features."""
    return nn.MSELoss()


def cross_entropy_loss() -> nn.CrossEntropyLoss:
    """Cross-entropy, as a function of (logits, class indices): the mean over samples."""
    return nn.CrossEntropyLoss()


# Data: a list of (inputs, targets) pairs may be handed in as it is; these are for the rest


def data_loader(inputs: Tensor, targets: Tensor, batch_size: int) -> DataLoader[tuple[Tensor, ...]]:
    """torch's own DataLoader over the samples in their order; the last batch may be smaller."""
    return DataLoader(TensorDataset(inputs, targets), batch_size=batch_size, shuffle=False)


class ScriptedPasses:
    """An iterable of batches, without a length, that yields other batches each time it is iterated."""

    def __init__(self, passes: Iterable[Iterable[Batch]]) -> None:
        self.passes = [list(batches) for batches in passes]
        self.n_taken = 0

    def __iter__(self) -> Iterator[Batch]:
        if self.n_taken == len(self.passes):
            raise RuntimeError(f"this data was iterated more than {self.n_taken} times")
        self.n_taken += 1
        return iter(self.passes[self.n_taken - 1])


def scripted_passes(passes: Iterable[Iterable[Batch]]) -> ScriptedPasses:
    """Data whose k-th pass yields the k-th list of batches, as if shuffled; one pass too many raises."""
    return ScriptedPasses(passes)


# Gradients


def get_grads(model: nn.Module) -> dict[str, Tensor]:
    """What stands in `.grad` of the parameters that have one, by name."""
    return {name: p.grad.detach().clone() for name, p in model.named_parameters() if p.grad is not None}


def set_grads(model: nn.Module, grads: Mapping[str, Tensor]) -> None:
    """Sets `.grad` of the parameters named in `grads`, as an earlier backward pass would have left it."""
    parameters = dict(model.named_parameters())
    for name, grad in grads.items():
        parameters[name].grad = grad.detach().to(parameters[name].dtype).clone()
