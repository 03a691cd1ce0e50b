import { useEffect, useId, useRef, useState } from 'react';
import type { AriaAttributes, AriaRole, KeyboardEvent, MouseEvent, ReactNode } from 'react';
import type { HowChosen } from './selection.js';

export interface VirtualListProps {
  readonly label: string;
  readonly count: number;
  /** Pixels. */
  readonly rowHeight: number;
  /** The row that keys are about; -1: none. */
  readonly active: number;
  readonly isSelected: (index: number) => boolean;
  readonly isHeading?: (index: number) => boolean;
  /** A person chooses a row; `extend`: up to it, `toggle`: it alone, in or out. */
  readonly onChoose: (index: number, how: HowChosen) => void;
  readonly onOpen?: (index: number) => void;
  /** A person drags what is chosen. */
  readonly onDrag?: (() => void) | undefined;
  /** What a person types to find it. */
  readonly textOf: (index: number) => string;
  /** The rows in sight, with some around them. */
  readonly onRange?: (from: number, to: number) => void;
  readonly row: (index: number) => ReactNode;
  readonly multiple?: boolean;
  /** Of a tree: where a row stands in it. */
  readonly branch?: (index: number) => Branch;
  /** A person opens or closes what a row of a tree holds. */
  readonly onExpand?: (index: number, expanded: boolean) => void;
  readonly className?: string;
}

export interface Branch {
  /** 1: at the top. */
  readonly level: number;
  /** null: it holds nothing. */
  readonly expanded: boolean | null;
}

/** Rows above and below what is in sight. */
const AROUND = 10;
/** Milliseconds after which typing begins anew. */
const TYPING = 800;

