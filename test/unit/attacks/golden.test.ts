import { readFileSync } from 'node:fs';
import { describe } from 'vitest';
import type { AttackCases } from './attack-cases.ts';
import { checkCases } from './check-cases.ts';

const path = new URL('../../golden/attacks/cases.json', import.meta.url);

describe('attacks against double precision', () => {
  checkCases('golden', JSON.parse(readFileSync(path, 'utf8')) as AttackCases);
});
