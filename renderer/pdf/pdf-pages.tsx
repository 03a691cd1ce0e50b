import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { usePdfPages, type PdfLook } from './use-pdf-pages.js';

/** One page of a PDF document, and the way to the others. */
export function PdfPages({ bytes }: { readonly bytes: Uint8Array }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const { look, turnTo } = usePdfPages(bytes, box);
  const { page, pages, painted, failed } = look;
  return (
    <div ref={box} className="pdf-pages" role="group" aria-label="Preview">
      {painted !== null && failed === null && (
        <Canvas bitmap={painted.bitmap} label={placeOf(painted.page, pages)} />
      )}
      <div className="pdf-turn">
        {pages > 1 && (
          <Turn label="Previous page" isDisabled={page === 1} onPress={() => turnTo(page - 1)}>
            <ChevronLeft size={16} aria-hidden />
          </Turn>
        )}
        <p className="quiet" role="status">
          {sayLook(look)}
        </p>
        {pages > 1 && (
          <Turn label="Next page" isDisabled={page === pages} onPress={() => turnTo(page + 1)}>
            <ChevronRight size={16} aria-hidden />
          </Turn>
        )}
      </div>
    </div>
  );
}

interface TurnProps {
  readonly label: string;
  readonly isDisabled: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

function Turn({ label, ...props }: TurnProps): ReactNode {
  return <Button className="button" aria-label={label} {...props} />;
}

interface CanvasProps {
  readonly bitmap: ImageBitmap;
  readonly label: string;
}

function Canvas({ bitmap, label }: CanvasProps): ReactNode {
  const draw = (canvas: HTMLCanvasElement | null): void => {
    if (canvas === null) return;
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  };
  return <canvas ref={draw} className="preview-image" role="img" aria-label={label} />;
}

const REASONS = {
  locked: 'The document has a password. “Open a copy” shows it with the program for it.',
  damaged: 'The document is damaged, or of a kind that is not shown.',
  late: 'It takes too long to show. “Open a copy” shows it with the program for it.',
} as const;

function sayLook({ page, pages, painted, failed }: PdfLook): string {
  const place = placeOf(page, pages);
  if (failed !== null) return painted === null ? REASONS[failed] : `${place}: ${REASONS[failed]}`;
  return painted?.page === page ? place : 'Reading …';
}

function placeOf(page: number, pages: number): string {
  return `Page ${String(page)} of ${String(pages)}`;
}
