"""One function for both phases: a pass over batches, which trains if it is given an optimizer.

The gradients come from `torch.autograd.grad` and are put into `.grad` fresh, so that there is nothing to clear.
"""

import torch


def one_pass(model, loss_fn, batches, optimizer=None, max_norm=None):
    losses, sizes = [], []
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    with torch.set_grad_enabled(optimizer is not None):
        for inputs, targets in batches:
            loss = loss_fn(model(inputs), targets)
            if optimizer is not None:
                grads = torch.autograd.grad(loss, parameters, allow_unused=True)
                for parameter, grad in zip(parameters, grads):
                    parameter.grad = grad
                if max_norm is not None:
                    norm = torch.cat([grad.flatten() for grad in grads if grad is not None]).norm()
                    scale = torch.clamp(max_norm / norm, max=1.0)
                    for grad in grads:
                        if grad is not None:
                            grad.mul_(scale)
                optimizer.step()
            losses.append(loss.detach())
            sizes.append(len(targets))
    weights = torch.tensor(sizes, dtype=losses[0].dtype)
    return float(torch.stack(losses) @ weights / weights.sum())


def evaluate(model, loss_fn, batches):
    training = model.training
    try:
        return one_pass(model.eval(), loss_fn, batches)
    finally:
        model.train(training)


def training_loop(model, loss_fn, optimizer, train_batches, valid_batches, n_epochs, scheduler=None, max_norm=None):
    curves = [
        (
            one_pass(model.train(), loss_fn, train_batches, optimizer, max_norm),
            None if scheduler is None else scheduler.step(),
            evaluate(model, loss_fn, valid_batches),
        )
        for _ in range(n_epochs)
    ]
    model.eval()
    return {"train": [train for train, _, _ in curves], "valid": [valid for _, _, valid in curves]}
