"""One structured array with a row a transition; a full ring is shifted, and the sample comes from random keys."""

import numpy as np


class ReplayBuffer:
    def __init__(self, capacity, observation_shape, observation_dtype=np.float32):
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        self.rows = np.zeros(
            capacity,
            dtype=[
                ("observations", observation_dtype, observation_shape),
                ("actions", np.int64),
                ("rewards", np.float32),
                ("next_observations", observation_dtype, observation_shape),
                ("terminated", bool),
            ],
        )
        self.size = 0

    def add(self, observation, action, reward, next_observation, terminated):
        if self.size == len(self.rows):
            self.rows[:-1] = self.rows[1:].copy()
            self.size -= 1
        self.rows[self.size] = (observation, action, reward, next_observation, terminated)
        self.size += 1

    def __len__(self):
        return self.size

    def sample(self, batch_size, rng):
        if not 0 < batch_size <= self.size:
            raise ValueError("not that many transitions")
        smallest_keys = np.argsort(rng.random(self.size))[:batch_size]
        batch = self.rows[smallest_keys]
        return {name: batch[name].copy() for name in batch.dtype.names}
