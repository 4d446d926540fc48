"""Keras on TensorFlow, set up here before any net is made: afterwards it takes no settings."""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import tensorflow as tf

tf.config.threading.set_intra_op_parallelism_threads(2)

__all__ = ["keras"]
