import { join } from 'node:path';
import type { NetworkForm } from '../../../src-shared/models/network-ports.ts';
import { readNetworkFile, NETWORK_FILE } from '../files/network-file.ts';
import type { Classifier } from '../network/classifier.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { describedClassifier } from './described.ts';
import type { ForeignModel } from '../network/foreign-model.ts';
import { openOnnx } from '../onnx/open-onnx.ts';
import { openOnnxRuntime } from '../onnx/open-runtime.ts';
import { openTfjsGraph } from './tfjs-graph.ts';
import { openTfjsLayers } from './tfjs-layers.ts';
import { readTfjsArtifacts } from './tfjs-artifacts.ts';

export interface OpenOptions {
  /** Which of several outputs. */
  output?: string | undefined;
  /** Computed by its own program without gradients. */
  blackBox?: boolean | undefined;
}

/** Opens the file of a network. Throws AppError as the readers of its form do. */
export async function openNetwork(path: string, form: NetworkForm, options: OpenOptions = {}): Promise<ForeignModel> {
  const { output } = options;
  switch (form) {
    case 'tfjs-layers':
      return saying(path, await openTfjsLayers(readTfjsArtifacts(path), path, output));
    case 'tfjs-graph':
      return saying(path, await openTfjsGraph(readTfjsArtifacts(path), path, output));
    case 'onnx':
      return (options.blackBox === true ? openOnnxRuntime : openOnnx)(path, output === undefined ? {} : { output });
  }
}

/** The network, whose failures to compute a record name its file: TensorFlow.js finds only then what cannot be. */
function saying(path: string, model: ForeignModel): ForeignModel {
  const told =
    (compute: ForeignModel['run']): ForeignModel['run'] =>
    (x) => {
      try {
        return compute(x);
      } catch (cause) {
        if (cause instanceof AppError) throw cause;
        const why = AppError.from(cause).message;
        throw new AppError('bad-input', `'${path}' cannot be computed: ${why} Is the file whole?`, undefined, {
          cause,
        });
      }
    };
  return { ...model, run: told((x) => model.run(x)), scores: told((x) => model.scores(x)) };
}

/** Opens an imported network in the folder of its model; undefined for a model of the program's own. */
export async function openImported(folder: string): Promise<Classifier | undefined> {
  const description = readNetworkFile(folder);
  if (description === undefined) return undefined;
  const { form, files, output, blackBox } = description;
  const path = join(folder, files[0] as string);
  try {
    return describedClassifier(await openNetwork(path, form, { output: output.name, blackBox }), description);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('damaged', `'${join(folder, NETWORK_FILE)}' cannot be opened: ${String(cause)}`, undefined, {
      cause,
    });
  }
}
