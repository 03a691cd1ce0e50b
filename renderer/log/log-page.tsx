import { useState } from 'react';
import type { ReactNode } from 'react';
import type { AppView } from '../../main/shared/app-view.js';
import type { Outcome } from '../../main/shared/run-event.js';
import type { LogEntry } from '../../main/shared/run-log.js';
import { FailureNotice } from '../failure-notice.js';
import type { PageProps } from '../navigation/page-props.js';
import { LogItem } from './log-item.js';
import { useLog } from './use-log.js';
import './log.css';

type OutcomeFilter = 'all' | 'problems' | 'not-started' | Exclude<Outcome, 'skipped'>;

const FILTERS: Readonly<Record<OutcomeFilter, string>> = {
  all: 'Everything',
  problems: 'Problems',
  complete: 'Finished',
  warnings: 'Finished with warnings',
  failed: 'Failed',
  cancelled: 'Cancelled',
  'not-started': 'Did not start',
};

/** What became of every backup. */
export function LogPage({ view, now, place, goTo }: PageProps): ReactNode {
  const log = useLog();
  const [filter, setFilter] = useState<OutcomeFilter>('all');
  if (log === null) return null;
  if (!log.ok) return <FailureNotice {...log} />;
  const { profileId } = place;
  const entries = log.value.filter(
    (entry) => (profileId === null || isAbout(entry, profileId)) && isIn(entry, filter),
  );
  return (
    <section className="log">
      <h1>Log</h1>
      <div className="log-filters">
        <label>
          Backup{' '}
          <select
            className="input"
            value={profileId ?? ''}
            onChange={({ target }) => goTo({ ...place, profileId: target.value || null })}
          >
            <option value="">All backups</option>
            {[...backupsIn(log.value, view)].map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Show{' '}
          <select
            className="input"
            value={filter}
            onChange={({ target }) => setFilter(target.value as OutcomeFilter)}
          >
            {Object.entries(FILTERS).map(([id, label]) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      {entries.length === 0 ? (
        <p className="empty">{log.value.length === 0 ? NOTHING_YET : NOTHING_SUCH}</p>
      ) : (
        <ul>
          {entries.map((entry) => (
            <LogItem key={keyOf(entry)} entry={entry} now={now} locale={view.locale} />
          ))}
        </ul>
      )}
    </section>
  );
}

const NOTHING_YET =
  'Every backup leaves an entry here: when it ran, what it copied, and what went wrong.';
const NOTHING_SUCH = 'There is no such entry.';

/** Names by id: of the backups that are set up, and of those that only the log remembers, as they were called last. */
function backupsIn(entries: readonly LogEntry[], view: AppView): ReadonlyMap<string, string> {
  const names = new Map(view.profiles.map(({ id, name }) => [id, name]));
  for (const entry of entries) {
    if (entry.kind === 'clock-set-back') continue;
    const id = entry.kind === 'run' ? entry.result.profileId : entry.profileId;
    if (!names.has(id)) names.set(id, `${entry.profileName} (deleted)`);
  }
  return names;
}

function isAbout(entry: LogEntry, profileId: string): boolean {
  switch (entry.kind) {
    case 'run':
      return entry.result.profileId === profileId;
    case 'held':
      return entry.profileId === profileId;
    case 'clock-set-back':
      return true;
  }
}

function isIn(entry: LogEntry, filter: OutcomeFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'problems':
      return (
        entry.kind === 'run' &&
        (entry.result.outcome === 'failed' || entry.result.outcome === 'warnings')
      );
    case 'not-started':
      return entry.kind === 'held' || (entry.kind === 'run' && entry.result.outcome === 'skipped');
    case 'complete':
    case 'warnings':
    case 'failed':
    case 'cancelled':
      return entry.kind === 'run' && entry.result.outcome === filter;
  }
}

function keyOf(entry: LogEntry): string {
  switch (entry.kind) {
    case 'run':
      return `run ${entry.result.profileId} ${entry.result.startedAt}`;
    case 'held':
      return `held ${entry.profileId} ${entry.reason} ${entry.from}`;
    case 'clock-set-back':
      return `clock ${entry.at}`;
  }
}
