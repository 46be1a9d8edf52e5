"""Writes networks of JAX and of Keras on TensorFlow as their exporters do, and adds what onnxruntime gives for them to networks.json.

Made with jax 0.10.2, jax2onnx 0.16.0, keras 3.15.1, tensorflow 2.21.0 and onnxruntime 1.30.0:
KERAS_BACKEND=tensorflow python jax_and_tensorflow.py
"""
import json
from pathlib import Path

import jax
import jax.numpy as jnp
import keras
import numpy as np
import onnx
import onnxruntime
from jax import lax
from jax2onnx import to_onnx
from keras import layers

FOLDER = Path(__file__).parent
AXES = ("NWC", "WIO", "NWC")
random = np.random.default_rng(1)


def w(*shape):
    return (random.normal(size=shape) / np.sqrt(np.prod(shape[:-1]))).astype(np.float32)


STEM, WIDE, DEPTH, ONE, HEAD = w(9, 1, 6), w(7, 6, 8), w(5, 1, 8), w(1, 6, 8), w(16, 3)
SCALE, SHIFT, QUERY, KEY, VALUE, OUT = w(8) + 1, w(8), w(8, 2, 4), w(8, 2, 4), w(8, 2, 4), w(2, 4, 8)


def conv(x, weights, stride=1, dilation=1, groups=1):
    more = {"rhs_dilation": (dilation,), "dimension_numbers": AXES, "feature_group_count": groups}
    return lax.conv_general_dilated(x, weights, (stride,), "SAME", **more)


def pool(x, start, join):
    return lax.reduce_window(x, start, join, (1, 4, 1), (1, 2, 1), "VALID")


def network(x):
    x = pool(jax.nn.relu(conv(x, STEM, 2)), -jnp.inf, lax.max)
    y = conv(x, WIDE, dilation=2)
    y = (y - y.mean(-1, keepdims=True)) * lax.rsqrt(y.var(-1, keepdims=True) + 1e-5) * SCALE + SHIFT
    x = jax.nn.silu(conv(jax.nn.gelu(y), DEPTH, groups=8) + conv(x, ONE))
    x = pool(x, 0.0, lax.add) / 4
    query, key, value = (jnp.einsum("btc,chd->bthd", x, weights) for weights in (QUERY, KEY, VALUE))
    looks = jax.nn.softmax(jnp.einsum("bthd,bshd->bhts", query, key) / 2, -1)
    x = x + jnp.einsum("bhts,bshd,hdc->btc", looks, value, OUT)
    return jnp.concatenate([x.mean(1), x.max(1)], -1) @ HEAD


keras.utils.set_random_seed(1)
ecg = keras.Input((64, 1))
x = layers.Conv1D(6, 5, strides=2, padding="same", use_bias=False)(ecg)
x = layers.BatchNormalization(moving_variance_initializer=keras.initializers.RandomUniform(0.5, 2))(x)
x = layers.MaxPooling1D(2)(keras.activations.gelu(x, approximate=True))
x = layers.LayerNormalization()(layers.SeparableConv1D(8, 3, padding="same", activation="swish")(x))
x = layers.Add()([x, layers.MultiHeadAttention(2, 4)(x, x)])
x = layers.Concatenate()([layers.GlobalAveragePooling1D()(x), layers.GlobalMaxPooling1D()(x)])
model = keras.Model(ecg, layers.Dense(3, activation="softmax")(x))
model(np.zeros((2, 64, 1), np.float32))

onnx.save(to_onnx(network, [("batch", 64, 1)], return_mode="proto"), FOLDER / "jax-attention.onnx")
model.export(FOLDER / "keras-attention.onnx", format="onnx", verbose=False)

results = json.loads((FOLDER / "networks.json").read_text())
i = np.arange(128, dtype=np.float64)
ecg = np.sin(1 + 1.7 * i + 0.013 * i * i).astype(np.float32).reshape(2, 64, 1)
for name in ["jax-attention", "keras-attention"]:
    path = FOLDER / f"{name}.onnx"
    model = onnx.load(path)
    for part in [model, model.graph, *model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output]:
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    path.write_bytes(model.SerializeToString())
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    y = session.run(None, {session.get_inputs()[0].name: ecg})[0]
    results[name] = [{"x": [2, 64, 1], "y": {"shape": list(y.shape), "values": [float(f"{v:.7g}") for v in y.ravel()]}}]
(FOLDER / "networks.json").write_text(json.dumps(results, indent=1) + "\n")
