"""An index that moves by two over a merged pair, as in most trainers, and a tie broken by two passes."""


def get_pair_counts(words):
    counts = {}
    for word in words:
        for i in range(len(word) - 1):
            pair = (word[i], word[i + 1])
            counts[pair] = counts.get(pair, 0) + words[word]
    return counts


def best_pair(counts):
    if not counts:
        return None
    highest = max(counts.values())
    return sorted(pair for pair, count in counts.items() if count == highest)[0]


def merge_pair(words, pair):
    left, right = pair
    table = {}
    for word, frequency in words.items():
        out, i = [], 0
        while i < len(word):
            if i + 1 < len(word) and word[i] == left and word[i + 1] == right:
                out.append(left + right)
                i += 2
            else:
                out.append(word[i])
                i += 1
        table[tuple(out)] = table.get(tuple(out), 0) + frequency
    return table
