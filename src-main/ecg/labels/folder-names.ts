import { folderOf } from '../source/file-name.ts';
import type { InherentLabels, SaidOfRecord } from './label-source.ts';
import { positionsInOrder } from './label-source.ts';

/** Records in folders that are named after their class. */
export const folderNames: InherentLabels = {
  name: 'names of the folders',
  reads:
    'The innermost folder of a record whose name stands for a class, as `AF` in `train/AF/0001.csv`; with `--classes own` the innermost one, whatever its name.',
  find: (_source, { order, files, isClass, anyWord }) => {
    const said = new Map<string, SaidOfRecord>();
    for (const [name, file] of files) {
      const folders = folderOf(file).split('/').filter(Boolean).reverse();
      const own = anyWord ? folders[0] : folders.find(isClass);
      if (own !== undefined) said.set(name, { words: [own], where: file });
    }
    return said.size === 0 ? undefined : { said, unusable: new Map(), positions: positionsInOrder(order) };
  },
};
