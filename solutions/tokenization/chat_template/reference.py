"""A chat template with a loss mask.

Why it works: the sequence is built from segments, and whoever adds a segment knows whether the assistant wrote it. So
the mask needs no search in the finished ids, where the same words may stand in anybody's turn. The special ids are put
in by the template alone, which is why no content can forge them.
"""

START = "<|im_start|>"
END = "<|im_end|>"
ROLES = ("system", "user", "assistant")


def check_roles(messages):
    for i, message in enumerate(messages):
        if message["role"] not in ROLES:
            raise ValueError(f"unknown role {message['role']!r}")
        if message["role"] == "system" and i > 0:
            raise ValueError("a system message may only be the first")


def render(messages, add_generation_prompt=False):
    check_roles(messages)
    text = ""
    for message in messages:
        if START in message["content"] or END in message["content"]:
            raise ValueError("the content holds a special token")
        text += f"{START}{message['role']}\n{message['content']}{END}\n"
    return text + f"{START}assistant\n" if add_generation_prompt else text


def encode_chat(messages, encode, start_id, end_id, add_generation_prompt=False):
    check_roles(messages)
    ids, mask = [], []

    def add(segment, is_target):
        ids.extend(segment)
        mask.extend([is_target] * len(segment))

    for message in messages:
        add([start_id, *encode(message["role"] + "\n")], False)
        # The closing token is a target too: a model that never sees it there never stops.
        add([*encode(message["content"]), end_id], message["role"] == "assistant")
        add(encode("\n"), False)
    if add_generation_prompt:
        add([start_id, *encode("assistant\n")], False)
    return ids, mask
