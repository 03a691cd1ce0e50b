import { escapeName } from '../../shared/display-name.js';
import {
  decideRestore,
  differInAttributesAlone,
  type EntryFacts,
} from '../../domain/restore-decision.js';
import type { PathNames, Tree } from '../../engine/ports-contents.js';
import { BackupError } from '../../shared/backup-error.js';
import type { TreeDirectory } from '../tree-directory.js';
import { takeTurns } from '../take-turns.js';
import { shown } from './browse-snapshot.js';
import { EntryMeasure } from './measure-entries.js';
import { nearestDirectory } from './nearest-existing.js';
import type {
  PlanRequest,
  RestoreGroup,
  RestoreItem,
  RestorePlan,
  RestoreStep,
} from './restore-plan.js';

type Names = PathNames;

/** More paths than that would neither be read nor fit into a message. */
const LISTED = 1000;

/**
 * Compares what is asked for with what is there, and decides for each entry. Nothing is changed.
 *
 * @param open a directory of the snapshot; null: there is none
 * @param target stays open
 * @throws BackupError `not-in-snapshot`, `target-obstructed`
 */
export async function planRestore(
  request: PlanRequest,
  open: (names: Names) => Tree | null,
  target: TreeDirectory,
  signal: AbortSignal,
): Promise<RestorePlan> {
  const planner = new Planner(request, open, signal);
  for (const item of request.items) await planner.addItem(item, target);
  return planner.plan();
}

interface OpenStep extends RestoreStep {
  readonly sources: Names[];
}

interface OpenGroup extends RestoreGroup {
  readonly steps: OpenStep[];
}

/** Two directories that are compared, or one of which there is no other. */
interface Place {
  readonly stored: Tree;
  /** null: there is none. */
  readonly existing: TreeDirectory | null;
  readonly group: OpenGroup;
  /** From the snapshot to `stored`. */
  readonly source: Names;
  /** From the group's directory to `existing`. */
  readonly parent: Names;
}

class Planner {
  readonly #request: PlanRequest;
  readonly #open: (names: Names) => Tree | null;
  readonly #turn: () => Promise<void> | null;
  readonly #owners = process.geteuid?.() === 0;
  readonly #groups = new Map<string, OpenGroup>();
  readonly #counts = { missing: 0, different: 0, same: 0 };
  readonly #attributes = { attributesOnly: 0, foreignOwners: 0 };
  readonly #differing: string[] = [];
  readonly #kept: string[] = [];
  #keptCount = 0;
  readonly #measure: EntryMeasure;

  constructor(request: PlanRequest, open: (names: Names) => Tree | null, signal: AbortSignal) {
    this.#request = request;
    this.#open = open;
    this.#turn = takeTurns(signal);
    this.#measure = new EntryMeasure(this.#turn);
  }

