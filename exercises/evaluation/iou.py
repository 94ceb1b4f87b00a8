"""Intersection over union: how well two regions agree.

A detector is right if its box covers the object and little else. The measure
of that, for boxes as for segmentation masks, is the share of their union that
both have:

    IoU(A, B) = |A and B| / |A or B|,  |A or B| = |A| + |B| - |A and B|

It is 1 for equal regions and 0 for ones that don't meet. Every detection
benchmark, non-maximum suppression and anchor assignment is built on the table
of all pairs.

Conventions:

- **Boxes** are rows (x1, y1, x2, y2) of real coordinates: a box has the width
  x2 - x1 and the height y2 - y1. (Old code that counts pixels adds 1 to both;
  here it isn't added.) Boxes that only touch share nothing.
- **Degenerate boxes**: if x2 <= x1 or y2 <= y1 the area is 0, also if both
  are turned round. Such a box shares nothing with any box.
- **Masks** are boolean arrays; their area is the number of True.
- **0 / 0 is 0**: if the union is empty, the IoU is 0. Tiny boxes, with
  coordinates that are shares of a picture, have the IoU of large ones of the
  same form.
- **Results** are float64, for boxes of integers too.
"""

import numpy as np


def box_area(boxes: np.ndarray) -> np.ndarray:
    """The area of each box.

    Args:
        boxes: shape (N, 4), rows (x1, y1, x2, y2), floats or integers.

    Returns:
        float64 of shape (N,).

    Examples:
        >>> boxes = np.array([[0, 0, 3, 2], [4, 4, 1, 1]])
        >>> box_area(boxes).tolist()
        [6.0, 0.0]
    """
    raise NotImplementedError


def box_iou(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The IoU of each box of a with each box of b.

    Args:
        a: shape (N, 4).
        b: shape (M, 4).

    Returns:
        float64 of shape (N, M).

    Examples:
        >>> a = np.array([[0.0, 0.0, 2.0, 2.0]])
        >>> b = np.array([[1.0, 0.0, 3.0, 2.0], [0.0, 0.0, 2.0, 1.0]])
        >>> box_iou(a, b).round(4).tolist()
        [[0.3333, 0.5]]
    """
    raise NotImplementedError


def mask_iou(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The IoU of each mask of a with each mask of b.

    Args:
        a: booleans of shape (N, H, W).
        b: booleans of shape (M, H, W).

    Returns:
        float64 of shape (N, M).

    Examples:
        >>> a = np.array([[[True, True, False]]])
        >>> b = np.array([[[False, True, True]], [[True, True, False]]])
        >>> mask_iou(a, b).round(4).tolist()
        [[0.3333, 1.0]]
    """
    raise NotImplementedError
