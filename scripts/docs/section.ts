/**
 * The page with the text between `<!-- name -->` and `<!-- /name -->` replaced. Throws unless the page has exactly one
 * such section.
 */
export function withSection(page: string, name: string, text: string): string {
  const begin = `<!-- ${name} -->`;
  const end = `<!-- /${name} -->`;
  const [before, rest, ...more] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`The page must have exactly one section "${name}": put ${begin} and ${end} where it belongs.`);
  }
  return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}
