import type { ProtocolInput } from '../../../src-shared/study/protocol.ts';
import { newArm } from './parts/new-arm.ts';

/** What a design begins with: one question about one attack, in an order of each reader's own. */
export function blankProtocol(): ProtocolInput {
  const [seed = 1] = crypto.getRandomValues(new Uint32Array(1));
  return {
    schemaVersion: 1,
    title: 'New study',
    seed,
    tasks: [
      {
        id: 'which-is-real',
        question: 'which-is-real',
        arms: [newArm('SAP', 50)],
      },
    ],
    order: 'per-reader',
  };
}
