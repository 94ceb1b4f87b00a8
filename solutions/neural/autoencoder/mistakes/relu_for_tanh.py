"""The hidden layers have ReLU: here number 1 of the encoder and of the decoder is tanh.

caught by: test_code_and_reconstruction
"""

import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, n_features, n_hidden, n_code):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(n_features, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_code))
        self.decoder = nn.Sequential(nn.Linear(n_code, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_features))

    def encode(self, x):
        return self.encoder(x)

    def decode(self, code):
        return self.decoder(code)

    def forward(self, x):
        return self.decode(self.encode(x))


def corrupt(x, p, generator=None):
    if not 0 <= p <= 1:
        raise ValueError("p must be between 0 and 1")
    if p == 0:
        return x.clone()
    keep = torch.rand(x.shape, generator=generator) >= p
    return torch.where(keep, x, torch.zeros_like(x))


def denoising_loss(model, x, p, generator=None):
    return ((model(corrupt(x, p, generator)) - x) ** 2).mean()


def train_autoencoder(model, optimizer, x, n_steps, p=0.0, generator=None):
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = denoising_loss(model, x, p, generator)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def pca_error(x, n_components):
    xc = x - x.mean(0)
    s = torch.linalg.svdvals(xc)
    return float((s[n_components:] ** 2).sum() / x.numel())
