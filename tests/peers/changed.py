"""The same people and vacancies after some time: one person in a hundred is rescored by up to 100 points at each of their vacancies.

    python changed.py ARCS.bin NEW.bin [--places] [--seed 7]

With --places, room is redrawn at one vacancy in a hundred as well. Needs numpy. The form of the files stands in
crates/allocation/src/auction/file.rs.
"""

import argparse

import numpy as np

from courses import File


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("arcs")
    parser.add_argument("new")
    parser.add_argument("--places", action="store_true")
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    arcs = File(args.arcs, b"ALLOCI32")
    people, vacancies, n = (int(x) for x in arcs.take("<u8", 3))
    begins = arcs.take("<u8", people + 1)
    ends, points, room = arcs.take("<u4", n), arcs.take("<i4", n).copy(), arcs.take("<u4", vacancies).copy()
    draw = np.random.default_rng(args.seed)
    rescored = np.repeat(draw.random(people) < 0.01, np.diff(begins.astype(np.int64)))
    points[rescored] = np.maximum(1, points[rescored] + draw.integers(-100, 101, rescored.sum()))
    if args.places:
        redrawn = draw.random(vacancies) < 0.01
        room[redrawn] = draw.integers(1, 17, redrawn.sum())
    with open(args.new, "wb") as out:
        out.write(arcs.bytes[:32].tobytes())
        for array in (begins, ends, points, room):
            array.tofile(out)


if __name__ == "__main__":
    main()
