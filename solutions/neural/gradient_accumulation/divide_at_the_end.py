"""Sums all the way, counting as it goes: the gradients are divided once, when N is known, and no batch is held."""

import torch


class Group:
    """The sums of one step so far."""

    def __init__(self, model):
        self.model, self.total, self.n_real, self.n_batches = model, 0.0, 0, 0
        model.zero_grad(set_to_none=True)

    def add(self, inputs, targets):
        real = targets != -100
        log_probs = torch.log_softmax(self.model(inputs), dim=-1)[real]
        loss = -log_probs.gather(-1, targets[real][:, None]).sum()
        loss.backward()
        self.total += float(loss.detach())
        self.n_real += int(real.sum())
        self.n_batches += 1

    def step(self, optimizer, max_norm):
        if self.n_real == 0:
            return 0.0
        grads = [p.grad for p in self.model.parameters() if p.grad is not None]
        for grad in grads:
            grad /= self.n_real
        if max_norm is not None:
            norm = torch.sqrt(sum(grad.square().sum() for grad in grads))
            for grad in grads:
                grad *= torch.clamp(max_norm / norm, max=1.0)
        optimizer.step()
        return self.total / self.n_real


def accumulated_step(model, optimizer, micro_batches, max_norm=None):
    group = Group(model)
    for inputs, targets in micro_batches:
        group.add(inputs, targets)
    return group.step(optimizer, max_norm)


def accumulated_epoch(model, optimizer, batches, n_accumulate, max_norm=None):
    if n_accumulate <= 0:
        raise ValueError("nothing to accumulate")
    losses, group = [], Group(model)
    for inputs, targets in batches:
        group.add(inputs, targets)
        if group.n_batches == n_accumulate:
            losses.append(group.step(optimizer, max_norm))
            group = Group(model)
    if group.n_batches:
        losses.append(group.step(optimizer, max_norm))
    return losses
