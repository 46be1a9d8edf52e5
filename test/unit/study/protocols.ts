import { parseProtocol } from '../../../src-shared/study/protocol.ts';
import type { Protocol, ProtocolInput } from '../../../src-shared/study/protocol.ts';

/** A small valid protocol as it would stand in a file: one task, SAP ×4 and PGD ×3. */
export function protocolInput(changes: Partial<ProtocolInput> = {}): ProtocolInput {
  return {
    schemaVersion: 1,
    title: 'A study',
    seed: 1,
    tasks: [
      {
        id: 'real',
        question: 'which-is-real',
        arms: [
          { name: 'SAP', attack: { method: 'sap' }, pairs: 4 },
          { name: 'PGD', attack: { method: 'pgd' }, pairs: 3 },
        ],
      },
    ],
    ...changes,
  };
}

export function protocolWith(changes: Partial<ProtocolInput> = {}): Protocol {
  return parseProtocol(protocolInput(changes));
}

/** One task with arms of the given sizes, named A, B …; seed and options as given. */
export function oneTask(pairs: readonly number[], seed = 1, options: ProtocolInput['options'] = {}): Protocol {
  const arms = pairs.map((count, i) => ({
    name: String.fromCharCode(65 + i),
    attack: { method: 'sap' as const },
    pairs: count,
  }));
  return protocolWith({ seed, options, tasks: [{ id: 'real', question: 'which-is-real', arms }] });
}
