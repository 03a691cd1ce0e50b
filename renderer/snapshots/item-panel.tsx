import { FileInput, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { displayName } from '../../main/shared/display-name.js';
import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import type { Result } from '../../main/shared/result.js';
import { saySize } from '../../main/shared/say-size.js';
import { sayExactTime } from '../../main/shared/say-time.js';
import type { PathVersion } from '../../main/shared/snapshot-content.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';
import { nameOf } from './browsing.js';
import { PreviewBox } from './preview-box.js';
import { sayKind, sayMode } from '../../main/shared/say-entry.js';
import { saySnapshotName } from './say-snapshot.js';
import { placesOf, versionAt } from './version-at.js';
import { VersionComparison } from './version-comparison.js';

export interface ItemPanelProps {
  readonly profileId: string;
  /** null: what is there now. */
  readonly snapshot: string | null;
  readonly path: string;
  readonly snapshots: readonly SnapshotRow[];
  /** Newest first. */
  readonly versions: Result<readonly PathVersion[]> | null;
  readonly onTime: (snapshot: string) => void;
  readonly onRestore: () => void;
  /** True: root looks. */
  readonly asAdministrator: boolean;
  /** null: root does already, or would see no more. */
  readonly onAdministrator: (() => void) | null;
  readonly now: Date;
  readonly locale: string;
}

/** The chosen item: what it was at which times, how it looks, and a way to have it back. */
export function ItemPanel(props: ItemPanelProps): ReactNode {
  const { profileId, snapshot, path, snapshots, versions, onRestore, now, locale } = props;
  const { asAdministrator, onAdministrator } = props;
  const copy = useRequest('file:open-copy');
  const shown =
    versions?.ok === true ? versionAt(versions.value, snapshot, placesOf(snapshots)) : null;
  const isFile = shown?.kind === 'file';
  return (
    <section className="item-panel" aria-label="Chosen item">
      <h2>
        <bdi>{displayName(nameOf(path))}</bdi>
      </h2>
      {shown !== null && <Facts version={shown} locale={locale} />}
      {snapshot !== null && (
        <div className="buttons">
          <Button className="primary-button" onPress={onRestore}>
            <RotateCcw size={16} aria-hidden />
            Restore…
          </Button>
          {isFile && !asAdministrator && (
            <Button
              className="button"
              isDisabled={copy.pending}
              onPress={() => copy.send({ profileId, snapshot, path })}
            >
              <FileInput size={16} aria-hidden />
              Open a copy
            </Button>
          )}
        </div>
      )}
      {copy.failure !== null && <FailureNotice failure={copy.failure} />}
      {versions !== null && <Versions {...props} versions={versions} shown={shown} />}
      {(isFile || snapshot === null) && (
        <PreviewBox {...{ profileId, snapshot, path, asAdministrator, onAdministrator }} />
      )}
      {isFile && snapshot !== null && versions?.ok === true && (
        <VersionComparison
          {...{ profileId, path, snapshot, snapshots, asAdministrator, now, locale }}
          others={versions.value.filter((version) => version !== shown && version.kind === 'file')}
        />
      )}
    </section>
  );
}

function Facts({
  version,
  locale,
}: {
  readonly version: PathVersion;
  readonly locale: string;
}): ReactNode {
  const { kind, size, modifiedAt, mode, uid, gid, linkTarget } = version;
  return (
    <p className="quiet facts">
      {kind === 'file' ? saySize(size) : sayKind(version)}
      {linkTarget !== null && (
        <>
          {' '}
          to <bdi>{displayName(linkTarget)}</bdi>
        </>
      )}
      , changed {sayExactTime(new Date(modifiedAt), locale)},{' '}
      <span title="Owner, group and what each may do">
        {String(uid)}:{String(gid)} {sayMode(mode)}
      </span>
    </p>
  );
}

interface VersionsProps extends ItemPanelProps {
  readonly versions: Result<readonly PathVersion[]>;
  readonly shown: PathVersion | null;
}

function Versions({ versions, shown, snapshots, onTime, now, locale }: VersionsProps): ReactNode {
  if (!versions.ok) return <FailureNotice failure={versions.failure} />;
  const { length } = versions.value;
  return (
    <section className="versions" aria-label="Versions">
      <h3>{length === 1 ? '1 version' : `${String(length)} versions`}</h3>
      <ul>
        {versions.value.slice(0, SHOWN).map((version) => (
          <li key={version.newest}>
            <Button
              className="version"
              aria-current={version === shown}
              onPress={() => onTime(version.newest)}
            >
              <span>{saySnapshotName(version.newest, snapshots, now, locale)}</span>
              <span className="quiet">{version.kind === 'file' ? saySize(version.size) : ''}</span>
            </Button>
          </li>
        ))}
      </ul>
      {length > SHOWN && <p className="quiet">Older ones are on the timeline.</p>}
    </section>
  );
}

const SHOWN = 100;
