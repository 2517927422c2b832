"""Learning which texts belong together: each need shall be nearer to its own solution than to all others of a draw.

Contrastive loss over the pairs of a draw, in both directions (InfoNCE; van den Oord et al., 2018). What moves: biases
and normalisation weights (BitFit; Ben Zaken et al., 2022), and the scales of the 4-bit blocks (as in PEQA; Kim et al.,
2023); the 4-bit numbers stay. Clusters of neighbouring pairs are drawn whole: they are what is hard to tell apart. For
one draw of long pairs come three of one-line pairs, their needs in three languages.
"""

import random
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
import optax

from needs.matching.encoder import SCALES
from needs.matching.training.network import blocks_of, encode, learnt_of, matrices, padded
from needs.matching.training.pairs import DRAWN, LONG, LONG_CLUSTER, SHORT, SHORT_CLUSTER, clusters

# How much each kind of need counts beside the first, and how much a foreign need counts towards the French one.
WEIGHTS = {"long": (2.0, 1.0), "short": (1.0, 1.0, 1.0)}
ACROSS = 0.25
MOST_LONG, MOST_SHORT = 160, 40
TURN = 4
SHARPNESS, DECAY = 25.0, 1e-4


@dataclass(frozen=True)
class Plan:
    """`steps` draws of `long` or `short` clusters; rates rise over `warm` steps, then fall to nothing: `rate` moves the
    values in full precision, `scale_rate` the scales, in proportion to each."""

    steps: int
    rate: float
    scale_rate: float
    long: int = DRAWN
    short: int = 4
    warm: int = 10
    seed: int = 1


def contrast(needs, solutions, sharpness):
    """Mean loss of the pairs that stand at the same place of two (n, width)."""
    places, closeness = jnp.arange(len(needs)), sharpness * (needs @ solutions.T)
    forth = jax.nn.log_softmax(closeness, 1)[places, places]
    back = jax.nn.log_softmax(closeness, 0)[places, places]
    return -(forth.mean() + back.mean()) / 2


def loss_of(values, blocks, start, texts, *, kind, shape):
    """Of one draw: the kinds of need come first, the solutions last, all in the same order of pairs."""
    sharpness = jnp.exp(values["sharpness"])
    vectors = encode(values["learnt"], matrices(blocks, values["stretch"]), *texts, **shape)
    *needs, solutions = jnp.split(vectors, len(WEIGHTS[kind]) + 1)
    parts = [
        weight * contrast(need, solutions, sharpness)
        for weight, need in zip(WEIGHTS[kind], needs, strict=True)
    ]
    loss = sum(parts) / sum(WEIGHTS[kind])
    if kind == "short":
        loss += ACROSS * sum(contrast(need, needs[0], sharpness) for need in needs[1:]) / (len(needs) - 1)
    moved = sum(((values["learnt"][name] - start[name]) ** 2).sum() for name in start)
    return loss + DECAY * (moved + sum((each**2).sum() for each in values["stretch"].values()))


def rates(plan):
    """(steps,): the share of each rate that counts at each step."""
    rise = np.minimum(1, (np.arange(plan.steps) + 1) / plan.warm)
    return rise * (0.5 + 0.5 * np.cos(np.pi * np.arange(plan.steps) / plan.steps))


def tokens_of(model, rows, keys, most):
    found = [model.tokens(row[key]) for key in keys for row in rows]
    return padded(model, [each if len(each) <= most else [*each[: most - 1], model.last] for each in found])


class Bags:
    """Clusters in a drawn order, each once before any comes again."""

    def __init__(self, folder, plan):
        self.draw, self.plan = random.Random(plan.seed), plan  # noqa: S311 - a reproducible draw, no secret
        long, short = (
            clusters(folder, size, long=each) for size, each in ((LONG_CLUSTER, True), (SHORT_CLUSTER, False))
        )
        # A long pair has its one-line texts too: two clusters of five make one of ten.
        self.all = {
            "long": long,
            "short": short + [a + b for a, b in zip(long[::2], long[1::2], strict=False)],
        }
        self.left = {"long": [], "short": []}

    def rows(self, kind):
        count = getattr(self.plan, kind)
        if len(self.left[kind]) < count:
            self.left[kind] = self.draw.sample(self.all[kind], len(self.all[kind]))
        return [row for _each in range(count) for row in self.left[kind].pop()]


def adapt(model, folder, plan, say=print):
    """{name: array}: float32 values learnt from the pairs of a folder, float16 scales under « name:scale »; the same
    inputs give the same values on the same machine."""
    bags, blocks, start = Bags(folder, plan), blocks_of(model), learnt_of(model)
    stretch = {name: jnp.zeros_like(scales) for name, (_values, scales) in blocks.items()}
    values = {"learnt": dict(start), "stretch": stretch, "sharpness": jnp.log(SHARPNESS)}
    shape = {"layers": model.layers, "heads": model.heads, "epsilon": model.epsilon}
    slope = jax.jit(
        jax.value_and_grad(lambda *given, kind: loss_of(*given, kind=kind, shape=shape)),
        static_argnames="kind",
    )
    optimiser = optax.adam(1.0, b2=0.98)
    state = optimiser.init(values)
    speed = {"learnt": plan.rate, "stretch": plan.scale_rate, "sharpness": 10 * plan.rate}
    for number, part in enumerate(rates(plan), start=1):
        kind = "long" if number % TURN == 0 else "short"
        keys, most = (LONG, MOST_LONG) if kind == "long" else (SHORT, MOST_SHORT)
        texts = tokens_of(model, bags.rows(kind), keys, most)
        loss, change = slope(values, blocks, start, texts, kind=kind)
        change, state = optimiser.update(change, state)
        values = {
            name: jax.tree.map(
                lambda value, by, pace=speed[name] * part: value + by * pace, values[name], change[name]
            )
            for name in speed
        }
        say(f"{number}/{plan.steps} {kind} {float(loss):.3f}")
    return written(values, blocks)


def written(values, blocks):
    found = {name: np.array(value, np.float32) for name, value in values["learnt"].items()}
    for name, (_values, scales) in blocks.items():
        found[name + SCALES] = np.asarray(scales * (1 + values["stretch"][name]), np.float16).ravel()
    return found
