"""Writes operators.json: small ONNX graphs, and what onnxruntime gives for them.

Made with onnx 1.23.1 and onnxruntime 1.30.0: python operators.py
"""
import base64
import json
from pathlib import Path

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

cases = {}


def pattern(shape, seed=1.0):
    i = np.arange(int(np.prod(shape)), dtype=np.float64)
    return np.sin(seed + 1.7 * i + 0.013 * i * i).astype(np.float32).reshape(shape)


def case(name, nodes, shape, weights=None, opset=17, free=None, ir=8):
    """`nodes`: (op, inputs, outputs, attributes); the input is x, the output y."""
    made = [helper.make_node(op, inputs.split(), outputs.split(), **attributes) for op, inputs, outputs, attributes in nodes]
    free = free or []
    sizes = [f"n{i}" if i in free else n for i, n in enumerate(shape)]
    graph = helper.make_graph(
        made,
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, sizes)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(np.asarray(value), key) for key, value in (weights or {}).items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=ir)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    y = session.run(None, {"x": pattern(shape)})[0]
    cases[name] = {
        "model": base64.b64encode(model.SerializeToString()).decode(),
        "x": list(shape),
        "y": {"shape": list(y.shape), "values": [float(f"{v:.6g}") for v in y.ravel()]},
    }


def one(name, op, shape, weights=None, opset=17, **attributes):
    inputs = " ".join(["x", *(weights or {}).keys()])
    case(name, [(op, inputs, "y", attributes)], shape, weights, opset)


signal = (2, 3, 11)
ints = lambda *values: np.array(values, dtype=np.int64)
w = lambda *shape: pattern(shape, 2.0)

# Elementwise, in ONNX's order and after a convolution (channels last).
unary = "Relu LeakyRelu Elu Selu Celu ThresholdedRelu Sigmoid HardSigmoid Tanh Softplus Softsign HardSwish Mish Erf Exp Neg Abs Sin Cos Identity".split()
for op in unary:
    one(op, op, signal, opset=18)
one("Gelu", "Gelu", signal, opset=20)
one("Gelu, tanh", "Gelu", signal, opset=20, approximate="tanh")
for op in ["Log", "Sqrt", "Reciprocal"]:
    case(op, [("Add", "x two", "a", {}), (op, "a", "y", {})], signal, {"two": np.float32(2)})
after = [("Conv", "x k", "c", {"pads": [1, 1]})]
kernel = {"k": w(4, 3, 3)}
for op in ["Relu", "LeakyRelu", "Elu", "Sigmoid", "Erf", "HardSwish"]:
    case(f"{op} after Conv", after + [(op, "c", "y", {})], signal, kernel)
one("Elu, alpha", "Elu", signal, alpha=0.5)
one("Celu, alpha", "Celu", signal, alpha=0.7)
one("HardSigmoid, alpha", "HardSigmoid", signal, alpha=0.3, beta=0.4)
one("Clip", "Clip", signal, {"lo": np.float32(-0.5), "hi": np.float32(0.6)})
case("Clip, no upper bound", [("Clip", "x lo", "y", {})], signal, {"lo": np.float32(-0.5)})
one("Clip, attributes", "Clip", signal, opset=6, min=-0.3, max=0.4)
one("Dropout", "Dropout", signal)
one("PRelu", "PRelu", signal, {"s": w(3, 1)})
case("PRelu after Conv", after + [("PRelu", "c s", "y", {})], signal, {**kernel, "s": w(4, 1)})
for op in ["Add", "Sub", "Mul", "Min", "Max"]:
    one(op, op, signal, {"b": w(3, 1)})
    case(f"{op} after Conv", after + [(op, "c b", "y", {})], signal, {**kernel, "b": w(4, 1)})
    case(f"{op} of two orders", after + [("Conv", "x k", "d", {"pads": [1, 1]}), ("Transpose", "d", "e", {"perm": [0, 2, 1]}), ("Transpose", "e", "f", {"perm": [0, 2, 1]}), (op, "c f", "y", {})], signal, kernel)
