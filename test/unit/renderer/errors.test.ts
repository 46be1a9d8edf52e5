import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { shownError } from '../../../src-renderer/state/errors.ts';

describe('what is shown of an error', () => {
  it('is the sentence that main wrote, with the value in the details', () => {
    const data = { code: 'not-found', message: 'There is no file /x.zip.', details: { path: '/x.zip' } };
    const shown = shownError(new ORPCError('NOT_FOUND', { message: 'NOT_FOUND', data }));
    expect(shown?.message).toBe('There is no file /x.zip.');
    expect(JSON.parse(shown?.details ?? '')).toEqual(data);
  });

  it('is nothing when somebody only stopped it', () => {
    expect(shownError(new AppError('cancelled', 'Stopped.'))).toBeUndefined();
    expect(shownError(new DOMException('The call was aborted.', 'AbortError'))).toBeUndefined();
    const data = { code: 'cancelled', message: 'Stopped.' };
    expect(shownError(new ORPCError('CLIENT_CLOSED_REQUEST', { data }))).toBeUndefined();
  });

  it('never shows a stack, and says what to do about a defect', () => {
    const broken = new ORPCError('INTERNAL_SERVER_ERROR');
    const shown = shownError(broken);
    expect(shown?.message).toContain('copy the details');
    expect(`${shown?.message}${shown?.details}`).not.toContain('errors.test');
    const plain = shownError(new TypeError('x is undefined'));
    expect(plain?.message).toBe('x is undefined');
    expect(plain?.details).not.toContain('errors.test');
  });
});
