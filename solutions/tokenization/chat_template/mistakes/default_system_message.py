"""A conversation without a system message gets one, as the templates of some models do it: here nothing is made up, and no
messages give an empty sequence.

caught by: test_the_content_is_taken_as_it_stands
"""

START = "<|im_start|>"
END = "<|im_end|>"


def prepare(messages):
    if not messages or messages[0]["role"] != "system":
        messages = [{"role": "system", "content": "You are a helpful assistant."}, *messages]
    for i, message in enumerate(messages):
        if message["role"] not in ("system", "user", "assistant"):
            raise ValueError("unknown role")
        if message["role"] == "system" and i > 0:
            raise ValueError("the system message comes first")
    return messages


def render(messages, add_generation_prompt=False):
    result = []
    for message in prepare(messages):
        if START in message["content"] or END in message["content"]:
            raise ValueError("special tokens aren't allowed in a content")
        result.append(f"{START}{message['role']}\n{message['content']}{END}\n")
    if add_generation_prompt:
        result.append(f"{START}assistant\n")
    return "".join(result)


def encode_chat(messages, encode, start_id, end_id, add_generation_prompt=False):
    ids, mask = [], []
    for message in prepare(messages):
        is_assistant = message["role"] == "assistant"
        header = [start_id] + encode(message["role"] + "\n")
        content = encode(message["content"]) + [end_id]
        line_end = encode("\n")
        ids += header + content + line_end
        mask += [False] * len(header) + [is_assistant] * len(content) + [False] * len(line_end)
    if add_generation_prompt:
        header = [start_id] + encode("assistant\n")
        ids += header
        mask += [False] * len(header)
    return ids, mask
