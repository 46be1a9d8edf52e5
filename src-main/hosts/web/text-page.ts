const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A page with a single message, for browsers that are not let in. */
export function textPage(text: string): string {
  const safe = text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
  return (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Equipoise</title></head>' +
    `<body><h1>Equipoise</h1><p>${safe}</p></body></html>\n`
  );
}
