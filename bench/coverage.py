"""How often intervals of small numbers hold the truth: the figures in docs/statistics.md.

    PYTHONPATH=src python bench/coverage.py

A made world: activities of very different size and kind, regions of very different size, workplaces
drawn by Poisson. The truth is known, so that one can count. Three ways of fitting the prior are
held against each other, and then what happens when jobs come in large workplaces.
"""

import numpy as np
from scipy import special

import specialisation as sp
from specialisation import gamma_poisson as model

WORLDS = [
    *((283, 68, 2, 2), (283, 68, 20, 2), (40, 30, 5, 15), (21, 20, 2, 30)),
    *((21, 20, 20, 30), (8, 20, 2, 60), (8, 20, 5, 60), (8, 20, 50, 60), (8, 3, 10, 200)),
]
WORKPLACES = [(1, 0), (10, 0), (50, 0), (200, 0), (10, 1), (10, 1.5), (50, 1)]


def world(rng, regions, activities, expected, kinds=(0.5, 1, 3, 10, 50)):
    """Return true and drawn workplaces."""
    size, kind = rng.lognormal(0, 1, regions), rng.lognormal(0, 1.2, activities)
    shape = rng.choice(kinds, activities)
    quotients = rng.gamma(shape, 1 / shape, (regions, activities))
    true = np.outer(size / size.mean(), kind / kind.mean()) * expected * quotients
    return true, rng.poisson(true)


def most_likely(x, pooled):
    """Return the interval under the most likely prior: of each activity, or one for all."""
    y = x.astype(float)
    expected = np.outer(y.sum(axis=1), y.sum(axis=0)) / y.sum()
    e = np.maximum(expected, model.NEXT_TO_NOTHING)
    means, mean = [], np.ones(y.shape[1])
    for shape in model.SHAPES[::-1]:
        mean = model._mean_of_prior(y, e, shape, mean)
        means.insert(0, mean)
    fitted = zip(model.SHAPES, means, strict=True)
    likely = np.array([model._evidence(y, e, *one) for one in fitted])
    if pooled:
        likely = np.broadcast_to(likely.sum(axis=1, keepdims=True), likely.shape)
    best = likely.argmax(axis=0)
    shape, mean = model.SHAPES[best], np.array(means)[best, np.arange(y.shape[1])]
    rate = shape / mean + e
    return [special.gammaincinv(shape + y, end) / rate for end in (0.05, 0.95)]


def held(low, high, true):
    """Return the share of defined cells whose interval holds the true location quotient."""
    wanted = sp.location_quotient(true)
    known = np.isfinite(low) & np.isfinite(wanted)
    return ((low <= wanted) & (wanted <= high))[known].mean()


def of_priors():
    """Print coverage by way of fitting the prior."""
    print("regions activities expected | most likely, each | most likely, one | ours")
    for regions, activities, expected, times in WORLDS:
        rng, found = np.random.default_rng(1), []
        for _time in range(times):
            true, x = world(rng, regions, activities, expected)
            x[x.sum(axis=1) == 0, 0] = 1  # nobody is left out
            x[0, x.sum(axis=0) == 0] = 1
            ours = sp.shrunk_location_quotient(x)
            ways = [most_likely(x, False), most_likely(x, True), (ours.low, ours.high)]
            found.append([held(*one, true) for one in ways])
        print(regions, activities, expected, "|", *np.mean(found, axis=0).round(3))


def of_workplaces():
    """Print coverage, false strengths and how many, by what is taken for the cluster size."""
    print("mean size, spread | taken for it: coverage, false among strengths, strengths")
    for size, spread in WORKPLACES:
        rng, found = np.random.default_rng(5), {}
        for _time in range(4):
            true, count = world(rng, 150, 40, 1000 / size, (1, 3, 10))
            each = rng.lognormal(np.log(size) - spread**2 / 2, spread, count.sum())
            jobs = np.zeros(count.size)
            np.add.at(jobs, np.repeat(np.arange(count.size), count.ravel()), each)
            x = jobs.reshape(count.shape)
            by_job = (each**2).sum() / each.sum()
            for name, taken in (("1", 1.0), ("mean", each.mean()), ("of a job", by_job)):
                of = sp.strengths(x, taken)
                wrong = (sp.location_quotient(true)[of.is_strength] <= 1).mean()
                row = held(of.evidence.low, of.evidence.high, true), wrong, of.is_strength.sum()
                found.setdefault(name, []).append(row)
        means = {name: np.mean(rows, axis=0).round(3).tolist() for name, rows in found.items()}
        print(size, spread, "|", means)


if __name__ == "__main__":
    of_priors()
    of_workplaces()
