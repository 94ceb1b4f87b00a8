"""decode joins the tokens with spaces and deletes every ` ##`: a piece at the very beginning keeps its prefix that way. (And
the ids aren't checked: -1 gives the last token.)

caught by: test_decode_joins_what_has_the_prefix
"""


class WordPieceTokenizer:
    def __init__(self, vocabulary, max_chars=100):
        if "[UNK]" not in vocabulary:
            raise ValueError("the vocabulary has no [UNK]")
        self.vocabulary = vocabulary
        self.ids = {token: i for i, token in enumerate(vocabulary)}
        self.max_chars = max_chars

    def tokenize(self, text):
        output = []
        for word in text.split():
            if len(word) > self.max_chars:
                output.append("[UNK]")
                continue
            is_bad, start, pieces = False, 0, []
            while start < len(word):
                end, found = len(word), None
                while start < end:
                    piece = ("##" if start > 0 else "") + word[start:end]
                    if piece in self.ids:
                        found = piece
                        break
                    end -= 1
                if found is None:
                    is_bad = True
                    break
                pieces.append(found)
                start = end
            output.extend(["[UNK]"] if is_bad else pieces)
        return output

    def encode(self, text):
        return [self.ids[token] for token in self.tokenize(text)]

    def decode(self, ids):
        return " ".join(self.vocabulary[i] for i in ids).replace(" ##", "")
