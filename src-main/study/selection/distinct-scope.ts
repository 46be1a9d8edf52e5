import type { Protocol } from '../../../src-shared/study/protocol.ts';

/** Names the scope of an arm: arms of one scope share no record (`distinctRecords`). `arm`: its armKey. */
export function distinctScope({ options }: Protocol): (task: string, arm: string) => string {
  const scopes = { study: () => '', task: (task: string) => task, none: (_: string, arm: string) => arm };
  return scopes[options.distinctRecords];
}
