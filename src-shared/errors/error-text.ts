import { z } from 'zod';
import type { AppErrorData } from './app-error-data.ts';

/** What the details of an error say about what it left behind. */
const remainsSchema = z.object({
  /** Id of a training whose last whole epoch was kept. */
  resumableTraining: z.string().optional().catch(undefined),
  nothingStored: z.boolean().optional().catch(undefined),
});

/** An error as a person is told: its sentence, and what to do about what it left behind. */
export function errorText({ message, details }: { message: string; details?: AppErrorData['details'] }): string {
  const { resumableTraining, nothingStored } = remainsSchema.parse(details ?? {});
  if (resumableTraining !== undefined)
    return `${message} Resume it after its last whole epoch: equipoise train --resume ${resumableTraining}`;
  return nothingStored ? `${message} Nothing was stored; start it again.` : message;
}
