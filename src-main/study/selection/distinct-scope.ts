import type { Protocol } from '../../../src-shared/study/protocol.ts';

/**
 * Names the scope of an arm: arms of one scope share no record (`distinctRecords`), but for the pairs that matched arms have in
 * common. `arm`: its armKey.
 */
export function distinctScope({ options }: Protocol): (task: string, arm: string) => string {
  const scopes = {
    study: () => '',
    matched: () => '',
    task: (task: string) => task,
    none: (_: string, arm: string) => arm,
  };
  return scopes[options.distinctRecords];
}
