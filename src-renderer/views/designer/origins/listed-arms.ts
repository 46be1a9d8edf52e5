import type { JsonPath } from '../../../../src-shared/json/locate-json.ts';
import { CATCH_ARM } from '../../../../src-shared/study/design-fields.ts';
import { armKey } from '../../../../src-shared/study/protocol.ts';
import type { DesignDraft } from '../draft/design-draft.svelte.ts';

interface ListedArm {
  /** Its armKey, as far as names are there yet. */
  key: string;
  path: JsonPath;
}

/** The arms of a draft that list their pairs, catch trials among them. */
export function listedArms(draft: DesignDraft): ListedArm[] {
  return draft.listAt(['tasks']).flatMap((_, t) => {
    const task: JsonPath = ['tasks', t];
    const arms = draft.listAt([...task, 'arms']).map((__, a): JsonPath => [...task, 'arms', a]);
    return [...arms, [...task, 'catch']]
      .filter((path) => draft.at([...path, 'source', 'kind']) === 'pairs')
      .map((path) => ({ key: keyOf(draft, path), path }));
  });
}

/** The armKey of the arm there. */
export function keyOf(draft: DesignDraft, path: JsonPath): string {
  const named = (value: unknown): string => (typeof value === 'string' ? value : '');
  const name = path.at(-1) === 'catch' ? CATCH_ARM : named(draft.at([...path, 'name']));
  return armKey(named(draft.at([...path.slice(0, 2), 'id'])), name);
}
