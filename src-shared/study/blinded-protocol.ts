import { z } from 'zod';
import { protocolSchema, type Protocol } from './protocol.ts';

const task = protocolSchema.shape.tasks.element;

/** What a bundle has of a protocol: what a reader sees of it, and no arm. */
export const blindedProtocolSchema = z.strictObject({
  ...protocolSchema.shape,
  tasks: z.array(z.strictObject({ ...task.shape, arms: z.array(task.shape.arms.element).max(0) })).min(1),
});

/** Listed field by field: what a later version adds to a protocol says nothing until it is named here. */
export function blindProtocol({
  schemaVersion,
  title,
  tasks,
  options,
  display,
  readers,
  session,
  ...more
}: Protocol): Protocol {
  const { paperSpeedMmPerS, gainMmPerMv } = options;
  return blindedProtocolSchema.parse({
    ...{ schemaVersion, title, seed: 0, options: { paperSpeedMmPerS, gainMmPerMv } },
    ...{ display, readers, session, rounds: more.rounds, washoutDays: more.washoutDays },
    tasks: tasks.map(({ id, question, instructions }) => ({ id, question, instructions, arms: [] })),
  });
}
