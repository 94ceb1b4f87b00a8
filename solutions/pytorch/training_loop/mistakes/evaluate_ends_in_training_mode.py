"""evaluate ends with model.train(), whatever the mode was before: a model that came in eval mode drops features from then on.
The mode is remembered and put back.

caught by: test_evaluate_puts_the_mode_back
"""

import torch


def evaluate(model, loss_fn, batches):
    model.eval()
    total_loss = 0.0
    n_samples = 0
    with torch.no_grad():
        for x, y in batches:
            total_loss += loss_fn(model(x), y).item() * len(x)
            n_samples += len(x)
    model.train()
    return total_loss / n_samples


def training_loop(model, loss_fn, optimizer, train_batches, valid_batches, n_epochs, scheduler=None, max_norm=None):
    history = {"train": [], "valid": []}
    for epoch in range(n_epochs):
        model.train()
        running_loss, n = 0.0, 0
        for x, y in train_batches:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            if max_norm is not None:
                torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
            optimizer.step()
            running_loss += loss.item() * len(x)
            n += len(x)
        if scheduler is not None:
            scheduler.step()
        history["train"].append(running_loss / n)
        history["valid"].append(evaluate(model, loss_fn, valid_batches))
    model.eval()
    return history
