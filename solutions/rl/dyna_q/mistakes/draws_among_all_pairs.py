"""All pairs are drawn alike: here a state is drawn first, then one of its tried actions, so that a
pair of a state with many tried actions is rarer.

caught by: test_planning_draws_a_state_then_an_action
"""

import numpy as np


def dyna_q(env, n_episodes, alpha, gamma, epsilon, n_planning, rng, initial=None):
    Q = np.zeros((env.observation_space.n, env.action_space.n)) if initial is None else initial.astype(float)
    model = {}
    steps = []
    for _ in range(n_episodes):
        s, _ = env.reset()
        n, done = 0, False
        while not done:
            a = epsilon_greedy_action(Q[s], epsilon, rng)
            s2, r, terminated, truncated, _ = env.step(a)
            target = r if terminated else r + gamma * np.max(Q[s2])
            Q[s, a] += alpha * (target - Q[s, a])
            model[s, a] = (r, s2, terminated)
            for _ in range(n_planning):
                pairs = list(model.keys())
                ps, pa = pairs[rng.integers(len(pairs))]
                pr, ps2, pt = model[ps, pa]
                target = pr if pt else pr + gamma * np.max(Q[ps2])
                Q[ps, pa] += alpha * (target - Q[ps, pa])
            s = s2
            n += 1
            done = terminated or truncated
        steps.append(n)
    return Q, np.array(steps, dtype=np.int64)
