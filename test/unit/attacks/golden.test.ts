import { describe } from 'vitest';
import { checkCases } from './check-cases.ts';
import { golden } from './golden-cases.ts';

describe('attacks against double precision', () => {
  checkCases('golden', golden);
});