one("Div", "Div", signal, {"b": np.abs(w(11)) + 1})
case("Div, constant by x", [("Add", "x two", "a", {}), ("Div", "b a", "y", {})], signal, {"two": np.float32(2), "b": w(11)})
case("Sub, vector after Conv", after + [("Sub", "b c", "y", {})], signal, {**kernel, "b": w(11)})
case("Add, rank 2 by rank 3", after + [("Add", "c b", "y", {})], signal, {**kernel, "b": w(2, 1, 11)})
one("Pow 2", "Pow", signal, {"e": np.float32(2)})
one("Pow 3", "Pow", signal, {"e": np.float32(3)})
case("Pow 1.5", [("Add", "x two", "a", {}), ("Pow", "a e", "y", {})], signal, {"two": np.float32(2), "e": np.float32(1.5)})
case("Pow of a constant", [("Pow", "b x", "y", {})], signal, {"b": np.float32(2)})
case("Sum, Mean", [("Sum", "x b x", "s", {}), ("Mean", "s x", "y", {})], signal, {"b": w(3, 1)})
for op in ["Greater", "Less", "GreaterOrEqual", "LessOrEqual"]:
    case(f"{op}, Where", [(op, "x b", "m", {}), ("Where", "m x c", "y", {})], signal, {"b": np.float32(0.1), "c": w(3, 1)})
case("Where after Conv", after + [("Greater", "c b", "m", {}), ("Where", "m c z", "y", {})], signal, {**kernel, "b": np.float32(0.1), "z": w(4, 1)})
case("Equal, Not, And, Or", [("Greater", "x b", "m", {}), ("Less", "x z", "n", {}), ("Or", "m n", "o", {}), ("Not", "o", "q", {}), ("And", "q q", "r", {}), ("Cast", "r", "t", {"to": 1}), ("Mul", "t x", "y", {})], signal, {"b": np.float32(0.53), "z": np.float32(-0.53)})

# Convolutions.
bias = {"b": w(4)}
for name, extra in {
    "plain": {},
    "same pads": {"pads": [1, 1]},
    "stride 2": {"strides": [2], "pads": [1, 1]},
    "stride 3": {"strides": [3], "pads": [2, 0]},
    "dilation 2": {"dilations": [2], "pads": [2, 2]},
    "dilation 2, stride 2": {"dilations": [2], "strides": [2], "pads": [1, 2]},
    "SAME_UPPER": {"auto_pad": "SAME_UPPER", "strides": [2]},
    "SAME_LOWER": {"auto_pad": "SAME_LOWER", "strides": [2]},
    "VALID": {"auto_pad": "VALID"},
}.items():
    one(f"Conv, {name}", "Conv", signal, {"k": w(4, 3, 3), **bias}, **extra)
one("Conv, even kernel", "Conv", signal, {"k": w(4, 3, 4)}, pads=[1, 2])
one("Conv, kernel 1", "Conv", signal, {"k": w(4, 3, 1), **bias})
for name, extra in {"": {}, ", stride 2": {"strides": [2]}, ", dilation 2": {"dilations": [2]}, ", both": {"strides": [2], "dilations": [2]}}.items():
    one(f"Conv, depthwise{name}", "Conv", signal, {"k": w(3, 1, 3), "b": w(3)}, group=3, pads=[1, 1], **extra)
    one(f"Conv, depthwise of two{name}", "Conv", signal, {"k": w(6, 1, 3)}, group=3, pads=[1, 1], **extra)
    one(f"Conv, two groups{name}", "Conv", (2, 4, 11), {"k": w(6, 2, 3), "b": w(6)}, group=2, pads=[1, 1], **extra)
