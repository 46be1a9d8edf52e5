import { oc } from '@orpc/contract';
import { z } from 'zod';
import { nameSchema } from '../names/name.ts';

/** What a person can delete, and take back until the program starts a day later. */
export const REMOVABLE_KINDS = ['dataset', 'model', 'run', 'study', 'design', 'analysis', 'comparison'] as const;
export const RENAMABLE_KINDS = ['dataset', 'model', 'study'] as const;
export type RemovableKind = (typeof REMOVABLE_KINDS)[number];
export type RenamableKind = (typeof RENAMABLE_KINDS)[number];

const thing = z.object({ kind: z.enum(REMOVABLE_KINDS), id: z.string() });
export type RemovedThing = z.infer<typeof thing>;

const deletedThing = thing.extend({ name: z.string(), at: z.string() });
export type DeletedThing = z.infer<typeof deletedThing>;

export const removalContract = {
  /** Throws 'refused' with what depends on it. */
  remove: oc.input(thing).output(z.object({})),
  /** What can be taken back, deleted last first. */
  list: oc.output(z.array(deletedThing)),
  restore: oc.input(thing).output(z.object({})),
  /** Only drafts among the studies. */
  rename: oc
    .input(z.object({ kind: z.enum(RENAMABLE_KINDS), id: z.string(), name: nameSchema() }))
    .output(z.object({})),
};
