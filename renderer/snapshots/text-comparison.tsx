import type { ReactNode } from 'react';
import { compareLines } from '../../main/shared/compare-lines.js';
import { saySize } from '../../main/shared/say-size.js';
import { useAnswer } from './use-answer.js';

export interface TextComparisonProps {
  readonly profileId: string;
  readonly path: string;
  /** The earlier one; null: what is there now. */
  readonly before: string | null;
  readonly after: string | null;
  readonly asAdministrator: boolean;
}

const SIGNS = { same: ' ', removed: '−', added: '+' } as const;
const LABELS = { same: '', removed: 'removed', added: 'added' } as const;

/** What two versions of a text have otherwise, line by line. */
export function TextComparison({ before, after, ...file }: TextComparisonProps): ReactNode {
  const one = useAnswer('file:preview', { ...file, snapshot: before }).result;
  const other = useAnswer('file:preview', { ...file, snapshot: after }).result;
  if (one === null || other === null) return null;
  if (!one.ok || !other.ok) return <p className="quiet">One of them cannot be read.</p>;
  const [earlier, later] = [textOf(one.value), textOf(other.value)];
  if (earlier === null || later === null) {
    return <p className="quiet">These are no texts, so that lines cannot be compared.</p>;
  }
  const lines = compareLines(earlier, later);
  if (lines === null) return <p className="quiet">They have too little in common to compare.</p>;
  const cut = [one.value, other.value].some((value) => value.kind === 'text' && !value.whole);
  if (lines.every(({ kind }) => kind === 'same')) {
    return (
      <p className="quiet">
        {cut
          ? `The first ${saySize(bytesOf(later))} of both say the same. These files are larger, and the rest was not compared.`
          : 'Both say the same.'}
      </p>
    );
  }
  return (
    <>
      {cut && (
        <p className="quiet">Only their beginnings were compared, for these files are large.</p>
      )}
      <ol className="comparison" aria-label="Comparison" tabIndex={0}>
        {lines.map(({ kind, text }, index) => (
          <li key={index} className={kind}>
            <span aria-label={LABELS[kind]}>{SIGNS[kind]}</span>
            {text}
          </li>
        ))}
      </ol>
    </>
  );
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function textOf(
  preview: { readonly kind: string } & { readonly text?: string; readonly reason?: string },
): string | null {
  if (preview.kind === 'text') return preview.text ?? '';
  return preview.reason === 'empty' ? '' : null;
}
