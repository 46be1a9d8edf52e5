/** Loads tfjs-node (its folder is the argument), multiplies two matrices, and prints TensorFlow's version. */
const util = require('node:util');

// Gone from Node 23 on, and still called by tfjs-node 4.22.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;

const tf = require(process.argv[2]);
const [product] = tf.matMul(tf.ones([1, 3]), tf.ones([3, 1])).dataSync();
if (product !== 3) throw new Error(`TensorFlow computes 1·1 + 1·1 + 1·1 = ${product}`);
console.log(tf.backend().binding.TF_Version);
