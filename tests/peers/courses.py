"""Course seats between people and vacancies: makes an instance, solves it with OR-tools, judges an answer of ours.

    python courses.py make  ARCS.bin COURSES.bin --seed 1
    python courses.py solve ARCS.bin COURSES.bin
    python courses.py judge ARCS.bin COURSES.bin PLACES COURSES PRICES SEAT_PRICES [--optimum N]

Needs numpy and ortools. The forms of the files stand in crates/allocation/src/auction/file.rs.
"""

import argparse
import json
import resource
import time

import numpy as np

NOBODY = 0xFFFFFFFF


class File:
    def __init__(self, path, letters):
        self.bytes = np.fromfile(path, np.uint8)
        assert self.bytes[:8].tobytes() == letters, f"{path} does not begin with {letters}"
        self.at = 8

    def take(self, kind, n):
        begin, self.at = self.at, self.at + np.dtype(kind).itemsize * n
        assert self.at <= len(self.bytes), "the file is cut off"
        return self.bytes[begin:self.at].view(kind)

    def rows(self, n, n_arcs):
        """Row, end and points of each arc."""
        begins = self.take("<u8", n + 1).astype(np.int64)
        ends, points = (self.take(kind, n_arcs).astype(np.int64) for kind in ("<u4", "<i4"))
        return np.repeat(np.arange(n), np.diff(begins)), ends, points


def read(args):
    arcs = File(args.arcs, b"ALLOCI32")
    people, vacancies, n = (int(x) for x in arcs.take("<u8", 3))
    straight = arcs.rows(people, n)
    capacity = arcs.take("<u4", vacancies).astype(np.int64)
    courses = File(args.courses, b"COURSE32")
    n_courses, n_taken, n_ways = (int(x) for x in courses.take("<u8", 3))
    seats = courses.take("<u4", n_courses).astype(np.int64)
    return straight, capacity, seats, courses.rows(people, n_taken), courses.rows(n_courses, n_ways), people


