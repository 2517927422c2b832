"""Who meets whom: as many meetings as possible, then the fairest to companies, then the dearest wishes; all exact.

A flow: company -> wish -> buyer. The numbers of meetings that companies can have together are the bases of a
polymatroid, where the least sum of any growing costs is also the fairest choice: nobody has a second meeting while
somebody who can have a first has none, and so on. The j-th meeting of a company costs j; weights of wishes break ties.
"""

from collections import Counter
from dataclasses import dataclass, field

import numpy

START, END = 0, 1


@dataclass(frozen=True)
class Offer:
    """What may be chosen: `pairs` {pair: slots}, of which `forced` are chosen beforehand; at most `places` in all."""

    pairs: dict[tuple[str, str], list[int]]
    forced: frozenset[tuple[str, str]]
    places: int
    weights: dict[tuple[str, str], int]
    done: Counter = field(
        default_factory=Counter
    )  # meetings that companies have had already, for the fairness

    @property
    def rest(self):
        return [pair for pair in self.pairs if pair not in self.forced]


@dataclass(frozen=True)
class Selection:
    """`chosen` pairs, as good as any. Every choice that is as good holds all of `sure` and else only pairs of `ties`,
    with numbers of meetings within `ranges` {person: (least, most)}, forced ones included."""

    chosen: frozenset[tuple[str, str]]
    sure: frozenset[tuple[str, str]]
    ties: frozenset[tuple[str, str]]
    ranges: dict[str, tuple[int, int]]


def offer_of(problem):
    """The Offer of a day that starts: a slot that a fixed meeting takes is nobody else's."""
    taken = {(person, slot) for pair, slot in problem.fixed.items() for person in pair}
    used = Counter(problem.fixed.values())
    pairs = {}
    for pair, slots in problem.possible.items():
        left = [
            slot
            for slot in slots
            if used[slot] < problem.tables and not {(pair[0], slot), (pair[1], slot)} & taken
        ]
        if pair in problem.fixed:
            pairs[pair] = [problem.fixed[pair]]
        elif left:
            pairs[pair] = left
    return Offer(pairs, frozenset(problem.fixed), problem.places, problem.wishes)


def capacities(offer):
    """{person: how many meetings at most beside the forced ones}, {person: how many forced ones}."""
    slots, forced = {}, Counter()
    for pair, possible in offer.pairs.items():
        for person in pair:
            slots.setdefault(person, set()).update(possible)
            forced[person] += pair in offer.forced
    return {person: max(0, len(them) - forced[person]) for person, them in slots.items()}, forced


class Network:
    """The flow of an Offer, beside what is forced: arcs (tail, head, capacity, cost) and what each stands for."""

    def __init__(self, offer):
        self.room, self.forced = capacities(offer)
        self.rest = offer.rest
        self.companies = sorted({company for _buyer, company in self.rest})
        self.buyers = sorted({buyer for buyer, _company in self.rest})
        names = [*self.companies, *self.buyers]
        node = {name: number for number, name in enumerate(names, start=2)}
        self.nodes = len(names) + 2
        # One place more or less in the order of fairness is worth more than all the weights together.
        step = 1 + sum(offer.weights[pair] for pair in self.rest)
        arcs, self.meaning = [], []
        for company in self.companies:
            already = self.forced[company] + offer.done[company]
            for nth in range(1, self.room[company] + 1):
                arcs.append((START, node[company], 1, (already + nth) * step))
                self.meaning.append(company)
        for pair in self.rest:
            arcs.append((node[pair[1]], node[pair[0]], 1, -offer.weights[pair]))
            self.meaning.append(pair)
        for buyer in self.buyers:
            arcs.append((node[buyer], END, self.room[buyer], 0))
            self.meaning.append(buyer)
        self.arcs = numpy.array(arcs, dtype=numpy.int64).reshape(-1, 4)
        self.most = max(0, min(len(self.rest), offer.places - len(offer.forced)))

    def solve(self):
        """The flow on each arc: the most that passes, at the least cost."""
        from ortools.graph.python import min_cost_flow

        if not self.most or not len(self.arcs):
            return numpy.zeros(len(self.arcs), dtype=numpy.int64)
        flow = min_cost_flow.SimpleMinCostFlow()
        numbers = flow.add_arcs_with_capacity_and_unit_cost(*(column.copy() for column in self.arcs.T))
        flow.set_nodes_supplies(numpy.array([START, END]), numpy.array([self.most, -self.most]))
        status = flow.solve_max_flow_with_min_cost()
        if status != flow.OPTIMAL:
            raise ArithmeticError(f"min-cost flow: {status}")
        return flow.flows(numbers)

    def reduced_costs(self, flow):
        """Of each arc, by potentials of the residual network (Bellman-Ford): all flows that are as good differ only
        where it is 0."""
        tail, head, most, cost = self.arcs.T
        onward, back = flow < most, flow > 0
        tails = numpy.concatenate([tail[onward], head[back]])
        heads = numpy.concatenate([head[onward], tail[back]])
        costs = numpy.concatenate([cost[onward], -cost[back]])
        potential = numpy.zeros(self.nodes, dtype=numpy.int64)
        for _round in range(self.nodes):
            nearer = potential.copy()
            numpy.minimum.at(nearer, heads, potential[tails] + costs)
            if (nearer == potential).all():
                return cost + potential[tail] - potential[head]
            potential = nearer
        raise ArithmeticError("min-cost flow: not the cheapest")


def select(offer):
    """The Selection of an Offer."""
    network = Network(offer)
    flow = network.solve()
    reduced = network.reduced_costs(flow)
    chosen, sure, ties = set(offer.forced), set(offer.forced), set()
    least, most = Counter(network.forced), Counter(network.forced)
    for thing, flowing, capacity, left in zip(
        network.meaning, flow, network.arcs[:, 2], reduced, strict=True
    ):
        if isinstance(thing, str):
            least[thing] += int(flowing) if left else 0
            most[thing] += int(flowing if left else capacity)
        elif flowing:
            chosen.add(thing)
            (ties if not left else sure).add(thing)
        elif not left:
            ties.add(thing)
    ranges = {person: (least[person], most[person]) for person in most}
    return Selection(frozenset(chosen), frozenset(sure), frozenset(ties), ranges)
