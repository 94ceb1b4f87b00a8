"""An item of weight w enters with probability k w / W, W the sum so far, and replaces any of the k: that is the uniform
rule with weights put in, and not the law of successive draws. Each item needs a key, u^(1/w).

caught by: test_the_weighted_law
"""


def sample_stream(stream, k, rng):
    reservoir = []
    for i, item in enumerate(stream):
        if i < k:
            reservoir.append(item)
        else:
            j = rng.randint(0, i)
            if j < k:
                reservoir[j] = item
    return reservoir


def weighted_sample(stream, k, rng):
    reservoir, total = [], 0.0
    for item, w in stream:
        if w == 0:
            continue
        total += w
        if len(reservoir) < k:
            reservoir.append(item)
        elif rng.random() < k * w / total:
            reservoir[rng.randrange(k)] = item
    return reservoir
