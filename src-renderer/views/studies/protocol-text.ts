import { parseProtocol, type Protocol } from '../../../src-shared/study/protocol.ts';
import { shownError } from '../../state/errors.ts';

/** A protocol as a person wrote it: parsed, or what is wrong with it. */
export function readProtocolText(text: string): { protocol?: Protocol; problem?: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message : String(error)}.` };
  }
  try {
    return { protocol: parseProtocol(json) };
  } catch (error) {
    return { problem: shownError(error)?.message ?? '' };
  }
}
