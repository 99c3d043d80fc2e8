#!/usr/bin/env python3
"""Makes tree.json: roots, proofs and tiles of trees of 1 to 300 leaves, by two implementations that are not ours.

Roots and inclusion proofs are those of pymerkle 7.0.0, all proofs and tiles those of aics-tlog 0.2.1 (both on PyPI); where both give
the same thing they are compared here. Leaf n is the decimal number n as ASCII. pymerkle lists a leaf itself among the nodes of its
proof; it is left out. Made with Python 3.13:
    python3 -m venv v && v/bin/pip install pymerkle==7.0.0 aics-tlog==0.2.1 && v/bin/python make_tree.py > tree.json
"""
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from aics_tlog.tree import MerkleTree
from pymerkle import InmemoryTree

MOST = 300
SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 11, 16, 21, 31, 32, 33, 64, 100, 128, 200, 255, 256, 257, 300]

one, other = InmemoryTree(algorithm="sha256"), MerkleTree()
roots = []
for n in range(MOST):
    one.append_entry(str(n).encode())
    other.append(str(n).encode())
    roots.append(one.get_root().hex())
    assert roots[-1] == other.root().hex(), n

inclusion, consistency = [], []
for size in SIZES:
    for index in sorted({0, size // 3, size // 2, max(size - 2, 0), size - 1}):
        leaf = one.get_leaf(index + 1).hex()
        path = [h for h in one.prove_inclusion(index + 1, size).serialize()["path"] if h != leaf]
        assert path == [h.hex() for h in other.inclusion_proof(index, size)], (index, size)
        inclusion.append({"index": index, "size": size, "path": path})
    for old in (s for s in SIZES if s < size):
        path = [h.hex() for h in other.consistency_proof(old, size)]
        consistency.append({"from": old, "to": size, "path": path})

# The tiles of the whole tree, as files: address and SHA-256 of the content.
tiles = {}
with tempfile.TemporaryDirectory() as folder:
    leaves, out = Path(folder, "leaves"), Path(folder, "out")
    leaves.write_text("".join(f"{n}\n" for n in range(MOST)))
    subprocess.run([sys.executable, "-m", "aics_tlog", "build-tiles", "--leaves", str(leaves), "--out", str(out)], check=True, stdout=subprocess.DEVNULL)
    for file in sorted(out.rglob("*")):
        name = file.relative_to(out).as_posix()
        if file.is_file() and name.startswith("tile/") and "entries" not in name:
            tiles[name] = hashlib.sha256(file.read_bytes()).hexdigest()
json.dump({"roots": roots, "inclusion": inclusion, "consistency": consistency, "tiles": tiles}, sys.stdout, separators=(",", ":"))
print()
