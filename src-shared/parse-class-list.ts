import { classListSchema, type ClassList } from './class-list.ts';

/** Reads `N,A,O` or `N=Normal,A=AF`: codes with the names that people are told. Returns what is wrong with it, as a sentence. */
export function parseClassList(text: string): ClassList | string {
  const classes = text.split(',').map((part) => {
    const [code = '', ...rest] = part.split('=');
    const name = rest.join('=').trim();
    return { code: code.trim(), name: name === '' ? code.trim() : name };
  });
  const parsed = classListSchema.safeParse(classes);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = typeof issue?.path[0] === 'number' ? `"${classes[issue.path[0]]?.code}" ` : 'It ';
  return `${at}${issue?.message ?? 'is not a list of classes'}.`;
}

/** The same list as text, which `parseClassList` reads. */
export const classListText = (classes: ClassList): string =>
  classes.map(({ code, name }) => (code === name ? code : `${code}=${name}`)).join(',');
