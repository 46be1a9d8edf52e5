import type { Scenario } from '../scenario.ts';
import { editedOutside } from './edited-outside.ts';
import { fullDisk } from './full-disk.ts';
import { hostileInputs } from './hostile-inputs.ts';
import { killedAttack } from './killed-attack.ts';
import { killedImport } from './killed-import.ts';
import { killedReading } from './killed-reading.ts';
import { killedTraining } from './killed-training.ts';
import { wholeReading } from './whole-reading.ts';

/** In the order in which they run; a new one is a file here and a line. */
export const SCENARIOS: readonly Scenario[] = [
  ...[killedImport, killedTraining, killedAttack, killedReading, wholeReading],
  ...[fullDisk, editedOutside, hostileInputs],
];
