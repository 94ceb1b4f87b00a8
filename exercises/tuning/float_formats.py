"""Floating-point formats: numbers as sign, exponent and mantissa.

Training and serving choose between formats by how many bits go to the exponent
(the range) and to the mantissa (the digits):

    format    exponent bits E    mantissa bits M    largest number
    fp32      8                  23                 3.4e38
    fp16      5                  10                 65504
    bf16      8                  7                  3.39e38

A number is the bits sign, exponent e, mantissa m, from high to low, the whole
an integer of 1 + E + M bits. With the bias b = 2^(E-1) - 1 it stands for

    0 < e < 2^E - 1    (-1)^sign * 2^(e - b) * (1 + m / 2^M)     normal
    e = 0              (-1)^sign * 2^(1 - b) * (m / 2^M)         subnormal
    e = 2^E - 1        infinity for m = 0, else not a number (NaN)

bf16 has the range of fp32, which is why it needs no loss scaling; fp16 loses
gradients below 6e-8. Between two neighbours a number goes to the nearer one.

Conventions:

- **Rounding** is to the nearest, and from the middle to the neighbour whose
  last bit of m is 0 (round half to even, as IEEE 754 says).
- **Overflow**: the neighbour above the largest number would be 2^(b + 1).
  What is rounded to that becomes infinity: from half-way up.
- **Subnormals** keep their digits down to 2^(1 - b - M), the smallest number.
  Half of that and less becomes 0.
- **Zeros** have a sign: -0.0 is encoded with the sign bit.
- **NaN** is encoded with the sign 0 and the first bit of m alone.
- ``math.frexp`` and ``math.ldexp`` take numbers apart and put them together.
"""


def decode(bits: int, exponent_bits: int, mantissa_bits: int) -> float:
    """The number that the bits stand for.

    Args:
        bits: an integer from 0 to 2^(1 + E + M) - 1.
        exponent_bits: E, from 2 to 8.
        mantissa_bits: M, from 1 to 23.

    Returns:
        The number, exactly; infinity or NaN where the exponent says so.

    Examples:
        >>> decode(0x3C00, 5, 10), decode(0xC0A0, 8, 7)
        (1.0, -5.0)
        >>> decode(0x0001, 5, 10), decode(0xFC00, 5, 10)
        (5.960464477539063e-08, -inf)
    """
    raise NotImplementedError


def encode(x: float, exponent_bits: int, mantissa_bits: int) -> int:
    """The bits of the number of the format that is nearest to x.

    Args:
        x: any float, infinities and NaN too.
        exponent_bits: E, from 2 to 8.
        mantissa_bits: M, from 1 to 23.

    Returns:
        An integer from 0 to 2^(1 + E + M) - 1.

    Examples:
        >>> hex(encode(1.0, 5, 10)), hex(encode(-5.0, 8, 7))
        ('0x3c00', '0xc0a0')
        >>> hex(encode(0.1, 8, 7)), decode(encode(0.1, 8, 7), 8, 7)
        ('0x3dcd', 0.10009765625)
        >>> hex(encode(70000.0, 5, 10))
        '0x7c00'
    """
    raise NotImplementedError
