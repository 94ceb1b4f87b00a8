# needs: torch
"""torch.nn.init. A dense weight is drawn in torch's layout, (fan_out, fan_in), and turned round."""

import torch


def fans(shape):
    if len(shape) < 2:
        raise ValueError("fewer than two sizes")
    shape = shape[::-1] if len(shape) == 2 else shape
    fan_in, fan_out = torch.nn.init._calculate_fan_in_and_fan_out(torch.empty(shape))
    return fan_in, fan_out


def filled(shape, rng, function, *arguments, **options):
    generator = torch.Generator().manual_seed(int(rng.integers(2**62)))
    dense = len(shape) == 2
    weight = torch.empty(shape[::-1] if dense else shape, dtype=torch.float64)
    function(weight, *arguments, generator=generator, **options)
    return (weight.T.contiguous() if dense else weight).numpy()


def xavier_normal(shape, rng, gain=1.0):
    return filled(shape, rng, torch.nn.init.xavier_normal_, gain)


def xavier_uniform(shape, rng, gain=1.0):
    return filled(shape, rng, torch.nn.init.xavier_uniform_, gain)


def he_normal(shape, rng, mode="fan_in", slope=0.0):
    return filled(shape, rng, torch.nn.init.kaiming_normal_, slope, mode=mode)


def he_uniform(shape, rng, mode="fan_in", slope=0.0):
    return filled(shape, rng, torch.nn.init.kaiming_uniform_, slope, mode=mode)
