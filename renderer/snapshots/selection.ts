export type HowChosen = 'only' | 'extend' | 'toggle';

/**
 * What is selected in a list after a person has chosen a row. The first of the selected is where an extension begins.
 *
 * @param names of all rows, in their order
 */
export function selectionAfter(
  names: readonly string[],
  selected: readonly string[],
  index: number,
  how: HowChosen,
): readonly string[] {
  const name = names[index];
  if (name === undefined) return selected;
  if (how === 'only') return [name];
  if (how === 'toggle') {
    return selected.includes(name) ? selected.filter((one) => one !== name) : [...selected, name];
  }
  const found = names.indexOf(selected[0] ?? name);
  const anchor = found === -1 ? index : found;
  const [from, to] = anchor < index ? [anchor, index] : [index, anchor];
  const range = names.slice(from, to + 1);
  return anchor < index ? range : range.toReversed();
}
