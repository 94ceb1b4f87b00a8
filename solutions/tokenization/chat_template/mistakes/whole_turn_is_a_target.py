"""The assistant's whole turn is marked, with its header and the line end behind it: the template writes those. The model
is to learn the content and the <|im_end|> behind it, and nothing else.

caught by: test_targets_are_the_assistants_words_and_their_end
"""

START = "<|im_start|>"
END = "<|im_end|>"
ROLES = ("system", "user", "assistant")


def check(messages):
    for i, message in enumerate(messages):
        if message["role"] not in ROLES or (message["role"] == "system" and i != 0):
            raise ValueError(f"message {i} has the role {message['role']!r}")


def render(messages, add_generation_prompt=False):
    check(messages)
    text = ""
    for message in messages:
        content = message["content"]
        if START in content or END in content:
            raise ValueError("special token in a content")
        text += START + message["role"] + "\n" + content + END + "\n"
    if add_generation_prompt:
        text += START + "assistant\n"
    return text


def encode_chat(messages, encode, start_id, end_id, add_generation_prompt=False):
    check(messages)
    ids, mask = [], []
    for message in messages:
        turn = [start_id] + encode(message["role"] + "\n") + encode(message["content"]) + [end_id] + encode("\n")
        ids += turn
        mask += [message["role"] == "assistant"] * len(turn)
    if add_generation_prompt:
        prompt = [start_id] + encode("assistant\n")
        ids += prompt
        mask += [False] * len(prompt)
    return ids, mask
