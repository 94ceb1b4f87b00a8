"""All ids first, with the spans of the assistant's words on the side; the mask is asked position by position."""

START = "<|im_start|>"
END = "<|im_end|>"
ROLES = ("system", "user", "assistant")


def refuse_bad_roles(messages):
    for message in messages:
        ROLES.index(message["role"])  # ValueError if it isn't there
    if any(message["role"] == "system" for message in messages[1:]):
        raise ValueError("the system speaks first or not at all")


def render(messages, add_generation_prompt=False):
    refuse_bad_roles(messages)
    parts = []
    for message in messages:
        if message["content"].count(START) + message["content"].count(END):
            raise ValueError("no special tokens in a content, please")
        parts += [START, message["role"], "\n", message["content"], END, "\n"]
    if add_generation_prompt:
        parts += [START, "assistant", "\n"]
    return "".join(parts)


def encode_chat(messages, encode, start_id, end_id, add_generation_prompt=False):
    refuse_bad_roles(messages)
    ids, spans = [], []
    line_end = list(encode("\n"))
    headers = {role: list(encode(role + "\n")) for role in ROLES}
    for message in messages:
        ids += [start_id] + headers[message["role"]]
        first = len(ids)
        ids += [*encode(message["content"]), end_id]
        if message["role"] == "assistant":
            spans.append(range(first, len(ids)))
        ids += line_end
    if add_generation_prompt:
        ids += [start_id] + headers["assistant"]
    return ids, [any(i in span for span in spans) for i in range(len(ids))]
