"""Figures of speed, each as a ratio to a peer measured in the same run; `python -m benchmarks` writes the table."""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before numpy is imported: one thread each
