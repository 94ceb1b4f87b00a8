"""Follows, character by character, how much of each stop may have begun: a set of pairs of a stop and a length."""


def cut_at_stop(text, stops):
    stream = StopStream(stops)
    out = stream.push(text)
    return out + stream.flush(), stream.finished


class StopStream:
    def __init__(self, stops):
        if any(len(stop) == 0 for stop in stops):
            raise ValueError("empty stop")
        self.stops = tuple(stops)
        self.finished = False
        self.begun = set()
        self.waiting = []

    def push(self, chunk):
        out = []
        for character in chunk:
            if self.finished:
                break
            self.waiting.append(character)
            candidates = self.begun | {(stop, 0) for stop in self.stops}
            self.begun = {(stop, n + 1) for stop, n in candidates if stop[n] == character}
            complete = [n for stop, n in self.begun if n == len(stop)]
            if complete:
                self.finished = True
                out += self.waiting[: len(self.waiting) - max(complete)]
                self.waiting, self.begun = [], set()
                break
            keep = max((n for _, n in self.begun), default=0)
            cut = len(self.waiting) - keep
            out += self.waiting[:cut]
            self.waiting = self.waiting[cut:]
        return "".join(out)

    def flush(self):
        rest, self.waiting = "".join(self.waiting), []
        return rest
