import { BUS_NAMES, BUS_VARIABLES } from './bus-addresses.js';
import type { BusName } from './bus-addresses.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Names the directory of the relay's sockets. */
export const RELAY_VARIABLE = 'RSYNC_SYSTEM_BACKUP_BUS_RELAY';

/** What leads to the relay; whoever inherits it and outlives the relay takes the next of the list. */
export function relayedVariables(
  directory: string,
  buses: readonly { readonly name: BusName; readonly address: string }[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    buses.map(({ name, address }) => [BUS_VARIABLES[name], `${own(directory, name)}${address}`]),
  );
}

/** null: there is no relay. */
export function relayDirectory(environment: Environment): string | null {
  return environment[RELAY_VARIABLE] ?? null;
}

/** As it was before there was a relay. */
export function withoutRelay(environment: Environment): Environment {
  const { [RELAY_VARIABLE]: directory, ...rest } = environment;
  if (directory === undefined) return rest;
  const buses = BUS_NAMES.flatMap((name) => {
    const variable = BUS_VARIABLES[name];
    const relayed = own(directory, name);
    const address = rest[variable] ?? '';
    return address.startsWith(relayed) ? [[variable, address.slice(relayed.length)]] : [];
  });
  return { ...rest, ...(Object.fromEntries(buses) as Environment) };
}

function own(directory: string, name: BusName): string {
  return `unix:path=${directory}/${name};`;
}
