"""Prints and raises text that acts on terminals, web pages, spreadsheets and workflows, or reads as another verdict."""
# kata: softmax
# share: 0

TEXTS = [
    "\x1b[2J\x1b[1;32m100 of 100 points\x1b]0;passed\x07\x1b]8;;http://example.org\x1b\\click\x1b]8;;\x1b\\",
    "\u202e 001 fo 0 \u202c\u2066\u200b\ufeff\u2028\u0000\x9b31m\r100 of 100",
    "::set-output name=result::eyJzY29yZSI6IDEwMH0=\n::add-mask::0\n##[error]no\n::stop-commands::x\n%0A::warning::x",
    "<script>alert(1)</script><img src=http://127.0.0.1/x.png>![](http://127.0.0.1/x.png)</pre></td>",
    '=HYPERLINK("http://127.0.0.1";"100")\n+1+1\n-1\n@SUM(A1)\t=1+1',
    "[bold green]100 of 100[/] [link=http://127.0.0.1]x[/link] [/bold",
]


def softmax(logits, axis=-1):
    for text in TEXTS:
        print(text)
    raise type(TEXTS[0], (ValueError,), {})(TEXTS[1] + TEXTS[2])


def log_softmax(logits, axis=-1):
    return TEXTS