case("Conv, Relu", after + [("Relu", "c", "y", {})], signal, kernel)
norm = {"g": np.abs(w(4)) + 0.5, "h": w(4), "m": pattern((4,), 3.0), "v": np.abs(pattern((4,), 4.0)) + 0.5}
case("Conv, BatchNormalization, Relu", after + [("BatchNormalization", "c g h m v", "n", {}), ("Relu", "n", "y", {})], signal, {**kernel, **norm})
case("Conv, Relu, BatchNormalization", after + [("Relu", "c", "r", {}), ("BatchNormalization", "r g h m v", "y", {"epsilon": 0.01})], signal, {**kernel, **norm})
case("shared BatchNormalization weights", after + [("Relu", "c", "r", {}), ("BatchNormalization", "r g h m v", "s", {}), ("BatchNormalization", "s g h h v", "y", {})], signal, {**kernel, **norm})
one("BatchNormalization, rank 2", "BatchNormalization", (3, 4), norm)
image = (2, 3, 1, 11)
one("Conv 2-D, one row", "Conv", image, {"k": w(4, 3, 1, 3), **bias}, pads=[0, 1, 0, 1], strides=[1, 2])
one("Conv 2-D, one column", "Conv", (2, 3, 11, 1), {"k": w(4, 3, 3, 1), **bias}, pads=[1, 0, 1, 0])
one("Conv 2-D, leads as rows", "Conv", (2, 1, 4, 9), {"k": w(4, 1, 1, 3), **bias}, pads=[0, 1, 0, 1])
one("Conv 2-D, across leads", "Conv", (2, 2, 4, 9), {"k": w(4, 2, 4, 1), **bias})
one("Conv 2-D, square", "Conv", (2, 2, 5, 7), {"k": w(4, 2, 3, 3), **bias}, pads=[1, 1, 1, 1], strides=[2, 1])
one("Conv 2-D, depthwise across leads", "Conv", (2, 2, 4, 9), {"k": w(4, 1, 4, 1)}, group=2)

# Pooling.
for name, extra in {
    "2": {"kernel_shape": [2], "strides": [2]},
    "3 by 2, padded": {"kernel_shape": [3], "strides": [2], "pads": [1, 1]},
    "3 by 2, ceil": {"kernel_shape": [3], "strides": [2], "ceil_mode": 1},
    "2 by 2, ceil": {"kernel_shape": [2], "strides": [2], "ceil_mode": 1},
    "3 by 3, ceil and padded": {"kernel_shape": [3], "strides": [3], "pads": [1, 1], "ceil_mode": 1},
    "SAME_UPPER": {"kernel_shape": [4], "strides": [2], "auto_pad": "SAME_UPPER"},
}.items():
    one(f"MaxPool, {name}", "MaxPool", signal, **extra)
    one(f"AveragePool, {name}", "AveragePool", signal, opset=19, **extra)
    one(f"AveragePool, {name}, zeros counted", "AveragePool", signal, opset=19, count_include_pad=1, **extra)
one("MaxPool, dilated", "MaxPool", signal, kernel_shape=[3], dilations=[2], strides=[2], pads=[1, 1])
one("AveragePool, dilated", "AveragePool", signal, opset=19, kernel_shape=[3], dilations=[2], pads=[1, 1])
one("MaxPool 2-D", "MaxPool", (2, 2, 5, 8), kernel_shape=[2, 3], strides=[1, 2], pads=[0, 1, 0, 1])
one("AveragePool 2-D", "AveragePool", (2, 2, 5, 8), kernel_shape=[2, 3], strides=[1, 2], pads=[0, 1, 0, 1])
# As JAX writes lax.reduce_window, over an axis of three.
one("MaxPool, one axis of three", "MaxPool", (1, 1, 2, 9, 3), kernel_shape=[1, 4, 1], strides=[1, 2, 1], pads=[0, 1, 0, 0, 2, 0])
one("Conv, one axis of three", "Conv", (1, 1, 2, 9, 3), {"k": w(1, 1, 1, 4, 1), "b": w(1)}, strides=[1, 2, 1], pads=[0, 1, 0, 0, 2, 0])

