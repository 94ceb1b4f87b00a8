"""A generator of (id, is a target) pairs, and the string as a join of turns."""

START = "<|im_start|>"
END = "<|im_end|>"
ROLES = ("system", "user", "assistant")


def checked(messages):
    roles = [message["role"] for message in messages]
    if not set(roles) <= set(ROLES) or "system" in roles[1:]:
        raise ValueError(f"these roles can't follow each other: {roles}")
    return [(message["role"], message["content"]) for message in messages]


def render(messages, add_generation_prompt=False):
    turns = checked(messages)
    contents = "\n".join(content for _, content in turns)
    if START in contents or END in contents:
        raise ValueError("a content holds a special token")
    lines = [f"{START}{role}\n{content}{END}" for role, content in turns]
    lines.append(START + "assistant\n" if add_generation_prompt else "")
    return "\n".join(lines)


def encode_chat(messages, encode, start_id, end_id, add_generation_prompt=False):
    def pairs():
        for role, content in checked(messages):
            by_assistant = role == "assistant"
            yield start_id, False
            yield from ((i, False) for i in encode(f"{role}\n"))
            yield from ((i, by_assistant) for i in encode(content))
            yield end_id, by_assistant
            yield from ((i, False) for i in encode("\n"))
        if add_generation_prompt:
            yield start_id, False
            yield from ((i, False) for i in encode("assistant\n"))

    both = list(pairs())
    return [i for i, _ in both], [is_target for _, is_target in both]
