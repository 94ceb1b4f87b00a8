"""encode_chat cuts the rendered string at its special tokens: header and content are then encoded as one text, and a content
that spells a special token is refused. Put the ids together from the messages, segment by segment.

caught by: test_segments_are_encoded_by_themselves
"""

import re

START = "<|im_start|>"
END = "<|im_end|>"
ROLES = ("system", "user", "assistant")


def render(messages, add_generation_prompt=False):
    result = []
    for i, message in enumerate(messages):
        role, content = message["role"], message["content"]
        if role not in ROLES:
            raise ValueError(f"unknown role: {role}")
        if role == "system" and i > 0:
            raise ValueError("the system message must be the first")
        if START in content or END in content:
            raise ValueError("special tokens in the content")
        result.append(f"{START}{role}\n{content}{END}\n")
    if add_generation_prompt:
        result.append(f"{START}assistant\n")
    return "".join(result)


def encode_chat(messages, encode, start_id, end_id, add_generation_prompt=False):
    text = render(messages, add_generation_prompt)
    ids, mask = [], []
    role, opened = None, False
    for part in re.split(f"({re.escape(START)}|{re.escape(END)})", text):
        if part == START:
            ids.append(start_id)
            mask.append(False)
            opened = True
        elif part == END:
            ids.append(end_id)
            mask.append(role == "assistant")
            opened = False
        elif opened:
            role = part.split("\n")[0]
            new = encode(part)
            n_header = len(encode(role + "\n"))
            ids += new
            mask += [i >= n_header and role == "assistant" for i in range(len(new))]
        elif part:
            new = encode(part)
            ids += new
            mask += [False] * len(new)
    return ids, mask
