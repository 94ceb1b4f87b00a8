"""Keeps the whole text and the number of characters that were sent; each prefix is tried for a stop at its end."""


def ends(text, stops):
    for end in range(1, len(text) + 1):
        complete = [len(stop) for stop in stops if text[:end].endswith(stop)]
        if complete:
            return end - max(complete)
    return -1


def check(stops):
    if not all(stops):
        raise ValueError("stops must not be empty")


def cut_at_stop(text, stops):
    check(stops)
    begin = ends(text, stops)
    return (text[:begin], True) if begin >= 0 else (text, False)


class StopStream:
    def __init__(self, stops):
        check(stops)
        self.stops, self.text, self.sent, self.finished = stops, "", 0, False

    def send(self, until):
        begin, self.sent = self.sent, max(self.sent, until)
        return self.text[begin : self.sent]

    def push(self, chunk):
        if self.finished:
            return ""
        self.text += chunk
        begin = ends(self.text, self.stops)
        if begin >= 0:
            self.finished = True
            return self.send(begin)
        for start in range(self.sent, len(self.text)):
            if any(stop.startswith(self.text[start:]) for stop in self.stops):
                return self.send(start)
        return self.send(len(self.text))

    def flush(self):
        return "" if self.finished else self.send(len(self.text))
