"""All batches count the same: the samples of a small last batch weigh too much. Weight each loss by its batch size.

caught by: test_evaluate_averages_over_samples
"""

import torch


def evaluate(model, loss_fn, batches):
    mode = model.training
    model.eval()
    losses = []
    with torch.no_grad():
        for x, y in batches:
            losses.append(loss_fn(model(x), y).item())
    model.train(mode)
    return sum(losses) / len(losses)


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
            running_loss += loss.item()
            n += 1
        if scheduler is not None:
            scheduler.step()
        history["train"].append(running_loss / n)
        history["valid"].append(evaluate(model, loss_fn, valid_batches))
    model.eval()
    return history
