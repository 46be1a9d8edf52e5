import type { Scenario } from '../scenario.ts';
import { hostileInputs } from './hostile-inputs.ts';
import { killedImport } from './killed-import.ts';

/** In the order in which they run; a new one is a file here and a line. */
export const SCENARIOS: readonly Scenario[] = [killedImport, hostileInputs];
