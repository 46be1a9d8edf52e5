import type { MessagePort } from 'node:worker_threads';
import type { ArrayFile } from '../arrays/named-array.ts';

/** What the thread is started with. */
export interface ThreadData {
  port: MessagePort;
  /** One number: how often the thread has answered. */
  answered: Int32Array<SharedArrayBuffer>;
}

export interface Question {
  bytes: Uint8Array;
  fileName: string;
}

export type Answer =
  | { kind: 'ready' }
  | { kind: 'read'; file: ArrayFile }
  /** `isWhole`: whether the library itself is in order after it. */
  | { kind: 'refused'; message: string | undefined; isWhole: boolean };
