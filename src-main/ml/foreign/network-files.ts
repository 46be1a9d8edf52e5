import { basename, dirname } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { NetworkForm } from '../../../src-shared/models/network-ports.ts';
import { fileBeside } from '../files/beside.ts';
import { NETWORK_FILE } from '../files/network-file.ts';
import { weightFilesOf } from '../onnx/open-onnx.ts';
import { readTfjsArtifacts } from './tfjs-artifacts.ts';

const STORED_AS: Record<NetworkForm, string> = {
  onnx: 'network.onnx',
  'tfjs-layers': 'model.json',
  'tfjs-graph': 'model.json',
};

/** Names in the folder of a model that are not a network's. */
const TAKEN = [NETWORK_FILE, 'card.json'];

/** The files that a network consists of and what they are stored as, the one to open first. Throws as its reader does. */
export function networkFiles(path: string, form: NetworkForm): { from: string; as: string }[] {
  const shards = form === 'onnx' ? weightFilesOf(path) : readTfjsArtifacts(path).shards;
  const files = shards.map((name) => ({ from: fileBeside(name, dirname(path), path), as: basename(name) }));
  const taken = files.find(({ as }) => TAKEN.includes(as) || as === STORED_AS[form]);
  if (taken)
    throw new AppError(
      'bad-input',
      `The weights '${taken.as}' of '${path}' have the name of another file. Save the model again.`,
    );
  return [{ from: path, as: STORED_AS[form] }, ...files];
}