  plan(): RestorePlan {
    return {
      groups: [...this.#groups.values()],
      ...{ counts: this.#counts, attributes: this.#attributes },
      bytes: this.#measure.bytes,
      length: this.#measure.length,
      differing: this.#differing,
      kept: this.#kept,
      keptCount: this.#keptCount,
    };
  }

  async addItem(item: RestoreItem, target: TreeDirectory): Promise<void> {
    const { layout } = this.#request;
    const parents = item.names.slice(0, -1);
    const name = item.names.at(-1) ?? new Uint8Array();
    const stored = this.#open(parents);
    if (stored === null) throw this.#notThere(item);
    try {
      if (stored.lstat(name) === null) throw this.#notThere(item);
      const wanted = layout === 'into' ? [] : parents;
      const { directory, depth } = nearestDirectory(target, wanted);
      const group = this.#group(wanted.slice(0, depth));
      try {
        const existing = depth < wanted.length ? null : directory;
        const place = { stored, existing, group, source: parents, parent: [] };
        if (existing === null) await this.#addWithParents(place, item.names, depth);
        else await this.#addEntry(place, name);
      } finally {
        directory.close();
      }
    } finally {
      stored.close();
    }
  }

  /** The directories that led to the item have gone: they come back around it, without what else they held. */
  async #addWithParents(place: Place, names: Names, depth: number): Promise<void> {
    await this.#count(place.stored, names.at(-1) ?? new Uint8Array());
    const entry = names.slice(0, depth + 1);
    const { steps } = place.group;
    const known = steps.find((step) => pathOf(step.entry) === pathOf(entry));
    if (known === undefined) {
      steps.push({ entry, sources: [names], parent: [], isDirectory: true, existing: 'none' });
    } else known.sources.push(names);
  }

  async #addEntry(place: Place, name: Uint8Array): Promise<void> {
    await this.#turn();
    const { stored, existing } = place;
    const facts = stored.facts(name);
    if (facts === null) return;
    const found = existing?.facts(name) ?? null;
    const decision = decideRestore(facts, found, this.#request.conflict, this.#owners);
    if (decision !== 'merge' && found !== null && differInAttributesAlone(facts, found)) {
      this.#attributes[decision === 'same' ? 'foreignOwners' : 'attributesOnly'] += 1;
    }
    switch (decision) {
      case 'merge':
        await this.#merge(place, name);
        return;
      case 'same':
        this.#counts.same += 1;
        return;
      case 'create':
        await this.#count(stored, name);
        this.#addStep(place, name, facts, 'none');
        return;
      case 'keep':
        this.#differs(place, name);
        this.#keptCount += 1;
        note(this.#kept, this.#shownPath(place, name));
        return;
      case 'beside':
        await this.#replaced(place, name, facts, 'beside');
        return;
      case 'replace':
        await this.#replaced(place, name, facts, 'replace');
        return;
    }
  }

  async #replaced(
    place: Place,
    name: Uint8Array,
    facts: EntryFacts,
    existing: 'beside' | 'replace',
  ): Promise<void> {
    this.#differs(place, name);
    await this.#measure.add(place.stored, name);
    this.#addStep(place, name, facts, existing);
  }

  async #merge(place: Place, name: Uint8Array): Promise<void> {
    const stored = place.stored.child(name);
    const existing = place.existing?.child(name) ?? null;
    try {
      const inside: Place = {
        ...{ stored, existing, group: place.group },
        ...{ source: [...place.source, name], parent: [...place.parent, name] },
      };
      for (const child of stored.names()) await this.#addEntry(inside, child);
    } finally {
      existing?.close();
      stored.close();
    }
  }

  #addStep(place: Place, name: Uint8Array, facts: EntryFacts, existing: RestoreStep['existing']) {
    const entry = [...place.source, name];
    const isDirectory = facts.kind === 'directory';
    place.group.steps.push({
      ...{ entry, sources: [entry], parent: place.parent, isDirectory, existing },
    });
  }

  #differs(place: Place, name: Uint8Array): void {
    this.#counts.different += 1;
    note(this.#differing, this.#shownPath(place, name));
  }

  #shownPath({ group, parent }: Place, name: Uint8Array): string {
    return pathOf([...group.directory, ...parent, name]);
  }

  /** What is new, one by one. */
  async #count(directory: Tree, name: Uint8Array): Promise<void> {
    this.#counts.missing += await this.#measure.add(directory, name);
  }

  #group(directory: Names): OpenGroup {
    const key = pathOf(directory);
    const group = this.#groups.get(key) ?? { directory, steps: [] };
    this.#groups.set(key, group);
    return group;
  }

  #notThere({ names }: RestoreItem): BackupError {
    return new BackupError({
      code: 'not-in-snapshot',
      title: `There is no “${shown(names)}” in the snapshot “${this.#request.snapshotName}”.`,
      advice: 'Choose something that is listed there.',
    });
  }
}

function pathOf(names: Names): string {
  return names.map(escapeName).join('/');
}

function note(list: string[], path: string): void {
  if (list.length < LISTED) list.push(path);
}
