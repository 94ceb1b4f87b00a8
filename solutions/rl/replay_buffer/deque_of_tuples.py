"""A deque forgets the oldest by itself; batches are stacked when they are drawn."""

from collections import deque

import numpy as np


class ReplayBuffer:
    def __init__(self, capacity, observation_shape, observation_dtype=np.float32):
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        self.memory = deque(maxlen=capacity)
        self.shape = tuple(observation_shape)
        self.dtype = observation_dtype

    def add(self, observation, action, reward, next_observation, terminated):
        kept = [np.array(x, dtype=self.dtype) for x in (observation, next_observation)]
        self.memory.append((kept[0], action, reward, kept[1], terminated))

    def __len__(self):
        return len(self.memory)

    def sample(self, batch_size, rng):
        if batch_size < 1 or batch_size > len(self.memory):
            raise ValueError("not that many transitions")
        chosen = [self.memory[i] for i in rng.permutation(len(self.memory))[:batch_size]]
        observations, actions, rewards, following, terminated = zip(*chosen, strict=True)
        return {
            "observations": np.stack(observations),
            "actions": np.array(actions, dtype=np.int64),
            "rewards": np.array(rewards, dtype=np.float32),
            "next_observations": np.stack(following),
            "terminated": np.array(terminated, dtype=bool),
        }
