import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Preview } from '../../main/shared/snapshot-content.js';
import { PdfPages } from '../pdf/pdf-pages.js';
import { useAnswer } from './use-answer.js';

export interface PreviewBoxProps {
  readonly profileId: string;
  readonly snapshot: string | null;
  readonly path: string;
  readonly asAdministrator: boolean;
  /** null: root would see no more. */
  readonly onAdministrator: (() => void) | null;
}

/** The beginning of a text, an image, or pages. Nothing in it is carried out: text is text, the rest is painted. */
export function PreviewBox({ onAdministrator, ...request }: PreviewBoxProps): ReactNode {
  const { result, stale } = useAnswer('file:preview', request);
  // Root takes its time, and what it showed before is of another file.
  if (stale && request.asAdministrator) return <p className="quiet">Reading …</p>;
  if (result === null) return null;
  if (result.ok) return <Shown preview={result.value} />;
  return (
    <>
      <p className="quiet">{result.failure.title}</p>
      {result.failure.code === 'no-permission' && onAdministrator !== null && (
        <Button className="button" onPress={onAdministrator}>
          Look as administrator
        </Button>
      )}
    </>
  );
}

const REASONS = {
  empty: 'The file is empty.',
  binary:
    'There is no preview for this kind of file. “Open a copy” shows it with the program for it.',
  large: 'This is too large for a preview.',
  'no-file': 'This is no file that could be shown.',
} as const;

function Shown({ preview }: { readonly preview: Preview }): ReactNode {
  switch (preview.kind) {
    case 'text':
      return (
        <>
          <pre className="plain-text preview-text" tabIndex={0} role="region" aria-label="Preview">
            {preview.text}
          </pre>
          {!preview.whole && <p className="quiet">Only the beginning is shown.</p>}
        </>
      );
    case 'image':
      return <Painted bytes={preview.bytes} type={preview.type} />;
    case 'pdf':
      return <PdfPages bytes={preview.bytes} />;
    case 'none':
      return <p className="quiet">{REASONS[preview.reason]}</p>;
  }
}

/** Pixels: larger ones are made smaller while they are read. */
const WIDEST = 480;

function Painted({
  bytes,
  type,
}: {
  readonly bytes: Uint8Array;
  readonly type: string;
}): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    let wanted = true;
    const blob = new Blob([new Uint8Array(bytes)], { type });
    createImageBitmap(blob, { resizeWidth: WIDEST, resizeQuality: 'medium' }).then(
      (image) => {
        const { current } = canvas;
        if (wanted && current !== null) {
          current.width = image.width;
          current.height = image.height;
          current.getContext('2d')?.drawImage(image, 0, 0);
        }
        image.close();
      },
      () => {
        if (wanted) setBroken(true);
      },
    );
    return () => {
      wanted = false;
    };
  }, [bytes, type]);
  if (broken) return <p className="quiet">The image is damaged, or of a kind that is not shown.</p>;
  return <canvas ref={canvas} className="preview-image" role="img" aria-label="Preview" />;
}
