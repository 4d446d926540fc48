"""Keras, with TensorFlow below it set up the same wherever a net is made: it takes no settings once one is."""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import tensorflow as tf

tf.config.threading.set_intra_op_parallelism_threads(2)

__all__ = ["keras"]
