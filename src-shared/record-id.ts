import { z } from 'zod';

/** The id of a record in its workspace: from the database to the worker and back, and nothing else that is a number. */
export const recordIdSchema = z.int().brand<'RecordId'>();
export type RecordId = z.infer<typeof recordIdSchema>;
