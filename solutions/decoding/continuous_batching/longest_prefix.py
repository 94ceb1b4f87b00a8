"""One dict of all requests in the order of arrival: in each step the longest beginning of it that fits is what runs."""


class Scheduler:
    def __init__(self, token_budget, max_batch):
        self.token_budget = token_budget
        self.max_batch = max_batch
        self.requests = {}  # name -> [prompt, made, output, runs]

    def submit(self, name, n_prompt, n_output):
        if name in self.requests or n_prompt + n_output > self.token_budget:
            raise ValueError(f"{name} is refused")
        self.requests[name] = [n_prompt, 0, n_output, False]

    def step(self):
        admitted, preempted, finished, computed, total, n = [], [], [], 0, 0, 0
        fits = True
        for name, request in self.requests.items():
            prompt, made, output, ran = request
            total += prompt + made + 1
            n += 1
            fits = fits and total <= self.token_budget and n <= self.max_batch
            request[3] = fits
            if ran and not fits:
                preempted.append(name)
            if not fits:
                continue
            if not ran:
                admitted.append(name)
            computed += 1 if ran else prompt + made
            request[1] += 1
            if request[1] == output:
                finished.append(name)
        for name in finished:
            del self.requests[name]
        return admitted, preempted, finished, computed

    def finish(self, name):
        del self.requests[name]

    def running(self):
        return [name for name, request in self.requests.items() if request[3]]

    def waiting(self):
        return [name for name, request in self.requests.items() if not request[3]]

    def used(self):
        return sum(prompt + made for prompt, made, _, runs in self.requests.values() if runs)
