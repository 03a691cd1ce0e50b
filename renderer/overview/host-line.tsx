import { Server } from 'lucide-react';
import type { ReactNode } from 'react';
import type { HostView } from '../../main/shared/app-view.js';
import { sayHost } from '../../main/shared/say-host.js';

export interface HostLineProps {
  readonly host: HostView;
  readonly now: Date;
  readonly locale: string;
}

/** The other machine of a backup: whether it was there, and what is not to be known of it from here. */
export function HostLine({ host, now, locale }: HostLineProps): ReactNode {
  const { state, room } = sayHost(host, now, locale);
  return (
    <section className="disk" aria-label={`Computer ${host.name}`}>
      <Server className="quiet" size={16} aria-hidden />
      <p role="status">
        <span className="disk-name">{host.name}</span> <span className="quiet">{state}</span>
      </p>
      {room !== '' && <p className="quiet">{room}</p>}
    </section>
  );
}
