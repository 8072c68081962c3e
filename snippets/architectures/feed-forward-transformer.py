from functools import cache

import keras
from keras import layers

VOCABULARIES = 36_000, 37_000, 41_100  # "about 37000" (section 5.1), and two more
ROWS = {  # Table 3 of Vaswani et al., 2017: N, d_model, d_ff, heads, d_k, d_v
    "base": (6, 512, 2048, 8, 64, 64),
    "d_k = 16": (6, 512, 2048, 8, 16, 64),
    "d_k = 32": (6, 512, 2048, 8, 32, 64),
    "N = 2": (2, 512, 2048, 8, 64, 64),
    "N = 4": (4, 512, 2048, 8, 64, 64),
    "N = 8": (8, 512, 2048, 8, 64, 64),
    "d_model = 256": (6, 256, 2048, 8, 32, 32),
    "d_model = 1024": (6, 1024, 2048, 8, 128, 128),
    "d_ff = 1024": (6, 512, 1024, 8, 64, 64),
    "d_ff = 4096": (6, 512, 4096, 8, 64, 64),
    "big": (6, 1024, 4096, 16, 64, 64),
}


@cache
def attention(width, heads, key, value):
    """Return the parameters of an attention layer; its formula has no biases."""
    layer = layers.MultiHeadAttention(heads, key, value, use_bias=False)
    layer(text := keras.Input((None, width)), text)
    return layer.count_params()


@cache
def other(kind, width, *arguments):
    """Return the parameters of a layer built for `width` features."""
    layer = getattr(layers, kind)(*arguments)
    layer.build((None, None, width))
    return layer.count_params()


body, token = {}, {}
print("million parameters   body  with", *(f"{n:,} tokens" for n in VOCABULARIES))
for name, (n, width, hidden, *heads) in ROWS.items():
    ffn = other("Dense", width, hidden) + other("Dense", hidden, width)
    norm = other("LayerNormalization", width)
    encoder = attention(width, *heads) + ffn + 2 * norm
    decoder = 2 * attention(width, *heads) + ffn + 3 * norm
    body[name] = n * (encoder + decoder)
    token[name] = other("Embedding", width, 1, width)  # one table, used three times
    print(f"{name:15} {body[name] / 1e6:9.2f}     ", end="")
    print(*(f"{(body[name] + v * token[name]) / 1e6:13.2f}" for v in VOCABULARIES))

n, width, hidden, *heads = ROWS["base"]
ffn = other("Dense", width, hidden) + other("Dense", hidden, width)
encoder = attention(width, *heads) + ffn + 2 * other("LayerNormalization", width)
print(f"base: {encoder:,} parameters in an encoder layer,", end=" ")
print(f"feed-forward {ffn:,}: {ffn / encoder:.1%}")
print(
    f"base: feed-forward layers hold {2 * n * ffn / body['base']:.1%} of the body"
)
