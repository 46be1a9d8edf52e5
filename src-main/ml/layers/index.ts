import * as tf from '@tensorflow/tfjs-core';
import { DilatedMaxPooling1D } from './dilated-max-pooling-1d.ts';
import { FitLength } from './fit-length.ts';
import { ZeroPadding1D } from './zero-padding-1d.ts';

/** Makes the layers that TF.js lacks known to it: before models that have them are built or opened. */
export function registerLayers(): void {
  for (const layer of [DilatedMaxPooling1D, FitLength, ZeroPadding1D]) tf.serialization.registerClass(layer);
}
