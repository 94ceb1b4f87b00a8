"""Each chunk is searched for itself: a stop that is split over two chunks isn't found, and its beginning has been sent. The
end of a chunk has to wait while it may be the beginning of a stop.

caught by: test_a_stop_may_be_split_over_chunks
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

    def push(self, chunk):
        if self.finished:
            return ""
        text, self.finished = cut_at_stop(chunk, self.stops)
        return text

    def flush(self):
        return ""
