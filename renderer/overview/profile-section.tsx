import { CircleSlash } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { AppView, ProfileView } from '../../main/shared/app-view.js';
import type { Place } from '../../main/shared/place.js';
import type { RunResult } from '../../main/shared/run-state.js';
import { diskToUnplug } from '../../main/shared/say-disk.js';
import { saySkipped } from '../../main/shared/say-skipped.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';
import { BackupHistory } from './backup-history.js';
import { DiskLine } from './disk-line.js';
import { HostLine } from './host-line.js';
import { RunOutcome } from './run-outcome.js';
import { RunProgressCard } from './run-progress-card.js';
import { SafetySentence } from './safety-sentence.js';
import { SpaceLine } from './space-line.js';

export interface ProfileSectionProps {
  readonly profile: ProfileView;
  readonly view: AppView;
  readonly now: Date;
  readonly goTo: (place: Place) => void;
}

/** One backup: whether it is safe, what it is doing, and what can be had back from it. */
export function ProfileSection({ profile, view, now, goTo }: ProfileSectionProps): ReactNode {
  const start = useRequest('run:start');
  const { run, locale } = view;
  const { disk, host, heldBack, lastBackupAt } = profile;
  const active = run.kind === 'running' && run.run.profileId === profile.id ? run.run : null;
  const last = lastRunOf(profile, active !== null);
  return (
    <article aria-label={profile.name}>
      <section className="card safety">
        <SafetySentence
          profile={profile}
          alone={view.profiles.length === 1}
          now={now}
          locale={locale}
        />
        {active === null && (
          <Button
            className="primary-button"
            isDisabled={run.kind === 'running' || start.pending}
            onPress={() => start.send({ profileId: profile.id })}
          >
            Back up now
          </Button>
        )}
      </section>
      {active !== null && <RunProgressCard run={active} />}
      {start.failure !== null && <FailureNotice failure={start.failure} />}
      {last !== null && <RunOutcome result={last} disk={diskToUnplug(last, disk)} />}
      {heldBack === 'too-soon' && lastBackupAt !== null && (
        <section className="notice" role="status">
          <CircleSlash className="quiet" size={20} aria-hidden />
          <p>{saySkipped(lastBackupAt, now.getTime())}</p>
        </section>
      )}
      {disk !== null && (
        <DiskLine profileId={profile.id} disk={disk} busy={run.kind === 'running'} />
      )}
      {host !== null && <HostLine host={host} now={now} locale={locale} />}
      {profile.space !== null && <SpaceLine space={profile.space} now={now} locale={locale} />}
      <BackupHistory
        profileId={profile.id}
        occasion={`${run.kind} ${last?.finishedAt ?? ''} ${String(disk?.readable)}`}
        now={now}
        locale={locale}
        onBrowse={(snapshot) =>
          goTo({
            page: 'snapshots',
            profileId: profile.id,
            ...(snapshot === null ? {} : { snapshot }),
          })
        }
      />
      <dl className="route">
        <dt>From</dt>
        <dd>{profile.source}</dd>
        <dt>To</dt>
        <dd>{profile.destination}</dd>
      </dl>
    </article>
  );
}

/** As the log has it, and so also after a restart. */
function lastRunOf({ lastRun }: ProfileView, active: boolean): RunResult | null {
  return active ? null : lastRun;
}
