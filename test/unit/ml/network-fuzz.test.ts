import { expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { fuzzNetworks, openMutated } from '../../helpers/fuzz/open-mutated.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** A few of the ten thousand that `npm run bench:fuzz-networks` opens of each. */
const INPUTS = 25;

it('a damaged network of any form gives numbers or says what is wrong', async () => {
  await openEngine();
  const folder = temporaryFolder();
  for (const [name, network] of Object.entries(await fuzzNetworks(folder))) {
    const told = { read: 0, refused: 0 };
    for (let seed = 0; seed < INPUTS; seed++) told[await openMutated(network, seed, `${folder}/${name}`)] += 1;
    expect(told.refused, name).toBeGreaterThan(0);
  }
});
