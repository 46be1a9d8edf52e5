/** The report's style: a journal's supplement on screen and on paper, light or dark as the reader prefers. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --background: #f7f8fa; --surface: #ffffff; --text: #1b2430; --muted: #5b6675; --line: #dfe4ea;
  --line-strong: #8a95a3; --accent: #1f5fbf; --paper: #fffdfb; --paper-small: #f3d9d6; --paper-large: #e3aaa4; --trace: #14181f;
  --danger: #b3261e; }
@media screen and (prefers-color-scheme: dark) {
  :root { --background: #12161c; --surface: #1a2028; --text: #e6ebf2; --muted: #9aa6b5; --line: #2b3440; --line-strong: #66727f;
    --accent: #6aa6ff; --paper: #11161b; --paper-small: #222c35; --paper-large: #384854; --trace: #e8f2ff; --danger: #ff9a90; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--background); color: var(--text); font: 14px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto,
  'Noto Sans', 'DejaVu Sans', sans-serif; }
main { max-width: 952px; margin: 32px auto; padding: 48px 64px; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; }
h1 { margin: 0 0 8px; font-size: 28px; line-height: 1.2; font-weight: 600; letter-spacing: -0.01em; }
h2 { margin: 48px 0 16px; padding-top: 16px; border-top: 1px solid var(--line); font-size: 20px; line-height: 1.3; font-weight: 600; }
h3 { margin: 24px 0 8px; font-size: 14px; font-weight: 600; }
p { margin: 0 0 12px; max-width: 76ch; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
.lead { font-size: 16px; }
.muted { color: var(--muted); }
nav ol { margin: 8px 0 0; padding: 0 0 0 20px; columns: 2; column-gap: 32px; }
nav li { padding: 2px 0; break-inside: avoid; }
figure { margin: 24px 0; break-inside: avoid; }
figure svg { display: block; max-width: 100%; height: auto; }
figcaption { margin-top: 8px; max-width: 96ch; font-size: 12px; line-height: 1.45; }
figure.table figcaption { margin: 0 0 8px; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 12px; line-height: 1.4; font-variant-numeric: tabular-nums;
  border-top: 1.5px solid var(--text); border-bottom: 1.5px solid var(--text); }
th { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--text); font-weight: 600; text-align: left; vertical-align: bottom; }
td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td .count { display: block; color: var(--muted); font-size: 12px; white-space: nowrap; }
tr:last-child td { border-bottom: 0; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; }
td.number, td.fixed { white-space: nowrap; }
dl.notes { margin: 0; max-width: 88ch; }
dl.notes dt { margin-top: 12px; font-weight: 600; }
dl.notes dd { margin: 2px 0 0; }
.mark { display: inline-block; min-width: 20px; color: var(--accent); }
.severity { display: inline-block; min-width: 60px; color: var(--muted); }
.severity.error, .severity.warning { color: var(--danger); }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: 6px 16px; margin: 0 0 24px; font-size: 12px; }
dl.facts dt { color: var(--muted); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
code { font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 0.92em; }
footer { margin-top: 48px; padding-top: 16px; border-top: 1px solid var(--line); font-size: 12px; color: var(--muted); }
@page { size: A4; margin: 15mm; }
@media print {
  body { background: none; font-size: 10pt; }
  main { max-width: none; margin: 0; padding: 0; border: 0; }
  nav { display: none; }
  h2, h3 { break-after: avoid; }
  tr { break-inside: avoid; }
  .scroll { overflow: visible; }
  table { font-size: 8pt; }
}
@media (max-width: 800px) { main { margin: 0; padding: 24px 16px; border: 0; } nav ol { columns: 1; } }
`;
