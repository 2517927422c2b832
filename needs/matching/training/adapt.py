"""Learning which texts belong together: each need shall be nearer to its own solution than to all others of a draw.

Contrastive loss over the pairs of a draw, in both directions (InfoNCE; van den Oord et al., 2018), for each of FORMS;
only biases and normalisation weights move (BitFit; Ben Zaken et al., 2022). Clusters of neighbouring pairs are drawn
whole: they are what is hard to tell apart.
"""

import random
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
import optax

from needs.matching.training.network import encode, learnt_of, matrices_of, padded
from needs.matching.training.pairs import (
    DRAWN,
    FORMS,
    LONG,
    LONG_CLUSTER,
    SHORT,
    SHORT_CLUSTER,
    clusters,
)

MOST_LONG, MOST_SHORT = 190, 48
SHARPNESS, DECAY = 20.0, 1e-4


@dataclass(frozen=True)
class Plan:
    """`steps` draws of `long` and `short` clusters, at a rate that rises over `warm` steps, then falls to nothing."""

    steps: int
    rate: float
    long: int = DRAWN
    short: int = 4
    warm: int = 12
    seed: int = 0


def contrast(needs, solutions, sharpness):
    """Mean loss of the pairs that stand at the same place of (n, width) and (m, width)."""
    count = min(len(needs), len(solutions))
    places, closeness = jnp.arange(count), sharpness * (needs @ solutions.T)
    forth = jax.nn.log_softmax(closeness[:count], 1)[places, places]
    back = jax.nn.log_softmax(closeness[:, :count], 0)[places, places]
    return -(forth.mean() + back.mean()) / 2


def loss_of(values, fixed, start, long, short, *, shape):
    learnt, sharpness = values["learnt"], jnp.exp(values["sharpness"])
    texts = dict(zip(LONG, jnp.split(encode(learnt, fixed, *long, **shape), len(LONG)), strict=True))
    texts |= dict(zip(SHORT, jnp.split(encode(learnt, fixed, *short, **shape), len(SHORT)), strict=True))
    parts = [weight * contrast(texts[need], texts[other], sharpness) for need, other, weight in FORMS]
    moved = sum(((learnt[name] - start[name]) ** 2).sum() for name in learnt)
    return sum(parts) / sum(form[2] for form in FORMS) + DECAY * moved


def rates(plan):
    rise = np.minimum(1, (np.arange(plan.steps) + 1) / plan.warm)
    return plan.rate * rise * (0.5 + 0.5 * np.cos(np.pi * np.arange(plan.steps) / plan.steps))


def tokens_of(model, rows, keys, most):
    found = [model.tokens(row[key]) for key in keys for row in rows]
    return padded(model, [each if len(each) <= most else [*each[: most - 1], model.last] for each in found])


def adapt(model, folder, plan, say=print):
    """{name: float32 (n,)}: the values learnt from the pairs of a folder; the same inputs give the same values."""
    draw = random.Random(plan.seed)  # noqa: S311 - a reproducible draw, no secret
    long, short = clusters(folder, LONG_CLUSTER, long=True), clusters(folder, SHORT_CLUSTER, long=False)
    fixed, start = matrices_of(model), learnt_of(model)
    values = {"learnt": dict(start), "sharpness": jnp.log(SHARPNESS)}
    shape = {"layers": model.layers, "heads": model.heads, "epsilon": model.epsilon}
    step = jax.jit(jax.value_and_grad(lambda *given: loss_of(*given, shape=shape)))
    optimiser = optax.adam(1.0, b2=0.98)
    state, bag = optimiser.init(values), []
    for number, rate in enumerate(rates(plan), start=1):
        if len(bag) < plan.long:
            bag = draw.sample(long, len(long))
        rows = [row for _each in range(plan.long) for row in bag.pop()]
        more = [row for rows_of in draw.sample(short, min(plan.short, len(short))) for row in rows_of]
        loss, slope = step(
            values,
            fixed,
            start,
            tokens_of(model, rows, LONG, MOST_LONG),
            tokens_of(model, rows + more, SHORT, MOST_SHORT),
        )
        change, state = optimiser.update(slope, state)
        scale = {"learnt": rate, "sharpness": 10 * rate}
        values = {
            name: jax.tree.map(lambda value, by, part=part: value + by * part, values[name], change[name])
            for name, part in scale.items()
        }
        say(f"{number}/{plan.steps} {float(loss):.3f}")
    return {name: np.array(value) for name, value in values["learnt"].items()}
