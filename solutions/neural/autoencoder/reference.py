"""A denoising autoencoder, and the PCA that it has to beat.

Why it works: nothing that has been lost can be copied, so the only way to lower the loss is to know which values of the
other entries go together, and that is the shape of the data. PCA's best plane through the mean loses exactly the
variance in the directions that it leaves out, the smaller squared singular values of the centred data.
"""

import torch
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, n_features, n_hidden, n_code):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(n_features, n_hidden), nn.Tanh(), nn.Linear(n_hidden, n_code))
        self.decoder = nn.Sequential(nn.Linear(n_code, n_hidden), nn.Tanh(), nn.Linear(n_hidden, n_features))

    def encode(self, x):
        return self.encoder(x)

    def decode(self, code):
        return self.decoder(code)

    def forward(self, x):
        return self.decode(self.encode(x))


def corrupt(x, p, generator=None):
    if not 0 <= p <= 1:
        raise ValueError(f"p must be between 0 and 1, not {p}")
    # torch.rand is at least 0 and below 1, so p = 0 keeps all and p = 1 none.
    keep = torch.rand(x.shape, generator=generator) >= p
    return x * keep


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
    singular_values = torch.linalg.svdvals(x - x.mean(dim=0))
    return float((singular_values[n_components:] ** 2).sum() / x.numel())
