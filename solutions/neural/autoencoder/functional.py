"""torch's own loss and low-rank SVD, with the corruption as an index."""

import torch
import torch.nn.functional as F
from torch import nn


class Autoencoder(nn.Module):
    def __init__(self, n_features, n_hidden, n_code):
        super().__init__()
        sizes = {"encoder": (n_features, n_code), "decoder": (n_code, n_features)}
        for name, (n_in, n_out) in sizes.items():
            layers = {"0": nn.Linear(n_in, n_hidden), "2": nn.Linear(n_hidden, n_out)}
            self.add_module(name, nn.ModuleDict(layers))

    def run(self, layers, x):
        return layers["2"](layers["0"](x).tanh())

    def encode(self, x):
        return self.run(self.encoder, x)

    def decode(self, code):
        return self.run(self.decoder, code)

    def forward(self, x):
        return self.decode(self.encode(x))


def corrupt(x, p, generator=None):
    if not (p >= 0.0 and p <= 1.0):
        raise ValueError("p is a probability")
    out = x.clone()
    if p > 0:
        out[torch.empty(x.shape).uniform_(generator=generator) < p] = 0.0
    return out


def denoising_loss(model, x, p, generator=None):
    return F.mse_loss(model(corrupt(x, p, generator)), x)


def train_autoencoder(model, optimizer, x, n_steps, p=0.0, generator=None):
    def closure():
        optimizer.zero_grad()
        loss = denoising_loss(model, x, p, generator)
        loss.backward()
        return loss

    return [float(optimizer.step(closure)) for _ in range(n_steps)]


def pca_error(x, n_components):
    centre = x.mean(0)
    u, s, v = torch.linalg.svd(x - centre, full_matrices=False)
    k = n_components
    return F.mse_loss(u[:, :k] * s[:k] @ v[:k] + centre, x).item()
