"""Counts that are kept up to date: a merge touches only the words that hold the pair, and a heap finds the best."""

import heapq
from collections import defaultdict
from itertools import pairwise

END = "</w>"


def train_bpe(words, n_merges, min_count=1):
    segmented = [[*word, END] for word in words]
    weight = list(words.values())
    counts = defaultdict(int)
    where = defaultdict(set)  # the words that may hold a pair
    for i, word in enumerate(segmented):
        for pair in pairwise(word):
            counts[pair] += weight[i]
            where[pair].add(i)
    heap = [(-count, pair) for pair, count in counts.items()]
    heapq.heapify(heap)
    merges = []
    while heap and len(merges) < n_merges:
        count, pair = heapq.heappop(heap)
        if counts[pair] != -count:
            continue  # an old entry; the pair stands in the heap again with its new count
        if -count < max(min_count, 1):
            break
        merges.append(pair)
        touched = set()
        for i in where.pop(pair):
            word = segmented[i]
            for old in pairwise(word):
                counts[old] -= weight[i]
                touched.add(old)
            position = 0
            while position < len(word) - 1:
                if (word[position], word[position + 1]) == pair:
                    word[position : position + 2] = [pair[0] + pair[1]]
                position += 1
            for new in pairwise(word):
                counts[new] += weight[i]
                where[new].add(i)
                touched.add(new)
        for changed in touched:
            heapq.heappush(heap, (-counts[changed], changed))
    return merges


def bpe_vocabulary(words, merges):
    symbols = sorted(set("".join(words)) | {END})
    for left, right in merges:
        symbols.append(left + right)
    return symbols
