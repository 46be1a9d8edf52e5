import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { violations } from './fixtures/axe.ts';
import { openResults, openWorkbench } from './fixtures/open-workbench.ts';
import { emptyWorld, filledWorld } from './fixtures/workbench-data.ts';

const VIEWS = [
  '#/datasets',
  '#/datasets/d1/3',
  '#/models',
  '#/models/comparisons',
  '#/models/comparisons/c1',
  '#/attacks',
  '#/attacks/r1',
  '#/attacks/r1/1',
  '#/attacks/analyses',
  '#/attacks/analyses/a3',
  '#/attacks/analyses/a4',
  '#/studies',
  '#/results',
] as const;
const DIALOGS = [
  ['#/datasets', 'Import records'],
  ['#/datasets', 'Simulate records'],
  ['#/models', 'Train a model'],
  ['#/models', 'Evaluate compact'],
  ['#/attacks', 'Start an attack'],
  ['#/attacks/analyses', 'Start an analysis'],
  ['#/studies', 'Design a study'],
  ['#/studies', 'Lock'],
  ['#/studies', 'Make sealed files … of Han et al. 2020, repeated'],
  ['#/studies', 'Rehearse Han et al. 2020, repeated'],
  ['#/studies', 'Withdraw Dr. Moreau'],
] as const;

function smallTexts(): string[] {
  return [...document.querySelectorAll<HTMLElement>('body *')]
    .filter((element) =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()),
    )
    .filter((element) => Number.parseFloat(getComputedStyle(element).fontSize) < 12)
    .map((element) => `${getComputedStyle(element).fontSize}: ${element.textContent?.slice(0, 40)}`);
}

function darken(): void {
  document.documentElement.dataset['theme'] = 'dark';
}

async function openFilled(address: string): Promise<void> {
  await (address === '#/results' ? openResults() : openWorkbench(filledWorld(), address));
}

describe.each(VIEWS)('%s', (address) => {
  it('has nothing that axe objects to in light or dark, and no text below 12 px', async () => {
    await openFilled(address);
    expect(await violations()).toEqual([]);
    expect(smallTexts()).toEqual([]);
    darken();
    expect(await violations()).toEqual([]);
  });

  it('fits a window of 1280 × 720 without scrolling sideways', async () => {
    await openFilled(address);
    const main = document.querySelector('main');
    expect(main?.scrollWidth).toBe(main?.clientWidth);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(1280);
  });
});

it.each(['datasets', 'models', 'attacks', 'studies', 'results'])('%s: empty, axe objects to nothing', async (step) => {
  await openWorkbench(emptyWorld(), `#/${step}`);
  expect(await violations()).toEqual([]);
});

it.each(DIALOGS)('%s, %s: axe objects to nothing, and the first field has the focus', async (address, button) => {
  await openWorkbench(filledWorld(), address);
  const opener = page.getByRole('button', { name: button, exact: true, includeHidden: true }).first();
  await expect.element(opener).toBeInTheDocument();
  opener.element().closest('details')?.setAttribute('open', '');
  await opener.click();
  const dialog = page.getByRole('dialog');
  await expect.element(dialog).toBeVisible();
  expect(dialog.element().contains(document.activeElement)).toBe(true);
  expect(await violations()).toEqual([]);
  darken();
  expect(await violations()).toEqual([]);
});
