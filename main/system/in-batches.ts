/** A million promises at once would take gigabytes. */
const BATCH = 1000;

/**
 * The answers for all items, in their order. Many calls to the file system take less time together than one after the other.
 *
 * Settles only when none is under way any more: whoever fails may unmount.
 */
export async function inBatches<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item, index: number) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < items.length; start += BATCH) {
    const batch = items.slice(start, start + BATCH).map((item, index) => ask(item, start + index));
    await Promise.allSettled(batch);
    answers.push(...(await Promise.all(batch)));
  }
  return answers;
}
