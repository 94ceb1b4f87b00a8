"""The public environments that katas use, made in the answer's process by `submission.given("NAME", ...)`.

An answer shares its process with them and could tamper with them: what they report is no evidence. Importing this
package costs nothing; the module that holds a name is imported when the name is first asked for.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "adam": "training",
    "cliff_walking": "environments",
    "cross_entropy_loss": "training",
    "data_loader": "training",
    "frozen_lake": "environments",
    "get_grads": "training",
    "graph_probe": "training",
    "launch": "kernels",
    "linear_model": "training",
    "mlp": "training",
    "mse_loss": "training",
    "scripted": "environments",
    "scripted_passes": "training",
    "set_grads": "training",
    "sgd": "training",
    "step_lr": "training",
    "tabular": "environments",
    "watch_launches": "kernels",
}


def __getattr__(name: str) -> Any:
    """The function of that name, from the module that holds it."""
    if name not in _HOMES:
        raise AttributeError(f"kata.given has no {name!r}; it has {', '.join(sorted(_HOMES))}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)
