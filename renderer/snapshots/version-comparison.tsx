import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import type { PathVersion } from '../../main/shared/snapshot-content.js';
import { saySnapshotName } from './say-snapshot.js';
import { TextComparison } from './text-comparison.js';
import { placesOf } from './version-at.js';

export interface VersionComparisonProps {
  readonly profileId: string;
  readonly path: string;
  readonly snapshot: string;
  readonly snapshots: readonly SnapshotRow[];
  /** The other versions, newest first. */
  readonly others: readonly PathVersion[];
  readonly asAdministrator: boolean;
  readonly now: Date;
  readonly locale: string;
}

/** What is otherwise in the version that is shown than in another one, or now. */
export function VersionComparison(props: VersionComparisonProps): ReactNode {
  const { profileId, path, snapshot, snapshots, others, asAdministrator, now, locale } = props;
  const shown = `${path} ${snapshot}`;
  const [chosen, setChosen] = useState<{ readonly shown: string; readonly other: string | null }>();
  // undefined: nothing is compared; null: with what is there now.
  const other = chosen?.shown === shown ? chosen.other : undefined;
  const say = (name: string | null): string =>
    name === null ? 'now' : saySnapshotName(name, snapshots, now, locale);
  const [before, after] = inOrder(snapshot, other ?? null, snapshots);
  return (
    <>
      <div className="buttons">
        <Button
          className="button"
          onPress={() => setChosen(other === null ? undefined : { shown, other: null })}
          aria-expanded={other === null}
        >
          Compare with now
        </Button>
        {others.length > 0 && (
          <MenuTrigger>
            <Button className="button">Compare with…</Button>
            <Popover className="menu">
              <Menu aria-label="Compare with">
                {others.slice(0, OFFERED).map(({ newest }) => (
                  <MenuItem key={newest} onAction={() => setChosen({ shown, other: newest })}>
                    {say(newest)}
                  </MenuItem>
                ))}
              </Menu>
            </Popover>
          </MenuTrigger>
        )}
      </div>
      {other !== undefined && (
        <>
          <p className="quiet">
            From {say(before)} to {say(after)}:
          </p>
          <TextComparison {...{ profileId, path, asAdministrator, before, after }} />
        </>
      )}
    </>
  );
}

/** More would not fit a menu; the timeline leads to all. */
const OFFERED = 100;

function inOrder(
  one: string,
  other: string | null,
  snapshots: readonly SnapshotRow[],
): readonly [string, string | null] {
  const places = placesOf(snapshots);
  if (other === null || (places.get(other) ?? 0) < (places.get(one) ?? 0)) return [one, other];
  return [other, one];
}
