import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { NetworkForm } from '../../../src-shared/models/network-ports.ts';
import { startOfRegular } from '../../ecg/source/regular-file.ts';
import { MODEL_FILE } from '../files/model-files.ts';
import { readTfjsArtifacts } from './tfjs-artifacts.ts';

/** A network's file and what it is. */
export interface NetworkSource {
  path: string;
  form: NetworkForm | 'han2020';
}

/** How to export what other programs keep their networks in. */
const CURES: readonly { is: (name: string, start: Buffer) => boolean; what: string; cure: string }[] = [
  {
    is: (name) => /\.(pt|pth|ckpt|bin|safetensors)$/i.test(name),
    what: 'weights of PyTorch, which only its own program can run',
    cure: 'Export the network there: torch.onnx.export(model.eval(), torch.zeros(1, 1, 3000), "net.onnx", input_names=["ecg"], output_names=["logits"], dynamic_axes={"ecg": {0: "batch"}}).',
  },
  {
    is: (name, start) => /\.(h5|hdf5|keras)$/i.test(name) || start.subarray(1, 4).toString('latin1') === 'HDF',
    what: 'a model of Keras',
    cure: 'Export it there: model.export("net.onnx", format="onnx"), or tensorflowjs_converter --input_format=keras net.h5 folder.',
  },
  {
    is: (name) => /^saved_model\.pb$/i.test(name),
    what: 'a SavedModel of TensorFlow',
    cure: 'Convert it: tensorflowjs_converter --input_format=tf_saved_model <folder> <new folder>, or python -m tf2onnx.convert --saved-model <folder> --output net.onnx.',
  },
  {
    is: (name) => /\.tflite$/i.test(name),
    what: 'a model of TensorFlow Lite',
    cure: 'Convert it: python -m tf2onnx.convert --tflite net.tflite --output net.onnx.',
  },
  {
    is: (name) => /\.(mat|mlx)$/i.test(name),
    what: 'a network of MATLAB',
    cure: 'Export it there: exportONNXNetwork(net, "net.onnx").',
  },
  {
    is: (name) => /\.(pkl|joblib|pickle)$/i.test(name),
    what: 'a pickle of Python, which runs code when it is opened and is therefore not opened here',
    cure: 'Export the network as ONNX (torch.onnx, skl2onnx).',
  },
];

/**
 * What a file or folder holds, by its content. Throws AppError 'not-found' where there is nothing, 'bad-input' that says what
 * it is and how to export it otherwise.
 */
export function recogniseNetwork(path: string): NetworkSource {
  if (!existsSync(path)) throw new AppError('not-found', `${path} cannot be opened: is the name right?`);
  if (statSync(path).isDirectory()) return inFolder(path);
  const name = basename(path);
  const start = startOfRegular(path, 16);
  if (start.subarray(0, 2).toString('latin1') === 'PK' && /\.npz$/i.test(name)) return { path, form: 'han2020' };
  if (/\.json$/i.test(name)) return { path, form: readTfjsArtifacts(path).form };
  const other = CURES.find(({ is }) => is(name, start));
  if (other) throw new AppError('bad-input', `${path} is ${other.what}. ${other.cure}`);
  if (/\.npz$/i.test(name)) return { path, form: 'han2020' };
  if (/\.onnx$/i.test(name)) return { path, form: 'onnx' };
  throw new AppError(
    'bad-input',
    `${path} is none of the networks that can be imported: an ONNX file (.onnx), a model of TensorFlow.js (its folder, or model.json), or arrays of a han2020 (.npz).`,
  );
}

function inFolder(folder: string): NetworkSource {
  if (existsSync(join(folder, MODEL_FILE))) return recogniseNetwork(join(folder, MODEL_FILE));
  const names = readdirSync(folder);
  const [network, another] = names.filter((name) => extname(name).toLowerCase() === '.onnx');
  if (network !== undefined && another === undefined) return recogniseNetwork(join(folder, network));
  const saved = names.find((name) => name === 'saved_model.pb');
  if (saved !== undefined) return recogniseNetwork(join(folder, saved));
  const found = another === undefined ? 'neither model.json nor an .onnx file' : 'several .onnx files';
  throw new AppError('not-found', `The folder ${folder} has ${found}. Give the file of the network.`);
}
