"""`kata completion`: what makes TAB complete commands and the names of katas."""

import os
from pathlib import Path

import click

from kata.errors import KataError

_SHELLS = ("bash", "zsh", "fish")
_KEEP = {
    "bash": 'put `eval "$(kata completion bash)"` into ~/.bashrc',
    "zsh": 'put `eval "$(kata completion zsh)"` into ~/.zshrc, below compinit',
    "fish": "kata completion fish > ~/.config/fish/completions/kata.fish",
}


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS), required=False)
def completion(shell: str | None) -> None:
    """Write what makes TAB complete commands, options and the names of katas; SHELL is by default the one of $SHELL.

    \b
    Examples:
      eval "$(kata completion bash)"        in ~/.bashrc
      eval "$(kata completion zsh)"         in ~/.zshrc, below compinit
      kata completion fish > ~/.config/fish/completions/kata.fish
    """
    from click.shell_completion import get_completion_class

    name = shell or Path(os.environ.get("SHELL", "")).name
    if name not in _SHELLS:
        raise KataError(f"Which shell is it? `kata completion` followed by {', '.join(_SHELLS[:-1])} or {_SHELLS[-1]}.")
    found = get_completion_class(name)
    assert found is not None
    root = click.get_current_context().find_root().command
    click.echo(f"# To keep it: {_KEEP[name]}")
    click.echo(found(root, {}, "kata", "_KATA_COMPLETE").source())