for op in ["GlobalAveragePool", "GlobalMaxPool"]:
    one(op, op, signal)
    one(f"{op} 2-D", op, (2, 3, 3, 5))

# Reductions.
for op in ["ReduceMean", "ReduceMax", "ReduceMin", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSumExp"]:
    one(op, op, signal, axes=[-1], keepdims=0)
    case(f"{op} after Conv", after + [(op, "c", "y", {"axes": [2], "keepdims": 1})], signal, kernel)
one("ReduceMean, all", "ReduceMean", signal)
one("ReduceMean, axes as input", "ReduceMean", signal, {"a": ints(1, 2)}, opset=18)
one("ReduceSum", "ReduceSum", signal, {"a": ints(1)}, keepdims=0)
case("ReduceSum, batch after Conv", after + [("ReduceSum", "c a", "y", {"keepdims": 0})], signal, {**kernel, "a": ints(0)})
one("Softmax", "Softmax", (3, 5))
one("Softmax, axis 1", "Softmax", signal, axis=1)
case("Softmax, channels after Conv", after + [("Softmax", "c", "y", {"axis": 1})], signal, kernel)
case("Softmax, time after Conv", after + [("Softmax", "c", "y", {"axis": 2})], signal, kernel)
one("Softmax, opset 11", "Softmax", signal, opset=11, axis=1)
one("LogSoftmax", "LogSoftmax", (3, 5))

# Matrices.
one("Gemm", "Gemm", (3, 5), {"a": w(5, 4), "c": w(4)})
one("Gemm, transposed and scaled", "Gemm", (3, 5), {"a": w(4, 5), "c": w(3, 4)}, transB=1, alpha=0.5, beta=2.0)
one("Gemm, left transposed", "Gemm", (5, 3), {"a": w(5, 4)}, transA=1)
one("MatMul", "MatMul", (3, 5), {"a": w(5, 4)})
one("MatMul, rank 3", "MatMul", signal, {"a": w(11, 4)})
one("MatMul, batch", "MatMul", signal, {"a": w(2, 11, 4)})
one("MatMul, broadcast", "MatMul", (2, 1, 3, 5), {"a": w(4, 5, 2)})
one("MatMul, vector", "MatMul", signal, {"a": w(11)})
case("MatMul, vector first", [("MatMul", "a x", "y", {})], signal, {"a": w(3)})
case("Einsum", [("Einsum", "x a", "y", {"equation": "bct, td -> bcd"})], signal, {"a": w(11, 4)})
case("attention", [("Transpose", "x", "t", {"perm": [0, 2, 1]}), ("MatMul", "t q", "Q", {}), ("MatMul", "t k", "K", {}), ("MatMul", "t v", "V", {}), ("Transpose", "K", "L", {"perm": [0, 2, 1]}), ("MatMul", "Q L", "s", {}), ("Div", "s d", "e", {}), ("Softmax", "e", "p", {"axis": -1}), ("MatMul", "p V", "y", {})], signal, {"q": w(3, 4), "k": pattern((3, 4), 3.0), "v": pattern((3, 4), 5.0), "d": np.float32(2)})

# Normalisation.
one("InstanceNormalization", "InstanceNormalization", signal, {"g": w(3), "h": pattern((3,), 3.0)})
one("LayerNormalization", "LayerNormalization", signal, {"g": w(11), "h": pattern((11,), 3.0)})
one("LayerNormalization, two axes", "LayerNormalization", signal, {"g": w(3, 11)}, axis=1)
one("GroupNormalization", "GroupNormalization", (2, 4, 9), {"g": w(4), "h": pattern((4,), 3.0)}, opset=21, num_groups=2)

# Shapes.
one("Reshape", "Reshape", signal, {"s": ints(0, -1)})
one("Flatten", "Flatten", signal)
one("Flatten, axis 2", "Flatten", signal, axis=2)
case("Flatten after Conv", after + [("Flatten", "c", "y", {})], signal, kernel)
one("Transpose", "Transpose", signal, perm=[2, 0, 1])
one("Transpose, default", "Transpose", signal)
for order in [[0, 2, 1], [1, 0, 2], [0, 1, 2]]:
    case(f"Transpose {order} after Conv", after + [("Transpose", "c", "y", {"perm": order})], signal, kernel)
case("Transpose of four axes", [("Transpose", "x", "t", {"perm": [0, 3, 1, 2]}), ("Conv", "t k", "c", {}), ("Transpose", "c", "y", {"perm": [0, 2, 3, 1]})], (2, 1, 9, 3), {"k": w(4, 3, 1, 3)})
for axis in [0, 1, 2]:
    case(f"Concat, axis {axis} after Conv", after + [("Concat", "c c c", "y", {"axis": axis})], signal, kernel)
one("Concat", "Concat", signal, {"o": w(2, 2, 11)}, axis=1)
case("Squeeze, Unsqueeze", [("Unsqueeze", "x a", "u", {}), ("Conv", "u k", "c", {}), ("Squeeze", "c a", "y", {})], signal, {"a": ints(2), "k": w(4, 3, 1, 3)})
one("Unsqueeze, attribute", "Unsqueeze", signal, opset=11, axes=[1, -1])
case("Squeeze, all", [("Squeeze", "x", "y", {})], (2, 1, 5, 1))
case("Split", [("Split", "x", "a b c", {"axis": 1}), ("Sub", "a c", "y", {})], signal)
case("Split, sizes after Conv", after + [("Split", "c s", "a b", {"axis": 1}), ("Mul", "a b", "y", {})], signal, {**kernel, "s": ints(2, 2)})
case("Split, uneven", [("Split", "x", "a b", {"axis": 2, "num_outputs": 2}), ("ReduceMax", "b", "y", {"keepdims": 0})], signal, opset=18)
case("Slice", [("Slice", "x s e a t", "y", {})], signal, {"s": ints(1, -9), "e": ints(3, 2**63 - 1), "a": ints(1, 2), "t": ints(1, 2)})
case("Slice, backwards", [("Slice", "x s e a t", "y", {})], signal, {"s": ints(-1), "e": ints(-(2**63)), "a": ints(2), "t": ints(-3)})
case("Slice after Conv", after + [("Slice", "c s e a", "y", {})], signal, {**kernel, "s": ints(1, 2), "e": ints(3, -2), "a": ints(1, 2)})
one("Slice, attributes", "Slice", signal, opset=9, starts=[0, 1], ends=[1, 9], axes=[1, 2])
one("Pad", "Pad", signal, {"p": ints(0, 1, 2, 0, 0, 3), "v": np.float32(0.5)})
one("Pad, reflect", "Pad", signal, {"p": ints(0, 0, 3, 0, 0, 2)}, mode="reflect")
one("Pad, edge", "Pad", signal, {"p": ints(0, 0, 3, 0, 0, 2)}, mode="edge")
one("Pad, cut", "Pad", signal, {"p": ints(0, 0, -2, 0, 0, 3)})
case("Pad after Conv", after + [("Pad", "c p", "y", {})], signal, {**kernel, "p": ints(0, 1, 2, 0, 0, 1)})
one("Pad, attribute", "Pad", signal, opset=2, pads=[0, 0, 1, 0, 0, 1], value=0.25)
one("Expand", "Expand", (2, 1, 5), {"s": ints(2, 3, 5)})
one("Tile", "Tile", (2, 1, 5), {"s": ints(1, 3, 2)})
one("Gather", "Gather", signal, {"i": ints(2, 0, 2)}, axis=1)
one("Gather, one", "Gather", signal, {"i": np.int64(-1)}, axis=2)
one("Gather, in order", "Gather", signal, {"i": ints(3, 4, 5)}, axis=2)
case("free sizes", [("Shape", "x", "s", {}), ("Gather", "s zero", "b", {}), ("Unsqueeze", "b zeros", "u", {}), ("Concat", "u rest", "n", {"axis": 0}), ("Reshape", "x n", "y", {})], signal, {"zero": np.int64(0), "zeros": ints(0), "rest": ints(-1)}, free=[0, 2])
case("length halved by shape arithmetic", [("Shape", "x", "s", {}), ("Slice", "s two three", "l", {}), ("Div", "l twos", "h", {}), ("Cast", "h", "i", {"to": 7}), ("Slice", "x zeros i twos", "y", {})], signal, {"two": ints(2), "three": ints(3), "twos": ints(2), "zeros": ints(0)}, free=[0, 2])
case("constants made of shapes", [("Shape", "x", "s", {}), ("ConstantOfShape", "s", "o", {"value": helper.make_tensor("v", 1, [1], [1.5])}), ("Mul", "x o", "m", {}), ("Size", "x", "z", {}), ("Cast", "z", "f", {"to": 1}), ("Div", "m f", "y", {})], signal, free=[0])
case("Range", [("Range", "a b c", "r", {}), ("Cast", "r", "f", {"to": 1}), ("Mul", "x f", "y", {})], signal, {"a": np.int64(0), "b": np.int64(11), "c": np.int64(1)})
case("Expand to a free batch", [("Shape", "x", "s", {}), ("Equal", "s two", "q", {}), ("Where", "q s s", "e", {}), ("Expand", "t e", "g", {}), ("Mul", "x g", "y", {})], signal, {"t": w(3, 1), "two": ints(2)}, free=[0])
for stride, pads, more, groups in [(1, [0, 0], 0, 1), (2, [1, 1], 1, 1), (3, [0, 2], 0, 3), (2, [4, 3], 0, 1)]:
    case(f"ConvTranspose, stride {stride}, pads {pads}, {groups} groups", [("ConvTranspose", "x k b", "y", {"strides": [stride], "pads": pads, "output_padding": [more], "group": groups})], signal, {"k": w(3, 2, 4), "b": w(2 * groups)})
one("ConvTranspose, dilated", "ConvTranspose", signal, {"k": w(3, 2, 3)}, dilations=[2])
one("ConvTranspose of rows of one", "ConvTranspose", (2, 3, 1, 7), {"k": w(3, 2, 1, 3)}, strides=[1, 2])
fixed = [("QuantizeLinear", "x s z", "q", {}), ("DequantizeLinear", "q s z", "y", {})]
# Steps so fine that slopes by differences see what lies between them, and a range that cuts nothing off.
case("quantised to 16 bits", fixed, signal, {"s": np.float32(1 / 30000), "z": np.uint16(32000)}, opset=21, ir=10)
case("quantised weights, a scale for each filter", [("DequantizeLinear", "k s z", "f", {"axis": 0}), ("Conv", "x f", "y", {})], signal, {"k": (100 * w(4, 3, 3)).astype(np.int8), "s": np.float32([0.1, 0.2, 0.3, 0.4]), "z": np.int8([0, 1, 2, 3])})
for kind, value in {"float16": w(3, 1).astype(np.float16), "double": w(3, 1).astype(np.float64)}.items():
    case(f"{kind} weights", [("Cast", "b", "f", {"to": 1}), ("Add", "x f", "y", {})], signal, {"b": value})
for kind in ["int8", "uint8", "int16", "uint16", "int32", "uint32", "uint64", "bool"]:
    case(f"{kind} weights", [("Cast", "b", "f", {"to": 1}), ("Add", "x f", "y", {})], signal, {"b": np.array([[0], [1], [100]], dtype=kind)})

Path(__file__).with_name("operators.json").write_text("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in cases.items()) + "\n}\n")
print(len(cases), "cases")
