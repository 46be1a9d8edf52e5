import { readFileSync } from 'node:fs';
import { describe, it } from 'vitest';
import { sharedFile } from '../../helpers/shared.ts';
import type { AttackCases } from './attack-cases.ts';
import { checkCases } from './check-cases.ts';

const path = sharedFile('oracles/attacks.json');

describe('attacks against the oracle', () => {
  if (path === undefined) {
    it.skip('skipped: oracle file oracles/attacks.json is not here; set EQUIPOISE_SHARED to the folder that has it');
  } else {
    checkCases('oracle', JSON.parse(readFileSync(path, 'utf8')) as AttackCases);
  }
});
