"""Two small files of arcs and courses behind three bytes, as the fuzz target takes them, into the folder seeds."""

import struct
import sys
from pathlib import Path

ARCS = b"ALLOCI32" + struct.pack("<3Q3Q3I3i3I", 2, 3, 3, 0, 2, 3, 2, 0, 2, 7, -4, 9, 1, 1, 1)
COURSES = b"COURSE32" + struct.pack("<3QI3QIi2Q2I2i", 1, 1, 2, 1, 0, 1, 1, 0, -3, 0, 2, 0, 1, 5, 6)
Path(sys.argv[1]).mkdir(exist_ok=True)
for name, arcs in (("arcs", ARCS), ("empty", b"")):
    Path(sys.argv[1], name).write_bytes(bytes([0, 100, 0]) + arcs + COURSES)
