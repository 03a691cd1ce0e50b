import { ClipboardCopy, CircleSlash, Clock, FolderOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { LogEntry } from '../../main/shared/run-log.js';
import { logEntryText, sayLogEntry } from '../../main/shared/say-log.js';
import { Details } from '../details.js';
import { FailureNotice } from '../failure-notice.js';
import { OutcomeIcon } from '../outcome-icon.js';
import { useRequest } from '../use-request.js';

export interface LogItemProps {
  readonly entry: LogEntry;
  readonly now: Date;
  readonly locale: string;
}

export function LogItem({ entry, now, locale }: LogItemProps): ReactNode {
  const words = sayLogEntry(entry, now, locale);
  const copy = useRequest('text:copy');
  const show = useRequest('snapshots:show');
  // On another machine there is no folder to show.
  const isHere = entry.kind === 'run' && entry.host === undefined;
  const snapshot = isHere ? entry.result.snapshot : null;
  const refused = copy.failure ?? show.failure;
  return (
    <li className="log-item">
      <EntryIcon entry={entry} />
      <div className="log-words">
        <p className="quiet">
          <time title={words.exactly}>{words.when}</time>
          {words.name === '' ? '' : `, ${words.name}`}
        </p>
        <p className="notice-title">{words.title}</p>
        <p>{words.facts.join(' ')}</p>
        <Details text={words.detail} />
        {refused !== null && <FailureNotice failure={refused} />}
      </div>
      <div className="log-buttons">
        {isHere && snapshot !== null && (
          <Button
            className="quiet-button"
            aria-label={`Show in folder: snapshot of ${words.exactly}`}
            onPress={() => show.send({ profileId: entry.result.profileId, snapshot })}
          >
            <FolderOpen size={16} aria-hidden />
            Show in folder
          </Button>
        )}
        <Button
          className="quiet-button"
          aria-label={`Copy the entry of ${words.exactly}`}
          onPress={() => copy.send({ text: logEntryText(words) })}
        >
          <ClipboardCopy size={16} aria-hidden />
          Copy
        </Button>
      </div>
    </li>
  );
}

function EntryIcon({ entry }: { readonly entry: LogEntry }): ReactNode {
  switch (entry.kind) {
    case 'run':
      return <OutcomeIcon outcome={entry.result.outcome} />;
    case 'held':
      return <CircleSlash className="quiet" size={20} aria-hidden />;
    case 'clock-set-back':
      return <Clock className="quiet" size={20} aria-hidden />;
  }
}
