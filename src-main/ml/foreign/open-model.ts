import { loadClassifier, type Classifier } from '../network/classifier.ts';
import { openTrees } from '../trees/open-trees.ts';
import { openImported } from './open-network.ts';

/**
 * Opens the model in a folder, one of the program's own, trees or an imported network, on this process's engine. Throws AppError
 * 'not-found', 'damaged', 'bad-input' or 'unavailable' that names the file.
 */
export async function openModel(folder: string): Promise<Classifier> {
  return (await openImported(folder)) ?? openTrees(folder) ?? loadClassifier(folder);
}
