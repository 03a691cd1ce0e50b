import { useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { barHeight, sayHistoryPoint } from '../../main/shared/history-point.js';
import type { HistoryPoint } from '../../main/shared/history-point.js';
import { timeMarks } from '../../main/shared/time-marks.js';
import './history.css';

export interface HistoryLineProps {
  /** Oldest first; at least one. */
  readonly points: readonly HistoryPoint[];
  readonly now: Date;
  readonly locale: string;
  readonly onOpen: (snapshot: string) => void;
}

/** From here on, as a share of the line, a mark would run into “today”. */
const LAST_MARK = 0.88;

/** Pixels. */
const HIGHEST_BAR = 40;

/** Backups on a line of time: a bar for what each copied, a dot for its snapshot. One stop for Tab; arrows go on from there. */
export function HistoryLine({ points, now, locale, onOpen }: HistoryLineProps): ReactNode {
  const line = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const snapshots = points.flatMap(({ snapshot }) => (snapshot === null ? [] : [snapshot]));
  const reached = active !== null && snapshots.includes(active) ? active : snapshots.at(-1);
  const most = Math.max(...points.map(({ changes }) => changes?.bytes ?? 0));
  const [start = now.getTime()] = points.map(({ at }) => at);
  // A clock that was set back has snapshots of the future.
  const end = Math.max(now.getTime(), points.at(-1)?.at ?? 0, start + 1);
  const place = (at: number): number => (at - start) / (end - start);
  const go = (event: KeyboardEvent): void => {
    const target = STEPS[event.key]?.(snapshots.indexOf(reached ?? ''), snapshots.length);
    const name = target === undefined ? undefined : snapshots[target];
    if (name === undefined) return;
    event.preventDefault();
    setActive(name);
    line.current?.querySelector<HTMLElement>(`[data-snapshot="${CSS.escape(name)}"]`)?.focus();
  };
  return (
    <div className="history-line" onKeyDown={go}>
      <div className="history-bars" ref={line} role="toolbar" aria-label="Open a snapshot">
        {points.map((point) => {
          const { snapshot } = point;
          const words = sayHistoryPoint(point, now, locale);
          const common = {
            className: 'history-point',
            title: words,
            style: { insetInlineStart: `${place(point.at) * 100}%` },
            children: <Shape point={point} most={most} />,
          };
          return snapshot === null ? (
            <span key={point.at} {...common} aria-hidden />
          ) : (
            <button
              key={snapshot}
              {...common}
              type="button"
              aria-label={words}
              data-snapshot={snapshot}
              tabIndex={snapshot === reached ? 0 : -1}
              onFocus={() => setActive(snapshot)}
              onClick={() => onOpen(snapshot)}
            />
          );
        })}
      </div>
      <div className="history-marks quiet" aria-hidden>
        {timeMarks(new Date(start), new Date(end), locale)
          .filter(({ at }) => place(at) < LAST_MARK)
          .map(({ at, label }) => (
            <span key={at} style={{ insetInlineStart: `${place(at) * 100}%` }}>
              {label}
            </span>
          ))}
        <span className="history-today">today</span>
      </div>
    </div>
  );
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowLeft: (at) => Math.max(at - 1, 0),
  ArrowRight: (at, count) => Math.min(at + 1, count - 1),
  Home: () => 0,
  End: (_, count) => count - 1,
};

function Shape({
  point,
  most,
}: {
  readonly point: HistoryPoint;
  readonly most: number;
}): ReactNode {
  return (
    <>
      {point.changes !== null && (
        <span
          className="history-bar"
          style={{ blockSize: `${barHeight(point, most) * HIGHEST_BAR}px` }}
        />
      )}
      {point.snapshot !== null && (
        <span className={point.pinned ? 'history-dot pinned' : 'history-dot'} />
      )}
    </>
  );
}
