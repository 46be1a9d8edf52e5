import { z } from 'zod';
import type { AppErrorData } from './app-error-data.ts';

/** The part of an error's details that says what it left behind. */
const remainsSchema = z.object({
  /** Id of a training whose last complete epoch was kept. */
  resumableTraining: z.string().optional().catch(undefined),
  nothingStored: z.boolean().optional().catch(undefined),
});

/** An error in words for people: its sentence, and what to do about what it left behind. */
export function errorText({ message, details }: { message: string; details?: AppErrorData['details'] }): string {
  const { resumableTraining, nothingStored } = remainsSchema.parse(details ?? {});
  if (resumableTraining !== undefined)
    return `${message} Resume it after its last complete epoch: equipoise train --resume ${resumableTraining}`;
  return nothingStored ? `${message} Nothing was stored; start it again.` : message;
}
