import { afterEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { catchFiles } from './fixtures/catch-files.ts';
import { openWorkbench } from './fixtures/open-workbench.ts';
import { filledWorld } from './fixtures/workbench-data.ts';

afterEach(() => void vi.restoreAllMocks());

const titleOf = async (blob: Blob | undefined): Promise<string | null | undefined> =>
  new DOMParser().parseFromString((await blob?.text()) ?? '', 'image/svg+xml').querySelector('title')?.textContent;

describe('figures of a model', () => {
  it('are saved as drawings and as pictures: confusion and training curves', async () => {
    const files = catchFiles();
    await openWorkbench(filledWorld(), '#/models');
    const save = async (what: RegExp): Promise<void> => {
      const group = page.getByRole('group', { name: what });
      await group.getByRole('button', { name: 'SVG' }).click();
      await group.getByRole('button', { name: 'PNG' }).click();
    };
    await page.getByLabelText('Measured on').selectOptions('Test records, from its card');
    await save(/^Save Confusion, compact/);
    await page.getByText('Training and card').click();
    await save(/^Save Training curves, compact/);
    const confusion = 'confusion-compact-test-records-from-its-card';
    await expect
      .poll(() => files.map(({ name }) => name).sort())
      .toEqual([`${confusion}.png`, `${confusion}.svg`, 'training-curves-compact.png', 'training-curves-compact.svg']);
    const blob = (name: string): Blob | undefined => files.find((file) => file.name === name)?.blob;
    expect(await titleOf(blob(`${confusion}.svg`))).toBe('Confusion matrix of compact, Test records, from its card');
    // The same data as the live curves, and the same epoch marked in them.
    expect(await blob('training-curves-compact.svg')?.text()).toMatch(/27 epochs; .*epoch 24 kept/);
    // 300 dots to the inch, of which a drawing has 96.
    const { width } = await createImageBitmap(blob('training-curves-compact.png') ?? new Blob());
    expect(width).toBe((680 * 300) / 96);
  });
});
