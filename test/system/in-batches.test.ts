import { expect, it } from 'vitest';
import { inBatches } from '../../main/system/in-batches.js';

it('answers for all items, in their order', async () => {
  const items = Array.from({ length: 2500 }, (_, index) => index);
  const answers = await inBatches(items, (item, index) => Promise.resolve(item === index));
  expect(answers).toHaveLength(2500);
  expect(new Set(answers)).toEqual(new Set([true]));
});

it('fails only when nothing is under way any more', async () => {
  let underWay = 2;
  const ask = async (item: number): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, item));
    underWay -= 1;
    if (item === 0) throw new Error('no');
  };
  await expect(inBatches([0, 50], ask)).rejects.toThrow('no');
  expect(underWay).toBe(0);
});
