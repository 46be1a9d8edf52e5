import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { NetworkForm } from '../../../src-shared/models/network-ports.ts';
import type { Ending, ForeignModel, Port } from '../../ml/network/foreign-model.ts';
import { guessPorts, type Guess } from '../../ml/foreign/guess-input.ts';
import { openNetwork } from '../../ml/foreign/open-network.ts';

export interface LookAtNetworkInput {
  path: string;
  form: NetworkForm;
  /** Which of several outputs. */
  output?: string | undefined;
  /** Do not try to translate it. */
  blackBox?: boolean | undefined;
}

export interface LookedAtNetwork {
  input: Port;
  output: Port;
  ending: Ending;
  parameters: number;
  guess: Guess;
  /** Why it has no gradients here; null if it has. */
  blackBox: string | null;
}

/** What a network's file says of itself, and what that lets one suppose. Throws as `openTranslated` and `guessPorts` do. */
export async function lookAtNetworkTask(input: LookAtNetworkInput): Promise<LookedAtNetwork> {
  const { model, blackBox } = await openTranslated(input);
  try {
    const { input: takes, output, ending, parameters } = model;
    return { input: takes, output, ending, parameters, guess: guessPorts(model, input.form), blackBox };
  } finally {
    model.dispose();
  }
}

/**
 * Opens a network with gradients; where that cannot be, without. Throws AppError as the readers do, 'unavailable' where
 * neither can be.
 */
export async function openTranslated({
  path,
  form,
  output,
  blackBox = false,
}: LookAtNetworkInput): Promise<{ model: ForeignModel; blackBox: string | null }> {
  if (blackBox) return { model: await openNetwork(path, form, { output, blackBox }), blackBox: 'as asked' };
  try {
    return { model: await openNetwork(path, form, { output }), blackBox: null };
  } catch (error) {
    const cause = AppError.from(error);
    if (form !== 'onnx' || cause.code !== 'unavailable') throw error;
    return { model: await openNetwork(path, form, { output, blackBox: true }), blackBox: cause.message };
  }
}
