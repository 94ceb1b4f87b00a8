"""As many characters as the longest stop has, less one, always wait: only the end with which a stop really begins has to,
and all other text is sent at once.

caught by: test_nothing_else_waits
"""


def cut_at_stop(text, stops):
    if any(stop == "" for stop in stops):
        raise ValueError("empty stop sequence")
    best = None
    for stop in stops:
        index = text.find(stop)
        if index != -1:
            end = index + len(stop)
            if best is None or end < best[0] or (end == best[0] and index < best[1]):
                best = (end, index)
    if best is None:
        return text, False
    return text[: best[1]], True


class StopStream:
    def __init__(self, stops):
        if any(stop == "" for stop in stops):
            raise ValueError("empty stop sequence")
        self.stops = stops
        self.finished = False
        self.buffer = ""
        self.keep = max((len(stop) for stop in stops), default=1) - 1

    def push(self, chunk):
        if self.finished:
            return ""
        self.buffer += chunk
        text, self.finished = cut_at_stop(self.buffer, self.stops)
        if self.finished:
            self.buffer = ""
            return text
        cut = max(len(self.buffer) - self.keep, 0)
        out, self.buffer = self.buffer[:cut], self.buffer[cut:]
        return out

    def flush(self):
        out, self.buffer = self.buffer, ""
        return out
