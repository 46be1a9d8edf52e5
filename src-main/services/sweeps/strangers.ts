import type { Participant } from '../../queue/presence.ts';

/**
 * Tells who is on the same queue and does not work together with `self`, since it would give other bytes: a sentence for each, once, with
 * the cure.
 */
export function strangersAmong(self: Participant): (present: readonly Participant[]) => string[] {
  const told = new Set<string>();
  return (present) =>
    present
      .filter(({ id, role, kind }) => role !== self.role && kind !== self.kind && !told.has(id))
      .map((other) => {
        told.add(other.id);
        const [worker, sweep] = self.role === 'worker' ? [self, other] : [other, self];
        return `The worker ${worker.name} takes no pieces of the sweep on ${sweep.name}: ${reason(worker, sweep)}`;
      });
}

function reason(worker: Participant, sweep: Participant): string {
  if (worker.program !== sweep.program)
    return `it is version ${worker.program} of the program, and the sweep ${sweep.program}. Use the same on both.`;
  if (worker.engine !== sweep.engine)
    return `it computes with ${worker.engine}, and the sweep with ${sweep.engine}. Run npm run setup on both, or set EQUIPOISE_ENGINE.`;
  return `its ${worker.engine} rounds otherwise, as that of another kind of processor does, so that its results would not be the same bytes. Use machines of one kind, or EQUIPOISE_ENGINE=wasm on all.`;
}
