"""The arrays of a batch have the dtype that NumPy finds for a list: rewards
are float32 here and observations keep the buffer's dtype, whatever was added.

caught by: test_shapes_and_dtypes_are_kept
"""

from collections import deque

import numpy as np


class ReplayBuffer:
    def __init__(self, capacity, observation_shape, observation_dtype=np.float32):
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        self.memory = deque(maxlen=capacity)

    def add(self, observation, action, reward, next_observation, terminated):
        self.memory.append((np.copy(observation), action, reward, np.copy(next_observation), terminated))

    def __len__(self):
        return len(self.memory)

    def sample(self, batch_size, rng):
        if not 1 <= batch_size <= len(self):
            raise ValueError("batch_size must be from 1 to the number of stored transitions")
        rows = rng.choice(len(self), size=batch_size, replace=False)
        columns = zip(*(self.memory[row] for row in rows), strict=True)
        names = ("observations", "actions", "rewards", "next_observations", "terminated")
        return {name: np.array(column) for name, column in zip(names, columns, strict=True)}