def make(args):
    arcs = File(args.arcs, b"ALLOCI32")
    people, vacancies, n = (int(x) for x in arcs.take("<u8", 3))
    straight = arcs.rows(people, n)
    draw = np.random.default_rng(args.seed)
    courses = max(vacancies // 100, 1)
    ways = np.array([np.sort(draw.choice(vacancies, min(10, vacancies), replace=False)) for _ in range(courses)])
    each = min(2, courses)
    first = draw.integers(courses, size=people)
    taken = np.stack([first, (first + 1 + draw.integers(max(courses - 1, 1), size=people)) % courses], 1)[:, :each]
    # What a course leads to is worth about as much as what people could have without it.
    usual = int(np.median(straight[2]))
    with open(args.courses, "wb") as out:
        out.write(b"COURSE32")
        np.array([courses, taken.size, ways.size], "<u8").tofile(out)
        np.full(courses, 20, "<u4").tofile(out)
        for rows, low, high in ((taken, -usual // 4, usual // 2), (ways, usual // 2, usual)):
            np.arange(0, rows.size + 1, rows.shape[1]).astype("<u8").tofile(out)
            rows.astype("<u4").tofile(out)
            draw.integers(low, high, size=rows.size).astype("<i4").tofile(out)


def solve(args):
    from ortools.graph.python import min_cost_flow

    straight, capacity, seats, taken, ways, people = read(args)
    began = time.process_time()
    n, m = len(seats), len(capacity)
    # People, the doors of courses, the ways out of them, vacancies, one end.
    door, out, vacancy, end = people, people + n, people + 2 * n, people + 2 * n + m
    flow = min_cost_flow.SimpleMinCostFlow()

    def arcs(tails, heads, room, points):
        tails, heads = np.asarray(tails, np.int64), np.asarray(heads, np.int64)
        room = np.broadcast_to(np.asarray(room, np.int64), tails.shape).copy()
        flow.add_arcs_with_capacity_and_unit_cost(
            tails, heads, room, -np.broadcast_to(np.asarray(points, np.int64), tails.shape))

    arcs(straight[0], vacancy + straight[1], 1, straight[2])
    arcs(taken[0], door + taken[1], 1, taken[2])
    arcs(door + np.arange(n), out + np.arange(n), seats, 0)
    arcs(out + ways[0], vacancy + ways[1], seats[ways[0]], ways[2])
    arcs(vacancy + np.arange(m), np.full(m, end), capacity, 0)
    arcs(np.arange(people), np.full(people, end), 1, 0)
    supply = np.zeros(end + 1, np.int64)
    supply[:people], supply[end] = 1, -people
    flow.set_nodes_supplies(np.arange(end + 1), supply)
    assert flow.solve() == flow.OPTIMAL
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps(dict(tool="ortools", objective=-flow.optimal_cost(),
                          cpu_seconds=round(time.process_time() - began, 2), peak_mib=used.ru_maxrss // 1024)))


def points_of(rows, chosen, whose):
    """What is chosen is worth: of each of these people the arc of their row to what they have."""
    row, end, points = rows
    hit = np.flatnonzero((end == chosen[row]) & whose[row])
    assert len(hit) == whose.sum(), "somebody has what no arc leads to"
    return int(points[hit].sum())


def judge(args):
    straight, capacity, seats, taken, ways, people = read(args)

    def numbers(path, letters, heads, kind):
        file = File(path, letters)
        head = file.take("<u8", heads)
        return file.take(kind, int(head[0])).astype(np.int64), int(head[-1])

    place, _ = numbers(args.places, b"ASSIGN32", 1, "<u4")
    course, _ = numbers(args.of_courses, b"ASSIGN32", 1, "<u4")
    price, scale = numbers(args.prices, b"PRICEI64", 2, "<i8")
    seat_price, seat_scale = numbers(args.seat_prices, b"PRICEI64", 2, "<i8")
    assert len(place) == len(course) == people and scale == seat_scale and (price >= 0).all()
    placed, learns = place != NOBODY, course != NOBODY
    assert not (learns & ~placed).any(), "a course that leads nowhere"
    assert (np.bincount(place[placed], minlength=len(capacity)) <= capacity).all(), "a vacancy is over full"
    assert (np.bincount(course[learns], minlength=len(seats)) <= seats).all(), "a course is over full"
    worth = points_of(straight, place, placed & ~learns) + points_of(taken, course, learns)
    lead = {(int(c), int(v)): int(p) for c, v, p in zip(*ways)}
    worth += sum(lead[int(c), int(v)] for c, v in zip(course[learns], place[learns]))

    # For any prices: what all places ask for, what is left of a seat that leads on, what is left to each person.
    best = np.zeros(people, np.int64)
    np.maximum.at(best, straight[0], straight[2] * scale - price[straight[1]])
    np.maximum.at(best, taken[0], taken[2] * scale - seat_price[taken[1]])
    seat = np.zeros(len(seats), np.int64)
    np.maximum.at(seat, ways[0], ways[2] * scale - price[ways[1]] + seat_price[ways[0]])
    bound = int((capacity * price).sum() + (seats * seat).sum() + best.sum())
    assert worth * scale <= bound, "worth more than its bound"
    facts = dict(tool="judge", placed=int(placed.sum()), by_course=int(learns.sum()), objective=worth,
                 bound=bound // scale, gap_percent=round(100 * (bound - worth * scale) / max(bound, 1), 5))
    if args.optimum is not None:
        assert worth <= args.optimum <= bound / scale, "the optimum is not between worth and bound"
        facts["true_gap_percent"] = round(100 * (args.optimum - worth) / max(args.optimum, 1), 6)
    print(json.dumps(facts))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    for run in (make, solve, judge):
        command = commands.add_parser(run.__name__)
        command.add_argument("arcs")
        command.add_argument("courses")
        command.set_defaults(run=run)
        if run is make:
            command.add_argument("--seed", type=int, default=1)
        if run is judge:
            for name in ("places", "of_courses", "prices", "seat_prices"):
                command.add_argument(name)
            command.add_argument("--optimum", type=int)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
