import * as tf from '@tensorflow/tfjs-core';

/** Var(Δδ) of each row of δ (batch, samples), as (batch, 1), divided by the number of differences: small for a smooth δ. */
export function jerkiness(delta: tf.Tensor2D): tf.Tensor2D {
  const steps = differences(delta);
  return tf.mean(tf.square(tf.sub(steps, tf.mean(steps, 1, true))), 1, true);
}

/** ∂Var(Δδ)/∂δ (batch, samples): −2/n times the differences of the centred differences. */
export function jerkinessGradient(delta: tf.Tensor2D): tf.Tensor2D {
  const steps = differences(delta);
  const centred: tf.Tensor2D = tf.sub(steps, tf.mean(steps, 1, true));
  const around = tf.pad(centred, [
    [0, 0],
    [1, 1],
  ]);
  return tf.mul(-2 / steps.shape[1], differences(around as tf.Tensor2D));
}

/** Δv: each sample's difference from the previous one; one fewer than the samples. */
function differences(v: tf.Tensor2D): tf.Tensor2D {
  const [batch, samples] = v.shape;
  return tf.sub(tf.slice(v, [0, 1], [batch, samples - 1]), tf.slice(v, [0, 0], [batch, samples - 1]));
}