/** A list of any length: only what is in sight is there. */
export function VirtualList(props: VirtualListProps): ReactNode {
  const { label, count, rowHeight, active, isSelected, isHeading, row, onRange, multiple } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', at: 0 });
  const [{ top, height }, setView] = useState({ top: 0, height: 600 });
  const from = Math.max(Math.floor(top / rowHeight) - AROUND, 0);
  const to = Math.min(Math.ceil((top + height) / rowHeight) + AROUND, count);

  const look = (): void => {
    const { current } = box;
    if (current !== null) setView({ top: current.scrollTop, height: current.clientHeight });
  };
  useEffect(() => {
    const { current } = box;
    if (current === null) return;
    const observer = new ResizeObserver(() => {
      setView({ top: current.scrollTop, height: current.clientHeight });
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => onRange?.(from, to), [onRange, from, to]);
  useEffect(() => {
    const { current } = box;
    if (current === null || active < 0) return;
    const [start, end] = [active * rowHeight, (active + 1) * rowHeight];
    if (start < current.scrollTop) current.scrollTop = start;
    else if (end > current.scrollTop + current.clientHeight) {
      current.scrollTop = end - current.clientHeight;
    }
  }, [active, rowHeight]);

  const choose = (index: number, how: HowChosen): void => {
    if (index >= 0 && index < count && isHeading?.(index) !== true) props.onChoose(index, how);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey) return;
    const target = targetOf(
      event.key,
      active,
      count,
      Math.max(Math.floor(height / rowHeight) - 1, 1),
    );
    if (target !== null) {
      event.preventDefault();
      const step = target < active ? -1 : 1;
      const free = skipHeadings(target, step, count, isHeading);
      choose(free, event.shiftKey && multiple === true ? 'extend' : 'only');
    } else if (props.branch !== undefined && EXPANDING.has(event.key)) {
      event.preventDefault();
      props.onExpand?.(active, event.key === 'ArrowRight');
    } else if (event.key === 'Enter' && active >= 0) {
      event.preventDefault();
      props.onOpen?.(active);
    } else if (event.key === 'a' && event.ctrlKey && multiple === true) {
      event.preventDefault();
      choose(0, 'only');
      choose(count - 1, 'extend');
    } else if (isTyping(event)) {
      const found = findTyped(typed.current, event, props);
      if (found !== null) choose(found, 'only');
    }
  };
  const placeOf = (index: number): RowPlace =>
    props.branch === undefined
      ? { role: 'option', 'aria-posinset': index + 1, 'aria-setsize': count }
      : placeIn(props.branch(index));
  /** What is chosen together stays so until the person lets go: it may be dragged. */
  const mayDragSeveral = (event: MouseEvent, index: number): boolean =>
    props.onDrag !== undefined && isSelected(index) && howOf(event, true) === 'only';
  const rowId = (index: number): string => `${id}-${String(index)}`;
  return (
    <div
      ref={box}
      className={`virtual-list ${props.className ?? ''}`}
      role={props.branch === undefined ? 'listbox' : 'tree'}
      tabIndex={0}
      aria-label={label}
      aria-multiselectable={multiple === true}
      aria-activedescendant={active >= from && active < to ? rowId(active) : undefined}
      onScroll={look}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: count * rowHeight, position: 'relative' }}>
        {Array.from({ length: Math.max(to - from, 0) }, (_, offset) => {
          const index = from + offset;
          return (
            <div
              key={index}
              id={rowId(index)}
              className="virtual-row"
              {...placeOf(index)}
              aria-selected={isSelected(index)}
              aria-disabled={isHeading?.(index) === true}
              data-active={index === active}
              style={{ top: index * rowHeight, height: rowHeight }}
              draggable={props.onDrag !== undefined}
              onDragStart={(event) => {
                event.preventDefault();
                props.onDrag?.();
              }}
              onMouseDown={(event) => {
                if (!mayDragSeveral(event, index)) choose(index, howOf(event, multiple === true));
              }}
              onClick={(event) => {
                if (mayDragSeveral(event, index)) choose(index, 'only');
              }}
              onDoubleClick={() => props.onOpen?.(index)}
            >
              {row(index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function targetOf(key: string, active: number, count: number, page: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(active + 1, count - 1);
    case 'ArrowUp':
      return Math.max(active - 1, 0);
    case 'PageDown':
      return Math.min(active + page, count - 1);
    case 'PageUp':
      return Math.max(active - page, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

const EXPANDING: ReadonlySet<string> = new Set(['ArrowRight', 'ArrowLeft']);

type RowPlace = AriaAttributes & { readonly role: AriaRole };

function placeIn({ level, expanded }: Branch): RowPlace {
  const place = { role: 'treeitem', 'aria-level': level };
  return expanded === null ? place : { ...place, 'aria-expanded': expanded };
}

function skipHeadings(
  index: number,
  step: number,
  count: number,
  isHeading: VirtualListProps['isHeading'],
): number {
  if (isHeading === undefined) return index;
  let at = index;
  while (at >= 0 && at < count && isHeading(at)) at += step;
  if (at >= 0 && at < count) return at;
  at = index;
  while (at >= 0 && at < count && isHeading(at)) at -= step;
  return at;
}

function howOf(event: MouseEvent, multiple: boolean): HowChosen {
  if (!multiple) return 'only';
  if (event.shiftKey) return 'extend';
  return event.ctrlKey ? 'toggle' : 'only';
}

/** `[` and `]` have a meaning of their own. */
function isTyping({ key, ctrlKey }: KeyboardEvent): boolean {
  return key.length === 1 && !ctrlKey && !/[[\] ]/.test(key);
}

function findTyped(
  typed: { text: string; at: number },
  { key, timeStamp }: KeyboardEvent,
  { active, count, textOf, isHeading }: VirtualListProps,
): number | null {
  typed.text = timeStamp - typed.at > TYPING ? key : typed.text + key;
  typed.at = timeStamp;
  const wanted = typed.text.toLowerCase();
  // The same letter again goes on to the next one.
  const start = typed.text.length === 1 ? active + 1 : Math.max(active, 0);
  for (let offset = 0; offset < count; offset += 1) {
    const index = (start + offset) % count;
    if (isHeading?.(index) !== true && textOf(index).toLowerCase().startsWith(wanted)) return index;
  }
  return null;
}
