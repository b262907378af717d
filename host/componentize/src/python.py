"""Starts a plugin with nothing in its memory of the machine and the moment of the build.

Its memory becomes the plugin: what modules leave in it when they are imported is in the bytes.
"""

import gc
import sys

import _random

from _imp import create_dynamic
from importlib.machinery import ModuleSpec

sys.dont_write_bytecode = True


class Random(_random.Random):
    """Starts from zero unless told otherwise: no host gives randomness to a plugin."""

    def __new__(cls, *arguments, **named):
        return super().__new__(cls)

    def __init__(self, seed=None):
        self.seed(seed)

    def seed(self, seed=None):
        super().seed(0 if seed is None else seed)


_random.Random = Random

# What is called to run a plugin imports these.
import os
import random
import weakref

import rules

# Which files there are, and since when.
sys.path_importer_cache.clear()
gc.collect()

folder, _, _ = __file__.rpartition("/")
try:
    create_dynamic(ModuleSpec("architrave_still", None, origin=f"{folder}/architrave_still.cpython-314-wasm32-wasi.so"))
except (ImportError, MemoryError):
    # It never succeeds. Another interpreter than that of Python 3.14 does not have it.
    pass

sys.modules[__name__] = rules
