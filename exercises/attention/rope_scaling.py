"""RoPE scaling: a longer context for a model that was trained on short texts.

Rotary embedding turns pair i of the F features of a head by the angle p w_i at
position p, with

    w_i = base^(-2i / F),        i = 0 ... F / 2 - 1

A model that was trained on texts of length L has never seen the angles of
later positions of the slow waves, and fails beyond L. To run it on texts that
are ``scale`` times as long, s for short, the frequencies are changed:

- **Position interpolation** squeezes all positions back into the trained
  range: w_i / s. Neighbouring tokens get hard to tell apart, as the fast waves
  slow down as well.
- **NTK-aware** scaling changes the base, so that the fastest wave stays as it
  is and the slowest one is interpolated, exactly:

      base' = base * s^(F / (F - 2))

- **YaRN** (in DeepSeek-V3, Qwen and gpt-oss) looks at how often each wave
  turns within the trained length, r_i = L w_i / (2 pi). Waves that turn often
  have shown all of their angles: they stay. Those that don't complete ``slow``
  turns are interpolated. In between a ramp that is linear in r mixes both:

      keep_i = (r_i - slow) / (fast - slow),  cut off below 0 and above 1
      w'_i   = keep_i w_i + (1 - keep_i) w_i / s

  It also sharpens attention, which a longer text spreads out: queries and keys
  are each multiplied by

      0.1 ln(s) + 1

  so that logits grow by its square.

Conventions:

- **The ramp** is the paper's, linear in r. (Common code has it linear in the
  index i, between two indices that it rounds; for F = 64 and L = 4096 some
  frequencies then differ by more than half.)
- **Order**: results go from the fastest wave, i = 0, to the slowest.
- **Dtype**: float64.
"""

import numpy as np


def position_interpolation(d_head: int, base: float, scale: float) -> np.ndarray:
    """The frequencies of position interpolation.

    Args:
        d_head: F, even, at least 4.
        base: greater than 1.
        scale: s, at least 1.

    Returns:
        An array of shape (F / 2,).

    Examples:
        >>> position_interpolation(4, 100.0, 2.0).round(4).tolist()
        [0.5, 0.05]
    """
    raise NotImplementedError


def ntk_aware(d_head: int, base: float, scale: float) -> np.ndarray:
    """The frequencies with the NTK-aware base.

    Args:
        d_head: F, even, at least 4.
        base: greater than 1.
        scale: s, at least 1.

    Returns:
        An array of shape (F / 2,).

    Examples:
        >>> ntk_aware(6, 1000.0, 4.0).round(4).tolist()
        [1.0, 0.05, 0.0025]
    """
    raise NotImplementedError


def yarn(d_head: int, base: float, scale: float, length: int, fast: float = 32.0, slow: float = 1.0) -> np.ndarray:
    """The frequencies of YaRN.

    Args:
        d_head: F, even, at least 4.
        base: greater than 1.
        scale: s, at least 1.
        length: L, the length that the model was trained on.
        fast: from how many turns on a wave stays as it is; above ``slow``.
        slow: up to how many turns a wave is interpolated; at least 0.

    Returns:
        An array of shape (F / 2,).

    Examples:
        >>> yarn(6, 1000.0, 4.0, 1000).round(4).tolist()
        [1.0, 0.0611, 0.0026]
    """
    raise NotImplementedError


def attention_factor(scale: float) -> float:
    """What YaRN multiplies queries, and keys, by.

    Args:
        scale: s, at least 1.

    Returns:
        A number, at least 1.

    Examples:
        >>> round(attention_factor(8.0), 4)
        1.2079
    """
    raise NotImplementedError
