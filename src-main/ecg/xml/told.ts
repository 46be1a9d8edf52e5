import type { XmlElement } from './element.ts';
import { allNamed, attributeOf, childAt } from './element.ts';

/**
 * The kinds of what an XML file tells: those with a place that is there and not empty. A place is an element of any depth,
 * a path of its children and perhaps an attribute: `trialSubject/id@extension`.
 */
export function toldIn<Kind extends string>(
  root: XmlElement,
  kinds: readonly (readonly [kind: Kind, ...places: string[]])[],
): Kind[] {
  return kinds.filter(([, ...places]) => places.some((place) => isTold(root, place))).map(([kind]) => kind);
}

function isTold(root: XmlElement, place: string): boolean {
  const [path = '', attribute] = place.split('@');
  const [first = '', ...steps] = path.split('/');
  return allNamed(root, first).some((element) => {
    const at = childAt(element, ...steps);
    return attribute === undefined ? at !== undefined && at.text !== '' : attributeOf(at, attribute) !== undefined;
  });
}
