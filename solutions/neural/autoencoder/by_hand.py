"""Without nn.Linear: products written out, and PCA as a projection on eigenvectors."""

import torch
from torch import nn


class Affine(nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(n_out, n_in) / n_in**0.5)
        self.bias = nn.Parameter(torch.zeros(n_out))

    def forward(self, x):
        return torch.einsum("bi,oi->bo", x, self.weight) + self.bias


class TwoLayers(nn.Module):
    def __init__(self, n_in, n_hidden, n_out):
        super().__init__()
        self.add_module("0", Affine(n_in, n_hidden))
        self.add_module("2", Affine(n_hidden, n_out))

    def forward(self, x):
        first, second = self.children()
        return second(torch.tanh(first(x)))


class Autoencoder(nn.Module):
    def __init__(self, n_features, n_hidden, n_code):
        super().__init__()
        self.encoder = TwoLayers(n_features, n_hidden, n_code)
        self.decoder = TwoLayers(n_code, n_hidden, n_features)

    def encode(self, x):
        return self.encoder(x)

    def decode(self, code):
        return self.decoder(code)

    def forward(self, x):
        return self.decoder(self.encoder(x))


def corrupt(x, p, generator=None):
    if p < 0 or p > 1:
        raise ValueError("not a probability")
    if p == 0:
        return x.clone()
    lost = torch.bernoulli(torch.full(x.shape, float(p)), generator=generator).bool()
    return x.masked_fill(lost, 0)


def denoising_loss(model, x, p, generator=None):
    error = model(corrupt(x, p, generator)) - x
    return (error * error).sum() / error.numel()


def train_autoencoder(model, optimizer, x, n_steps, p=0.0, generator=None):
    losses = torch.zeros(n_steps, dtype=x.dtype)
    for step in range(n_steps):
        losses[step] = loss = denoising_loss(model, x, p, generator)
        model.zero_grad()
        loss.backward()
        optimizer.step()
        losses = losses.detach()
    return losses.tolist()


def pca_error(x, n_components):
    centred = x - x.mean(0, keepdim=True)
    _, directions = torch.linalg.eigh(centred.T @ centred)  # in ascending order of the variance
    best = directions[:, directions.shape[1] - n_components :]
    return (centred - centred @ best @ best.T).square().mean().item()
