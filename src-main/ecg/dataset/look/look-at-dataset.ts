import type { ImportQuestion, LookedAtDataset } from '../../../../src-shared/datasets/looked-at-dataset.ts';
import { parseClassMapping } from '../../../../src-shared/datasets/class-mapping.ts';
import { openDataset } from '../../source/open-dataset.ts';
import { withoutGiven } from '../without-given.ts';
import { lookOnce } from './look-once.ts';
import { suppose, type Suppositions } from './suppose.ts';
import type { ReadDatasetOptions } from '../read-dataset.ts';

/** One answer may raise the next question: whose columns are named has several leads. */
const MOST_ROUNDS = 4;

/**
 * What an import with these options would find, and what it would have to be told, from all labels and some of the records; with
 * answers that the files suggest, as which the rest was looked at. Throws AppError as `readDataset` does where there are no
 * records at all.
 */
export async function lookAtDataset(path: string, options: ReadDatasetOptions): Promise<LookedAtDataset> {
  const source = withoutGiven(await openDataset(path), options);
  try {
    let look = lookOnce(source, options);
    const asks = new Set<ImportQuestion>(look.found.asks);
    const all: Suppositions = { values: {}, because: {} };
    for (let round = 0; round < MOST_ROUNDS && look.found.asks.length > 0; round++) {
      const more = suppose(source, look, withSupposed(options, all));
      if (Object.keys(more.because).length === 0) break;
      const said = { ...all.values.said, ...more.values.said };
      Object.assign(all.values, more.values, Object.keys(said).length === 0 ? {} : { said });
      Object.assign(all.because, more.because);
      look = lookOnce(source, withSupposed(options, all));
      for (const question of look.found.asks) asks.add(question);
    }
    return { ...look.found, asks: [...asks], supposed: all.values, because: all.because };
  } finally {
    source.close();
  }
}

function withSupposed(options: ReadDatasetOptions, { values }: Suppositions): ReadDatasetOptions {
  const { classes, said, labelsPath, ...others } = values;
  return {
    ...options,
    ...others,
    ...(labelsPath === undefined ? {} : { labelsPath }),
    ...(classes === undefined ? {} : { classes: parseClassMapping(classes) }),
    ...(said === undefined ? {} : { said: { ...options.said, ...said } }),
  };
}
