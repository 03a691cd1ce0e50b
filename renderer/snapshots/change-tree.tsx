import { ChevronDown, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { changeTree, firstOpen, openRows, type ChangeNode } from '../../main/shared/change-tree.js';
import { displayName } from '../../main/shared/display-name.js';
import { sayChanges } from '../../main/shared/say-changes.js';
import { saySize } from '../../main/shared/say-size.js';
import type { TreeChange } from '../../main/shared/snapshot-content.js';
import { nameOf } from './browsing.js';
import { EntryIcon } from './entry-icon.js';
import { VirtualList } from './virtual-list.js';

/** What is otherwise, in its folders, each of which says how much there is in it. */
export function ChangeTree({ changes }: { readonly changes: readonly TreeChange[] }): ReactNode {
  const tree = useMemo(() => changeTree(changes), [changes]);
  const [open, setOpen] = useState(() => firstOpen(tree));
  const [active, setActive] = useState(-1);
  const rows = useMemo(() => openRows(tree, open), [tree, open]);
  if (changes.length === 0) return null;
  const expand = (index: number, expanded: boolean): void => {
    const node = rows[index]?.node;
    if (node === undefined || node.children.length === 0) return;
    const after = new Set(open);
    if (expanded) after.add(node.path);
    else after.delete(node.path);
    setOpen(after);
  };
  const isOpen = (node: ChangeNode | undefined): boolean | null =>
    node === undefined || node.children.length === 0 ? null : open.has(node.path);
  return (
    <VirtualList
      className="changes"
      label="Changes"
      count={rows.length}
      rowHeight={32}
      active={active}
      isSelected={(index) => index === active}
      onChoose={setActive}
      onOpen={(index) => expand(index, isOpen(rows[index]?.node) === false)}
      branch={(index) => ({
        level: rows[index]?.level ?? 1,
        expanded: isOpen(rows[index]?.node),
      })}
      onExpand={expand}
      textOf={(index) => displayName(nameOf(rows[index]?.node.path ?? ''))}
      row={(index) => {
        const row = rows[index];
        if (row === undefined) return null;
        const { node, level } = row;
        const expanded = isOpen(node);
        return (
          <span className="change" style={{ paddingInlineStart: (level - 1) * 16 }}>
            <Toggle expanded={expanded} onToggle={() => expand(index, expanded !== true)} />
            <EntryIcon kind={node.change?.kind ?? 'directory'} />
            <bdi title={displayName(node.path)}>{displayName(nameOf(node.path))}</bdi>
            <span className="quiet">{sayNode(node)}</span>
            <span className="size">{sayGrowth(node)}</span>
          </span>
        );
      }}
    />
  );
}

interface ToggleProps {
  /** null: there is nothing to open. */
  readonly expanded: boolean | null;
  readonly onToggle: () => void;
}

/** For the mouse; the keyboard has its arrows. */
function Toggle({ expanded, onToggle }: ToggleProps): ReactNode {
  if (expanded === null) return <span className="toggle" />;
  const Chevron = expanded ? ChevronDown : ChevronRight;
  return (
    <span className="toggle" onClick={onToggle} onDoubleClick={(event) => event.stopPropagation()}>
      <Chevron size={16} aria-hidden />
    </span>
  );
}

const ACTIONS = { created: 'new', changed: 'changed', deleted: 'deleted' } as const;

/** What happened to it, or to what is in it. */
function sayNode({ change, children, counts }: ChangeNode): string {
  if (children.length > 0) return sayChanges({ ...counts, bytes: 0 });
  if (change === null) return '';
  return change.attributesOnly ? 'rights' : ACTIONS[change.action];
}

function sayGrowth({ growth }: ChangeNode): string {
  if (growth === 0) return '';
  return growth > 0 ? `+${saySize(growth)}` : `−${saySize(-growth)}`;
}
